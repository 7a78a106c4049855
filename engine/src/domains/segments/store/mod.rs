//! Audiences in the database: who a rule holds for, and the projections that it is counted by.

pub mod one;
mod sql;

use std::collections::BTreeSet;
use std::time::Duration;

use uuid::Uuid;

use self::sql::{Among, Bound, How, Order, Statement, Sums};
use super::model::asking::Asking;
use super::model::{PersonSpan, Today};
use crate::db::{Db, Query, Result, Row, Run, Tx, is_out_of_range, places};
use crate::domains::migrate::model::People;
use crate::domains::workouts::model::periods::Unit;

/// How many people a rule holds for.
pub async fn count(db: &Db, asking: &Asking, todays: &[Today], limit: Duration) -> Result<i64> {
    let write = |how: &How| sql::count(asking, todays, how);
    let rows: Vec<(i64,)> = asked(db, limit, write).await?;
    Ok(rows.into_iter().map(|(n,)| n).sum())
}

/// Whether anybody has living data of adapters with terms, other than these.
pub async fn has_closed(db: &Db, open: &[String]) -> Result<bool> {
    let mut sql = sql::CLOSED.to_owned();
    if !open.is_empty() {
        let open = places(1, open.len());
        sql = format!("{sql} and c.adapter not in ({open})");
    }
    sql += " limit 1";
    let query = db.q(sqlx::AssertSqlSafe(sql));
    let query = query.bind_each(open);
    let found: Option<(Uuid,)> = query.opt().await?;
    Ok(found.is_some())
}

/// Who they are.
pub async fn ids(
    db: &Db,
    asking: &Asking,
    todays: &[Today],
    limit: Duration,
) -> Result<BTreeSet<Uuid>> {
    let write = |how: &How| sql::ids(asking, todays, how);
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
    let write = |how: &How| sql::backtest(asking, days, how);
    let rows: Vec<(i64, i64)> = asked(db, limit, write).await?;
    let of = |at: i64| {
        let of_day = rows.iter().filter(|row| row.0 == at);
        of_day.map(|row| row.1).sum()
    };
    let each = (0..).zip(days).map(|(at, _)| of(at)).collect();
    Ok((each, of(-1)))
}

/// Everybody is asked in two halves side by side: SQLite answers a statement on one core, and
/// PostgreSQL's workers would each sum up some days of everybody, to be put together again by one.
async fn asked<T: Row>(
    db: &Db,
    limit: Duration,
    write: impl Fn(&How) -> Statement,
) -> Result<Vec<T>> {
    let of = async |among: Among| of_share(db, limit, among, &write).await;
    let Some(middle) = middle(db).await? else {
        return of(Among::default()).await;
    };
    let until = Among {
        until: Some(middle),
        ..Among::default()
    };
    let from = Among {
        from: Some(middle),
        ..Among::default()
    };
    let (mut rows, others): (Vec<T>, Vec<T>) = tokio::try_join!(of(until), of(from))?;
    rows.extend(others);
    Ok(rows)
}

/// Who stands near the middle of all people. Counting to the one who does takes a quarter of a second
/// over a million; PostgreSQL knows it from its statistics, once there are any.
async fn middle(db: &Db) -> Result<Option<Uuid>> {
    let known = "select (cast(cast(histogram_bounds as text) as uuid[]))[\
        array_length(cast(cast(histogram_bounds as text) as uuid[]), 1) / 2] from pg_stats \
        where schemaname = current_schema() and tablename = 'users' and attname = 'id' \
        and histogram_bounds is not null";
    if db.is_postgres() {
        let known: Option<(Uuid,)> = db.q(known).opt().await?;
        if let Some((id,)) = known {
            return Ok(Some(id));
        }
    }
    db.q("select id from users order by id limit 1 offset (select count(*) / 2 from users)")
        .opt()
        .await
        .map(|found: Option<(Uuid,)>| found.map(|(id,)| id))
}

/// Sums in halves take longer, and are needed for figures that nobody has.
async fn of_share<T: Row>(
    db: &Db,
    limit: Duration,
    among: Among,
    write: impl Fn(&How) -> Statement,
) -> Result<Vec<T>> {
    let order = if db.is_postgres() {
        Order::Days
    } else {
        Order::People
    };
    let run = async |sums| {
        let how = How { among, sums, order };
        let statement = write(&how);
        let binds = statement.binds.as_slice();
        db.all_within(limit, &statement.sql, (bound, binds)).await
    };
    match run(Sums::Plain).await {
        Err(error) if is_out_of_range(&error) => run(Sums::Halves).await,
        rows => rows,
    }
}

