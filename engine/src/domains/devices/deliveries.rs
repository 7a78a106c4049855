//! What came for people is kept for a while, so that they can look what was refused and why.

use sqlx::types::Json;
use uuid::Uuid;

use super::model::{Delivered, Delivery, NotTaken};
use super::setups::{Step, step_in};
use super::{rules, store};
use crate::App;
use crate::web::error::Result;

/// Keeps what came. Where all of it was known and nothing was refused, there is nothing to tell.
pub async fn note_delivery(app: &App, delivery: Delivery) -> Result<()> {
    let told: Vec<NotTaken> = delivery
        .refused
        .iter()
        .map(NotTaken::from)
        .chain(delivery.unstored.iter().map(NotTaken::from))
        .collect();
    let refused = told.iter().map(|one| one.count).sum::<u64>();
    let is_empty = delivery.taken + delivery.updated == 0 && refused == 0;
    if is_empty {
        return Ok(());
    }
    let adapters = app.catalog.adapters();
    let version = adapters.get(&delivery.adapter);
    let delivered = Delivered {
        id: app.clock.new_id(),
        adapter_version: version.map_or_else(String::new, |live| live.version.to_string()),
        adapter: delivery.adapter,
        connection_id: delivery.connection,
        how: delivery.how.as_str().to_owned(),
        at: app.clock.now(),
        taken: delivery.taken,
        updated: delivery.updated,
        known: delivery.known,
        refused: i64::try_from(refused).unwrap_or(i64::MAX),
        details: Json(rules::bounded(told)),
    };
    let mut tx = app.db.begin().await?;
    store::insert_delivery(&mut tx, delivery.user_id, &delivered).await?;
    if delivered.taken + delivered.updated > 0 {
        let first = (delivered.adapter.as_str(), Step::FirstData);
        step_in(app, &mut tx, delivery.user_id, first).await?;
    }
    let kept = (delivered.at - rules::KEPT, rules::MOST_DELIVERIES);
    store::trim_deliveries(&mut tx, delivery.user_id, kept).await?;
    Ok(tx.commit().await?)
}

/// A person's, newest first.
pub async fn deliveries(app: &App, user_id: Uuid, limit: i64) -> Result<Vec<Delivered>> {
    Ok(store::deliveries(&app.db, user_id, limit).await?)
}
