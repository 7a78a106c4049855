//! Files in and out: uploads as forms send them, originals as they came.

use axum::response::Response;
use uuid::Uuid;

use stadion_activity::columns::ColumnMap;

use super::import::Upload;
use super::{service, store};
use crate::App;
use crate::web::error::FieldError;
use crate::web::extract::unreadable_form;
use crate::web::{Error, Multipart, Result, attachment};

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
    Ok(attachment(
        &original.name,
        "application/octet-stream",
        bytes,
    ))
}

/// What a form of files says.
#[derive(Debug, Default)]
pub struct Sent {
    pub uploads: Vec<Upload>,
    /// As it was typed: a [`ColumnMap`].
    pub columns: String,
}

impl Sent {
    /// 422 with the field when it says what is not known.
    pub fn map(&self) -> Result<ColumnMap> {
        ColumnMap::parse(&self.columns).map_err(|error| {
            Error::invalid(vec![FieldError {
                field: COLUMNS.into(),
                message: error.to_string(),
                remedy: Some("Write it as `Zeit=time,Puls=heart_rate,Tempo=speed[km/h]`.".into()),
            }])
        })
    }
}

/// The form field that says what the columns of tables mean.
pub const COLUMNS: &str = "columns";

/// The files of a form and what it says of them; other fields are left alone.
pub async fn uploads(Multipart(mut form): Multipart) -> Result<Sent> {
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(unreadable_form)? {
        let Some(name) = field.file_name().map(tidy_name) else {
            if field.name() == Some(COLUMNS) {
                sent.columns = field.text().await.map_err(unreadable_form)?;
            }
            continue;
        };
        let bytes = field.bytes().await.map_err(unreadable_form)?;
        if name.is_empty() && bytes.is_empty() {
            continue; // a form sent without choosing a file
        }
        if sent.uploads.len() == FILES_MAX {
            let detail =
                format!("At most {FILES_MAX} files fit in one request; send the rest in another.");
            return Err(Error::bad_request("too-many-files", detail));
        }
        sent.uploads.push(Upload { name, bytes });
    }
    Ok(sent)
}

/// A name is shown and kept, never used as a path.
pub fn tidy_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    last.chars().filter(|c| !c.is_control()).take(200).collect()
}
