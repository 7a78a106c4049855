//! Workouts as the API and the pages read them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value as Json;
use stadion_activity::{FieldValue, Fields};
use stadion_pack::model::{Metric, MetricType, Packs, RecordRule, RecordShape, Sport, Text};
use stadion_pack::value::Value;
use uuid::Uuid;

use super::dto::{
    Figure, OfWorkout, OriginalBody, RecordMark, StreamsBody, WorkoutBody, WorkoutItem,
    WorkoutPage, part_rows,
};
use super::import::FileWarning;
use super::model::Workout;
use super::rules::efforts::dim_of;
use super::store::projections::{self, MarkRow};
use super::store::{self, Filter, Listed, streams};
use crate::App;
use crate::domains::migrate::record_now;
use crate::domains::{achievements, gear};
use crate::web::error::{Error, Result};

/// One page of the history with its values.
pub async fn page(app: &App, user_id: Uuid, filter: &Filter) -> Result<WorkoutPage> {
    let packs = app.catalog.packs();
    let more = Filter {
        limit: filter.limit + 1,
        ..filter.clone()
    };
    let mut listed = store::list(&app.db, user_id, &more).await?;
    let limit = usize::try_from(filter.limit).unwrap_or(usize::MAX);
    let has_more = listed.len() > limit;
    listed.truncate(limit);
    let next_cursor = listed
        .last()
        .filter(|_| has_more)
        .map(|(last, _)| cursor(last.start_at, last.id));
    let items = listed.into_iter();
    Ok(WorkoutPage {
        items: items
            .map(|(listed, values)| WorkoutItem::new(&packs, listed, &values))
            .collect(),
        next_cursor,
    })
}

/// A place in the history, opaque to clients.
pub fn cursor(start: DateTime<Utc>, id: Uuid) -> String {
    format!("{}.{}", start.timestamp_micros(), id.simple())
}

pub fn parse_cursor(cursor: &str) -> Result<(DateTime<Utc>, Uuid)> {
    let parse = || {
        let (micros, id) = cursor.split_once('.')?;
        let start = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
        Some((start, Uuid::try_parse(id).ok()?))
    };
    let detail = "This cursor is none of ours: send `next_cursor` of a page as it is.";
    parse().ok_or_else(|| Error::bad_request("bad-cursor", detail))
}

/// One workout with all that belongs to it.
pub async fn body(app: &App, user_id: Uuid, locale: &str, workout: Workout) -> Result<WorkoutBody> {
    let packs = app.catalog.packs();
    let values = projections::values_of(&app.db, user_id, workout.id).await?;
    let sport = packs.sport(&workout.sport).map(|(_, sport)| sport.clone());
    let original = match workout.original_id {
        Some(id) => store::original(&app.db, user_id, id)
            .await?
            .map(original_body),
        None => None,
    };
    let marks = projections::marks_of_workout(&app.db, user_id, workout.id).await?;
    let activity = workout.activity.as_ref().map(|json| &json.0);
    Ok(WorkoutBody {
        parts: match &sport {
            Some(sport) => parts(app, user_id, sport, workout.id).await?,
            None => BTreeMap::new(),
        },
        laps: activity.map_or_else(Vec::new, |activity| {
            let laps = activity.parts.iter().filter(|part| part.kind == "fit:lap");
            laps.map(|lap| fields(&lap.fields)).collect()
        }),
        records: marks
            .iter()
            .filter_map(|found| record_mark(&packs, locale, &found.mark))
            .collect(),
        achievements: achievements::of_workout(app, user_id, locale, workout.id).await?,
        gear: gear::store::linked(&app.db, user_id, workout.id).await?,
        original,
        channels: streams::channels(&app.db, user_id, workout.id).await?,
        warnings: activity.map_or_else(Vec::new, |activity| {
            activity.warnings.iter().map(FileWarning::from).collect()
        }),
        of: of_workout(app, user_id, &workout).await?,
        item: WorkoutItem::new(&packs, listed(workout), &values.unwrap_or_default()),
    })
}

/// The files a workout is of, and what was changed over them.
pub async fn of_workout(app: &App, user_id: Uuid, workout: &Workout) -> Result<OfWorkout> {
    let sources = store::sources::of_workout(&app.db, user_id, workout.id).await?;
    let made = store::changes::of_workout(&app.db, user_id, workout.id).await?;
    let activity = workout.activity.as_ref();
    let cleaned = activity.map_or(&[][..], |activity| activity.0.cleaned.as_slice());
    Ok(OfWorkout {
        sources: sources.into_iter().map(Into::into).collect(),
        changes: made.into_iter().map(Into::into).collect(),
        cleaned: cleaned.iter().map(Into::into).collect(),
    })
}

fn listed(workout: Workout) -> Listed {
    Listed {
        id: workout.id,
        sport: workout.sport,
        source: workout.source,
        start_at: workout.start_at,
        utc_offset_s: workout.utc_offset_s,
        local_day: workout.local_day,
        title: workout.title,
        note: workout.note,
        version: workout.version,
        created_at: workout.created_at,
        updated_at: workout.updated_at,
    }
}

async fn parts(
    app: &App,
    user_id: Uuid,
    sport: &Sport,
    id: Uuid,
) -> Result<BTreeMap<String, Vec<BTreeMap<String, Figure>>>> {
    let mut parts: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for (kind, row) in projections::parts_of(&app.db, user_id, id).await? {
        let rows = part_rows(sport, &kind, &[row]);
        parts.entry(kind).or_default().extend(rows);
    }
    Ok(parts)
}

fn fields(fields: &Fields) -> BTreeMap<String, Json> {
    let json = |value: &FieldValue| match value {
        FieldValue::Number(number) => Json::from(*number),
        FieldValue::Text(text) => Json::from(text.as_str()),
    };
    fields
        .iter()
        .map(|(name, value)| (name.clone(), json(value)))
        .collect()
}

