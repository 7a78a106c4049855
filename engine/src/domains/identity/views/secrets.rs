//! What opens the account: tokens made for programs, and sessions.

use std::collections::BTreeSet;

use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::account::Account;
use super::{Refused, lead, me};
use crate::domains::identity::cookie;
use crate::domains::identity::service::{self, NewToken};
use crate::web::{Form, Path, Result, Scope};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct TokenForm {
    token_name: String,
    write: String,
}

/// The answer is the page itself: a page after it could show the secret only by keeping it.
pub(super) async fn make_token(account: Account, Form(typed): Form<TokenForm>) -> Result<Response> {
    let write = (typed.write == "true").then_some(Scope::Write);
    let asked = NewToken {
        name: typed.token_name.clone(),
        scopes: [Scope::Read]
            .into_iter()
            .chain(write)
            .collect::<BTreeSet<_>>(),
        expires_at: None,
    };
    let (app, user_id, session) = (&account.app, account.user_id, account.session);
    match service::make_token(app, user_id, session, asked).await {
        Ok((_, secret)) => {
            let mut view = me::view(&account).await?;
            view.new_token = Some(secret);
            account.told_once(&view).await
        }
        Err(error) => {
            let (refused, name) = (Refused::of(error)?, &typed.token_name);
            let mut view = me::view(&account).await?;
            view.token_name = refused.input(&account, "/name", "account-bad-name", name);
            account.refused(&view).await
        }
    }
}

/// The address may name the app as well.
#[derive(Deserialize)]
pub(super) struct Of {
    id: Uuid,
}

pub(super) async fn revoke_token(account: Account, Path(of): Path<Of>) -> Result<Response> {
    service::revoke_token(&account.app, account.user_id, of.id).await?;
    Ok(account.done("revoked"))
}

pub(super) async fn end_others(account: Account) -> Result<Response> {
    service::end_others(&account.app, account.user_id, account.session).await?;
    Ok(account.done("ended"))
}

pub(super) async fn end(account: Account, Path(of): Path<Of>) -> Result<Response> {
    service::end(&account.app, account.user_id, of.id).await?;
    if of.id == account.session {
        return Ok(lead("/", cookie::clear(&account.app)));
    }
    Ok(account.done("ended"))
}
