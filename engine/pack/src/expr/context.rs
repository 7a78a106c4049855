//! What an expression may name where it stands.

use std::collections::HashSet;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::ValueList;
use crate::script::Script;
use crate::value::Dim;

/// The type of a name or of a whole expression.
#[derive(Clone, Debug)]
pub enum Type {
    Flag,
    /// In SI base units of the dimension.
    Number(Dim),
    /// A whole number without a dimension.
    Count,
    Text,
    /// One of a list; `Ordered` of one whose order means something.
    Enum(Arc<ValueList>),
    Ordered(Arc<ValueList>),
    Date,
    Time,
    /// With the code of its currency, where that is known before a value is.
    Money(Option<String>),
}

impl Type {
    /// The dimension, of numbers.
    pub fn dim(&self) -> Option<Dim> {
        match self {
            Self::Number(dim) => Some(*dim),
            Self::Count => Some(Dim::NONE),
            _ => None,
        }
    }

    /// The values it can have, where these are listed.
    pub(super) fn list(&self) -> Option<&Arc<ValueList>> {
        match self {
            Self::Enum(list) | Self::Ordered(list) => Some(list),
            _ => None,
        }
    }

    /// Dates beside dates, money beside money of its currency.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Money(one), Self::Money(other)) => one == other,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    /// In words, for messages.
    pub fn describe(&self) -> String {
        match self {
            Self::Flag => "true or false".into(),
            Self::Number(dim) => dim.describe(),
            Self::Count => "a count".into(),
            Self::Text => "a text".into(),
            Self::Enum(list) | Self::Ordered(list) => format!("one of `{}`", list.id),
            Self::Date => "a date".into(),
            Self::Time => "a time".into(),
            Self::Money(Some(currency)) => format!("money in {currency}"),
            Self::Money(None) => "money".into(),
        }
    }
}

/// A distance or duration over which a record is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    pub dim: Dim,
    pub si: f64,
}

impl Stretch {
    pub(super) fn is(self, other: Self) -> bool {
        self.dim == other.dim && (self.si - other.si).abs() < 1e-6 * self.si.max(1.0)
    }

    /// As a rule writes it.
    pub(super) fn written(self) -> String {
        let (unit, scale) = match (self.dim == Dim::LENGTH, self.si) {
            (true, metres) if metres >= 1_000.0 => ("km", 1_000.0),
            (true, _) => ("metres", 1.0),
            (false, seconds) if seconds >= 3_600.0 => ("hours", 3_600.0),
            (false, seconds) if seconds >= 60.0 => ("minutes", 60.0),
            (false, _) => ("seconds", 1.0),
        };
        format!("{unit}({})", self.si / scale)
    }
}

/// Declared roots with typed fields, parts, and whether history may be asked.
#[derive(Clone, Debug, Default)]
pub struct Context {
    pub(super) roots: IndexMap<String, IndexMap<String, Type>>,
    pub(super) parts: IndexMap<String, IndexMap<String, Type>>,
    /// The name as it may be written to the full id.
    pub(super) sports: IndexMap<String, String>,
    /// Distances and durations (SI) of which a metric has a record; those `best` can look at.
    pub(super) bests: IndexMap<String, Vec<Stretch>>,
    /// By the name that an expression calls them by; none where scripts may not be called.
    pub(super) scripts: Option<IndexMap<String, Arc<Script>>>,
    pub(super) history: bool,
    pub(super) now: bool,
    pub(super) of_person: bool,
    pub(super) hidden: Hidden,
}

/// Names that mean something and cannot be looked at, since it was told what is wrong with it: an
/// expression that has one is not compiled, and nothing more is said of it.
#[derive(Clone, Debug, Default)]
pub struct Hidden {
    pub metrics: HashSet<String>,
    pub parts: HashSet<String>,
    pub scripts: HashSet<String>,
    /// Any name that is not known may be one of these.
    pub unread: HashSet<Named>,
}

/// What a name in an expression may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Named {
    Metric,
    Part,
    Script,
    Sport,
}

impl Hidden {
    pub(crate) fn any(&self, of: Named) -> bool {
        self.unread.contains(&of)
    }

    pub(super) fn is_metric(&self, name: &str) -> bool {
        self.any(Named::Metric) || self.metrics.contains(name)
    }

    pub(super) fn is_part(&self, name: &str) -> bool {
        self.any(Named::Part) || self.parts.contains(name)
    }

    pub(super) fn is_script(&self, name: &str) -> bool {
        self.any(Named::Script) || self.scripts.contains(name)
    }
}

impl Context {
    pub fn new() -> Self {
        Self::default()
    }

    /// A root such as `workout`, with its fields.
    #[must_use]
    pub fn root(mut self, name: &str, fields: IndexMap<String, Type>) -> Self {
        self.roots.insert(name.to_owned(), fields);
        self
    }

    /// A part whose rows can be summed: `sum(set.reps * set.load)`.
    #[must_use]
    pub fn part(mut self, name: &str, fields: IndexMap<String, Type>) -> Self {
        self.parts.insert(name.to_owned(), fields);
        self
    }

    /// Allows scripts to be called: `script.score(hole)`.
    #[must_use]
    pub fn scripts(mut self, scripts: IndexMap<String, Arc<Script>>) -> Self {
        self.scripts = Some(scripts);
        self
    }

    /// What is asked of the database at once runs no script.
    #[must_use]
    pub fn without_scripts(mut self) -> Self {
        self.scripts = None;
        self
    }

    /// Allows history functions over the fields of `workout`.
    #[must_use]
    pub fn history(mut self, allowed: bool) -> Self {
        self.history = allowed;
        self
    }

    /// Names that are not to be looked at.
    #[must_use]
    pub fn hidden(mut self, hidden: Hidden) -> Self {
        self.hidden = hidden;
        self
    }

    /// Allows `now`: the time as of which a rule is asked.
    #[must_use]
    pub fn now(mut self, known: bool) -> Self {
        self.now = known;
        self
    }

    /// The rule is asked of a person, at no workout: fields of `workout` are for history functions
    /// alone.
    #[must_use]
    pub fn of_person(mut self) -> Self {
        self.of_person = true;
        self
    }

    /// Sports that a history function may name: as written, and the full id that is meant.
    #[must_use]
    pub fn sports(mut self, sports: IndexMap<String, String>) -> Self {
        self.sports = sports;
        self
    }

    /// A metric of which records over stretches are kept.
    #[must_use]
    pub fn best(mut self, metric: &str, stretches: Vec<Stretch>) -> Self {
        self.bests.insert(metric.to_owned(), stretches);
        self
    }

    /// The metric that history functions call by its bare name.
    pub(super) fn metric(&self, name: &str) -> Option<&Type> {
        self.roots.get("workout")?.get(name)
    }

    /// The roots whose fields are values here.
    pub(super) fn values(&self) -> impl Iterator<Item = (&String, &IndexMap<String, Type>)> {
        let roots = self.roots.iter();
        roots.filter(|(name, _)| !(self.of_person && *name == "workout"))
    }

    pub(super) fn metric_names(&self) -> impl Iterator<Item = &str> {
        self.roots
            .get("workout")
            .into_iter()
            .flat_map(IndexMap::keys)
            .map(String::as_str)
    }
}
