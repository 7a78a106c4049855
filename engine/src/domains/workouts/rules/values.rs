//! From facts to metric values: an edit wins over what was typed, that over the file, and a derived
//! metric is its formula over the others.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use stadion_activity::fields::FieldDef;
use stadion_activity::{Activity, FieldValue};
use stadion_pack::Kind;
use stadion_pack::expr::{Env, PartRow as ExprRow, SlotRef};
use stadion_pack::kinds::metrics::Metrics;
use stadion_pack::kinds::parts::Parts;
use stadion_pack::model::{Metric, MetricType, Packs, Part, Sport};
use stadion_pack::renames::{FIELDS, Renames};
use stadion_pack::units::parse_unit;
use stadion_pack::value::Value;

use crate::domains::workouts::model::{Edits, Entered, MetricValue, PartRow, Workout};

/// What the formulas of one workout see.
pub struct Facts<'a> {
    pub start: DateTime<Utc>,
    pub day: NaiveDate,
    pub activity: Option<&'a Activity>,
    pub entered: &'a Entered,
    pub edits: &'a Edits,
    /// What the facts' names are called by the packs that read them.
    pub renames: &'a Renames,
}

impl<'a> Facts<'a> {
    pub fn of(workout: &'a Workout, packs: &'a Packs) -> Self {
        Self {
            renames: &packs.renames,
            start: workout.start_at,
            day: workout.local_day,
            activity: workout.activity.as_ref().map(|json| &json.0),
            entered: &workout.entered.0,
            edits: &workout.edits.0,
        }
    }

    /// What the user changed a metric to, by whatever name it had then; none where it was cleared.
    fn edited(&self, metric: &Metric) -> Option<&'a Option<Value>> {
        let edits = &self.edits.metrics;
        self.renames.find(Metrics::NAME, &metric.id, edits)
    }

    fn typed(&self, metric: &Metric) -> Option<&'a Value> {
        let entered = &self.entered.metrics;
        self.renames.find(Metrics::NAME, &metric.id, entered)
    }

    /// The entries of a part as they were typed or edited, by what its fields are called now.
    fn typed_rows(&self, part: &Part) -> Option<Vec<PartRow>> {
        let all = [&self.edits.parts, &self.entered.parts];
        let mut found = all
            .into_iter()
            .filter_map(|stored| self.renames.find(Parts::NAME, &part.id, stored));
        let rows = found.next()?.iter();
        Some(rows.map(|row| self.called_now(part, row)).collect())
    }

    fn called_now(&self, part: &Part, row: &PartRow) -> PartRow {
        if self.renames.is_empty() || row.keys().all(|name| part.fields.contains_key(name)) {
            return row.clone();
        }
        let fields = row.iter().map(|(name, value)| {
            let full = format!("{}.{name}", part.id);
            let now = self.renames.now(FIELDS, &full);
            let now = now.rsplit('.').next().unwrap_or(name);
            (now.to_owned(), value.clone())
        });
        fields.collect()
    }

    /// Whether the figures were sensed by a device, not typed.
    pub fn is_sensed(&self) -> bool {
        self.activity.is_some()
    }
}

/// The values of a workout's metrics and its parts, by qualified ids.
#[derive(Clone, Debug, Default)]
pub struct Values {
    pub metrics: BTreeMap<String, Value>,
    pub parts: Vec<(String, Vec<PartRow>)>,
}

/// Computes all metrics of the sport, derived ones after what they are made of.
pub fn compute(packs: &Packs, sport: &Sport, facts: &Facts<'_>) -> Values {
    let parts = sport.parts.iter();
    let mut values = Values {
        parts: parts
            .map(|part| (part.id.clone(), rows(packs, part, facts)))
            .collect(),
        ..Values::default()
    };
    for metric in plain(sport) {
        if let Some(value) = stated(metric, facts) {
            values.metrics.insert(metric.id.clone(), value);
        }
    }
    for metric in plain(sport).filter(|metric| !is_stated(metric, facts)) {
        let Some(formula) = packs.backfill(metric) else {
            continue;
        };
        if values.metrics.contains_key(&metric.id) {
            continue;
        }
        let env = WorkoutEnv {
            packs,
            pack: &metric.pack,
            sport,
            facts,
            values: &values,
        };
        if let Some(value) = formula.eval(&env) {
            values.metrics.insert(metric.id.clone(), value);
        }
    }
    for metric in &sport.derived {
        let Some(formula) = &metric.derive else {
            continue;
        };
        let env = WorkoutEnv {
            packs,
            pack: &metric.pack,
            sport,
            facts,
            values: &values,
        };
        if let Some(value) = formula.eval(&env) {
            values.metrics.insert(metric.id.clone(), value);
        }
    }
    values
}

