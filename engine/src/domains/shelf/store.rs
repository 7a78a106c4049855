//! Links that were followed, and when people want no suggestions.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{Click, Link, Rest};
use crate::db::{Db, Result, Run, Tx};

pub async fn count(db: &Db, id: Uuid, link: &Link, now: DateTime<Utc>) -> Result<()> {
    // The account may have been erased since the link was made: then nobody followed it.
    db.q(
        "insert into shelf_click (id, user_id, product, place, pack, at) \
          values ($1, (select id from users where id = $2), $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(link.user_id)
    .bind(link.product.clone())
    .bind(link.place.clone())
    .bind(link.pack.clone())
    .bind(now)
    .run()
    .await
    .map(drop)
}

/// A user's, oldest first.
pub async fn clicks(db: &Db, user_id: Uuid) -> Result<Vec<Click>> {
    db.q("select product, place, pack, at from shelf_click where user_id = $1 order by at, id")
        .bind(user_id)
        .all()
        .await
}

/// How many links were followed, by app and page.
pub async fn click_counts(db: &Db) -> Result<Vec<(String, String, i64)>> {
    db.q(
        "select pack, place, cast(count(*) as bigint) from shelf_click \
          group by pack, place order by pack, place",
    )
    .all()
    .await
}

pub async fn rest(db: &Db, user_id: Uuid, id: Uuid, rest: &Rest) -> Result<()> {
    db.q("insert into shelf_rest (user_id, id, pack, at, until) values ($1, $2, $3, $4, $5)")
        .bind(user_id)
        .bind(id)
        .bind(rest.pack.clone())
        .bind(rest.at)
        .bind(rest.until)
        .run()
        .await
        .map(drop)
}

/// Oldest first.
pub async fn rests(db: &Db, user_id: Uuid) -> Result<Vec<Rest>> {
    db.q("select pack, at, until from shelf_rest where user_id = $1 order by at, id")
        .bind(user_id)
        .all()
        .await
}

/// Whether the person wants no suggestions in an app now.
pub async fn is_resting(db: &Db, user_id: Uuid, pack: &str, now: DateTime<Utc>) -> Result<bool> {
    let (n,): (i64,) = db
        .q("select count(*) from shelf_rest where user_id = $1 and pack = $2 and until > $3")
        .bind(user_id)
        .bind(pack.to_owned())
        .bind(now)
        .one()
        .await?;
    Ok(n > 0)
}

/// Takes a rest back that is still going on.
pub async fn end_rest(db: &Db, user_id: Uuid, pack: &str, now: DateTime<Utc>) -> Result<()> {
    db.q("update shelf_rest set until = $1 where user_id = $2 and pack = $3 and until > $1")
        .bind(now)
        .bind(user_id)
        .bind(pack.to_owned())
        .run()
        .await
        .map(drop)
}

pub async fn erase(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    for sql in [
        "delete from shelf_click where user_id = $1",
        "delete from shelf_rest where user_id = $1",
    ] {
        tx.q(sql).bind(user_id).run().await?;
    }
    Ok(())
}
