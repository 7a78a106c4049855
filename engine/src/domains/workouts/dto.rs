//! The API's shapes of workouts.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use stadion_activity::derive::zones::Kind;
use stadion_activity::{Cleaned, Fault};
use stadion_pack::model::{Metric, MetricType, Packs, Sport};
use stadion_pack::units::Unit;
use stadion_pack::value::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::import::FileWarning;
use super::model::changes::{Change, InFile, Made};
use super::model::{MetricValue, PartRow, local};
use super::rules::values::from_steps;
use super::store::Listed;
use super::zones::{ByZones, InZones};
use crate::domains::profile::model::ZoneMethod;

/// A value with its unit; plain numbers, enums and texts have none.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Figure {
    pub value: Scalar,
    /// UCUM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Scalar {
    Number(f64),
    Flag(bool),
    Text(String),
}

/// A workout in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WorkoutItem {
    pub id: Uuid,
    /// Qualified: `pack.sport`.
    pub sport: String,
    /// `file`, `form` or `api`.
    pub source: String,
    pub start: DateTime<Utc>,
    /// The start on the clock of the place.
    pub local_start: DateTime<FixedOffset>,
    pub local_day: NaiveDate,
    pub title: Option<String>,
    pub note: Option<String>,
    /// By qualified metric id.
    pub metrics: BTreeMap<String, Figure>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A workout with all that belongs to it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WorkoutBody {
    #[serde(flatten)]
    pub item: WorkoutItem,
    /// Repeated entries by qualified part id.
    pub parts: BTreeMap<String, Vec<BTreeMap<String, Figure>>>,
    /// Laps as the file tells them, fields by FIT name in SI and UCUM base of that name.
    pub laps: Vec<BTreeMap<String, Json>>,
    pub records: Vec<RecordMark>,
    pub achievements: Vec<AwardBody>,
    pub gear: Vec<Uuid>,
    pub original: Option<OriginalBody>,
    /// Sample channels there are (`GET …/streams`).
    pub channels: Vec<String>,
    pub warnings: Vec<FileWarning>,
    #[serde(flatten)]
    pub of: OfWorkout,
}

/// What a workout is of, and what was changed over it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OfWorkout {
    /// The files it is of; what is shown is of the first.
    pub sources: Vec<SourceBody>,
    /// In the order in which they were made; `DELETE …/changes/{seq}` undoes one.
    pub changes: Vec<ChangeBody>,
    /// Faults found in the samples.
    pub cleaned: Vec<CleanedBody>,
}

/// A session of a file that a workout is of.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SourceBody {
    /// The file, and which of its sessions.
    pub original: Uuid,
    pub session: i32,
    pub name: String,
    pub format: String,
    pub size: i64,
    pub device: Option<String>,
    /// Whether the workout shows this one.
    pub is_shown: bool,
    pub attached_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChangeBody {
    pub seq: i64,
    pub at: DateTime<Utc>,
    #[serde(flatten)]
    pub change: Change,
}

/// Faults of one kind in one channel.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CleanedBody {
    /// `backward-times`, `zero-positions`, `out-of-range`, `duplicate-times`, `position-jumps`,
    /// `spikes` or `standing-drift`.
    #[schema(value_type = String)]
    pub fault: Fault,
    /// None where whole samples are meant.
    pub channel: Option<String>,
    /// Values, samples or turns of time.
    pub count: u64,
    /// Whether it was mended; else it was left as it is.
    pub applied: bool,
    /// When, neighbours together; the first fifty.
    pub spans: Vec<SpanBody>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SpanBody {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

impl From<InFile> for SourceBody {
    fn from(source: InFile) -> Self {
        let own = source.recording;
        Self {
            original: own.original_id,
            session: own.session_index,
            name: source.name,
            format: source.format,
            size: source.size,
            device: own.device,
            is_shown: own.is_primary,
            attached_at: own.attached_at,
        }
    }
}

impl From<Made> for ChangeBody {
    fn from(made: Made) -> Self {
        Self {
            seq: made.seq,
            at: made.at,
            change: made.body.0,
        }
    }
}

impl From<&Cleaned> for CleanedBody {
    fn from(cleaned: &Cleaned) -> Self {
        let spans = cleaned.spans.iter();
        Self {
            fault: cleaned.fault,
            channel: cleaned.channel.clone(),
            count: cleaned.count,
            applied: cleaned.applied,
            spans: spans
                .map(|span| SpanBody {
                    from: span.from,
                    to: span.to,
                })
                .collect(),
        }
    }
}

/// The file that a workout came from (`GET …/original`).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OriginalBody {
    pub name: String,
    pub format: String,
    pub size: i64,
    /// Hex SHA-256.
    pub sha256: String,
}

