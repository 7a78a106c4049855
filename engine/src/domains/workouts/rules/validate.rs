//! What may be entered: known metrics, values of their type, within their bounds.

use chrono::{DateTime, Duration, Utc};
use stadion_pack::model::{Bounds, Metric, MetricType, Packs, Part, Sport};
use stadion_pack::units::Unit;
use stadion_pack::value::Value;

use crate::domains::workouts::model::{Edits, Entered, PartRow};
use crate::web::error::FieldError;

pub const TITLE_MAX: usize = 200;
pub const NOTE_MAX: usize = 10_000;
/// Entries of one part: more is no workout but an attack.
pub const ROWS_MAX: usize = 1_000;

pub fn unknown_sport(packs: &Packs, id: &str) -> FieldError {
    let names: Vec<String> = packs
        .all_sports()
        .map(|(_, sport)| sport.id.clone())
        .collect();
    let near = names
        .iter()
        .map(|name| (strsim::jaro_winkler(id, name), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let remedy = near.map_or_else(
        || "GET /api/v1/sports lists the sports.".to_owned(),
        |(_, name)| format!("Did you mean `{name}`?"),
    );
    FieldError::new("sport", format!("There is no sport `{id}`.")).remedy(remedy)
}

/// A workout starts after 1970 and not more than a day ahead (clocks of devices run fast).
pub fn start(
    given: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    errors: &mut Vec<FieldError>,
) -> DateTime<Utc> {
    let start = given.unwrap_or(now);
    if start > now + Duration::days(1) {
        errors.push(FieldError::new("start", "The start lies in the future."));
    }
    if start.timestamp() < 0 {
        errors.push(FieldError::new("start", "The start lies before 1970."));
    }
    start
}

pub fn texts(title: Option<&str>, note: Option<&str>, errors: &mut Vec<FieldError>) {
    for (field, text, max) in [("title", title, TITLE_MAX), ("note", note, NOTE_MAX)] {
        let text = text.unwrap_or_default();
        if text.chars().count() > max {
            errors.push(FieldError::new(
                field,
                format!("At most {max} characters fit here."),
            ));
        }
    }
}

/// Checks metrics and parts; `complete` also asks for what is required.
pub fn entered(sport: &Sport, entered: &Entered, complete: bool, errors: &mut Vec<FieldError>) {
    for (id, value) in &entered.metrics {
        let field = format!("metrics/{id}");
        match sport.metrics.iter().find(|metric| metric.id == *id) {
            None => errors.push(unknown_metric(sport, &field, id)),
            Some(metric) if metric.derive.is_some() => errors.push(
                FieldError::new(field, format!("`{}` is computed from others.", metric.name))
                    .remedy("Leave it out."),
            ),
            Some(metric) => {
                check(&Field::of(metric), &field, value, errors);
            }
        }
    }
    if complete {
        let missing = sport
            .form
            .iter()
            .filter(|m| m.required && !entered.metrics.contains_key(&m.id));
        errors
            .extend(missing.map(|metric| {
                FieldError::new(format!("metrics/{}", metric.id), "This is needed.")
            }));
    }
    for (id, rows) in &entered.parts {
        match sport.parts.iter().find(|part| part.id == *id) {
            None => errors.push(FieldError::new(
                format!("parts/{id}"),
                "This sport has no such part.",
            )),
            Some(part) => check_rows(part, rows, errors),
        }
    }
}

/// A required metric cannot be cleared.
pub fn cleared(sport: &Sport, edits: &Edits, errors: &mut Vec<FieldError>) {
    for id in edits
        .metrics
        .iter()
        .filter(|(_, value)| value.is_none())
        .map(|(id, _)| id)
    {
        let field = format!("metrics/{id}");
        match sport.metrics.iter().find(|metric| metric.id == *id) {
            None => errors.push(unknown_metric(sport, &field, id)),
            Some(metric) if metric.required => {
                errors.push(FieldError::new(field, "This is needed."));
            }
            Some(_) => {}
        }
    }
}

fn unknown_metric(sport: &Sport, field: &str, id: &str) -> FieldError {
    let known: Vec<&str> = sport
        .metrics
        .iter()
        .filter(|m| m.derive.is_none())
        .map(|m| m.id.as_str())
        .collect();
    FieldError::new(
        field,
        format!("The sport `{}` has no metric `{id}`.", sport.id),
    )
    .remedy(format!("It has: {}.", known.join(", ")))
}

fn check_rows(part: &Part, rows: &[PartRow], errors: &mut Vec<FieldError>) {
    if rows.len() > ROWS_MAX {
        let message = format!("At most {ROWS_MAX} entries fit here.");
        errors.push(FieldError::new(format!("parts/{}", part.id), message));
        return;
    }
    for (n, row) in rows.iter().enumerate() {
        for (name, value) in row {
            let field = format!("parts/{}/{n}/{name}", part.id);
            match part.fields.get(name) {
                None => errors.push(FieldError::new(field, "This part has no such field.")),
                Some(known) => check(
                    &Field {
                        ty: &known.ty,
                        unit: &known.unit,
                        input: known.input,
                    },
                    &field,
                    value,
                    errors,
                ),
            }
        }
        let missing = part
            .fields
            .iter()
            .filter(|(name, f)| f.required && !row.contains_key(*name));
        errors.extend(missing.map(|(name, _)| {
            FieldError::new(format!("parts/{}/{n}/{name}", part.id), "This is needed.")
        }));
    }
}

/// What decides about one value.
struct Field<'a> {
    ty: &'a MetricType,
    unit: &'a Unit,
    input: Option<Bounds>,
}

impl<'a> Field<'a> {
    fn of(metric: &'a Metric) -> Self {
        Self {
            ty: &metric.ty,
            unit: &metric.unit,
            input: metric.input,
        }
    }
}

fn check(known: &Field<'_>, field: &str, value: &Value, errors: &mut Vec<FieldError>) {
    let wrong = |expected: &str| FieldError::new(field, format!("Here stands {expected}."));
    match (known.ty, value) {
        (MetricType::Count, Value::Number(number)) if *number < 0.0 || number.fract() != 0.0 => {
            errors.push(wrong("a whole number from 0 on"));
        }
        (MetricType::Quantity | MetricType::Count, Value::Number(number)) => {
            errors.extend(out_of_bounds(known, field, *number));
        }
        (MetricType::Rating { max }, Value::Number(number)) => {
            if number.fract() != 0.0 || *number < 1.0 || *number > f64::from(*max) {
                errors.push(wrong(&format!("a whole number from 1 to {max}")));
            }
        }
        (MetricType::Enum { values, .. }, Value::Text(text)) => {
            if !values.values.contains_key(text) {
                let all: Vec<&str> = values.values.keys().map(String::as_str).collect();
                errors.push(wrong(&format!("one of: {}", all.join(", "))));
            }
        }
        (MetricType::Text, Value::Text(text)) => {
            if text.chars().count() > NOTE_MAX {
                errors.push(wrong(&format!("a text of at most {NOTE_MAX} characters")));
            }
        }
        (MetricType::Flag, Value::Flag(_)) => {}
        (MetricType::Quantity | MetricType::Count | MetricType::Rating { .. }, _) => {
            errors.push(wrong("a number"));
        }
        (MetricType::Enum { .. } | MetricType::Text, _) => errors.push(wrong("a text")),
        (MetricType::Flag, _) => errors.push(wrong("true or false")),
    }
}

fn out_of_bounds(known: &Field<'_>, field: &str, si: f64) -> Option<FieldError> {
    let Bounds { min, max } = known.input.unwrap_or_default();
    // Bounds and values went through the same conversions; a hair's breadth is no breach.
    let slack = 1e-9;
    let said = |si: f64| {
        let number = round(known.unit.from_si(si));
        match known.unit.symbol.as_str() {
            "1" => number.to_string(),
            symbol => format!("{number} {symbol}"),
        }
    };
    if !si.is_finite() {
        return Some(FieldError::new(field, "This number is not finite."));
    }
    if let Some(max) = max.filter(|max| si > max * (1.0 + slack) + slack) {
        let message = format!("The most that is accepted here is {}.", said(max));
        return Some(FieldError::new(field, message));
    }
    let min = min.filter(|min| si < min - min.abs() * slack - slack)?;
    Some(FieldError::new(
        field,
        format!("The least that is accepted here is {}.", said(min)),
    ))
}

fn round(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}
