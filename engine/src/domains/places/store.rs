//! The places of a person.

use uuid::Uuid;

use super::model::{Place, Position};
use crate::db::{Db, Result, Run, Tx};

pub async fn all<'c>(on: impl Run<'c>, user_id: Uuid) -> Result<Vec<Place>> {
    on.q(
        "select id, name, latitude, longitude, radius_m, secret, created_at from place \
        where user_id = $1 order by created_at, id",
    )
    .bind(user_id)
    .all()
    .await
}

pub async fn insert(tx: &mut Tx, user_id: Uuid, place: &Place) -> Result<()> {
    tx.q(
        "insert into place (user_id, id, name, latitude, longitude, radius_m, secret, created_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(user_id)
    .bind(place.id)
    .bind(place.name.clone())
    .bind(place.latitude)
    .bind(place.longitude)
    .bind(place.radius_m)
    .bind(place.secret.clone())
    .bind(place.created_at)
    .run()
    .await
    .map(drop)
}

/// Whether there is such a place.
pub async fn update(
    db: &Db,
    user_id: Uuid,
    id: Uuid,
    name: &str,
    (at, radius_m): (Position, f64),
) -> Result<bool> {
    let changed = db
        .q(
            "update place set name = $1, latitude = $2, longitude = $3, radius_m = $4 \
            where user_id = $5 and id = $6",
        )
        .bind(name.to_owned())
        .bind(at.latitude)
        .bind(at.longitude)
        .bind(radius_m)
        .bind(user_id)
        .bind(id)
        .run()
        .await?;
    Ok(changed > 0)
}

/// Whether there was such a place.
pub async fn delete(db: &Db, user_id: Uuid, id: Uuid) -> Result<bool> {
    let gone = db
        .q("delete from place where user_id = $1 and id = $2")
        .bind(user_id)
        .bind(id)
        .run()
        .await?;
    Ok(gone > 0)
}

pub async fn erase(tx: &mut Tx, user_id: Uuid) -> Result<()> {
    tx.q("delete from place where user_id = $1")
        .bind(user_id)
        .run()
        .await
        .map(drop)
}
