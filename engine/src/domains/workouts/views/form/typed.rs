//! A form as it was typed: every value a string, nothing lost when it is shown again.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use stadion_pack::model::{Archetype, Display, Metric, MetricType, Part, PartField, Sport};
use stadion_pack::value::Value;

use super::Action;
use super::actions::is_of_preset;
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
    /// The language, units and zone in which the form is filled in.
    pub under: String,
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
            "under" => &mut self.under,
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

    /// A new form: now, with an empty entry of each part; a course is known beforehand, so its
    /// first preset is there already.
    pub fn blank(sport: &Sport, now: NaiveDateTime, key: String, formats: &Formats) -> Self {
        let preset = |part: &Part| {
            let preset = part
                .presets
                .first()
                .filter(|_| sport.archetype == Archetype::Course)?;
            let rows = preset.rows.iter();
            Some(
                rows.map(|row| row_of(part, row, formats))
                    .collect::<Vec<_>>(),
            )
        };
        let entry = |part: &std::sync::Arc<Part>| {
            let empty = if is_typed(part) { empty_rows(sport) } else { 0 };
            let rows = preset(part).unwrap_or_else(|| vec![Row::new(); empty]);
            (part.name.clone(), rows)
        };
        Self {
            sport: sport.id.clone(),
            key,
            rows: sport.parts.iter().map(entry).collect(),
            ..Self::default()
        }
        .at(now)
    }

    /// A new form that says what another workout was, not how it went: without its note, what was
    /// measured or felt in it, its score, and what a course took.
    #[must_use]
    pub fn repeated(mut self, sport: &Sport, now: NaiveDateTime, key: String) -> Self {
        let of = |id: &String| sport.form.iter().find(|metric| metric.id == *id);
        let needed = sport
            .form
            .iter()
            .rposition(|metric| metric.required)
            .unwrap_or(0);
        let leads = |metric: &Metric| {
            sport
                .form
                .iter()
                .take(needed + 1)
                .any(|m| m.id == metric.id)
        };
        self.metrics
            .retain(|id, _| of(id).is_some_and(|m| leads(m) || says_what(&m.ty)));
        for part in &sport.parts {
            if let Some(rows) = self.rows.get_mut(&part.name) {
                forget_results(rows, part, sport);
            }
        }
        self.note.clear();
        self.version.clear();
        Self { key, ..self }.at(now)
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

    /// Entries in which nothing was typed are none, and at the end of a part those of a preset in
    /// which something needed is missing: who stops half way does not take the other half away.
    pub fn without_blank_rows(mut self, sport: &Sport, formats: &Formats) -> Self {
        for (name, rows) in &mut self.rows {
            rows.retain(|row| !is_blank(row));
            let Some(part) = sport.parts.iter().find(|part| part.name == *name) else {
                continue;
            };
            let is_untouched =
                |row: &Row| !is_complete(part, row) && is_of_preset(part, row, formats);
            while rows.last().is_some_and(is_untouched) {
                rows.pop();
            }
        }
        self
    }

    /// Entries that have all they need, for figures of a form that is being filled in.
    #[must_use]
    pub fn complete_rows(mut self, sport: &Sport) -> Self {
        for part in &sport.parts {
            if let Some(rows) = self.rows.get_mut(&part.name) {
                rows.retain(|row| !is_blank(row) && is_complete(part, row));
            }
        }
        self
    }

    /// Whether a field is a cell of an entry in which nothing was typed.
    pub fn is_in_blank_row(&self, name: &str) -> bool {
        let row = cell(name).and_then(|(kind, row, _)| self.rows.get(kind)?.get(row));
        row.is_some_and(is_blank)
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

/// A part of which nothing is needed is counted by devices: few people type it.
pub fn is_typed(part: &Part) -> bool {
    part.fields.values().any(|field| field.required)
}

/// Two entries are the least that settle a score.
fn empty_rows(sport: &Sport) -> usize {
    if sport.archetype == Archetype::Match {
        2
    } else {
        1
    }
}

/// A choice or a name says what the workout was; an ordered choice judges it.
fn says_what(ty: &MetricType) -> bool {
    matches!(
        ty,
        MetricType::Enum { ordered: false, .. } | MetricType::Text | MetricType::Flag
    )
}

fn forget_results(rows: &mut Vec<Row>, part: &Part, sport: &Sport) {
    let known = part.presets.first().and_then(|preset| preset.rows.first());
    match sport.archetype {
        Archetype::Match => *rows = vec![Row::new(); empty_rows(sport)],
        Archetype::Course => {
            for row in rows.iter_mut() {
                row.retain(|name, _| {
                    known.is_none_or(|known| known.contains_key(name)) || is_choice(part, name)
                });
            }
        }
        _ => {
            for row in rows.iter_mut() {
                row.retain(|name, _| !is_rating(part, name));
            }
        }
    }
}

fn is_choice(part: &Part, name: &str) -> bool {
    let field = part.fields.get(name);
    field.is_some_and(|field| matches!(field.ty, MetricType::Enum { .. }))
}

fn is_rating(part: &Part, name: &str) -> bool {
    let field = part.fields.get(name);
    field.is_some_and(|field| matches!(field.ty, MetricType::Rating { .. }))
}

fn is_complete(part: &Part, row: &Row) -> bool {
    let has = |name: &String| row.get(name).is_some_and(|text| !text.trim().is_empty());
    // A box that is not ticked says no.
    let is_needed = |field: &PartField| field.required && !matches!(field.ty, MetricType::Flag);
    part.fields
        .iter()
        .all(|(name, field)| !is_needed(field) || has(name))
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
