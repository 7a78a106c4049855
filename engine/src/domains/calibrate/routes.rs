//! `/api/v1/insights/calibrate`.

use axum::extract::{DefaultBodyLimit, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::UtoipaMethodRouterExt as _;
use utoipa_axum::routes;

use super::candidates::{Candidate, with_live};
use super::model::{Bounds, Calibration};
use super::people;
use crate::App;
use crate::domains::workouts;
use crate::web::{Access, Error, FieldError, Json, Result, Role, Routes};

/// Bytes of the packs together.
const BODY: usize = 4 << 20;
const MOST_PEOPLE: usize = 1_000;

pub fn routes(routes: Routes) -> Routes {
    let calibrate = routes!(calibrate).layer(DefaultBodyLimit::max(BODY));
    routes.api(Access::OneOf(&[Role::Analyst, Role::Author]), calibrate)
}

/// Packs to try.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalibrateBody {
    /// They stand in for live packs of the same id; all others stay as they are live.
    pub packs: Vec<Candidate>,
    /// How many people are looked at, at most 1000; 200 when left out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1000)]
    pub sample: Option<usize>,
}

/// What packs would give this server's people: how many earn each badge and when, how many meet
/// each norm, what their records look like, how soon gear wears. Nothing is stored or changed, and
/// numbers about fewer than five people are left out.
#[utoipa::path(post, path = "/api/v1/insights/calibrate", tag = "insights", request_body = CalibrateBody,
    responses((status = 200, description = "Figures over all people looked at.", body = Calibration),
        (status = 422, description = "The packs have errors; `errors` names file and line.", body = Error, content_type = "application/problem+json")))]
async fn calibrate(
    State(app): State<App>,
    Json(body): Json<CalibrateBody>,
) -> Result<Json<Calibration>> {
    let usual = Bounds::default();
    let sample = body.sample.unwrap_or(usual.people);
    if !(1..=MOST_PEOPLE).contains(&sample) {
        let message = format!("A sample has 1 to {MOST_PEOPLE} people.");
        return Err(Error::invalid(vec![FieldError::new("/sample", message)]));
    }
    let bounds = Bounds {
        people: sample,
        // The people of a demo are made up.
        smallest_group: if app.config.demo {
            1
        } else {
            usual.smallest_group
        },
        ..usual
    };
    let (packs, ids) = with_live(&app.catalog, &body.packs)?;
    people::calibrate(&app.db, &packs, &workouts::terms(&app), (&ids, bounds))
        .await
        .map(Json)
}
