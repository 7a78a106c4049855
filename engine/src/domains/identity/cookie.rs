//! The browser's cookies: its session, and where it goes on.

use axum::http::{HeaderMap, HeaderValue};

use super::service::{CONFIRM_LIFE, SESSION_LIFE};
use crate::App;
use crate::web::auth::{SESSION_COOKIE, cookie as cookie_of};

const SESSION: (&str, &str) = (SESSION_COOKIE, "/");
const ONWARD_COOKIE: &str = "stadion_onward";

/// Out of scripts' reach (`HttpOnly`), not sent along with other sites' forms (`SameSite=Lax`),
/// and over TLS alone where people reach the server by TLS. It outlives the session's idle time:
/// the server decides.
pub fn set(app: &App, secret: &str) -> HeaderValue {
    cookie(app, SESSION, secret, SESSION_LIFE.num_seconds())
}

pub fn clear(app: &App) -> HeaderValue {
    cookie(app, SESSION, "", 0)
}

/// Where to go once the mailed link is followed: kept in the browser that registered, and sent
/// along to the page of that link alone.
pub fn onward(app: &App, next: &str) -> HeaderValue {
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    let life = CONFIRM_LIFE.num_seconds();
    cookie(app, (ONWARD_COOKIE, "/confirm"), &next, life)
}

pub fn onward_of(headers: &HeaderMap) -> Option<String> {
    let kept = format!("next={}", cookie_of(headers, ONWARD_COOKIE)?);
    let mut pairs = url::form_urlencoded::parse(kept.as_bytes());
    pairs.next().map(|(_, next)| next.into_owned())
}

fn cookie(app: &App, (name, path): (&str, &str), value: &str, max_age: i64) -> HeaderValue {
    let secure = if app.config.public_url.starts_with("https:") {
        "; Secure"
    } else {
        ""
    };
    let text =
        format!("{name}={value}; Path={path}; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}");
    // The values are hex or form-encoded, so the text is always a header value.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}
