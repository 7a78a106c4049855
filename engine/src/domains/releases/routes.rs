//! `/api/v1/releases`, `/api/v1/packs`, `/api/v1/insights/lead-times`.

use axum::extract::{DefaultBodyLimit, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use stadion_pack::archive::MAX_ARCHIVE;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::UtoipaMethodRouterExt as _;
use utoipa_axum::routes;

use super::follow::adopt;
use super::leads::{self, SetupTime, Stage};
use super::live::{Base, withdraw};
use super::model::{Action, Due, Noted, Way};
use super::publish::{self, Sent};
use super::{plan, store};
use crate::App;
use crate::domains::migrate::model::{PackPlan, Planned as PlannedWork, Progress};
use crate::domains::{devices, migrate};
use crate::web::{
    Access, Error, FieldError, Json, Path, Principal, Query, Result, Role, Routes, Zip,
};

const READERS: &[Role] = &[Role::Author, Role::Publisher, Role::Analyst];
/// Days that lead times look back.
const LEAD_DAYS: u32 = 90;

pub fn routes(routes: Routes) -> Routes {
    let send = routes!(send).layer(DefaultBodyLimit::max(MAX_ARCHIVE));
    let plan = routes!(look_ahead).layer(DefaultBodyLimit::max(MAX_ARCHIVE));
    routes
        .api(Access::Role(Role::Publisher), send)
        .api(Access::OneOf(&[Role::Author, Role::Publisher]), plan)
        .api(Access::OneOf(READERS), routes!(download))
        .api(Access::OneOf(READERS), routes!(list))
        .api(Access::OneOf(READERS), routes!(archive))
        .api(Access::OneOf(READERS), routes!(history))
        .api(Access::Role(Role::Publisher), routes!(activate))
        .api(Access::Role(Role::Publisher), routes!(roll_back))
        .api(Access::Role(Role::Publisher), routes!(take_back))
        .api(Access::OneOf(READERS), routes!(lead_times))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SendQuery {
    /// Digest of what was live when you looked, or `none`. Where something else is live now, nothing
    /// happens (409). Left out, whatever is live is replaced.
    base: Option<String>,
    /// When it goes live; at once when left out or past.
    at: Option<DateTime<Utc>>,
    /// When the version was first written, for lead times.
    drafted_at: Option<DateTime<Utc>>,
    /// When it was first free of errors.
    valid_at: Option<DateTime<Utc>>,
    /// When it was first seen in an app.
    previewed_at: Option<DateTime<Utc>>,
    /// When all its cases first passed.
    tested_at: Option<DateTime<Utc>>,
}

/// A release that was taken.
#[derive(Serialize, ToSchema)]
struct ReleaseBody {
    pack: String,
    version: String,
    digest: String,
    published_at: DateTime<Utc>,
    /// Display name; null once the account is gone.
    published_by: Option<String>,
    /// How many cases passed.
    cases: usize,
    /// When it goes live; null when it is.
    planned_for: Option<DateTime<Utc>>,
}

/// Publishes a pack: an archive as `stadion publish` makes it, named by the digest of its files. It is
/// checked with the compiler of `stadion check`, its cases are run, and it goes live now or at a time.
/// Sending the same again changes nothing.
#[utoipa::path(put, path = "/api/v1/releases/{digest}", tag = "releases",
    params(("digest" = String, Path, description = "64 hex digits."), SendQuery),
    request_body(content = Vec<u8>, content_type = "application/zip"),
    responses((status = 200, description = "It is live, or planned.", body = ReleaseBody),
        (status = 409, description = "Something else is live than you looked at (`live-changed`), or the version was published with other files (`version-taken`).", body = Error, content_type = "application/problem+json"),
        (status = 413, description = "Larger than a release may be.", body = Error, content_type = "application/problem+json"),
        (status = 422, description = "The archive, the pack or its cases are refused; `errors` names file and line.", body = Error, content_type = "application/problem+json")))]
