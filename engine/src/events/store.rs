//! The outbox table, and the history that a set of events touches.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::{Change, Event, Position};
use crate::clock::Clock;
use crate::db::{Db, Result, Run, Tx, places};

/// Adds an event to the transaction of the fact it tells of.
pub async fn append(tx: &mut Tx, clock: &Clock, user_id: Uuid, event: &Event) -> Result<()> {
    tx.q("insert into event (user_id, id, body, at) values ($1, $2, $3, $4)")
        .bind(user_id)
        .bind(clock.new_id())
        .bind(Json(event))
        .bind(clock.now())
        .run()
        .await
        .map(drop)
}

pub async fn pending_users(db: &Db) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = db
        .q("select distinct user_id from event where done_at is null limit 1000")
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Users who have facts, by id, after `after`.
pub async fn users_after(db: &Db, after: Option<Uuid>, limit: i64) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = db
        .q("select distinct user_id from event where user_id > $1 order by user_id limit $2")
        .bind(after.unwrap_or(Uuid::nil()))
        .bind(limit)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Those of them whose projections were told by a version before this one.
pub(super) async fn outdated(
    db: &Db,
    version: i64,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = db
        .q("select distinct e.user_id from event e \
            left join projected p on p.user_id = e.user_id \
            where e.user_id > $1 and coalesce(p.version, 0) < $2 order by e.user_id limit $3")
        .bind(after.unwrap_or(Uuid::nil()))
        .bind(version)
        .bind(limit)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub(super) async fn set_projected(tx: &mut Tx, user_id: Uuid, version: i64) -> Result<()> {
    tx.q("insert into projected (user_id, version) values ($1, $2) \
        on conflict (user_id) do update set version = excluded.version")
        .bind(user_id)
        .bind(version)
        .run()
        .await
        .map(drop)
}

/// Lets a user be told anew with the next start.
pub async fn forget_projected(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    set_projected(tx, user_id, 0).await
}

pub async fn user_count(db: &Db) -> Result<i64> {
    let (count,): (i64,) = db
        .q("select count(distinct user_id) from event")
        .one()
        .await?;
    Ok(count)
}

/// Events of all users that nothing has reacted to yet.
pub async fn pending_count(db: &Db) -> Result<i64> {
    let (count,): (i64,) = db
        .q("select count(*) from event where done_at is null")
        .one()
        .await?;
    Ok(count)
}

pub(super) async fn pending(tx: &mut Tx, user_id: Uuid, limit: i64) -> Result<Vec<(Uuid, Event)>> {
    let rows: Vec<(Uuid, Json<Event>)> = tx
        .q("select id, body from event where user_id = $1 and done_at is null order by id limit $2")
        .bind(user_id)
        .bind(limit)
        .all()
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, Json(event))| (id, event))
        .collect())
}

pub(super) async fn mark_done(
    tx: &mut Tx,
    user_id: Uuid,
    ids: &[Uuid],
    now: DateTime<Utc>,
) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "update event set done_at = $1 where user_id = $2 and id in ({})",
        places(3, ids.len())
    );
    let query = tx.q(sqlx::AssertSqlSafe(sql)).bind(now).bind(user_id);
    let query = query.bind_each(ids);
    query.run().await.map(drop)
}

pub(super) async fn mark_all_done(tx: &mut Tx, user_id: Uuid, now: DateTime<Utc>) -> Result<()> {
    tx.q("update event set done_at = $1 where user_id = $2 and done_at is null")
        .bind(now)
        .bind(user_id)
        .run()
        .await
        .map(drop)
}

/// Where the events' workouts stand now and stood before.
pub(super) async fn change_of(tx: &mut Tx, user_id: Uuid, events: &[Event]) -> Result<Change> {
    let mut change = Change::default();
    let mut said_from = None;
    for event in events {
        match event {
            Event::WorkoutChanged { workout_id, was } => {
                change.workouts.insert(*workout_id);
                change.positions.extend(*was);
            }
            Event::GearChanged { gear_id } => {
                change.gear.insert(*gear_id);
            }
            Event::ProfileChanged { from } => {
                said_from = Some(said_from.map_or(*from, |day: NaiveDate| day.min(*from)));
            }
        }
    }
    let positions = positions(tx, user_id, &change.workouts).await?;
    change.positions.extend(positions);
    if let Some(from) = said_from {
        change.is_person = true;
        change.persons = positions_from(tx, user_id, from).await?;
    }
    Ok(change)
}

type PositionRow = (DateTime<Utc>, Uuid, NaiveDate);

fn to_position((start, workout_id, local_day): PositionRow) -> Position {
    Position {
        start,
        workout_id,
        local_day,
    }
}

/// The workouts of a local day and those after it.
async fn positions_from(tx: &mut Tx, user_id: Uuid, from: NaiveDate) -> Result<BTreeSet<Position>> {
    let rows: Vec<PositionRow> = tx
        .q("select start_at, id, local_day from workout \
            where user_id = $1 and local_day >= $2 and deleted_at is null")
        .bind(user_id)
        .bind(from)
        .all()
        .await?;
    Ok(rows.into_iter().map(to_position).collect())
}

/// Where workouts stand; `EVENTS_AT_ONCE` bounds how many.
async fn positions(tx: &mut Tx, user_id: Uuid, ids: &BTreeSet<Uuid>) -> Result<Vec<Position>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select start_at, id, local_day from workout where user_id = $1 and id in ({})",
        places(2, ids.len())
    );
    let query = tx.q(sqlx::AssertSqlSafe(sql)).bind(user_id);
    let query = query.bind_each(ids);
    let rows: Vec<PositionRow> = query.all().await?;
    Ok(rows.into_iter().map(to_position).collect())
}

/// The whole history of a user as one change.
pub(super) async fn everything(tx: &mut Tx, user_id: Uuid) -> Result<Change> {
    let rows: Vec<PositionRow> = tx
        .q("select start_at, id, local_day from workout where user_id = $1")
        .bind(user_id)
        .all()
        .await?;
    let gear: Vec<(Uuid,)> = tx
        .q("select id from gear_item where user_id = $1")
        .bind(user_id)
        .all()
        .await?;
    let positions: BTreeSet<Position> = rows.into_iter().map(to_position).collect();
    Ok(Change {
        workouts: positions.iter().map(|p| p.workout_id).collect(),
        positions,
        gear: gear.into_iter().map(|(id,)| id).collect(),
        persons: BTreeSet::new(),
        is_person: true,
    })
}
