//! What a vendor lets us in with: kept encrypted, renewed before it ends. Whoever renews holds the
//! account, so that a refresh token is used once.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use stadion_pack::adapter::model::OAuth2;
use uuid::Uuid;

use super::model::Account;
use super::place::Place;
use super::store;
use super::sync::Stop;
use crate::App;
use crate::adapters::pull::{self, TokenFault, Tokens, Verdict, judge};
use crate::outgoing::OutgoingError;
use crate::web::error::Result;

/// A token that ends so soon is renewed first.
const EARLY: TimeDelta = TimeDelta::minutes(1);

/// A refusal in unknown words that comes so often in a row is the end: about two hours.
const STAYS: i64 = 8;

/// What is encrypted. It is printed nowhere, so it has no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
pub struct Kept {
    /// A token, or the key that the person copied.
    pub access: String,
    #[serde(default)]
    pub refresh: Option<String>,
    /// The person, as the vendor knows them.
    pub account: String,
}

/// What a connection's tokens are bound to.
fn bound(adapter: &str, connection: Uuid) -> String {
    format!("{adapter}/{connection}")
}

pub fn close(app: &App, adapter: &str, connection: Uuid, kept: &Kept) -> Result<String> {
    let text = serde_json::to_string(kept).map_err(|error| crate::web::Error::internal(&error))?;
    let of = bound(adapter, connection);
    app.seal.close(&app.clock, &of, &text)
}

/// None where they were encrypted under another key.
pub fn open(app: &App, account: &Account) -> Result<Option<Kept>> {
    let Some(sealed) = &account.sealed else {
        return Ok(None);
    };
    let of = bound(&account.adapter, account.connection_id);
    let text = app.seal.open(&of, sealed)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

pub fn is_ending(expires_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    expires_at.is_some_and(|at| at <= now + EARLY)
}

/// Asks the vendor for tokens.
pub async fn ask(
    app: &App,
    place: &Place,
    oauth: &OAuth2,
    ask: pull::Ask,
) -> std::result::Result<Tokens, TokenFault> {
    let answer = app.outgoing.ask(&place.vendor, ask).await;
    let answer = answer.map_err(|error: OutgoingError| TokenFault::Unclear(error.to_string()))?;
    let tokens = pull::tokens(oauth, &answer, app.clock.now());
    let Err(TokenFault::Refused(why)) = tokens else {
        return tokens;
    };
    // Some say it in words of their own, which the adapter knows.
    let verdict = place
        .pull()
        .map(|pull| judge(&place.adapter, pull, &answer));
    Err(match verdict {
        Ok(Verdict::RefreshToken(_)) => TokenFault::Ended(why),
        _ => TokenFault::Refused(why),
    })
}

/// New tokens in the place of those that end. When the vendor's answer is lost, the next turn asks with
/// the same refresh token: vendors that take it again go on, the others send the person to connect anew.
pub async fn renew(
    app: &App,
    place: &Place,
    account: &mut Account,
    kept: &mut Kept,
) -> std::result::Result<(), Stop> {
    let oauth = place.oauth()?;
    let Some(refresh) = kept.refresh.clone() else {
        return Err(Stop::Ended("the vendor no longer lets us in".to_owned()));
    };
    let request = pull::refresh(oauth, place.client(), &refresh);
    let tokens = match ask(app, place, oauth, request).await {
        Ok(tokens) => tokens,
        Err(fault @ TokenFault::Ended(_)) => return Err(Stop::Ended(fault.to_string())),
        Err(fault @ TokenFault::Refused(_)) if account.attempts >= STAYS => {
            return Err(Stop::Ended(fault.to_string()));
        }
        Err(fault) => return Err(Stop::Retry(fault.to_string())),
    };
    kept.access = tokens.access;
    kept.refresh = tokens.refresh.or(Some(refresh));
    account.expires_at = tokens.expires_at;
    let sealed = close(app, &account.adapter, account.connection_id, kept)?;
    let whose = (account.user_id, account.connection_id);
    store::keep_tokens(&app.db, whose, &sealed, account.expires_at).await?;
    account.sealed = Some(sealed);
    Ok(())
}
