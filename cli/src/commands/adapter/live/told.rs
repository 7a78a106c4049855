//! What was asked and what came, to be read: secrets masked.

use std::fmt::Write as _;

use serde_json::{Value, json};
use stadion_engine::adapters::pull::{Answer, Ask, Body, Verdict};

use super::ask::{Asked, Exchange, Said};
use super::mask::Masks;
use super::plan::Plan;

/// So many lines of an answer are shown.
const MOST_LINES: usize = 60;
/// So much of an answer that is no JSON.
const MOST_BYTES: usize = 4_000;

pub fn text(plan: &Plan<'_>, asked: &Asked) -> String {
    let mut text = String::new();
    if let Some(stand_in) = &plan.vendor.stand_in {
        let _ = writeln!(text, "{stand_in} stands in for the vendor\n");
    }
    for (at, one) in asked.exchanges.iter().enumerate() {
        text += &exchange(&plan.masks, at + 1, one);
    }
    if asked.broke.is_none() {
        text += &page(asked);
    }
    text
}

/// A line for each request.
pub fn brief(plan: &Plan<'_>, asked: &Asked) -> String {
    let lines = asked.exchanges.iter().map(|one| {
        let address = one.ask.as_ref().map_or_else(String::new, |ask| {
            format!("{} {}", method(ask), address(&plan.masks, &ask.url))
        });
        let came = match &one.said {
            Said::Answered { answer, .. } => answer.status.to_string(),
            Said::Nothing(why) => plan.masks.text(why),
        };
        format!("{address} ({}): {came}", one.of)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn exchange(masks: &Masks, number: usize, one: &Exchange) -> String {
    let mut text = format!("request {number}: {}\n", one.of);
    if let Some(ask) = &one.ask {
        text += &request(masks, ask);
    }
    match &one.said {
        Said::Answered {
            answer,
            verdict,
            pause,
        } => {
            let bytes = answer.body.len();
            let _ = writeln!(
                text,
                "\nresponse {number}: {}, {bytes} bytes",
                answer.status
            );
            for (name, value) in &answer.headers {
                let _ = writeln!(text, "  {name}: {}", masks.named(name, value));
            }
            text += &body(masks, answer);
            let (_, words) = judged(verdict);
            let _ = writeln!(text, "  → {}", masks.text(&words));
            if let Some(until) = pause {
                let _ = writeln!(text, "  → the vendor wants to be left alone until {until}");
            }
        }
        Said::Nothing(why) => {
            let _ = writeln!(text, "\nno response {number}: {}", masks.text(why));
        }
    }
    text + "\n"
}

fn request(masks: &Masks, ask: &Ask) -> String {
    let mut text = format!("  {} {}\n", method(ask), address(masks, &ask.url));
    for (name, value) in &ask.headers {
        let _ = writeln!(text, "  {name}: {}", header(masks, name, value));
    }
    match &ask.body {
        Body::None => {}
        Body::Form(form) => {
            for (name, value) in form {
                let _ = writeln!(text, "  {name}={}", masks.named(name, value));
            }
        }
        Body::Json(value) => {
            let _ = writeln!(text, "  {:#}", masks.value(value));
        }
    }
    text
}

fn method(ask: &Ask) -> String {
    format!("{:?}", ask.method).to_uppercase()
}

/// How a person is let in may be seen, what with may not.
fn header(masks: &Masks, name: &str, value: &str) -> String {
    let shown = masks.text(value);
    if shown == value {
        masks.named(name, value)
    } else {
        shown
    }
}

/// Parameters whose names say so are masked too.
fn address(masks: &Masks, url: &str) -> String {
    let Some((path, query)) = url.split_once('?') else {
        return masks.text(url);
    };
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, value)) => format!("{name}={}", masks.named(name, value)),
        None => masks.text(pair),
    });
    let query: Vec<String> = pairs.collect();
    format!("{}?{}", masks.text(path), query.join("&"))
}

