//! Records: what workouts achieved for them, and the marks by which they grew.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Result, Run, Tx, places};
use crate::domains::workouts::model::{Attempt, Mark};
use crate::events::Position;

/// A record of a user: rule and variant within a pack.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordId {
    pub pack: String,
    pub record: String,
    pub variant: String,
}

/// The records that a workout has an effort for.
pub async fn of_workouts(tx: &mut Tx, user_id: Uuid, ids: &[Uuid]) -> Result<Vec<RecordId>> {
    let sql = format!(
        "select distinct pack, record, variant from best_effort \
         where user_id = $1 and workout_id in ({})",
        places(2, ids.len())
    );
    let query = tx.q(sqlx::AssertSqlSafe(sql)).bind(user_id);
    let query = query.bind_each(ids);
    let rows: Vec<(String, String, String)> = query.all().await?;
    let id = |(pack, record, variant)| RecordId {
        pack,
        record,
        variant,
    };
    Ok(rows.into_iter().map(id).collect())
}

type AttemptRow = (String, String, String, DateTime<Utc>, Uuid, i64);

/// The efforts from a position on for some records, in order.
pub async fn attempts_from(
    tx: &mut Tx,
    user_id: Uuid,
    of: &BTreeSet<RecordId>,
    from: Position,
) -> Result<BTreeMap<RecordId, Vec<Attempt>>> {
    let names: BTreeSet<String> = of.iter().map(|id| id.record.clone()).collect();
    let sql = format!(
        "select e.pack, e.record, e.variant, e.start_at, e.workout_id, e.value from workout w \
         join best_effort e on e.user_id = w.user_id and e.workout_id = w.id \
         where w.user_id = $1 and w.deleted_at is null and (w.start_at, w.id) >= ($2, $3) \
         and e.record in ({}) order by e.start_at, e.workout_id",
        places(4, names.len())
    );
    let query = tx.q(sqlx::AssertSqlSafe(sql)).bind(user_id);
    let query = query.bind(from.start).bind(from.workout_id);
    let rows: Vec<AttemptRow> = query.bind_each(&names).all().await?;
    let mut attempts: BTreeMap<RecordId, Vec<Attempt>> = BTreeMap::new();
    for (pack, record, variant, start_at, workout_id, value) in rows {
        let id = RecordId {
            pack,
            record,
            variant,
        };
        attempts.entry(id).or_default().push(Attempt {
            start_at,
            workout_id,
            value,
        });
    }
    Ok(attempts)
}

type MarkRow = (
    String,
    String,
    String,
    DateTime<Utc>,
    Uuid,
    i64,
    Option<i64>,
);

/// The marks from a position on, by record, in order.
pub async fn marks_from(
    tx: &mut Tx,
    user_id: Uuid,
    from: Position,
) -> Result<BTreeMap<RecordId, Vec<Mark>>> {
    let rows: Vec<MarkRow> = tx
        .q(
            "select pack, record, variant, start_at, workout_id, value, previous \
            from record_mark where user_id = $1 and (start_at, workout_id) >= ($2, $3) \
            order by pack, record, variant, start_at, workout_id",
        )
        .bind(user_id)
        .bind(from.start)
        .bind(from.workout_id)
        .all()
        .await?;
    let mut marks: BTreeMap<RecordId, Vec<Mark>> = BTreeMap::new();
    for (pack, record, variant, start_at, workout_id, value, previous) in rows {
        let id = RecordId {
            pack,
            record,
            variant,
        };
        let attempt = Attempt {
            start_at,
            workout_id,
            value,
        };
        marks
            .entry(id)
            .or_default()
            .push(Mark { attempt, previous });
    }
    Ok(marks)
}

/// The least and the greatest of a record's marks.
#[derive(Clone, Copy, Debug)]
pub struct Stood {
    pub least: i64,
    pub greatest: i64,
}

/// How the records stood before a position. A mark beats those before it, so that the last one is
/// the least or the greatest.
pub async fn stood_before(
    tx: &mut Tx,
    user_id: Uuid,
    from: Position,
) -> Result<BTreeMap<RecordId, Stood>> {
    let rows: Vec<(String, String, String, i64, i64)> = tx
        .q(
            "select pack, record, variant, min(value), max(value) from record_mark \
            where user_id = $1 and (start_at, workout_id) < ($2, $3) \
            group by pack, record, variant",
        )
        .bind(user_id)
        .bind(from.start)
        .bind(from.workout_id)
        .all()
        .await?;
    let stood = |(pack, record, variant, least, greatest)| {
        let id = RecordId {
            pack,
            record,
            variant,
        };
        (id, Stood { least, greatest })
    };
    Ok(rows.into_iter().map(stood).collect())
}

/// Takes marks back and sets others.
pub async fn change_marks(
    tx: &mut Tx,
    user_id: Uuid,
    gone: &[(&RecordId, Mark)],
    new: &[(&RecordId, Mark)],
) -> Result<()> {
    for (id, mark) in gone {
        tx.q(
            "delete from record_mark where user_id = $1 and pack = $2 and record = $3 \
              and variant = $4 and start_at = $5 and workout_id = $6",
        )
        .bind(user_id)
        .bind(id.pack.clone())
        .bind(id.record.clone())
        .bind(id.variant.clone())
        .bind(mark.attempt.start_at)
        .bind(mark.attempt.workout_id)
        .run()
        .await?;
    }
    tx.insert_many(
        "insert into record_mark \
         (user_id, pack, record, variant, start_at, workout_id, value, previous)",
        8,
        "",
        new,
        |query, (id, mark)| {
            query
                .bind(user_id)
                .bind(id.pack.clone())
                .bind(id.record.clone())
                .bind(id.variant.clone())
                .bind(mark.attempt.start_at)
                .bind(mark.attempt.workout_id)
                .bind(mark.attempt.value)
                .bind(mark.previous)
        },
    )
    .await
    .map(drop)
}
