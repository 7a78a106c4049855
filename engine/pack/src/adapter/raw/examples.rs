//! Examples: a payload, and what comes of it.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::figure::Figure;
use crate::place::At;

/// A payload and what comes of it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawExample {
    /// What it shows, in words; once in an adapter.
    pub name: At<String>,
    pub given: RawGiven,
    /// What comes of it; at least one thing.
    pub expect: At<RawExpect>,
}

/// What comes in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGiven {
    /// A file in `fixtures/`.
    #[schemars(extend("x-names" = "files"))]
    pub payload: Option<At<String>>,
    /// Or the text itself.
    pub text: Option<At<String>>,
    /// Or what a sensor sent.
    #[serde(default)]
    pub notifications: Vec<RawNotification>,
    /// The stream of `pull` that it answers.
    #[schemars(extend("x-names" = "streams"))]
    pub stream: Option<At<String>>,
    /// Answers of further requests for each record, by the key they go into: a file each.
    #[serde(default)]
    pub details: IndexMap<At<String>, At<String>>,
    /// What a person set, where not the default.
    #[schemars(extend("x-names" = "settings"))]
    #[serde(default)]
    pub settings: IndexMap<At<String>, At<Figure>>,
    /// The time of the example; noon UTC of 20 June 2026 if left out.
    pub now: Option<At<String>>,
}

/// What a sensor sent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawNotification {
    /// Seconds after `now`.
    pub at: At<f64>,
    /// The layout of `decode` that reads it; may be left out where there is one alone.
    #[schemars(extend("x-names" = "layouts"))]
    pub layout: Option<At<String>>,
    /// Its bytes: `"16 48 00"`.
    pub hex: At<String>,
}

/// Figures that an activity is to have.
pub type RawFigures = IndexMap<At<String>, At<Json>>;

/// What comes of it. Figures are compared exactly unless they state a tolerance (`10 km ± 5 m`);
/// `none` says that there is none.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawExpect {
    /// The activities in their order: canonical fields (`total_distance: 10 km`), `samples` (their
    /// number), `laps`, `lengths` and `sets` (theirs), `avg.heart_rate`, `min.…`, `max.…`, `first.…` and
    /// `last.…` of a channel.
    pub activities: Option<At<Vec<RawFigures>>>,
    /// Everything that was refused, and nothing else.
    pub refused: Option<At<Vec<RawExpectRefused>>>,
}

/// What was refused.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawExpectRefused {
    /// Its code: `out-of-range`.
    pub code: At<String>,
    /// Where the first of them stands: `[1].heartRate[3]`.
    pub at: Option<At<String>>,
    /// How many; one if left out.
    pub count: Option<At<u64>>,
}
