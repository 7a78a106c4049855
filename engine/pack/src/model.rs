//! The compiled packs: what the engine sees. Nothing here came unchecked from YAML.

use std::any::{Any, TypeId};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use indexmap::IndexMap;
use semver::{Version, VersionReq};
use serde::Serialize;

use crate::expr::Checked;
use crate::place::At;
use crate::renames::{Rename, Renames};
use crate::script::Script;
use crate::units::Unit;
use crate::value::Dim;

/// A text by BCP 47 tag.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Text(pub IndexMap<String, String>);

impl Text {
    /// The exact tag, else its language, else `en`, else the first there is.
    pub fn get(&self, locale: &str) -> &str {
        let language = locale.split('-').next().unwrap_or(locale);
        [locale, language, "en"]
            .iter()
            .find_map(|tag| self.0.get(*tag))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// With what `other` says in the languages that this text lacks.
    #[must_use]
    pub fn or(mut self, other: &Self) -> Self {
        for (tag, text) in &other.0 {
            self.0.entry(tag.clone()).or_insert_with(|| text.clone());
        }
        self
    }
}

/// Where an element was written; for `--dev`, diagnostics and explanations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    pub file: String,
    pub line: usize,
}

/// All live packs, checked against each other.
#[derive(Clone, Debug, Default)]
pub struct Packs {
    pub packs: BTreeMap<String, Arc<Pack>>,
    /// What facts may call otherwise: by the packs' own migrations, and by what else is known.
    pub renames: Arc<Renames>,
}

/// One checked pack.
pub struct Pack {
    pub id: String,
    pub version: Version,
    pub title: Text,
    pub description: Text,
    pub owner: Option<String>,
    pub locales: Vec<String>,
    pub requires: IndexMap<String, VersionReq>,
    pub theme: Theme,
    pub sports: IndexMap<String, Arc<Sport>>,
    /// The pack's own metrics by plain id.
    pub metrics: IndexMap<String, Arc<Metric>>,
    /// Own metrics and those of required packs, by the name a plain reference resolves to.
    pub visible_metrics: IndexMap<String, Arc<Metric>>,
    pub parts: IndexMap<String, Arc<Part>>,
    pub norms: IndexMap<String, Arc<Norm>>,
    /// Functions that the pack's expressions may call, by plain id.
    pub scripts: IndexMap<String, Arc<Script>>,
    /// By version, the earliest first.
    pub migrations: Vec<Arc<Migration>>,
    /// Named value lists (`values: exercises`) shared by enum metrics and part fields.
    pub value_lists: IndexMap<String, Arc<ValueList>>,
    /// Fluent sources by locale, beyond titles: the pack's own wording for the app.
    pub texts: BTreeMap<String, String>,
    /// SHA-256 over the pack's files in order of path, hex.
    pub digest: String,
    /// Where each definition begins, by kind and id.
    pub places: BTreeMap<(&'static str, String), Place>,
    /// Elements of the kinds that the engine's slices declare.
    pub elements: Elements,
}

/// A pack's look: one accent, an icon. All else is derived by the design system.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Theme {
    /// `oklch(…)` or `#rrggbb`, checked.
    pub accent: Option<String>,
    /// Name of an icon of the built-in set.
    pub icon: Option<String>,
}

/// What a sport records decides what its app looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Archetype {
    Track,
    Sets,
    Match,
    Course,
    Session,
}

#[derive(Debug)]
pub struct Sport {
    /// Qualified: `running.run`.
    pub id: String,
    pub title: Text,
    pub archetype: Archetype,
    pub icon: Option<String>,
    /// FIT sport and sub_sport names it claims; sub_sport `None` claims all not claimed by name.
    pub fit: Vec<(String, Option<String>)>,
    pub health_connect: Vec<String>,
    /// The metrics of a workout of this sport, in order of importance; the first leads the page.
    pub metrics: Vec<Arc<Metric>>,
    /// The derived metrics that `metrics` need, themselves included: what each needs stands before
    /// it. A formula's names are those its own pack sees (`Packs::metric_seen_by`).
    pub derived: Vec<Arc<Metric>>,
    /// Metrics asked in the manual form, in order (sources or plain facts, never derived ones).
    pub form: Vec<Arc<Metric>>,
    pub parts: Vec<Arc<Part>>,
    /// Stream channels drawn on the workout page, in order (`pace`, `heart_rate`, `altitude`, …).
    pub charts: Vec<String>,
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    Sum,
    Mean,
    Max,
    Min,
    Last,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    Higher,
    Lower,
    Neither,
}

impl Archetype {
    /// As a pack writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Track => "track",
            Self::Sets => "sets",
            Self::Match => "match",
            Self::Course => "course",
            Self::Session => "session",
        }
    }
}

impl Aggregate {
    /// As a pack writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Max => "max",
            Self::Min => "min",
            Self::Last => "last",
        }
    }
}

impl Better {
    /// As a pack writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::Neither => "neither",
        }
    }
}

#[derive(Clone, Debug)]
pub enum MetricType {
    Quantity,
    Count,
    Enum {
        values: Arc<ValueList>,
        ordered: bool,
    },
    Flag,
    Rating {
        max: u8,
    },
    Text,
}

#[derive(Debug)]
pub struct ValueList {
    pub id: String,
    pub values: IndexMap<String, Text>,
}

