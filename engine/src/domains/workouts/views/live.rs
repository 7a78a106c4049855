//! What the form's script asks while it is filled in: whether all is well so far, and to take an
//! entry that may have waited on a device without network. The rules are those of saving.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use stadion_pack::model::{Metric, MetricType, Sport};
use uuid::Uuid;

use super::form::{LocalClock, Reading, Typed, read};
use super::record::{Pairs, as_typed, new_workout, sport};
use crate::domains::app::Here;
use crate::domains::workouts::model::{Edits, Entered, Source, Workout};
use crate::domains::workouts::rules::day::local_day;
use crate::domains::workouts::rules::values::{Facts, compute};
use crate::domains::workouts::{service, words};
use crate::web::limits::Key;
use crate::web::ui::format::Formats;
use crate::web::ui::pages::{Checked, Figure};
use crate::web::{Error, Form, Json, Principal, Query, Result};

/// Figures beside the button that saves.
const FIGURES: usize = 2;

#[derive(Deserialize)]
pub struct Asked {
    /// The workout that is edited.
    of: Option<Uuid>,
}

/// Each problem by its field, and what comes of the figures so far. Nothing is kept.
pub async fn check(
    here: Here,
    principal: Principal,
    Query(Asked { of }): Query<Asked>,
    Form(pairs): Form<Pairs>,
) -> Result<Json<Checked>> {
    let user_id = principal.user_id;
    here.app.limits.api(&Key::User(user_id))?;
    let edited = match of {
        Some(id) => Some(service::get(&here.app, user_id, id).await?),
        None => None,
    };
    let (typed, _) = Typed::from_pairs(pairs);
    let formats = formats_of(&here, &typed);
    let (mut reading, sport) = reading(&here, &typed, edited.as_ref(), &formats)?;
    reading
        .problems
        .0
        .retain(|field, _| !typed.is_in_blank_row(field));
    let figures = figures(&here, &typed, &sport, edited.as_ref(), &formats);
    Ok(Json(Checked {
        problems: reading.problems.0,
        figures,
    }))
}

fn reading(
    here: &Here,
    typed: &Typed,
    edited: Option<&Workout>,
    formats: &Formats,
) -> Result<(Reading, std::sync::Arc<Sport>)> {
    // Rows keep their numbers: the answer names fields as they stand in the form.
    let Some(workout) = edited else {
        let sport = sport(here, Some(&typed.sport))?;
        let clock = LocalClock::Zone(formats.zone);
        return Ok((read(typed, None, &sport, clock, here.now, formats), sport));
    };
    let (_, before) = as_typed(here, workout)?;
    let sport = sport(here, Some(&typed.sport))?;
    let clock = LocalClock::Offset(*workout.local_start().offset());
    Ok((
        read(typed, Some(&before), &sport, clock, here.now, formats),
        sport,
    ))
}

/// What follows from the figures so far, of entries that are complete: first what is computed from
/// them. Nothing comes of nothing.
pub fn figures(
    here: &Here,
    typed: &Typed,
    sport: &Sport,
    edited: Option<&Workout>,
    formats: &Formats,
) -> Vec<Figure> {
    let typed = typed.clone().complete_rows(sport);
    let clock = LocalClock::Zone(formats.zone);
    let reading = read(&typed, None, sport, clock, here.now, formats);
    let entered = reading.entered();
    if entered.metrics.is_empty() && entered.parts.values().all(Vec::is_empty) {
        return Vec::new();
    }
    let (start, offset) = reading.start.unwrap_or((here.now, 0));
    let values = compute(
        &here.packs,
        sport,
        &facts(here, start, offset, &entered, edited),
    );
    let shown = |metric: &&std::sync::Arc<Metric>| {
        let is_figure = matches!(metric.ty, MetricType::Quantity | MetricType::Count);
        is_figure && metric.derive.is_some()
    };
    let figure = |metric: &std::sync::Arc<Metric>| {
        let value = values.metrics.get(&metric.id)?;
        let is_something = value.number().is_some_and(|number| number != 0.0);
        let title = formats.title(metric, true);
        is_something.then(|| Figure::new(title, formats.metric(metric, value)))
    };
    sport
        .metrics
        .iter()
        .filter(shown)
        .filter_map(figure)
        .take(FIGURES)
        .collect()
}

/// What the form holds counts; of an edited workout its file says the rest.
fn facts<'a>(
    here: &'a Here,
    start: DateTime<Utc>,
    offset: i32,
    entered: &'a Entered,
    edited: Option<&'a Workout>,
) -> Facts<'a> {
    const NONE: &Edits = &Edits {
        metrics: BTreeMap::new(),
        parts: BTreeMap::new(),
    };
    Facts {
        start,
        day: local_day(start, offset),
        activity: edited.and_then(|workout| workout.activity.as_ref().map(|json| &json.0)),
        entered,
        edits: NONE,
        renames: &here.packs.renames,
    }
}

/// The language, units and zone in which the form was filled in: they may have changed since.
pub fn formats_of(here: &Here, typed: &Typed) -> Formats {
    let i18n = here.app.ui.i18n();
    Formats::from_under(&i18n, &typed.under).unwrap_or_else(|| here.formats.clone())
}

/// What became of an entry.
#[derive(Serialize)]
pub struct Sent {
    /// The page of the workout.
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    /// Why it was not taken, by the field's name.
    #[serde(flatten)]
    checked: Checked,
}

/// Takes an entry that the script sends. It names the user who made it (`user`): nobody else's
/// session may send it. The form's key makes sending it twice record once.
pub async fn send(here: Here, principal: Principal, Form(pairs): Form<Pairs>) -> Result<Response> {
    let made_by = pairs.iter().find(|(name, _)| name == "user");
    let made_by = made_by.and_then(|(_, id)| Uuid::try_parse(id).ok());
    if made_by != Some(principal.user_id) {
        let detail = "Someone else made this entry: log in as who made it.";
        return Err(Error::conflict("other-user", detail));
    }
    let (typed, _) = Typed::from_pairs(pairs);
    let formats = formats_of(&here, &typed);
    let sport = sport(&here, Some(&typed.sport))?;
    let typed = typed.without_blank_rows(&sport, &formats);
    let clock = LocalClock::Zone(formats.zone);
    let mut reading = read(&typed, None, &sport, clock, here.now, &formats);
    if reading.problems.is_empty() {
        let new = new_workout(&here, &principal, &typed, &sport, &reading).await?;
        let zone = principal.time_zone.as_deref();
        match service::record(&here.app, principal.user_id, zone, Source::Form, new).await {
            Ok(workout) => return Ok(taken(&workout)),
            Err(error) if error.status() == StatusCode::UNPROCESSABLE_ENTITY => {
                let Reading {
                    problems, edits, ..
                } = &mut reading;
                problems.extend(&error.errors, &sport, edits, &formats);
            }
            Err(error) => return Err(error),
        }
    }
    let checked = Checked {
        problems: reading.problems.0,
        figures: Vec::new(),
    };
    let refused = Json(Sent {
        location: None,
        checked,
    });
    Ok((StatusCode::UNPROCESSABLE_ENTITY, refused).into_response())
}

fn taken(workout: &Workout) -> Response {
    let at = words::address(&workout.sport, workout.id);
    Json(Sent {
        location: Some(format!("{at}?did=saved")),
        checked: Checked::default(),
    })
    .into_response()
}
