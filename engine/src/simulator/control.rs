//! `/_simulator/…`: what drives a simulator from another process. Bodies are JSON, which a page of
//! another site cannot send here unasked.

use axum::Router;
use axum::extract::{Json, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use super::log::masked;
use super::{Event, Fault, Simulator, SimulatorError, Tamper};

/// Records that one request adds at most.
const MOST_ADDED: usize = 10_000;
/// Copies of a call that one request sends at most.
const MOST_COPIES: usize = 100;

pub fn routes() -> Router<Simulator> {
    Router::new()
        .route("/_simulator", get(told))
        .route("/_simulator/log", get(log).delete(clear_log))
        .route(
            "/_simulator/faults",
            get(faults).post(fault).delete(clear_faults),
        )
        .route("/_simulator/tokens", get(tokens))
        .route("/_simulator/records", post(add))
        .route("/_simulator/revoke", post(revoke))
        .route("/_simulator/webhook", post(webhook))
        .route("/_simulator/challenge", post(challenge))
        .route("/_simulator/head", post(head))
}

impl IntoResponse for SimulatorError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::Sending(_) => StatusCode::BAD_GATEWAY,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        (status, Json(json!({"error": self.to_string()}))).into_response()
    }
}

/// What is played, and how much there is of it.
async fn told(State(simulator): State<Simulator>) -> Json<Value> {
    let vendor = simulator.lock();
    let pull = vendor.adapter.transport.pull.as_ref();
    let records = vendor.lists.0.iter();
    let records = records.map(|(stream, list)| (stream.clone(), json!(list.len())));
    Json(json!({
        "adapter": vendor.adapter.id,
        "version": vendor.adapter.version.to_string(),
        "hosts": pull.map(|pull| pull.hosts.clone()),
        "users": vendor.options.users,
        "records": records.collect::<serde_json::Map<_, _>>(),
        "faults": vendor.faults,
        "registered": vendor.registered,
    }))
}

async fn log(State(simulator): State<Simulator>) -> Json<Value> {
    Json(json!(simulator.requests()))
}

async fn clear_log(State(simulator): State<Simulator>) -> StatusCode {
    simulator.clear_requests();
    StatusCode::NO_CONTENT
}

async fn faults(State(simulator): State<Simulator>) -> Json<Value> {
    Json(json!(simulator.faults()))
}

/// One fault, or a list of them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Faults {
    One(Fault),
    Many(Vec<Fault>),
}

async fn fault(
    State(simulator): State<Simulator>,
    Json(faults): Json<Faults>,
) -> Result<StatusCode, SimulatorError> {
    let all = match faults {
        Faults::One(fault) => vec![fault],
        Faults::Many(all) => all,
    };
    for fault in all {
        simulator.fault(fault)?;
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn clear_faults(State(simulator): State<Simulator>) -> StatusCode {
    simulator.clear_faults();
    StatusCode::NO_CONTENT
}

/// What people allowed, with the tokens masked.
async fn tokens(State(simulator): State<Simulator>) -> Json<Value> {
    let text = json!(simulator.tokens()).to_string();
    Json(serde_json::from_str(&masked(&text, &[])).unwrap_or_default())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    add: usize,
}

async fn add(State(simulator): State<Simulator>, Json(Add { add }): Json<Add>) -> Json<Value> {
    Json(json!({"ids": simulator.add_records(add.min(MOST_ADDED))}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Revoke {
    user: String,
}

async fn revoke(
    State(simulator): State<Simulator>,
    Json(Revoke { user }): Json<Revoke>,
) -> Json<Value> {
    Json(json!({"ended": simulator.revoke(&user)}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Webhook {
    to: String,
    #[serde(default)]
    event: Event,
    #[serde(default)]
    tamper: Tamper,
    /// The same call so many times.
    #[serde(default = "one")]
    copies: usize,
}

const fn one() -> usize {
    1
}

async fn webhook(
    State(simulator): State<Simulator>,
    Json(asked): Json<Webhook>,
) -> Result<Json<Value>, SimulatorError> {
    let call = simulator.call(&asked.event, &asked.tamper)?;
    let mut answers = Vec::new();
    for _ in 0..asked.copies.clamp(1, MOST_COPIES) {
        answers.push(simulator.send(&asked.to, &call).await?);
    }
    Ok(Json(json!(answers)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Address {
    to: String,
}

async fn challenge(
    State(simulator): State<Simulator>,
    Json(Address { to }): Json<Address>,
) -> Result<Json<Value>, SimulatorError> {
    let proved = simulator.challenge(&to).await?;
    Ok(Json(json!({"proved": proved})))
}

async fn head(
    State(simulator): State<Simulator>,
    Json(Address { to }): Json<Address>,
) -> Result<Json<Value>, SimulatorError> {
    Ok(Json(json!(simulator.head(&to).await?)))
}
