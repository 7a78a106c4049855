//! The page on which a person says yes or no.

use std::fmt::Write as _;

use stadion_pack::adapter::Adapter;

/// Asks whether the app may read; the form goes back to the address that it was asked at.
pub fn consent(adapter: &Adapter, users: &[String], scopes: &[&str], action: &str) -> String {
    let vendor = escaped(&adapter.vendor);
    let mut wanted = String::new();
    for scope in scopes {
        let _ = write!(wanted, "<li>{}</li>", escaped(scope));
    }
    let mut people = String::new();
    for (at, user) in users.iter().enumerate() {
        let user = escaped(user);
        let checked = if at == 0 { " checked" } else { "" };
        let _ = write!(
            people,
            "<label><input type=\"radio\" name=\"user\" value=\"{user}\"{checked}> Person {user}</label>"
        );
    }
    let people = format!("<fieldset><legend>Who you are there</legend>{people}</fieldset>");
    let asked = if scopes.is_empty() {
        String::new()
    } else {
        format!("<p>It asks for:</p><ul>{wanted}</ul>")
    };
    page(
        &format!("{vendor}, simulated"),
        &format!(
            "<p class=\"note\">This is no real {vendor}: it answers from the adapter’s examples.</p>\
             <h1>An app wants to read your data at {vendor}</h1>{asked}\
             <form method=\"post\" action=\"{action}\">{people}\
             <button name=\"decision\" value=\"allow\">Allow</button> \
             <button name=\"decision\" value=\"deny\" class=\"quiet\">Deny</button></form>",
            action = escaped(action),
        ),
    )
}

/// Says what is wrong with a request that cannot be answered at the app.
pub fn wrong(adapter: &Adapter, what: &str) -> String {
    let vendor = escaped(&adapter.vendor);
    let body = format!(
        "<h1>The request cannot be answered</h1><p>{}</p>",
        escaped(what)
    );
    page(&format!("{vendor}, simulated"), &body)
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <style>{STYLE}</style></head><body><main>{body}</main></body></html>"
    )
}

const STYLE: &str = "\
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}\
main{max-width:26rem;margin:10vh auto;padding:0 1.25rem}\
h1{font-size:1.4rem;line-height:1.25}\
.note{font-size:.875rem;opacity:.75}\
fieldset{border:1px solid #8886;border-radius:.5rem;margin:1.25rem 0;padding:.5rem 1rem}\
label{display:block;padding:.4rem 0}\
button{font:inherit;padding:.7rem 1.4rem;border-radius:.5rem;border:1px solid #1a56c4;background:#1a56c4;color:#fff;cursor:pointer}\
button.quiet{background:none;color:inherit;border-color:#8886}";

pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
