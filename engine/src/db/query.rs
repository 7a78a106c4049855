//! A statement with its binds, for either driver.

use std::fmt::Write as _;

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{
    Arguments, AssertSqlSafe, Encode, FromRow, PgConnection, PgPool, Postgres, SqlSafeStr, SqlStr,
    Sqlite, SqliteConnection, SqlitePool, Type,
};

use uuid::Uuid;

use super::{Db, Result, Tx};

/// Rows in one statement of a bulk insert: measured best on both databases.
const ROWS_A_STATEMENT: usize = 100;

/// A value both drivers can bind.
pub trait Bind:
    for<'q> Encode<'q, Sqlite> + Type<Sqlite> + for<'q> Encode<'q, Postgres> + Type<Postgres>
{
}
impl<T> Bind for T where
    T: for<'q> Encode<'q, Sqlite> + Type<Sqlite> + for<'q> Encode<'q, Postgres> + Type<Postgres>
{
}

/// A row type both drivers can fill.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{}

pub enum Target<'c> {
    LitePools {
        read: &'c SqlitePool,
        write: &'c SqlitePool,
    },
    PgPool(&'c PgPool),
    Lite(&'c mut SqliteConnection),
    Pg(&'c mut PgConnection),
}

/// Whatever can run SQL: `&Db` (each statement for itself) and `&mut Tx`.
pub trait Run<'c>: Sized {
    fn target(self) -> Target<'c>;

    fn q(self, sql: impl SqlSafeStr) -> Query<'c> {
        let target = self.target();
        let args = match target {
            Target::LitePools { .. } | Target::Lite(_) => Args::Lite(SqliteArguments::default()),
            Target::PgPool(_) | Target::Pg(_) => Args::Pg(PgArguments::default()),
        };
        Query {
            target,
            sql: sql.into_sql_str(),
            args,
            error: None,
        }
    }
}

impl<'c> Run<'c> for &'c Db {
    fn target(self) -> Target<'c> {
        match self {
            Db::Lite { read, write } => Target::LitePools { read, write },
            Db::Pg(pool) => Target::PgPool(pool),
        }
    }
}

impl<'c> Run<'c> for &'c mut Tx {
    fn target(self) -> Target<'c> {
        match self {
            Tx::Lite(tx) => Target::Lite(tx),
            Tx::Pg(tx) => Target::Pg(tx),
        }
    }
}

enum Args {
    Lite(SqliteArguments),
    Pg(PgArguments),
}

pub struct Query<'c> {
    target: Target<'c>,
    sql: SqlStr,
    args: Args,
    error: Option<sqlx::Error>,
}

macro_rules! on_either {
    ($self:ident, $pool:ident, |$sql:ident, $args:ident, $on:ident| $run:expr) => {{
        if let Some(error) = $self.error {
            return Err(error);
        }
        let $sql = $self.sql;
        match ($self.target, $self.args) {
            (Target::LitePools { $pool: $on, .. }, Args::Lite($args)) => $run,
            (Target::Lite($on), Args::Lite($args)) => $run,
            (Target::PgPool($on), Args::Pg($args)) => $run,
            (Target::Pg($on), Args::Pg($args)) => $run,
            _ => Err(sqlx::Error::Protocol(
                "arguments of the other driver".into(),
            )),
        }
    }};
}

impl Query<'_> {
    #[must_use]
    pub fn bind<T: Bind>(mut self, value: T) -> Self {
        let added = match &mut self.args {
            Args::Lite(args) => args.add(value),
            Args::Pg(args) => args.add(value),
        };
        if let Err(error) = added {
            self.error.get_or_insert(sqlx::Error::Encode(error));
        }
        self
    }

    /// One after another, as [`places`] of them lie in the text.
    #[must_use]
    pub fn bind_each<'v, T: Bind + Clone + 'v>(
        self,
        values: impl IntoIterator<Item = &'v T>,
    ) -> Self {
        values.into_iter().cloned().fold(self, Self::bind)
    }

    pub async fn all<T: Row>(self) -> Result<Vec<T>> {
        on_either!(self, read, |sql, args, on| sqlx::query_as_with(sql, args)
            .fetch_all(on)
            .await)
    }

    pub async fn one<T: Row>(self) -> Result<T> {
        on_either!(self, read, |sql, args, on| sqlx::query_as_with(sql, args)
            .fetch_one(on)
            .await)
    }

    pub async fn opt<T: Row>(self) -> Result<Option<T>> {
        on_either!(self, read, |sql, args, on| sqlx::query_as_with(sql, args)
            .fetch_optional(on)
            .await)
    }

    /// Executes and tells what `returning` returned, of one row: one that writes on its own.
    pub async fn returned<T: Row>(self) -> Result<Option<T>> {
        // All rows are asked for, or SQLite would not have come to the statement's end.
        let rows: Result<Vec<T>> =
            on_either!(self, write, |sql, args, on| sqlx::query_as_with(sql, args)
                .fetch_all(on)
                .await);
        rows.map(|rows| rows.into_iter().next())
    }

    /// Executes and tells how many rows were touched.
    pub async fn run(self) -> Result<u64> {
        on_either!(self, write, |sql, args, on| sqlx::query_with(sql, args)
            .execute(on)
            .await
            .map(|done| done.rows_affected()))
    }
}

impl Tx {
    /// Waits until no other transaction holds this lock of the user, and holds it until this one
    /// ends. Reactions hold it while they tell the user's projections anew, so whoever deletes what
    /// projections stand on, or changes a fact by what it read of it, takes it before anything else.
    /// SQLite has one writer and needs none.
    pub async fn lock_user(&mut self, user_id: Uuid) -> Result<()> {
        if self.is_postgres() {
            let (high, low) = user_id.as_u64_pair();
            self.q("select pg_advisory_xact_lock($1)")
                .bind((high ^ low).cast_signed())
                .run()
                .await?;
        }
        Ok(())
    }

    /// Inserts many rows: `head` is `insert into t (a, b)`, `tail` what follows the values
    /// (`on conflict …`, or nothing); `bind` binds one row's columns in order.
    pub async fn insert_many<T>(
        &mut self,
        head: &str,
        columns: usize,
        tail: &str,
        rows: &[T],
        bind: impl for<'q> Fn(Query<'q>, &T) -> Query<'q>,
    ) -> Result<u64> {
        let mut touched = 0;
        for rows in rows.chunks(ROWS_A_STATEMENT) {
            let sql = values_sql(head, columns, tail, rows.len(), self.is_postgres());
            let query = self.q(AssertSqlSafe(sql));
            touched += rows.iter().fold(query, &bind).run().await?;
        }
        Ok(touched)
    }
}

/// `$3, $4` from 3 on: the places of so many values, as in `in ($3, $4)`.
pub fn places(first: usize, count: usize) -> String {
    let places: Vec<String> = (first..first + count).map(|n| format!("${n}")).collect();
    places.join(", ")
}

/// SQLite takes plain `?` (its `$n` is looked up by name, slow in long statements).
fn values_sql(head: &str, columns: usize, tail: &str, rows: usize, postgres: bool) -> String {
    let mut sql = format!("{head} values ");
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            let comma = if column == 0 { "" } else { ", " };
            if postgres {
                let _ = write!(sql, "{comma}${}", row * columns + column + 1);
            } else {
                sql.push_str(comma);
                sql.push('?');
            }
        }
        sql.push(')');
    }
    sql.push(' ');
    sql.push_str(tail);
    sql
}
