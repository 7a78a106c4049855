//! What comes in to be read in the background.

use axum::body::Body;
use axum::extract::multipart::Field;
use axum::http::StatusCode;
use http_body_util::BodyExt;
use stadion_activity::columns::ColumnMap;
use stadion_activity::files_in;
use uuid::Uuid;

use super::carry::carry_out;
use super::model::Job;
use super::store;
use crate::App;
use crate::blobs::Receiving;
use crate::web::extract::unreadable_form;
use crate::web::{Error, Result};

/// Bytes of one import.
pub const IMPORT_MAX: usize = 4_000_000_000;
/// Imports of a person that are not finished.
const OPEN_MAX: i64 = 20;

/// Who sends what, and how it is to be read.
#[derive(Clone, Debug)]
pub struct Sender {
    pub user_id: Uuid,
    pub zone: Option<String>,
    pub name: String,
    pub columns: ColumnMap,
    /// As it was typed.
    pub columns_text: String,
}

/// Takes in a body and begins to read it.
pub async fn of_body(app: &App, sender: Sender, mut body: Body) -> Result<Job> {
    let id = app.clock.new_id();
    let mut receiving = begin(app, sender.user_id, id).await?;
    let mut size = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| {
            Error::bad_request(
                "broken-body",
                "The file ended before all of it was here; send it again.",
            )
        })?;
        if let Ok(piece) = frame.into_data() {
            keep(&mut receiving, &mut size, &piece).await?;
        }
    }
    finish(app, sender, (id, receiving)).await
}

/// The same of a form's field.
pub async fn of_field(app: &App, sender: Sender, mut field: Field<'_>) -> Result<Job> {
    let id = app.clock.new_id();
    let mut receiving = begin(app, sender.user_id, id).await?;
    let mut size = 0;
    while let Some(piece) = field.chunk().await.map_err(unreadable_form)? {
        keep(&mut receiving, &mut size, &piece).await?;
    }
    finish(app, sender, (id, receiving)).await
}

async fn begin(app: &App, user_id: Uuid, id: Uuid) -> Result<Receiving> {
    if store::open_of(&app.db, user_id).await? >= OPEN_MAX {
        let detail =
            format!("{OPEN_MAX} imports of yours wait already; send more when one is done.");
        return Err(Error::new(StatusCode::CONFLICT, "too-many-imports", detail));
    }
    let receiving = app.blobs.receive(user_id, id).await;
    receiving.map_err(|error| Error::internal(&error))
}

async fn keep(receiving: &mut Receiving, size: &mut usize, piece: &[u8]) -> Result<()> {
    *size += piece.len();
    if *size > IMPORT_MAX {
        let detail = format!(
            "An import has at most {} GB; send it in parts.",
            IMPORT_MAX / 1_000_000_000
        );
        return Err(Error::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            detail,
        ));
    }
    let written = receiving.write(piece).await;
    written.map_err(|error| Error::internal(&error))
}

async fn finish(app: &App, sender: Sender, (id, receiving): (Uuid, Receiving)) -> Result<Job> {
    let user_id = sender.user_id;
    let (blob, size) = receiving
        .finish()
        .await
        .map_err(|error| Error::internal(&error))?;
    if size == 0 {
        return Err(Error::bad_request(
            "no-file",
            "The file is empty; send the archive itself.",
        ));
    }
    let file = app
        .blobs
        .open(user_id, &blob)
        .await
        .map_err(|error| Error::internal(&error))?;
    let total = tokio::task::spawn_blocking(move || files_in(file)).await;
    let job = Job {
        user_id,
        id,
        name: sender.name,
        size: i64::try_from(size).unwrap_or(i64::MAX),
        blob,
        zone: sender.zone,
        columns: sender.columns_text,
        total: total
            .ok()
            .flatten()
            .and_then(|total| i64::try_from(total).ok()),
        done: 0,
        recorded: 0,
        known: 0,
        refused: 0,
        error: None,
        created_at: app.clock.now(),
        finished_at: None,
    };
    store::insert(&app.db, &job).await?;
    let app = app.clone();
    // Should the process end before, the import is taken up by the next.
    tokio::spawn(async move { carry_out(&app, user_id, id).await });
    Ok(job)
}
