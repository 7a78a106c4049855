//! Errors of page routes become pages.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::auth::Principal;
use super::error::Error;
use super::telemetry::REQUEST_ID;
use super::ui::pages::ErrorPage;
use super::visit::Visit;
use crate::App;

/// Set on the answers of page routes, so that `draw_errors` knows to draw.
#[derive(Clone, Copy)]
struct IsPage;

/// Whether an answer came from the route of a page.
pub fn is_page(response: &Response) -> bool {
    response.extensions().get::<IsPage>().is_some()
}

/// Layer of each page route.
pub async fn mark(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.extensions_mut().insert(IsPage);
    response
}

/// What remains of a request when its answer comes.
struct Asked {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    principal: Option<Principal>,
}

/// Replaces the problem document of a page route by a page; also of an address that does not
/// exist, when a browser asks. It stands twice among the layers: inside, where the caller is
/// known, and outside of what may give a request up.
pub async fn draw_errors(State(app): State<App>, request: Request, next: Next) -> Response {
    let principal = request.extensions().get::<Arc<Principal>>();
    let asked = Asked {
        method: request.method().clone(),
        uri: request.uri().clone(),
        headers: request.headers().clone(),
        principal: principal.map(|principal| principal.as_ref().clone()),
    };
    let response = next.run(request).await;
    let is_page = response.extensions().get::<IsPage>().is_some() || asked.is_by_browser();
    match response.extensions().get::<Error>().cloned() {
        Some(error) if is_page => asked.answer(&app, &error, response),
        _ => response,
    }
}

impl Asked {
    /// A person followed a link or sent a form; programs ask the API, and for something else.
    fn is_by_browser(&self) -> bool {
        let accept = self.headers.get(header::ACCEPT);
        let wants_page = accept
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains("text/html"));
        wants_page && !self.uri.path().starts_with("/api/")
    }

    fn answer(self, app: &App, error: &Error, response: Response) -> Response {
        if error.status() == StatusCode::UNAUTHORIZED {
            return Redirect::to(&self.login()).into_response();
        }
        if error.code == "guardian-needed" {
            return Redirect::to("/guardian").into_response();
        }
        let visit = Visit::new(app, &self.uri, &self.headers, self.principal);
        let id = self.headers.get(REQUEST_ID).and_then(|id| id.to_str().ok());
        let view = ErrorPage {
            request_id: id.map(str::to_owned),
            ..page(&visit, error)
        };
        match visit.show(&visit.page(), &view) {
            Ok(mut drawn) => {
                *drawn.status_mut() = error.status();
                if let Some(wait) = response.headers().get(header::RETRY_AFTER) {
                    let headers = drawn.headers_mut();
                    headers.insert(header::RETRY_AFTER, wait.clone());
                }
                drawn
            }
            // The problem document says the same, if less well.
            Err(_) => response,
        }
    }

    /// Logging in leads back here; after a form, which cannot be sent again, to the app's start.
    fn login(&self) -> String {
        let here = self.uri.path_and_query().map_or("/", |path| path.as_str());
        let app = self.uri.path().split('/').nth(1).unwrap_or_default();
        let next = if self.method.is_safe() {
            here.to_owned()
        } else {
            format!("/{app}/")
        };
        let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        format!("/login?next={next}")
    }
}

fn page(visit: &Visit, error: &Error) -> ErrorPage {
    let mut page = ErrorPage::new(error.status, &visit.formats);
    // The page's own words for what is missing or broken say all there is to say.
    let is_particular = error.status().is_client_error() && error.status != 404;
    // Errors are written for programs, in English; a person who reads another language is told in
    // its words what there are words for, and no more.
    let is_read = is_particular && visit.formats.locale.is_fallback();
    let words = visit.formats.find(&format!("problem-{}", error.code), &[]);
    let said = is_read.then(|| error.detail.clone());
    page.detail = words.filter(|_| is_particular).or(said);
    let fields = error.errors.iter().filter(|_| is_read);
    page.problems = fields
        .map(|field| match &field.remedy {
            Some(remedy) => format!("{} {remedy}", field.message),
            None => field.message.clone(),
        })
        .collect();
    page
}
