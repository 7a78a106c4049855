//! From what was typed to values in SI, with everything that is wrong at once.

use chrono::{
    DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;
use stadion_pack::model::{Display, MetricType, Part, Sport};
use stadion_pack::value::Value;

use super::problems::Problems;
use super::typed::{Row, Typed, is_blank};
use crate::domains::workouts::model::{Edits, Entered, PartRow};
use crate::domains::workouts::rules::validate;
use crate::web::ui::format::{Formats, ParseError};

/// On which clock a start was typed.
#[derive(Clone, Copy, Debug)]
pub enum LocalClock {
    /// The person's.
    Zone(Tz),
    /// That of the place where the edited workout was.
    Offset(FixedOffset),
}

/// A start with the offset of its clock, in seconds ahead of UTC.
pub type Start = (DateTime<Utc>, i32);

/// What a form means.
#[derive(Debug, Default)]
pub struct Reading {
    /// `None` as well when it is as it was.
    pub start: Option<Start>,
    pub edits: Edits,
    pub problems: Problems,
}

impl Reading {
    /// For a new workout: what was left empty is not there.
    pub fn entered(&self) -> Entered {
        let metrics = self.edits.metrics.iter();
        let set = metrics.filter_map(|(id, value)| Some((id.clone(), value.clone()?)));
        Entered {
            metrics: set.collect(),
            parts: self.edits.parts.clone(),
        }
    }
}

/// Reads the form of a new workout, or what differs from `before` of one that is there: a figure
/// that was not touched keeps its full precision and stays the file's.
pub fn read(
    typed: &Typed,
    before: Option<&Typed>,
    sport: &Sport,
    clock: LocalClock,
    now: DateTime<Utc>,
    formats: &Formats,
) -> Reading {
    let mut reading = Reading::default();
    read_start(&mut reading, typed, before, clock, formats);
    for metric in &sport.form {
        let text = |typed: &Typed| typed.metrics.get(&metric.id).cloned().unwrap_or_default();
        let is_touched = before.is_none_or(|before| text(before) != text(typed));
        if is_touched {
            match value(&metric.ty, &metric.display, &text(typed), formats) {
                Ok(value) => drop(reading.edits.metrics.insert(metric.id.clone(), value)),
                Err(key) => {
                    reading
                        .problems
                        .add(format!("metric.{}", metric.id), formats.text(key, &[]));
                }
            }
        }
    }
    for part in &sport.parts {
        read_part(&mut reading, typed, before, part, formats);
    }
    apply_rules(&mut reading, typed, before.is_none(), sport, now, formats);
    reading
}

fn read_start(
    reading: &mut Reading,
    typed: &Typed,
    before: Option<&Typed>,
    clock: LocalClock,
    formats: &Formats,
) {
    if before.is_some_and(|b| (&b.date, &b.time) == (&typed.date, &typed.time)) {
        return;
    }
    let day = typed.date.trim().parse::<NaiveDate>();
    let time = NaiveTime::parse_from_str(typed.time.trim(), "%H:%M");
    let time = time.or_else(|_| NaiveTime::parse_from_str(typed.time.trim(), "%H:%M:%S"));
    if day.is_err() {
        reading
            .problems
            .add("date", formats.text("input-not-a-day", &[]));
    }
    if time.is_err() {
        reading
            .problems
            .add("time", formats.text("input-not-a-clock", &[]));
    }
    if let (Ok(day), Ok(time)) = (day, time) {
        reading.start = Some(clock.at(day.and_time(time)));
    }
}

impl LocalClock {
    /// The moment at which this clock shows the time: of two the first, and of none, where clocks
    /// were put forward, an hour later.
    fn at(self, shown: NaiveDateTime) -> Start {
        match self {
            Self::Offset(offset) => {
                let at = shown.and_utc() - TimeDelta::seconds(i64::from(offset.local_minus_utc()));
                (at, offset.local_minus_utc())
            }
            Self::Zone(zone) => {
                let later = || {
                    zone.from_local_datetime(&(shown + TimeDelta::hours(1)))
                        .earliest()
                };
                match zone.from_local_datetime(&shown).earliest().or_else(later) {
                    Some(at) => (at.to_utc(), at.offset().fix().local_minus_utc()),
                    None => (shown.and_utc(), 0),
                }
            }
        }
    }
}

/// An empty field is no value, and a box that is not ticked says no. The error is the key of its
/// text.
fn value(
    ty: &MetricType,
    display: &Display,
    text: &str,
    formats: &Formats,
) -> Result<Option<Value>, &'static str> {
    let text = text.trim();
    if text.is_empty() && !matches!(ty, MetricType::Flag) {
        return Ok(None);
    }
    Ok(Some(match ty {
        MetricType::Flag => Value::Flag(text == "true"),
        MetricType::Enum { .. } | MetricType::Text => Value::Text(text.to_owned()),
        MetricType::Rating { .. } => Value::Number(text.parse().map_err(|_| "input-not-a-number")?),
        MetricType::Quantity | MetricType::Count => {
            Value::Number(formats.parse(text, display).map_err(ParseError::key)?)
        }
    }))
}

/// One changed cell makes the whole list of entries the person's own.
fn read_part(
    reading: &mut Reading,
    typed: &Typed,
    before: Option<&Typed>,
    part: &Part,
    formats: &Formats,
) {
    let rows = |typed: &Typed| typed.rows.get(&part.name).cloned().unwrap_or_default();
    let sent = rows(typed);
    if before.map_or(sent.is_empty(), |before| tidy(&rows(before)) == tidy(&sent)) {
        return;
    }
    let mut values = Vec::with_capacity(sent.len());
    for (n, row) in sent.iter().enumerate() {
        values.push(read_row(reading, part, n, row, formats));
    }
    reading.edits.parts.insert(part.id.clone(), values);
}

/// Without empty cells: a browser sends them, a stored entry has none.
fn tidy(rows: &[Row]) -> Vec<Row> {
    let filled = |row: &Row| {
        let cells = row.iter().filter(|(_, text)| !text.is_empty());
        cells
            .map(|(name, text)| (name.clone(), text.clone()))
            .collect()
    };
    rows.iter().map(filled).collect()
}

fn read_row(reading: &mut Reading, part: &Part, n: usize, row: &Row, formats: &Formats) -> PartRow {
    let mut values = PartRow::new();
    if is_blank(row) {
        return values;
    }
    for (name, field) in &part.fields {
        let text = row.get(name).map_or("", String::as_str);
        match value(&field.ty, &field.display, text, formats) {
            Ok(Some(value)) => drop(values.insert(name.clone(), value)),
            Ok(None) => {}
            Err(key) => {
                let name = format!("{}.{n}.{name}", part.name);
                reading.problems.add(name, formats.text(key, &[]));
            }
        }
    }
    values
}

fn apply_rules(
    reading: &mut Reading,
    typed: &Typed,
    is_new: bool,
    sport: &Sport,
    now: DateTime<Utc>,
    formats: &Formats,
) {
    let mut errors = Vec::new();
    validate::texts(Some(&typed.title), Some(&typed.note), &mut errors);
    if let Some((start, _)) = reading.start {
        validate::start(Some(start), now, &mut errors);
    }
    validate::entered(sport, &reading.entered(), is_new, &mut errors);
    if !is_new {
        validate::cleared(sport, &reading.edits, &mut errors);
    }
    reading
        .problems
        .extend(&errors, sport, &reading.edits, formats);
}