fn plain(sport: &Sport) -> impl Iterator<Item = &Arc<Metric>> {
    let metrics = sport.metrics.iter();
    metrics.filter(|metric| metric.derive.is_none())
}

/// Whether the user said something of it, if only that it is not known.
fn is_stated(metric: &Metric, facts: &Facts<'_>) -> bool {
    facts.edited(metric).is_some() || facts.typed(metric).is_some()
}

/// The metrics that are stored of a workout: those it shows and those they are derived from.
pub fn stored(sport: &Sport) -> impl Iterator<Item = &Metric> {
    let own = |metric: &&Arc<Metric>| sport.metrics.iter().all(|known| known.id != metric.id);
    sport
        .metrics
        .iter()
        .chain(sport.derived.iter().filter(own))
        .map(AsRef::as_ref)
}

/// An edit (a cleared metric stays missing), else what was typed, else the first source that answers.
fn stated(metric: &Metric, facts: &Facts<'_>) -> Option<Value> {
    if let Some(edited) = facts.edited(metric) {
        return edited.clone();
    }
    if let Some(entered) = facts.typed(metric) {
        return Some(entered.clone());
    }
    let activity = facts.activity?;
    metric.source.iter().find_map(|source| {
        let name = format!("{}:{}", source.scheme, source.path);
        from_field(metric, &name, activity.fields.get(&name)?)
    })
}

/// Where a metric's value was taken from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// The user changed it afterwards.
    Edited,
    /// The user took it out.
    Cleared,
    /// Typed in a form or sent by the API.
    Entered,
    /// A figure of the file or of its samples, by its canonical name and as it stands there.
    Field { name: String, value: FieldValue },
    /// By its formula over others.
    Derived,
    /// Nobody stated it: what the pack says of workouts that were never asked.
    Backfilled,
    /// Nowhere: no source had it.
    Nowhere,
}

/// Where the value of a metric comes from, by the order in which `compute` asks.
pub fn origin(packs: &Packs, metric: &Metric, facts: &Facts<'_>) -> Origin {
    if metric.derive.is_some() {
        return Origin::Derived;
    }
    match facts.edited(metric) {
        Some(Some(_)) => return Origin::Edited,
        Some(None) => return Origin::Cleared,
        None if facts.typed(metric).is_some() => return Origin::Entered,
        None => {}
    }
    let fields = facts.activity.map(|activity| &activity.fields);
    let answers = |source: &stadion_pack::model::Source| {
        let name = format!("{}:{}", source.scheme, source.path);
        let value = fields?.get(&name)?;
        from_field(metric, &name, value)?;
        Some(Origin::Field {
            value: value.clone(),
            name,
        })
    };
    let found = metric.source.iter().find_map(answers);
    let stated = found.unwrap_or(Origin::Nowhere);
    match stated {
        Origin::Nowhere if packs.backfill(metric).is_some() => Origin::Backfilled,
        stated => stated,
    }
}

/// A field of the canonical activity in SI, by the unit that its name stands for.
fn from_field(metric: &Metric, name: &str, field: &FieldValue) -> Option<Value> {
    match (&metric.ty, field) {
        (MetricType::Enum { values, .. }, FieldValue::Text(text)) => values
            .values
            .contains_key(text)
            .then(|| Value::Text(text.clone())),
        (MetricType::Text, FieldValue::Text(text)) => Some(Value::Text(text.clone())),
        (MetricType::Flag, FieldValue::Number(number)) => Some(Value::Flag(*number != 0.0)),
        (
            MetricType::Quantity | MetricType::Count | MetricType::Rating { .. },
            FieldValue::Number(n),
        ) => Some(Value::Number(field_to_si(name, *n))),
        _ => None,
    }
}

fn field_to_si(name: &str, number: f64) -> f64 {
    to_si(stadion_activity::fields::by_name(name), number)
}

/// A file's figure in SI, by the unit that its field states.
pub fn to_si(field: Option<&FieldDef>, number: f64) -> f64 {
    let unit = field.and_then(|field| parse_unit(field.unit).ok());
    unit.map_or(number, |unit| unit.to_si(number))
}

/// A field of a file's parts, by its kind and plain name.
pub fn part_field(kind: &str, name: &str) -> Option<&'static FieldDef> {
    let part = stadion_activity::fields::PART_FIELDS
        .iter()
        .find(|part| part.kind == kind)?;
    part.fields.iter().find(|field| field.name == name)
}

/// The rows of a part: as edited, else as typed, else from the file.
fn rows(packs: &Packs, part: &Part, facts: &Facts<'_>) -> Vec<PartRow> {
    let mut rows = facts
        .typed_rows(part)
        .unwrap_or_else(|| file_rows(part, facts));
    for name in part.fields.keys() {
        let Some(value) = packs.backfill_field(part, name) else {
            continue;
        };
        for row in &mut rows {
            row.entry(name.clone()).or_insert_with(|| value.clone());
        }
    }
    rows
}

