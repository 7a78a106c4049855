//! What came for people is kept for a while, so that they can look what was refused and why.

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::model::{Delivered, Delivery, How, ItemStatus, NotTaken, Receiver};
use super::{rules, store};
use crate::App;
use crate::db::Tx;
use crate::web::error::Result;

/// The delivery that an activity is of.
#[derive(Clone, Debug)]
pub struct Taken {
    pub delivery: Uuid,
    pub user_id: Uuid,
    pub connection: Uuid,
    pub adapter: String,
    pub how: How,
}

impl Taken {
    pub fn of(receiver: &Receiver, delivery: &Delivery) -> Self {
        Self {
            delivery: delivery.id,
            user_id: receiver.user_id,
            connection: receiver.connection,
            adapter: receiver.adapter.clone(),
            how: delivery.how,
        }
    }
}

/// Counts an activity that was taken, in the transaction that stores it: what is here was told of.
pub(super) async fn note_taken(
    app: &App,
    tx: &mut Tx,
    taken: &Taken,
    status: ItemStatus,
) -> Result<()> {
    let (new, updated) = match status {
        ItemStatus::New | ItemStatus::Attached => (1, 0),
        ItemStatus::Updated => (0, 1),
        ItemStatus::Unchanged | ItemStatus::Refused => return Ok(()),
    };
    let delivered = Delivered {
        connection_id: Some(taken.connection),
        taken: new,
        updated,
        ..empty(app, (taken.delivery, &taken.adapter, taken.how))
    };
    Ok(store::add_delivery(tx, taken.user_id, &delivered).await?)
}

fn empty(app: &App, (id, adapter, how): (Uuid, &str, How)) -> Delivered {
    let adapters = app.catalog.adapters();
    let version = adapters.get(adapter);
    Delivered {
        id,
        adapter_version: version.map_or_else(String::new, |live| live.version.to_string()),
        adapter: adapter.to_owned(),
        connection_id: None,
        how: how.as_str().to_owned(),
        at: app.clock.now(),
        taken: 0,
        updated: 0,
        known: 0,
        refused: 0,
        details: Json(Vec::new()),
    }
}

/// Keeps what is not told yet of what came. Where all of it was known and nothing was refused, there is
/// nothing to tell.
pub async fn note_delivery(app: &App, delivery: Delivery) -> Result<()> {
    let told: Vec<NotTaken> = delivery
        .refused
        .iter()
        .map(NotTaken::from)
        .chain(delivery.unstored.iter().map(NotTaken::from))
        .collect();
    let refused = told.iter().map(|one| one.count).sum::<u64>();
    let is_new = delivery.taken > 0 || refused > 0;
    let adds = delivery.known > 0 && delivery.is_told;
    if !is_new && !adds {
        return Ok(());
    }
    let delivered = Delivered {
        connection_id: delivery.connection,
        taken: delivery.taken,
        known: delivery.known,
        refused: i64::try_from(refused).unwrap_or(i64::MAX),
        details: Json(rules::bounded(told)),
        ..empty(app, (delivery.id, &delivery.adapter, delivery.how))
    };
    let mut tx = app.db.begin().await?;
    store::add_delivery(&mut tx, delivery.user_id, &delivered).await?;
    trim(&mut tx, delivery.user_id, delivered.at).await?;
    Ok(tx.commit().await?)
}

/// Forgets what nobody looks for any more.
pub(super) async fn trim(tx: &mut Tx, user_id: Uuid, now: DateTime<Utc>) -> Result<()> {
    let kept = (now - rules::KEPT, rules::MOST_DELIVERIES);
    Ok(store::trim_deliveries(tx, user_id, kept).await?)
}

/// A person's, newest first.
pub async fn deliveries(app: &App, user_id: Uuid, limit: i64) -> Result<Vec<Delivered>> {
    Ok(store::deliveries(&app.db, user_id, limit).await?)
}
