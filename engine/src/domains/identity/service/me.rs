//! One's own account.

use chrono::TimeDelta;
use uuid::Uuid;

use super::super::mails::{self, Letter};
use super::super::model::{Consent, ConsentKind, Membership, Passage, Purpose, Units, User};
use super::super::{password, store};
use super::accounts::{forget_mailed, set_password, take_link, used_up};
use super::{CONFIRM_LIFE, digest, email, locale, name, time_zone};
use crate::App;
use crate::db::Tx;
use crate::domains::app::is_listed;
use crate::web::error::{Error, FieldError, Result};
use crate::web::{Client, Principal};

/// After this no upload that had begun before an erasure is still under way.
const UPLOADS_END: TimeDelta = TimeDelta::minutes(10);

/// What of the profile is to be otherwise; `None` stays, `Some(None)` goes.
#[allow(clippy::option_option)] // three cases, as the line above says
#[derive(Clone, Debug, Default)]
pub struct Profile {
    pub display_name: Option<String>,
    pub locale: Option<Option<String>>,
    pub time_zone: Option<Option<String>>,
    pub units: Option<Units>,
}

pub async fn user(app: &App, user_id: Uuid) -> Result<User> {
    store::by_id(&app.db, user_id)
        .await?
        .ok_or_else(Error::unauthenticated)
}

/// `check` sees the present version and may refuse it; no other change comes in between.
pub async fn change_profile(
    app: &App,
    user_id: Uuid,
    change: Profile,
    check: impl Fn(i64) -> Result<()>,
) -> Result<User> {
    let mut errors = Vec::new();
    let mut tx = app.db.begin().await?;
    let held = store::hold(&mut tx, user_id).await?;
    let mut changed = held.ok_or_else(Error::unauthenticated)?;
    check(changed.version)?;
    if let Some(typed) = change.display_name {
        changed.display_name = name("/display_name", &typed, &mut errors);
    }
    if let Some(tag) = change.locale {
        changed.locale = locale("/locale", tag, &mut errors);
    }
    if let Some(zone) = change.time_zone {
        changed.time_zone = time_zone("/time_zone", zone, &mut errors);
    }
    if let Some(units) = change.units {
        units.as_str().clone_into(&mut changed.units);
    }
    if !errors.is_empty() {
        return Err(Error::invalid(errors));
    }
    store::update_profile(&mut tx, &changed).await?;
    tx.commit().await?;
    app.accounts.forget(user_id);
    user(app, user_id).await
}

/// Refuses a wrong password as an error of `field`; counts as a try to log in.
async fn prove(
    app: &App,
    client: &Client,
    user_id: Uuid,
    field: &str,
    password: String,
) -> Result<User> {
    let user = user(app, user_id).await?;
    app.limits.login(client.address, &user.email)?;
    let hash = user.password_hash.clone();
    if app.accounts.passwords.verify(password, hash).await? {
        Ok(user)
    } else {
        Err(wrong_password(field))
    }
}

fn wrong_password(field: &str) -> Error {
    Error::invalid(vec![FieldError::new(field, "This is not your password.")])
}

/// Holds the user until the transaction ends. A password that was replaced since it was proved
/// proves nothing: its owner may just have shut out who knew it.
async fn hold_proven(tx: &mut Tx, proven: &User, field: &str) -> Result<()> {
    let user = store::hold(tx, proven.id).await?;
    let user = user.ok_or_else(Error::unauthenticated)?;
    if user.password_hash == proven.password_hash {
        Ok(())
    } else {
        Err(wrong_password(field))
    }
}

/// All other sessions end.
pub async fn change_password(
    app: &App,
    client: &Client,
    principal: &Principal,
    current: String,
    new: String,
) -> Result<()> {
    let session = principal.session()?;
    let user = prove(app, client, principal.user_id, "/current", current).await?;
    if let Some(weak) = password::weakness("/new", &new, &user.email) {
        return Err(Error::invalid(vec![weak]));
    }
    let hash = app.accounts.passwords.hash(&app.clock, new).await?;
    let mut tx = app.db.begin().await?;
    hold_proven(&mut tx, &user, "/current").await?;
    let letter = Letter::PasswordChanged;
    set_password(&mut tx, app, &user, &hash, Some(session), letter).await?;
    tx.commit().await?;
    app.accounts.forget(user.id);
    app.mail.wake();
    Ok(())
}

/// Mails a link to the new address; until it is followed, the old one stays. An address that has
/// an account gets a note instead, and the answer is the same.
pub async fn request_email(
    app: &App,
    client: &Client,
    principal: &Principal,
    typed: &str,
    password: String,
) -> Result<()> {
    principal.session()?;
    let mut errors = Vec::new();
    let email = email("/email", typed, &mut errors);
    if !errors.is_empty() {
        return Err(Error::invalid(errors));
    }
    let user = prove(app, client, principal.user_id, "/password", password).await?;
    app.limits.mail(client.address, &email)?;
    let (secret, now) = (app.clock.new_secret(), app.clock.now());
    let mut tx = app.db.begin().await?;
    hold_proven(&mut tx, &user, "/password").await?;
    let taken = store::by_email(&mut tx, &email).await?.is_some();
    let letter = if taken {
        Letter::AlreadyRegistered
    } else {
        let (link, times) = ((user.id, Purpose::Email), (now, now + CONFIRM_LIFE));
        let address = Some(email.clone());
        store::insert_link(&mut tx, link, &digest(&secret), address, times).await?;
        Letter::ConfirmAddress { secret }
    };
    let language = mails::language(app, user.locale.as_deref(), Some(client));
    mails::send(&mut tx, app, &email, &user.display_name, language, &letter).await?;
    tx.commit().await?;
    app.mail.wake();
    Ok(())
}

