//! The one harness of every store test: the same test body on a fresh SQLite file and a fresh
//! PostgreSQL database of the server that `STADION_TEST_POSTGRES` names.

use std::future::Future;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::AssertSqlSafe;

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
