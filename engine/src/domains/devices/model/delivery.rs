//! What came for a person at one time, and what of it was not taken.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use sqlx::types::Json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ItemRefusal, ItemStatus, Receipt, Receiver};
use crate::adapters::Refused;

/// How data came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// A file that the person uploaded.
    File,
    /// A manufacturer posted it with its key.
    #[default]
    Api,
    /// It was asked for at the vendor.
    Pull,
    /// The vendor called.
    Push,
    /// The page recorded a sensor.
    Ble,
}

impl How {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Api => "api",
            Self::Pull => "pull",
            Self::Push => "push",
            Self::Ble => "ble",
        }
    }
}

/// What came at one time by one adapter.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub id: Uuid,
    pub user_id: Uuid,
    /// `None` of a file or a sensor.
    pub connection: Option<Uuid>,
    pub adapter: String,
    pub how: How,
    /// Activities that were not here, as workouts of their own or beside others, and are not told of yet.
    pub taken: i64,
    /// Of some it was told when they were stored.
    pub is_told: bool,
    /// Activities that were here as they came.
    pub known: i64,
    /// What the adapter left out: records, samples and values.
    pub refused: Vec<Refused>,
    /// Activities that could not be stored.
    pub unstored: Vec<ItemRefusal>,
}

impl Delivery {
    /// By an adapter, without a connection.
    pub fn by(id: Uuid, user_id: Uuid, adapter: String, how: How) -> Self {
        Self {
            id,
            user_id,
            connection: None,
            adapter,
            how,
            taken: 0,
            is_told: false,
            known: 0,
            refused: Vec::new(),
            unstored: Vec::new(),
        }
    }

    pub fn to(id: Uuid, receiver: &Receiver, how: How) -> Self {
        Self {
            connection: Some(receiver.connection),
            ..Self::by(id, receiver.user_id, receiver.adapter.clone(), how)
        }
    }

    /// One activity more; what was taken of it is told already.
    pub fn count(&mut self, done: &Result<Receipt, ItemRefusal>) {
        match done {
            Err(refusal) => self.unstored.push(refusal.clone()),
            Ok(receipt) => match receipt.status {
                ItemStatus::New | ItemStatus::Attached | ItemStatus::Updated => self.is_told = true,
                ItemStatus::Unchanged => self.known += 1,
                ItemStatus::Refused => {}
            },
        }
    }
}

/// Something that was not taken, as it is kept and shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NotTaken {
    /// Stable, `kebab-case`.
    pub code: String,
    /// Where the first of them stands; empty where it is all of an activity.
    pub place: String,
    pub reason: String,
    pub remedy: String,
    /// How many of the same.
    pub count: u64,
}

impl From<&Refused> for NotTaken {
    fn from(refused: &Refused) -> Self {
        Self {
            code: refused.code.to_owned(),
            place: refused.place.clone(),
            reason: refused.reason.clone(),
            remedy: refused.remedy.to_owned(),
            count: refused.count,
        }
    }
}

impl From<&ItemRefusal> for NotTaken {
    fn from(refusal: &ItemRefusal) -> Self {
        Self {
            code: refusal.code.clone(),
            place: refusal.field.clone().unwrap_or_default(),
            reason: refusal.reason.clone(),
            remedy: refusal.remedy.clone().unwrap_or_default(),
            count: 1,
        }
    }
}

/// A delivery as it is kept.
#[derive(Clone, Debug, FromRow)]
pub struct Delivered {
    pub id: Uuid,
    pub adapter: String,
    /// The version that read it; empty where no folder has the adapter.
    pub adapter_version: String,
    pub connection_id: Option<Uuid>,
    pub how: String,
    pub at: DateTime<Utc>,
    pub taken: i64,
    pub updated: i64,
    pub known: i64,
    pub refused: i64,
    /// The first of what was refused.
    pub details: Json<Vec<NotTaken>>,
}