/// Takes the new address by the link of its mail, and tells the old one.
pub async fn confirm_email(app: &App, secret: &str) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let (user, email) = take_link(&mut tx, Purpose::Email, secret, now).await?;
    let email = email.ok_or_else(used_up)?;
    forget_mailed(&mut tx, user.id, &[&user.email, &email]).await?;
    if !store::set_email(&mut tx, user.id, &email).await? {
        return Err(used_up());
    }
    let id = app.clock.new_id();
    store::audit(&mut tx, id, "email-changed", Some(user.id), "", now).await?;
    let language = mails::language(app, user.locale.as_deref(), None);
    let (old, name, letter) = (&user.email, &user.display_name, Letter::AddressChanged);
    mails::send(&mut tx, app, old, name, language, &letter).await?;
    tx.commit().await?;
    app.accounts.forget(user.id);
    app.mail.wake();
    Ok(())
}

/// Erases the account and all that every slice keeps of it. What stays is that an account was
/// erased, and when.
pub async fn delete(
    app: &App,
    client: &Client,
    principal: &Principal,
    password: String,
) -> Result<()> {
    principal.session()?;
    let user = prove(app, client, principal.user_id, "/password", password).await?;
    let mut tx = app.db.begin().await?;
    tx.lock_user(user.id).await?;
    hold_proven(&mut tx, &user, "/password").await?;
    erase(app, tx, user.id).await
}

/// Erases a user who is locked and held, and commits.
pub(in crate::domains::identity) async fn erase(
    app: &App,
    mut tx: Tx,
    user_id: Uuid,
) -> Result<()> {
    let (id, now) = (app.clock.new_id(), app.clock.now());
    for slice in crate::domains::user_data().iter().rev() {
        slice.erase(&mut tx, user_id).await?;
    }
    store::note_erasure(&mut tx, user_id, now).await?;
    store::audit(&mut tx, id, "account-erased", None, "", now).await?;
    tx.commit().await?;
    app.accounts.forget(user_id);
    if let Err(error) = app.blobs.remove_all(user_id).await {
        tracing::error!(%error, "files of an erased account are left for now");
    }
    Ok(())
}

/// Removes what is left of erased accounts' files: after a crash, or of an upload that was under
/// way.
pub async fn finish_erasures(app: &App) -> Result<()> {
    let before = app.clock.now() - UPLOADS_END;
    for user_id in store::erasures(&app.db, before).await? {
        match app.blobs.remove_all(user_id).await {
            Ok(()) => store::erasure_done(&app.db, user_id).await?,
            Err(error) => tracing::error!(%error, "files of an erased account are left for now"),
        }
    }
    Ok(())
}

/// Records an agreement or a withdrawal. The terms can be withdrawn by deleting the account only.
pub async fn consent(app: &App, user_id: Uuid, kind: ConsentKind, given: bool) -> Result<Consent> {
    if kind.is_required() && !given {
        let wrong = FieldError::new("/given", "There is no account without the terms.");
        return Err(Error::invalid(vec![
            wrong.remedy("Delete the account instead."),
        ]));
    }
    let consent = Consent {
        kind: kind.as_str().to_owned(),
        version: kind.version().to_owned(),
        given,
        at: app.clock.now(),
    };
    let mut tx = app.db.begin().await?;
    store::insert_consent(&mut tx, user_id, app.clock.new_id(), &consent).await?;
    tx.commit().await?;
    Ok(consent)
}

pub async fn join(app: &App, user_id: Uuid, pack_id: &str) -> Result<Membership> {
    known_sport(app, pack_id)?;
    Ok(store::join(&app.db, user_id, pack_id, app.clock.now()).await?)
}

pub async fn leave(app: &App, user_id: Uuid, pack_id: &str) -> Result<()> {
    if store::leave(&app.db, user_id, pack_id, app.clock.now()).await? {
        Ok(())
    } else {
        Err(Error::not_found("membership"))
    }
}

/// Counts a move from one sport's app to another's.
pub async fn pass(app: &App, user_id: Uuid, from: &str, to: &str) -> Result<Passage> {
    known_sport(app, from)?;
    known_sport(app, to)?;
    if from == to {
        let wrong = FieldError::new("/to_pack", "A passage leads to another sport.");
        return Err(Error::invalid(vec![wrong]));
    }
    let passage = Passage {
        from_pack: from.to_owned(),
        to_pack: to.to_owned(),
        at: app.clock.now(),
    };
    store::insert_passage(&app.db, user_id, app.clock.new_id(), &passage).await?;
    Ok(passage)
}

/// What one can choose: the pack that keeps what no other claims is nobody's sport.
pub(in crate::domains::identity) fn known_sport(app: &App, pack_id: &str) -> Result<()> {
    let packs = app.catalog.packs();
    if packs.pack(pack_id).is_some_and(|pack| is_listed(pack)) {
        Ok(())
    } else {
        Err(Error::not_found("sport"))
    }
}
