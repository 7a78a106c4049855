//! What is deleted can be taken back for thirty days, and is gone then.

use std::time::Duration;

use chrono::TimeDelta;

use super::store::deleted;
use crate::App;
use crate::web::error::{Error, Result};

/// How long a deleted workout can be taken back.
const KEPT: TimeDelta = TimeDelta::days(30);
const EVERY: Duration = Duration::from_mins(30);

pub async fn keep_house(app: App) {
    loop {
        if let Err(error) = purge(&app).await {
            tracing::error!(%error, "deleted workouts are left");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Projections were told anew when the workouts were deleted; nothing stands on them any more.
pub(super) async fn purge(app: &App) -> Result<()> {
    let before = app.clock.now() - KEPT;
    for user_id in deleted::users(&app.db, before).await? {
        let mut tx = app.db.begin().await?;
        tx.lock_user(user_id).await?;
        let blobs = deleted::purge(&mut tx, user_id, before).await?;
        tx.commit().await?;
        for blob in blobs {
            let removed = app.blobs.remove(user_id, &blob).await;
            removed.map_err(|error| Error::internal(&error))?;
        }
    }
    Ok(())
}
