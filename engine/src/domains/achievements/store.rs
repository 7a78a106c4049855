//! Which workouts made a rule true, and the tiers given for them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Db, Result, Run, Tx};
use crate::domains::migrate::model::{Held, People};

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

/// A workout that made a rule true.
pub type Match = (DateTime<Utc>, Uuid);

/// By achievement, the workouts from a time on that made its rule true.
pub async fn matches(
    tx: &mut Tx,
    user_id: Uuid,
    from: DateTime<Utc>,
) -> Result<BTreeMap<String, BTreeSet<Match>>> {
    let rows: Vec<(String, DateTime<Utc>, Uuid)> = tx
        .q(
            "select achievement, start_at, workout_id from achievement_match \
            where user_id = $1 and start_at >= $2",
        )
        .bind(user_id)
        .bind(from)
        .all()
        .await?;
    let mut matches: BTreeMap<String, BTreeSet<Match>> = BTreeMap::new();
    for (achievement, start_at, workout_id) in rows {
        let of = matches.entry(achievement).or_default();
        of.insert((start_at, workout_id));
    }
    Ok(matches)
}

/// Takes back that some workouts made a rule true, and tells that others do.
pub async fn change_matches(
    tx: &mut Tx,
    user_id: Uuid,
    achievement: &str,
    gone: &[Match],
    new: &[Match],
) -> Result<()> {
    for (start_at, workout_id) in gone {
        tx.q("delete from achievement_match \
              where user_id = $1 and achievement = $2 and start_at = $3 and workout_id = $4")
            .bind(user_id)
            .bind(achievement.to_owned())
            .bind(*start_at)
            .bind(*workout_id)
            .run()
            .await?;
    }
    let head = "insert into achievement_match (user_id, achievement, start_at, workout_id)";
    tx.insert_many(head, 4, "", new, |query, (start_at, workout_id)| {
        let query = query.bind(user_id).bind(achievement.to_owned());
        query.bind(*start_at).bind(*workout_id)
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
) -> Result<Vec<Match>> {
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

/// Selects that one statement unites; SQLite takes no more than 500.
const RULES_A_STATEMENT: usize = 200;

/// The same for some achievements, each counted no further than to a number, so that a page costs
/// the same after many years.
pub async fn counts_up_to(
    db: &Db,
    user_id: Uuid,
    asked: &[(&str, i64)],
) -> Result<Vec<(String, i64)>> {
    let mut counts = Vec::new();
    for asked in asked.chunks(RULES_A_STATEMENT) {
        let one = |n: usize| {
            let (achievement, most) = (2 * n + 2, 2 * n + 3);
            format!(
                "select cast(${achievement} as text), count(*) from (select 1 from achievement_match \
                 where user_id = $1 and achievement = ${achievement} limit ${most}) as m"
            )
        };
        let each: Vec<String> = (0..asked.len()).map(one).collect();
        let mut query = db
            .q(sqlx::AssertSqlSafe(each.join(" union all ")))
            .bind(user_id);
        for (id, most) in asked {
            query = query.bind((*id).to_owned()).bind(*most);
        }
        let rows: Vec<(String, i64)> = query.all().await?;
        counts.extend(rows);
    }
    Ok(counts)
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

/// Everything of a badge moves to another id.
pub async fn rename(tx: &mut Tx, people: People, old: &str, new: &str) -> Result<()> {
    for table in ["achievement_match", "achievement_award"] {
        let sql = format!(
            "update {table} set achievement = $4 \
             where user_id > $1 and user_id <= $2 and achievement = $3"
        );
        let query = tx.q(sqlx::AssertSqlSafe(sql));
        let query = query.bind(people.after).bind(people.to);
        query
            .bind(old.to_owned())
            .bind(new.to_owned())
            .run()
            .await?;
    }
    Ok(())
}

/// Everything of a badge that is gone.
pub async fn retire(tx: &mut Tx, people: People, name: &str) -> Result<()> {
    for table in ["achievement_match", "achievement_award"] {
        let sql = format!(
            "delete from {table} where user_id > $1 and user_id <= $2 and achievement = $3"
        );
        let query = tx.q(sqlx::AssertSqlSafe(sql));
        let query = query.bind(people.after).bind(people.to);
        query.bind(name.to_owned()).run().await?;
    }
    Ok(())
}

/// How often a badge was given, and to how many.
pub async fn held(db: &Db, name: &str) -> Result<Held> {
    db.q(
        "select count(*) as rows, count(distinct user_id) as people from achievement_award \
          where achievement = $1",
    )
    .bind(name.to_owned())
    .one()
    .await
}
