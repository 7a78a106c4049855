//! Being one of the cases' people, on a server that somebody works on packs with.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::{Deserialize, Serialize};
use std::fmt::Write;
use std::sync::Arc;

use super::samples::Sample;
use crate::App;
use crate::domains::app::is_listed;
use crate::domains::identity;
use crate::web::{Access, Client, Error, Json, Path, Principal, Query, Result, Routes};

/// Routes that exist under `stadion dev` alone, which listens on loopback.
pub fn routes(routes: Routes) -> Routes {
    routes
        .plain(Access::Public, "GET", "/dev/cases", get(page))
        .plain(Access::Public, "GET", "/dev/cases.json", get(list))
        .plain(Access::Public, "GET", "/dev/as/{number}", get(become_one))
}

#[derive(Serialize)]
struct List {
    cases: Vec<One>,
}

#[derive(Serialize)]
struct One {
    /// Counted from one.
    number: usize,
    pack: String,
    name: String,
    passed: bool,
    /// Whether the browser is this person now.
    is_me: bool,
}

fn listed(app: &App, me: Option<&Principal>) -> List {
    let (all, _) = app.samples.all();
    let one = |(n, sample): (usize, Sample)| One {
        number: n + 1,
        is_me: me.is_some_and(|me| me.user_id == sample.user_id),
        pack: sample.pack,
        name: sample.name,
        passed: sample.passed,
    };
    List {
        cases: all.into_iter().map(one).collect(),
    }
}

type Me = Option<axum::Extension<Arc<Principal>>>;

async fn list(State(app): State<App>, me: Me) -> Json<List> {
    Json(listed(&app, me.as_ref().map(|me| &*me.0)))
}

/// The same for whoever has no scripts.
async fn page(State(app): State<App>, me: Me) -> Html<String> {
    let mut rows = String::new();
    for case in listed(&app, me.as_ref().map(|me| &*me.0)).cases {
        let how = if case.passed { "passes" } else { "fails" };
        let (number, pack, name) = (case.number, escaped(&case.pack), escaped(&case.name));
        let here = if case.is_me { " (this is you)" } else { "" };
        // Writing to a string cannot fail.
        let _ = writeln!(
            rows,
            "<li><a href=\"/dev/as/{number}?next=/{pack}/\">{pack}: {name}</a>, {how}{here}"
        );
    }
    Html(format!(
        "<!doctype html><html lang=\"en\"><title>Cases</title><h1>Cases</h1><ol>\n{rows}</ol></html>\n"
    ))
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

#[derive(Deserialize)]
struct Onward {
    next: Option<String>,
}

async fn become_one(
    State(app): State<App>,
    Path(number): Path<usize>,
    Query(Onward { next }): Query<Onward>,
    client: Client,
    headers: HeaderMap,
) -> Result<Response> {
    let chosen = number.checked_sub(1).and_then(|n| app.samples.choose(n));
    let sample = chosen.ok_or_else(|| Error::not_found("case"))?;
    let home = format!("/{}/", sample.pack);
    let next = next.unwrap_or(home);
    identity::demo::enter(&app, sample.user_id, &client, &headers, Some(&next)).await
}

/// Layer of all pages: a browser that is nobody yet, or whose person was made anew, becomes the
/// chosen one.
pub async fn enter(State(app): State<App>, request: Request, next: Next) -> Response {
    match entrance(&app, &request) {
        Some(to) => Redirect::to(&to).into_response(),
        None => next.run(request).await,
    }
}

fn entrance(app: &App, request: &Request) -> Option<String> {
    let accepts = request.headers().get(header::ACCEPT)?.to_str().ok()?;
    let is_asking = request.method() == Method::GET && accepts.contains("text/html");
    let is_nobody = request.extensions().get::<Arc<Principal>>().is_none();
    let path = request.uri().path_and_query()?.as_str();
    let pack = request.uri().path().split('/').nth(1)?;
    let packs = app.catalog.packs();
    let is_app = pack.is_empty() || packs.pack(pack).is_some_and(|pack| is_listed(pack));
    let number = app.samples.chosen()? + 1;
    let next: String = url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
    (is_asking && is_nobody && is_app).then(|| format!("/dev/as/{number}?next={next}"))
}