#[derive(Debug)]
pub struct Metric {
    /// Qualified: `running.pace`.
    pub id: String,
    pub pack: String,
    pub name: String,
    pub title: Text,
    /// A shorter title for tiles and table heads, where the pack gives one.
    pub short: Option<Text>,
    pub ty: MetricType,
    pub dim: Dim,
    /// The unit of the API and of YAML figures; stores keep SI steps (`Dim::to_steps`).
    pub unit: Unit,
    pub display: Display,
    /// First that answers: `fit:session.total_distance`, `track:length`.
    pub source: Vec<Source>,
    pub input: Option<Bounds>,
    pub required: bool,
    pub aggregate: Aggregate,
    pub better: Better,
    /// From other metrics and parts of the same workout; never set by hand or from a file.
    pub derive: Option<Checked>,
    pub records: Vec<RecordRule>,
    pub place: Place,
}

impl Metric {
    /// The stream whose mean the metric is: `power` of one found at `track:avg_power`.
    pub fn stream(&self) -> Option<&str> {
        let computed = self.source.iter().filter(|source| source.scheme == "track");
        let mut streams = computed.filter_map(|source| source.path.strip_prefix("avg_"));
        streams.next()
    }
}

/// How a quantity is shown.
#[derive(Clone, Debug)]
pub struct Display {
    pub metric: Unit,
    pub imperial: Unit,
    pub decimals: u8,
    pub format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Decimal,
    /// `5:02`, from the display unit (minutes): whole and sixtieths.
    MinSec,
    /// `1:02:38`, from the display unit (hours).
    HourMinSec,
}

/// A place in the canonical activity: `scheme` is `fit`, `tcx`, `gpx` or `track`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Source {
    pub scheme: String,
    pub path: String,
}

/// Inclusive, in SI base units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    pub min: Option<f64>,
    pub max: Option<f64>,
}

#[derive(Clone, Debug)]
pub struct RecordRule {
    /// Stable key, e.g. `running.pace/best/distance/5000` or `strength.load/max/set.exercise`.
    pub key: String,
    pub shape: RecordShape,
    /// Lower values win.
    pub lower_is_better: bool,
    pub title: Text,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub enum RecordShape {
    /// Fastest stretch of `at` (SI) over the distance or duration stream: the record's value is
    /// the seconds taken (over distance) or metres covered (over duration).
    Best { over: Over, at: f64 },
    /// The best mean of a stream over `at` seconds; the record's value is the metric's.
    BestMean { stream: String, at: f64 },
    /// The extreme of the metric itself over workouts; of those alone that have the same word in
    /// the enum `by` (a metric's id), where it is given.
    Extreme { by: Option<String> },
    /// The extreme of a part's field per value of another field: heaviest set by exercise.
    PartExtreme {
        part: String,
        field: String,
        by: Option<String>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    Distance,
    Duration,
}

/// A workout's repeated entries: sets, lengths, games, holes.
#[derive(Debug)]
pub struct Part {
    /// Qualified: `strength.set`.
    pub id: String,
    pub name: String,
    pub title: Text,
    /// What several of them are called; in languages that do not say, as one is.
    pub titles: Text,
    pub parent: Option<String>,
    pub fields: IndexMap<String, PartField>,
    /// Part kind of the canonical activity (`fit:set`) that fills it from files.
    pub source: Option<Source>,
    pub presets: Vec<Preset>,
    pub place: Place,
}

#[derive(Debug)]
pub struct PartField {
    pub title: Text,
    pub ty: MetricType,
    pub dim: Dim,
    pub unit: Unit,
    pub display: Display,
    /// Field of the source part (`weight` of `fit:set`); the field's own name when not given.
    pub source: Option<String>,
    pub input: Option<Bounds>,
    pub required: bool,
}

/// Prefilled entries: a course's 18 holes with their par.
#[derive(Clone, Debug)]
pub struct Preset {
    pub id: String,
    pub title: Text,
    pub rows: Vec<IndexMap<String, crate::value::Value>>,
}

/// What a norm is about.
#[derive(Clone, Debug)]
pub enum NormOf {
    Metric(Arc<Metric>),
    /// How often: workouts of the pack's sports.
    Workouts,
}

/// A target per user category: `{athlete, amateur} × {child, teen, adult}`.
#[derive(Debug)]
pub struct Norm {
    pub id: String,
    pub of: NormOf,
    pub title: Text,
    pub per_days: u32,
    /// `(category, age group) → target` in SI.
    pub targets: BTreeMap<(String, String), f64>,
    /// Where the figure comes from: a publication or its address.
    pub source: String,
    pub place: Place,
}

/// What becomes of what people stored under an earlier version.
#[derive(Debug)]
pub struct Migration {
    /// The version that brings it.
    pub to: Version,
    pub rename: Vec<At<Rename>>,
    pub retire: Vec<At<Retired>>,
    /// By qualified metric: what holds of workouts that state none.
    pub backfill: IndexMap<String, Checked>,
    pub place: Place,
}

/// What is no longer there, by its qualified name; what is stored under it stays.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Retired {
    /// The kind's file name; or `fields`, `words`, `attributes`.
    pub kind: String,
    pub name: String,
}

/// Elements by the Rust type of their kind.
#[derive(Default)]
pub struct Elements(pub(crate) HashMap<TypeId, Box<dyn Any + Send + Sync>>);
