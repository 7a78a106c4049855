//! From what a client sends to values in SI: numbers count in the metric's own unit, texts may carry
//! a unit of their own (`"10 km"`).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use stadion_pack::model::{Metric, MetricType, Part, Sport};
use stadion_pack::units::{Unit, parse_quantity};
use stadion_pack::value::{Dim, Value};

use crate::domains::workouts::model::{Edits, Entered, PartRow};
use crate::web::error::FieldError;

/// Names as sent: plain (`distance`) or qualified (`core.distance`).
pub type Metrics = BTreeMap<String, Json>;
pub type Parts = BTreeMap<String, Vec<BTreeMap<String, Json>>>;

/// For a new workout: a null is as good as nothing.
pub fn entered(
    sport: &Sport,
    metrics: &Metrics,
    parts: &Parts,
) -> Result<Entered, Vec<FieldError>> {
    let edits = edits(sport, metrics, parts)?;
    let set = edits
        .metrics
        .into_iter()
        .filter_map(|(id, value)| Some((id, value?)));
    Ok(Entered {
        metrics: set.collect(),
        parts: edits.parts,
    })
}

/// For a change: a null clears.
pub fn edits(sport: &Sport, metrics: &Metrics, parts: &Parts) -> Result<Edits, Vec<FieldError>> {
    let mut edits = Edits::default();
    let mut errors = Vec::new();
    for (name, sent) in metrics {
        match metric(sport, name, sent) {
            Ok((id, _)) if edits.metrics.contains_key(&id) => {
                errors.push(twice("metrics", name, &id));
            }
            Ok((id, value)) => drop(edits.metrics.insert(id, value)),
            Err(error) => errors.push(error),
        }
    }
    for (name, rows) in parts {
        match part(sport, name, rows) {
            Ok((id, _)) if edits.parts.contains_key(&id) => {
                errors.push(twice("parts", name, &id));
            }
            Ok((id, rows)) => drop(edits.parts.insert(id, rows)),
            Err(more) => errors.extend(more),
        }
    }
    if errors.is_empty() {
        Ok(edits)
    } else {
        Err(errors)
    }
}

/// One thing was sent by its plain and its qualified name; none of the two values is the right one.
fn twice(of: &str, name: &str, id: &str) -> FieldError {
    let plain = plain(id);
    let message = format!("`{id}` and `{plain}` are the same, and only one value can be kept.");
    FieldError::new(format!("/{of}/{}", pointer(name)), message).remedy("Send one of them.")
}

/// A qualified id without its pack.
fn plain(id: &str) -> &str {
    id.rsplit('.').next().unwrap_or(id)
}

/// The names under which a client sent metrics and parts.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    metrics: BTreeSet<String>,
    parts: BTreeSet<String>,
}

impl Sent {
    pub fn of(metrics: &Metrics, parts: &Parts) -> Self {
        Self {
            metrics: metrics.keys().cloned().collect(),
            parts: parts.keys().cloned().collect(),
        }
    }

    /// `metrics/core.distance` as `/metrics/distance` where the client said so; a field that was
    /// not sent at all keeps its qualified id.
    pub fn pointer(&self, field: &str) -> String {
        let field = field.trim_start_matches('/');
        let (names, rest) = match field.split_once('/') {
            Some(("metrics", rest)) => (&self.metrics, rest),
            Some(("parts", rest)) => (&self.parts, rest),
            _ => return format!("/{field}"),
        };
        let id = rest.split('/').next().unwrap_or(rest);
        if names.contains(id) || !names.contains(plain(id)) {
            return format!("/{field}");
        }
        format!("/{}", field.replacen(id, plain(id), 1))
    }
}

fn metric(sport: &Sport, name: &str, sent: &Json) -> Result<(String, Option<Value>), FieldError> {
    let field = format!("/metrics/{}", pointer(name));
    let named = |metric: &&std::sync::Arc<Metric>| metric.id == name || metric.name == name;
    let metric = sport.metrics.iter().find(named).ok_or_else(|| {
        let known: Vec<&str> = sport.metrics.iter().map(|m| m.id.as_str()).collect();
        FieldError::new(
            &field,
            format!("The sport `{}` has no metric `{name}`.", sport.id),
        )
        .remedy(format!("It has: {}.", known.join(", ")))
    })?;
    let value = scalar(&metric.ty, metric.dim, &metric.unit, sent);
    value
        .map(|value| (metric.id.clone(), value))
        .map_err(|said| said.at(field))
}

