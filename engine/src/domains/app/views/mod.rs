//! The list of sports, joining one, its colours, and the files that all pages need.

mod install;
#[cfg(test)]
mod tests;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use stadion_pack::model::Pack;

use super::Here;
use crate::App;
use crate::domains::{identity, workouts};
use crate::web::ui::assets;
use crate::web::ui::pages::{SportCard, Sports};
use crate::web::visit::{self, Visit};
use crate::web::{Access, Error, Path, Principal, Result, Routes};

pub fn routes(routes: Routes) -> Routes {
    let at = |file: &str| format!("/{{pack}}/{file}");
    routes
        .page(Access::Public, "GET", "/", get(landing))
        .page(Access::Public, "GET", "/{pack}", get(with_slash))
        .page(Access::User, "POST", "/{pack}/join", post(join))
        .page(
            Access::Public,
            "GET",
            "/{pack}/offline",
            get(install::offline),
        )
        .plain(Access::Public, "GET", "/{pack}/theme.css", get(theme))
        .plain(
            Access::Public,
            "GET",
            &at("manifest.webmanifest"),
            get(install::manifest),
        )
        .plain(
            Access::Public,
            "GET",
            &at("icon/{name}"),
            get(install::icon),
        )
        .plain(Access::Public, "GET", &at("sw.js"), get(install::worker))
        .plain(Access::Public, "GET", "/static/{*path}", get(asset))
}

async fn landing(visit: Visit) -> Result<Response> {
    let packs = visit.packs.packs.values();
    let view = Sports {
        sports: packs
            .filter(|pack| is_listed(pack))
            .map(|pack| card(pack, visit.locale()))
            .collect(),
    };
    visit.show(&visit.page(), &view)
}

/// Packs without sports lend their metrics to others; the pack that keeps what no other claims is
/// no sport that one would choose.
pub fn is_listed(pack: &Pack) -> bool {
    let kept = workouts::OTHER_SPORT.split_once('.').map(|(pack, _)| pack);
    !pack.sports.is_empty() && kept != Some(&pack.id)
}

/// A sport in a list, for who cannot join it here.
pub fn card(pack: &Pack, locale: &str) -> SportCard {
    SportCard {
        href: format!("/{}/", pack.id),
        title: pack.title.get(locale).to_owned(),
        description: pack.description.get(locale).to_owned(),
        icon: visit::icon(pack).to_owned(),
        join: None,
    }
}

/// An app's relative links stand below its slash.
async fn with_slash(here: Here) -> Redirect {
    Redirect::permanent(&format!("/{}/", here.pack.id))
}

async fn join(here: Here, principal: Principal) -> Result<Redirect> {
    identity::service::join(&here.app, principal.user_id, &here.pack.id).await?;
    Ok(Redirect::to(&format!("/{}/", here.pack.id)))
}

/// The pack's accent; its address carries the pack's digest.
async fn theme(here: Here) -> Result<Response> {
    let accent = here.pack.theme.accent.as_deref();
    let sheet = accent
        .and_then(assets::theme_css)
        .ok_or_else(|| Error::not_found("sheet"))?;
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, assets::CACHE_CONTROL),
    ];
    Ok((headers, sheet).into_response())
}

async fn asset(
    State(app): State<App>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let assets = app.ui.assets();
    let file = assets.get(&path).ok_or_else(|| Error::not_found("file"))?;
    let etag = HeaderValue::try_from(&file.etag).map_err(|error| Error::internal(&error))?;
    let is_known = headers.get(header::IF_NONE_MATCH) == Some(&etag);
    let head = [
        (header::ETAG, etag),
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(file.content_type),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static(assets::CACHE_CONTROL),
        ),
    ];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, head).into_response());
    }
    Ok((head, file.bytes.clone()).into_response())
}
