//! Keys of manufacturers: made, rotated, revoked, and found by their secret.

use std::collections::BTreeSet;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use uuid::Uuid;

use super::model::{ApiKey, KeyLog, NewKey, scopes};
use super::{rules, store};
use crate::App;
use crate::clock::Clock;
use crate::db::{Db, Tx};
use crate::domains::identity::service::digest;
use crate::web::auth::BoxFuture;
use crate::web::error::{Error, FieldError, Result};
use crate::web::manufacturer::KEY_PREFIX;
use crate::web::{KeyScope, Manufacturer};

pub use super::rules::DEFAULT_QUOTA;

/// Living keys of an adapter.
const MOST: usize = 50;

/// Where keys are, and what time it is.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub db: &'a Db,
    pub clock: &'a Clock,
}

impl<'a> From<&'a App> for Place<'a> {
    fn from(app: &'a App) -> Self {
        Self {
            db: &app.db,
            clock: &app.clock,
        }
    }
}

impl Place<'_> {
    fn secret(self) -> String {
        format!("{KEY_PREFIX}{}", self.clock.new_secret())
    }

    async fn log(
        self,
        tx: &mut Tx,
        key_id: Uuid,
        what: (&str, &str),
        by: Option<Uuid>,
    ) -> Result<()> {
        let at = (self.clock.new_id(), self.clock.now());
        Ok(store::log_key(tx, key_id, at, what, by).await?)
    }
}

/// The key and its secret, which is told this once. `by` is nobody for the command line.
pub async fn make(at: Place<'_>, by: Option<Uuid>, asked: NewKey) -> Result<(ApiKey, String)> {
    let now = at.clock.now();
    let asked = NewKey {
        name: asked.name.trim().to_owned(),
        ..asked
    };
    let errors = rules::key(&asked, now);
    if !errors.is_empty() {
        return Err(Error::invalid(errors));
    }
    let names: Vec<&str> = asked.scopes.iter().map(|scope| scope.as_str()).collect();
    let key = ApiKey {
        id: at.clock.new_id(),
        scopes: names.join(","),
        adapter: asked.adapter,
        name: asked.name,
        quota: asked.quota,
        created_at: now,
        created_by: None,
        expires_at: asked.expires_at,
        revoked_at: None,
        old_until: None,
    };
    let mut tx = at.db.begin().await?;
    let all = store::keys(&mut tx, Some(&key.adapter)).await?;
    if all.iter().filter(|key| key.is_living(now)).count() >= MOST {
        let detail = "The adapter has 50 keys; revoke one that nobody needs any more.";
        return Err(Error::conflict("too-many-keys", detail));
    }
    let secret = at.secret();
    store::insert_key(&mut tx, &key, by).await?;
    store::add_secret(&mut tx, key.id, &digest(&secret), (now, now)).await?;
    let detail = format!("{}; {} items an hour", key.scopes, key.quota);
    at.log(&mut tx, key.id, ("made", &detail), by).await?;
    tx.commit().await?;
    Ok((key, secret))
}

/// Another secret for a key; the one before goes on for `grace_h` hours.
pub async fn rotate(
    at: Place<'_>,
    by: Option<Uuid>,
    (adapter, id): (Option<&str>, Uuid),
    grace_h: i64,
) -> Result<(ApiKey, String)> {
    if !(0..=rules::MOST_GRACE_H).contains(&grace_h) {
        let message = "The grace is 0 to 720 hours.";
        return Err(Error::invalid(vec![FieldError::new(
            "/grace_hours",
            message,
        )]));
    }
    let now = at.clock.now();
    let until = now + TimeDelta::hours(grace_h);
    let mut tx = at.db.begin().await?;
    let key = held(&mut tx, adapter, id).await?;
    if !key.is_living(now) {
        let detail = "The key was revoked or has run out; make another one.";
        return Err(Error::conflict("key-ended", detail));
    }
    let secret = at.secret();
    store::add_secret(&mut tx, id, &digest(&secret), (now, until)).await?;
    let detail = format!("the secret before goes on for {grace_h} h");
    at.log(&mut tx, id, ("rotated", &detail), by).await?;
    let key = held(&mut tx, adapter, id).await?;
    tx.commit().await?;
    Ok((key, secret))
}

/// All secrets of a key end now; doing it twice is doing it once.
pub async fn revoke(
    at: Place<'_>,
    by: Option<Uuid>,
    (adapter, id): (Option<&str>, Uuid),
) -> Result<ApiKey> {
    let mut tx = at.db.begin().await?;
    let key = held(&mut tx, adapter, id).await?;
    if key.revoked_at.is_none() {
        store::revoke_key(&mut tx, id, at.clock.now()).await?;
        at.log(&mut tx, id, ("revoked", ""), by).await?;
    }
    tx.commit().await?;
    Ok(key)
}

async fn held(tx: &mut Tx, adapter: Option<&str>, id: Uuid) -> Result<ApiKey> {
    let key = store::hold_key(tx, id).await?;
    let key = key.filter(|key| adapter.is_none_or(|adapter| adapter == key.adapter));
    key.ok_or_else(|| Error::not_found("key"))
}

/// Of one adapter, or of all; newest first, those that ended too.
pub async fn list(db: &Db, adapter: Option<&str>) -> Result<Vec<ApiKey>> {
    Ok(store::keys(db, adapter).await?)
}

pub async fn history(db: &Db, adapter: &str) -> Result<Vec<KeyLog>> {
    Ok(store::key_history(db, adapter, 200).await?)
}

/// Who calls with a secret.
pub fn by_key<'a>(app: &'a App, secret: &'a str) -> BoxFuture<'a, Result<Option<Manufacturer>>> {
    Box::pin(async move {
        let now = app.clock.now();
        let key = store::key_of_secret(&app.db, &digest(secret), now).await?;
        let key = key.filter(|key| key.is_living(now));
        Ok(key.map(|key| Manufacturer {
            key_id: key.id,
            scopes: scopes(&key.scopes),
            adapter: key.adapter,
            quota: key.quota,
        }))
    })
}

/// The adapters that people can connect to: a key of each is alive that may.
pub async fn adapters(app: &App) -> Result<BTreeSet<String>> {
    let now = app.clock.now();
    let keys = store::keys(&app.db, None).await?;
    let may =
        |key: &ApiKey| key.is_living(now) && scopes(&key.scopes).contains(&KeyScope::Connections);
    let able = keys.into_iter().filter(may);
    Ok(able.map(|key| key.adapter).collect())
}

/// What a key may still send in the hour.
#[derive(Clone, Copy, Debug)]
pub struct Left {
    pub quota: i64,
    pub items: i64,
    /// Seconds until all of it is there again.
    pub resets_s: i64,
}

fn hour(now: DateTime<Utc>) -> DateTime<Utc> {
    now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now)
}

/// Takes items of the key's quota: one count for all replicas. Too many, and none are taken.
pub async fn take(
    app: &App,
    caller: &Manufacturer,
    items: i64,
) -> Result<std::result::Result<Left, Left>> {
    let now = app.clock.now();
    let hour = hour(now);
    let resets_s = (hour + TimeDelta::hours(1) - now).num_seconds().max(1);
    let left = |used: i64| Left {
        quota: caller.quota,
        items: (caller.quota - used).max(0),
        resets_s,
    };
    if items <= caller.quota {
        let used = store::take(&app.db, caller.key_id, hour, (items, caller.quota)).await?;
        if let Some(used) = used {
            return Ok(Ok(left(used)));
        }
    }
    Ok(Err(left(store::used(&app.db, caller.key_id, hour).await?)))
}
