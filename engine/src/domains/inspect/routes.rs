//! The explanation as a page of an app, and as JSON.

use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

use super::model::{Reference, Subject};
use super::panel::{Asking, inspection};
use crate::App;
use crate::domains::app::{Here, Inspecting, Telling};
use crate::web::ui::pages::Inspection;
use crate::web::visit::Visit;
use crate::web::{Access, Error, FieldError, Json, Path, Principal, Query, Result, Routes};

pub fn routes(routes: Routes) -> Routes {
    routes
        .page(
            Access::User,
            "GET",
            "/{pack}/inspect/{*reference}",
            get(show),
        )
        .api(Access::User, routes!(inspect))
}

#[derive(Deserialize)]
struct At {
    reference: String,
}

async fn show(here: Here, principal: Principal, Path(at): Path<At>) -> Result<Response> {
    allowed(&here.app, &principal)?;
    let reference: Reference = at
        .reference
        .parse()
        .map_err(|_| Error::not_found("thing"))?;
    let asking = Asking {
        app: &here.app,
        user_id: principal.user_id,
        told: here.telling(),
        of: reference.of,
    };
    let view = inspection(asking, &reference).await?;
    let page = here.framed_below(format!("/{}/", here.pack.id)).await?;
    here.show(&page, &view)
}

/// Authors, and everybody where packs are worked on.
fn allowed(app: &App, principal: &Principal) -> Result<()> {
    if principal.may_inspect(&app.config) {
        return Ok(());
    }
    Err(Error::forbidden(
        "Only authors of packs may see where figures come from.",
    ))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct InspectQuery {
    /// `metric:running.pace@WORKOUT`, `badge:running.ten_km@WORKOUT`, `norm:core.weekly_activity`,
    /// `record:running/running.pace/best/distance/5000@WORKOUT` (`~` and the exercise where a
    /// record is kept for several), `gear:running.running_shoes@ITEM` or
    /// `block:running/workout/route`. WORKOUT is the id of a workout of the caller's, ITEM of an
    /// item of their gear; with its `@` it may be left out.
    r#ref: String,
}

/// Where something shown comes from: its lines of YAML with file and line, what went in, each part
/// of its rule or formula with what that came to. For authors; under `--dev` for everybody.
#[utoipa::path(get, path = "/api/v1/inspect", tag = "inspect", params(InspectQuery),
    responses((status = 200, description = "In the caller's language and units.", body = Inspection),
        (status = 403, description = "The caller is no author, and the server does not run with `--dev`.", body = Error, content_type = "application/problem+json"),
        (status = 404, description = "No live pack has it, or the caller has no such workout.", body = Error, content_type = "application/problem+json")))]
async fn inspect(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<InspectQuery>,
    visit: Visit,
) -> Result<Json<Inspection>> {
    allowed(&app, &principal)?;
    let wrong = || {
        let message =
            "This is no reference: it begins with metric, badge, record, norm, gear or block.";
        Error::invalid(vec![FieldError::new("ref", message)])
    };
    let reference: Reference = query.r#ref.parse().map_err(|_| wrong())?;
    let pack = visit.packs.pack(pack_of(&reference.subject));
    let pack = pack.ok_or_else(|| Error::not_found("pack"))?;
    let asking = Asking {
        app: &app,
        user_id: principal.user_id,
        told: Telling {
            packs: &visit.packs,
            pack,
            formats: &visit.formats,
            now: visit.now,
            inspecting: Inspecting::Marked,
        },
        of: reference.of,
    };
    inspection(asking, &reference).await.map(Json)
}

fn pack_of(subject: &Subject) -> &str {
    match subject {
        Subject::Metric(id) | Subject::Badge(id) | Subject::Norm(id) | Subject::Gear(id) => {
            id.split('.').next().unwrap_or(id)
        }
        Subject::Record { pack, .. } | Subject::Block { pack, .. } => pack,
    }
}
