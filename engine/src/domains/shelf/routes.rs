//! `/api/v1/shelf`.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;
use uuid::Uuid;

use super::build;
use super::model::{Looking, Offer, Reason, Shelf};
use crate::App;
use crate::web::{Access, Error, Json, Principal, Query, Result, Routes};

pub fn routes(routes: Routes) -> Routes {
    routes
        .api(Access::User, routes!(get))
        .api(Access::User, routes!(hide, unhide))
}

#[derive(Deserialize, IntoParams)]
struct Asked {
    /// The app: a pack's id.
    pack: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Hide {
    /// The app: a pack's id.
    pack: String,
}

#[derive(Serialize, ToSchema)]
struct Hidden {
    until: DateTime<Utc>,
}

#[derive(Serialize, ToSchema)]
struct ShelfAnswer {
    /// Null when there is nothing to suggest.
    shelf: Option<ShelfBody>,
}

#[derive(Serialize, ToSchema)]
struct ShelfBody {
    /// `worn` or `missing`.
    reason: &'static str,
    /// The worn item.
    gear_id: Option<Uuid>,
    /// The kind of gear that is missing, qualified.
    kind: Option<String>,
    offers: Vec<OfferBody>,
}

#[derive(Serialize, ToSchema)]
struct OfferBody {
    id: String,
    title: String,
    text: Option<String>,
    price: Option<PriceBody>,
    /// Leads to the shop for thirty days; counted.
    href: String,
}

#[derive(Serialize, ToSchema)]
struct PriceBody {
    /// Whole minor units: cents.
    minor: i64,
    /// ISO 4217.
    currency: String,
}

fn offer(offer: Offer, locale: &str) -> OfferBody {
    OfferBody {
        id: offer.id,
        title: offer.title.get(locale).to_owned(),
        text: offer.text.map(|text| text.get(locale).to_owned()),
        price: offer.price.map(|money| PriceBody {
            minor: money.minor,
            currency: money.currency,
        }),
        href: offer.href,
    }
}

fn body(shelf: Shelf, locale: &str) -> ShelfBody {
    let reason = shelf.reason.code();
    let (gear_id, kind) = match shelf.reason {
        Reason::Worn { gear_id } => (Some(gear_id), None),
        Reason::Missing { kind } => (None, Some(kind)),
    };
    let offers = shelf.offers.into_iter();
    ShelfBody {
        reason,
        gear_id,
        kind,
        offers: offers.map(|one| offer(one, locale)).collect(),
    }
}

/// What an app suggests to the caller.
#[utoipa::path(get, path = "/api/v1/shelf", tag = "shelf", params(Asked),
    responses((status = 200, description = "At most three products, with the reason.", body = ShelfAnswer),
        (status = 404, description = "No such pack is live.", body = Error, content_type = "application/problem+json")))]
async fn get(
    State(app): State<App>,
    principal: Principal,
    Query(asked): Query<Asked>,
) -> Result<Json<ShelfAnswer>> {
    let packs = app.catalog.packs();
    let pack = packs.pack(&asked.pack);
    let pack = pack.ok_or_else(|| Error::not_found("pack"))?;
    let looking = Looking {
        user_id: principal.user_id,
        zone: principal.time_zone.as_deref().unwrap_or("UTC"),
        today: app.clock.now().date_naive(),
        place: "api",
    };
    let shelf = build::of(&app, pack, looking).await?;
    let locale = principal.locale.as_deref().unwrap_or("en");
    Ok(Json(ShelfAnswer {
        shelf: shelf.map(|shelf| body(shelf, locale)),
    }))
}

/// No suggestions in an app for three months.
#[utoipa::path(post, path = "/api/v1/shelf/hide", tag = "shelf", request_body = Hide,
    responses((status = 201, description = "Until when.", body = Hidden),
        (status = 404, description = "No such pack is live.", body = Error, content_type = "application/problem+json")))]
async fn hide(
    State(app): State<App>,
    principal: Principal,
    Json(hide): Json<Hide>,
) -> Result<(StatusCode, Json<Hidden>)> {
    if app.catalog.packs().pack(&hide.pack).is_none() {
        return Err(Error::not_found("pack"));
    }
    let until = build::hide(&app, principal.user_id, &hide.pack).await?;
    Ok((StatusCode::CREATED, Json(Hidden { until })))
}

/// Suggestions again.
#[utoipa::path(delete, path = "/api/v1/shelf/hide", tag = "shelf", params(Asked),
    responses((status = 204, description = "They may come again.")))]
async fn unhide(
    State(app): State<App>,
    principal: Principal,
    Query(asked): Query<Asked>,
) -> Result<StatusCode> {
    build::show_again(&app, principal.user_id, &asked.pack).await?;
    Ok(StatusCode::NO_CONTENT)
}
