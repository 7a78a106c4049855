//! `/api/v1/imports`.

use axum::body::Body;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use stadion_activity::columns::ColumnMap;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{Job, State as Progress};
use super::receive::{self, Sender};
use super::store;
use crate::App;
use crate::domains::workouts::files::{Sent, tidy_name};
use crate::domains::workouts::import::FileOutcome;
use crate::web::{Access, Error, Json, Path, Principal, Query, Result, Routes};

/// Imports that a list has.
const NEWEST: i64 = 50;

pub fn routes(routes: Routes) -> Routes {
    routes
        .api(Access::User, routes!(list, create))
        .api(Access::User, routes!(get))
        .api(Access::User, routes!(files))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// The file's name, as `export.zip`.
    name: Option<String>,
    /// What the columns of tables hold, where their names do not tell: `Zeit=time,Puls=heart_rate`.
    columns: Option<String>,
}

/// An import, and how far it is.
#[derive(Serialize, ToSchema)]
struct ImportBody {
    id: Uuid,
    name: String,
    /// Bytes.
    size: i64,
    state: Progress,
    /// Files in it, where an archive tells before it is read.
    total: Option<i64>,
    /// Files that are read.
    done: i64,
    /// New workouts.
    recorded: i64,
    /// Workouts that were here already.
    known: i64,
    /// Files that became none.
    refused: i64,
    /// Why it was not read to its end.
    error: Option<String>,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

impl From<Job> for ImportBody {
    fn from(job: Job) -> Self {
        Self {
            state: job.state(),
            id: job.id,
            name: job.name,
            size: job.size,
            total: job.total,
            done: job.done,
            recorded: job.recorded,
            known: job.known,
            refused: job.refused,
            error: job.error,
            created_at: job.created_at,
            finished_at: job.finished_at,
        }
    }
}

#[derive(Serialize, ToSchema)]
struct ImportList {
    items: Vec<ImportBody>,
}

/// The caller's imports, newest first.
#[utoipa::path(get, path = "/api/v1/imports", tag = "workouts", operation_id = "list_imports",
    responses((status = 200, description = "At most 50.", body = ImportList)))]
async fn list(State(app): State<App>, principal: Principal) -> Result<Json<ImportList>> {
    let jobs = store::newest(&app.db, principal.user_id, NEWEST).await?;
    let items = jobs.into_iter().map(ImportBody::from).collect();
    Ok(Json(ImportList { items }))
}

/// Sends an archive or export to be read in the background
///
/// The body is the file itself. Each file in it has its own result; one bad file stops no other, and
/// a server that is restarted goes on where it was.
#[utoipa::path(post, path = "/api/v1/imports", tag = "workouts", operation_id = "create_import", params(Asked),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 202, description = "It is being read; `Location` tells how far it is.", body = ImportBody,
            headers(("location" = String))),
        (status = 409, description = "Too many are being read.", body = Error, content_type = "application/problem+json"),
        (status = 413, description = "It is too large.", body = Error, content_type = "application/problem+json")))]
async fn create(
    State(app): State<App>,
    principal: Principal,
    Query(asked): Query<Asked>,
    body: Body,
) -> Result<Response> {
    let sent = Sent {
        columns: asked.columns.unwrap_or_default(),
        ..Sent::default()
    };
    let columns: ColumnMap = sent.map()?;
    let name = tidy_name(asked.name.as_deref().unwrap_or_default());
    let sender = Sender {
        user_id: principal.user_id,
        zone: principal.time_zone.clone(),
        name: if name.is_empty() {
            "archive".to_owned()
        } else {
            name
        },
        columns,
        columns_text: sent.columns,
    };
    let job = receive::of_body(&app, sender, body).await?;
    let location = format!("/api/v1/imports/{}", job.id);
    let body = Json(ImportBody::from(job));
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, location)], body).into_response())
}

/// How far an import is
#[utoipa::path(get, path = "/api/v1/imports/{id}", tag = "workouts", operation_id = "get_import", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The import.", body = ImportBody),
        (status = 404, description = "No such import of yours.", body = Error, content_type = "application/problem+json")))]
async fn get(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
) -> Result<Json<ImportBody>> {
    Ok(Json(found(&app, principal.user_id, id).await?.into()))
}

async fn found(app: &App, user_id: Uuid, id: Uuid) -> Result<Job> {
    let job = store::find(&app.db, user_id, id).await?;
    job.ok_or_else(|| Error::not_found("import"))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FilesAsked {
    /// Those that were refused alone.
    refused: Option<bool>,
    /// From 1 to 200; 100 if not given.
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<u32>,
}

#[derive(Serialize, ToSchema)]
struct FilesPage {
    /// In the order in which they were read.
    items: Vec<FileOutcome>,
    /// The cursor of the next page; null when this is the last so far.
    next: Option<i64>,
}

/// What became of the files of an import
#[utoipa::path(get, path = "/api/v1/imports/{id}/files", tag = "workouts", operation_id = "import_files",
    params(("id" = Uuid, Path), FilesAsked),
    responses((status = 200, description = "A page of them.", body = FilesPage),
        (status = 404, description = "No such import of yours.", body = Error, content_type = "application/problem+json")))]
async fn files(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
    Query(asked): Query<FilesAsked>,
) -> Result<Json<FilesPage>> {
    let job = found(&app, principal.user_id, id).await?;
    let limit = i64::from(asked.limit.unwrap_or(100));
    if !(1..=200).contains(&limit) {
        let detail = "`limit` is a number from 1 to 200.";
        return Err(Error::bad_request("bad-limit", detail));
    }
    let from = asked.cursor.map_or(0, i64::from);
    let only = asked.refused.unwrap_or(false);
    let whose = (job.user_id, job.id);
    let mut rows = store::outcomes(&app.db, whose, from, only, limit + 1).await?;
    let next = usize::try_from(limit)
        .ok()
        .and_then(|limit| rows.get(limit));
    let next = next.map(|row| row.0);
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let items = rows.into_iter().map(|(_, outcome)| outcome.0).collect();
    Ok(Json(FilesPage { items, next }))
}
