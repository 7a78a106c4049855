use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::model::{Consent, Membership, Passage};
use crate::db::{Db, Result, Run, Tx};

pub async fn insert_consent(tx: &mut Tx, user_id: Uuid, id: Uuid, consent: &Consent) -> Result<()> {
    tx.q("insert into consent (user_id, id, kind, version, given, at)
          values ($1, $2, $3, $4, $5, $6)")
        .bind(user_id)
        .bind(id)
        .bind(consent.kind.clone())
        .bind(consent.version.clone())
        .bind(consent.given)
        .bind(consent.at)
        .run()
        .await
        .map(drop)
}

/// The whole history, oldest first.
pub async fn consents(db: &Db, user_id: Uuid) -> Result<Vec<Consent>> {
    db.q("select kind, version, given, at from consent where user_id = $1 order by at, id")
        .bind(user_id)
        .all()
        .await
}

/// Joining twice is joining once; who comes back is a member since they first joined.
pub async fn join(db: &Db, user_id: Uuid, pack_id: &str, now: DateTime<Utc>) -> Result<Membership> {
    db.q(
        "insert into membership (user_id, pack_id, joined_at) values ($1, $2, $3)
          on conflict (user_id, pack_id) do update set left_at = null
          where membership.left_at is not null",
    )
    .bind(user_id)
    .bind(pack_id.to_owned())
    .bind(now)
    .run()
    .await?;
    db.q("select pack_id, joined_at from membership where user_id = $1 and pack_id = $2")
        .bind(user_id)
        .bind(pack_id.to_owned())
        .one()
        .await
}

/// Joins as of when it was joined elsewhere; false where the person has left it here.
pub async fn join_again(db: &Db, user_id: Uuid, was: &Membership) -> Result<bool> {
    db.q(
        "insert into membership (user_id, pack_id, joined_at) values ($1, $2, $3)
          on conflict (user_id, pack_id) do nothing",
    )
    .bind(user_id)
    .bind(was.pack_id.clone())
    .bind(was.joined_at)
    .run()
    .await?;
    let row: Option<(String,)> = db
        .q("select pack_id from membership
            where user_id = $1 and pack_id = $2 and left_at is null")
        .bind(user_id)
        .bind(was.pack_id.clone())
        .opt()
        .await?;
    Ok(row.is_some())
}

/// False when the user is no member.
pub async fn leave(db: &Db, user_id: Uuid, pack_id: &str, now: DateTime<Utc>) -> Result<bool> {
    let left = db
        .q("update membership set left_at = $1
            where user_id = $2 and pack_id = $3 and left_at is null")
        .bind(now)
        .bind(user_id)
        .bind(pack_id.to_owned())
        .run()
        .await?;
    Ok(left > 0)
}

/// In the order of first joining.
pub async fn memberships(db: &Db, user_id: Uuid) -> Result<Vec<Membership>> {
    db.q("select pack_id, joined_at from membership
          where user_id = $1 and left_at is null order by joined_at, pack_id")
        .bind(user_id)
        .all()
        .await
}

/// How many people are members, by pack.
pub async fn member_counts(db: &Db) -> Result<Vec<(String, i64)>> {
    db.q("select pack_id, cast(count(*) as bigint) from membership
          where left_at is null group by pack_id order by pack_id")
        .all()
        .await
}

pub async fn insert_passage(db: &Db, user_id: Uuid, id: Uuid, passage: &Passage) -> Result<()> {
    db.q("insert into passage (user_id, id, from_pack, to_pack, at) values ($1, $2, $3, $4, $5)")
        .bind(user_id)
        .bind(id)
        .bind(passage.from_pack.clone())
        .bind(passage.to_pack.clone())
        .bind(passage.at)
        .run()
        .await
        .map(drop)
}

pub async fn passages(db: &Db, user_id: Uuid) -> Result<Vec<Passage>> {
    db.q("select from_pack, to_pack, at from passage where user_id = $1 order by at, id")
        .bind(user_id)
        .all()
        .await
}

/// Passages by pack left and pack entered.
pub async fn passage_counts(db: &Db) -> Result<Vec<(String, String, i64)>> {
    db.q(
        "select from_pack, to_pack, cast(count(*) as bigint) from passage
          group by from_pack, to_pack order by from_pack, to_pack",
    )
    .all()
    .await
}
