//! The account's forms: profile, mail address, password, data, farewell.

use axum::response::Response;
use serde::Deserialize;

use super::account::Account;
use super::{Refused, lead, me, reading};
use crate::domains::identity::model::Units;
use crate::domains::identity::service::{self, Profile};
use crate::domains::identity::{cookie, download};
use crate::web::ui::pages::Me;
use crate::web::{Client, Error, Form, Result};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ProfileForm {
    name: String,
    locale: String,
    units: String,
    zone: String,
}

pub(super) async fn profile(account: Account, Form(typed): Form<ProfileForm>) -> Result<Response> {
    let change = Profile {
        display_name: Some(typed.name.clone()),
        locale: Some(Some(typed.locale.clone())),
        time_zone: Some(Some(typed.zone.trim().to_owned())),
        units: Some(Units::from(typed.units.as_str())),
    };
    // The last to press the button wins: a form shows all that it changes.
    let changed = service::change_profile(&account.app, account.user_id, change, |_| Ok(())).await;
    let Err(error) = changed else {
        return Ok(account.done("saved"));
    };
    let refused = Refused::of(error)?;
    let mut view = me::view(&account).await?;
    view.name = refused.input(&account, "/display_name", "account-bad-name", &typed.name);
    view.zone = refused.input(&account, "/time_zone", "account-bad-zone", &typed.zone);
    view.locales = me::locales(&account, &typed.locale);
    for unit in &mut view.units {
        unit.is_chosen = unit.value == typed.units;
    }
    account.refused(&view).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct EmailForm {
    new_email: String,
    email_password: String,
}

pub(super) async fn email(
    account: Account,
    client: Client,
    Form(typed): Form<EmailForm>,
) -> Result<Response> {
    let (client, password) = (reading(client, &account), typed.email_password);
    let (app, principal) = (&account.app, &account.principal);
    let asked = service::request_email(app, &client, principal, &typed.new_email, password).await;
    let Err(error) = asked else {
        return Ok(account.done("mailed"));
    };
    refuse(&account, error, |view, refused| {
        let email = typed.new_email.as_str();
        view.new_email = refused.input(&account, "/email", "account-bad-email", email);
        view.email_password = refused.input(&account, "/password", "account-wrong-password", "");
    })
    .await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PasswordForm {
    current_password: String,
    new_password: String,
}

pub(super) async fn password(
    account: Account,
    client: Client,
    Form(typed): Form<PasswordForm>,
) -> Result<Response> {
    let (current, new) = (typed.current_password, typed.new_password);
    let (app, principal) = (&account.app, &account.principal);
    let Err(error) = service::change_password(app, &client, principal, current, new).await else {
        return Ok(account.done("password"));
    };
    refuse(&account, error, |view, refused| {
        let current = refused.input(&account, "/current", "account-wrong-password", "");
        view.current_password = current;
        view.new_password = refused.input(&account, "/new", "account-bad-password", "");
    })
    .await
}

pub(super) async fn export(account: Account) -> Result<Response> {
    download::download(&account.app, account.user_id).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Farewell {
    delete_password: String,
}

pub(super) async fn delete(
    account: Account,
    client: Client,
    Form(typed): Form<Farewell>,
) -> Result<Response> {
    let (app, password) = (&account.app, typed.delete_password);
    let Err(error) = service::delete(app, &client, &account.principal, password).await else {
        return Ok(lead("/login?done=deleted", cookie::clear(app)));
    };
    refuse(&account, error, |view, refused| {
        let input = refused.input(&account, "/password", "account-wrong-password", "");
        view.delete_password = input;
    })
    .await
}

async fn refuse(
    account: &Account,
    error: Error,
    mark: impl FnOnce(&mut Me, &Refused),
) -> Result<Response> {
    let refused = Refused::of(error)?;
    let mut view = me::view(account).await?;
    mark(&mut view, &refused);
    account.refused(&view).await
}
