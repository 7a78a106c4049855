//! All SQL of the workouts slice: facts here, projections beside.

pub mod changes;
pub mod deleted;
mod figures;
mod history;
pub mod kept;
pub mod names;
pub mod past;
pub mod periods;
pub mod projections;
pub mod reading;
pub mod records;
pub mod similar;
pub mod sources;
pub mod streams;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::types::Json;
use stadion_activity::Activity;
use uuid::Uuid;

use super::model::{Draft, Edits, Workout};
use crate::db::{Db, Result, Run, Tx, places};
use crate::events::Position;

pub use history::{Bound, Filter, Listed, count, list};

const COLUMNS: &str = "id, sport, source, original_id, session_index, start_at, utc_offset_s, \
    local_day, title, note, activity, entered, edits, version, created_at, updated_at, deleted_at";

/// An uploaded file.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Original {
    pub id: Uuid,
    pub name: String,
    pub format: String,
    pub size: i64,
    pub blob: String,
    pub received_at: DateTime<Utc>,
}

/// Stores the file once per user and answers its id, new or known.
pub async fn put_original(tx: &mut Tx, user_id: Uuid, original: &Original) -> Result<Uuid> {
    // The update changes nothing; without it a known row would not be returned.
    let (id,): (Uuid,) = tx
        .q(
            "insert into original (user_id, id, name, format, size, blob, received_at) \
              values ($1, $2, $3, $4, $5, $6, $7) \
              on conflict (user_id, blob) do update set blob = excluded.blob returning id",
        )
        .bind(user_id)
        .bind(original.id)
        .bind(original.name.clone())
        .bind(original.format.clone())
        .bind(original.size)
        .bind(original.blob.clone())
        .bind(original.received_at)
        .one()
        .await?;
    Ok(id)
}

pub async fn original(db: &Db, user_id: Uuid, id: Uuid) -> Result<Option<Original>> {
    db.q(
        "select id, name, format, size, blob, received_at from original \
          where user_id = $1 and id = $2",
    )
    .bind(user_id)
    .bind(id)
    .opt()
    .await
}

pub async fn originals(db: &Db, user_id: Uuid) -> Result<Vec<Original>> {
    db.q(
        "select id, name, format, size, blob, received_at from original \
          where user_id = $1 order by received_at, id",
    )
    .bind(user_id)
    .all()
    .await
}

pub async fn insert(
    tx: &mut Tx,
    user_id: Uuid,
    at: Position,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Result<()> {
    let (original_id, session_index) = draft.original.unzip();
    let activity: Option<Json<Activity>> = draft.activity.clone().map(Json);
    tx.q(
        "insert into workout (user_id, id, sport, source, original_id, session_index, start_at, \
          utc_offset_s, local_day, title, note, search, activity, entered, edits, version, \
          created_at, updated_at, read_version) \
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, $16, $16, $17)",
    )
    .bind(user_id)
    .bind(at.workout_id)
    .bind(draft.sport.clone())
    .bind(draft.source.as_str())
    .bind(original_id)
    .bind(session_index.unwrap_or(0))
    .bind(draft.start_at)
    .bind(draft.utc_offset_s)
    .bind(at.local_day)
    .bind(draft.title.clone())
    .bind(draft.note.clone())
    .bind(search(draft.title.as_deref(), draft.note.as_deref()))
    .bind(activity)
    .bind(Json(draft.entered.clone()))
    .bind(Json(Edits::default()))
    .bind(now)
    .bind(stadion_activity::READER)
    .run()
    .await
    .map(drop)
}

/// What a search looks at.
fn search(title: Option<&str>, note: Option<&str>) -> String {
    [title, note]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("\n")
        .to_lowercase()
}

/// One workout, also when it is deleted.
pub async fn find<'c>(on: impl Run<'c>, user_id: Uuid, id: Uuid) -> Result<Option<Workout>> {
    on.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from workout where user_id = $1 and id = $2"
    )))
    .bind(user_id)
    .bind(id)
    .opt()
    .await
}

/// Those of some workouts that are not deleted, in order.
pub async fn living<'c>(on: impl Run<'c>, user_id: Uuid, ids: &[Uuid]) -> Result<Vec<Workout>> {
    let sql = format!(
        "select {COLUMNS} from workout where user_id = $1 and id in ({}) and deleted_at is null \
         order by start_at, id",
        places(2, ids.len())
    );
    let query = on.q(sqlx::AssertSqlSafe(sql)).bind(user_id);
    let query = query.bind_each(ids);
    query.all().await
}

