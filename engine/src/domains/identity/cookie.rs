//! The browser's session cookie.

use axum::http::HeaderValue;

use super::service::SESSION_LIFE;
use crate::App;
use crate::web::auth::SESSION_COOKIE;

/// Out of scripts' reach (`HttpOnly`), not sent along with other sites' forms (`SameSite=Lax`),
/// and over TLS alone where people reach the server by TLS. It outlives the session's idle time:
/// the server decides.
pub fn set(app: &App, secret: &str) -> HeaderValue {
    cookie(app, secret, SESSION_LIFE.num_seconds())
}

pub fn clear(app: &App) -> HeaderValue {
    cookie(app, "", 0)
}

fn cookie(app: &App, value: &str, max_age: i64) -> HeaderValue {
    let secure = if app.config.public_url.starts_with("https:") {
        "; Secure"
    } else {
        ""
    };
    let text = format!(
        "{SESSION_COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}"
    );
    // The secret is hex, so the text is always a header value.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}
