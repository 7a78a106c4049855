//! Roles, as `stadion admin grant|revoke|list` gives and takes them.

use super::model::{name_of, roles};
use super::store;
use crate::clock::Clock;
use crate::db::Db;
use crate::web::Role;

#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    #[error("there is no account with the address {0}; it must be registered and confirmed first")]
    NoAccount(String),
    #[error("every account is a `user`; grant another role")]
    EveryonesRole,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// False when the account had the role already. Running servers know it within seconds.
pub async fn grant(db: &Db, clock: &Clock, email: &str, role: Role) -> Result<bool, AdminError> {
    change(db, clock, email, role, true).await
}

/// False when the account did not have the role.
pub async fn revoke(db: &Db, clock: &Clock, email: &str, role: Role) -> Result<bool, AdminError> {
    change(db, clock, email, role, false).await
}

/// Address and role of everybody who has been granted `role`, or any.
pub async fn list(db: &Db, role: Option<Role>) -> Result<Vec<(String, Role)>, AdminError> {
    let granted = store::granted(db, role).await?;
    let known = granted
        .into_iter()
        .filter_map(|(email, role)| Some((email, roles(&role).pop_first()?)));
    Ok(known.collect())
}

async fn change(
    db: &Db,
    clock: &Clock,
    email: &str,
    role: Role,
    give: bool,
) -> Result<bool, AdminError> {
    if role == Role::User {
        return Err(AdminError::EveryonesRole);
    }
    let (name, now) = (name_of(role), clock.now());
    let mut tx = db.begin().await?;
    let user = store::by_email(&mut tx, &email.trim().to_lowercase()).await?;
    let user = user.ok_or_else(|| AdminError::NoAccount(email.to_owned()))?;
    let (changed, action) = if give {
        (
            store::grant(&mut tx, user.id, &name, now).await?,
            "role-granted",
        )
    } else {
        (
            store::revoke(&mut tx, user.id, &name).await?,
            "role-revoked",
        )
    };
    if changed {
        store::audit(&mut tx, clock.new_id(), action, Some(user.id), &name, now).await?;
    }
    tx.commit().await?;
    Ok(changed)
}