async fn send(
    State(app): State<App>,
    principal: Principal,
    Path(digest): Path<String>,
    Query(query): Query<SendQuery>,
    Zip(archive): Zip,
) -> Result<Json<ReleaseBody>> {
    let sent = Sent {
        digest,
        archive,
        base: query.base.as_deref().map(base),
        at: query.at,
        noted: noted(&query, app.clock.now())?,
    };
    let at = sent.at;
    let done = publish::publish(&app, principal.user_id, sent).await?;
    Ok(Json(ReleaseBody {
        pack: done.release.pack,
        version: done.release.version,
        digest: done.release.digest,
        published_at: done.release.published_at,
        published_by: done.release.published_by,
        cases: done.cases,
        planned_for: at.filter(|_| done.planned),
    }))
}

fn base(text: &str) -> Base {
    Base((text != "none").then(|| text.to_ascii_lowercase()))
}

/// What is noted happened before it is sent; clocks may differ a little.
fn noted(query: &SendQuery, now: DateTime<Utc>) -> Result<Noted> {
    let latest = now + Duration::minutes(5);
    let fields = [
        ("drafted_at", query.drafted_at),
        ("valid_at", query.valid_at),
        ("previewed_at", query.previewed_at),
        ("tested_at", query.tested_at),
    ];
    let late = fields
        .iter()
        .filter(|(_, at)| at.is_some_and(|at| at > latest));
    let errors: Vec<FieldError> = late
        .map(|(field, _)| FieldError::new(*field, "lies in the future").remedy("set your clock"))
        .collect();
    if !errors.is_empty() {
        return Err(Error::invalid(errors));
    }
    let before = |at: Option<DateTime<Utc>>| at.map(|at| at.min(now));
    Ok(Noted {
        drafted_at: before(query.drafted_at),
        valid_at: before(query.valid_at),
        previewed_at: before(query.previewed_at),
        tested_at: before(query.tested_at),
    })
}

/// A release's archive.
#[utoipa::path(get, path = "/api/v1/releases/{digest}", tag = "releases",
    params(("digest" = String, Path, description = "64 hex digits.")),
    responses((status = 200, description = "The archive.", content_type = "application/zip", body = Vec<u8>),
        (status = 404, description = "No such release.", body = Error, content_type = "application/problem+json")))]
async fn download(State(app): State<App>, Path(digest): Path<String>) -> Result<Response> {
    let found = store::archive(&app.db, &digest.to_ascii_lowercase()).await?;
    let bytes = found.ok_or_else(|| Error::not_found("release"))?;
    Ok(zipped(&digest, bytes))
}

/// The archive of what is live of a pack, also where that is the version of the server's folders.
#[utoipa::path(get, path = "/api/v1/packs/{pack}/archive", tag = "releases", params(("pack" = String, Path)),
    responses((status = 200, description = "The archive.", content_type = "application/zip", body = Vec<u8>),
        (status = 404, description = "No such pack is live.", body = Error, content_type = "application/problem+json")))]
async fn archive(State(app): State<App>, Path(pack): Path<String>) -> Result<Response> {
    adopt(&app).await?;
    let source = app.catalog.source_of(&pack);
    let source = source.ok_or_else(|| Error::not_found("pack"))?;
    let packed = tokio::task::spawn_blocking(move || {
        (source.digest(), stadion_pack::archive::pack(&source))
    });
    let (digest, packed) = packed.await.map_err(|error| Error::internal(&error))?;
    let bytes = packed.map_err(|error| Error::internal(&error))?;
    Ok(zipped(&digest, bytes))
}

fn zipped(digest: &str, bytes: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"{digest}.zip\"");
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::ETAG, format!("\"{digest}\"")),
    ];
    (headers, bytes).into_response()
}

