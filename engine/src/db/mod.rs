//! One SQL text for SQLite and PostgreSQL: `$1` binds, types that both drivers encode, rows that
//! both decode. `Db` reads and opens transactions; `Tx` writes.

mod open;
mod query;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
mod within;

use sqlx::{PgPool, Postgres, Sqlite, SqlitePool};

pub use open::OpenError;
pub use query::{Bind, Query, Row, Run, places};
pub use within::{is_out_of_range, is_too_slow};

pub type Result<T> = std::result::Result<T, sqlx::Error>;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

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

/// Begins in a task of its own, which goes on when whoever waits is gone, as a request whose sender hung
/// up: sqlx 0.9 does not take back a `begin` that is dropped while PostgreSQL answers it, and who uses the
/// connection next would write into a transaction that nobody commits.
async fn begun(pool: &PgPool) -> Result<sqlx::Transaction<'static, Postgres>> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move { pool.begin().await }).await;
    begun.unwrap_or_else(|error| Err(sqlx::Error::Io(std::io::Error::other(error))))
}

impl Db {
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
            Self::Pg(pool) => Tx::Pg(begun(pool).await?),
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

/// Whether a statement failed because another row has the value that no two may have.
pub fn is_taken(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(error) if error.is_unique_violation())
}

/// Whether a statement failed because what its row belongs to is not there, or no longer.
pub fn is_orphan(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(error) if error.is_foreign_key_violation())
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
