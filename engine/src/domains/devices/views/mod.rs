//! `/{pack}/devices`: what sends by itself, what can, and what came of it.

mod account;
mod came;
mod device;
mod list;
mod ways;
mod words;

use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use serde::Deserialize;
use uuid::Uuid;

use super::connect;
use super::model::Data;
use crate::domains::app::Here;
use crate::web::ui::page::Urls;
use crate::web::{Access, Form, Path, Principal, Result, Routes};

pub fn routes(routes: Routes) -> Routes {
    let at = |rest: &str| format!("/{{pack}}/devices{rest}");
    routes
        .page(Access::User, "GET", &at(""), get(list::show))
        .page(Access::User, "GET", &at("/{adapter}"), get(device::show))
        .page(
            Access::User,
            "POST",
            &at("/{adapter}/pair"),
            post(device::pair),
        )
        .page(
            Access::User,
            "POST",
            &at("/{adapter}/begin"),
            post(device::begin),
        )
        .page(
            Access::User,
            "GET",
            &at("/{adapter}/pictures/{model}"),
            get(device::picture),
        )
        .page(
            Access::User,
            "POST",
            &at("/connections/{id}/disconnect"),
            post(disconnect),
        )
}

#[derive(Deserialize)]
struct Of {
    id: Uuid,
}

#[derive(Deserialize)]
struct How {
    #[serde(default)]
    data: Data,
}

async fn disconnect(
    here: Here,
    principal: Principal,
    Path(of): Path<Of>,
    Form(how): Form<How>,
) -> Result<impl IntoResponse> {
    connect::disconnect(&here.app, principal.user_id, of.id, how.data).await?;
    let did = match how.data {
        Data::Keep => "disconnected",
        Data::Delete => "deleted",
    };
    let devices = Urls::new(Some(&here.pack.id)).devices;
    Ok(Redirect::to(&format!("{devices}?did={did}")))
}