fn bound<'q>(query: Query<'q>, binds: &[Bound]) -> Query<'q> {
    binds.iter().fold(query, |query, value| match value {
        Bound::Int(number) => query.bind(*number),
        Bound::Number(number) => query.bind(*number),
        Bound::Text(text) => query.bind(text.clone()),
        Bound::Day(day) => query.bind(*day),
        Bound::Id(id) => query.bind(*id),
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

/// Sets the first and the last day with a workout anew, of each sport too.
pub async fn retell_active(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    clear_active(tx, user_id).await?;
    for sql in [
        "insert into sport_span (user_id, sport, first_day, last_day, n) \
         select user_id, sport, min(idx), max(idx), cast(sum(n) as bigint) from period \
         where user_id = $1 and unit = 'day' and metric = 'workouts' group by user_id, sport",
        "insert into active_span (user_id, first_day, last_day) \
         select user_id, min(first_day), max(last_day) from sport_span \
         where user_id = $1 group by user_id",
    ] {
        tx.q(sql).bind(user_id).run().await?;
    }
    Ok(())
}

async fn clear_active(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    for sql in [
        "delete from active_span where user_id = $1",
        "delete from sport_span where user_id = $1",
    ] {
        tx.q(sql).bind(user_id).run().await?;
    }
    Ok(())
}

/// What was told of a sport is told of another; where there is something of both, of both together.
pub async fn rename_sport(tx: &mut Tx, people: People, old: &str, new: &str) -> Result<()> {
    let moved = "insert into sport_span (user_id, sport, first_day, last_day, n) \
        select user_id, $4, first_day, last_day, n from sport_span \
        where user_id > $1 and user_id <= $2 and sport = $3 \
        on conflict (user_id, sport) do update set n = sport_span.n + excluded.n, \
        first_day = case when excluded.first_day < sport_span.first_day \
            then excluded.first_day else sport_span.first_day end, \
        last_day = case when excluded.last_day > sport_span.last_day \
            then excluded.last_day else sport_span.last_day end";
    let query = tx.q(moved).bind(people.after).bind(people.to);
    let query = query.bind(old.to_owned()).bind(new.to_owned());
    query.run().await?;
    tx.q("delete from sport_span where user_id > $1 and user_id <= $2 and sport = $3")
        .bind(people.after)
        .bind(people.to)
        .bind(old.to_owned())
        .run()
        .await
        .map(drop)
}

/// Drops what was told of a person.
pub async fn clear(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    clear_person(tx, user_id).await?;
    clear_active(tx, user_id).await
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::db::testing::{Fresh, both};
    use crate::domains::identity::demo::of_case;
    use crate::domains::segments::model::AsOf;
    use crate::domains::segments::tests::{asking, people};
    use crate::testing::app_with;

    #[tokio::test]
    async fn the_middle_is_among_the_people_with_statistics_and_without() {
        both(|db| async move {
            let app = app_with(db.clone(), |config| config.demo = true).await;
            let mut ids = BTreeSet::new();
            assert_eq!(middle(&db).await.expect("asked"), None);
            for number in 0..21 {
                let made = of_case(&app.app, "Someone", number).await;
                ids.insert(made.expect("an account"));
            }
            let ids: Vec<Uuid> = ids.into_iter().collect();
            let of = async || middle(&db).await.expect("asked").expect("people");
            assert_eq!(of().await, ids[10]);
            db.q("analyze").run().await.expect("statistics");
            assert!(ids[5..16].contains(&of().await));
        })
        .await;
    }

    /// A page of a table for each day of each person is what makes a million people slow.
    #[tokio::test]
    async fn sqlite_reads_days_from_indexes_alone() {
        let fresh = Fresh::sqlite().await;
        let app = people::app(fresh.db.clone()).await;
        let packs = app.app.catalog.packs();
        let now = DateTime::from_timestamp(1_780_000_000, 0).expect("a moment");
        let todays = AsOf::Moment(now).todays();
        let how = How {
            among: Among::default(),
            sums: Sums::Plain,
            order: Order::People,
        };
        // What its planner knows of tables changes what it reads.
        fresh.db.q("analyze").run().await.expect("statistics");
        for rule in [
            "count(workouts, weeks(4)) >= 8",
            "sum(distance, days(30)) >= km(60)",
            "streak(weeks) >= 4",
        ] {
            let asking = asking(&packs, "running", rule).expect("a rule");
            let statement = sql::count(&asking, &todays, &how);
            let query = fresh.db.q(sqlx::AssertSqlSafe(format!(
                "explain query plan {}",
                statement.sql
            )));
            let plan: Vec<(i64, i64, i64, String)> =
                bound(query, &statement.binds).all().await.expect("a plan");
            let days = plan.iter().find(|step| step.3.starts_with("SEARCH d "));
            let days = &days.expect("days are searched").3;
            assert!(days.contains("USING COVERING INDEX"), "{rule}: {days}");
        }
        fresh.remove().await;
    }
}
