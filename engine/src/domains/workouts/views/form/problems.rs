//! What is wrong, in the person's language and units, beside the field it is about.
//!
//! The rules are `rules::validate`'s alone; here its findings get their words and, where a slip of
//! the decimal point explains them, a button that mends it.

use std::collections::BTreeMap;

use stadion_pack::model::{Bounds, Display, Metric, MetricType, PartField, Sport};
use stadion_pack::value::Value;

use crate::domains::workouts::model::Edits;
use crate::domains::workouts::rules::validate::{NOTE_MAX, TITLE_MAX};
use crate::web::ui::format::Formats;
use crate::web::ui::pages::{Fix, Problem};
use crate::web::{Error, FieldError};

/// By the field's name in the form.
#[derive(Clone, Debug, Default)]
pub struct Problems(pub BTreeMap<String, Problem>);

impl Problems {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn get(&self, field: &str) -> Option<Problem> {
        self.0.get(field).cloned()
    }

    /// The first problem of a field stays: one that cannot be read is not also missing.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        let problem = Problem {
            message: message.into(),
            fix: None,
        };
        self.0.entry(field.into()).or_insert(problem);
    }

    /// Takes over what the rules found in what was entered.
    pub fn extend(
        &mut self,
        errors: &[FieldError],
        sport: &Sport,
        edits: &Edits,
        formats: &Formats,
    ) {
        for error in errors {
            let place = Place::of(&error.field, sport, edits);
            let name = place
                .as_ref()
                .map_or_else(|| plain(&error.field), |place| place.name.clone());
            let problem = match place {
                Some(place) => place.problem(error, formats),
                None => Problem {
                    message: words(error, formats),
                    fix: None,
                },
            };
            self.0.entry(name).or_insert(problem);
        }
    }
}

/// The fields that the form itself names; the start is told beside the day.
fn plain(field: &str) -> String {
    match field.trim_start_matches('/') {
        "start" => "date".to_owned(),
        other => other.to_owned(),
    }
}

fn words(error: &FieldError, formats: &Formats) -> String {
    let too_long = |max: usize| formats.text("input-too-long", &[("max", max.into())]);
    match error.field.trim_start_matches('/') {
        "title" => too_long(TITLE_MAX),
        "note" => too_long(NOTE_MAX),
        "start" => formats.text("input-start", &[]),
        _ => error.message.clone(),
    }
}

/// The words for one of the form's own texts.
pub fn words_of_text(error: &Error, field: &str, formats: &Formats) -> String {
    let found = error
        .errors
        .iter()
        .find(|found| plain(&found.field) == field);
    found.map_or_else(|| error.detail.clone(), |found| words(found, formats))
}

/// The field that a finding is about.
struct Place<'a> {
    name: String,
    ty: &'a MetricType,
    display: &'a Display,
    input: Option<Bounds>,
    value: Option<&'a Value>,
}

impl<'a> Place<'a> {
    /// `metrics/core.distance` or `parts/strength.set/2/load`.
    fn of(field: &str, sport: &'a Sport, edits: &'a Edits) -> Option<Self> {
        let pieces: Vec<&str> = field.trim_start_matches('/').split('/').collect();
        match pieces[..] {
            ["metrics", id] => {
                let metric = sport
                    .metrics
                    .iter()
                    .chain(&sport.form)
                    .find(|m| m.id == id)?;
                let value = edits.metrics.get(id).and_then(Option::as_ref);
                Some(Self::metric(metric, value))
            }
            ["parts", kind, row, name] => {
                let part = sport.parts.iter().find(|part| part.id == kind)?;
                let n: usize = row.parse().ok()?;
                let value = edits
                    .parts
                    .get(kind)
                    .and_then(|rows| rows.get(n)?.get(name));
                Some(Self::cell(
                    format!("{}.{n}.{name}", part.name),
                    part.fields.get(name)?,
                    value,
                ))
            }
            _ => None,
        }
    }

    fn metric(metric: &'a Metric, value: Option<&'a Value>) -> Self {
        Self {
            name: format!("metric.{}", metric.id),
            ty: &metric.ty,
            display: &metric.display,
            input: metric.input,
            value,
        }
    }

    fn cell(name: String, field: &'a PartField, value: Option<&'a Value>) -> Self {
        Self {
            name,
            ty: &field.ty,
            display: &field.display,
            input: field.input,
            value,
        }
    }

    fn problem(&self, error: &FieldError, formats: &Formats) -> Problem {
        let Some(value) = self.value else {
            return Problem {
                message: formats.text("input-required", &[]),
                fix: None,
            };
        };
        let Some(number) = value.number() else {
            return Problem {
                message: error.message.clone(),
                fix: None,
            };
        };
        let message = match self.ty {
            MetricType::Rating { max } => {
                let args = [("min", 1.into()), ("max", (*max).into())];
                formats.text("input-between", &args)
            }
            MetricType::Count if number.fract() != 0.0 => formats.text("input-whole", &[]),
            _ => self
                .bound(number, formats)
                .unwrap_or_else(|| error.message.clone()),
        };
        Problem {
            message,
            fix: self.fix(number, formats),
        }
    }

    fn bound(&self, number: f64, formats: &Formats) -> Option<String> {
        let Bounds { min, max } = self.input.unwrap_or_default();
        let told = |si: f64| formats.quantity(si, self.display).to_string();
        match (min, max) {
            (_, Some(max)) if number > max => {
                Some(formats.text("input-most", &[("max", told(max).into())]))
            }
            (Some(min), _) => Some(formats.text("input-least", &[("min", told(min).into())])),
            _ => None,
        }
    }

    /// The nearest shift of the decimal point that the bounds take.
    fn fix(&self, number: f64, formats: &Formats) -> Option<Fix> {
        let Bounds { min, max } = self.input?;
        let is_accepted = |si: &f64| {
            *si > 0.0 && min.is_none_or(|min| *si >= min) && max.is_none_or(|max| *si <= max)
        };
        let unit = formats.unit_of(self.display);
        let shift = |factor: f64| unit.to_si(unit.from_si(number) * factor);
        let meant = [0.1, 10.0, 0.01, 100.0, 0.001, 1000.0].map(shift);
        let si = meant.into_iter().find(is_accepted)?;
        let value = formats.quantity(si, self.display).to_string();
        Some(Fix {
            label: formats.text("input-use", &[("value", value.into())]),
            action: format!(
                "fix:{}={}",
                self.name,
                formats.input_value(si, self.display)
            ),
        })
    }
}
