//! From an address to an open database, and what can be wrong with it.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, Database, Executor};

use super::Db;
use crate::config::Address;

/// Readers that one SQLite process keeps; writers queue for the single writing connection.
const SQLITE_READERS: u32 = 4;
/// Prepared statements that a connection keeps; an import alone has some eighty.
const STATEMENTS: usize = 500;
const BUSY: Duration = Duration::from_secs(15);
/// A connection that rested this long is asked whether it still stands before it is used. To ask
/// each time costs a round trip for every statement, a third of what a list costs.
const RESTED: Duration = Duration::from_secs(5);
/// A transaction in which nothing happens for so long was left, whatever left it: PostgreSQL ends it, and
/// what it held is free.
const LEFT_OPEN: &str = "set idle_in_transaction_session_timeout = '60s'";
/// A server that is there answers sooner.
const REACH: Duration = Duration::from_secs(5);

/// No message shows the address: it may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the address of the database cannot be used: {0}")]
    Address(&'static str),
    #[error(
        "{}: no database is there; name the server's with --data or --database \
         (`stadion serve` makes a new one)", .0.display()
    )]
    Missing(PathBuf),
    #[error("the database holds no data of Stadion ({0}); name the server's with --database")]
    Foreign(sqlx::Error),
    #[error("PostgreSQL at {place} cannot be used: {cause}")]
    Postgres { place: String, cause: String },
    #[error("the database cannot be opened: {0}")]
    Sql(#[from] sqlx::Error),
    #[error("the database cannot be brought to this version: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

type Result<T> = std::result::Result<T, OpenError>;

impl Db {
    /// Opens, creates (SQLite) and migrates.
    pub async fn open(url: &str) -> Result<Self> {
        let db = Self::connect(&address(url)?).await?;
        db.migrate().await?;
        Ok(db)
    }

    /// Opens and migrates one that a server made; a mistyped address creates nothing.
    pub async fn existing(url: &str) -> Result<Self> {
        let address = address(url)?;
        if let Address::File(path) = address
            && !path.is_file()
        {
            return Err(OpenError::Missing(path.into()));
        }
        let db = Self::connect(&address).await?;
        db.is_current().await.map_err(OpenError::Foreign)?;
        db.migrate().await?;
        Ok(db)
    }

    async fn connect(address: &Address<'_>) -> Result<Self> {
        match address {
            Address::File(path) => Ok(Self::open_sqlite(path).await?),
            Address::Postgres(url) => Self::open_postgres(url).await,
        }
    }

    async fn open_sqlite(path: &Path) -> super::Result<Self> {
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

    async fn open_postgres(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)?
            .application_name("stadion")
            .statement_cache_capacity(STATEMENTS);
        reach(&options).await?;
        let pool = asked_when_rested(PgPoolOptions::new())
            .max_connections(10)
            .after_connect(|connection, _| {
                Box::pin(async move { connection.execute(LEFT_OPEN).await.map(drop) })
            });
        Ok(Self::Pg(pool.connect_with(options).await?))
    }
}

fn address(url: &str) -> Result<Address<'_>> {
    Address::of(url).map_err(OpenError::Address)
}

/// Connects once: a pool would try for half a minute and then say only that it waited.
async fn reach(options: &PgConnectOptions) -> Result<()> {
    let cause = match tokio::time::timeout(REACH, PgConnection::connect_with(options)).await {
        // It served its purpose; the server notices the end by itself.
        Ok(Ok(connection)) => {
            let _ = connection.close().await;
            return Ok(());
        }
        Ok(Err(sqlx::Error::Io(error))) => error.to_string(),
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("no answer within {} s", REACH.as_secs()),
    };
    let place = format!("{}:{}", options.get_host(), options.get_port());
    Err(OpenError::Postgres { place, cause })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Run;
    use crate::db::testing::fresh;

    #[tokio::test]
    async fn postgres_ends_what_was_left_open() {
        for database in fresh().await {
            if database.db.is_postgres() {
                let sql = "select setting || unit from pg_settings where name = $1";
                let query = database.db.q(sql);
                let query = query.bind("idle_in_transaction_session_timeout".to_owned());
                let (set,): (String,) = query.one().await.unwrap();
                assert_eq!(set, "60000ms");
            }
            database.remove().await;
        }
    }

    /// Whoever is gone before PostgreSQL began, as a request whose sender hung up, leaves no transaction
    /// into which others would write.
    #[tokio::test]
    async fn what_is_dropped_while_it_begins_leaves_nothing_open() {
        for database in fresh().await {
            let db = &database.db;
            for looks in (0..60).map(|time| 1 << (time % 12)) {
                let gone = async {
                    for _ in 0..looks {
                        tokio::task::yield_now().await;
                    }
                };
                tokio::select! {
                    biased;
                    () = gone => {}
                    _ = db.begin() => {}
                }
            }
            if db.is_postgres() {
                tokio::time::sleep(Duration::from_millis(300)).await;
                let sql = "select count(*) from pg_stat_activity \
                    where datname = current_database() and state like 'idle in transaction%'";
                let (open,): (i64,) = db.q(sql).one().await.unwrap();
                assert_eq!(open, 0);
            }
            drop(db.begin().await.unwrap());
            database.remove().await;
        }
    }

    async fn refused(url: &str) -> String {
        match Db::open(url).await {
            Ok(_) => panic!("{url} was opened"),
            Err(error) => error.to_string(),
        }
    }

    #[tokio::test]
    async fn an_address_that_names_no_file_is_refused() {
        for (url, word) in [
            ("mysql://x", "must begin with"),
            ("sqlite:", "names no file"),
            ("sqlite://", "names no file"),
            ("sqlite::memory:", "names no file"),
            ("sqlite:f.db?mode=ro", "no options"),
        ] {
            let told = refused(url).await;
            assert!(told.contains(word), "{url}: {told}");
        }
    }

    #[tokio::test]
    async fn an_unreachable_server_is_told_with_its_cause_and_place_and_no_password() {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let place = free.local_addr().unwrap().to_string();
        drop(free);
        let told = refused(&format!("postgres://me:hunter2@{place}/stadion")).await;
        assert!(told.contains(&place) && told.contains("refused"), "{told}");
        assert!(!told.contains("hunter2"), "{told}");
    }

    #[tokio::test]
    async fn what_no_server_made_is_not_opened_as_existing() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}/none.db", folder.path().display());
        assert!(matches!(
            Db::existing(&url).await,
            Err(OpenError::Missing(_))
        ));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        std::fs::write(folder.path().join("none.db"), "").unwrap();
        assert!(matches!(
            Db::existing(&url).await,
            Err(OpenError::Foreign(_))
        ));
        for made in fresh().await {
            Db::existing(&made.url).await.unwrap().close().await;
            made.remove().await;
        }
    }
}
