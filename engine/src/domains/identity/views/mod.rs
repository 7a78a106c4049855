//! The pages of accounts: getting in, and one's own account. Forms that work without scripts; the
//! rules, the limits and what is told to whom are `service`'s.

mod account;
mod confirm;
mod consents;
mod device;
mod guardian;
mod login;
mod me;
mod passages;
mod register;
mod reset;
mod secrets;
mod settings;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use crate::web::ui::pages::{Input, View};
use crate::web::visit::Visit;
use crate::web::{Access, Client, Error, FieldError, Result, Routes};

pub use passages::count as count_passages;

pub fn routes(routes: Routes) -> Routes {
    let register = get(register::blank).post(register::submit);
    let login = get(login::blank).post(login::submit);
    let confirm = get(confirm::ask).post(confirm::account);
    let email = get(confirm::ask_email).post(confirm::email);
    let forgot = get(reset::forgot).post(reset::request);
    let public = |routes: Routes, methods, path, handlers| {
        routes.page(Access::Public, methods, path, handlers)
    };
    let routes = public(routes, "GET POST", "/register", register);
    let routes = public(routes, "GET", "/register/sent", get(register::sent));
    let routes = public(routes, "GET POST", "/confirm/{token}", confirm);
    let routes = public(routes, "GET POST", "/login", login);
    let routes = public(routes, "POST", "/logout", post(login::leave));
    let routes = public(routes, "GET POST", "/forgot", forgot);
    let routes = public(routes, "GET", "/reset/{token}", get(reset::choose));
    let routes = public(routes, "POST", "/reset", post(reset::set));
    let routes = public(routes, "GET POST", "/account/email/{token}", email);
    let routes = guardian_routes(routes);
    // The same page stands in the platform's frame and in that of each app.
    ["/account", "/{pack}/me"]
        .into_iter()
        .fold(routes, account_routes)
}

/// Of a child whose account waits, and of the guardian who is asked.
fn guardian_routes(routes: Routes) -> Routes {
    let waiting = |routes: Routes, methods, path, handlers| {
        routes.page(Access::Awaiting, methods, path, handlers)
    };
    let routes = waiting(routes, "GET", guardian::WAITING, get(guardian::wait));
    let routes = waiting(routes, "POST", "/guardian/again", post(guardian::again));
    let routes = waiting(routes, "POST", "/guardian/name", post(guardian::name));
    let routes = waiting(routes, "POST", "/guardian/delete", post(guardian::delete));
    let link = |routes: Routes, methods, path: &str, handlers| {
        let path = format!("/guardian/link/{{token}}{path}");
        routes.page(Access::Public, methods, &path, handlers)
    };
    let routes = link(routes, "GET", "", get(guardian::ask));
    let routes = link(routes, "POST", "/agree", post(guardian::agree));
    link(routes, "POST", "/decline", post(guardian::decline))
}

fn account_routes(routes: Routes, base: &str) -> Routes {
    let forms = [
        ("/profile", post(settings::profile)),
        ("/email", post(settings::email)),
        ("/password", post(settings::password)),
        ("/consents", post(consents::change)),
        ("/export", post(settings::export)),
        ("/delete", post(settings::delete)),
        ("/tokens", post(secrets::make_token)),
        ("/tokens/{id}/revoke", post(secrets::revoke_token)),
        ("/sessions", post(secrets::end_others)),
        ("/sessions/{id}/end", post(secrets::end)),
    ];
    let routes = routes.page(Access::User, "GET", base, get(account::show));
    forms.into_iter().fold(routes, |routes, (path, handlers)| {
        routes.page(Access::User, "POST", &format!("{base}{path}"), handlers)
    })
}

/// The fields that a rule refused.
struct Refused(Vec<FieldError>);

impl Refused {
    /// What is no field's fault stays the error that it is.
    fn of(error: Error) -> Result<Self> {
        if error.status() == StatusCode::UNPROCESSABLE_ENTITY {
            Ok(Self(error.errors))
        } else {
            Err(error)
        }
    }

    /// The field as typed; beside it, if it was refused, the text of the page's language.
    fn input(&self, visit: &Visit, field: &str, text: &str, typed: &str) -> Input {
        if self.0.iter().any(|error| error.field == field) {
            Input::wrong(typed, visit.formats.text(text, &[]))
        } else {
            Input::of(typed)
        }
    }
}

/// A form again, with what is wrong in it.
fn show_refused<V: View>(visit: &Visit, status: StatusCode, view: &V) -> Result<Response> {
    let mut response = visit.show(&visit.page(), view)?;
    *response.status_mut() = status;
    Ok(response)
}

/// 303, setting a cookie.
fn lead(to: &str, cookie: HeaderValue) -> Response {
    let mut response = Redirect::to(to).into_response();
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// Mails follow the language of the page that asked for them.
fn reading(client: Client, visit: &Visit) -> Client {
    Client {
        accept_language: Some(visit.locale().to_owned()),
        ..client
    }
}

/// As the value of a query's parameter.
fn in_query(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
