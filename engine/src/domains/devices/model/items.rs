//! What became of activities that were sent.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::NotTaken;
use crate::web::Error;

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

/// The result of one record of a payload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordResult {
    /// Where it stands in the payload: `sessions[0]`, `line 3`.
    pub place: String,
    /// As the adapter found it; null where that cannot be read.
    pub id: Option<String>,
    pub status: ItemStatus,
    pub workout: Option<Uuid>,
    /// Why it was refused; stable, `kebab-case`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// Values and samples that were left out of it; the rest stands.
    pub refused: Vec<NotTaken>,
    /// What was taken otherwise than it was sent.
    pub warnings: Vec<ItemWarning>,
}

impl RecordResult {
    pub fn of(
        place: String,
        id: Option<String>,
        refused: Vec<NotTaken>,
        done: Result<Receipt, ItemRefusal>,
    ) -> Self {
        let item = ItemResult::of(0, id, done);
        Self {
            place,
            id: item.id,
            status: item.status,
            workout: item.workout,
            code: item.code,
            reason: item.reason,
            remedy: item.remedy,
            refused,
            warnings: item.warnings,
        }
    }
}
