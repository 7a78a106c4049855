//! A form as it was typed: every value a string, nothing lost when it is shown again.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use stadion_pack::model::{Display, MetricType, Part, Sport};
use stadion_pack::value::Value;

use super::Action;
use crate::domains::workouts::model::{PartRow, Workout};
use crate::domains::workouts::rules::values::Values;
use crate::web::ui::format::Formats;

/// Cells of one entry by field.
pub type Row = BTreeMap<String, String>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Qualified.
    pub sport: String,
    pub title: String,
    /// ISO day.
    pub date: String,
    /// `HH:MM`.
    pub time: String,
    pub note: String,
    /// Makes sending twice record once.
    pub key: String,
    /// Of the workout that is edited, as it was read.
    pub version: String,
    /// Ids of what was used; `None` where the form did not ask.
    pub gear: Option<Vec<String>>,
    /// By qualified metric.
    pub metrics: BTreeMap<String, String>,
    /// By the part's plain name.
    pub rows: BTreeMap<String, Vec<Row>>,
}

impl Typed {
    /// The fields of a sent form, and what was asked of it. Names that mean nothing are left out.
    pub fn from_pairs(pairs: Vec<(String, String)>) -> (Self, Action) {
        let mut typed = Self::default();
        let mut action = Action::Save;
        // Rows by their numbers as sent: gaps close, and no number makes a long list.
        let mut sparse: BTreeMap<String, BTreeMap<usize, Row>> = BTreeMap::new();
        for (name, value) in pairs {
            if let Some(metric) = name.strip_prefix("metric.") {
                typed.metrics.insert(metric.to_owned(), value);
            } else if let Some((kind, row, field)) = cell(&name) {
                let rows = sparse.entry(kind.to_owned()).or_default();
                rows.entry(row).or_default().insert(field.to_owned(), value);
            } else if name == "gear" {
                // An empty one says that the form asks: nothing chosen is nothing used.
                let gear = typed.gear.get_or_insert_default();
                gear.extend(Some(value).filter(|id| !id.is_empty()));
            } else if name == "action" {
                action = Action::parse(&value);
            } else if let Some(text) = typed.text_mut(&name) {
                *text = value;
            }
        }
        let rows = sparse
            .into_iter()
            .map(|(kind, rows)| (kind, rows.into_values().collect()));
        typed.rows = rows.collect();
        (typed, action)
    }

    fn text_mut(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "sport" => &mut self.sport,
            "title" => &mut self.title,
            "date" => &mut self.date,
            "time" => &mut self.time,
            "note" => &mut self.note,
            "key" => &mut self.key,
            "version" => &mut self.version,
            _ => return None,
        })
    }

    /// A field by the name it has in the form; rows that are not there are not made.
    pub fn field_mut(&mut self, name: &str) -> Option<&mut String> {
        if let Some(metric) = name.strip_prefix("metric.") {
            return Some(self.metrics.entry(metric.to_owned()).or_default());
        }
        match cell(name) {
            Some((kind, row, field)) => {
                let row = self.rows.get_mut(kind)?.get_mut(row)?;
                Some(row.entry(field.to_owned()).or_default())
            }
            None => self.text_mut(name),
        }
    }

    /// A new form: now, with one empty entry of each part.
    pub fn blank(sport: &Sport, now: NaiveDateTime, key: String) -> Self {
        let entry = |part: &std::sync::Arc<Part>| (part.name.clone(), vec![Row::new()]);
        Self {
            sport: sport.id.clone(),
            key,
            rows: sport.parts.iter().map(entry).collect(),
            ..Self::default()
        }
        .at(now)
    }

    /// The form of a workout as it stands, whether a file or a person said so.
    pub fn of(workout: &Workout, sport: &Sport, values: &Values, formats: &Formats) -> Self {
        let metric = |metric: &std::sync::Arc<stadion_pack::model::Metric>| {
            let value = values.metrics.get(&metric.id)?;
            Some((
                metric.id.clone(),
                text_of(&metric.ty, &metric.display, value, formats),
            ))
        };
        let rows = |part: &std::sync::Arc<Part>| {
            let found = values.parts.iter().find(|(id, _)| *id == part.id);
            let rows = found.map_or(&[][..], |(_, rows)| rows);
            (
                part.name.clone(),
                rows.iter().map(|row| row_of(part, row, formats)).collect(),
            )
        };
        Self {
            sport: sport.id.clone(),
            title: workout.title.clone().unwrap_or_default(),
            note: workout.note.clone().unwrap_or_default(),
            version: workout.version.to_string(),
            metrics: sport.form.iter().filter_map(metric).collect(),
            rows: sport.parts.iter().map(rows).collect(),
            ..Self::default()
        }
        .at(workout.local_start().naive_local())
    }

    fn at(mut self, start: NaiveDateTime) -> Self {
        self.date = start.format("%Y-%m-%d").to_string();
        self.time = start.format("%H:%M").to_string();
        self
    }

    /// Entries in which nothing was typed are none.
    pub fn without_blank_rows(mut self) -> Self {
        for rows in self.rows.values_mut() {
            rows.retain(|row| !is_blank(row));
        }
        self
    }

    /// Whether something was typed that this sport does not ask: then the form was another sport's.
    pub fn is_of_other_sport(&self, sport: &Sport) -> bool {
        let is_asked = |id: &str| sport.form.iter().any(|metric| metric.id == id);
        let is_part = |name: &str| sport.parts.iter().any(|part| part.name == name);
        let mut metrics = self
            .metrics
            .iter()
            .filter(|(_, text)| !text.trim().is_empty());
        let mut parts = self
            .rows
            .iter()
            .filter(|(_, rows)| !rows.iter().all(is_blank));
        metrics.any(|(id, _)| !is_asked(id)) || parts.any(|(name, _)| !is_part(name))
    }
}

pub fn is_blank(row: &Row) -> bool {
    row.values().all(|text| text.trim().is_empty())
}

pub fn row_of(part: &Part, row: &PartRow, formats: &Formats) -> Row {
    let cell = |(name, value): (&String, &Value)| {
        let field = part.fields.get(name)?;
        Some((
            name.clone(),
            text_of(&field.ty, &field.display, value, formats),
        ))
    };
    row.iter().filter_map(cell).collect()
}

/// A value as one would type it.
pub fn text_of(ty: &MetricType, display: &Display, value: &Value, formats: &Formats) -> String {
    match (ty, value) {
        (MetricType::Rating { .. }, Value::Number(number)) => format!("{number:.0}"),
        (_, Value::Number(si)) => formats.input_value(*si, display),
        (_, Value::Flag(true)) => "true".to_owned(),
        (_, Value::Flag(false)) => String::new(),
        (_, Value::Text(text)) => text.clone(),
        (_, Value::Date(day)) => day.to_string(),
        (_, Value::Time(at)) => at.to_rfc3339(),
        (_, Value::Money(money)) => money.to_string(),
    }
}

/// `set.2.load` in its pieces.
fn cell(name: &str) -> Option<(&str, usize, &str)> {
    let (kind, rest) = name.split_once('.')?;
    let (row, field) = rest.split_once('.')?;
    Some((kind, row.parse().ok()?, field))
}
