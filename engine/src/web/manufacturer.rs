//! Who sends for people by a key of its own: a manufacturer's server. It is no user, and no route of
//! users is open to it.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::auth::BoxFuture;
use super::error::{Error, Result};
use crate::App;

/// Begins every key's secret, so that secret scanners know one.
pub const KEY_PREFIX: &str = "stm_";

/// What a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub enum KeyScope {
    /// Make connections by the codes of people, list them and end them.
    #[serde(rename = "connections:write")]
    Connections,
    /// Send activities.
    #[serde(rename = "activities:write")]
    Activities,
    /// Send samples with them.
    #[serde(rename = "samples:write")]
    Samples,
}

impl KeyScope {
    pub const ALL: [Self; 3] = [Self::Connections, Self::Activities, Self::Samples];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connections => "connections:write",
            Self::Activities => "activities:write",
            Self::Samples => "samples:write",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text)
    }
}

/// The caller behind a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manufacturer {
    pub key_id: Uuid,
    pub adapter: String,
    pub scopes: BTreeSet<KeyScope>,
    /// Items an hour.
    pub quota: i64,
}

/// Turns a key's secret into its caller; the devices slice has one.
pub type FindKey =
    for<'a> fn(app: &'a App, secret: &'a str) -> BoxFuture<'a, Result<Option<Manufacturer>>>;

impl Manufacturer {
    pub(super) fn may(&self, scope: KeyScope) -> Result<()> {
        if self.scopes.contains(&scope) {
            return Ok(());
        }
        let scope = scope.as_str();
        Err(Error::forbidden(format!(
            "This key lacks the scope `{scope}`; ask for one that has it."
        )))
    }
}

/// Handlers of `Access::Manufacturer` routes take the caller as an argument.
impl<S: Send + Sync> FromRequestParts<S> for Manufacturer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let found = parts.extensions.get::<Arc<Self>>();
        found
            .map(|found| found.as_ref().clone())
            .ok_or_else(Error::unauthenticated)
    }
}
