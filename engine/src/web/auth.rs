//! Who calls, and who may. Deny by default: a route without an `Access` cannot be registered.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::error::{Error, Result};
use super::idempotency;
use super::manufacturer::{KEY_PREFIX, KeyScope, Manufacturer};
use crate::App;
use crate::config::Config;

pub const SESSION_COOKIE: &str = "stadion_session";

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone, logged in or not.
    Public,
    /// Any confirmed user, also a child whose account waits for a guardian: to see that it does, to
    /// name another guardian, to leave. All other routes are refused to such a child.
    Awaiting,
    /// Any confirmed user; a token needs the scope the method asks for (`read` for GET).
    User,
    /// A user whom an administrator gave the role (an `admin` has every role).
    Role(Role),
    /// The same with any of several.
    OneOf(&'static [Role]),
    /// A manufacturer's server, by a key with this scope; no user.
    Manufacturer(KeyScope),
}

impl Access {
    /// Whether whoever is let through is a user.
    pub fn is_of_users(self) -> bool {
        !matches!(self, Self::Public | Self::Manufacturer(_))
    }
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    User,
    Author,
    Publisher,
    Moderator,
    Marketer,
    Analyst,
    Admin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    Read,
    Write,
}

/// How the caller proved who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    /// A cookie: open to forged cross-site requests, which `same_origin` refuses.
    Session { id: Uuid },
    /// A session whose secret is sent as a bearer token, as an API client does.
    Bearer { id: Uuid },
    /// A bearer token that a user made, with its scopes.
    Token { id: Uuid, scopes: BTreeSet<Scope> },
}

/// The authenticated caller, with what pages need to address them.
#[derive(Clone, Debug)]
pub struct Principal {
    pub user_id: Uuid,
    pub name: String,
    pub email: String,
    pub roles: BTreeSet<Role>,
    /// BCP 47; `None` follows the browser.
    pub locale: Option<String>,
    /// IANA name.
    pub time_zone: Option<String>,
    /// `metric` or `imperial`.
    pub imperial: bool,
    /// A child's account that waits for a guardian.
    pub awaits_guardian: bool,
    pub via: Via,
}

impl Principal {
    pub fn has(&self, role: Role) -> bool {
        role == Role::User || self.roles.contains(&role) || self.roles.contains(&Role::Admin)
    }

    /// Whether they may see where what is shown comes from: authors do, and under `--dev` everybody
    /// who is logged in works on the packs.
    pub fn may_inspect(&self, config: &Config) -> bool {
        config.dev || self.has(Role::Author)
    }

    fn may(&self, method: &Method) -> bool {
        let needed = if method.is_safe() {
            Scope::Read
        } else {
            Scope::Write
        };
        match &self.via {
            Via::Session { .. } | Via::Bearer { .. } => true,
            Via::Token { scopes, .. } => scopes.contains(&needed),
        }
    }

    /// The caller's session; a token made for a program has none, so it cannot make more tokens,
    /// change the password or delete the account, whatever its scopes.
    pub fn session(&self) -> Result<Uuid> {
        match self.via {
            Via::Session { id } | Via::Bearer { id } => Ok(id),
            Via::Token { .. } => Err(Error::forbidden(
                "A token may not do this: log in with the password.",
            )),
        }
    }
}

/// Turns credentials into a caller; the identity slice implements it.
pub trait Authenticate: Send + Sync {
    fn by_session<'a>(
        &'a self,
        app: &'a App,
        secret: &'a str,
    ) -> BoxFuture<'a, Result<Option<Principal>>>;
    fn by_token<'a>(
        &'a self,
        app: &'a App,
        secret: &'a str,
    ) -> BoxFuture<'a, Result<Option<Principal>>>;
}

pub type BoxFuture<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Outer layer: finds out who calls. A bad token is an error, a stale cookie is no caller.
pub async fn identify(State(app): State<App>, mut request: Request, next: Next) -> Response {
    match by_key(&app, request.headers()).await {
        Ok(None) => {}
        Ok(Some(manufacturer)) => {
            request.extensions_mut().insert(Arc::new(manufacturer));
            return next.run(request).await;
        }
        Err(error) => return error.into_response(),
    }
    match caller(&app, request.headers()).await {
        Ok(Some(principal)) => {
            super::telemetry::note_user(&principal);
            if principal.awaits_guardian {
                request.extensions_mut().insert(Awaits(Arc::new(principal)));
            } else {
                request.extensions_mut().insert(Arc::new(principal));
            }
            next.run(request).await
        }
        Ok(None) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

async fn by_key(app: &App, headers: &HeaderMap) -> Result<Option<Manufacturer>> {
    match bearer(headers)? {
        Some(secret) if secret.starts_with(KEY_PREFIX) => {
            let found = (app.keys)(app, secret).await?;
            found.map(Some).ok_or_else(Error::unauthenticated)
        }
        _ => Ok(None),
    }
}

/// A caller whom no handler and no layer takes for one, but those of `Access::Awaiting`.
#[derive(Clone)]
struct Awaits(Arc<Principal>);

async fn caller(app: &App, headers: &HeaderMap) -> Result<Option<Principal>> {
    if let Some(token) = bearer(headers)? {
        let found = app.authenticate.by_token(app, token).await?;
        return found.map(Some).ok_or_else(Error::unauthenticated);
    }
    match cookie(headers, SESSION_COOKIE) {
        Some(secret) => app.authenticate.by_session(app, secret).await,
        None => Ok(None),
    }
}

fn bearer(headers: &HeaderMap) -> Result<Option<&str>> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let value = value.to_str().map_err(|_| Error::unauthenticated())?;
    match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim())),
        _ => Err(Error::unauthenticated()),
    }
}

