//! From a stranger to a user, and back in after a forgotten password. No answer tells whether an
//! address has an account: the owner of the mailbox alone learns it, by mail.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::mails::{self, Letter};
use super::super::model::{Consent, ConsentKind, Purpose, Registration, Units, User};
use super::super::{password, store};
use super::{CONFIRM_LIFE, RESET_LIFE, digest, email, guardian, locale, name, time_zone};
use crate::App;
use crate::db::Tx;
use crate::domains::profile::{
    self,
    model::{ALWAYS, AgeGroup, Field},
};
use crate::events::{self, Event};
use crate::web::Client;
use crate::web::error::{Error, FieldError, Result};

/// A new account.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    #[schema(example = "ann@example.org", max_length = 254)]
    pub email: String,
    /// 10 to 200 characters; not among those that attackers try first.
    #[schema(
        example = "four words nobody guesses",
        min_length = 10,
        max_length = 200
    )]
    pub password: String,
    /// What others see.
    #[schema(example = "Ann", min_length = 1, max_length = 60)]
    pub display_name: String,
    /// BCP 47; without it the browser's language is followed.
    #[serde(default)]
    pub locale: Option<String>,
    /// IANA name.
    #[serde(default)]
    #[schema(example = "Europe/Moscow")]
    pub time_zone: Option<String>,
    #[serde(default)]
    pub units: Units,
    /// A child's account waits for a guardian.
    #[serde(default)]
    #[schema(required, value_type = NaiveDate, example = "1992-03-04")]
    pub birth_date: Option<NaiveDate>,
    /// ISO 3166-1 alpha-2: by its law one is a child or not.
    #[serde(default)]
    #[schema(example = "DE")]
    pub region: Option<String>,
    /// Mail address of a parent or guardian; a child must name one.
    #[serde(default)]
    #[schema(example = "parent@example.org", max_length = 254)]
    pub guardian: Option<String>,
    /// What is agreed to; `terms` must be.
    pub consents: Vec<ConsentKind>,
}

/// Checks a registration and mails a link that confirms it. Who has an account already is told so
/// by mail instead.
pub async fn register(app: &App, client: &Client, asked: Register) -> Result<()> {
    let (password, registration) = checked(app, asked)?;
    app.limits.mail(client.address, &registration.email)?;
    if let Some(guardian) = &registration.guardian {
        app.limits.mail(client.address, guardian)?; // is mailed once the address is confirmed
    }
    let password_hash = app.accounts.passwords.hash(&app.clock, password).await?;
    let registration = Registration {
        password_hash,
        ..registration
    };
    let secret = app.clock.new_secret();
    let mut tx = app.db.begin().await?;
    let known = store::by_email(&mut tx, &registration.email).await?;
    let letter = if known.is_some() {
        Letter::AlreadyRegistered
    } else {
        let expires_at = registration.at + CONFIRM_LIFE;
        store::register(&mut tx, &digest(&secret), &registration, expires_at).await?;
        Letter::Confirm { secret }
    };
    let name = known
        .as_ref()
        .map_or(&registration.display_name, |user| &user.display_name);
    let language = known
        .as_ref()
        .map_or(&registration.locale, |user| &user.locale);
    let language = mails::language(app, language.as_deref(), Some(client));
    mails::send(&mut tx, app, &registration.email, name, language, &letter).await?;
    tx.commit().await?;
    app.mail.wake();
    Ok(())
}

fn checked(app: &App, asked: Register) -> Result<(String, Registration)> {
    let mut errors = Vec::new();
    let email = email("/email", &asked.email, &mut errors);
    errors.extend(password::weakness("/password", &asked.password, &email));
    let guardian = of_person(app, &asked, &email, &mut errors);
    let registration = Registration {
        display_name: name("/display_name", &asked.display_name, &mut errors),
        locale: locale("/locale", asked.locale, &mut errors),
        time_zone: time_zone("/time_zone", asked.time_zone, &mut errors),
        guardian,
        birth_date: asked.birth_date,
        region: asked.region,
        email,
        password_hash: String::new(),
        units: asked.units,
        consents: asked.consents,
        at: app.clock.now(),
    };
    if !registration.consents.contains(&ConsentKind::Terms) {
        let missing = FieldError::new("/consents", "An account needs agreement to the terms.");
        errors.push(missing.remedy("Add `terms`."));
    }
    if errors.is_empty() {
        Ok((asked.password, registration))
    } else {
        Err(Error::invalid(errors))
    }
}

