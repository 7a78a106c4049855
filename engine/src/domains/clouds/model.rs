//! Accounts at vendors, how far their streams are, and what vendors called about.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::adapters::pull::Span;

/// What a connection is asked with.
#[derive(Clone, Debug, FromRow)]
pub struct Account {
    pub user_id: Uuid,
    pub connection_id: Uuid,
    pub adapter: String,
    /// Encrypted tokens.
    pub sealed: Option<String>,
    pub expires_at: Option<DateTime<Utc>>,
    pub state: String,
    pub reason: Option<String>,
    /// Failures in a row.
    pub attempts: i64,
    pub next_at: Option<DateTime<Utc>>,
    pub last_sync_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Works,
    /// The vendor no longer lets us in: its person has to connect again.
    NeedsPerson,
    Ended,
}

impl State {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::NeedsPerson => "needs_person",
            Self::Ended => "ended",
        }
    }
}

/// A person who was sent to a vendor.
#[derive(Clone, Debug, FromRow)]
pub struct Flow {
    pub user_id: Uuid,
    pub adapter: String,
    pub pack: String,
    pub sealed: String,
    pub expires_at: DateTime<Utc>,
}

/// How far a stream is.
#[derive(Clone, Debug, Default, PartialEq, FromRow)]
pub struct Progress {
    pub latest_at: Option<DateTime<Utc>>,
    /// History before this is still to be fetched; null where there is no more of it.
    pub history_until: Option<DateTime<Utc>>,
    /// It goes back to here.
    pub history_from: Option<DateTime<Utc>>,
    /// Where it began to go back.
    pub history_begun: Option<DateTime<Utc>>,
    /// `new` or `history`, while pages are being read.
    pub run: Option<String>,
    pub run_since: Option<DateTime<Utc>>,
    pub run_until: Option<DateTime<Utc>>,
    /// JSON of the page that is asked for next.
    pub run_at: Option<String>,
    /// The latest seen in the run.
    pub run_latest: Option<DateTime<Utc>>,
}

impl Progress {
    /// One look at a time, beside how far the stream is.
    pub fn of(asked: Span) -> Self {
        Self {
            run_since: asked.since,
            run_until: asked.until,
            ..Self::default()
        }
    }

    /// Share of history that is here; none where there is none to fetch.
    pub fn share(&self) -> Option<f64> {
        let (begun, from) = (self.history_begun?, self.history_from?);
        let reached = self.history_until.unwrap_or(from);
        let all = (begun - from).num_seconds().max(1) as f64;
        Some(((begun - reached).num_seconds() as f64 / all).clamp(0.0, 1.0))
    }
}

/// What a vendor called about.
#[derive(Clone, Debug, FromRow)]
pub struct Event {
    pub id: Uuid,
    pub adapter: String,
    pub key: String,
    /// The person, as the vendor knows them.
    pub account: String,
    pub kind: String,
    pub record: Option<String>,
    pub since_at: Option<DateTime<Utc>>,
    pub until_at: Option<DateTime<Utc>>,
    pub body: Option<Vec<u8>>,
    pub received_at: DateTime<Utc>,
    pub attempts: i64,
    pub next_at: DateTime<Utc>,
}

/// What a person sees of a connection to a cloud.
#[derive(Clone, Debug, FromRow)]
pub struct Seen {
    pub state: String,
    pub reason: Option<String>,
    pub last_sync_at: Option<DateTime<Utc>>,
    pub next_at: Option<DateTime<Utc>>,
}
