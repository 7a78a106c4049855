//! What a change of packs has to do, and how far it is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use stadion_pack::diff::{Change, Problem, Told};
use stadion_pack::renames::Rename;
use uuid::Uuid;

use crate::events::Anew;

/// People by the order of their ids: after the first, to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct People {
    pub after: Uuid,
    pub to: Uuid,
}

impl People {
    /// Before everybody.
    pub const START: Uuid = Uuid::nil();

    pub const ALL: Self = Self {
        after: Self::START,
        to: Uuid::max(),
    };

    pub fn one(user_id: Uuid) -> Self {
        Self {
            after: Uuid::from_u128(user_id.as_u128().saturating_sub(1)),
            to: user_id,
        }
    }
}

/// One thing that is done over all people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Step {
    /// What is stored under a name for others to find moves to another: ids of projections, and of
    /// those facts that are found by them (the sport of a workout, the kind of an item).
    Rename {
        kind: String,
        old: String,
        new: String,
    },
    /// A record is kept under another key.
    Record { old: String, new: String },
    /// Projections of what was given up are dropped; facts stay.
    Retire { kind: String, name: String },
    /// Projections are told anew from the facts.
    Retell { anew: Anew, whose: Whose },
}

/// Who is told anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// Who has workouts of these sports.
    Sports(Vec<String>),
    /// Who has gear of these kinds.
    Gear(Vec<String>),
    /// Who has any workout.
    Everybody,
}

impl Step {
    /// In words, for whoever watches.
    pub fn in_words(&self) -> String {
        match self {
            Self::Rename { kind, old, new } => format!("renames {kind} {old} to {new}"),
            Self::Record { old, new } => format!("renames the record {old} to {new}"),
            Self::Retire { kind, name } => format!("retires {kind} {name}"),
            Self::Retell { whose, .. } => match whose {
                Whose::Sports(sports) => format!("tells anew: {}", sports.join(", ")),
                Whose::Gear(kinds) => format!("tells the wear anew: {}", kinds.join(", ")),
                Whose::Everybody => "tells everybody's badges anew".to_owned(),
            },
        }
    }
}

/// By what projections are told. Kept in the database: so a change is noticed however it came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Known {
    pub versions: BTreeMap<String, String>,
    pub told: Told,
    /// Earlier names and what they were called: their projections have moved, or are under way.
    pub moved: BTreeSet<Rename>,
}

/// From which version a pack went to which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub pack: String,
    pub old: Option<String>,
    pub new: Option<String>,
}

/// A migration as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Migration {
    pub seq: i64,
    pub packs: Json<Packs>,
    pub steps: Json<Steps>,
    pub told: String,
    pub step: i32,
    pub cursor: Option<Uuid>,
    pub done: i64,
    pub total: i64,
    pub failures: i64,
    pub error: Option<String>,
    pub started_at: DateTime<Utc>,
    pub moved_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    pub superseded_by: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packs {
    pub packs: Vec<Moved>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steps {
    pub steps: Vec<Step>,
}

impl Migration {
    /// The step under way.
    pub fn now(&self) -> Option<&Step> {
        let at = usize::try_from(self.step).ok()?;
        self.steps.0.steps.get(at)
    }

    /// The steps of which somebody's turn may be to come.
    pub fn left(&self, user_id: Uuid) -> impl Iterator<Item = &Step> {
        let at = usize::try_from(self.step).unwrap_or(usize::MAX);
        let is_over = self.cursor.is_some_and(|cursor| user_id <= cursor);
        let left = self.steps.0.steps.iter().enumerate();
        left.filter(move |(n, _)| *n > at || (*n == at && !is_over))
            .map(|(_, step)| step)
    }
}

/// How far a migration is; what `stadion status` shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Progress {
    pub seq: i64,
    pub packs: Vec<Moved>,
    /// From one; more than `steps` when all are done.
    pub step: i32,
    pub steps: usize,
    /// The step under way in words.
    pub doing: Option<String>,
    /// Turns of people over all steps.
    pub done: i64,
    pub total: i64,
    /// People who could not be told anew; each is tried again with the next start.
    pub failures: i64,
    /// The last of them.
    pub error: Option<String>,
    pub started_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    /// Another change of packs came in the middle and took over what was left.
    pub superseded_by: Option<i64>,
}

impl From<Migration> for Progress {
    fn from(migration: Migration) -> Self {
        Self {
            doing: migration.now().map(Step::in_words),
            seq: migration.seq,
            step: migration.step + 1,
            steps: migration.steps.0.steps.len(),
            packs: migration.packs.0.packs,
            done: migration.done,
            total: migration.total,
            failures: migration.failures,
            error: migration.error,
            started_at: migration.started_at,
            finished_at: migration.finished_at,
            superseded_by: migration.superseded_by,
        }
    }
}

/// How much is stored under a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Held {
    /// Workouts; items of gear; badges.
    pub rows: i64,
    pub people: i64,
}

/// What a release of packs would do: the difference, with what people hold, and the work.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan {
    pub packs: Vec<PackPlan>,
    /// What is done in the background, in order.
    pub work: Vec<Planned>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PackPlan {
    pub pack: String,
    pub old: Option<String>,
    pub new: Option<String>,
    pub changes: Vec<PlannedChange>,
    /// Each keeps the version from being released.
    pub problems: Vec<Problem>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlannedChange {
    #[serde(flatten)]
    pub change: Change,
    /// Of what breaks: how much people hold of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<Held>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Planned {
    pub step: Step,
    pub in_words: String,
    /// Whose turn comes.
    pub people: i64,
}
