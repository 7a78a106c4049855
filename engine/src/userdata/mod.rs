//! What each slice keeps of a user, so that "download my data", loading that again, and "delete my
//! account" reach all of it. The slices are listed in `domains::user_data`.

pub mod archive;
pub mod outcome;
mod restoring;

use uuid::Uuid;

use crate::App;
use crate::db::Tx;
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub use restoring::{Restoring, Tally, is_sane, is_sane_day};

/// One file of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportFile {
    /// Relative, with `/` between folders: `workouts/2026-11-20-run/activity.fit`.
    pub path: String,
    pub bytes: Vec<u8>,
}

impl ExportFile {
    /// A value as indented JSON.
    pub fn json(path: impl Into<String>, value: &impl serde::Serialize) -> Result<Self> {
        let bytes = serde_json::to_vec_pretty(value)
            .map_err(|error| crate::web::Error::internal(&error))?;
        Ok(Self {
            path: path.into(),
            bytes,
        })
    }
}

/// What of a slice's part of the archive comes back when that is loaded, in words for its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComesBack {
    /// Empty where nothing does.
    pub what: &'static str,
    /// What does not, and why; empty where all does.
    pub but: &'static str,
}

/// A slice that keeps something of users.
pub trait UserData: Send + Sync {
    /// Folder of the slice in the archive.
    fn name(&self) -> &'static str;

    /// Everything kept of the user. Paths are relative to the slice's folder.
    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>>;

    fn comes_back(&self) -> ComesBack;

    /// Brings back what [`UserData::export`] gave. What the account has is left as it is, and named
    /// where the archive says otherwise; doing it twice is doing it once. The slices before this one
    /// are restored already. What cannot be read of it is told and stops nothing else.
    fn restore<'a>(&'a self, cx: &'a mut Restoring<'_>) -> BoxFuture<'a, Result<()>> {
        let _ = cx;
        Box::pin(async { Ok(()) })
    }

    /// Deletes everything kept of the user. The blobs go once the transaction is committed.
    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>>;
}
