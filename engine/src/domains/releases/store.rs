//! Releases, which is live, and the audit trail.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{Due, LiveRelease, Logged, Noted, Release, Step, Way};
use crate::db::{Db, Result, Run, Tx};

/// Changes whenever another release of any pack is live.
pub async fn generation(db: &Db) -> Result<i64> {
    let (generation,): (i64,) = db
        .q("select generation from release_state where id = 1")
        .one()
        .await?;
    Ok(generation)
}

/// Takes the right to change what is live, and holds it until the transaction ends. False when
/// something else became live since `known`.
pub async fn advance(tx: &mut Tx, known: i64) -> Result<bool> {
    let touched = tx
        .q("update release_state set generation = generation + 1 where id = 1 and generation = $1")
        .bind(known)
        .run()
        .await?;
    Ok(touched == 1)
}

pub async fn live(db: &Db) -> Result<Vec<LiveRelease>> {
    db.q(
        "select l.pack, l.digest, l.since, u.display_name as published_by from release_live l \
          join release r on r.digest = l.digest left join users u on u.id = r.published_by \
          order by l.pack",
    )
    .all()
    .await
}

/// Lets nobody change what is live or write into the trail until the transaction ends.
pub async fn hold(tx: &mut Tx) -> Result<()> {
    tx.q("update release_state set generation = generation where id = 1")
        .run()
        .await
        .map(drop)
}

/// The digest of a pack's release that is live.
pub async fn live_of<'c>(on: impl Run<'c>, pack: &str) -> Result<Option<String>> {
    let found: Option<(String,)> = on
        .q("select digest from release_live where pack = $1")
        .bind(pack.to_owned())
        .opt()
        .await?;
    Ok(found.map(|(digest,)| digest))
}

/// Without a digest, the version of the folders is live again.
pub async fn set_live(
    tx: &mut Tx,
    pack: &str,
    digest: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(digest) = digest else {
        tx.q("delete from release_live where pack = $1")
            .bind(pack.to_owned())
            .run()
            .await?;
        return Ok(());
    };
    tx.q(
        "insert into release_live (pack, digest, since) values ($1, $2, $3) \
          on conflict (pack) do update set digest = excluded.digest, since = excluded.since",
    )
    .bind(pack.to_owned())
    .bind(digest.to_owned())
    .bind(now)
    .run()
    .await?;
    tx.q("update release set live_at = $1 where digest = $2 and live_at is null")
        .bind(now)
        .bind(digest.to_owned())
        .run()
        .await?;
    Ok(())
}

/// What one publishes.
pub struct New<'a> {
    pub digest: &'a str,
    pub pack: &'a str,
    pub version: &'a str,
    pub archive: Vec<u8>,
    pub noted: &'a Noted,
    pub by: Option<Uuid>,
    pub now: DateTime<Utc>,
}

/// False when the very same release is there already.
///
/// # Errors
/// Another release with the same version of the pack breaks a unique index.
pub async fn insert(tx: &mut Tx, new: New<'_>) -> Result<bool> {
    let touched = tx
        .q(
            "insert into release (digest, pack, version, archive, published_at, published_by, \
              drafted_at, valid_at, previewed_at, tested_at) \
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (digest) do nothing",
        )
        .bind(new.digest.to_owned())
        .bind(new.pack.to_owned())
        .bind(new.version.to_owned())
        .bind(new.archive)
        .bind(new.now)
        .bind(new.by)
        .bind(new.noted.drafted_at)
        .bind(new.noted.valid_at)
        .bind(new.noted.previewed_at)
        .bind(new.noted.tested_at)
        .run()
        .await?;
    Ok(touched == 1)
}

const RELEASE: &str = "select r.digest, r.pack, r.version, r.published_at, \
     u.display_name as published_by \
     from release r left join users u on u.id = r.published_by ";

pub async fn release(db: &Db, digest: &str) -> Result<Option<Release>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "{RELEASE} where r.digest = $1"
    )))
    .bind(digest.to_owned())
    .opt()
    .await
}

pub async fn of_version(db: &Db, pack: &str, version: &str) -> Result<Option<Release>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "{RELEASE} where r.pack = $1 and r.version = $2"
    )))
    .bind(pack.to_owned())
    .bind(version.to_owned())
    .opt()
    .await
}

pub async fn archive(db: &Db, digest: &str) -> Result<Option<Vec<u8>>> {
    let found: Option<(Vec<u8>,)> = db
        .q("select archive from release where digest = $1")
        .bind(digest.to_owned())
        .opt()
        .await?;
    Ok(found.map(|(archive,)| archive))
}

/// What was live before a release first came in its place: outer `None` when it never did,
/// inner `None` for the version of the folders.
pub async fn before(db: &Db, pack: &str, digest: &str) -> Result<Option<Option<String>>> {
    let found: Option<(Option<String>,)> = db
        .q(
            "select previous from release_log where pack = $1 and digest = $2 \
              and action = 'activated' order by seq desc limit 1",
        )
        .bind(pack.to_owned())
        .bind(digest.to_owned())
        .opt()
        .await?;
    Ok(found.map(|(previous,)| previous))
}

