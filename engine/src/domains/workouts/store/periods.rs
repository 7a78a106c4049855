//! Sums by week, month and year, and stretches of days and weeks in a row: told from `daily` and
//! the workouts of a day, so that a page over many years reads few rows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::NaiveDate;
use uuid::Uuid;

use super::projections::DayRow;
use crate::db::{Db, Result, Run, Tx, places};
use crate::domains::workouts::model::periods::{Span, Unit};
use crate::domains::workouts::model::stretches::{StretchRow, Stretches};

/// In place of a pack: stretches of workouts of whatever sport.
const ALL_SPORTS: &str = "";
/// The metric that counts workouts.
pub const WORKOUTS: &str = "workouts";

/// Sums of one metric of one sport over a period.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PeriodRow {
    pub idx: i64,
    pub sport: String,
    pub metric: String,
    pub n: i64,
    pub sum: i64,
    pub min: i64,
    pub max: i64,
}

impl PeriodRow {
    /// As a row of the period's first day, for who adds days up.
    pub fn as_day(self, unit: Unit) -> DayRow {
        DayRow {
            sport: self.sport,
            metric: self.metric,
            local_day: unit.span(self.idx).from,
            n: self.n,
            sum: self.sum,
            min: self.min,
            max: self.max,
        }
    }
}

/// Sums the periods around days anew, each once; the days themselves were told before
/// (`retell_days`).
pub async fn retell(tx: &mut Tx, user_id: Uuid, days: &BTreeSet<NaiveDate>) -> Result<()> {
    forget(tx, user_id, days).await?;
    count_days(tx, user_id, days).await?;
    for unit in [Unit::Week, Unit::Month] {
        for idx in around(unit, days) {
            sum_days(tx, user_id, unit, idx).await?;
        }
    }
    for year in around(Unit::Year, days) {
        sum_months(tx, user_id, year).await?;
    }
    for unit in [Unit::Day, Unit::Week] {
        retell_stretches(tx, user_id, unit, &around(unit, days)).await?;
    }
    Ok(())
}

/// The periods that days are in.
fn around(unit: Unit, days: &BTreeSet<NaiveDate>) -> BTreeSet<i64> {
    days.iter().map(|day| unit.index(*day)).collect()
}

/// How many workouts of each sport the days have.
async fn count_days(tx: &mut Tx, user_id: Uuid, days: &BTreeSet<NaiveDate>) -> Result<()> {
    let days: Vec<NaiveDate> = days.iter().copied().collect();
    for some in days.chunks(AT_ONCE) {
        let sql = format!(
            "select local_day, sport, count(*) from workout \
             where user_id = $1 and local_day in ({}) and deleted_at is null \
             group by local_day, sport order by local_day, sport",
            places(2, some.len())
        );
        let query = tx.q(sqlx::AssertSqlSafe(sql)).bind(user_id);
        let query = query.bind_each(some);
        let counts: Vec<(NaiveDate, String, i64)> = query.all().await?;
        let head = "insert into period (user_id, unit, idx, sport, metric, n, sum, min, max)";
        tx.insert_many(head, 9, "", &counts, |query, (day, sport, n)| {
            let unit = Unit::Day;
            let query = query.bind(user_id).bind(unit.as_str().to_owned());
            let query = query.bind(unit.index(*day)).bind(sport.clone());
            let query = query.bind(WORKOUTS.to_owned());
            query.bind(*n).bind(*n).bind(*n).bind(*n)
        })
        .await?;
    }
    Ok(())
}

/// Days or periods of one statement.
pub(super) const AT_ONCE: usize = 300;

/// Forgets the periods that days are in, and the days.
async fn forget(tx: &mut Tx, user_id: Uuid, days: &BTreeSet<NaiveDate>) -> Result<()> {
    let units = [Unit::Day, Unit::Week, Unit::Month, Unit::Year];
    let of = |unit: Unit| around(unit, days).into_iter().map(move |idx| (unit, idx));
    let all: Vec<(Unit, i64)> = units.into_iter().flat_map(of).collect();
    for some in all.chunks(AT_ONCE) {
        let rows = (2..).zip(some);
        let rows: Vec<String> = rows
            .map(|(place, (unit, _))| format!("('{}', ${place})", unit.as_str()))
            .collect();
        let sql = format!(
            "delete from period where user_id = $1 and (unit, idx) in (values {})",
            rows.join(", ")
        );
        let query = tx.q(sqlx::AssertSqlSafe(sql)).bind(user_id);
        let query = some.iter().fold(query, |query, (_, idx)| query.bind(*idx));
        query.run().await?;
    }
    Ok(())
}