fn original_body(original: store::Original) -> OriginalBody {
    OriginalBody {
        name: original.name,
        format: original.format,
        size: original.size,
        sha256: original.blob,
    }
}

/// The rule of a record with the metric it stands under and a sport it is kept for.
pub fn record_rule<'a>(
    packs: &'a Packs,
    pack: &str,
    record: &str,
) -> Option<(&'a Sport, &'a Metric, &'a RecordRule)> {
    let sports = packs.pack(pack)?.sports.values();
    let mut found = sports.flat_map(|sport| {
        sport.metrics.iter().flat_map(move |metric| {
            metric
                .records
                .iter()
                .map(move |rule| (sport.as_ref(), metric.as_ref(), rule))
        })
    });
    let now = record_now(record, &packs.renames);
    found.find(|(_, _, rule)| rule.key == record || rule.key == now)
}

/// A record mark with title and figures; `None` when no live pack keeps the record.
pub fn record_mark(packs: &Packs, locale: &str, mark: &MarkRow) -> Option<RecordMark> {
    let (sport, metric, rule) = record_rule(packs, &mark.pack, &mark.record)?;
    let figure = |steps: i64| record_figure(sport, metric, rule, steps);
    Some(RecordMark {
        pack: mark.pack.clone(),
        record: mark.record.clone(),
        variant: mark.variant.clone(),
        title: record_title(sport, rule, &mark.variant, locale),
        value: figure(mark.value),
        previous: mark.previous.map(figure),
        workout_id: mark.workout_id,
        start: mark.start_at,
    })
}

/// `10 km`, or the name of the exercise a record is kept for.
pub fn record_title(sport: &Sport, rule: &RecordRule, variant: &str, locale: &str) -> String {
    let title = rule.title.get(locale).to_owned();
    if variant.is_empty() {
        return title;
    }
    let name = variant_title(sport, rule, variant);
    let name = name.map_or(variant, |text| text.get(locale));
    format!("{name}: {title}")
}

/// Whether a record is kept for each word of an enum apart.
pub fn is_kept_by_word(rule: &RecordRule) -> bool {
    matches!(
        rule.shape,
        RecordShape::PartExtreme { by: Some(_), .. } | RecordShape::Extreme { by: Some(_) }
    )
}

/// What a record's variant is called: a word of the enum that it is kept by.
pub fn variant_title<'a>(sport: &'a Sport, rule: &RecordRule, variant: &str) -> Option<&'a Text> {
    let ty = match &rule.shape {
        RecordShape::PartExtreme {
            part, by: Some(by), ..
        } => {
            let part = sport.parts.iter().find(|known| known.name == *part)?;
            &part.fields.get(by)?.ty
        }
        RecordShape::Extreme { by: Some(by) } => {
            let mut metrics = sport.metrics.iter().chain(&sport.form);
            &metrics.find(|metric| metric.id == *by)?.ty
        }
        _ => return None,
    };
    match ty {
        MetricType::Enum { values, .. } => values.values.get(variant),
        _ => None,
    }
}

fn record_figure(sport: &Sport, metric: &Metric, rule: &RecordRule, steps: i64) -> Figure {
    let si = dim_of(sport, metric, rule).from_steps(steps);
    let number = |value: f64, unit: &str| Figure {
        value: super::dto::Scalar::Number(value),
        unit: Some(unit.to_owned()),
    };
    match &rule.shape {
        RecordShape::Best {
            over: stadion_pack::model::Over::Distance,
            ..
        } => number(si, "s"),
        RecordShape::Best {
            over: stadion_pack::model::Over::Duration,
            ..
        } => number(si, "m"),
        RecordShape::BestMean { .. } | RecordShape::Extreme { .. } => {
            Figure::stored(&metric.ty, &metric.unit, &Value::Number(si))
        }
        RecordShape::PartExtreme { part, field, .. } => {
            let part = sport.parts.iter().find(|known| known.name == *part);
            match part.and_then(|part| part.fields.get(field)) {
                Some(field) => Figure::stored(&field.ty, &field.unit, &Value::Number(si)),
                None => Figure::stored(&metric.ty, &metric.unit, &Value::Number(si)),
            }
        }
    }
}

/// What is asked for of a workout's samples.
#[derive(Clone, Debug)]
pub struct StreamsPart {
    /// By name; `None` for all.
    pub channels: Option<Vec<String>>,
    /// Milliseconds from the start, both ends included.
    pub span: (i64, i64),
    /// At most so many samples.
    pub points: usize,
}

impl StreamsPart {
    pub fn whole(points: usize) -> Self {
        Self {
            channels: None,
            span: streams::WHOLE,
            points,
        }
    }
}

/// The samples of a workout, thinned so that they draw the same lines.
pub async fn streams_body(
    app: &App,
    user_id: Uuid,
    id: Uuid,
    part: &StreamsPart,
) -> Result<StreamsBody> {
    let names = match &part.channels {
        Some(names) => names.clone(),
        None => streams::channels(&app.db, user_id, id).await?,
    };
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let found = streams::range(&app.db, user_id, id, &names, part.span).await?;
    let thin = found.thinned(part.points);
    let mut body = StreamsBody {
        time: thin.time_ms.iter().map(|ms| *ms as f64 / 1000.0).collect(),
        channels: BTreeMap::new(),
        units: BTreeMap::new(),
    };
    for (name, unit, values) in thin.columns() {
        let values = values.iter().map(|v| v.is_finite().then_some(*v));
        body.units.insert(name.to_owned(), unit.to_owned());
        body.channels.insert(name.to_owned(), values.collect());
    }
    Ok(body)
}