/// A record that a workout set.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RecordMark {
    pub pack: String,
    pub record: String,
    /// Which exercise, where the record is kept for each; else empty.
    pub variant: String,
    pub title: String,
    pub value: Figure,
    /// What stood before; null for a first.
    pub previous: Option<Figure>,
    pub workout_id: Uuid,
    pub start: DateTime<Utc>,
}

/// A tier of an achievement that a workout brought.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AwardBody {
    pub achievement: String,
    pub title: String,
    /// From 1 on.
    pub tier: i32,
    pub workout_id: Uuid,
    pub start: DateTime<Utc>,
}

/// A workout to record.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWorkoutBody {
    /// Qualified: `pack.sport`; see `GET /api/v1/sports`.
    pub sport: String,
    /// RFC 3339 with an offset, which is kept as the workout's local time. Now, when left out.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub start: Option<DateTime<FixedOffset>>,
    pub title: Option<String>,
    pub note: Option<String>,
    /// By plain or qualified metric id: a number in the metric's unit, a text with a unit
    /// (`"10 km"`), an enum's value, true or false.
    #[serde(default)]
    pub metrics: BTreeMap<String, Json>,
    /// Rows by plain or qualified part id.
    #[serde(default)]
    pub parts: BTreeMap<String, Vec<BTreeMap<String, Json>>>,
    /// Gear used; the sport's default gear when left out.
    pub gear: Option<Vec<Uuid>>,
}

/// Changes: what is left out stays, a null clears.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkoutPatch {
    pub sport: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub start: Option<DateTime<FixedOffset>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub title: Option<Option<String>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub note: Option<Option<String>>,
    #[serde(default)]
    pub metrics: BTreeMap<String, Json>,
    #[serde(default)]
    pub parts: BTreeMap<String, Vec<BTreeMap<String, Json>>>,
    pub gear: Option<Vec<Uuid>>,
}

/// Tells a null from a field that is not there.
#[expect(clippy::option_option, reason = "not there, null, or a text")]
fn present<'de, D>(input: D) -> Result<Option<Option<String>>, D::Error>
where
    D: serde::Deserializer<'de>,
{
    Option::deserialize(input).map(Some)
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// A qualified sport, or a pack id for all its sports.
    pub sport: Option<String>,
    /// First local day.
    pub from: Option<NaiveDate>,
    /// Last local day.
    pub to: Option<NaiveDate>,
    /// Part of the title or note.
    #[param(max_length = 100)]
    pub q: Option<String>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// 1 to 100; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u32>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WorkoutPage {
    /// Newest first.
    pub items: Vec<WorkoutItem>,
    /// Send it as `cursor` for the page after; null at the end.
    pub next_cursor: Option<String>,
}

/// The time a workout spent in the caller's zones, as these were on its day.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WorkoutZonesBody {
    pub zones: Vec<ZonesOfKind>,
    /// What was measured, but nothing is known of the caller that zones could be made of.
    pub unset: Vec<ZoneKind>,
}

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ZoneKind {
    HeartRate,
    Power,
    Pace,
}

impl From<Kind> for ZoneKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::HeartRate => Self::HeartRate,
            Kind::Power => Self::Power,
            Kind::Pace => Self::Pace,
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ZonesOfKind {
    pub kind: ZoneKind,
    pub method: ZoneMethod,
    /// Where each zone begins: beats a minute, watts, or metres a second.
    pub lower: Vec<f64>,
    /// Seconds in each zone.
    pub seconds: Vec<f64>,
    /// Seconds below the first.
    pub below: f64,
}

impl From<ByZones> for WorkoutZonesBody {
    fn from(by: ByZones) -> Self {
        let of_kind = |told: InZones| ZonesOfKind {
            kind: told.kind.into(),
            method: told.method,
            lower: told.zones.lower.into_iter().map(tidy).collect(),
            seconds: told.spent.seconds,
            below: told.spent.below,
        };
        Self {
            zones: by.told.into_iter().map(of_kind).collect(),
            unset: by.unset.into_iter().map(Into::into).collect(),
        }
    }
}

