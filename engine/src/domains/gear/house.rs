//! Deleted gear goes for good after thirty days.

use std::time::Duration;

use super::service::KEPT;
use super::store;
use crate::App;
use crate::web::error::Result;

const EVERY: Duration = Duration::from_hours(1);

/// Runs until the process stops.
pub async fn keep_house(app: App) {
    loop {
        if let Err(error) = purge(&app).await {
            tracing::error!(%error, "deleted gear is left");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Nothing stands on it: only what was never used can be deleted.
pub(super) async fn purge(app: &App) -> Result<u64> {
    Ok(store::purge(&app.db, app.clock.now() - KEPT).await?)
}
