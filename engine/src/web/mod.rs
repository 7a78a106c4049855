//! What every route shares: who may call it, how it fails, how it is described.

pub mod auth;
pub mod error;
pub mod routes;

use axum::Router;
use axum::middleware::from_fn_with_state;

pub use auth::{Access, MaybePrincipal, Principal, Role, Scope, Via};
pub use error::{Error, FieldError, Result};
pub use routes::{RouteInfo, Routes};

use crate::App;

/// Puts the routes under the layers that all share.
pub fn build(app: &App, routes: Routes) -> Router {
    let (router, _openapi, _table) = routes.into_parts();
    router
        .layer(from_fn_with_state(app.clone(), auth::identify))
        .with_state(app.clone())
}
