//! A page about the person who looks at it, within an app or, under `/account/`, on the platform.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;

use super::frame;
use crate::App;
use crate::web::ui::page::{Section, Toast, Urls};
use crate::web::ui::pages::View;
use crate::web::visit::Visit;
use crate::web::{Error, Principal, Result};

/// A person's visit to a page of their own; an address under no live pack is 404.
pub struct Own {
    pub visit: Visit,
    pub principal: Principal,
    pub urls: Urls,
}

impl FromRequestParts<App> for Own {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let Ok(visit) = Visit::from_request_parts(parts, app).await;
        let principal = Principal::from_request_parts(parts, app).await?;
        let urls = match &visit.pack {
            Some(pack) => Urls::new(Some(&pack.id)),
            None if parts.uri.path().starts_with("/account/") => Urls::new(None),
            None => return Err(Error::not_found("sport")),
        };
        Ok(Self {
            visit,
            principal,
            urls,
        })
    }
}

impl Own {
    pub fn text(&self, key: &str) -> String {
        self.visit.formats.text(key, &[])
    }

    /// The page below the account's, with the text of this key as what was done.
    pub async fn drawn<V: View>(&self, view: &V, done: Option<&str>) -> Result<Response> {
        let mut page = frame(&self.visit, Some(Section::Me)).await?;
        page.back = Some(page.urls.me.clone());
        page.toast = done.map(|key| Toast {
            text: self.text(key),
            undo: None,
        });
        self.visit.show(&page, view)
    }
}
