//! Figures as cases write them, and as they are told beside those.

use std::fmt::Write;

use serde_json::Value as Json;
use stadion_pack::finding::Report;
use stadion_pack::model::{Display, Format, Metric, MetricType};
use stadion_pack::place::Span;
use stadion_pack::units::{Unit, parse_quantity, parse_unit};
use stadion_pack::value::{Dim, Value};

use super::model::Wanted;
use crate::domains::workouts;
use crate::web::error::FieldError;

/// Between a figure and its tolerance.
const TOLERANCE: char = '±';
/// Says that there is to be no value.
const NONE: &str = "none";

/// What a figure is of.
#[derive(Clone, Copy)]
pub struct Kind<'a> {
    pub ty: &'a MetricType,
    pub dim: Dim,
    pub unit: &'a Unit,
}

impl<'a> Kind<'a> {
    pub fn of(metric: &'a Metric) -> Self {
        Self {
            ty: &metric.ty,
            dim: metric.dim,
            unit: &metric.unit,
        }
    }

    fn is_number(self) -> bool {
        matches!(
            self.ty,
            MetricType::Quantity | MetricType::Count | MetricType::Rating { .. }
        )
    }
}

/// What the server says of a field, at its place.
pub fn refused(error: &FieldError, at: Span) -> Report {
    let report = Report::error("S0083", at, error.message.clone());
    match &error.remedy {
        Some(remedy) => report.help(remedy.clone()),
        None => report,
    }
}

/// Reads what is expected.
pub fn wanted(kind: Kind<'_>, json: &Json, at: Span) -> Result<Wanted, Report> {
    let text = json
        .as_str()
        .map_or_else(|| json.to_string(), str::to_owned);
    let wanted = |value, tolerance| Wanted {
        value,
        tolerance,
        text: text.clone(),
        at,
    };
    if json.as_str() == Some(NONE) {
        return Ok(wanted(None, 0.0));
    }
    let (main, tolerance) = match text.split_once(TOLERANCE) {
        Some((main, tolerance)) if kind.is_number() => (main.trim(), Some(tolerance.trim())),
        _ => (text.as_str(), None),
    };
    let unit = tolerance.map(unit_of).filter(|_| unit_of(main).is_empty());
    let main = match unit {
        Some(unit) => format!("{main} {unit}").trim().to_owned(),
        None => main.to_owned(),
    };
    let sent = match (json, main.parse::<f64>()) {
        // A bare number is one, also beside a tolerance.
        (Json::String(_), Ok(number)) if kind.is_number() => Json::from(number),
        (Json::String(_), _) => Json::from(main.as_str()),
        (other, _) => other.clone(),
    };
    let value = workouts::value_sent(kind.ty, kind.dim, kind.unit, &sent)
        .map_err(|error| refused(&error, at))?;
    let tolerance = match tolerance {
        None => 0.0,
        Some(text) => spread(kind, &main, text).map_err(|message| {
            Report::error("S0083", at, message).help("write it as in `5:12 min/km ± 0:01`")
        })?,
    };
    Ok(wanted(value, tolerance))
}

/// A tolerance in SI; without a unit of its own in that of the figure.
fn spread(kind: Kind<'_>, main: &str, text: &str) -> Result<f64, String> {
    let unit = [unit_of(text), unit_of(main), &kind.unit.symbol];
    let unit = unit.into_iter().find(|unit| !unit.is_empty());
    let unit = unit.filter(|unit| *unit != "1").unwrap_or_default();
    let si = |number: &str| {
        let quantity = parse_quantity(format!("{number} {unit}").trim(), Some(kind.dim));
        quantity.map(|read| read.si).map_err(|error| error.message)
    };
    if text.starts_with('P') {
        let read = parse_quantity(text, Some(kind.dim));
        return read.map(|read| read.si).map_err(|error| error.message);
    }
    let number = text.strip_suffix(unit_of(text)).unwrap_or(text).trim();
    // Degrees count from elsewhere than zero: only the distance matters.
    Ok((si(number)? - si("0")?).abs())
}

/// What stands after the number; nothing of an ISO 8601 duration.
fn unit_of(text: &str) -> &str {
    if text.starts_with('P') {
        return "";
    }
    text.trim_start_matches(|c: char| c.is_ascii_digit() || " .:+-_".contains(c))
}

/// Whether an actual value is the one expected.
pub fn holds(kind: Kind<'_>, wanted: &Wanted, actual: Option<&Value>) -> bool {
    match (&wanted.value, actual) {
        (None, None) => true,
        (Some(Value::Number(wished)), Some(Value::Number(found))) => {
            // Half a step is lost in storing, and the rest of a decimal in telling.
            let slack = kind.dim.from_steps(1) / 2.0 + 1e-9 * wished.abs().max(found.abs());
            let stored = |si: f64| kind.unit.to_si(kind.unit.from_stored(si));
            let exact = (wished - found).abs();
            let difference = exact.min((stored(*wished) - stored(*found)).abs());
            difference <= wanted.tolerance + slack
        }
        (Some(wished), Some(found)) => wished == found,
        _ => false,
    }
}