/// Sums the days of a week or a month: metrics from what is told of each, workouts from their count.
async fn sum_days(tx: &mut Tx, user_id: Uuid, unit: Unit, idx: i64) -> Result<()> {
    let span = unit.span(idx);
    tx.q(
        "insert into period (user_id, unit, idx, sport, metric, n, sum, min, max) \
          select user_id, cast($2 as text), cast($3 as bigint), sport, metric, \
                 cast(sum(n) as bigint), cast(sum(sum) as bigint), min(min), max(max) \
          from daily where user_id = $1 and local_day between $4 and $5 \
          group by user_id, sport, metric union all \
          select user_id, cast($2 as text), cast($3 as bigint), sport, metric, \
                 cast(sum(n) as bigint), cast(sum(sum) as bigint), min(min), max(max) \
          from period where user_id = $1 and unit = 'day' and idx between $6 and $7 \
          group by user_id, sport, metric",
    )
    .bind(user_id)
    .bind(unit.as_str().to_owned())
    .bind(idx)
    .bind(span.from)
    .bind(span.to)
    .bind(Unit::Day.index(span.from))
    .bind(Unit::Day.index(span.to))
    .run()
    .await
    .map(drop)
}

async fn sum_months(tx: &mut Tx, user_id: Uuid, year: i64) -> Result<()> {
    let span = Unit::Year.span(year);
    tx.q(
        "insert into period (user_id, unit, idx, sport, metric, n, sum, min, max) \
          select user_id, 'year', cast($2 as bigint), sport, metric, \
                 cast(sum(n) as bigint), cast(sum(sum) as bigint), min(min), max(max) \
          from period where user_id = $1 and unit = 'month' and idx between $3 and $4 \
          group by user_id, sport, metric",
    )
    .bind(user_id)
    .bind(year)
    .bind(Unit::Month.index(span.from))
    .bind(Unit::Month.index(span.to))
    .run()
    .await
    .map(drop)
}

/// Brings stretches up to periods that were told anew.
async fn retell_stretches(
    tx: &mut Tx,
    user_id: Uuid,
    unit: Unit,
    told: &BTreeSet<i64>,
) -> Result<()> {
    let (Some(first), Some(last)) = (told.first(), told.last()) else {
        return Ok(());
    };
    let now = packs_in(tx, user_id, unit, told).await?;
    let before = stretches_around(tx, user_id, unit, (*first, *last)).await?;
    let mut after = Stretches::default();
    for (pack, row) in &before {
        after.add(pack, *row);
    }
    for idx in told {
        after.tell(*idx, now.get(idx).unwrap_or(&BTreeSet::new()));
    }
    let (before, after) = (before.into_iter().collect(), after.rows());
    drop_stretches(tx, user_id, unit, &difference(&before, &after)).await?;
    put_stretches(tx, user_id, unit, &difference(&after, &before)).await
}

type PackStretches = BTreeSet<(String, StretchRow)>;

fn difference(of: &PackStretches, without: &PackStretches) -> Vec<(String, StretchRow)> {
    of.difference(without).cloned().collect()
}

/// The packs of whose sports periods have workouts, and all sports together.
async fn packs_in(
    tx: &mut Tx,
    user_id: Uuid,
    unit: Unit,
    told: &BTreeSet<i64>,
) -> Result<BTreeMap<i64, BTreeSet<String>>> {
    let told: Vec<i64> = told.iter().copied().collect();
    let mut packs: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    for some in told.chunks(AT_ONCE) {
        let sql = format!(
            "select idx, sport from period \
             where user_id = $1 and unit = $2 and idx in ({}) and metric = 'workouts'",
            places(3, some.len())
        );
        let query = tx.q(sqlx::AssertSqlSafe(sql)).bind(user_id);
        let query = query.bind(unit.as_str().to_owned());
        let query = query.bind_each(some);
        let rows: Vec<(i64, String)> = query.all().await?;
        for (idx, sport) in rows {
            let pack = sport.split('.').next().unwrap_or(&sport).to_owned();
            let of_period = packs.entry(idx).or_default();
            of_period.extend([pack, ALL_SPORTS.to_owned()]);
        }
    }
    Ok(packs)
}

/// The stretches over or beside the periods from one to another.
async fn stretches_around(
    tx: &mut Tx,
    user_id: Uuid,
    unit: Unit,
    (first, last): (i64, i64),
) -> Result<Vec<(String, StretchRow)>> {
    let rows: Vec<(String, i64, i64)> = tx
        .q("select pack, first, last from stretch \
            where user_id = $1 and unit = $2 and last >= $3 and first <= $4")
        .bind(user_id)
        .bind(unit.as_str().to_owned())
        .bind(first - 1)
        .bind(last + 1)
        .all()
        .await?;
    let rows = rows.into_iter();
    let row = |(pack, first, last)| (pack, StretchRow { first, last });
    Ok(rows.map(row).collect())
}

async fn drop_stretches(
    tx: &mut Tx,
    user_id: Uuid,
    unit: Unit,
    gone: &[(String, StretchRow)],
) -> Result<()> {
    for some in gone.chunks(AT_ONCE) {
        let rows = (0..some.len()).map(|n| format!("({})", places(3 + 2 * n, 2)));
        let rows: Vec<String> = rows.collect();
        let sql = format!(
            "delete from stretch where user_id = $1 and unit = $2 \
             and (pack, first) in (values {})",
            rows.join(", ")
        );
        let query = tx.q(sqlx::AssertSqlSafe(sql)).bind(user_id);
        let query = query.bind(unit.as_str().to_owned());
        let bound = some.iter().fold(query, |query, (pack, row)| {
            query.bind(pack.clone()).bind(row.first)
        });
        bound.run().await?;
    }
    Ok(())
}

