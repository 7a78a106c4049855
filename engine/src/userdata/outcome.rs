//! What became of one file that somebody loads: an activity, or a part of an account's archive.

use serde::{Deserialize, Serialize};
use stadion_activity::Warning;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::web::error::Error;

/// What became of one file; an archive has one for each file inside.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct FileOutcome {
    pub file: String,
    pub status: FileStatus,
    pub workouts: Vec<ImportedWorkout>,
    /// Why it was refused; stable, `kebab-case`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    pub warnings: Vec<FileWarning>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileStatus {
    /// All of it was read.
    Ok,
    /// Read up to a break.
    Partial,
    Refused,
}

impl FileStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Partial => "partial",
            Self::Refused => "refused",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ImportedWorkout {
    pub id: Uuid,
    pub sport: String,
    /// `new`, `known` (the same file came before), `restored` (it had been deleted) or `attached`
    /// (another file of the same workout was here).
    pub result: ImportResult,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportResult {
    New,
    Known,
    Restored,
    Attached,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FileWarning {
    pub code: String,
    pub message: String,
    /// How many samples, points or bytes, where it is about some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

impl From<&Warning> for FileWarning {
    fn from(warning: &Warning) -> Self {
        Self {
            code: warning.code.clone(),
            message: warning.message.clone(),
            count: warning.count,
        }
    }
}

impl FileOutcome {
    /// All of it was read, and nothing is to be said of it yet.
    pub fn fine(file: String) -> Self {
        Self {
            file,
            status: FileStatus::Ok,
            workouts: Vec::new(),
            code: None,
            reason: None,
            remedy: None,
            warnings: Vec::new(),
        }
    }

    /// Nothing of it was taken, for a reason that is not ours.
    pub fn refused(file: String, error: &Error) -> Self {
        Self {
            status: FileStatus::Refused,
            code: Some(error.code.into()),
            reason: Some(error.detail.clone()),
            ..Self::fine(file)
        }
    }

    /// A failure on our side: the file is fine to be sent again.
    pub fn broken(file: String, error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, %file, "what was sent could not be stored");
        Self {
            status: FileStatus::Refused,
            code: Some("internal".into()),
            reason: Some("Something broke on our side before this file was stored.".into()),
            remedy: Some("Send it again.".into()),
            ..Self::fine(file)
        }
    }

    /// By whose fault it is.
    pub fn not_taken(file: String, error: &Error) -> Self {
        if error.status < 500 {
            Self::refused(file, error)
        } else {
            Self::broken(file, error)
        }
    }
}