/// A value in words, in the unit and on the clock of what was expected.
pub fn told(kind: Kind<'_>, like: &str, value: Option<&Value>) -> String {
    match value {
        None => NONE.to_owned(),
        Some(Value::Number(si)) if matches!(kind.ty, MetricType::Quantity) => {
            let main = like.split(TOLERANCE).next().unwrap_or(like).trim();
            let own = unit_of(main);
            let unit = parse_unit(own).ok().filter(|unit| unit.dim == kind.dim);
            let unit = unit
                .as_ref()
                .filter(|_| !own.is_empty())
                .unwrap_or(kind.unit);
            let number = unit.from_stored(*si);
            let number = match main.matches(':').count() {
                0 => plain(number),
                pieces => clock(number, pieces),
            };
            named(&number, &unit.symbol)
        }
        Some(Value::Number(number)) => plain(*number),
        Some(Value::Flag(flag)) => flag.to_string(),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Date(date)) => date.to_string(),
        Some(Value::Time(time)) => time.to_rfc3339(),
        Some(Value::Money(money)) => money.to_string(),
    }
}

/// As a person would write it into a case: shown as the pack shows it, with the tolerance that
/// rounding asks for.
pub fn snapshot(metric: &Metric, value: &Value) -> String {
    let kind = Kind::of(metric);
    let (MetricType::Quantity, Value::Number(si)) = (kind.ty, value) else {
        return told(kind, "", Some(value));
    };
    let Display {
        metric: unit,
        decimals,
        format,
        ..
    } = &metric.display;
    let number = unit.from_stored(*si);
    let text = match format {
        Format::MinSec => clock(number, 1),
        Format::HourMinSec => clock(number, 2),
        Format::Decimal => {
            let places = usize::from(*decimals);
            format!("{number:.places$}")
        }
    };
    with_tolerance(kind, named(&text, &unit.symbol), Some(value))
}

/// What to write in place of a figure that came out otherwise: its tolerance stays, and one that
/// had none has the one that rounding asks for.
pub fn rewritten(kind: Kind<'_>, old: &Wanted, value: Option<&Value>) -> String {
    let told = told(kind, &old.text, value);
    let tolerance = old.text.split_once(TOLERANCE).map(|(_, text)| text.trim());
    match tolerance {
        Some(tolerance) if value.is_some() => format!("{told} {TOLERANCE} {tolerance}"),
        _ => with_tolerance(kind, told, value),
    }
}

/// A figure that was rounded states by how much.
fn with_tolerance(kind: Kind<'_>, text: String, value: Option<&Value>) -> String {
    let json = Json::from(text.as_str());
    let read = wanted(kind, &json, Span::default());
    if read.is_ok_and(|read| holds(kind, &read, value)) {
        return text;
    }
    let number = text.strip_suffix(unit_of(&text)).unwrap_or(&text).trim();
    let last = match (number.matches(':').count(), number.split_once('.')) {
        (0, None) => "1".to_owned(),
        (0, Some((_, decimals))) => format!("0.{}1", "0".repeat(decimals.len().saturating_sub(1))),
        (1, _) => "0:01".to_owned(),
        _ => "0:00:01".to_owned(),
    };
    format!("{text} {TOLERANCE} {last}")
}

/// A scalar of YAML: quoted where its signs could mean something else.
pub fn scalar(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || " ._-+/±%".contains(c);
    let is_plain = text.chars().all(is_word) && !text.starts_with(['-', '%', ' ']);
    if is_plain && !text.is_empty() {
        return text.to_owned();
    }
    // JSON's strings are YAML's.
    Json::from(text).to_string()
}

fn named(number: &str, unit: &str) -> String {
    match unit {
        "1" => number.to_owned(),
        unit => format!("{number} {unit}"),
    }
}

/// Up to seven significant digits.
fn plain(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return "0".to_owned();
    }
    let before = number.abs().log10().floor() as i32 + 1;
    let places = usize::try_from((7 - before).clamp(0, 12)).unwrap_or(0);
    let text = format!("{number:.places$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// `5.2` as `5:12`, or of hours as `5:12:00`.
fn clock(number: f64, pieces: usize) -> String {
    let sign = if number < 0.0 { "-" } else { "" };
    let per = 60_u64.pow(u32::try_from(pieces).unwrap_or(1));
    let whole = (number.abs() * per as f64).round() as u64;
    let mut text = format!("{sign}{}", whole / per);
    let mut rest = whole % per;
    let mut scale = per;
    while scale > 1 {
        scale /= 60;
        // Writing to a string cannot fail.
        let _ = write!(text, ":{:02}", rest / scale);
        rest %= scale;
    }
    text
}