fn file_rows(part: &Part, facts: &Facts<'_>) -> Vec<PartRow> {
    let Some((activity, source)) = facts.activity.zip(part.source.as_ref()) else {
        return Vec::new();
    };
    let kind = format!("{}:{}", source.scheme, source.path);
    // Watches write the rests between the sets of a session as sets of their own.
    let is_rest = |row: &stadion_activity::Part| matches!(row.fields.get("set_type"), Some(FieldValue::Text(text)) if text == "rest");
    let own = |row: &&stadion_activity::Part| row.kind == kind && !is_rest(row);
    let from_file = activity.parts.iter().filter(own);
    from_file
        .map(|row| file_row(part, &kind, &row.fields))
        .filter(|row| !row.is_empty())
        .collect()
}

fn file_row(part: &Part, kind: &str, fields: &stadion_activity::Fields) -> PartRow {
    let mut row = PartRow::new();
    for (name, field) in &part.fields {
        let source = field.source.as_deref().unwrap_or(name);
        let value = fields
            .get(source)
            .and_then(|value| match (&field.ty, value) {
                (MetricType::Enum { values, .. }, FieldValue::Text(text)) => values
                    .values
                    .contains_key(text)
                    .then(|| Value::Text(text.clone())),
                (MetricType::Text, FieldValue::Text(text)) => Some(Value::Text(text.clone())),
                (_, FieldValue::Number(number)) => {
                    Some(Value::Number(to_si(part_field(kind, source), *number)))
                }
                _ => None,
            });
        if let Some(value) = value {
            row.insert(name.clone(), value);
        }
    }
    row
}

/// The `workout` of an expression that stands in a pack.
pub struct WorkoutEnv<'a> {
    pub packs: &'a Packs,
    /// Whose names the expression uses.
    pub pack: &'a str,
    pub sport: &'a Sport,
    pub facts: &'a Facts<'a>,
    pub values: &'a Values,
}

impl WorkoutEnv<'_> {
    /// A metric that the sport does not show may still be in the file.
    fn metric(&self, name: &str) -> Option<Value> {
        let metric = self.packs.metric_seen_by(self.pack, name)?;
        let known = self.values.metrics.get(&metric.id).cloned();
        known.or_else(|| {
            metric
                .derive
                .is_none()
                .then(|| stated(metric, self.facts))
                .flatten()
        })
    }
}

impl Env for WorkoutEnv<'_> {
    fn slot(&self, _: usize, slot: &SlotRef) -> Option<Value> {
        match (slot.root.as_str(), slot.field.as_str()) {
            ("workout", "sport") => Some(Value::Text(self.sport.id.clone())),
            ("workout", "start") => Some(Value::Time(self.facts.start)),
            ("workout", "day") => Some(Value::Date(self.facts.day)),
            ("workout", "modality") => {
                let modality = if self.facts.is_sensed() {
                    "sensed"
                } else {
                    "entered"
                };
                Some(Value::Text(modality.into()))
            }
            ("workout", name) => self.metric(name),
            _ => None,
        }
    }

    fn parts(&self, kind: &str) -> &[ExprRow] {
        let part = self.sport.parts.iter().find(|part| part.name == kind);
        let rows = part.and_then(|part| self.values.parts.iter().find(|(id, _)| *id == part.id));
        rows.map_or(&[], |(_, rows)| rows.as_slice())
    }
}

/// Values as they are stored.
pub fn to_steps(metric: &Metric, value: &Value) -> MetricValue {
    let (steps, text) = match value {
        Value::Number(number) => (metric.dim.to_steps(*number), None),
        Value::Flag(flag) => (Some(i64::from(*flag)), None),
        Value::Text(text) => (None, Some(text.clone())),
        Value::Date(date) => (None, Some(date.to_string())),
        Value::Time(time) => (None, Some(time.to_rfc3339())),
        Value::Money(money) => (None, Some(money.to_string())),
    };
    MetricValue {
        metric: metric.id.clone(),
        steps,
        text,
    }
}

/// Values as they were before they were stored.
pub fn from_steps(metric: &Metric, stored: &MetricValue) -> Option<Value> {
    match (&metric.ty, stored.steps, &stored.text) {
        (MetricType::Flag, Some(steps), _) => Some(Value::Flag(steps != 0)),
        (_, Some(steps), _) => Some(Value::Number(metric.dim.from_steps(steps))),
        (_, None, Some(text)) => Some(Value::Text(text.clone())),
        (_, None, None) => None,
    }
}
