//! The page of one's own account.

use std::ops::Deref;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::me;
use crate::App;
use crate::domains::app::frame;
use crate::web::ui::page::{Section, Toast};
use crate::web::ui::pages::Me;
use crate::web::visit::Visit;
use crate::web::{Error, Principal, Query, Result};

const PLATFORM: &str = "/account";

/// A visit to the account by its owner. A token made for a program is refused: it may not make
/// more tokens or end sessions, by pages as little as by the API.
pub(super) struct Account {
    visit: Visit,
    pub user_id: Uuid,
    pub session: Uuid,
    pub principal: Principal,
    /// Where the page and its forms are.
    pub base: String,
}

impl Deref for Account {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl FromRequestParts<App> for Account {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let Ok(visit) = Visit::from_request_parts(parts, app).await;
        let principal = Principal::from_request_parts(parts, app).await?;
        let base = match &visit.pack {
            Some(pack) => format!("/{}/me", pack.id),
            None if parts.uri.path().starts_with(PLATFORM) => PLATFORM.to_owned(),
            None => return Err(Error::not_found("sport")),
        };
        Ok(Self {
            session: principal.session()?,
            user_id: principal.user_id,
            visit,
            principal,
            base,
        })
    }
}

impl Account {
    /// The page with a form that was refused.
    pub async fn refused(&self, view: &Me) -> Result<Response> {
        let mut response = self.drawn(view, None).await?;
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        Ok(response)
    }

    /// The page with a secret that is told this once: no cache may keep it.
    pub async fn told_once(&self, view: &Me) -> Result<Response> {
        let mut response = self.drawn(view, None).await?;
        let no_store = HeaderValue::from_static("no-store");
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, no_store);
        Ok(response)
    }

    /// Back to the page, which says what was done.
    pub fn done(&self, did: &str) -> Response {
        Redirect::to(&format!("{}?did={did}", self.base)).into_response()
    }

    async fn drawn(&self, view: &Me, toast: Option<Toast>) -> Result<Response> {
        let mut page = frame(&self.visit, Some(Section::Me)).await?;
        page.toast = toast;
        self.show(&page, view)
    }
}

#[derive(Deserialize)]
pub(super) struct Done {
    did: Option<String>,
}

pub(super) async fn show(account: Account, Query(done): Query<Done>) -> Result<Response> {
    let view = me::view(&account).await?;
    let toast = done.did.and_then(|did| toast(&account, &did));
    account.drawn(&view, toast).await
}

fn toast(visit: &Visit, did: &str) -> Option<Toast> {
    let key = match did {
        "saved" => "me-saved",
        "password" => "me-password-saved",
        "mailed" => "me-email-mailed",
        "email" => "me-email-saved",
        "consent" => "me-consent-saved",
        "revoked" => "me-token-revoked",
        "ended" => "me-session-ended",
        _ => return None,
    };
    Some(Toast {
        text: visit.formats.text(key, &[]),
        undo: None,
    })
}
