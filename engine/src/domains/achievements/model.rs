//! Compiled achievements.

use stadion_pack::expr::Checked;
use stadion_pack::model::{Place, Text};

/// A badge: a rule asked of every event it listens to.
#[derive(Debug)]
pub struct Achievement {
    /// Qualified: `running.marathon`.
    pub id: String,
    pub title: Text,
    pub description: Option<Text>,
    pub icon: Option<String>,
    pub on: Trigger,
    /// Asked as of the workout's start.
    pub when: Checked,
    /// Ascending by `at`, at least one.
    pub tiers: Vec<Tier>,
    pub per: Per,
    pub place: Place,
}

/// The event after which the rule is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    WorkoutRecorded,
}

/// A level: reached when the rule has held for `at` workouts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    pub at: u32,
    pub title: Option<Text>,
}

/// How often it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// Each tier once in a life.
    Once,
    /// With every workout for which the rule holds.
    Each,
}

impl Achievement {
    /// A tier's own title, else the achievement's.
    pub fn tier_title(&self, tier: usize) -> &Text {
        let own = self.tiers.get(tier).and_then(|tier| tier.title.as_ref());
        own.unwrap_or(&self.title)
    }

    /// Index of the highest tier that `held` workouts have reached.
    pub fn tier_at(&self, held: u32) -> Option<usize> {
        self.tiers.iter().rposition(|tier| held >= tier.at)
    }
}
