//! Components: what is part of what, and since when.

use chrono::{DateTime, Days, NaiveDate, Utc};
use stadion_pack::model::Packs;
use uuid::Uuid;

use super::gear_type;
use super::model::{Item, Mount};
use super::service::{self, NewItem, tell};
use super::store::{self, mounts};
use crate::App;
use crate::db::Tx;
use crate::web::error::{Error, FieldError, Result};

/// Makes an item part of another from a day on. It leaves what it was part of before.
pub async fn mount(
    app: &App,
    user_id: Uuid,
    id: Uuid,
    parent_id: Uuid,
    since: NaiveDate,
) -> Result<()> {
    let packs = app.catalog.packs();
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    let item = store::find(&mut tx, user_id, id).await?;
    let item = item.ok_or_else(|| Error::not_found("gear"))?;
    put_in(&mut tx, &packs, user_id, &item, parent_id, since).await?;
    tell(app, &mut tx, user_id, id).await?;
    tx.commit().await?;
    app.events.settle(app, user_id).await;
    Ok(())
}

/// Takes an item out of what it is part of; `on` is the first day that no longer counts.
pub async fn unmount(app: &App, user_id: Uuid, id: Uuid, on: NaiveDate) -> Result<()> {
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    let stays = mounts::of(&mut tx, user_id, id).await?;
    let now = stays.iter().find(|stay| stay.until.is_none());
    let now = now.ok_or_else(|| Error::not_found("part"))?;
    end(&mut tx, user_id, now, on).await?;
    tell(app, &mut tx, user_id, id).await?;
    tx.commit().await?;
    app.events.settle(app, user_id).await;
    Ok(())
}

/// Retires a part and puts a new one of its kind in its place, from `on` on.
pub async fn replace(
    app: &App,
    user_id: Uuid,
    id: Uuid,
    name: &str,
    on: NaiveDate,
) -> Result<Item> {
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    let old = store::find(&mut tx, user_id, id).await?;
    let mut old = old.ok_or_else(|| Error::not_found("gear"))?;
    let stays = mounts::of(&mut tx, user_id, id).await?;
    let stay = stays.iter().find(|stay| stay.until.is_none());
    let stay = stay.ok_or_else(|| {
        let detail = "It is part of nothing: retire it, and add the new one.";
        Error::conflict("no-part", detail)
    })?;
    if on < stay.since {
        let error = FieldError::new("/on", "It was put in after this day.");
        return Err(Error::invalid(vec![error]));
    }
    end(&mut tx, user_id, stay, on).await?;
    old.retired_at = Some(app.clock.now());
    if !store::update(&mut tx, user_id, &old).await? {
        return Err(Error::precondition_failed());
    }
    tell(app, &mut tx, user_id, id).await?;
    let new = NewItem {
        kind: old.kind.clone(),
        name: name.to_owned(),
        attributes: old.attributes.0.clone(),
        acquired_on: Some(on),
        parent_id: Some(stay.parent_id),
        ..NewItem::default()
    };
    let new = service::insert(app, &mut tx, user_id, new).await?;
    tx.commit().await?;
    app.events.settle(app, user_id).await;
    Ok(new)
}

/// Checks and writes a stay that begins.
pub(super) async fn put_in(
    tx: &mut Tx,
    packs: &Packs,
    user_id: Uuid,
    item: &Item,
    parent_id: Uuid,
    since: NaiveDate,
) -> Result<()> {
    let wrong = |field: &str, message: &str| {
        Error::invalid(vec![FieldError::new(field.to_owned(), message.to_owned())])
    };
    let parent = store::find(&mut *tx, user_id, parent_id).await?;
    let parent = parent.ok_or_else(|| wrong("/parent_id", "You have no such gear."))?;
    let takes =
        gear_type(packs, &parent.kind).is_some_and(|kind| kind.components.contains(&item.kind));
    if !takes {
        return Err(wrong("/parent_id", "Gear of this kind has no such part."));
    }
    if parent.retired_at.is_some() || item.retired_at.is_some() {
        return Err(wrong(
            "/parent_id",
            "One of the two is retired: take it back first.",
        ));
    }
    let is_part = |stays: &[Mount]| stays.iter().any(|stay| stay.until.is_none());
    let of_parent = mounts::of(tx, user_id, parent_id).await?;
    let own_parts = mounts::in_parent(tx, user_id, item.id).await?;
    if is_part(&of_parent) || is_part(&own_parts) {
        return Err(wrong("/parent_id", "A part cannot have parts of its own."));
    }
    let stays = mounts::of(tx, user_id, item.id).await?;
    let ended = stays.iter().filter_map(|stay| stay.until).max();
    if ended.is_some_and(|ended| since < ended) {
        let message = "It was part of something else on this day.";
        return Err(wrong("/since", message));
    }
    if let Some(now) = stays.iter().find(|stay| stay.until.is_none()) {
        end(tx, user_id, now, since).await?;
    }
    let stay = Mount {
        gear_id: item.id,
        parent_id,
        since,
        until: None,
    };
    Ok(mounts::put(tx, user_id, &stay).await?)
}

/// A stay that ends before it began never was.
async fn end(tx: &mut Tx, user_id: Uuid, stay: &Mount, on: NaiveDate) -> Result<()> {
    if on < stay.since {
        return Ok(mounts::remove(tx, user_id, stay.gear_id, stay.since).await?);
    }
    let until = Some(on);
    Ok(mounts::put(tx, user_id, &Mount { until, ..*stay }).await?)
}

/// A part that is retired leaves what it is part of with the end of the day, and comes back to it
/// when it is taken back.
pub(super) async fn follow(
    tx: &mut Tx,
    user_id: Uuid,
    item: &Item,
    was_retired: Option<DateTime<Utc>>,
) -> Result<()> {
    let next_day = |at: DateTime<Utc>| at.date_naive().checked_add_days(Days::new(1));
    let stays = mounts::of(tx, user_id, item.id).await?;
    match (was_retired, item.retired_at) {
        (None, Some(at)) => {
            let now = stays.iter().find(|stay| stay.until.is_none());
            if let (Some(now), Some(on)) = (now, next_day(at)) {
                end(tx, user_id, now, on.max(now.since)).await?;
            }
        }
        (Some(at), None) => {
            let last = stays.last().filter(|stay| stay.until == next_day(at));
            if let Some(last) = last {
                let until = None;
                mounts::put(tx, user_id, &Mount { until, ..*last }).await?;
            }
        }
        _ => {}
    }
    Ok(())
}
