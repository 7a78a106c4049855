//! What a child whose account waits sees, and what the guardian is asked.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::{Refused, lead, reading, show_refused};
use crate::domains::identity::{cookie, service};
use crate::web::ui::pages::{Confirm, GuardianAsk, Waiting};
use crate::web::visit::Visit;
use crate::web::{Client, Error, Form, Path, Principal, Query, Result};

pub(super) const WAITING: &str = "/guardian";

#[derive(Deserialize)]
pub(super) struct Done {
    did: Option<String>,
}

pub(super) async fn wait(
    visit: Visit,
    principal: Principal,
    Query(done): Query<Done>,
) -> Result<Response> {
    if !service::still_waits(&visit.app, principal.user_id).await? {
        return Ok(Redirect::to("/account").into_response());
    }
    let mut view = view(&visit, &principal).await?;
    let sent = done.did.is_some_and(|did| did == "sent");
    view.done = sent.then(|| visit.formats.text("guardian-sent", &[]));
    visit.show(&visit.page(), &view)
}

async fn view(visit: &Visit, principal: &Principal) -> Result<Waiting> {
    let guardian = service::guardian(&visit.app, principal.user_id).await?;
    let email = guardian
        .as_ref()
        .and_then(|guardian| guardian.email.clone());
    let asked = guardian.and_then(|guardian| guardian.asked_at);
    Ok(Waiting {
        text: match &email {
            Some(email) => {
                let email = email.as_str().into();
                visit
                    .formats
                    .text("guardian-waits-text", &[("email", email)])
            }
            None => visit.formats.text("guardian-none-text", &[]),
        },
        asked: asked.map(|at| {
            let when = visit.formats.ago(at, visit.now);
            visit
                .formats
                .text("guardian-asked", &[("when", when.into())])
        }),
        can_ask_again: email.is_some(),
        ..Waiting::default()
    })
}

async fn refused(
    visit: &Visit,
    principal: &Principal,
    error: Error,
    mark: impl FnOnce(&mut Waiting, &Refused),
) -> Result<Response> {
    let refused = Refused::of(error)?;
    let mut view = view(visit, principal).await?;
    mark(&mut view, &refused);
    show_refused(visit, StatusCode::UNPROCESSABLE_ENTITY, &view)
}

fn sent() -> Response {
    Redirect::to(&format!("{WAITING}?did=sent")).into_response()
}

pub(super) async fn again(visit: Visit, client: Client, principal: Principal) -> Result<Response> {
    let asked = service::ask_again(&visit.app, &client, principal.user_id).await;
    match asked {
        Ok(()) => Ok(sent()),
        Err(error) => {
            refused(&visit, &principal, error, |view, refused| {
                view.guardian = refused.input(&visit, "/guardian", "guardian-bad-address", "");
            })
            .await
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Named {
    guardian: String,
}

pub(super) async fn name(
    visit: Visit,
    client: Client,
    principal: Principal,
    Form(typed): Form<Named>,
) -> Result<Response> {
    let (user_id, address) = (principal.user_id, typed.guardian.as_str());
    match service::name_guardian(&visit.app, &client, user_id, address).await {
        Ok(()) => Ok(sent()),
        Err(error) => {
            refused(&visit, &principal, error, |view, refused| {
                view.guardian = refused.input(&visit, "/guardian", "guardian-bad-address", address);
            })
            .await
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Farewell {
    delete_password: String,
}

pub(super) async fn delete(
    visit: Visit,
    client: Client,
    principal: Principal,
    Form(typed): Form<Farewell>,
) -> Result<Response> {
    let client = reading(client, &visit);
    let deleted = service::delete(&visit.app, &client, &principal, typed.delete_password).await;
    match deleted {
        Ok(()) => Ok(lead("/login?done=deleted", cookie::clear(&visit.app))),
        Err(error) => {
            refused(&visit, &principal, error, |view, refused| {
                let input = refused.input(&visit, "/password", "account-wrong-password", "");
                view.delete_password = input;
            })
            .await
        }
    }
}

/// Mail scanners follow links, so following one spends nothing.
pub(super) async fn ask(visit: Visit, Path(token): Path<String>) -> Result<Response> {
    let Some(child) = service::child_of_link(&visit.app, &token).await? else {
        return used_up(&visit);
    };
    let view = GuardianAsk {
        name: child.display_name,
        email: child.email,
        agree: format!("/guardian/link/{token}/agree"),
        decline: format!("/guardian/link/{token}/decline"),
        done: None,
    };
    visit.show(&visit.page(), &view)
}

pub(super) async fn agree(visit: Visit, Path(token): Path<String>) -> Result<Response> {
    answered(&visit, service::agree(&visit.app, &token).await, "agreed")
}

pub(super) async fn decline(visit: Visit, Path(token): Path<String>) -> Result<Response> {
    let declined = service::decline(&visit.app, &token).await;
    answered(&visit, declined, "declined")
}

fn answered(visit: &Visit, answer: Result<()>, word: &str) -> Result<Response> {
    match answer {
        Ok(()) => {
            let view = GuardianAsk {
                done: Some(visit.formats.text(&format!("guardian-{word}"), &[])),
                ..GuardianAsk::default()
            };
            visit.show(&visit.page(), &view)
        }
        Err(error) if error.code == super::confirm::USED_UP => used_up(visit),
        Err(error) => Err(error),
    }
}

fn used_up(visit: &Visit) -> Result<Response> {
    let text = |key: &str| visit.formats.text(key, &[]);
    let view = Confirm {
        title: text("reset-expired-title"),
        text: text("guardian-expired-text"),
        submit: text("guardian-expired-go"),
        action: None,
        again: "/".to_owned(),
    };
    show_refused(visit, StatusCode::BAD_REQUEST, &view)
}
