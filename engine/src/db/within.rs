//! Questions over everybody: they may take no longer than their limit, whatever they find.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};
use tokio::sync::Semaphore;

use super::query::Target;
use super::{Db, Query, Result, Row, Run, begun};

/// Steps of SQLite's machine between two looks at the clock; some thousandths of a second.
const STEPS: i32 = 20_000;
/// So many at a time, so that the rest of the server goes on beside them.
static TURNS: Semaphore = Semaphore::const_new(2);
/// How PostgreSQL answers a question over everybody: what it may hold before it uses the disk; planned
/// for its values each time, since a plan for any values does not know how long a window is; on one
/// core without compiling, as two are asked at a time.
const SETTINGS: &str = "select set_config('statement_timeout', $1, true), \
    set_config('work_mem', '64MB', true), set_config('plan_cache_mode', 'force_custom_plan', true), \
    set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)";

impl Db {
    /// All rows of a statement; fails with an error that `is_too_slow` tells when the limit is over.
    pub async fn all_within<T: Row, B: ?Sized>(
        &self,
        limit: Duration,
        sql: &str,
        (bind, binds): (for<'q> fn(Query<'q>, &B) -> Query<'q>, &B),
    ) -> Result<Vec<T>> {
        // It is closed never.
        let _turn = TURNS.acquire().await;
        match self {
            Self::Lite { read, .. } => {
                // Not to be used again: what was asked may still run when nobody waits any more.
                let mut connection = read.acquire().await?.detach();
                let _stop = stop_after(&mut connection, limit).await?;
                let on = OfLite(&mut connection);
                let query = bind(on.q(AssertSqlSafe(sql.to_owned())), binds);
                query.all().await
            }
            Self::Pg(pool) => {
                let mut tx = begun(pool).await?;
                let on = OfPg(&mut tx);
                let millis = limit.as_millis().to_string();
                on.q(SETTINGS).bind(millis).run().await?;
                let on = OfPg(&mut tx);
                let query = bind(on.q(AssertSqlSafe(sql.to_owned())), binds);
                let rows = query.all().await?;
                tx.commit().await?;
                Ok(rows)
            }
        }
    }
}

/// Dropped, it stops what still runs.
struct Stop(Arc<AtomicBool>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

async fn stop_after(connection: &mut SqliteConnection, limit: Duration) -> Result<Stop> {
    let begun = tokio::time::Instant::now();
    let stop = Stop(Arc::default());
    let is_stopped = Arc::clone(&stop.0);
    let goes_on = move || begun.elapsed() < limit && !is_stopped.load(Ordering::Relaxed);
    let mut handle = connection.lock_handle().await?;
    handle.set_progress_handler(STEPS, goes_on);
    Ok(stop)
}

struct OfLite<'c>(&'c mut SqliteConnection);

impl<'c> Run<'c> for OfLite<'c> {
    fn target(self) -> Target<'c> {
        Target::Lite(self.0)
    }
}

struct OfPg<'c>(&'c mut PgConnection);

impl<'c> Run<'c> for OfPg<'c> {
    fn target(self) -> Target<'c> {
        Target::Pg(self.0)
    }
}

/// Whether a statement was stopped because its limit was over.
pub fn is_too_slow(error: &sqlx::Error) -> bool {
    // query_canceled of PostgreSQL, SQLITE_INTERRUPT.
    has_code(error, &["57014", "9"])
}

/// Whether a sum of whole numbers did not fit.
pub fn is_out_of_range(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(found) = error else {
        return false;
    };
    // numeric_value_out_of_range of PostgreSQL; SQLite has a message alone.
    has_code(error, &["22003"]) || found.message() == "integer overflow"
}

fn has_code(error: &sqlx::Error, codes: &[&str]) -> bool {
    matches!(error, sqlx::Error::Database(error)
        if error.code().is_some_and(|code| codes.contains(&code.as_ref())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::testing::both;

    const NONE: (for<'q> fn(Query<'q>, &()) -> Query<'q>, &()) = (|query, ()| query, &());
    const LONG: &str = "with recursive n(i) as (select cast(1 as bigint) union all \
        select i + 1 from n where i < 2000000000) select cast(count(*) as bigint) from n";

    #[tokio::test]
    async fn what_takes_too_long_is_stopped_and_the_connection_goes_on() {
        both(|db| async move {
            for _ in 0..5 {
                let asked = db.all_within::<(i64,), ()>(Duration::from_millis(60), LONG, NONE);
                let error = asked.await.unwrap_err();
                assert!(is_too_slow(&error), "{error}");
                let (one,): (i64,) = db.q("select cast(1 as bigint)").one().await.unwrap();
                assert_eq!(one, 1);
            }
            // Whoever went away stops nothing that comes after on the same connection.
            for _ in 0..4 {
                let asked = db.all_within::<(i64,), ()>(Duration::from_millis(80), LONG, NONE);
                let _ = tokio::time::timeout(Duration::from_millis(5), asked).await;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
            let few = LONG.replace("2000000000", "300000");
            for _ in 0..4 {
                let limit = Duration::from_secs(20);
                let rows = db
                    .all_within::<(i64,), ()>(limit, &few, NONE)
                    .await
                    .unwrap();
                assert_eq!(rows, [(300_000,)]);
                let rows: Vec<(i64,)> = db.q(AssertSqlSafe(few.clone())).all().await.unwrap();
                assert_eq!(rows, [(300_000,)]);
            }
        })
        .await;
    }

    #[tokio::test]
    async fn a_sum_that_does_not_fit_is_told_from_other_faults() {
        both(|db| async move {
            let sum = "select cast(sum(n) as bigint) from (select cast(9000000000000000000 as bigint) as n \
                union all select cast(9000000000000000000 as bigint)) as two";
            let error = db.q(sum).one::<(i64,)>().await.unwrap_err();
            assert!(is_out_of_range(&error) && !is_too_slow(&error), "{error}");
            let error = db.q("select nothing").one::<(i64,)>().await.unwrap_err();
            assert!(!is_out_of_range(&error) && !is_too_slow(&error), "{error}");
        })
        .await;
    }
}
