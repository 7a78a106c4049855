//! "Download my data" as an answer that no cache keeps.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use uuid::Uuid;

use super::export as archive;
use crate::App;
use crate::web::{Result, attachment};

/// The archive as a file to keep.
pub async fn download(app: &App, user_id: Uuid) -> Result<Response> {
    let bytes = archive::archive(app, user_id).await?;
    let name = format!("stadion-{}.zip", app.clock.now().format("%Y-%m-%d"));
    let mut response = attachment(&name, "application/zip", bytes);
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    Ok(response)
}
