//! One import in the background.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What was sent, how far its reading is, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Job {
    pub user_id: Uuid,
    pub id: Uuid,
    pub name: String,
    /// Bytes.
    pub size: i64,
    pub blob: String,
    pub zone: Option<String>,
    pub columns: String,
    /// Files in it, where that is known before they are read.
    pub total: Option<i64>,
    /// Files that are stored or refused.
    pub done: i64,
    /// New workouts.
    pub recorded: i64,
    /// Workouts that were there already.
    pub known: i64,
    /// Files that became none.
    pub refused: i64,
    pub error: Option<String>,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// No file of it is read yet.
    Waiting,
    Running,
    Done,
    /// It could not be read to its end; what was stored stays.
    Failed,
}

impl Job {
    pub fn state(&self) -> State {
        match (self.finished_at, &self.error) {
            (Some(_), None) => State::Done,
            (Some(_), Some(_)) => State::Failed,
            (None, _) if self.done > 0 => State::Running,
            (None, _) => State::Waiting,
        }
    }
}

/// What one file came to, in numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub recorded: i64,
    pub known: i64,
    pub refused: i64,
}
