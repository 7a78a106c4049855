//! Compiled kinds of gear.

use std::sync::Arc;

use indexmap::IndexMap;
use stadion_pack::expr::Checked;
use stadion_pack::model::{Metric, Place, Text};
use stadion_pack::value::Dim;

/// A kind of gear a user can own: running shoes, a belt.
#[derive(Debug)]
pub struct GearType {
    /// Qualified: `running.running_shoes`.
    pub id: String,
    pub title: Text,
    pub description: Option<Text>,
    pub icon: Option<String>,
    /// `None`: it does not wear out by use.
    pub wear: Option<Wear>,
    /// What a user may state about an item of their own, by name.
    pub attributes: IndexMap<String, Attribute>,
    /// Category of the shop's catalogue that replaces it.
    pub category: Option<String>,
    /// Qualified ids of the gear built into it, each with a wear of its own.
    pub components: Vec<String>,
    pub place: Place,
}

/// How use becomes wear: what one workout adds, and how much a life holds.
#[derive(Debug)]
pub struct Wear {
    pub by: WearBy,
    /// Dimension of `life` and of what a workout adds.
    pub dim: Dim,
    /// In SI base units; a count of workouts for `uses`, seconds for `age`.
    pub life: f64,
    /// Share of `life` from which the owner is told, 0 to 1.
    pub warn_at: f64,
    /// Where the figure comes from.
    pub source: Option<String>,
}

#[derive(Debug)]
pub enum WearBy {
    /// The metric's value, added up over the item's workouts.
    Metric(Arc<Metric>),
    /// An expression over one workout, added up over the item's workouts.
    Formula(Checked),
    /// One for every workout.
    Uses,
    /// Time since the item was first used.
    Age,
}

/// One field of a user's own item.
#[derive(Debug)]
pub struct Attribute {
    pub title: Text,
    /// JSON Schema (2020-12) of its value, checked to be one.
    pub schema: serde_json::Value,
}

impl Wear {
    /// The worn share of a life: 1 is worn out, more is overdue.
    ///
    /// `used` is in SI base units of `dim`. Missing when it is not a finite number.
    pub fn share(&self, used: f64) -> Option<f64> {
        let share = used / self.life;
        share.is_finite().then(|| share.max(0.0))
    }
}
