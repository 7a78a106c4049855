//! A workout as a file: as it came, or as FIT, GPX, TCX or JSON with what was typed and edited.

use axum::response::Response;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use stadion_activity::fields::{FieldDef, by_name};
use stadion_activity::streams::Streams;
use stadion_activity::{Activity, FieldValue, Part, write};
use stadion_pack::model::{Packs, Sport};
use stadion_pack::units::parse_unit;
use stadion_pack::value::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::files;
use super::model::{PartRow, Workout};
use super::rules::values::{self, Facts, Origin, compute, part_field};
use super::service;
use super::store::streams;
use crate::App;
use crate::web::{Error, Result, attachment};

/// What an activity can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum WrittenFormat {
    /// Everything that FIT has a field for; other channels as developer fields.
    Fit,
    /// The track with heart rate, cadence, power and temperature of its points.
    Gpx,
    /// Laps and points.
    Tcx,
    /// Everything, as Stadion reads it back.
    Json,
}

impl WrittenFormat {
    const ALL: [Self; 4] = [Self::Fit, Self::Gpx, Self::Tcx, Self::Json];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Gpx => "gpx",
            Self::Tcx => "tcx",
            Self::Json => "json",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Gpx => "application/gpx+xml",
            Self::Tcx => "application/vnd.garmin.tcx+xml",
            Self::Json => "application/json",
            Self::Fit => "application/octet-stream",
        }
    }

    /// Those that can be made of samples.
    pub fn offered(samples: &Streams) -> Vec<Self> {
        let can_be_made = |format: &Self| match format {
            Self::Gpx => write::has_positions(samples),
            Self::Tcx => !samples.is_empty(),
            Self::Fit | Self::Json => true,
        };
        Self::ALL.into_iter().filter(can_be_made).collect()
    }

    /// The file as an attachment; `name` is without its ending. A conflict where the format asks
    /// for what the activity does not have.
    pub async fn attachment(self, name: &str, activity: Activity) -> Result<Response> {
        let writing = tokio::task::spawn_blocking(move || self.write(&activity)).await;
        let bytes = writing.map_err(|error| Error::internal(&error))??;
        let name = format!("{name}.{}", self.as_str());
        Ok(attachment(&name, self.media_type(), bytes))
    }

    fn write(self, activity: &Activity) -> Result<Vec<u8>> {
        let no_track = |error: write::NoTrack| {
            let detail = format!("No file of this kind: {error}. Take `fit` or `json`.");
            Error::conflict("no-track", detail)
        };
        match self {
            Self::Gpx => write::gpx(activity).map_err(no_track),
            Self::Tcx => write::tcx(activity).map_err(no_track),
            Self::Fit => Ok(write::fit(activity)),
            Self::Json => Ok(write::json(activity)),
        }
    }
}

/// What a workout can be had as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ExportFormat {
    /// The file that it came from, byte for byte.
    Original,
    /// Everything that FIT has a field for; other channels as developer fields.
    Fit,
    /// The track with heart rate, cadence, power and temperature of its points.
    Gpx,
    /// Laps and points.
    Tcx,
    /// Everything, as Stadion reads it back.
    Json,
}

impl ExportFormat {
    /// `None` of the file itself.
    fn written(self) -> Option<WrittenFormat> {
        match self {
            Self::Original => None,
            Self::Fit => Some(WrittenFormat::Fit),
            Self::Gpx => Some(WrittenFormat::Gpx),
            Self::Tcx => Some(WrittenFormat::Tcx),
            Self::Json => Some(WrittenFormat::Json),
        }
    }
}

/// The file, as an attachment.
pub async fn download(
    app: &App,
    user_id: Uuid,
    id: Uuid,
    format: ExportFormat,
) -> Result<Response> {
    let Some(format) = format.written() else {
        return files::download(app, user_id, id).await;
    };
    let workout = service::get(app, user_id, id).await?;
    let name = format!("{}-{}", workout.local_day, workout.sport.replace('.', "-"));
    let mut activity = as_shown(&app.catalog.packs(), &workout);
    activity.streams = streams::load(&app.db, user_id, id).await?;
    format.attachment(&name, activity).await
}