/// The value of a cookie, as sent.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// Inner layer of each route: lets through whom its `Access` names.
pub async fn enforce(State(access): State<Access>, mut request: Request, next: Next) -> Response {
    if let Some(Awaits(principal)) = request.extensions_mut().remove::<Awaits>() {
        match access {
            Access::Awaiting => drop(request.extensions_mut().insert(principal)),
            Access::Public => {} // as anyone sees it
            Access::User | Access::Role(_) | Access::OneOf(_) | Access::Manufacturer(_) => {
                return Error::guardian_needed().into_response();
            }
        }
    }
    let principal = request.extensions().get::<Arc<Principal>>();
    let manufacturer = request.extensions().get::<Arc<Manufacturer>>();
    let decided = match (access, manufacturer) {
        (Access::Manufacturer(scope), Some(caller)) => caller
            .may(scope)
            .and_then(|()| idempotency::refuse_without_login(&request)),
        (Access::Public, _) | (_, None) => allowed(access, principal.map(AsRef::as_ref), &request),
        (_, Some(_)) => Err(Error::forbidden(
            "A manufacturer's key is for `/api/v1/ingest` alone.",
        )),
    };
    match decided {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

fn allowed(access: Access, principal: Option<&Principal>, request: &Request) -> Result<()> {
    same_origin(principal, request)?;
    let roles: &[Role] = match access {
        Access::Public if principal.is_none() => {
            return idempotency::refuse_without_login(request);
        }
        Access::Public => return Ok(()),
        Access::User | Access::Awaiting => &[Role::User],
        Access::Role(ref role) => std::slice::from_ref(role),
        Access::OneOf(roles) => roles,
        Access::Manufacturer(_) if principal.is_none() => return Err(Error::unauthenticated()),
        Access::Manufacturer(_) => {
            return Err(Error::forbidden("Only a manufacturer's key may do this."));
        }
    };
    let principal = principal.ok_or_else(Error::unauthenticated)?;
    if !principal.may(request.method()) {
        let lacks = if request.method().is_safe() {
            "This token may not read; make one with the scope `read`."
        } else {
            "This token may only read; make one with the scope `write`."
        };
        return Err(Error::forbidden(lacks));
    }
    if !roles.iter().any(|role| principal.has(*role)) {
        return Err(Error::forbidden(
            "Your account has no role that may do this.",
        ));
    }
    Ok(())
}

/// Cross-site request forgery: an unsafe request that a browser sent on behalf of another site is
/// refused, by the Fetch Metadata headers, or by `Origin` where a browser sends none of these
/// (OWASP Cross-Site Request Forgery Prevention, "Fetch Metadata headers"). Together with
/// `SameSite=Lax` this covers login as well, without a token in each form. Bearer tokens are not
/// sent by browsers on their own, so they are exempt.
fn same_origin(principal: Option<&Principal>, request: &Request) -> Result<()> {
    let by_token = principal.is_some_and(|p| !matches!(p.via, Via::Session { .. }));
    if request.method().is_safe() || by_token {
        return Ok(());
    }
    let header = |name: &str| request.headers().get(name).and_then(|v| v.to_str().ok());
    let ok = match (header("sec-fetch-site"), header("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = header("host").unwrap_or_default();
            origin
                .split_once("://")
                .is_some_and(|(_, authority)| authority == host)
        }
        (None, None) => true, // no browser
    };
    if ok {
        Ok(())
    } else {
        Err(Error::forbidden("This request came from another site."))
    }
}

/// Handlers of `Access::User` and `Access::Role` routes take the caller as an argument.
impl<S: Send + Sync> FromRequestParts<S> for Principal {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        parts
            .extensions
            .get::<Arc<Self>>()
            .map(|principal| principal.as_ref().clone())
            .ok_or_else(Error::unauthenticated)
    }
}

/// The caller of a public route, if there is one.
pub struct MaybePrincipal(pub Option<Principal>);

impl<S: Send + Sync> FromRequestParts<S> for MaybePrincipal {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        _: &S,
    ) -> std::result::Result<Self, Self::Rejection> {
        Ok(Self(
            parts
                .extensions
                .get::<Arc<Principal>>()
                .map(|p| p.as_ref().clone()),
        ))
    }
}

/// Knows nobody: an app without accounts.
pub struct NoOne;

impl Authenticate for NoOne {
    fn by_session<'a>(
        &'a self,
        _: &'a App,
        _: &'a str,
    ) -> BoxFuture<'a, Result<Option<Principal>>> {
        Box::pin(async { Ok(None) })
    }

    fn by_token<'a>(&'a self, _: &'a App, _: &'a str) -> BoxFuture<'a, Result<Option<Principal>>> {
        Box::pin(async { Ok(None) })
    }
}