/// Samples: columns of equal length, null where a sample is missing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StreamsBody {
    /// Seconds from the start.
    pub time: Vec<f64>,
    /// By channel, in the unit that `units` states. Fields that only the file knows begin with `dev:`.
    pub channels: BTreeMap<String, Vec<Option<f64>>>,
    /// UCUM codes; of a field that only the file knows what the file says, which may be nothing.
    pub units: BTreeMap<String, String>,
}

impl Figure {
    pub fn new(ty: &MetricType, unit: &Unit, value: &Value) -> Self {
        let (value, unit) = match (ty, value) {
            (MetricType::Quantity, Value::Number(si)) => {
                (Scalar::Number(tidy(unit.from_si(*si))), named(unit))
            }
            (_, Value::Number(number)) => (Scalar::Number(tidy(*number)), None),
            (_, Value::Flag(flag)) => (Scalar::Flag(*flag), None),
            (_, Value::Text(text)) => (Scalar::Text(text.clone()), None),
            (_, Value::Date(date)) => (Scalar::Text(date.to_string()), None),
            (_, Value::Time(time)) => (Scalar::Text(time.to_rfc3339()), None),
            (_, Value::Money(money)) => (Scalar::Text(money.to_string()), None),
        };
        Self { value, unit }
    }
}

impl Figure {
    /// Of a value that was kept in steps: told as exactly as these are, and no more so.
    pub fn stored(ty: &MetricType, unit: &Unit, value: &Value) -> Self {
        match (ty, value) {
            (MetricType::Quantity, Value::Number(si)) => Self {
                value: Scalar::Number(tidy(unit.from_stored(*si))),
                unit: named(unit),
            },
            _ => Self::new(ty, unit, value),
        }
    }
}

/// A plain number has no unit.
fn named(unit: &Unit) -> Option<String> {
    (unit.symbol != "1").then(|| unit.symbol.clone())
}

/// Ten significant digits: conversions leave no tails such as 12.420000000000002.
fn tidy(number: f64) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return 0.0;
    }
    let scale = 10_f64.powi(10 - number.abs().log10().ceil() as i32);
    let rounded = (number * scale).round() / scale;
    if rounded.is_finite() { rounded } else { number }
}

impl WorkoutItem {
    pub fn new(packs: &Packs, listed: Listed, values: &[MetricValue]) -> Self {
        Self {
            metrics: figures(packs, &listed.sport, values),
            id: listed.id,
            sport: listed.sport,
            source: listed.source,
            start: listed.start_at,
            local_start: local(listed.start_at, listed.utc_offset_s),
            local_day: listed.local_day,
            title: listed.title,
            note: listed.note,
            version: listed.version,
            created_at: listed.created_at,
            updated_at: listed.updated_at,
        }
    }
}

/// The metrics that the live packs know, by qualified id.
pub fn figures(packs: &Packs, sport: &str, values: &[MetricValue]) -> BTreeMap<String, Figure> {
    let Some((_, sport)) = packs.sport(sport) else {
        return BTreeMap::new();
    };
    let figure = |stored: &MetricValue| {
        let metric = shown(sport, &stored.metric)?;
        let value = from_steps(metric, stored)?;
        Some((
            metric.id.clone(),
            Figure::stored(&metric.ty, &metric.unit, &value),
        ))
    };
    values.iter().filter_map(figure).collect()
}

fn shown<'a>(sport: &'a Sport, metric: &str) -> Option<&'a Metric> {
    sport
        .metrics
        .iter()
        .find(|known| known.id == metric)
        .map(AsRef::as_ref)
}

/// Rows of a part as figures.
pub fn part_rows(sport: &Sport, kind: &str, rows: &[PartRow]) -> Vec<BTreeMap<String, Figure>> {
    let Some(part) = sport.parts.iter().find(|part| part.id == kind) else {
        return Vec::new();
    };
    let figure = |(name, value): (&String, &Value)| {
        let field = part.fields.get(name)?;
        Some((name.clone(), Figure::new(&field.ty, &field.unit, value)))
    };
    rows.iter()
        .map(|row| row.iter().filter_map(figure).collect())
        .collect()
}