fn part(
    sport: &Sport,
    name: &str,
    rows: &[BTreeMap<String, Json>],
) -> Result<(String, Vec<PartRow>), Vec<FieldError>> {
    let at = format!("/parts/{}", pointer(name));
    let named = |part: &&std::sync::Arc<Part>| part.id == name || part.name == name;
    let Some(part) = sport.parts.iter().find(named) else {
        let known: Vec<&str> = sport.parts.iter().map(|part| part.id.as_str()).collect();
        let error = FieldError::new(
            at,
            format!("The sport `{}` has no part `{name}`.", sport.id),
        );
        let remedy = if known.is_empty() {
            "It has no parts: leave it out.".to_owned()
        } else {
            format!("It has: {}.", known.join(", "))
        };
        return Err(vec![error.remedy(remedy)]);
    };
    let mut errors = Vec::new();
    let mut read = Vec::with_capacity(rows.len());
    for (n, row) in rows.iter().enumerate() {
        let mut values = PartRow::new();
        for (name, sent) in row {
            let field = format!("{at}/{n}/{}", pointer(name));
            let value = match part.fields.get(name) {
                None => Err(FieldError::new(field, "This part has no such field.")),
                Some(known) => {
                    scalar(&known.ty, known.dim, &known.unit, sent).map_err(|said| said.at(field))
                }
            };
            match value {
                Ok(Some(value)) => drop(values.insert(name.clone(), value)),
                Ok(None) => {}
                Err(error) => errors.push(error),
            }
        }
        read.push(values);
    }
    if errors.is_empty() {
        Ok((part.id.clone(), read))
    } else {
        Err(errors)
    }
}

/// What is wrong with one value, before its place is known.
struct Wrong {
    message: String,
    remedy: Option<String>,
}

impl Wrong {
    fn at(self, field: String) -> FieldError {
        FieldError {
            field,
            message: self.message,
            remedy: self.remedy,
        }
    }

    fn expected(what: &str) -> Self {
        Self {
            message: format!("Here stands {what}."),
            remedy: None,
        }
    }
}

fn scalar(ty: &MetricType, dim: Dim, unit: &Unit, sent: &Json) -> Result<Option<Value>, Wrong> {
    let value = match (ty, sent) {
        (_, Json::Null) => return Ok(None),
        (MetricType::Quantity, Json::Number(number)) => {
            Value::Number(unit.to_si(number.as_f64().ok_or_else(|| Wrong::expected("a number"))?))
        }
        (MetricType::Quantity, Json::String(text)) => Value::Number(quantity(text, dim, unit)?),
        (MetricType::Count | MetricType::Rating { .. }, Json::Number(number)) => {
            Value::Number(number.as_f64().ok_or_else(|| Wrong::expected("a number"))?)
        }
        (MetricType::Flag, Json::Bool(flag)) => Value::Flag(*flag),
        (MetricType::Enum { .. } | MetricType::Text, Json::String(text)) => {
            Value::Text(text.clone())
        }
        (MetricType::Quantity, _) => return Err(Wrong::expected(&a_quantity(unit))),
        (MetricType::Count | MetricType::Rating { .. }, _) => {
            return Err(Wrong::expected("a whole number"));
        }
        (MetricType::Flag, _) => return Err(Wrong::expected("true or false")),
        (MetricType::Enum { .. } | MetricType::Text, _) => return Err(Wrong::expected("a text")),
    };
    Ok(Some(value))
}

fn a_quantity(unit: &Unit) -> String {
    match unit.symbol.as_str() {
        "1" => "a number".to_owned(),
        symbol => format!("a number of {symbol} or a text such as \"10 {symbol}\""),
    }
}

/// A text without a unit counts in the metric's own; a duration may be told as on a clock.
fn quantity(text: &str, dim: Dim, unit: &Unit) -> Result<f64, Wrong> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        return Ok(unit.to_si(number));
    }
    let is_figure = text.starts_with(|c: char| c.is_ascii_digit() || "+-.P".contains(c));
    if !is_figure {
        return Err(Wrong::expected(&a_quantity(unit)));
    }
    if text.contains(',') {
        return Err(Wrong {
            message: format!("`{text}` holds a comma."),
            remedy: Some(
                "Write a decimal point, and thousands without a mark: \"1.5 km\", \"1500 m\"."
                    .into(),
            ),
        });
    }
    let text = if dim == Dim::TIME {
        clock(text)
    } else {
        text.to_owned()
    };
    let wrong = |error: stadion_pack::units::UnitError| Wrong {
        message: error.message,
        remedy: error
            .suggestion
            .map(|near| format!("Did you mean `{near}`?")),
    };
    parse_quantity(&text, Some(dim))
        .map(|quantity| quantity.si)
        .map_err(wrong)
}

/// `1:30:00` are hours and `4:30` minutes, as in the form.
fn clock(text: &str) -> String {
    let is_bare = text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ':' | '.'));
    match text.matches(':').count() {
        1 if is_bare => format!("{text} min"),
        2 if is_bare => format!("{text} h"),
        _ => text.to_owned(),
    }
}

/// One value on its own, as it would stand in a workout that was sent.
pub fn value(
    ty: &MetricType,
    dim: Dim,
    unit: &Unit,
    sent: &Json,
) -> Result<Option<Value>, FieldError> {
    scalar(ty, dim, unit, sent).map_err(|said| said.at(String::new()))
}

/// A name inside a JSON pointer (RFC 6901).
fn pointer(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
