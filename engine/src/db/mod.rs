//! One SQL text for SQLite and PostgreSQL: `$1` binds, types that both drivers encode, rows that
//! both decode. `Db` reads and opens transactions; `Tx` writes.

mod query;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, Database, PgPool, Postgres, Sqlite, SqlitePool};

pub use query::{Bind, Query, Row, Run};

pub type Result<T> = std::result::Result<T, sqlx::Error>;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// Readers that one SQLite process keeps; writers queue for the single writing connection.
const SQLITE_READERS: u32 = 4;
/// Prepared statements that a connection keeps; an import alone has some eighty.
const STATEMENTS: usize = 500;
const BUSY: Duration = Duration::from_secs(15);
/// A connection that rested this long is asked whether it still stands before it is used. To ask
/// each time costs a round trip for every statement, a third of what a list costs.
const RESTED: Duration = Duration::from_secs(5);

#[derive(Clone)]
pub enum Db {
    Lite { read: SqlitePool, write: SqlitePool },
    Pg(PgPool),
}

/// Rolls back when dropped without `commit`.
pub enum Tx {
    Lite(sqlx::Transaction<'static, Sqlite>),
    Pg(sqlx::Transaction<'static, Postgres>),
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "the database address must begin with sqlite: or postgres://, as in sqlite:data/stadion.db"
    )]
    Scheme,
    #[error("the database cannot be opened: {0}")]
    Sql(#[from] sqlx::Error),
    #[error("the database cannot be brought to this version: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

impl Db {
    /// Opens, creates (SQLite) and migrates.
    pub async fn open(url: &str) -> std::result::Result<Self, OpenError> {
        let db = if let Some(path) = url.strip_prefix("sqlite:") {
            Self::open_sqlite(Path::new(path.trim_start_matches("//"))).await?
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(url)?
                .application_name("stadion")
                .statement_cache_capacity(STATEMENTS);
            Self::Pg(
                asked_when_rested(PgPoolOptions::new())
                    .max_connections(10)
                    .connect_with(options)
                    .await?,
            )
        } else {
            return Err(OpenError::Scheme);
        };
        db.migrate().await?;
        Ok(db)
    }

    async fn open_sqlite(path: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY)
            .foreign_keys(true)
            .statement_cache_capacity(STATEMENTS);
        let pool = |n| {
            asked_when_rested(SqlitePoolOptions::new())
                .max_connections(n)
                .acquire_timeout(BUSY * 2)
        };
        let write = pool(1).connect_with(options.clone()).await?;
        let read = pool(SQLITE_READERS).connect_with(options).await?;
        Ok(Self::Lite { read, write })
    }

    async fn migrate(&self) -> std::result::Result<(), sqlx::migrate::MigrateError> {
        match self {
            Self::Lite { write, .. } => MIGRATIONS.run(write).await,
            Self::Pg(pool) => MIGRATIONS.run(pool).await,
        }
    }

    /// Begins a writing transaction. On SQLite it takes the write lock at once, so that a read
    /// followed by a write never meets `SQLITE_BUSY` halfway.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(match self {
            Self::Lite { write, .. } => Tx::Lite(write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Pg(pool) => Tx::Pg(pool.begin().await?),
        })
    }

    /// Whether every migration of this build has been applied, by asking the database.
    pub async fn is_current(&self) -> Result<bool> {
        let newest = MIGRATIONS.iter().map(|m| m.version).max().unwrap_or(0);
        let (applied,): (i64,) = self
            .q("select cast(coalesce(max(version), 0) as bigint) from _sqlx_migrations where success")
            .one()
            .await?;
        Ok(applied >= newest)
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Pg(_))
    }

    /// Name, connections and idle connections of each pool.
    pub fn connections(&self) -> Vec<(&'static str, u32, usize)> {
        match self {
            Self::Lite { read, write } => vec![
                ("read", read.size(), read.num_idle()),
                ("write", write.size(), write.num_idle()),
            ],
            Self::Pg(pool) => vec![("postgres", pool.size(), pool.num_idle())],
        }
    }

    /// Waits for what runs and closes.
    pub async fn close(&self) {
        match self {
            Self::Lite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Pg(pool) => pool.close().await,
        }
    }
}

fn asked_when_rested<D: Database>(options: PoolOptions<D>) -> PoolOptions<D> {
    options
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > RESTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
}

/// Whether a statement failed because another row has the value that no two may have.
pub fn is_taken(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(error) if error.is_unique_violation())
}

impl Tx {
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Lite(tx) => tx.commit().await,
            Self::Pg(tx) => tx.commit().await,
        }
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Pg(_))
    }
}
