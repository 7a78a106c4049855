//! Files in and out: uploads as forms send them, originals as they came.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::import::Upload;
use super::{service, store};
use crate::App;
use crate::web::extract::unreadable_form;
use crate::web::{Error, Multipart, Result};

/// One request may carry this much; each file is bounded again by the decoder's limits.
pub const UPLOAD_MAX: usize = 256 << 20;
/// Files in one request.
const FILES_MAX: usize = 500;

/// An upload is served as an attachment that no browser may interpret.
pub async fn download(app: &App, user_id: Uuid, id: Uuid) -> Result<Response> {
    let workout = service::get(app, user_id, id).await?;
    let original = match workout.original_id {
        Some(original) => store::original(&app.db, user_id, original).await?,
        None => None,
    };
    let original = original.ok_or_else(|| Error::not_found("file"))?;
    let bytes = app
        .blobs
        .get(user_id, &original.blob)
        .await
        .map_err(|error| Error::internal(&error))?;
    let mut response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::CONTENT_DISPOSITION, attachment(&original.name));
    Ok(response)
}

/// RFC 6266: the last part of the name, kept to plain characters.
fn attachment(name: &str) -> HeaderValue {
    let last = name.rsplit('/').next().unwrap_or(name);
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || "-_.".contains(c) {
            c
        } else {
            '_'
        }
    };
    let name: String = last.chars().map(plain).collect();
    let value = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    value.unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

/// The files of a form; fields without a file name are left to the caller's own reading.
pub async fn uploads(Multipart(mut form): Multipart) -> Result<Vec<Upload>> {
    let mut uploads = Vec::new();
    while let Some(field) = form.next_field().await.map_err(unreadable_form)? {
        let Some(name) = field.file_name().map(tidy_name) else {
            continue;
        };
        let bytes = field.bytes().await.map_err(unreadable_form)?;
        if name.is_empty() && bytes.is_empty() {
            continue; // a form sent without choosing a file
        }
        if uploads.len() == FILES_MAX {
            let detail =
                format!("At most {FILES_MAX} files fit in one request; send the rest in another.");
            return Err(Error::bad_request("too-many-files", detail));
        }
        uploads.push(Upload { name, bytes });
    }
    Ok(uploads)
}

/// A name is shown and kept, never used as a path.
fn tidy_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    last.chars().filter(|c| !c.is_control()).take(200).collect()
}
