//! The links of mails that confirm an address. Mail scanners follow links, so following one shows
//! a button and spends nothing.

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::{login, reading, show_refused};
use crate::domains::identity::{cookie, service};
use crate::web::ui::pages::Confirm;
use crate::web::visit::Visit;
use crate::web::{Client, Error, Path, Result};

pub(super) const USED_UP: &str = "link-used-up";

pub(super) async fn ask(visit: Visit, Path(token): Path<String>) -> Result<Response> {
    let view = question(&visit, "confirm", format!("/confirm/{token}"));
    visit.show(&visit.page(), &view)
}

/// Makes the account and logs it in.
pub(super) async fn account(
    visit: Visit,
    client: Client,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response> {
    let user = match service::confirm(&visit.app, &token).await {
        Ok(user) => user,
        Err(error) => return expired(&visit, error, "confirm-again", "/register"),
    };
    let next = cookie::onward_of(&headers);
    let next = service::local_path(next.as_deref());
    login::begin(&visit, &reading(client, &visit), &headers, &user, next).await
}

pub(super) async fn ask_email(visit: Visit, Path(token): Path<String>) -> Result<Response> {
    let view = question(&visit, "confirm-email", format!("/account/email/{token}"));
    visit.show(&visit.page(), &view)
}

/// The link alone proves the mailbox; whoever is logged in here stays.
pub(super) async fn email(visit: Visit, Path(token): Path<String>) -> Result<Response> {
    match service::confirm_email(&visit.app, &token).await {
        Ok(()) if visit.principal.is_some() => {
            Ok(Redirect::to("/account?did=email").into_response())
        }
        Ok(()) => Ok(Redirect::to("/login?done=confirmed").into_response()),
        Err(error) => expired(&visit, error, "confirm-email-again", "/account"),
    }
}

fn question(visit: &Visit, key: &str, action: String) -> Confirm {
    let text = |part: &str| visit.formats.text(&format!("{key}-{part}"), &[]);
    Confirm {
        title: text("title"),
        text: text("text"),
        submit: text("submit"),
        action: Some(action),
        again: String::new(),
    }
}

fn expired(visit: &Visit, error: Error, submit: &str, again: &str) -> Result<Response> {
    if error.code != USED_UP {
        return Err(error);
    }
    let text = |key: &str| visit.formats.text(key, &[]);
    let view = Confirm {
        title: text("reset-expired-title"),
        text: text("confirm-expired-text"),
        submit: text(submit),
        action: None,
        again: again.to_owned(),
    };
    show_refused(visit, StatusCode::BAD_REQUEST, &view)
}
