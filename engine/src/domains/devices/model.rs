//! Keys of manufacturers, connections of people, and what was sent for them.

mod delivery;
mod items;
mod setup;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use utoipa::ToSchema;
use uuid::Uuid;

pub use delivery::{Delivered, Delivery, How, NotTaken};
pub use items::{ItemRefusal, ItemResult, ItemStatus, ItemWarning, Receipt, RecordResult};
pub use setup::Setup;

use crate::web::KeyScope;

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
