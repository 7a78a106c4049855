//! What other slices may ask of workouts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::Value as Json;
use stadion_activity::streams::Streams;
use stadion_pack::expr::Checked;
use stadion_pack::model::{MetricType, Packs, Sport};
use stadion_pack::units::Unit;
use stadion_pack::value::{Dim, Value};
use uuid::Uuid;

use super::athlete;
use super::dto::RecordMark;
use super::model::{Entered, Entry, PartRow, Workout};
use super::rules::input;
use super::rules::validate;
use super::rules::values::{Facts, Values, WorkoutEnv, compute};
use super::store::projections::MarkRow;
use super::store::{self, Filter, Listed};
use crate::App;
use crate::db::{Db, Run, Tx};
use crate::web::error::{FieldError, Result};

/// A formula that stands in a pack, over one workout, by the live packs; missing when the workout or its pack is.
pub async fn evaluate(
    tx: &mut Tx,
    user_id: Uuid,
    packs: &Packs,
    workout_id: Uuid,
    sport: &str,
    (pack, formula): (&str, &Checked),
) -> Result<Option<Value>> {
    let Some((_, sport)) = packs.sport(sport) else {
        return Ok(None);
    };
    let Some(mut workout) = store::find(&mut *tx, user_id, workout_id).await? else {
        return Ok(None);
    };
    athlete::fill_in(tx, packs, user_id, sport, &mut workout).await?;
    let facts = Facts::of(&workout, packs);
    let values = compute(packs, sport, &facts);
    Ok(formula.eval(&WorkoutEnv {
        packs,
        pack,
        sport,
        facts: &facts,
        values: &values,
    }))
}

/// The sport of a workout and when it was recorded.
pub async fn recorded<'c>(
    on: impl Run<'c>,
    user_id: Uuid,
    workout_id: Uuid,
) -> Result<Option<(String, DateTime<Utc>)>> {
    let found = store::find(on, user_id, workout_id).await?;
    Ok(found.map(|workout| (workout.sport, workout.created_at)))
}

/// The adapters that the sources of a workout came through.
pub async fn came_through<'c>(
    on: impl Run<'c>,
    user_id: Uuid,
    workout_id: Uuid,
) -> Result<Vec<String>> {
    let all = store::sources::through(on, user_id, workout_id).await?;
    Ok(all.into_iter().map(|via| via.adapter).collect())
}

/// When a workout was recorded that came from a file; `None` of one that somebody typed.
pub async fn came_as_file<'c>(
    on: impl Run<'c>,
    user_id: Uuid,
    workout_id: Uuid,
) -> Result<Option<DateTime<Utc>>> {
    let found = store::find(on, user_id, workout_id).await?;
    let from_file = found.filter(|workout| workout.original_id.is_some());
    Ok(from_file.map(|workout| workout.created_at))
}

/// The stored parts of a workout by plain name.
pub async fn parts_by_name<'c>(
    on: impl Run<'c>,
    user_id: Uuid,
    workout_id: Uuid,
) -> Result<BTreeMap<String, Vec<PartRow>>> {
    let mut parts: BTreeMap<String, Vec<PartRow>> = BTreeMap::new();
    for (kind, row) in store::projections::parts_of(on, user_id, workout_id).await? {
        let name = kind
            .split_once('.')
            .map_or(kind.as_str(), |(_, name)| name)
            .to_owned();
        parts.entry(name).or_default().push(row);
    }
    Ok(parts)
}

/// A user's living workouts in order, with those of their values and efforts that are named.
pub async fn whole_past(
    db: &Db,
    user_id: Uuid,
    metrics: &BTreeSet<String>,
    records: &BTreeSet<String>,
) -> Result<Vec<Entry>> {
    let mut tx = db.begin().await?;
    // No workout starts before 1970.
    let from = chrono::NaiveDate::default();
    Ok(store::past::entries(&mut tx, user_id, from, metrics, records).await?)
}

/// All marks of a record in order of time: its pack, key and variant.
pub async fn marks_of(
    db: &Db,
    user_id: Uuid,
    (pack, record, variant): (&str, &str, &str),
) -> Result<Vec<MarkRow>> {
    let mut marks = store::projections::marks(db, user_id, Some(pack)).await?;
    marks.retain(|mark| mark.record == record && mark.variant == variant);
    Ok(marks)
}

/// The newest workout in some sports.
pub async fn newest(db: &Db, user_id: Uuid, sports: Vec<String>) -> Result<Option<Listed>> {
    let one = Filter {
        sports,
        limit: 1,
        ..Filter::default()
    };
    let found = store::list(db, user_id, &one).await?;
    Ok(found.into_iter().next().map(|(listed, _)| listed))
}

/// Whether a user has recorded a sport.
pub async fn has_any_of(db: &Db, user_id: Uuid, sport: &str) -> Result<bool> {
    let one = Filter {
        sports: vec![sport.to_owned()],
        limit: 1,
        ..Filter::default()
    };
    Ok(!store::list(db, user_id, &one).await?.is_empty())
}

/// What a client would send of a workout, checked as `record` would; fields as JSON pointers.
pub fn checked(
    sport: &Sport,
    metrics: &input::Metrics,
    parts: &input::Parts,
) -> std::result::Result<Entered, Vec<FieldError>> {
    let entered = input::entered(sport, metrics, parts)?;
    let mut errors = Vec::new();
    validate::entered(sport, &entered, true, &mut errors);
    let sent = input::Sent::of(metrics, parts);
    for error in &mut errors {
        error.field = sent.pointer(&error.field);
    }
    if errors.is_empty() {
        Ok(entered)
    } else {
        Err(errors)
    }
}

/// One value as a client would send it, in SI.
pub fn value_sent(
    ty: &MetricType,
    dim: Dim,
    unit: &Unit,
    sent: &Json,
) -> std::result::Result<Option<Value>, FieldError> {
    input::value(ty, dim, unit, sent)
}

/// The records that stand: of each record and variant the newest mark.
pub async fn standing_records(db: &Db, user_id: Uuid, packs: &Packs) -> Result<Vec<RecordMark>> {
    let marks = store::projections::marks(db, user_id, None).await?;
    let mut standing = BTreeMap::new();
    for mark in &marks {
        let of = (&mark.pack, &mark.record, &mark.variant);
        let last = standing.entry(of).or_insert(mark);
        if (mark.start_at, mark.workout_id) > (last.start_at, last.workout_id) {
            *last = mark;
        }
    }
    let told = standing.into_values();
    Ok(told
        .filter_map(|mark| super::read::record_mark(packs, "en", mark))
        .collect())
}

/// Samples of a living workout, of the channels that are named; of all without a name.
pub async fn samples(app: &App, user_id: Uuid, id: Uuid, channels: &[&str]) -> Result<Streams> {
    super::service::get(app, user_id, id).await?;
    Ok(match channels {
        [] => store::streams::load(&app.db, user_id, id).await?,
        names => store::streams::of_channels(&app.db, user_id, id, names).await?,
    })
}

/// The values that follow from a workout's facts alone, what its person says of themselves left out.
pub fn values_of(packs: &Packs, workout: &Workout) -> Values {
    let sport = packs.sport(&workout.sport);
    sport.map_or_else(Values::default, |(_, sport)| {
        compute(packs, sport, &Facts::of(workout, packs))
    })
}
