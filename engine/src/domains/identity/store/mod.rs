//! All SQL of accounts.

mod erasures;
mod facts;
mod guardian;
mod me;
mod registrations;
mod sessions;
mod tokens;
mod users;

pub use erasures::*;
pub use facts::*;
pub use guardian::*;
pub use me::*;
pub use registrations::*;
pub use sessions::*;
pub use tokens::*;
pub use users::*;

use chrono::{DateTime, Utc};

use crate::db::{Db, Result, Run};

/// Deletes what has run out: sessions, links, registrations.
pub async fn forget_expired(db: &Db, now: DateTime<Utc>) -> Result<()> {
    for sql in [
        "delete from session where expires_at <= $1",
        "delete from mail_token where expires_at <= $1",
        "delete from registration where expires_at <= $1",
    ] {
        db.q(sql).bind(now).run().await?;
    }
    Ok(())
}