/// What a release would change.
#[derive(Serialize, ToSchema)]
struct PlanBody {
    /// Whether anything breaks what people stored or go by, answered by a migration or not.
    breaking: bool,
    /// The plan in words.
    text: String,
    /// By pack: versions, changes with their judgement, place and how much people hold of what
    /// breaks, and the problems that keep it from being released.
    #[schema(value_type = Vec<Object>)]
    packs: Vec<PackPlan>,
    /// What would be done in the background, in order, and for how many people.
    #[schema(value_type = Vec<Object>)]
    work: Vec<PlannedWork>,
}

/// Tells what publishing a pack would change, against what is live. Nothing is stored.
#[utoipa::path(post, path = "/api/v1/packs/plan", tag = "releases",
    request_body(content = Vec<u8>, content_type = "application/zip"),
    responses((status = 200, description = "The plan.", body = PlanBody),
        (status = 422, description = "The archive or the pack has errors; `errors` names file and line.", body = Error, content_type = "application/problem+json")))]
async fn look_ahead(State(app): State<App>, Zip(archive): Zip) -> Result<Json<PlanBody>> {
    let told = plan::plan(&app, archive).await?;
    Ok(Json(PlanBody {
        breaking: told.is_breaking,
        text: told.text,
        packs: told.plan.packs,
        work: told.plan.work,
    }))
}

#[derive(Serialize, ToSchema)]
struct LivePackList {
    items: Vec<LivePack>,
    /// What follows in the background from changed packs: how far it is, the latest first.
    #[schema(value_type = Vec<Object>)]
    migrations: Vec<Progress>,
}

/// How many migrations are listed.
const MIGRATIONS: u32 = 10;

/// What is live of a pack, or of a device adapter.
#[derive(Serialize, ToSchema)]
struct LivePack {
    pack: String,
    kind: Released,
    version: String,
    digest: String,
    /// Null when the version of the server's folders is live.
    release: Option<LiveSince>,
    /// A release that goes live later.
    planned: Option<Planned>,
}

/// What is released.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Released {
    Pack,
    Adapter,
    /// Planned, and nothing of it is live yet.
    New,
}

#[derive(Serialize, ToSchema)]
struct LiveSince {
    since: DateTime<Utc>,
    published_by: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct Planned {
    version: String,
    digest: String,
    at: DateTime<Utc>,
    by: Option<String>,
}

impl From<Due> for Planned {
    fn from(due: Due) -> Self {
        Self {
            version: due.version,
            digest: due.digest,
            at: due.at,
            by: due.by_name,
        }
    }
}

/// What is live of each pack and each device adapter, and what is planned.
#[utoipa::path(get, path = "/api/v1/packs", tag = "releases",
    responses((status = 200, description = "All packs.", body = LivePackList)))]
async fn list(State(app): State<App>) -> Result<Json<LivePackList>> {
    adopt(&app).await?;
    let live = store::live(&app.db).await?;
    let mut plans = store::plans(&app.db).await?;
    let (packs, adapters) = (app.catalog.packs(), app.catalog.adapters());
    let all = packs.packs.values();
    let of_packs = all.map(|pack| (Released::Pack, &pack.id, &pack.version, &pack.digest));
    let of_adapters = adapters
        .values()
        .map(|one| (Released::Adapter, &one.id, &one.version, &one.digest));
    let mut items = Vec::new();
    for (kind, id, version, digest) in of_packs.chain(of_adapters) {
        let release = live.iter().find(|release| release.pack == *id);
        let planned = plans.iter().position(|plan| plan.pack == *id);
        items.push(LivePack {
            pack: id.clone(),
            kind,
            version: version.to_string(),
            digest: digest.clone(),
            release: release.map(|live| LiveSince {
                since: live.since,
                published_by: live.published_by.clone(),
            }),
            planned: planned.map(|at| plans.remove(at).into()),
        });
    }
    // Of packs of which nothing is live yet.
    items.extend(plans.into_iter().map(|plan| LivePack {
        pack: plan.pack.clone(),
        kind: Released::New,
        version: String::new(),
        digest: String::new(),
        release: None,
        planned: Some(plan.into()),
    }));
    let migrations = migrate::progress(&app, MIGRATIONS).await?;
    Ok(Json(LivePackList { items, migrations }))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct HistoryQuery {
    /// `next_cursor` of the page before.
    cursor: Option<i64>,
    /// 1 to 100; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
struct HistoryPage {
    /// Newest first.
    items: Vec<HistoryLine>,
    next_cursor: Option<i64>,
}

/// A line of the audit trail.
#[derive(Serialize, ToSchema)]
struct HistoryLine {
    at: DateTime<Utc>,
    action: Action,
    /// Null is the version of the server's folders.
    version: Option<String>,
    digest: Option<String>,
    /// Digest of what was live before; null is the version of the folders, or nothing.
    previous: Option<String>,
    /// Display name; null once the account is gone.
    by: Option<String>,
    detail: String,
}

/// Who did what to a pack's releases.
#[utoipa::path(get, path = "/api/v1/packs/{pack}/history", tag = "releases", params(("pack" = String, Path), HistoryQuery),
    responses((status = 200, description = "A page of the audit trail.", body = HistoryPage)))]