/// Checks what decides whether one is a child; the guardian's address of one who is.
fn of_person(
    app: &App,
    asked: &Register,
    own: &str,
    errors: &mut Vec<FieldError>,
) -> Option<String> {
    let Some(born) = asked.birth_date else {
        let missing = FieldError::new("/birth_date", "An account needs a date of birth.");
        errors.push(missing.remedy("Write it as in `2001-05-24`."));
        return None;
    };
    let said = of_birth(born, asked.region.as_deref());
    if let Err(error) = profile::service::check(app, &said) {
        errors.extend(error.errors);
        return None;
    }
    let age = app.clock.now().date_naive().years_since(born)?;
    let packs = app.catalog.packs();
    if profile::age_group(&packs, age, asked.region.as_deref()) != AgeGroup::Child {
        return None;
    }
    let typed = asked.guardian.as_deref().unwrap_or_default();
    if typed.trim().is_empty() {
        let missing = FieldError::new("/guardian", "A child's account needs a guardian.");
        errors.push(missing.remedy("Add the mail address of a parent or guardian."));
        return None;
    }
    Some(guardian::address(typed, own, errors))
}

/// What one says of oneself with the registration holds for all days.
fn of_birth(born: NaiveDate, region: Option<&str>) -> profile::service::Change {
    let region = region.map(|region| (Field::Region, region.into()));
    let born = (Field::BirthDate, born.to_string().into());
    profile::service::Change {
        sport: String::new(),
        from: ALWAYS,
        values: [born].into_iter().chain(region).collect(),
    }
}

/// Makes the account that a mailed link confirms.
pub async fn confirm(app: &App, secret: &str) -> Result<User> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let registration = store::take_registration(&mut tx, &digest(secret), now).await?;
    let registration = registration.ok_or_else(used_up)?;
    let user = create(&mut tx, app, &registration).await?;
    tx.commit().await?;
    app.mail.wake();
    let user = user.ok_or_else(used_up)?;
    app.events.settle(app, user.id).await;
    Ok(user)
}

/// `None` when the address has an account.
pub(crate) async fn create(
    tx: &mut Tx,
    app: &App,
    registration: &Registration,
) -> Result<Option<User>> {
    let (id, now) = (app.clock.new_id(), app.clock.now());
    if !store::insert(tx, id, registration, now).await? {
        return Ok(None);
    }
    events::begin(tx, id).await?;
    for kind in &registration.consents {
        let consent = Consent {
            kind: kind.as_str().to_owned(),
            version: kind.version().to_owned(),
            given: true,
            at: registration.at,
        };
        store::insert_consent(tx, id, app.clock.new_id(), &consent).await?;
    }
    store::audit(tx, app.clock.new_id(), "account-created", Some(id), "", now).await?;
    let user = store::by_id(&mut *tx, id).await?;
    if let (Some(born), Some(user)) = (registration.birth_date, &user) {
        let said = of_birth(born, registration.region.as_deref());
        if let Some(from) = profile::service::write(tx, app, id, &said).await? {
            let event = Event::ProfileChanged { from };
            events::append(tx, &app.clock, id, &event).await?;
        }
        if let Some(address) = &registration.guardian {
            guardian::begin(tx, app, user, Some(address.clone())).await?;
        }
    }
    Ok(user)
}

