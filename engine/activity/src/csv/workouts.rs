//! A table with a workout in each row.

use chrono::{DateTime, FixedOffset, NaiveTime, SecondsFormat, Utc};
use csv::WriterBuilder;

use super::cells::{self, When, in_zone, is_blank};
use super::samples::generic;
use super::{Row, Table};
use crate::codes::Reason;
use crate::columns::{Meaning, Role};
use crate::read::Handed;
use crate::samples::instant;
use crate::streams::Channel;
use crate::times::Stamp;
use crate::{Activity, Decoded, FieldValue, Fields, Format, Refusal, columns, fields, sports};

const TIMER: &str = "fit:session.total_timer_time";
const DISTANCE: &str = "fit:session.total_distance";

/// Each row is told by itself: the same row is known again however the table grew.
pub(super) fn read(name: &str, table: &Table, handed: &mut Handed) {
    let (mut told, mut elsewhere) = (0, 0);
    for row in table.rows() {
        if handed.is_over() {
            return;
        }
        if told >= handed.limits().parts {
            let reason = format!("The table has more than {told} rows; the rest was left out.");
            return handed.refuse(name, Some(Format::Csv), Refusal::too_large(reason));
        }
        let line = row.as_ref().map_or_else(|line| *line, |row| row.line);
        let own = format!("{name}/{line}.csv");
        let refused = |why: &str| {
            Err(Refusal::new(
                Reason::BadRow,
                format!("Line {line} of the table: {why}."),
                "Correct the line and load the table again; rows that were read are known then.",
            ))
        };
        let outcome = match &row {
            Err(_) => refused("it is no text"),
            Ok(row) if table.cell(row, Role::Filename).is_some() => {
                elsewhere += 1;
                continue;
            }
            Ok(row) => match workout(row, table) {
                Ok((bytes, activity)) => {
                    let activities = vec![activity];
                    let decoded = Decoded {
                        activities,
                        ..Decoded::default()
                    };
                    handed.give(&own, Some(Format::Csv), bytes, Ok(decoded));
                    told += 1;
                    continue;
                }
                Err(why) => refused(&why),
            },
        };
        told += 1;
        handed.give(&own, Some(Format::Csv), Vec::new(), outcome);
    }
    if told == 0 {
        let refusal = match elsewhere {
            0 => Refusal::no_samples("a table"),
            _ => Refusal::not_an_activity("a list of workouts whose files lie beside it"),
        };
        handed.refuse(name, Some(Format::Csv), refusal);
    }
}

/// A workout, and its row in canonical columns and units.
fn workout(row: &Row, table: &Table) -> Result<(Vec<u8>, Activity), String> {
    let (start, mut fields) = begin(row, table)?;
    for (cell, (meaning, header)) in row
        .cells
        .iter()
        .zip(table.layout.meanings.iter().zip(&table.layout.header))
    {
        if is_blank(cell) {
            continue;
        }
        if let Some((name, unit)) = meaning.as_ref().and_then(figure) {
            let value = table
                .number(cell)
                .map(|value| unit.map_or(value, |unit| unit.of(value)));
            // A span may be written as a clock.
            let is_span = fields::by_name(name).is_some_and(|field| field.unit == "s");
            let value = value.or_else(|| cells::clock(cell).filter(|_| is_span));
            let value = value.filter(|value| (0.0..1e9).contains(value));
            let value = value
                .ok_or_else(|| format!("`{cell}` in the column `{header}` is not understood"))?;
            // Where nothing was measured many write 0.
            if value > 0.0 {
                // The first column that tells a figure counts.
                fields
                    .entry(name.to_owned())
                    .or_insert(FieldValue::Number(value));
            }
        }
    }
    let text = |role| table.cell(row, role).map(str::to_owned);
    let (sport, sub_sport) = text(Role::Sport)
        .as_deref()
        .and_then(sports::from_text)
        .unwrap_or_else(generic);
    let start_time = instant(start.at_ms).ok_or("its date is in no calendar")?;
    let activity = Activity {
        sport,
        sub_sport,
        name: text(Role::Name),
        start_time,
        utc_offset_s: start.offset_s,
        fields,
        ..Activity::default()
    };
    let bytes = canonical(row, table, &activity).map_err(|error| error.to_string())?;
    Ok((bytes, activity))
}

