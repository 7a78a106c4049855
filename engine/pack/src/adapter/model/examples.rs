//! Examples, checked.

use indexmap::IndexMap;

use super::Target;
use crate::place::Span;

/// A payload and what is to come of it.
#[derive(Clone, Debug)]
pub struct Example {
    pub name: String,
    pub at: Span,
    pub given: Given,
    pub expect: Expect,
}

#[derive(Clone, Debug, Default)]
pub struct Given {
    pub payload: Payload,
    pub stream: Option<String>,
    /// By the key they go into.
    pub details: IndexMap<String, Vec<u8>>,
    /// In SI.
    pub settings: IndexMap<String, f64>,
    pub now: chrono::DateTime<chrono::Utc>,
}

#[derive(Clone, Debug)]
pub enum Payload {
    Bytes { name: String, bytes: Vec<u8> },
    Notifications(Vec<Notification>),
}

impl Default for Payload {
    fn default() -> Self {
        Self::Notifications(Vec::new())
    }
}

/// What a sensor sent, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// Milliseconds since 1970.
    pub at_ms: i64,
    pub layout: String,
    pub bytes: Vec<u8>,
}

#[derive(Clone, Debug, Default)]
pub struct Expect {
    pub span: Span,
    pub activities: Option<(Span, Vec<Vec<Wanted>>)>,
    pub refused: Option<(Span, Vec<WantedRefusal>)>,
}

/// A figure that an activity is to have.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub key: String,
    pub what: WantedOf,
    pub value: WantedValue,
    /// As written.
    pub text: String,
    pub at: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum WantedOf {
    Field(Target),
    Samples,
    /// Entries of a kind: `fit:lap`.
    Parts(String),
    Channel(Of, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Avg,
    Min,
    Max,
    First,
    Last,
}

#[derive(Clone, Debug, PartialEq)]
pub enum WantedValue {
    /// In the unit of the field, give or take.
    Number {
        value: f64,
        tolerance: f64,
    },
    Text(String),
    Missing,
}

#[derive(Clone, Debug)]
pub struct WantedRefusal {
    pub code: String,
    pub place: Option<String>,
    pub count: u64,
    pub at: Span,
}
