//! An adapter that is pulled, with what the operator configured for its vendor.

use std::sync::Arc;

use axum::http::StatusCode;
use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::{OAuth2, Pull};

use crate::App;
use crate::adapters::pull::Client;
use crate::config::Vendor;
use crate::web::error::{Error, Result};

/// A vendor that can be asked.
#[derive(Clone)]
pub struct Place {
    pub adapter: Arc<Adapter>,
    pub vendor: Vendor,
    /// Where people come back to.
    redirect: String,
}

impl Place {
    /// None where no live adapter pulls from it, or the operator has not let it in.
    pub fn of(app: &App, id: &str) -> Option<Self> {
        let adapter = app.catalog.adapters().get(id)?.clone();
        adapter.transport.pull.as_ref()?;
        Some(Self {
            adapter,
            vendor: app.config.vendors.get(id)?.clone(),
            redirect: format!("{}/connect/{id}/callback", app.config.public_url),
        })
    }

    /// # Errors
    /// 404 where people cannot connect to it.
    pub fn found(app: &App, id: &str) -> Result<Self> {
        let place = Self::of(app, id);
        place.ok_or_else(|| Error::not_found("vendor that people can connect to"))
    }

    pub fn pull(&self) -> Result<&Pull> {
        let pull = self.adapter.transport.pull.as_ref();
        pull.ok_or_else(|| Error::not_found("vendor that is asked"))
    }

    pub fn oauth(&self) -> Result<&OAuth2> {
        let oauth = self.pull()?.oauth2.as_ref();
        oauth.ok_or_else(|| {
            let detail = "This vendor lets us in by a key that its person copies.";
            Error::new(StatusCode::CONFLICT, "other-way", detail)
        })
    }

    pub fn client(&self) -> Client<'_> {
        Client {
            id: &self.vendor.client_id,
            secret: self.vendor.secret("client_secret").unwrap_or_default(),
            redirect: &self.redirect,
        }
    }
}

/// Whether people can connect to an adapter's vendor here.
pub fn is_connectable(app: &App, adapter: &str) -> bool {
    Place::of(app, adapter).is_some()
}
