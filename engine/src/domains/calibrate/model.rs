//! How often people earn what packs give: numbers over many, never about one.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What packs would give the people who train by them. Shares are from 0 to 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Calibration {
    /// How many people's workouts were looked at. `null` where they are too few to be told.
    pub people: Option<u32>,
    /// Whether there were more people than that.
    pub is_sample: bool,
    /// Numbers about fewer people than this are `null`.
    pub smallest_group: u32,
    pub badges: Vec<BadgeFigures>,
    pub norms: Vec<NormFigures>,
    pub records: Vec<RecordFigures>,
    pub gear: Vec<GearFigures>,
    /// What looks wrong, in words.
    pub warnings: Vec<String>,
}

/// A badge, of those who train in the sports that its rule is asked of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BadgeFigures {
    /// Qualified: `running.early_bird`.
    pub id: String,
    /// How many train.
    pub people: Option<u32>,
    pub tiers: Vec<TierFigures>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TierFigures {
    /// How many workouts have to hold the rule.
    pub at: u32,
    /// Share of them who reach it.
    pub share: Option<f64>,
    /// The week of training in which they do: half of them by then. The first week is 1.
    pub median_week: Option<f64>,
}

/// A norm by each one's own target, over the periods with at least one workout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NormFigures {
    pub id: String,
    pub people: Option<u32>,
    pub per_days: u32,
    /// Share of people who meet it in at least half of their active periods.
    pub share: Option<f64>,
    /// Share of all active periods in which it is met.
    pub share_of_periods: Option<f64>,
}

/// What people's bests look like, from the worst to the best.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RecordFigures {
    pub pack: String,
    /// The record's key.
    pub record: String,
    /// Which exercise, where the record is kept for several.
    pub variant: String,
    /// How many have one.
    pub people: Option<u32>,
    /// A tenth of them are no better than this.
    pub tenth: Option<f64>,
    pub median: Option<f64>,
    /// A tenth of them are better than this.
    pub ninth: Option<f64>,
    /// UCUM.
    pub unit: String,
}

/// How soon a kind of gear would be called worn, used in every workout of its pack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GearFigures {
    pub id: String,
    pub people: Option<u32>,
    /// Weeks from new to the warning, at each one's own pace.
    pub median_weeks: Option<f64>,
}

/// What one person's workouts came to, in the order of the subjects that were asked about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    /// Packs in whose sports, or in those that build on them, they have a workout.
    pub packs: BTreeSet<String>,
    /// By badge and tier: the week of training in which it was reached.
    pub badges: Vec<Vec<Option<u32>>>,
    /// By norm: how many active periods met it, and how many there were.
    pub norms: Vec<(u32, u32)>,
    /// The best of each record, in steps: pack, key, variant.
    pub records: BTreeMap<(String, String, String), i64>,
    /// By kind of gear: weeks from new to the warning.
    pub gear: Vec<Option<f64>>,
}

/// How much is looked at, and how few may be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    pub people: usize,
    pub workouts_each: i64,
    /// Seconds after which no further person is begun.
    pub seconds: u64,
    pub smallest_group: u32,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            people: 200,
            workouts_each: 2_000,
            seconds: 40,
            smallest_group: 5,
        }
    }
}
