//! Accounts: who people are, how they prove it, what they agreed to, which sports they joined.

pub mod admin;
mod authenticate;
mod cookie;
pub mod demo;
mod download;
mod export;
mod figures;
mod mails;
pub mod model;
mod password;
mod recommend;
mod restore;
mod routes;
pub mod service;
mod store;
#[cfg(test)]
mod tests;
pub mod views;

use std::time::Duration;

use uuid::Uuid;

use crate::App;
use crate::clock::Clock;
use crate::web::error::Result;
use crate::web::idempotency;
use authenticate::Cache;
use password::Passwords;

pub use export::IdentityData;
pub use figures::figures;
pub use recommend::may_recommend;
pub use restore::restore;
pub use routes::routes;
pub use store::memberships;

const HOUSEKEEPING: Duration = Duration::from_mins(5);

/// What accounts keep in memory.
pub struct Accounts {
    passwords: Passwords,
    cache: Cache,
}

impl Accounts {
    pub fn new(clock: &Clock) -> Self {
        Self {
            passwords: Passwords::new(clock),
            cache: Cache::default(),
        }
    }

    fn forget(&self, user_id: Uuid) {
        self.cache.forget(user_id);
    }
}

/// Deletes now and then what has run out, until the process stops.
pub async fn keep_house(app: App) {
    loop {
        if let Err(error) = forget_expired(&app).await {
            tracing::error!(%error, "expired sessions and links are left");
        }
        tokio::time::sleep(HOUSEKEEPING).await;
    }
}

pub(crate) async fn forget_expired(app: &App) -> Result<()> {
    app.limits.forget_idle();
    store::forget_expired(&app.db, app.clock.now()).await?;
    service::finish_erasures(app).await?;
    idempotency::forget_old(app).await
}
