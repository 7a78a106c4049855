//! Requests come in, meet what is to happen to them, and are answered.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::Value;
use url::form_urlencoded;

use super::answer::{Answer, wrong_types};
use super::asked::{Asked, purpose};
use super::body::{Broken, Huge};
use super::fault::What;
use super::log::{Seen, beginning, masked_pairs};
use super::vendor::Vendor;
use super::{Simulator, control, verdict};

/// Nothing that an app sends is larger.
const MOST_OF_REQUEST: usize = 1 << 20;
/// A slow answer comes at last.
const SLOWEST_MS: u64 = 600_000;

pub fn router(simulator: Simulator) -> Router {
    control::routes().fallback(vendor).with_state(simulator)
}

async fn vendor(State(simulator): State<Simulator>, request: Request) -> Response {
    let asked = match asked(request).await {
        Ok(asked) => asked,
        Err(why) => return plain(Answer::wrong(400, &why)),
    };
    let (answer, fault) = {
        let mut vendor = simulator.lock();
        if vendor
            .adapter
            .transport
            .pull
            .as_ref()
            .is_none_or(|pull| !pull.hosts.contains(&asked.host))
        {
            let hosts = vendor
                .adapter
                .transport
                .pull
                .as_ref()
                .map(|pull| pull.hosts.join(", "));
            let why = format!(
                "the first segment of the path is a host of the adapter: {}",
                hosts.unwrap_or_default()
            );
            return plain(Answer::wrong(404, &why));
        }
        let (answer, fault, seen) = answered(&mut vendor, &asked);
        vendor.log.add(seen.clone());
        // Nobody has to watch.
        let _ = simulator.0.seen.send(seen);
        (answer, fault)
    };
    sent(answer, fault).await
}

/// The answer, what happens to it on its way, and what is noted of it.
fn answered(vendor: &mut Vendor, asked: &Asked) -> (Answer, Option<What>, Seen) {
    let adapter = vendor.adapter.clone();
    let pull = adapter.transport.pull.as_ref();
    let of = pull.map_or_else(String::new, |pull| purpose(pull, asked).0.word());
    let address = asked.address();
    let seed = vendor.options.seed;
    let mut all = vendor.faults.iter_mut().enumerate();
    let struck = all.find_map(|(number, told)| {
        let strikes = told.strikes(&address, &of, seed, number);
        strikes.then(|| told.fault.what.clone())
    });
    let answer = match &struck {
        Some(what) if !what.is_carried_out() => instead(vendor, what),
        _ => vendor.answer(asked),
    };
    let known = vendor.secrets();
    let entry = Seen {
        number: vendor.log.next(),
        at: vendor.clock.now(),
        method: asked.method.clone(),
        host: asked.host.clone(),
        path: super::log::masked(&asked.path, &known),
        query: masked_pairs(&asked.query, &known),
        form: masked_pairs(&asked.form, &known),
        of,
        status: answer.status,
        answer: beginning(&answer.body, &known),
        fault: struck.as_ref().map(word),
    };
    (answer, struck, entry)
}

/// What is answered where the request is not carried out.
fn instead(vendor: &Vendor, what: &What) -> Answer {
    match what {
        What::Status {
            status,
            retry_after,
        } => {
            let answer = Answer::wrong(*status, "simulated");
            match retry_after {
                Some(seconds) => answer.with("retry-after", seconds.to_string()),
                None => answer,
            }
        }
        What::ErrorInside { action } => match verdict::error_inside(&vendor.adapter, *action) {
            Some(body) => Answer::json(200, &body),
            // An adapter without such errors reads the status alone.
            None => Answer::wrong(500, "the adapter declares no such error"),
        },
        _ => Answer::empty(200),
    }
}

fn word(what: &What) -> String {
    match what {
        What::Status { status, .. } => status.to_string(),
        What::ErrorInside { .. } => "error-inside".to_owned(),
        What::Empty => "empty".to_owned(),
        What::Huge { .. } => "huge".to_owned(),
        What::Cut => "cut".to_owned(),
        What::Lost => "lost".to_owned(),
        What::WrongTypes => "wrong-types".to_owned(),
        What::Slow { ms } => format!("slow by {ms} ms"),
    }
}

async fn sent(mut answer: Answer, fault: Option<What>) -> Response {
    match fault {
        Some(What::Cut) => {
            answer.body.truncate(answer.body.len() / 2);
            let body = Broken::after(std::mem::take(&mut answer.body));
            response(answer, body)
        }
        Some(What::Lost) => response(answer, Broken::after(Vec::new())),
        Some(What::Huge { bytes }) => response(answer, Huge::of(bytes)),
        Some(What::WrongTypes) => {
            if let Ok(value) = serde_json::from_slice::<Value>(&answer.body) {
                answer.body = wrong_types(&value).to_string().into_bytes();
            }
            plain(answer)
        }
        Some(What::Slow { ms }) => {
            tokio::time::sleep(Duration::from_millis(ms.min(SLOWEST_MS))).await;
            plain(answer)
        }
        _ => plain(answer),
    }
}

pub fn plain(mut answer: Answer) -> Response {
    let body = std::mem::take(&mut answer.body);
    response(answer, Body::from(body))
}

fn response(answer: Answer, body: Body) -> Response {
    let mut response = Response::new(body);
    let status = StatusCode::from_u16(answer.status);
    *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if !answer.kind.is_empty() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(answer.kind));
    }
    for (name, value) in answer.headers {
        let name = HeaderName::try_from(name);
        if let (Ok(name), Ok(value)) = (name, HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    response
}

async fn asked(request: Request) -> Result<Asked, String> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MOST_OF_REQUEST).await;
    let body = body.map_err(|_| "the request is cut off, or larger than 1 MiB".to_owned())?;
    let path = unescaped(parts.uri.path());
    let path = path.trim_start_matches('/');
    let (host, path) = match path.find('/') {
        Some(at) => path.split_at(at),
        None => (path, "/"),
    };
    let kind = parts.headers.get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_form = kind.starts_with("application/x-www-form-urlencoded");
    let form = if is_form { pairs(&body) } else { Vec::new() };
    let is_json = kind.contains("json");
    let mut headers = parts.headers;
    headers.remove(CONTENT_LENGTH);
    Ok(Asked {
        method: parts.method.as_str().to_owned(),
        host: host.to_owned(),
        path: path.to_owned(),
        query: pairs(parts.uri.query().unwrap_or_default().as_bytes()),
        form,
        json: if is_json {
            serde_json::from_slice(&body).ok()
        } else {
            None
        },
        headers,
    })
}

fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded).into_owned().collect()
}

/// In a path a plus is a plus.
fn unescaped(path: &str) -> String {
    let whole = format!("x={}", path.replace('+', "%2B").replace('&', "%26"));
    let mut pairs = form_urlencoded::parse(whole.as_bytes());
    pairs
        .next()
        .map_or_else(String::new, |(_, path)| path.into_owned())
}