async fn history(
    State(app): State<App>,
    Path(pack): Path<String>,
    Query(query): Query<HistoryQuery>,
) -> Result<Json<HistoryPage>> {
    let limit = query.limit.unwrap_or(20);
    if !(1..=100).contains(&limit) {
        let detail = "`limit` is a number from 1 to 100.";
        return Err(Error::bad_request("bad-limit", detail));
    }
    let mut found = store::history(&app.db, &pack, query.cursor, limit + 1).await?;
    let size = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = found.len() > size;
    found.truncate(size);
    let next_cursor = found.last().filter(|_| has_more).map(|line| line.seq);
    let lines = found.into_iter().filter_map(|line| {
        Some(HistoryLine {
            at: line.at,
            action: Action::parse(&line.action)?,
            version: line.version,
            digest: line.digest,
            previous: line.previous,
            by: line.by_name,
            detail: line.detail,
        })
    });
    Ok(Json(HistoryPage {
        items: lines.collect(),
        next_cursor,
    }))
}

/// Which stored release is to be live.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ActivateBody {
    digest: String,
    /// Digest of what was live when you looked, or `none`.
    #[serde(default)]
    base: Option<String>,
}

/// What is live now.
#[derive(Serialize, ToSchema)]
struct NowLive {
    pack: String,
    version: String,
    digest: String,
}

/// Makes a release live that was published before.
#[utoipa::path(post, path = "/api/v1/packs/{pack}/activate", tag = "releases", params(("pack" = String, Path)), request_body = ActivateBody,
    responses((status = 200, description = "It is live.", body = NowLive),
        (status = 404, description = "No such release of this pack.", body = Error, content_type = "application/problem+json"),
        (status = 409, description = "Something else is live than you looked at.", body = Error, content_type = "application/problem+json"),
        (status = 422, description = "It does not fit the other packs that are live.", body = Error, content_type = "application/problem+json")))]
async fn activate(
    State(app): State<App>,
    principal: Principal,
    Path(pack): Path<String>,
    Json(body): Json<ActivateBody>,
) -> Result<Json<NowLive>> {
    let digest = body.digest.to_ascii_lowercase();
    let seen = body.base.as_deref().map(base);
    let release = publish::activate(&app, principal.user_id, &pack, &digest, seen).await?;
    Ok(Json(NowLive {
        pack,
        version: release.version,
        digest,
    }))
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RollBackBody {
    /// Digest of what was live when you looked.
    #[serde(default)]
    base: Option<String>,
}

/// Puts back what was live before.
#[utoipa::path(post, path = "/api/v1/packs/{pack}/rollback", tag = "releases", params(("pack" = String, Path)), request_body = RollBackBody,
    responses((status = 200, description = "What is live again.", body = NowLive),
        (status = 404, description = "No such pack is live.", body = Error, content_type = "application/problem+json"),
        (status = 409, description = "Something else is live than you looked at, or nothing was before.", body = Error, content_type = "application/problem+json")))]
