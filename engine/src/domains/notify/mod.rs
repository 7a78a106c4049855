//! What a user is told in the app.

pub mod data;
pub mod holding;
pub mod model;
pub mod react;
pub mod routes;
mod settings;
pub mod store;
#[cfg(test)]
mod tests;
pub mod views;

use uuid::Uuid;

use crate::App;
use crate::web::error::Result;

/// How many notices the user has not read.
pub async fn unread(app: &App, user_id: Uuid) -> Result<i64> {
    Ok(store::unread(&app.db, user_id).await?)
}

/// Marks all that the user was told as read.
pub async fn read_all(app: &App, user_id: Uuid) -> Result<()> {
    let mut tx = app.db.begin().await?;
    store::mark_read(&mut tx, user_id, None, app.clock.now()).await?;
    Ok(tx.commit().await?)
}
