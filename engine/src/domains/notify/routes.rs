//! `/api/v1/notices`.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{NoticeKind, Settings};
use super::settings;
use super::store::{self, Notice};
use crate::App;
use crate::web::{Access, Error, Json, Path, Principal, Query, Result, Routes};

pub fn routes(routes: Routes) -> Routes {
    routes
        .api(Access::User, routes!(list))
        .api(Access::User, routes!(read_one))
        .api(Access::User, routes!(read_all))
        .api(Access::User, routes!(read_settings, change_settings))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Only what has not been read.
    unread: Option<bool>,
    /// `next_cursor` of the page before.
    cursor: Option<Uuid>,
    /// 1 to 100; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// A notice. `payload` depends on the kind: a `record` names pack, record, variant and workout; an
/// `achievement` names achievement, tier and workout; `wear` names gear and level; a `summary`
/// counts what an import of older workouts brought.
#[derive(Serialize, ToSchema)]
struct NoticeBody {
    id: Uuid,
    kind: String,
    payload: serde_json::Value,
    at: DateTime<Utc>,
    read_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, ToSchema)]
struct NoticePage {
    /// Newest first.
    items: Vec<NoticeBody>,
    unread: i64,
    next_cursor: Option<Uuid>,
}

/// The caller's notices, newest first.
#[utoipa::path(get, path = "/api/v1/notices", tag = "notices", params(ListQuery),
    responses((status = 200, description = "A page of notices.", body = NoticePage)))]
async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<ListQuery>,
) -> Result<Json<NoticePage>> {
    let limit = query.limit.unwrap_or(20);
    if !(1..=100).contains(&limit) {
        return Err(Error::bad_request(
            "bad-limit",
            "`limit` is a number from 1 to 100.",
        ));
    }
    let unread_only = query.unread.unwrap_or(false);
    let user_id = principal.user_id;
    let mut found = store::list(&app.db, user_id, query.cursor, unread_only, limit + 1).await?;
    let size = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = found.len() > size;
    found.truncate(size);
    Ok(Json(NoticePage {
        next_cursor: found.last().filter(|_| has_more).map(|notice| notice.id),
        items: found.into_iter().map(body).collect(),
        unread: store::unread(&app.db, user_id).await?,
    }))
}

fn body(notice: Notice) -> NoticeBody {
    let Notice {
        id,
        kind,
        payload,
        at,
        read_at,
    } = notice;
    NoticeBody {
        id,
        kind,
        payload: payload.0,
        at,
        read_at,
    }
}

/// Marks a notice as read.
#[utoipa::path(post, path = "/api/v1/notices/{id}/read", tag = "notices", params(("id" = Uuid, Path)),
    responses((status = 204, description = "It is read now."),
        (status = 404, description = "No such notice of yours.", body = Error, content_type = "application/problem+json")))]
async fn read_one(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<Uuid>,
) -> Result<StatusCode> {
    if !store::exists(&app.db, principal.user_id, id).await? {
        return Err(Error::not_found("notice"));
    }
    mark(&app, principal.user_id, Some(id)).await
}

/// Marks all notices as read.
#[utoipa::path(post, path = "/api/v1/notices/read", tag = "notices",
    responses((status = 204, description = "All are read now.")))]
async fn read_all(State(app): State<App>, principal: Principal) -> Result<StatusCode> {
    mark(&app, principal.user_id, None).await
}

async fn mark(app: &App, user_id: Uuid, id: Option<Uuid>) -> Result<StatusCode> {
    let mut tx = app.db.begin().await?;
    store::mark_read(&mut tx, user_id, id, app.clock.now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What you are told in the app. Those switched off are not told at all, also not in a summary.
#[derive(Serialize, ToSchema)]
struct NoticeSettings {
    record: bool,
    achievement: bool,
    wear: bool,
}

impl From<Settings> for NoticeSettings {
    fn from(settings: Settings) -> Self {
        Self {
            record: settings.is_on(NoticeKind::Record),
            achievement: settings.is_on(NoticeKind::Achievement),
            wear: settings.is_on(NoticeKind::Wear),
        }
    }
}

/// What to change; kinds left out stay as they are.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NoticeSettingsChange {
    record: Option<bool>,
    achievement: Option<bool>,
    wear: Option<bool>,
}

/// What the caller wants to be told.
#[utoipa::path(get, path = "/api/v1/notices/settings", tag = "notices", operation_id = "notice_settings",
    responses((status = 200, description = "Kinds of notices, on or off.", body = NoticeSettings)))]
async fn read_settings(
    State(app): State<App>,
    principal: Principal,
) -> Result<Json<NoticeSettings>> {
    Ok(Json(
        store::settings(&app.db, principal.user_id).await?.into(),
    ))
}

/// Switches kinds of notices on or off.
#[utoipa::path(patch, path = "/api/v1/notices/settings", tag = "notices", operation_id = "change_notice_settings",
    request_body = NoticeSettingsChange,
    responses((status = 200, description = "As all kinds stand now.", body = NoticeSettings)))]
async fn change_settings(
    State(app): State<App>,
    principal: Principal,
    Json(asked): Json<NoticeSettingsChange>,
) -> Result<Json<NoticeSettings>> {
    let named = [
        (NoticeKind::Record, asked.record),
        (NoticeKind::Achievement, asked.achievement),
        (NoticeKind::Wear, asked.wear),
    ];
    let changes = named
        .into_iter()
        .filter_map(|(kind, is_on)| Some((kind, is_on?)));
    let changes: Vec<_> = changes.collect();
    Ok(Json(
        settings::change(&app, principal.user_id, &changes)
            .await?
            .into(),
    ))
}
