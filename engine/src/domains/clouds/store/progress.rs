//! How far streams are, and records as they were last read.

use uuid::Uuid;

use crate::db::{Db, Result, Run};
use crate::domains::clouds::model::Progress;

const COLUMNS: &str = "latest_at, history_until, history_from, history_begun, run, run_since, run_until, \
    run_at, run_latest";

/// Of every stream of a connection.
pub async fn all_progress(db: &Db, (user_id, connection): (Uuid, Uuid)) -> Result<Vec<Progress>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from cloud_progress \
         where user_id = $1 and connection_id = $2 order by stream"
    )))
    .bind(user_id)
    .bind(connection)
    .all()
    .await
}

pub async fn progress(
    db: &Db,
    (user_id, connection): (Uuid, Uuid),
    stream: &str,
) -> Result<Option<Progress>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from cloud_progress \
         where user_id = $1 and connection_id = $2 and stream = $3"
    )))
    .bind(user_id)
    .bind(connection)
    .bind(stream.to_owned())
    .opt()
    .await
}

pub async fn put_progress(
    db: &Db,
    (user_id, connection): (Uuid, Uuid),
    stream: &str,
    progress: &Progress,
) -> Result<()> {
    db.q(
        "insert into cloud_progress (user_id, connection_id, stream, latest_at, history_until, \
          history_from, history_begun, run, run_since, run_until, run_at, run_latest) \
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
          on conflict (user_id, connection_id, stream) do update set \
          latest_at = excluded.latest_at, history_until = excluded.history_until, \
          history_from = excluded.history_from, history_begun = excluded.history_begun, \
          run = excluded.run, run_since = excluded.run_since, run_until = excluded.run_until, \
          run_at = excluded.run_at, run_latest = excluded.run_latest",
    )
    .bind(user_id)
    .bind(connection)
    .bind(stream.to_owned())
    .bind(progress.latest_at)
    .bind(progress.history_until)
    .bind(progress.history_from)
    .bind(progress.history_begun)
    .bind(progress.run.clone())
    .bind(progress.run_since)
    .bind(progress.run_until)
    .bind(progress.run_at.clone())
    .bind(progress.run_latest)
    .run()
    .await
    .map(drop)
}

pub async fn record_hash(
    db: &Db,
    (user_id, connection): (Uuid, Uuid),
    record: &str,
) -> Result<Option<String>> {
    let row: Option<(String,)> = db
        .q("select hash from cloud_record \
              where user_id = $1 and connection_id = $2 and record = $3")
        .bind(user_id)
        .bind(connection)
        .bind(record.to_owned())
        .opt()
        .await?;
    Ok(row.map(|(hash,)| hash))
}

pub async fn keep_record(
    db: &Db,
    (user_id, connection): (Uuid, Uuid),
    (record, hash): (&str, &str),
) -> Result<()> {
    db.q(
        "insert into cloud_record (user_id, connection_id, record, hash) values ($1, $2, $3, $4) \
          on conflict (user_id, connection_id, record) do update set hash = excluded.hash",
    )
    .bind(user_id)
    .bind(connection)
    .bind(record.to_owned())
    .bind(hash.to_owned())
    .run()
    .await
    .map(drop)
}
