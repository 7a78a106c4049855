//! Which workouts made a rule true, and the tiers given for them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::history::Entry;
use crate::db::{Db, Result, Run, Tx};
use crate::events::Position;

/// A tier as it was given.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Award {
    /// Qualified.
    pub achievement: String,
    /// Index into the achievement's tiers.
    pub tier: i32,
    pub start_at: DateTime<Utc>,
    pub workout_id: Uuid,
}

/// The user's living workouts from a local day on, in order, with all their values and efforts.
pub async fn entries(tx: &mut Tx, user_id: Uuid, from: Option<NaiveDate>) -> Result<Vec<Entry>> {
    // No workout starts before 1970.
    let from = from.unwrap_or_default();
    let rows: Vec<EntryRow> = tx
        .q(
            "select start_at, id, local_day, sport, source from workout \
            where user_id = $1 and deleted_at is null and local_day >= $2",
        )
        .bind(user_id)
        .bind(from)
        .all()
        .await?;
    let mut entries: BTreeMap<Uuid, Entry> = rows.into_iter().map(entry).collect();
    for (id, metric, value, text) in values(tx, user_id, from).await? {
        if let Some(entry) = entries.get_mut(&id) {
            entry
                .values
                .extend(value.map(|value| (metric.clone(), value)));
            entry.texts.extend(text.map(|text| (metric, text)));
        }
    }
    for (id, record, value) in efforts(tx, user_id, from).await? {
        if let Some(entry) = entries.get_mut(&id) {
            entry.efforts.insert(record, value);
        }
    }
    let mut entries: Vec<Entry> = entries.into_values().collect();
    entries.sort_by_key(|entry| (entry.position.start, entry.position.workout_id));
    Ok(entries)
}

type EntryRow = (DateTime<Utc>, Uuid, NaiveDate, String, String);

fn entry((start, workout_id, local_day, sport, source): EntryRow) -> (Uuid, Entry) {
    let entry = Entry {
        position: Position {
            start,
            workout_id,
            local_day,
        },
        sport,
        sensed: source == "file",
        values: BTreeMap::new(),
        texts: BTreeMap::new(),
        efforts: BTreeMap::new(),
    };
    (workout_id, entry)
}

type ValueRow = (Uuid, String, Option<i64>, Option<String>);

async fn values(tx: &mut Tx, user_id: Uuid, from: NaiveDate) -> Result<Vec<ValueRow>> {
    tx.q(
        "select v.workout_id, v.metric, v.value, v.text from workout_value v \
          join workout w on w.user_id = v.user_id and w.id = v.workout_id \
          where v.user_id = $1 and w.local_day >= $2 and w.deleted_at is null",
    )
    .bind(user_id)
    .bind(from)
    .all()
    .await
}

/// Efforts of records without variants: those that `best(…)` may ask for.
async fn efforts(tx: &mut Tx, user_id: Uuid, from: NaiveDate) -> Result<Vec<(Uuid, String, i64)>> {
    tx.q("select e.workout_id, e.record, e.value from best_effort e \
          join workout w on w.user_id = e.user_id and w.id = e.workout_id \
          where e.user_id = $1 and w.local_day >= $2 and w.deleted_at is null \
          and e.variant = ''")
        .bind(user_id)
        .bind(from)
        .all()
        .await
}

/// Sets which workouts among `asked` make the rule true.
pub async fn set_matches(
    tx: &mut Tx,
    user_id: Uuid,
    achievement: &str,
    asked: &[Uuid],
    matched: &[Position],
) -> Result<()> {
    for id in asked {
        tx.q("delete from achievement_match \
              where user_id = $1 and workout_id = $2 and achievement = $3")
            .bind(user_id)
            .bind(*id)
            .bind(achievement.to_owned())
            .run()
            .await?;
    }
    let head = "insert into achievement_match (user_id, achievement, start_at, workout_id)";
    tx.insert_many(head, 4, "", matched, |query, at| {
        let query = query.bind(user_id).bind(achievement.to_owned());
        query.bind(at.start).bind(at.workout_id)
    })
    .await
    .map(drop)
}

/// The first `limit` workouts that made the rule true, in order.
pub async fn first_matches(
    tx: &mut Tx,
    user_id: Uuid,
    achievement: &str,
    limit: i64,
) -> Result<Vec<(DateTime<Utc>, Uuid)>> {
    tx.q("select start_at, workout_id from achievement_match \
          where user_id = $1 and achievement = $2 order by start_at, workout_id limit $3")
        .bind(user_id)
        .bind(achievement.to_owned())
        .bind(limit)
        .all()
        .await
}

pub async fn awards_of_achievement(
    tx: &mut Tx,
    user_id: Uuid,
    achievement: &str,
) -> Result<Vec<Award>> {
    tx.q(
        "select achievement, tier, start_at, workout_id from achievement_award \
          where user_id = $1 and achievement = $2 order by tier",
    )
    .bind(user_id)
    .bind(achievement.to_owned())
    .all()
    .await
}

pub async fn set_awards(
    tx: &mut Tx,
    user_id: Uuid,
    achievement: &str,
    awards: &[Award],
) -> Result<()> {
    tx.q("delete from achievement_award where user_id = $1 and achievement = $2")
        .bind(user_id)
        .bind(achievement.to_owned())
        .run()
        .await?;
    let head = "insert into achievement_award (user_id, achievement, tier, start_at, workout_id)";
    tx.insert_many(head, 5, "", awards, |query, award| {
        let query = query
            .bind(user_id)
            .bind(award.achievement.clone())
            .bind(award.tier);
        query.bind(award.start_at).bind(award.workout_id)
    })
    .await
    .map(drop)
}

/// All tiers a user has, in order of time.
pub async fn awards(db: &Db, user_id: Uuid) -> Result<Vec<Award>> {
    db.q(
        "select achievement, tier, start_at, workout_id from achievement_award \
          where user_id = $1 order by start_at, workout_id, achievement, tier",
    )
    .bind(user_id)
    .all()
    .await
}

pub async fn awards_of_workout(db: &Db, user_id: Uuid, workout_id: Uuid) -> Result<Vec<Award>> {
    db.q(
        "select achievement, tier, start_at, workout_id from achievement_award \
          where user_id = $1 and workout_id = $2 order by achievement, tier",
    )
    .bind(user_id)
    .bind(workout_id)
    .all()
    .await
}

/// How many workouts made each rule true.
pub async fn counts(db: &Db, user_id: Uuid) -> Result<Vec<(String, i64)>> {
    db.q(
        "select achievement, count(*) from achievement_match where user_id = $1 \
          group by achievement",
    )
    .bind(user_id)
    .all()
    .await
}

pub async fn clear(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    for sql in [
        "delete from achievement_match where user_id = $1",
        "delete from achievement_award where user_id = $1",
    ] {
        tx.q(sql).bind(user_id).run().await?;
    }
    Ok(())
}
