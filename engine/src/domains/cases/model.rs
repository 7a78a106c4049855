//! A case of a pack, its names resolved, and what came of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value as Json;
use stadion_pack::Finding;
use stadion_pack::model::Metric;
use stadion_pack::place::Span;
use stadion_pack::value::Value;

use crate::domains::workouts::model::Entered;

/// What is given and what is to come of it.
#[derive(Debug)]
pub struct Case {
    /// The pack's id.
    pub pack: String,
    pub name: String,
    /// Where the name stands.
    pub at: Span,
    pub now: DateTime<Utc>,
    pub user: Vec<Said>,
    pub gear: Vec<Item>,
    pub workouts: Vec<Given>,
    pub expect: Expect,
}

/// A word of the person: a field of the profile, or a setting.
#[derive(Debug)]
pub struct Said {
    pub field: String,
    pub value: Json,
    pub at: Span,
}

#[derive(Debug)]
pub struct Item {
    pub name: String,
    /// Qualified gear type.
    pub kind: String,
    pub acquired: Option<NaiveDate>,
    /// In SI.
    pub used_before: Option<f64>,
    pub at: Span,
}

/// One workout to record.
#[derive(Clone, Debug)]
pub struct Given {
    pub what: What,
    pub at: Span,
    /// Which of the case's gear was used, in order of its definition; the default gear if not said.
    pub gear: Option<Vec<usize>>,
    /// Where each thing that was sent stands, by JSON pointer.
    pub places: Arc<BTreeMap<String, Span>>,
}

#[derive(Clone, Debug)]
pub enum What {
    File {
        name: String,
        bytes: Bytes,
        /// Qualified; in place of the file's own.
        sport: Option<String>,
    },
    Typed {
        /// Qualified.
        sport: String,
        start: DateTime<FixedOffset>,
        title: Option<String>,
        entered: Entered,
    },
}

#[derive(Debug, Default)]
pub struct Expect {
    /// Exactly these of the pack's, and where the list stands.
    pub achievements: Option<(Vec<Named>, Span)>,
    /// Exactly these of the pack's, and where the list stands.
    pub segments: Option<(Vec<Named>, Span)>,
    pub tiers: Vec<(Named, u32)>,
    pub figures: Vec<Figured>,
    /// Where the derived figures of the last workout are to be written.
    pub snapshot: Option<Span>,
    pub records: Vec<RecordWanted>,
    pub gear: Vec<GearWanted>,
}

/// A qualified id and where it was named.
#[derive(Clone, Debug)]
pub struct Named {
    pub id: String,
    pub at: Span,
}

/// A metric of a workout.
#[derive(Debug)]
pub struct Figured {
    /// Index into the case's workouts; the last if not said.
    pub workout: Option<usize>,
    pub metric: Arc<Metric>,
    pub wanted: Wanted,
}

#[derive(Debug)]
pub struct RecordWanted {
    pub record: String,
    pub variant: String,
    pub wanted: Wanted,
}

#[derive(Debug)]
pub struct GearWanted {
    /// Index into the case's gear.
    pub item: usize,
    pub of: GearFigure,
    pub wanted: Wanted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GearFigure {
    Wear,
    Due,
    Service,
}

/// A value as it is expected.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// In SI; `None`: there is to be none.
    pub value: Option<Value>,
    /// In SI.
    pub tolerance: f64,
    /// As it was written.
    pub text: String,
    pub at: Span,
}

/// What came of one case.
#[derive(Debug, Serialize)]
pub struct CaseTold {
    pub pack: String,
    pub name: String,
    pub file: String,
    pub line: usize,
    pub passed: bool,
    pub failures: Vec<Finding>,
}

/// Which rules of a pack its cases saw.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    pub pack: String,
    pub cases: usize,
    pub rules: usize,
    /// Rules that no case made true.
    pub never_true: Vec<String>,
    /// Rules that were true whenever a case asked them, or asked by none.
    pub never_false: Vec<String>,
}

impl Coverage {
    pub fn is_full(&self) -> bool {
        self.never_true.is_empty() && self.never_false.is_empty()
    }
}

/// A text to write in place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    pub at: Span,
    pub text: String,
}

/// A run over many cases.
#[derive(Debug, Default, Serialize)]
pub struct Told {
    pub cases: Vec<CaseTold>,
    pub coverage: Vec<Coverage>,
    /// What `--update` may write: figures that came out otherwise, and snapshots asked for.
    #[serde(skip)]
    pub rewrites: Vec<Rewrite>,
}

impl Told {
    pub fn failed(&self) -> usize {
        self.cases.iter().filter(|case| !case.passed).count()
    }
}