/// Mails a link to set a new password; where there is no account, a note that says so.
pub async fn request_reset(app: &App, client: &Client, typed: &str) -> Result<()> {
    let mut errors = Vec::new();
    let email = email("/email", typed, &mut errors);
    if !errors.is_empty() {
        return Err(Error::invalid(errors));
    }
    app.limits.mail(client.address, &email)?;
    let (secret, now) = (app.clock.new_secret(), app.clock.now());
    let mut tx = app.db.begin().await?;
    let known = store::by_email(&mut tx, &email)
        .await?
        .filter(|user| user.may_log_in(app.config.demo));
    let letter = match &known {
        Some(user) => {
            let times = (now, now + RESET_LIFE);
            let link = (user.id, Purpose::Reset);
            store::insert_link(&mut tx, link, &digest(&secret), None, times).await?;
            Letter::Reset { secret }
        }
        None => Letter::NoAccount,
    };
    let name = known
        .as_ref()
        .map_or(email.as_str(), |user| &user.display_name);
    let setting = known.as_ref().and_then(|user| user.locale.as_deref());
    let language = mails::language(app, setting, Some(client));
    mails::send(&mut tx, app, &email, name, language, &letter).await?;
    tx.commit().await?;
    app.mail.wake();
    Ok(())
}

/// Whether the link of a mail can still set a password.
pub async fn reset_works(app: &App, secret: &str) -> Result<bool> {
    let (digest, now) = (digest(secret), app.clock.now());
    let owner = store::link_owner(&app.db, Purpose::Reset, &digest, now).await?;
    Ok(owner.is_some())
}

/// Sets a new password by the link of a mail. Whoever knew the old one loses every way in: all
/// sessions end, all tokens are revoked.
pub async fn reset(app: &App, secret: &str, password: String) -> Result<()> {
    let now = app.clock.now();
    let owner = store::link_owner(&app.db, Purpose::Reset, &digest(secret), now).await?;
    let owner = owner.ok_or_else(used_up)?;
    let user = store::by_id(&app.db, owner).await?.ok_or_else(used_up)?;
    if let Some(weak) = password::weakness("/password", &password, &user.email) {
        return Err(Error::invalid(vec![weak])); // the link still works
    }
    let hash = app.accounts.passwords.hash(&app.clock, password).await?;
    let mut tx = app.db.begin().await?;
    let (user, _) = take_link(&mut tx, Purpose::Reset, secret, now).await?;
    store::revoke_tokens(&mut tx, user.id, now).await?;
    set_password(&mut tx, app, &user, &hash, None, Letter::PasswordReset).await?;
    tx.commit().await?;
    app.accounts.forget(user.id);
    app.mail.wake();
    Ok(())
}

/// Uses up a mailed link: its owner, and the address it carries. The owner is held before the link
/// is taken, so that of two links used at once the second finds itself forgotten.
pub(super) async fn take_link(
    tx: &mut Tx,
    purpose: Purpose,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<(User, Option<String>)> {
    let digest = digest(secret);
    let owner = store::link_owner(&mut *tx, purpose, &digest, now).await?;
    let owner = owner.ok_or_else(used_up)?;
    let user = store::hold(tx, owner).await?.ok_or_else(used_up)?;
    let taken = store::take_link(tx, purpose, &digest, now).await?;
    let (_, email) = taken.ok_or_else(used_up)?;
    Ok((user, email))
}

/// All sessions but `keep` end, and the owner is told by mail. The user must be held.
pub(super) async fn set_password(
    tx: &mut Tx,
    app: &App,
    user: &User,
    hash: &str,
    keep: Option<Uuid>,
    letter: Letter,
) -> Result<()> {
    forget_mailed(tx, user.id, &[&user.email]).await?;
    store::set_password(tx, user.id, hash).await?;
    store::end_sessions(&mut *tx, user.id, keep).await?;
    let (id, now) = (app.clock.new_id(), app.clock.now());
    store::audit(tx, id, "password-changed", Some(user.id), "", now).await?;
    let language = mails::language(app, user.locale.as_deref(), None);
    mails::send(tx, app, &user.email, &user.display_name, language, &letter).await
}

/// What was mailed before a password or an address changed works no longer, whatever it was for:
/// it may have been asked for by who is being shut out, or lie in a mailbox that is given up.
/// Comes before the change itself, as whoever confirms a registration takes that first too.
pub(super) async fn forget_mailed(tx: &mut Tx, user_id: Uuid, addresses: &[&str]) -> Result<()> {
    store::forget_links(tx, user_id).await?;
    for email in addresses {
        store::forget_registrations(tx, email).await?;
    }
    Ok(())
}

pub(super) fn used_up() -> Error {
    Error::bad_request(
        "link-used-up",
        "This link was used already or is too old; ask for a new one.",
    )
}
