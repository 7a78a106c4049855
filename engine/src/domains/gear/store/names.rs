//! Items under the names of their kinds and of the sports that take them.

use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::db::{Db, Result, Run, Tx, places};
use crate::domains::migrate::model::{Held, People};

/// Items are found by their kind, so it moves, and moves back with a rollback.
pub async fn rename_kind(tx: &mut Tx, people: People, old: &str, new: &str) -> Result<()> {
    set(tx, people, "kind", old, new).await
}

/// The sport whose workouts take an item when nothing else is said.
pub async fn rename_sport(tx: &mut Tx, people: People, old: &str, new: &str) -> Result<()> {
    set(tx, people, "default_sport", old, new).await
}

async fn set(tx: &mut Tx, people: People, column: &str, old: &str, new: &str) -> Result<()> {
    let sql = format!(
        "update gear_item set {column} = $4 where user_id > $1 and user_id <= $2 and {column} = $3"
    );
    let query = tx.q(AssertSqlSafe(sql)).bind(people.after).bind(people.to);
    query
        .bind(old.to_owned())
        .bind(new.to_owned())
        .run()
        .await
        .map(drop)
}

pub async fn of_kind(db: &Db, kind: &str) -> Result<Held> {
    db.q(
        "select count(*) as rows, count(distinct user_id) as people from gear_item \
          where kind = $1 and deleted_at is null",
    )
    .bind(kind.to_owned())
    .one()
    .await
}

/// Items of a kind of which somebody stated something.
pub async fn with_attribute(db: &Db, kind: &str, attribute: &str) -> Result<Held> {
    let (has, attribute) = if db.is_postgres() {
        (
            "jsonb_exists(attributes, cast($2 as text))",
            attribute.to_owned(),
        )
    } else {
        (
            "(attributes -> $2) is not null",
            format!("$.\"{attribute}\""),
        )
    };
    let sql = format!(
        "select count(*) as rows, count(distinct user_id) as people from gear_item \
         where kind = $1 and deleted_at is null and {has}"
    );
    let query = db.q(AssertSqlSafe(sql)).bind(kind.to_owned());
    query.bind(attribute).one().await
}

fn is_one_of(kinds: usize, first: usize) -> String {
    format!("kind in ({})", places(first, kinds))
}

pub async fn count_people(db: &Db, kinds: &[String]) -> Result<i64> {
    if kinds.is_empty() {
        return Ok(0);
    }
    let is_one = is_one_of(kinds.len(), 1);
    let sql = format!("select count(distinct user_id) from gear_item where {is_one}");
    let query = db.q(AssertSqlSafe(sql));
    let query = query.bind_each(kinds);
    let (count,): (i64,) = query.one().await?;
    Ok(count)
}

pub async fn people_of(db: &Db, kinds: &[String], after: Uuid, limit: i64) -> Result<Vec<Uuid>> {
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let is_one = is_one_of(kinds.len(), 3);
    let sql = format!(
        "select distinct user_id from gear_item where user_id > $1 and {is_one} \
         order by user_id limit $2"
    );
    let query = db.q(AssertSqlSafe(sql)).bind(after).bind(limit);
    let query = query.bind_each(kinds);
    let rows: Vec<(Uuid,)> = query.all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