async fn roll_back(
    State(app): State<App>,
    principal: Principal,
    Path(pack): Path<String>,
    Json(body): Json<RollBackBody>,
) -> Result<Json<NowLive>> {
    let seen = body.base.as_deref().map(base);
    let digest = publish::roll_back(&app, principal.user_id, &pack, seen).await?;
    let (packs, adapters) = (app.catalog.packs(), app.catalog.adapters());
    let version = packs.pack(&pack).map(|pack| &pack.version);
    let version = version.or_else(|| Some(&adapters.get(&pack)?.version));
    let version = version.map(ToString::to_string);
    Ok(Json(NowLive {
        pack,
        version: version.unwrap_or_default(),
        digest,
    }))
}

/// Takes back what was to go live later.
#[utoipa::path(delete, path = "/api/v1/packs/{pack}/plan", tag = "releases", params(("pack" = String, Path)),
    responses((status = 204, description = "It will not go live."),
        (status = 404, description = "Nothing was planned.", body = Error, content_type = "application/problem+json")))]
async fn take_back(
    State(app): State<App>,
    principal: Principal,
    Path(pack): Path<String>,
) -> Result<axum::http::StatusCode> {
    withdraw(&app, &pack, principal.user_id).await?;
    Ok(axum::http::StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LeadQuery {
    /// Releases of this pack alone.
    pack: Option<String>,
    /// How many days to look back, 1 to 3650; 90 when left out.
    #[param(minimum = 1, maximum = 3650)]
    days: Option<u32>,
}

/// How long releases took.
#[derive(Serialize, ToSchema)]
struct LeadTimes {
    since: DateTime<Utc>,
    /// Each step of the way, then all from draft to live.
    stages: Vec<Stage>,
    /// Oldest first.
    releases: Vec<WayBody>,
    /// From choosing a device to its first data, by adapter and version; none where one pack is asked for.
    devices: Vec<SetupTime>,
}

/// A release's moments; null where nobody noted one, or it is still to come.
#[derive(Serialize, ToSchema)]
struct WayBody {
    pack: String,
    version: String,
    #[serde(flatten)]
    noted: Noted,
    published_at: DateTime<Utc>,
    live_at: Option<DateTime<Utc>>,
    /// The first workout that was recorded by it.
    first_effect_at: Option<DateTime<Utc>>,
}

/// From the first line of a version to the first person who trained by it, and from choosing a device to its
/// first data: median and p95.
#[utoipa::path(get, path = "/api/v1/insights/lead-times", tag = "insights", params(LeadQuery),
    responses((status = 200, description = "Lead times of releases.", body = LeadTimes)))]
async fn lead_times(
    State(app): State<App>,
    Query(query): Query<LeadQuery>,
) -> Result<Json<LeadTimes>> {
    let days = query.days.unwrap_or(LEAD_DAYS);
    if !(1..=3650).contains(&days) {
        let error = FieldError::new("days", "is a number from 1 to 3650");
        return Err(Error::invalid(vec![error]));
    }
    let since = app.clock.now() - Duration::days(i64::from(days));
    let mut ways = store::ways(&app.db, since).await?;
    ways.retain(|way| query.pack.as_ref().is_none_or(|pack| *pack == way.pack));
    let stages = leads::stages(&ways);
    let body = |way: Way| WayBody {
        pack: way.pack,
        version: way.version,
        noted: way.noted,
        published_at: way.published_at,
        live_at: way.live_at,
        first_effect_at: way.effect_at,
    };
    let setups = match query.pack {
        Some(_) => Vec::new(),
        None => devices::setups_since(&app, since).await?,
    };
    Ok(Json(LeadTimes {
        since,
        stages,
        devices: leads::setup_times(&setups),
        releases: ways.into_iter().map(body).collect(),
    }))
}
