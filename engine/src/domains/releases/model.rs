//! Releases, what is live of them, and what was done.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use utoipa::ToSchema;
use uuid::Uuid;

/// A published version of a pack.
#[derive(Clone, Debug, FromRow)]
pub struct Release {
    /// 64 hex digits: SHA-256 over the pack's files.
    pub digest: String,
    pub pack: String,
    pub version: String,
    pub published_at: DateTime<Utc>,
    /// Display name; `None` once the account is gone.
    pub published_by: Option<String>,
}

/// A pack's release that is live.
#[derive(Clone, Debug, FromRow)]
pub struct LiveRelease {
    pub pack: String,
    pub digest: String,
    pub since: DateTime<Utc>,
    /// Display name; `None` once the account is gone.
    pub published_by: Option<String>,
}

/// A release that goes live at a time.
#[derive(Clone, Debug, FromRow)]
pub struct Due {
    pub pack: String,
    pub digest: String,
    pub version: String,
    pub at: DateTime<Utc>,
    /// What was live when it was planned.
    pub base: Option<String>,
    pub by_id: Option<Uuid>,
    pub by_name: Option<String>,
}

/// What was done to a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Checked and stored.
    Published,
    /// To go live at a time.
    Planned,
    /// A plan was taken back.
    Withdrawn,
    /// Went live.
    Activated,
    /// An earlier one, or the version of the server's folders, went live again.
    RolledBack,
    /// A plan came to its time and could not be carried out.
    Lapsed,
}

impl Action {
    pub const ALL: [Self; 6] = [
        Self::Published,
        Self::Planned,
        Self::Withdrawn,
        Self::Activated,
        Self::RolledBack,
        Self::Lapsed,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Planned => "planned",
            Self::Withdrawn => "withdrawn",
            Self::Activated => "activated",
            Self::RolledBack => "rolled_back",
            Self::Lapsed => "lapsed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == text)
    }
}

/// One line of the audit trail.
#[derive(Clone, Debug)]
pub struct Step {
    pub pack: String,
    pub action: Action,
    /// The release it was done with; `None` is the version of the folders.
    pub digest: Option<String>,
    /// What was live before, of what changes that.
    pub previous: Option<String>,
    pub by: Option<Uuid>,
    /// What a person needs to know besides.
    pub detail: String,
}

/// A line of the audit trail as it is read.
#[derive(Clone, Debug, FromRow)]
pub struct Logged {
    /// Counts what was done to the pack.
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub action: String,
    pub digest: Option<String>,
    pub version: Option<String>,
    pub previous: Option<String>,
    pub by_name: Option<String>,
    pub detail: String,
}

/// When a version of a pack came how far. What nobody noted is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromRow, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Noted {
    /// First written.
    #[serde(default)]
    pub drafted_at: Option<DateTime<Utc>>,
    /// First free of errors.
    #[serde(default)]
    pub valid_at: Option<DateTime<Utc>>,
    /// First seen in an app.
    #[serde(default)]
    pub previewed_at: Option<DateTime<Utc>>,
    /// First with all cases passed.
    #[serde(default)]
    pub tested_at: Option<DateTime<Utc>>,
}

/// A release's whole way.
#[derive(Clone, Debug, FromRow)]
pub struct Way {
    pub pack: String,
    pub version: String,
    #[sqlx(flatten)]
    pub noted: Noted,
    pub published_at: DateTime<Utc>,
    pub live_at: Option<DateTime<Utc>>,
    pub effect_at: Option<DateTime<Utc>>,
}
