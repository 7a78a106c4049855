//! A person lets us in at a vendor, and takes that back.

use axum::http::StatusCode;
use chrono::TimeDelta;
use url::Url;
use uuid::Uuid;

use super::model::{Account, Flow, Progress, State};
use super::place::Place;
use super::tokens::{self, Kept};
use super::{rules, run, store};
use crate::App;
use crate::adapters::pull::{self, TokenFault, Tokens};
use crate::db::Tx;
use crate::domains::devices::{self, model::How};
use crate::domains::identity::service::digest;
use crate::outgoing::Outgoing;
use crate::web::error::{Error, Result};

/// So long a person may take at the vendor's.
const FLOW: TimeDelta = TimeDelta::minutes(15);
/// So often a vendor is told that its token is given back.
const REVOKES: i64 = 5;
const LONGEST_KEY: usize = 4_096;

/// Where the person's browser goes to let us in.
pub async fn begin(app: &App, user_id: Uuid, adapter: &str, pack: &str) -> Result<Url> {
    let place = Place::found(app, adapter)?;
    let oauth = place.oauth()?;
    let (state, verifier) = (app.clock.new_secret(), app.clock.new_secret());
    let address = pull::authorize(oauth, place.client(), &state, &verifier);
    let address = Outgoing::page(&place.vendor, &address).map_err(|error| misconfigured(&error))?;
    let state_hash = digest(&state);
    let flow = Flow {
        user_id,
        adapter: adapter.to_owned(),
        pack: pack.to_owned(),
        sealed: app.seal.close(&app.clock, &state_hash, &verifier)?,
        expires_at: app.clock.now() + FLOW,
    };
    let mut tx = app.db.begin().await?;
    store::put_flow(&mut tx, &state_hash, &flow, app.clock.now()).await?;
    tx.commit().await?;
    devices::step(app, user_id, adapter, devices::Step::Began(How::Pull)).await?;
    Ok(address)
}

fn misconfigured(error: &dyn std::fmt::Display) -> Error {
    Error::new(StatusCode::BAD_GATEWAY, "vendor-trouble", error.to_string())
}

/// What a person came back with.
pub struct Back<'a> {
    pub state: &'a str,
    pub code: Option<&'a str>,
    /// Why there is no code, in the vendor's word.
    pub error: Option<&'a str>,
}

/// The app that the person came from, and what became of it.
pub async fn finish(
    app: &App,
    user_id: Uuid,
    adapter: &str,
    back: Back<'_>,
) -> Result<(String, Result<Uuid>)> {
    let state_hash = digest(back.state);
    let mut tx = app.db.begin().await?;
    let flow = store::take_flow(&mut tx, &state_hash).await?;
    tx.commit().await?;
    let is_theirs = |flow: &Flow| {
        flow.user_id == user_id && flow.adapter == adapter && flow.expires_at > app.clock.now()
    };
    let Some(flow) = flow.filter(is_theirs) else {
        let detail =
            "This way back was used already, is too old, or is another person's: connect again.";
        return Err(Error::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "bad-connect-state",
            detail,
        ));
    };
    let verifier = app
        .seal
        .open(&state_hash, &flow.sealed)?
        .unwrap_or_default();
    let done = match back.code {
        Some(code) => exchange(app, user_id, adapter, code, &verifier).await,
        None => Err(denied(back.error)),
    };
    Ok((flow.pack, done))
}

fn denied(why: Option<&str>) -> Error {
    let detail = match why {
        None | Some("access_denied") => {
            "Nothing was connected: you did not agree at the vendor's.".to_owned()
        }
        Some(other) => {
            let other: String = other.chars().take(100).collect();
            format!("Nothing was connected: the vendor says `{other}`.")
        }
    };
    Error::new(StatusCode::UNPROCESSABLE_ENTITY, "not-agreed", detail)
}

async fn exchange(
    app: &App,
    user_id: Uuid,
    adapter: &str,
    code: &str,
    verifier: &str,
) -> Result<Uuid> {
    let place = Place::found(app, adapter)?;
    let oauth = place.oauth()?;
    let request = pull::code(oauth, place.client(), code, verifier);
    let tokens = tokens::ask(app, &place, oauth, request)
        .await
        .map_err(trouble)?;
    let account = tokens.user.clone().unwrap_or_else(|| user_id.to_string());
    register(app, &place, &tokens, &account).await?;
    let kept = Kept {
        access: tokens.access,
        refresh: tokens.refresh,
        account,
    };
    keep(app, user_id, &place, &kept, tokens.expires_at).await
}

/// The key of a vendor that lets us in by one.
pub async fn by_key(app: &App, user_id: Uuid, adapter: &str, key: &str) -> Result<Uuid> {
    let place = Place::found(app, adapter)?;
    let key = key.trim();
    let is_sane =
        !key.is_empty() && key.len() <= LONGEST_KEY && key.chars().all(|c| c.is_ascii_graphic());
    if place.pull()?.key.is_none() || !is_sane {
        let detail = "This is no key of the vendor: copy it whole, without spaces.";
        return Err(Error::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "bad-vendor-key",
            detail,
        ));
    }
    let kept = Kept {
        access: key.to_owned(),
        refresh: None,
        account: user_id.to_string(),
    };
    keep(app, user_id, &place, &kept, None).await
}

