//! `--dev`: open pages hear of a reload. They poll for the next generation, as any connection
//! would do; a script is put into every page, so that templates need not know of it.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::{Deserialize, Serialize};

use super::{Access, Error, Json, Query, Routes};
use crate::App;

const SCRIPT: &str = include_str!("dev.js");
const TAG: &str = "<script type=\"module\" src=\"/dev/dev.js\"></script>";
/// Shorter than proxies and the request timeout give up.
const PATIENCE: Duration = Duration::from_secs(20);
/// A page of ours is far smaller; a larger answer is passed on untouched.
const LARGEST_PAGE: usize = 8 << 20;

/// The routes that exist under `--dev` alone.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .plain(Access::Public, "get", "/dev/dev.js", get(script))
        .plain(Access::Public, "get", "/dev/events", get(next))
}

async fn script() -> Response {
    let kind = HeaderValue::from_static("text/javascript; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], SCRIPT).into_response()
}

#[derive(Deserialize)]
struct Since {
    /// The generation that the page knows; without one the answer comes at once.
    since: Option<u64>,
}

#[derive(Serialize)]
struct Generation {
    generation: u64,
    /// What is wrong with the packs as they are now.
    report: Option<String>,
}

/// Answers when the packs are another generation, or after a while.
async fn next(State(app): State<App>, Query(Since { since }): Query<Since>) -> Json<Generation> {
    let mut generation = app.catalog.generation();
    let newer = generation.wait_for(|now| Some(*now) != since);
    // Out of patience: the same generation again, and the page asks anew.
    let _ = tokio::time::timeout(PATIENCE, newer).await;
    let live = app.catalog.live();
    let now = *generation.borrow();
    Json(Generation {
        generation: now,
        report: live.has_errors().then(|| live.report(false)),
    })
}

/// Layer: puts the script into every page.
pub async fn into_pages(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, LARGEST_PAGE).await else {
        return Error::internal(&"a page is too large for --dev").into_response();
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(with_script(&bytes)))
}

fn with_script(page: &[u8]) -> Vec<u8> {
    let end = b"</body>";
    let at = page.windows(end.len()).rposition(|bytes| bytes == end);
    let (before, after) = page.split_at(at.unwrap_or(page.len()));
    [before, TAG.as_bytes(), after].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_last_in_the_body() {
        let page = String::from_utf8(with_script(b"<body><p>x</body></html>")).unwrap();
        assert_eq!(page, format!("<body><p>x{TAG}</body></html>"));
        assert_eq!(with_script(b"x"), format!("x{TAG}").as_bytes());
    }
}
