//! The ways to a vendor and back.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use uuid::Uuid;

use super::connect::{self, Back};
use crate::App;
use crate::domains::app::Here;
use crate::web::ui::page::Urls;
use crate::web::{Access, Form, Path, Principal, Query, Result, Routes};

pub fn routes(routes: Routes) -> Routes {
    routes
        .page(
            Access::User,
            "GET POST",
            "/{pack}/devices/{adapter}/connect",
            get(go).post(with_key),
        )
        .page(
            Access::User,
            "POST",
            "/{pack}/devices/connections/{id}/sync",
            post(sync_now),
        )
        .page(
            Access::User,
            "GET",
            "/connect/{adapter}/callback",
            get(back),
        )
}

/// The device's page, which tells what became of it.
fn device(pack: &str, adapter: &str, query: &str) -> Response {
    let devices = Urls::new(Some(pack)).devices;
    Redirect::to(&format!("{devices}/{adapter}?{query}")).into_response()
}

/// To the vendor. By a link and not by a form: what a form leads to must be of this site (`form-action`).
async fn go(
    here: Here,
    principal: Principal,
    Path((_, adapter)): Path<(String, String)>,
) -> Result<Response> {
    let address = connect::begin(&here.app, principal.user_id, &adapter, &here.pack.id).await?;
    Ok(Redirect::to(address.as_str()).into_response())
}

#[derive(Deserialize)]
struct KeyForm {
    key: String,
}

async fn with_key(
    here: Here,
    principal: Principal,
    Path((_, adapter)): Path<(String, String)>,
    Form(form): Form<KeyForm>,
) -> Result<Response> {
    let done = connect::by_key(&here.app, principal.user_id, &adapter, &form.key).await;
    match done {
        Ok(_) => Ok(device(&here.pack.id, &adapter, "did=connected")),
        Err(error) if error.status < 500 => {
            let query = format!("failed={}", error.code);
            Ok(device(&here.pack.id, &adapter, &query))
        }
        Err(error) => Err(error),
    }
}

async fn sync_now(
    here: Here,
    principal: Principal,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let adapter = connect::sync_now(&here.app, principal.user_id, id).await?;
    Ok(device(&here.pack.id, &adapter, "did=asked"))
}

#[derive(Deserialize)]
struct BackQuery {
    #[serde(default)]
    state: String,
    code: Option<String>,
    error: Option<String>,
}

/// From the vendor, also where the person said no.
async fn back(
    State(app): State<App>,
    principal: Principal,
    Path(adapter): Path<String>,
    Query(query): Query<BackQuery>,
) -> Result<Response> {
    let came = Back {
        state: &query.state,
        code: query.code.as_deref(),
        error: query.error.as_deref(),
    };
    let (pack, done) = Box::pin(connect::finish(&app, principal.user_id, &adapter, came)).await?;
    Ok(match done {
        Ok(_) => device(&pack, &adapter, "did=connected"),
        Err(error) => {
            tracing::info!(adapter, %error, "a connection to a vendor was not made");
            device(&pack, &adapter, &format!("failed={}", error.code))
        }
    })
}
