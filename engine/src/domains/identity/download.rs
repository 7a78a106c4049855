//! "Download my data" as an answer that no cache keeps.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::export as archive;
use crate::App;
use crate::web::Result;

/// The archive as a file to keep.
pub async fn download(app: &App, user_id: Uuid) -> Result<Response> {
    let bytes = archive::archive(app, user_id).await?;
    let name = format!(
        "attachment; filename=\"stadion-{}.zip\"",
        app.clock.now().format("%Y-%m-%d")
    );
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/zip"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