/// Writes the changed facts if the version is still the one that was read.
pub async fn update(
    tx: &mut Tx,
    user_id: Uuid,
    workout: &Workout,
    now: DateTime<Utc>,
) -> Result<bool> {
    let touched = tx
        .q(
            "update workout set sport = $1, start_at = $2, utc_offset_s = $3, local_day = $4, \
            title = $5, note = $6, search = $13, entered = $7, edits = $8, version = version + 1, \
            updated_at = $9 where user_id = $10 and id = $11 and version = $12",
        )
        .bind(workout.sport.clone())
        .bind(workout.start_at)
        .bind(workout.utc_offset_s)
        .bind(workout.local_day)
        .bind(workout.title.clone())
        .bind(workout.note.clone())
        .bind(workout.entered.clone())
        .bind(workout.edits.clone())
        .bind(now)
        .bind(user_id)
        .bind(workout.id)
        .bind(workout.version)
        .bind(search(workout.title.as_deref(), workout.note.as_deref()))
        .run()
        .await?;
    Ok(touched == 1)
}

/// Marks as deleted, or takes the mark away; answers whether that changed anything.
pub async fn set_deleted(
    tx: &mut Tx,
    user_id: Uuid,
    id: Uuid,
    deleted: bool,
    now: DateTime<Utc>,
) -> Result<bool> {
    let sql = if deleted {
        "update workout set deleted_at = $1, updated_at = $1, version = version + 1 \
         where user_id = $2 and id = $3 and deleted_at is null"
    } else {
        "update workout set deleted_at = null, updated_at = $1, version = version + 1 \
         where user_id = $2 and id = $3 and deleted_at is not null"
    };
    Ok(tx.q(sql).bind(now).bind(user_id).bind(id).run().await? == 1)
}

/// Every workout of a user for the export, those too that are deleted and can still be taken back.
pub async fn all(db: &Db, user_id: Uuid) -> Result<Vec<Workout>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from workout where user_id = $1 order by start_at, id"
    )))
    .bind(user_id)
    .all()
    .await
}

/// The first living workouts of a user, in order of their start.
pub async fn first(db: &Db, user_id: Uuid, limit: i64) -> Result<Vec<Workout>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from workout where user_id = $1 and deleted_at is null \
         order by start_at, id limit $2"
    )))
    .bind(user_id)
    .bind(limit)
    .all()
    .await
}

/// Everybody who has a living workout, in order of id.
pub async fn people(db: &Db) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = db
        .q("select distinct user_id from workout where deleted_at is null order by user_id")
        .all()
        .await?;
    Ok(rows.into_iter().map(|(user_id,)| user_id).collect())
}

/// The living workouts that came from files, of a local day and those after it, with their sports.
pub async fn sensed_from(
    tx: &mut Tx,
    user_id: Uuid,
    from: NaiveDate,
) -> Result<Vec<(Position, String)>> {
    let rows: Vec<(DateTime<Utc>, Uuid, NaiveDate, String)> = tx
        .q("select start_at, id, local_day, sport from workout \
            where user_id = $1 and local_day >= $2 and deleted_at is null and activity is not null")
        .bind(user_id)
        .bind(from)
        .all()
        .await?;
    let position = |(start, workout_id, local_day, sport)| {
        let position = Position {
            start,
            workout_id,
            local_day,
        };
        (position, sport)
    };
    Ok(rows.into_iter().map(position).collect())
}

/// Workouts kept under a sport that a newly live pack may claim: file sport and sub_sport inside.
pub async fn of_sport(db: &Db, sport: &str, after: Uuid, limit: i64) -> Result<Vec<(Uuid, Uuid)>> {
    db.q(
        "select user_id, id from workout where sport = $1 and source = 'file' \
          and deleted_at is null and id > $2 order by id limit $3",
    )
    .bind(sport.to_owned())
    .bind(after)
    .bind(limit)
    .all()
    .await
}

/// Deletes a user's workouts with all that hangs on them, their days, files and events.
pub async fn erase(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    for sql in [
        "delete from workout where user_id = $1",
        "delete from daily where user_id = $1",
        "delete from original where user_id = $1",
        "delete from event where user_id = $1",
    ] {
        tx.q(sql).bind(user_id).run().await?;
    }
    Ok(())
}
