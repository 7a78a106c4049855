//! An update may bring projections that earlier workouts lack: they are told anew in the background.

use uuid::Uuid;

use super::store;
use crate::App;
use crate::db::{Result, Tx};

/// Grows with each release whose reactions tell something that they did not before.
pub(super) const VERSION: i64 = 2;
const USERS_AT_ONCE: i64 = 100;

/// A new account has nothing to be told anew.
pub async fn begin(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    store::set_projected(tx, user_id, VERSION).await
}

/// Rebuilds those whose projections are of an earlier version, one after the other. Whoever fails
/// is told so in the log, and tried again with the next start.
pub async fn run(app: App) {
    let mut last = None;
    loop {
        let users = match store::outdated(&app.db, VERSION, last, USERS_AT_ONCE).await {
            Ok(users) if users.is_empty() => return,
            Ok(users) => users,
            Err(error) => {
                tracing::error!(%error, "who is to be told anew cannot be read");
                return;
            }
        };
        for user_id in users {
            last = Some(user_id);
            match app.events.rebuild(&app, user_id).await {
                Ok(()) => tracing::info!(%user_id, "told anew after an update"),
                Err(error) => tracing::error!(%user_id, %error, "not told anew after an update"),
            }
        }
    }
}
