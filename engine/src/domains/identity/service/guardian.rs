//! A child's account waits until the guardian whom the child named agrees (GDPR, article 8; COPPA).
//! Meanwhile its owner can name another guardian, have the mail sent again, or delete the account;
//! `web::auth` refuses all else.

use chrono::TimeDelta;
use uuid::Uuid;

use super::super::mails::{self, Letter};
use super::super::model::{Consent, GUARDIAN_CONSENT, Guardian, User};
use super::super::store;
use super::accounts::used_up;
use super::{digest, email};
use crate::App;
use crate::db::Tx;
use crate::domains::profile::{self, model::AgeGroup};
use crate::web::Client;
use crate::web::error::{Error, FieldError, Result};

pub const GUARDIAN_LIFE: TimeDelta = TimeDelta::days(30);

/// Whether an account waits for a guardian.
pub async fn waits(app: &App, user_id: Uuid) -> Result<bool> {
    let guardian = store::guardian(&app.db, user_id).await?;
    Ok(guardian.is_some_and(|guardian| guardian.confirmed_at.is_none()))
}

pub async fn guardian(app: &App, user_id: Uuid) -> Result<Option<Guardian>> {
    Ok(store::guardian(&app.db, user_id).await?)
}

/// A guardian has a mailbox of their own.
pub(super) fn address(typed: &str, own: &str, errors: &mut Vec<FieldError>) -> String {
    let address = email("/guardian", typed, errors);
    if address == own && !own.is_empty() {
        let wrong = FieldError::new("/guardian", "This is your own address.");
        errors.push(wrong.remedy("Write that of a parent or guardian."));
    }
    address
}

/// The account waits, and the guardian is asked.
pub(super) async fn begin(
    tx: &mut Tx,
    app: &App,
    child: &User,
    address: Option<String>,
) -> Result<()> {
    store::await_guardian(tx, child.id, address.clone(), child.locale.clone()).await?;
    match address {
        Some(address) => ask(tx, app, child, &address).await,
        None => Ok(()),
    }
}

/// What was mailed before works no longer.
async fn ask(tx: &mut Tx, app: &App, child: &User, address: &str) -> Result<()> {
    let (secret, now) = (app.clock.new_secret(), app.clock.now());
    let times = (now, now + GUARDIAN_LIFE);
    store::put_guardian_link(tx, child.id, &digest(&secret), times).await?;
    let language = mails::language(app, child.locale.as_deref(), None);
    let letter = Letter::GuardianAsked { secret };
    mails::send(tx, app, address, &child.display_name, language, &letter).await
}

async fn waiting(tx: &mut Tx, user_id: Uuid) -> Result<(User, Guardian)> {
    let user = store::hold(tx, user_id).await?;
    let user = user.ok_or_else(Error::unauthenticated)?;
    let guardian = store::guardian(&mut *tx, user_id).await?;
    let guardian = guardian.filter(|guardian| guardian.confirmed_at.is_none());
    Ok((
        user,
        guardian.ok_or_else(|| Error::not_found("guardian to wait for"))?,
    ))
}

/// Sends the mail again, to the address named last.
pub async fn ask_again(app: &App, client: &Client, user_id: Uuid) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let (user, guardian) = waiting(&mut tx, user_id).await?;
    let Some(address) = guardian.email else {
        let missing = FieldError::new("/guardian", "No guardian is named yet.");
        return Err(Error::invalid(vec![missing.remedy("Name one first.")]));
    };
    app.limits.mail(client.address, &address)?;
    ask(&mut tx, app, &user, &address).await?;
    tx.commit().await?;
    app.mail.wake();
    Ok(())
}

/// Names another guardian, who is asked; the one before can no longer answer.
pub async fn name(app: &App, client: &Client, user_id: Uuid, typed: &str) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let (user, _) = waiting(&mut tx, user_id).await?;
    let mut errors = Vec::new();
    let address = address(typed, &user.email, &mut errors);
    if !errors.is_empty() {
        return Err(Error::invalid(errors));
    }
    app.limits.mail(client.address, &address)?;
    begin(&mut tx, app, &user, Some(address)).await?;
    tx.commit().await?;
    app.accounts.forget(user_id);
    app.mail.wake();
    Ok(())
}

