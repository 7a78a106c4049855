use uuid::Uuid;

use super::super::model::User;
use crate::db::{Result, Run, Tx, is_taken};

/// Writes the profile of a user who is held.
pub async fn update_profile(tx: &mut Tx, user: &User) -> Result<()> {
    tx.q(
        "update users set display_name = $1, locale = $2, time_zone = $3, units = $4,
                         version = version + 1
          where id = $5",
    )
    .bind(user.display_name.clone())
    .bind(user.locale.clone())
    .bind(user.time_zone.clone())
    .bind(user.units.clone())
    .bind(user.id)
    .run()
    .await
    .map(drop)
}

pub async fn set_password(tx: &mut Tx, user_id: Uuid, password_hash: &str) -> Result<()> {
    tx.q("update users set password_hash = $1, version = version + 1 where id = $2")
        .bind(password_hash.to_owned())
        .bind(user_id)
        .run()
        .await
        .map(drop)
}

/// False when another account has the address, or is given it at this moment; then nothing else
/// can be done in the transaction.
pub async fn set_email(tx: &mut Tx, user_id: Uuid, email: &str) -> Result<bool> {
    let updated = tx
        .q("update users set email = $1, version = version + 1
            where id = $2 and not exists (select 1 from users o where o.email = $1)")
        .bind(email.to_owned())
        .bind(user_id)
        .run()
        .await;
    match updated {
        Err(error) if is_taken(&error) => Ok(false),
        updated => Ok(updated? > 0),
    }
}