async fn put_stretches(
    tx: &mut Tx,
    user_id: Uuid,
    unit: Unit,
    new: &[(String, StretchRow)],
) -> Result<()> {
    let head = "insert into stretch (user_id, pack, unit, first, last, length)";
    tx.insert_many(head, 6, "", new, |query, (pack, row)| {
        let query = query.bind(user_id).bind(pack.clone());
        let query = query.bind(unit.as_str().to_owned());
        let query = query.bind(row.first).bind(row.last);
        query.bind(row.last - row.first + 1)
    })
    .await
    .map(drop)
}

/// Drops the periods and stretches of a user.
pub async fn clear_user(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    for sql in [
        "delete from period where user_id = $1",
        "delete from stretch where user_id = $1",
    ] {
        tx.q(sql).bind(user_id).run().await?;
    }
    Ok(())
}

/// What a page asks of a user's periods. Empty `metrics` means all.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub user_id: Uuid,
    /// Qualified.
    pub sports: &'a [String],
    pub metrics: &'a [String],
}

/// Sums of the periods from `first` to `last`, in order.
pub async fn sums(
    db: &Db,
    asked: Asked<'_>,
    unit: Unit,
    (first, last): (i64, i64),
) -> Result<Vec<PeriodRow>> {
    let mut sql = "select idx, sport, metric, n, sum, min, max from period \
        where user_id = $1 and unit = $2 and idx between $3 and $4"
        .to_owned();
    asked.narrow(&mut sql, 4);
    sql.push_str(" order by idx, sport, metric");
    let query = db
        .q(sqlx::AssertSqlSafe(sql))
        .bind(asked.user_id)
        .bind(unit.as_str().to_owned());
    asked.bind(query.bind(first).bind(last)).all().await
}

/// Figures of single days.
pub async fn days(db: &Db, asked: Asked<'_>, span: Span) -> Result<Vec<DayRow>> {
    let mut sql = "select sport, metric, local_day, n, sum, min, max from daily \
        where user_id = $1 and local_day between $2 and $3"
        .to_owned();
    asked.narrow(&mut sql, 3);
    sql.push_str(" order by local_day, sport, metric");
    let query = db.q(sqlx::AssertSqlSafe(sql)).bind(asked.user_id);
    asked.bind(query.bind(span.from).bind(span.to)).all().await
}

/// The first year with a workout of the sports, and the last.
pub async fn years(db: &Db, asked: Asked<'_>) -> Result<Option<(i64, i64)>> {
    let mut sql = "select min(idx), max(idx) from period \
        where user_id = $1 and unit = 'year' and metric = 'workouts'"
        .to_owned();
    let asked = Asked {
        metrics: &[],
        ..asked
    };
    asked.narrow(&mut sql, 1);
    let query = db.q(sqlx::AssertSqlSafe(sql)).bind(asked.user_id);
    let (first, last): (Option<i64>, Option<i64>) = asked.bind(query).one().await?;
    Ok(first.zip(last))
}

/// How many workouts of some sports there are.
pub async fn workouts(db: &Db, user_id: Uuid, sports: &[String]) -> Result<i64> {
    let mut sql = "select cast(coalesce(sum(n), 0) as bigint) from period \
        where user_id = $1 and unit = 'year' and metric = 'workouts'"
        .to_owned();
    let asked = Asked {
        user_id,
        sports,
        metrics: &[],
    };
    asked.narrow(&mut sql, 1);
    let query = db.q(sqlx::AssertSqlSafe(sql)).bind(user_id);
    let (n,): (i64,) = asked.bind(query).one().await?;
    Ok(n)
}

/// The stretch that goes on furthest, and the longest; of equal ones the latest.
pub async fn stretches(
    db: &Db,
    user_id: Uuid,
    pack: &str,
    unit: Unit,
) -> Result<(Option<StretchRow>, Option<StretchRow>)> {
    let latest = "select first, last from stretch where user_id = $1 and pack = $2 and unit = $3 \
        order by first desc limit 1";
    let longest = "select first, last from stretch where user_id = $1 and pack = $2 and unit = $3 \
        order by length desc, first desc limit 1";
    let one = async |sql: &'static str| {
        db.q(sql)
            .bind(user_id)
            .bind(pack.to_owned())
            .bind(unit.as_str().to_owned())
            .opt()
            .await
    };
    Ok((one(latest).await?, one(longest).await?))
}

impl Asked<'_> {
    /// Adds the conditions on sports and metrics, whose parameters come after `params` others.
    fn narrow(self, sql: &mut String, mut params: usize) {
        for (column, names) in [("sport", self.sports), ("metric", self.metrics)] {
            if names.is_empty() {
                continue;
            }
            let places = places(params + 1, names.len());
            params += names.len();
            // Writing to a string cannot fail.
            let _ = write!(sql, " and {column} in ({places})");
        }
    }

    fn bind(self, query: crate::db::Query<'_>) -> crate::db::Query<'_> {
        let names = self.sports.iter().chain(self.metrics);
        query.bind_each(names)
    }
}