fn trouble(fault: TokenFault) -> Error {
    let detail = match fault {
        TokenFault::Ended(why) => {
            format!("The vendor did not take what you came back with ({why}): connect again.")
        }
        TokenFault::Refused(why) | TokenFault::Unclear(why) => {
            format!("The vendor could not be asked ({why}): connect again in a moment.")
        }
    };
    Error::new(StatusCode::BAD_GATEWAY, "vendor-trouble", detail)
}

/// Vendors that want to be told of each person; one who is known already is no fault (409).
async fn register(app: &App, place: &Place, tokens: &Tokens, account: &str) -> Result<()> {
    let pull = place.pull()?;
    let Some(call) = place.oauth()?.register.as_ref() else {
        return Ok(());
    };
    let value = |name: &str| match name {
        "user_id" => Some(account.to_owned()),
        "client_id" => Some(place.vendor.client_id.clone()),
        _ => None,
    };
    let request = pull::call(pull, call, &value).map_err(|fault| misconfigured(&fault))?;
    let request = pull::signed(pull, request, &tokens.access);
    let answer = app.outgoing.ask(&place.vendor, request).await;
    let answer = answer.map_err(|error| misconfigured(&error))?;
    match answer.status {
        200..=299 | 409 => Ok(()),
        status => Err(misconfigured(&format!(
            "The vendor did not register you (it answered {status}): connect again in a moment."
        ))),
    }
}

/// A connection, or new tokens for the one that is there: how far it is stays.
async fn keep(
    app: &App,
    user_id: Uuid,
    place: &Place,
    kept: &Kept,
    expires_at: Option<chrono::DateTime<chrono::Utc>>,
) -> Result<Uuid> {
    let adapter = place.adapter.id.as_str();
    let mut tx = app.db.begin().await?;
    let named = (adapter, kept.account.as_str());
    let (connection, _) = devices::join(app, &mut tx, user_id, named, How::Pull).await?;
    let now = app.clock.now();
    let account = Account {
        user_id,
        connection_id: connection.id,
        adapter: adapter.to_owned(),
        sealed: Some(tokens::close(app, adapter, connection.id, kept)?),
        expires_at,
        state: State::Works.as_str().to_owned(),
        reason: None,
        attempts: 0,
        next_at: Some(now),
        last_sync_at: None,
    };
    if !store::adopt(&mut tx, &account).await? {
        store::insert(&mut tx, &account).await?;
    }
    tx.commit().await?;
    Ok(connection.id)
}

/// A connection ended: the vendor is told in the background.
pub async fn ended(tx: &mut Tx, app: &App, user_id: Uuid, connection: Uuid) -> Result<()> {
    let whose = (user_id, connection);
    let now = app.clock.now();
    Ok(store::set_state(tx, whose, (State::Ended, None), Some(now)).await?)
}

/// Its turn comes now; answers its adapter.
pub async fn sync_now(app: &App, user_id: Uuid, connection: Uuid) -> Result<String> {
    let none = || Error::not_found("connection that can be asked");
    let account = store::find(&app.db, user_id, connection)
        .await?
        .ok_or_else(none)?;
    if store::wake(&app.db, user_id, connection, app.clock.now()).await? {
        Ok(account.adapter)
    } else {
        Err(none())
    }
}

/// Share of an account's earlier workouts that is here: the least of its streams; none where they come
/// at once.
pub async fn history(app: &App, user_id: Uuid, connection: Uuid) -> Result<Option<f64>> {
    let all = store::all_progress(&app.db, (user_id, connection)).await?;
    Ok(all.iter().filter_map(Progress::share).reduce(f64::min))
}

/// Gives the token back to the vendor, a few times if need be, and forgets it.
pub async fn let_go(app: &App, account: &Account, holder: &str) -> Result<()> {
    let told = match Place::of(app, &account.adapter) {
        Some(place) => revoke(app, &place, account).await,
        None => Ok(()),
    };
    let whose = (account.user_id, account.connection_id);
    if let Err(why) = told
        && account.attempts < REVOKES
    {
        let next = Account {
            next_at: Some(app.clock.now() + rules::pause(account.attempts, run::random(app))),
            attempts: account.attempts + 1,
            reason: Some(why),
            ..account.clone()
        };
        return Ok(store::release(&app.db, &next, holder, None).await?);
    }
    store::set_state(&app.db, whose, (State::Ended, None), None).await?;
    let done = Account {
        next_at: None,
        ..account.clone()
    };
    Ok(store::release(&app.db, &done, holder, None).await?)
}

async fn revoke(app: &App, place: &Place, account: &Account) -> std::result::Result<(), String> {
    let Ok(Some(kept)) = tokens::open(app, account) else {
        return Ok(());
    };
    let (Ok(pull), Ok(oauth)) = (place.pull(), place.oauth()) else {
        return Ok(());
    };
    let Some(call) = &oauth.revoke else {
        return Ok(());
    };
    let value = |name: &str| match name {
        "user_id" => Some(kept.account.clone()),
        "access_token" => Some(kept.access.clone()),
        "refresh_token" => kept.refresh.clone(),
        "client_id" => Some(place.vendor.client_id.clone()),
        _ => None,
    };
    let request = pull::call(pull, call, &value).map_err(|fault| fault.to_string())?;
    let request = pull::signed(pull, request, &kept.access);
    let answer = app.outgoing.ask(&place.vendor, request).await;
    let answer = answer.map_err(|error| error.to_string())?;
    // A token that is unknown there was given back already.
    match answer.status {
        200..=299 | 400 | 401 | 403 | 404 => Ok(()),
        status => Err(format!("the vendor answered {status}")),
    }
}