/// In place of an earlier plan for the pack.
pub async fn plan(
    tx: &mut Tx,
    pack: &str,
    digest: &str,
    at: DateTime<Utc>,
    base: Option<&str>,
    by: Uuid,
) -> Result<()> {
    tx.q(
        "insert into release_due (pack, digest, at, base, planned_by) values ($1, $2, $3, $4, $5) \
          on conflict (pack) do update set digest = excluded.digest, at = excluded.at, \
          base = excluded.base, planned_by = excluded.planned_by",
    )
    .bind(pack.to_owned())
    .bind(digest.to_owned())
    .bind(at)
    .bind(base.map(str::to_owned))
    .bind(by)
    .run()
    .await
    .map(drop)
}

/// Takes a plan back; answers its digest. Only the one that was meant, if one is named.
pub async fn withdraw(tx: &mut Tx, pack: &str, only: Option<&str>) -> Result<Option<String>> {
    let found: Option<(String,)> = tx
        .q(
            "delete from release_due where pack = $1 and digest = coalesce($2, digest) \
              returning digest",
        )
        .bind(pack.to_owned())
        .bind(only.map(str::to_owned))
        .opt()
        .await?;
    Ok(found.map(|(digest,)| digest))
}

const DUE: &str = "select d.pack, d.digest, r.version, d.at, d.base, d.planned_by as by_id, \
     u.display_name as by_name from release_due d join release r on r.digest = d.digest \
     left join users u on u.id = d.planned_by ";

/// All plans, the next first.
pub async fn plans(db: &Db) -> Result<Vec<Due>> {
    db.q(sqlx::AssertSqlSafe(format!("{DUE} order by d.at, d.pack")))
        .all()
        .await
}

/// Plans whose time has come.
pub async fn due(db: &Db, now: DateTime<Utc>) -> Result<Vec<Due>> {
    db.q(sqlx::AssertSqlSafe(format!(
        "{DUE} where d.at <= $1 order by d.at, d.pack"
    )))
    .bind(now)
    .all()
    .await
}

/// The transaction holds the trail: by `advance` or `hold`.
pub async fn log(tx: &mut Tx, now: DateTime<Utc>, step: &Step) -> Result<()> {
    tx.q(
        "insert into release_log (pack, seq, at, action, digest, previous, user_id, detail) \
          select $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5, $6, $7 \
          from release_log where pack = $1",
    )
    .bind(step.pack.clone())
    .bind(now)
    .bind(step.action.as_str().to_owned())
    .bind(step.digest.clone())
    .bind(step.previous.clone())
    .bind(step.by)
    .bind(step.detail.clone())
    .run()
    .await
    .map(drop)
}

/// Newest first, from before `cursor` on.
pub async fn history(db: &Db, pack: &str, cursor: Option<i64>, limit: u32) -> Result<Vec<Logged>> {
    db.q(
        "select l.seq, l.at, l.action, l.digest, r.version, l.previous, u.display_name as by_name, \
          l.detail from release_log l left join release r on r.digest = l.digest \
          left join users u on u.id = l.user_id \
          where l.pack = $1 and l.seq < $2 order by l.seq desc limit $3",
    )
    .bind(pack.to_owned())
    .bind(cursor.unwrap_or(i64::MAX))
    .bind(i64::from(limit))
    .all()
    .await
}

/// What a user did, oldest first.
pub async fn done_by(db: &Db, user_id: Uuid) -> Result<Vec<(DateTime<Utc>, String, String)>> {
    db.q("select at, pack, action from release_log where user_id = $1 order by at, pack, seq")
        .bind(user_id)
        .all()
        .await
}

/// Nobody is named any longer; that it was done stays.
pub async fn forget(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    for sql in [
        "update release set published_by = null where published_by = $1",
        "update release_due set planned_by = null where planned_by = $1",
        "update release_log set user_id = null where user_id = $1",
    ] {
        tx.q(sql).bind(user_id).run().await?;
    }
    Ok(())
}

/// Live releases by which no workout was seen yet: digest, pack, and since when they are live.
pub async fn without_effect(db: &Db) -> Result<Vec<(String, String, DateTime<Utc>)>> {
    db.q(
        "select r.digest, r.pack, l.since from release_live l join release r on r.digest = l.digest \
          where r.effect_at is null order by r.pack",
    )
    .all()
    .await
}

pub async fn set_effect(tx: &mut Tx, digest: &str, at: DateTime<Utc>) -> Result<()> {
    tx.q("update release set effect_at = $1 where digest = $2 and effect_at is null")
        .bind(at)
        .bind(digest.to_owned())
        .run()
        .await
        .map(drop)
}

/// Releases published since a time, oldest first.
pub async fn ways(db: &Db, since: DateTime<Utc>) -> Result<Vec<Way>> {
    db.q(
        "select pack, version, drafted_at, valid_at, previewed_at, tested_at, published_at, \
          live_at, effect_at from release where published_at >= $1 order by published_at, digest",
    )
    .bind(since)
    .all()
    .await
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// As whoever can write into the database may.
    pub async fn overwrite(db: &Db, archive: Vec<u8>) {
        let touched = db.q("update release set archive = $1").bind(archive);
        assert_eq!(touched.run().await.expect("an update"), 1);
    }
}
