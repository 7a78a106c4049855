//! Keys of manufacturers, connections of people, and what was sent for them.

mod delivery;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use utoipa::ToSchema;
use uuid::Uuid;

pub use delivery::{Delivered, Delivery, How, NotTaken};

use crate::web::{Error, KeyScope};

/// A manufacturer's key, without its secret.
#[derive(Clone, Debug, FromRow)]
pub struct ApiKey {
    pub id: Uuid,
    pub adapter: String,
    pub name: String,
    /// Separated by commas.
    pub scopes: String,
    /// Items an hour.
    pub quota: i64,
    pub created_at: DateTime<Utc>,
    /// Display name; `None` of the command line, and once the account is gone.
    pub created_by: Option<String>,
    pub expires_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    /// Until when a secret before the newest one still works.
    pub old_until: Option<DateTime<Utc>>,
}

impl ApiKey {
    pub fn is_living(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|at| at > now)
    }
}

/// As they are stored.
pub fn scopes(stored: &str) -> BTreeSet<KeyScope> {
    stored.split(',').filter_map(KeyScope::parse).collect()
}

/// A key to be made.
#[derive(Clone, Debug)]
pub struct NewKey {
    pub adapter: String,
    pub name: String,
    pub scopes: BTreeSet<KeyScope>,
    /// Items an hour.
    pub quota: i64,
    pub expires_at: Option<DateTime<Utc>>,
}

/// What was done to a key.
#[derive(Clone, Debug, FromRow)]
pub struct KeyLog {
    pub key_id: Uuid,
    pub name: String,
    pub at: DateTime<Utc>,
    /// `made`, `rotated` or `revoked`.
    pub action: String,
    /// Display name; `None` of the command line, and once the account is gone.
    pub by_name: Option<String>,
    pub detail: String,
}

/// A manufacturer sends for a person.
#[derive(Clone, Debug, FromRow)]
pub struct Connection {
    pub user_id: Uuid,
    pub id: Uuid,
    pub adapter: String,
    /// The person, as the manufacturer knows them.
    pub external_id: String,
    pub made_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub last_data_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionState {
    /// Data come in.
    Active,
    /// Somebody disconnected.
    Ended,
}

impl Connection {
    pub fn state(&self) -> ConnectionState {
        match self.ended_at {
            None => ConnectionState::Active,
            Some(_) => ConnectionState::Ended,
        }
    }
}

/// A living connection with what its person's data are read by.
#[derive(Clone, Debug, FromRow)]
pub struct Receiver {
    pub user_id: Uuid,
    /// Its id.
    pub connection: Uuid,
    pub adapter: String,
    /// The person, as the source knows them.
    pub account: String,
    pub time_zone: Option<String>,
}

/// A manufacturer's activity, by its own ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub user_id: Uuid,
    pub adapter: String,
    pub account: String,
    pub external_id: String,
}

/// What is kept of it.
#[derive(Clone, Debug, FromRow)]
pub struct Held {
    pub external_id: String,
    pub account: String,
    /// The file that it is now; `None` until it is stored.
    pub blob: Option<String>,
    pub workout_id: Option<Uuid>,
    pub claimed_until: Option<DateTime<Utc>>,
}

/// What becomes of the data when a connection ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Data {
    #[default]
    Keep,
    /// Workouts that came by the connection alone are deleted, and can be taken back for thirty days;
    /// of those that other files tell too, only this source goes.
    Delete,
}

/// What became of an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemStatus {
    /// A workout of its own.
    New,
    /// It is here as it was sent.
    Unchanged,
    /// It was here and said otherwise; what its person changed over it stands.
    Updated,
    /// It is kept as a further source of a workout that was here.
    Attached,
    /// Nothing of it was kept; `code`, `field`, `reason` and `remedy` say why.
    Refused,
}

/// The result of one activity of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ItemResult {
    /// Its line in the body, from 1; a single one is 1.
    pub line: usize,
    /// As it was sent; null where that cannot be read.
    pub id: Option<String>,
    pub status: ItemStatus,
    pub workout: Option<Uuid>,
    /// Why it was refused; stable, `kebab-case`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// JSON pointer to what is at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// What was taken otherwise than it was sent.
    pub warnings: Vec<ItemWarning>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ItemWarning {
    pub code: String,
    /// JSON pointer, where it is about a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    pub message: String,
    /// How many samples, where it is about some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// What became of an activity that was taken.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Any but `Refused`.
    pub status: ItemStatus,
    pub workout: Option<Uuid>,
    pub warnings: Vec<ItemWarning>,
}

impl Receipt {
    pub fn of(status: ItemStatus, workout: Option<Uuid>) -> Self {
        Self {
            status,
            workout,
            warnings: Vec::new(),
        }
    }
}

/// Why an activity was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRefusal {
    pub code: String,
    /// JSON pointer, or a place in a payload; none where it is about all of it.
    pub field: Option<String>,
    pub reason: String,
    pub remedy: Option<String>,
}

impl ItemRefusal {
    pub fn new(code: &str, field: &str, reason: &str, remedy: &str) -> Self {
        Self {
            code: code.to_owned(),
            field: (!field.is_empty()).then(|| field.to_owned()),
            reason: reason.to_owned(),
            remedy: Some(remedy.to_owned()),
        }
    }

    /// Whether nothing is wrong with what was sent: the same again may be taken.
    pub fn is_passing(&self) -> bool {
        matches!(
            self.code.as_str(),
            "internal" | "in-progress" | "changed-meanwhile"
        )
    }
}

/// A failure that is not its sender's.
impl From<Error> for ItemRefusal {
    fn from(error: Error) -> Self {
        if error.status < 500 {
            return Self::new(error.code, "", &error.detail, "Send it again.");
        }
        tracing::error!(%error, "an activity that was sent could not be stored");
        let reason = "Something broke on our side before it was stored.";
        Self::new("internal", "", reason, "Send it again.")
    }
}

impl From<sqlx::Error> for ItemRefusal {
    fn from(error: sqlx::Error) -> Self {
        Error::from(error).into()
    }
}

impl ItemResult {
    /// Of the line and the id that were sent, and what became of it.
    pub fn of(line: usize, id: Option<String>, done: Result<Receipt, ItemRefusal>) -> Self {
        let none = Self {
            line,
            id,
            status: ItemStatus::Refused,
            workout: None,
            code: None,
            field: None,
            reason: None,
            remedy: None,
            warnings: Vec::new(),
        };
        match done {
            Ok(receipt) => Self {
                status: receipt.status,
                workout: receipt.workout,
                warnings: receipt.warnings,
                ..none
            },
            Err(refusal) => Self {
                code: Some(refusal.code),
                field: refusal.field,
                reason: Some(refusal.reason),
                remedy: refusal.remedy,
                ..none
            },
        }
    }
}
