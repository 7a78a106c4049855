//! The one harness of every store test: the same test body on a fresh SQLite file and a fresh
//! PostgreSQL database of the server that `STADION_TEST_POSTGRES` names.

use std::future::Future;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{Db, Run};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// Runs `test` on both databases, each freshly migrated and removed afterwards.
/// Without a PostgreSQL server it says so and fails under CI.
pub async fn both<F, Fut>(test: F)
where
    F: Fn(Db) -> Fut,
    Fut: Future<Output = ()>,
{
    for fresh in fresh().await {
        test(fresh.db.clone()).await;
        fresh.remove().await;
    }
}

/// A fresh database of each kind; remove them at the end.
pub async fn fresh() -> Vec<Fresh> {
    let mut all = vec![Fresh::sqlite().await];
    match std::env::var("STADION_TEST_POSTGRES") {
        Ok(server) => all.push(Fresh::postgres(&server).await),
        Err(_) => assert!(
            std::env::var("CI").is_err(),
            "STADION_TEST_POSTGRES must name a server in CI (`make test` starts one)"
        ),
    }
    if all.len() == 1 {
        eprintln!("PostgreSQL skipped: STADION_TEST_POSTGRES is not set (`make test` sets it)");
    }
    all
}

pub struct Fresh {
    pub db: Db,
    pub url: String,
    place: Place,
}

enum Place {
    File(PathBuf),
    Database { server: String, name: String },
}

impl Fresh {
    pub async fn sqlite() -> Self {
        let file = std::env::temp_dir().join(format!("{}.db", unique()));
        let url = format!("sqlite:{}", file.display());
        Self {
            db: open(&url).await,
            url,
            place: Place::File(file),
        }
    }

    pub async fn postgres(server: &str) -> Self {
        let name = unique();
        admin(server, format!("create database {name}")).await;
        let url = with_database(server, &name);
        Self {
            db: open(&url).await,
            url,
            place: Place::Database {
                server: server.into(),
                name,
            },
        }
    }

    pub async fn remove(self) {
        self.db.close().await;
        match self.place {
            Place::File(file) => {
                for suffix in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
                }
            }
            Place::Database { server, name } => {
                admin(
                    &server,
                    format!("drop database if exists {name} with (force)"),
                )
                .await;
            }
        }
    }
}

fn unique() -> String {
    format!(
        "stadion_test_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    )
}

async fn open(url: &str) -> Db {
    match Db::open(url).await {
        Ok(db) => db,
        Err(error) => panic!("{url}: {error}"),
    }
}

async fn admin(server: &str, sql: String) {
    let pool = match sqlx::PgPool::connect(server).await {
        Ok(pool) => pool,
        Err(error) => panic!("STADION_TEST_POSTGRES: {error}"),
    };
    let db = Db::Pg(pool);
    if let Err(error) = db.q(AssertSqlSafe(sql)).run().await {
        panic!("STADION_TEST_POSTGRES: {error}");
    }
    db.close().await;
}

/// `postgres://user@host:port/postgres?…` with another database name.
fn with_database(server: &str, name: &str) -> String {
    let (base, query) = server
        .split_once('?')
        .map_or((server, None), |(b, q)| (b, Some(q)));
    let base = base
        .rfind('/')
        .filter(|at| *at > "postgres://".len())
        .map_or(base, |at| &base[..at]);
    query.map_or_else(
        || format!("{base}/{name}"),
        |query| format!("{base}/{name}?{query}"),
    )
}

/// Every row of every projection of a user, told as text: what a rebuild must give again.
///
/// # Panics
/// When a table cannot be read.
pub async fn projections(db: &Db, user_id: Uuid) -> Vec<String> {
    let mut all = Vec::new();
    macro_rules! dump {
        ($row:ty, $sql:literal) => {{
            let rows: Vec<$row> = db.q($sql).bind(user_id).all().await.expect($sql);
            all.extend(rows.into_iter().map(|row| format!("{row:?}")));
        }};
    }
    dump!(
        (Uuid, String, Option<i64>, Option<String>),
        "select workout_id, metric, value, text from workout_value where user_id = $1 order by workout_id, metric"
    );
    dump!(
        (Uuid, sqlx::types::Json<serde_json::Value>),
        "select workout_id, figures from workout_figures where user_id = $1 order by workout_id"
    );
    dump!(
        (Uuid, String, i32, sqlx::types::Json<serde_json::Value>),
        "select workout_id, kind, idx, fields from workout_part where user_id = $1 order by workout_id, kind, idx"
    );
    dump!(
        (String, String, String, Uuid, i64),
        "select pack, record, variant, workout_id, value from best_effort where user_id = $1 order by pack, record, variant, start_at, workout_id"
    );
    dump!(
        (String, String, String, Uuid, i64, Option<i64>),
        "select pack, record, variant, workout_id, value, previous from record_mark where user_id = $1 order by pack, record, variant, start_at, workout_id"
    );
    dump!(
        (String, String, chrono::NaiveDate, i64, i64, i64, i64),
        "select sport, metric, local_day, n, sum, min, max from daily where user_id = $1 order by sport, metric, local_day"
    );
    dump!(
        (String, i64, String, String, i64, i64, i64, i64),
        "select unit, idx, sport, metric, n, sum, min, max from period where user_id = $1 order by unit, idx, sport, metric"
    );
    dump!(
        (String, String, i64, i64, i64),
        "select pack, unit, first, last, length from stretch where user_id = $1 order by pack, unit, first"
    );
    dump!(
        (String, Uuid),
        "select achievement, workout_id from achievement_match where user_id = $1 order by achievement, start_at, workout_id"
    );
    dump!(
        (String, i32, Uuid),
        "select achievement, tier, workout_id from achievement_award where user_id = $1 order by achievement, tier"
    );
    dump!(
        (Uuid, i64, i64),
        "select gear_id, used, workouts from gear_wear where user_id = $1 order by gear_id"
    );
    dump!(
        (Uuid, Uuid, chrono::NaiveDate, i64, i64),
        "select gear_id, workout_id, local_day, worn, towards_service from gear_use where user_id = $1 order by gear_id, workout_id"
    );
    dump!(
        (
            i64,
            i64,
            Option<i64>,
            Option<String>,
            Option<String>,
            Option<String>,
            Option<f64>
        ),
        "select from_day, until_day, birth, category, sex, region, weight from person_span where user_id = $1 order by from_day"
    );
    dump!(
        (String, i64, i64, String),
        "select pack, from_day, until_day, category from person_category where user_id = $1 order by pack, from_day"
    );
    dump!(
        (i64, i64),
        "select first_day, last_day from active_span where user_id = $1"
    );
    dump!(
        (String, i64, i64, i64),
        "select sport, first_day, last_day, n from sport_span where user_id = $1 order by sport"
    );
    all
}
