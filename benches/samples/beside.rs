//! What the same samples cost without a platform: rows by PostgreSQL's COPY, and chunks in a file.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use stadion_activity::Activity;
use stadion_activity::streams::encode;

/// How rows of samples lie in a plain table, without an index.
#[derive(Clone, Copy, PartialEq)]
pub enum Rows {
    /// One value of one channel each.
    Value,
    /// One moment each, a column a channel.
    Moment,
}

impl Rows {
    fn table(self, hour: &Activity) -> String {
        let columns = match self {
            Self::Value => "channel text not null, value double precision not null".to_owned(),
            Self::Moment => {
                let columns = hour.streams.columns();
                let columns = columns.map(|(name, _, _)| format!("{name} double precision"));
                columns.collect::<Vec<_>>().join(", ")
            }
        };
        format!(
            "drop table if exists copied; create table copied (activity uuid not null, \
            at timestamptz not null, {columns})"
        )
    }

    /// In COPY's own text format.
    fn text(self, hour: &Activity, activity: uuid::Uuid) -> String {
        let mut text = String::new();
        let streams = &hour.streams;
        for (n, time) in streams.time_ms.iter().enumerate() {
            let at = hour.start_time + chrono::TimeDelta::milliseconds(*time);
            let at = at.format("%Y-%m-%d %H:%M:%S%.3f+00");
            if self == Self::Moment {
                write!(text, "{activity}\t{at}").unwrap();
            }
            for (name, _, values) in streams.columns() {
                match (self, values[n]) {
                    (Self::Value, value) if value.is_nan() => {}
                    (Self::Value, value) => {
                        writeln!(text, "{activity}\t{at}\t{name}\t{value}").unwrap();
                    }
                    (Self::Moment, value) if value.is_nan() => text.push_str("\t\\N"),
                    (Self::Moment, value) => write!(text, "\t{value}").unwrap(),
                }
            }
            if self == Self::Moment {
                text.push('\n');
            }
        }
        text
    }
}

/// What COPY took, and how many bytes its rows are.
pub struct Copied {
    pub took: Duration,
    pub bytes: i64,
    pub is_durable: bool,
}

/// One COPY of all of them, committed; its text is there before the clock runs.
pub async fn copy(server: &str, hours: &[Activity], activities: usize, rows: Rows) -> Copied {
    let mut connection = PgConnection::connect(server).await.unwrap();
    let table = rows.table(&hours[0]);
    sqlx::raw_sql(AssertSqlSafe(table))
        .execute(&mut connection)
        .await
        .unwrap();
    let texts: Vec<String> = hours
        .iter()
        .map(|hour| rows.text(hour, uuid::Uuid::new_v4()))
        .collect();
    let texts = || texts.iter().cycle().take(activities);
    let lines: usize = texts().map(|text| text.lines().count()).sum();
    let began = Instant::now();
    let copy = connection.copy_in_raw("copy copied from stdin");
    let mut copy = copy.await.unwrap();
    for text in texts() {
        copy.send(text.as_bytes()).await.unwrap();
    }
    let copied = copy.finish().await.unwrap();
    let took = began.elapsed();
    assert_eq!(copied, lines as u64);
    let bytes = "select pg_total_relation_size('copied')";
    let (bytes,): (i64,) = sqlx::query_as(bytes)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    let setting =
        "select current_setting('fsync') = 'on' and current_setting('synchronous_commit') = 'on'";
    let (is_durable,): (bool,) = sqlx::query_as(setting)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    sqlx::query("drop table copied")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    Copied {
        took,
        bytes,
        is_durable,
    }
}

/// Packs them into chunks, and writes these into one file that is on the disk when it returns: nothing
/// is read, checked or told. How long it took, and how many bytes the chunks are.
pub fn floor(folder: &Path, hours: &[Activity], activities: usize) -> (Duration, usize) {
    let began = Instant::now();
    let mut bytes = Vec::new();
    for hour in hours.iter().cycle().take(activities) {
        for chunk in encode(&hour.streams) {
            bytes.extend(chunk.bytes);
        }
    }
    let mut file = File::create(folder.join("floor")).unwrap();
    file.write_all(&bytes).unwrap();
    file.sync_all().unwrap();
    (began.elapsed(), bytes.len())
}
