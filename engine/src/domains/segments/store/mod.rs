//! Audiences in the database: who a rule holds for, and the projections that it is counted by.

pub mod one;
mod sql;

use std::collections::BTreeSet;
use std::time::Duration;

use uuid::Uuid;

use self::sql::{Bound, Statement, Sums};
use super::model::asking::Asking;
use super::model::{PersonSpan, Today};
use crate::db::{Db, Query, Result, Row, Run, Tx, is_out_of_range};
use crate::domains::workouts::model::periods::Unit;

/// How many people a rule holds for.
pub async fn count(db: &Db, asking: &Asking, todays: &[Today], limit: Duration) -> Result<i64> {
    let write = |sums| sql::count(asking, todays, sums);
    let rows: Vec<(Option<i64>,)> = asked(db, limit, write).await?;
    Ok(rows.into_iter().find_map(|(n,)| n).unwrap_or(0))
}

/// Who they are.
pub async fn ids(
    db: &Db,
    asking: &Asking,
    todays: &[Today],
    limit: Duration,
) -> Result<BTreeSet<Uuid>> {
    let write = |sums| sql::ids(asking, todays, sums);
    let rows: Vec<(Uuid,)> = asked(db, limit, write).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// How many on each of some days, and how many different ones together.
pub async fn backtest(
    db: &Db,
    asking: &Asking,
    days: &[Today],
    limit: Duration,
) -> Result<(Vec<i64>, i64)> {
    let write = |sums| sql::backtest(asking, days, sums);
    let rows: Vec<(i64, i64)> = asked(db, limit, write).await?;
    let of = |at: i64| rows.iter().find(|row| row.0 == at).map_or(0, |row| row.1);
    let each = (0..).zip(days).map(|(at, _)| of(at)).collect();
    Ok((each, of(-1)))
}

/// Sums in halves take longer, and are needed for figures that nobody has.
async fn asked<T: Row>(
    db: &Db,
    limit: Duration,
    write: impl Fn(Sums) -> Statement,
) -> Result<Vec<T>> {
    let run = async |statement: Statement| {
        let binds = statement.binds.as_slice();
        db.all_within(limit, &statement.sql, (bound, binds)).await
    };
    match run(write(Sums::Plain)).await {
        Err(error) if is_out_of_range(&error) => run(write(Sums::Halves)).await,
        rows => rows,
    }
}

fn bound<'q>(query: Query<'q>, binds: &[Bound]) -> Query<'q> {
    binds.iter().fold(query, |query, value| match value {
        Bound::Int(number) => query.bind(*number),
        Bound::Number(number) => query.bind(*number),
        Bound::Text(text) => query.bind(text.clone()),
        Bound::Day(day) => query.bind(*day),
    })
}

/// All who can be asked.
pub async fn everybody(db: &Db) -> Result<i64> {
    let (n,): (i64,) = db
        .q("select count(*) from users where state <> 'blocked'")
        .one()
        .await?;
    Ok(n)
}

/// Sets who a person is and was, in place of what was told before.
pub async fn put_person(tx: &mut Tx, user_id: Uuid, spans: &[PersonSpan]) -> Result<()> {
    clear_person(tx, user_id).await?;
    let (general, of_packs): (Vec<_>, Vec<_>) = spans.iter().partition(|span| span.pack.is_empty());
    tx.insert_many(
        "insert into person_span (user_id, from_day, until_day, birth, category, sex, region, weight)",
        8,
        "",
        &general,
        |query, span| {
            query
                .bind(user_id)
                .bind(Unit::Day.index(span.from))
                .bind(Unit::Day.index(span.until))
                .bind(span.birth_number())
                .bind(span.category.clone())
                .bind(span.sex.clone())
                .bind(span.region.clone())
                .bind(span.weight)
        },
    )
    .await?;
    tx.insert_many(
        "insert into person_category (user_id, pack, from_day, until_day, category)",
        5,
        "",
        &of_packs,
        |query, span| {
            query
                .bind(user_id)
                .bind(span.pack.clone())
                .bind(Unit::Day.index(span.from))
                .bind(Unit::Day.index(span.until))
                .bind(span.category.clone())
        },
    )
    .await
    .map(drop)
}

async fn clear_person(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    for sql in [
        "delete from person_span where user_id = $1",
        "delete from person_category where user_id = $1",
    ] {
        tx.q(sql).bind(user_id).run().await?;
    }
    Ok(())
}

/// Sets the first and the last day with a workout anew.
pub async fn retell_active(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    clear_active(tx, user_id).await?;
    tx.q("insert into active_span (user_id, first_day, last_day) \
          select user_id, min(idx), max(idx) from period \
          where user_id = $1 and unit = 'day' and metric = 'workouts' group by user_id")
        .bind(user_id)
        .run()
        .await
        .map(drop)
}

async fn clear_active(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    tx.q("delete from active_span where user_id = $1")
        .bind(user_id)
        .run()
        .await
        .map(drop)
}

/// Drops what was told of a person.
pub async fn clear(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    clear_person(tx, user_id).await?;
    clear_active(tx, user_id).await
}