/// The child that a link is about; `None` once it is used up.
pub async fn child_of_link(app: &App, secret: &str) -> Result<Option<User>> {
    let child = store::child_of_link(&app.db, &digest(secret), app.clock.now()).await?;
    match child {
        Some(id) => Ok(store::by_id(&app.db, id).await?),
        None => Ok(None),
    }
}

/// The guardian agrees: recorded as a consent, and the child is told.
pub async fn agree(app: &App, secret: &str) -> Result<()> {
    let (digest, now) = (digest(secret), app.clock.now());
    let mut tx = app.db.begin().await?;
    let child = store::child_of_link(&mut tx, &digest, now).await?;
    let child = store::hold(&mut tx, child.ok_or_else(used_up)?).await?;
    let child = child.ok_or_else(used_up)?;
    if !store::guardian_agreed(&mut tx, &digest, now).await? {
        return Err(used_up());
    }
    let (kind, version) = GUARDIAN_CONSENT;
    let consent = Consent {
        kind: kind.to_owned(),
        version: version.to_owned(),
        given: true,
        at: now,
    };
    store::insert_consent(&mut tx, child.id, app.clock.new_id(), &consent).await?;
    let id = app.clock.new_id();
    store::audit(&mut tx, id, "guardian-agreed", Some(child.id), "", now).await?;
    tell(&mut tx, app, &child, &Letter::GuardianAgreed).await?;
    tx.commit().await?;
    app.accounts.forget(child.id);
    app.mail.wake();
    Ok(())
}

/// The guardian does not agree: the account goes with all that it has, and the child is told.
pub async fn decline(app: &App, secret: &str) -> Result<()> {
    let (digest, now) = (digest(secret), app.clock.now());
    let mut tx = app.db.begin().await?;
    let child = store::child_of_link(&mut tx, &digest, now).await?;
    let child = child.ok_or_else(used_up)?;
    tx.lock_user(child).await?;
    let child = store::hold(&mut tx, child).await?.ok_or_else(used_up)?;
    // Taken by now, if the guardian pressed both buttons at once.
    if !store::guardian_agreed(&mut tx, &digest, now).await? {
        return Err(used_up());
    }
    tell(&mut tx, app, &child, &Letter::GuardianDeclined).await?;
    super::me::erase(app, tx, child.id).await?;
    app.mail.wake();
    Ok(())
}

async fn tell(tx: &mut Tx, app: &App, child: &User, letter: &Letter) -> Result<()> {
    let language = mails::language(app, child.locale.as_deref(), None);
    let (address, name) = (&child.email, &child.display_name);
    mails::send(tx, app, address, name, language, letter).await
}

/// What the person said of themselves makes them a child, or not: the account waits, or no longer.
/// A guardian who agreed has agreed.
pub async fn person_changed(tx: &mut Tx, app: &App, user_id: Uuid) -> Result<()> {
    let is_child = is_child(tx, app, user_id).await?;
    let known = store::guardian(&mut *tx, user_id).await?;
    if !is_child {
        store::stop_waiting(tx, user_id).await?;
    } else if known.is_none() {
        let user = store::hold(tx, user_id).await?;
        let user = user.ok_or_else(Error::unauthenticated)?;
        begin(tx, app, &user, None).await?;
    }
    Ok(())
}

async fn is_child(tx: &mut Tx, app: &App, user_id: Uuid) -> Result<bool> {
    let (packs, today) = (app.catalog.packs(), app.clock.now().date_naive());
    let person = profile::on(&mut *tx, &packs, user_id, "", today).await?;
    Ok(person.age_group == Some(AgeGroup::Child))
}

/// Who has grown up while waiting waits no longer; answers whether the account still does.
pub async fn still_waits(app: &App, user_id: Uuid) -> Result<bool> {
    let mut tx = app.db.begin().await?;
    person_changed(&mut tx, app, user_id).await?;
    tx.commit().await?;
    app.accounts.forget(user_id);
    waits(app, user_id).await
}

/// What of a changed profile belongs to this slice is known at once.
pub fn forget(app: &App, user_id: Uuid) {
    app.accounts.forget(user_id);
}
