//! What the operator sees of each request: an id, one line in the log, and figures.
//!
//! The log names the matched route, never the address as sent: paths and queries can hold tokens.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use subtle::ConstantTimeEq;
use tracing::Instrument;

use super::auth::{BoxFuture, Principal};
use super::error::Error;
use crate::config::{Config, Secret};
use crate::{App, events};

pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const UNMATCHED: &str = "(unmatched)";

/// Seconds: from a static page to a bulk import.
const BUCKETS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0,
];

/// Sets figures that are states.
pub type Figures = fn(&App) -> BoxFuture<'_, ()>;

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Starts the log and the figures of this process.
pub fn start(config: &Config) {
    start_log(config);
    recorder();
}

fn start_log(config: &Config) {
    use std::io::IsTerminal;
    let filter = tracing_subscriber::EnvFilter::new(&config.log); // the configuration checked it
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colour);
    // A second start in one process (tests) keeps the first log.
    let _ = if config.json_log {
        log.json().flatten_event(true).try_init()
    } else {
        log.try_init()
    };
}

/// The process has one recorder; `None` when another library installed its own.
fn recorder() -> Option<&'static PrometheusHandle> {
    RECORDER
        .get_or_init(|| {
            PrometheusBuilder::new()
                .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &BUCKETS)
                .ok()?
                .install_recorder()
                .ok()
        })
        .as_ref()
}

/// The outermost layer.
pub async fn observe(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = request_id(&app, request.headers());
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| UNMATCHED.to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!(
        "request", id = %id, %method, path = %route, user = tracing::field::Empty
    );
    let header = HeaderValue::from_str(&id).ok();
    if let Some(header) = &header {
        request.headers_mut().insert(REQUEST_ID, header.clone());
    }
    let (mut response, took) = timed(next.run(request)).instrument(span.clone()).await;
    let status = response.status();
    span.in_scope(|| tracing::info!(status = status.as_u16(), ms = millis(took), "request"));
    count(method.as_str(), route, status, took);
    if let Some(header) = header {
        response.headers_mut().insert(REQUEST_ID, header);
    }
    response
}

/// The caller's id if it is one that a log can hold, else a new one.
fn request_id(app: &App, headers: &HeaderMap) -> String {
    let fits = |id: &&str| {
        let chars = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        (1..=64).contains(&id.len()) && id.bytes().all(chars)
    };
    headers
        .get(REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .filter(fits)
        .map_or_else(|| app.clock.new_id().to_string(), str::to_owned)
}

/// Adds the caller to the request's log line.
pub fn note_user(principal: &Principal) {
    tracing::Span::current().record("user", tracing::field::display(principal.user_id));
}

#[expect(
    clippy::disallowed_methods,
    reason = "durations are figures; no decision rests on them"
)]
async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let start = Instant::now();
    let done = work.await;
    (done, start.elapsed())
}

fn millis(took: Duration) -> f64 {
    (took.as_secs_f64() * 1e5).round() / 1e2
}

fn count(method: &str, route: String, status: StatusCode, took: Duration) {
    let labels = [
        ("method", method.to_owned()),
        ("route", route),
        ("status", status.as_u16().to_string()),
    ];
    counter!("stadion_http_requests_total", &labels).increment(1);
    histogram!("stadion_http_request_seconds", &labels).record(took);
}

/// Runs one transaction of reactions and notes how long it took.
pub async fn reacting<T>(work: impl Future<Output = T>) -> T {
    let (done, took) = timed(work).await;
    histogram!("stadion_reaction_seconds").record(took);
    done
}

/// Counts an uploaded file. `status` is `ok`, `partial`, `refused`.
pub fn imported(format: &'static str, status: &'static str) {
    counter!("stadion_imports_total", "format" => format, "status" => status).increment(1);
}

/// `GET /metrics` on the main address: only with the configured token, else no such page.
pub async fn guarded_metrics(State(app): State<App>, headers: HeaderMap) -> Response {
    let sent = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let wanted = app.config.metrics_token.as_ref();
    let same = |(sent, wanted): (&str, &str)| bool::from(sent.as_bytes().ct_eq(wanted.as_bytes()));
    if sent.zip(wanted.map(Secret::reveal)).is_some_and(same) {
        metrics(State(app)).await
    } else {
        Error::not_found("page").into_response()
    }
}

/// `GET /metrics` on its own address.
pub async fn metrics(State(app): State<App>) -> Response {
    let Some(recorder) = recorder() else {
        return Error::not_found("page").into_response();
    };
    measure(&app).await;
    recorder.run_upkeep();
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    let mut response = Response::new(Body::from(recorder.render()));
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// Figures that are states, read when asked for.
async fn measure(app: &App) {
    let live = app.catalog.live();
    gauge!("stadion_packs_live").set(live.packs.packs.len() as f64);
    gauge!("stadion_packs_refused").set(live.refused() as f64);
    gauge!("stadion_pack_folders_unreadable").set(live.unreadable.len() as f64);
    let (errors, warnings) = live.counts();
    gauge!("stadion_pack_findings", "severity" => "error").set(errors as f64);
    gauge!("stadion_pack_findings", "severity" => "warning").set(warnings as f64);
    if let Ok(pending) = events::pending_count(&app.db).await {
        gauge!("stadion_events_pending").set(pending as f64);
    }
    (app.figures)(app).await;
    for (pool, size, idle) in app.db.connections() {
        gauge!("stadion_db_connections", "pool" => pool, "state" => "idle").set(idle as f64);
        let busy = (size as usize).saturating_sub(idle);
        gauge!("stadion_db_connections", "pool" => pool, "state" => "busy").set(busy as f64);
    }
}
