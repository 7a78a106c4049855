//! Who a session or a token stands for. On every request, so: one indexed query at most, and none
//! for a few seconds after it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::Accounts;
use super::model::{self, SessionKind, Units};
use super::service::{SESSION_IDLE, SESSION_LIFE, TOKEN_PREFIX, digest};
use super::store::{self, Caller};
use crate::App;
use crate::web::auth::{Authenticate, BoxFuture};
use crate::web::error::Result;
use crate::web::{Principal, Via};

/// How long an answer counts. A change made by this process counts at once; one made by another
/// replica after this.
const FRESH: TimeDelta = TimeDelta::seconds(5);
/// Bounds the memory: some 500 bytes each.
const MOST: usize = 20_000;
/// How exactly "last used" is known.
const SEEN: TimeDelta = TimeDelta::minutes(5);

/// Recent answers by the digest of the secret.
#[derive(Default)]
pub(super) struct Cache(Mutex<HashMap<String, (DateTime<Utc>, Principal)>>);

impl Cache {
    fn get(&self, digest: &str, now: DateTime<Utc>) -> Option<Principal> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, principal) = known.get(digest)?;
        (*at <= now && now - *at < FRESH).then(|| principal.clone())
    }

    fn put(&self, digest: String, now: DateTime<Utc>, principal: &Principal) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(digest, (now, principal.clone()));
    }

    /// What was known of a user holds no longer: call after every commit that changes what a
    /// principal says, or ends a session or token.
    pub(super) fn forget(&self, user_id: Uuid) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, (_, principal)| principal.user_id != user_id);
    }
}

impl Authenticate for std::sync::Arc<Accounts> {
    fn by_session<'a>(
        &'a self,
        app: &'a App,
        secret: &'a str,
    ) -> BoxFuture<'a, Result<Option<Principal>>> {
        Box::pin(self.find(app, secret, Some(SessionKind::Cookie)))
    }

    fn by_token<'a>(
        &'a self,
        app: &'a App,
        secret: &'a str,
    ) -> BoxFuture<'a, Result<Option<Principal>>> {
        let is_made = secret.starts_with(TOKEN_PREFIX);
        let kind = (!is_made).then_some(SessionKind::Bearer);
        Box::pin(self.find(app, secret, kind))
    }
}

impl Accounts {
    /// `kind` is `None` for a token that a user made.
    async fn find(
        &self,
        app: &App,
        secret: &str,
        kind: Option<SessionKind>,
    ) -> Result<Option<Principal>> {
        let (digest, now) = (digest(secret), app.clock.now());
        // A cookie's secret sent as a bearer token, or the other way round, is no caller.
        let key = format!("{}{digest}", kind.map_or("", SessionKind::as_str));
        if let Some(principal) = self.cache.get(&key, now) {
            return Ok(Some(principal));
        }
        let demo = app.config.demo;
        let found = match kind {
            Some(kind) => store::caller_by_session(&app.db, &digest, kind, now, demo).await?,
            None => store::caller_by_token(&app.db, &digest, now, demo).await?,
        };
        Ok(found.map(|caller| {
            note_seen(app, &caller, kind.is_some(), now);
            let principal = principal(caller, kind);
            self.cache.put(key, now, &principal);
            principal
        }))
    }
}

fn principal(caller: Caller, kind: Option<SessionKind>) -> Principal {
    let id = caller.id;
    let via = match kind {
        Some(SessionKind::Cookie) => Via::Session { id },
        Some(SessionKind::Bearer) => Via::Bearer { id },
        None => Via::Token {
            id,
            scopes: model::scopes(&caller.scopes),
        },
    };
    Principal {
        user_id: caller.user_id,
        name: caller.display_name,
        email: caller.email,
        roles: model::roles(&caller.roles),
        locale: caller.locale,
        time_zone: caller.time_zone,
        awaits_guardian: caller.waits > 0,
        imperial: Units::from(caller.units.as_str()) == Units::Imperial,
        via,
    }
}

/// Writes "last used" now and then, and not while the caller waits. A session in use lives on, up
/// to its whole life.
fn note_seen(app: &App, caller: &Caller, is_session: bool, now: DateTime<Utc>) {
    if caller.seen_at.is_some_and(|seen| now - seen < SEEN) {
        return;
    }
    let (app, user_id, id) = (app.clone(), caller.user_id, caller.id);
    let expires_at = (now + SESSION_IDLE).min(caller.created_at + SESSION_LIFE);
    tokio::spawn(async move {
        let noted = if is_session {
            store::touch_session(&app.db, user_id, id, now, expires_at).await
        } else {
            store::touch_token(&app.db, user_id, id, now).await
        };
        if let Err(error) = noted {
            tracing::debug!(%error, "last use not noted; the next request notes it");
        }
    });
}