fn body(masks: &Masks, answer: &Answer) -> String {
    let shown = if let Some(value) = answer.json() {
        format!("{:#}", masks.value(&value))
    } else {
        let some = answer.body.get(..MOST_BYTES).unwrap_or(&answer.body);
        masks.text(&String::from_utf8_lossy(some))
    };
    let lines = shown.lines().count();
    let some = shown.lines().take(MOST_LINES);
    let mut text = String::new();
    for line in some {
        let _ = writeln!(text, "  {line}");
    }
    if lines > MOST_LINES {
        let _ = writeln!(text, "  … {} lines more", lines - MOST_LINES);
    } else if answer.json().is_none() && answer.body.len() > MOST_BYTES {
        text += "  …\n";
    }
    text
}

/// In one word, and what the server would do.
fn judged(verdict: &Verdict) -> (&'static str, String) {
    match verdict {
        Verdict::Good => ("good", "taken".to_owned()),
        Verdict::Nothing => (
            "nothing",
            "taken as an answer that holds nothing".to_owned(),
        ),
        Verdict::Retry(why) => ("retry", format!("{why}: the server would ask again later")),
        Verdict::RateLimited(why) => (
            "rate_limited",
            format!("{why}: the server would wait, and ask again"),
        ),
        Verdict::RefreshToken(why) => (
            "refresh_token",
            format!("{why}: the token is not taken; give one that lives and may read this"),
        ),
        Verdict::Fail(why) => (
            "fail",
            format!("{why}: the server would give this request up and tell the person"),
        ),
    }
}

fn page(asked: &Asked) -> String {
    let (count, taken) = (asked.count, asked.taken.len());
    let mut text = format!("the answer holds {count} records");
    if taken < count {
        let _ = write!(text, ", and {taken} of them is gone through (--records N)");
    }
    if asked.next.is_some() {
        text += "; another page follows, which the server would ask for";
    }
    text + "\n\n"
}

/// `exchanges`, and how the page stands.
pub fn as_json(plan: &Plan<'_>, asked: &Asked) -> (Value, Value) {
    let masks = &plan.masks;
    let exchanges = asked.exchanges.iter().map(|one| {
        let request = one.ask.as_ref().map(|ask| {
            let headers = ask.headers.iter();
            let headers =
                headers.map(|(name, value)| (name.clone(), json!(header(masks, name, value))));
            let body = match &ask.body {
                Body::None => Value::Null,
                Body::Json(value) => masks.value(value),
                Body::Form(form) => form
                    .iter()
                    .map(|(name, value)| (name.clone(), json!(masks.named(name, value))))
                    .collect::<serde_json::Map<_, _>>()
                    .into(),
            };
            json!({
                "method": method(ask),
                "url": address(masks, &ask.url),
                "headers": headers.collect::<serde_json::Map<_, _>>(),
                "body": body,
            })
        });
        let mut told = json!({"of": one.of, "request": request, "response": null});
        match &one.said {
            Said::Answered {
                answer,
                verdict,
                pause,
            } => {
                let (word, reason) = judged(verdict);
                told["response"] = response(masks, answer);
                told["verdict"] = json!(word);
                told["reason"] = json!(masks.text(&reason));
                told["pause_until"] = json!(pause);
            }
            Said::Nothing(why) => {
                told["verdict"] = json!("unanswered");
                told["reason"] = json!(masks.text(why));
            }
        }
        told
    });
    let page = json!({
        "records": asked.count,
        "gone_through": asked.taken.len(),
        "next": masks.value(&json!(asked.next)),
    });
    (exchanges.collect(), page)
}

fn response(masks: &Masks, answer: &Answer) -> Value {
    let headers = answer.headers.iter();
    let headers = headers.map(|(name, value)| (name.clone(), json!(masks.named(name, value))));
    let body = match answer.json() {
        Some(value) => masks.value(&value),
        None => json!(masks.text(&String::from_utf8_lossy(&answer.body))),
    };
    json!({
        "status": answer.status,
        "headers": headers.collect::<serde_json::Map<_, _>>(),
        "body": body,
    })
}