/// The workout's activity without its samples: the file's, with what its owner stated in place of
/// what the file says.
pub fn as_shown(packs: &Packs, workout: &Workout) -> Activity {
    let own = workout.activity.as_ref().map(|json| json.0.clone());
    let mut activity = own.unwrap_or_default();
    let shift = workout.start_at - activity.start_time;
    if workout.activity.is_none() {
        activity.start_time = workout.start_at;
    } else if shift != TimeDelta::zero() {
        move_by(&mut activity, shift);
    }
    activity.utc_offset_s = Some(workout.utc_offset_s);
    activity.name = workout.title.clone().or(activity.name);
    if let Some((_, sport)) = packs.sport(&workout.sport) {
        name_sport(&mut activity, packs, sport);
        state(&mut activity, packs, sport, workout);
    }
    if activity.sport.is_empty() {
        "generic".clone_into(&mut activity.sport);
        "generic".clone_into(&mut activity.sub_sport);
    }
    activity
}

fn move_by(activity: &mut Activity, shift: TimeDelta) {
    activity.start_time += shift;
    let parts = activity.parts.iter_mut();
    for start in parts.filter_map(|part| part.start_time.as_mut()) {
        *start += shift;
    }
    for leg in &mut activity.legs {
        leg.start_time += shift;
        let samples = [&mut leg.first_sample, &mut leg.last_sample];
        for at in samples.into_iter().flatten() {
            *at += shift;
        }
    }
}

/// The file's own word where it stands for the sport, else the first that the sport claims.
fn name_sport(activity: &mut Activity, packs: &Packs, sport: &Sport) {
    let told = packs.sport_for_fit(&activity.sport, &activity.sub_sport);
    if told.is_some_and(|(_, told)| told.id == sport.id) && !activity.sport.is_empty() {
        return;
    }
    if let Some((name, sub)) = sport.fit.first() {
        activity.sport.clone_from(name);
        activity.sub_sport = sub.clone().unwrap_or_else(|| "generic".to_owned());
    }
}

/// What was typed or edited, under the names that files use.
fn state(activity: &mut Activity, packs: &Packs, sport: &Sport, workout: &Workout) {
    let facts = Facts::of(workout, packs);
    let values = compute(packs, sport, &facts);
    for metric in &sport.metrics {
        let mut sources = metric.source.iter().filter(|source| source.scheme == "fit");
        let Some(source) = sources.next() else {
            continue;
        };
        let name = format!("{}:{}", source.scheme, source.path);
        match values::origin(packs, metric, &facts) {
            Origin::Edited | Origin::Entered => {
                let value = values.metrics.get(&metric.id);
                let value = value.and_then(|value| as_field(by_name(&name), value));
                activity.fields.extend(value.map(|value| (name, value)));
            }
            Origin::Cleared => {
                activity.fields.remove(&name);
            }
            _ => {}
        }
    }
    for part in &sport.parts {
        let Some(source) = &part.source else { continue };
        let stated = [&workout.edits.0.parts, &workout.entered.0.parts];
        if !stated.iter().any(|parts| parts.contains_key(&part.id)) {
            continue;
        }
        let kind = format!("{}:{}", source.scheme, source.path);
        activity.parts.retain(|known| known.kind != kind);
        let rows = values.parts.iter().filter(|(id, _)| *id == part.id);
        for row in rows.flat_map(|(_, rows)| rows) {
            activity.parts.push(as_part(part, &kind, row));
        }
    }
}

fn as_part(part: &stadion_pack::model::Part, kind: &str, row: &PartRow) -> Part {
    let fields = row.iter().filter_map(|(name, value)| {
        let field = part.fields.get(name)?;
        let source = field.source.as_deref().unwrap_or(name);
        let value = as_field(Some(part_field(kind, source)?), value)?;
        Some((source.to_owned(), value))
    });
    Part {
        kind: kind.to_owned(),
        start_time: None,
        fields: fields.collect(),
    }
}

/// A value in the unit that its field has.
fn as_field(field: Option<&FieldDef>, value: &Value) -> Option<FieldValue> {
    let field = field?;
    match value {
        Value::Number(si) => {
            let unit = parse_unit(field.unit).ok();
            Some(FieldValue::Number(
                unit.map_or(*si, |unit| unit.from_si(*si)),
            ))
        }
        Value::Text(text) if field.unit.is_empty() => Some(FieldValue::Text(text.clone())),
        Value::Flag(flag) => Some(FieldValue::Number(f64::from(u8::from(*flag)))),
        _ => None,
    }
}
