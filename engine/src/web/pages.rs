//! Errors of page routes become pages.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::error::Error;
use crate::App;

/// Set on the response of a page route, so that `draw_errors` knows to draw.
#[derive(Clone, Copy)]
struct IsPage;

/// Layer of each page route.
pub async fn mark(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.extensions_mut().insert(IsPage);
    response
}

/// Outer layer: replaces the problem document of a page route by an error page.
/// A visitor without a session is sent to log in and comes back afterwards.
pub async fn draw_errors(State(app): State<App>, request: Request, next: Next) -> Response {
    let about = app.ui_request(&request);
    let response = next.run(request).await;
    let is_page = response.extensions().get::<IsPage>().is_some();
    match response.extensions().get::<Error>() {
        Some(error) if is_page => app.draw_error(&about, error),
        _ => response,
    }
}
