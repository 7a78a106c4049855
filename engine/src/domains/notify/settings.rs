//! Choosing what one is told.

use uuid::Uuid;

use super::model::{NoticeKind, Settings};
use super::store;
use crate::App;
use crate::web::error::Result;

/// Changes some kinds and answers how all stand then.
pub async fn change(app: &App, user_id: Uuid, changes: &[(NoticeKind, bool)]) -> Result<Settings> {
    let mut tx = app.db.begin().await?;
    for (kind, is_on) in changes {
        store::set(&mut tx, user_id, *kind, *is_on, app.clock.now()).await?;
    }
    let settings = store::settings(&mut tx, user_id).await?;
    tx.commit().await?;
    Ok(settings)
}