/// When it began, with the duration where that is the second time of the row.
fn begin(row: &Row, table: &Table) -> Result<(Stamp, Fields), String> {
    let cell = |role| {
        let cell = table.cell(row, role);
        let unknown = || {
            format!(
                "`{}` is no date that is understood",
                cell.unwrap_or_default()
            )
        };
        cell.map(|cell| table.when(cell).ok_or_else(unknown))
            .transpose()
    };
    let zone = table.options.zone;
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let mut fields = Fields::new();
    let start = match (cell(Role::Date)?, cell(Role::Time)?) {
        (Some(When::At(start)), Some(When::Seconds(seconds))) => {
            fields.insert(TIMER.into(), FieldValue::Number(seconds));
            start
        }
        (Some(When::Day(day)), Some(When::Seconds(seconds))) => {
            let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds as u32, 0);
            in_zone(day.and_time(time.ok_or("the time is of no day")?), zone)
        }
        (_, Some(When::At(start))) | (Some(When::At(start)), _) => start,
        (_, Some(When::Day(day))) | (Some(When::Day(day)), _) => in_zone(day.and_time(noon), zone),
        _ => return Err("it has no date".into()),
    };
    Ok((start, fields))
}

/// The figure that a column holds for a whole workout. A distance without a unit is in km, as the
/// tables of most services write it; a speed without one could be anything.
fn figure(meaning: &Meaning) -> Option<(&'static str, Option<columns::Unit>)> {
    let name = match meaning.role {
        Role::Field(name) => name,
        Role::Elapsed => TIMER,
        Role::Channel(Channel::Distance) => DISTANCE,
        Role::Channel(Channel::HeartRate) => "fit:session.avg_heart_rate",
        Role::Channel(Channel::Power) => "fit:session.avg_power",
        Role::Channel(Channel::Cadence) => "fit:session.avg_cadence",
        Role::Channel(Channel::Speed) => "fit:session.avg_speed",
        Role::Channel(Channel::Temperature) => "fit:session.avg_temperature",
        _ => return None,
    };
    if name.ends_with("_speed") && meaning.unit.is_none() {
        return None;
    }
    let unit = meaning
        .unit
        .or_else(|| columns::Unit::kilometres().filter(|_| name == DISTANCE));
    Some((name, unit))
}

/// What the row says, so that it can be read again without knowing the table: times in full,
/// figures in the units they are kept in, other columns as they are.
fn canonical(row: &Row, table: &Table, activity: &Activity) -> Result<Vec<u8>, csv::Error> {
    let (mut header, mut cells) = (Vec::new(), Vec::new());
    let mut put = |name: String, cell: String| {
        header.push(name);
        cells.push(cell);
    };
    put(
        "start_time".into(),
        start_text(activity.start_time, activity.utc_offset_s),
    );
    let sport = table.cell(row, Role::Sport).unwrap_or(sports::GENERIC);
    put("sport".into(), sport.to_owned());
    put("name".into(), activity.name.clone().unwrap_or_default());
    for (name, value) in &activity.fields {
        if let FieldValue::Number(value) = value {
            let own = name.strip_prefix("fit:session.").unwrap_or(name);
            let unit = fields::by_name(name).map_or("", |field| field.unit);
            let unit = if matches!(unit, "" | "1") {
                String::new()
            } else {
                format!("[{unit}]")
            };
            put(format!("{own}{unit}"), value.to_string());
        }
    }
    let columns = row
        .cells
        .iter()
        .zip(table.layout.header.iter().zip(&table.layout.meanings));
    for (cell, (name, meaning)) in columns {
        if meaning.is_none() && !cell.is_empty() {
            put(name.to_owned(), cell.to_owned());
        }
    }
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(&header)?;
    writer.write_record(&cells)?;
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

fn start_text(start: DateTime<Utc>, offset_s: Option<i32>) -> String {
    let offset = offset_s.and_then(FixedOffset::east_opt);
    offset.map_or_else(
        || start.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        |offset| {
            start
                .with_timezone(&offset)
                .to_rfc3339_opts(SecondsFormat::AutoSi, true)
        },
    )
}
