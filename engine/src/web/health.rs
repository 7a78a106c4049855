//! Health that tells the truth: `/healthz` says that the process answers, `/readyz` whether it can
//! do its work, and if not, why.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;

use super::routes::Routes;
use super::{Access, Json, telemetry};
use crate::App;
use crate::db::Run;

/// `/healthz`, `/readyz` and the guarded `/metrics`.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .plain(Access::Public, "get", "/healthz", get(alive))
        .plain(Access::Public, "get", "/readyz", get(ready))
        .plain(
            Access::Public,
            "get",
            "/metrics",
            get(telemetry::guarded_metrics),
        )
}

#[derive(Serialize)]
struct Alive {
    status: &'static str,
}

async fn alive() -> Json<Alive> {
    Json(Alive { status: "ok" })
}

#[derive(Serialize)]
struct Readiness {
    status: &'static str,
    database: Check,
    migrations: Check,
    catalog: CatalogCheck,
}

#[derive(Serialize)]
struct Check {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

#[derive(Serialize)]
struct CatalogCheck {
    ok: bool,
    /// Packs that are served.
    packs: usize,
    /// Packs with errors: served in their last good version, or not at all.
    refused: usize,
    unreadable_folders: usize,
    errors: usize,
    warnings: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

impl CatalogCheck {
    fn is_whole(&self) -> bool {
        self.refused + self.unreadable_folders == 0
    }
}

/// 503 unless everything that requests need is there. Where some packs are served and others
/// cannot be, the server is `degraded` but ready: those who use the former need not wait.
async fn ready(State(app): State<App>) -> Response {
    let (database, migrations, catalog) =
        (database(&app).await, migrations(&app).await, packs(&app));
    let ok = database.ok && migrations.ok && catalog.ok;
    let (status, word) = match (ok, catalog.is_whole()) {
        (true, true) => (StatusCode::OK, "ready"),
        (true, false) => (StatusCode::OK, "degraded"),
        (false, _) => (StatusCode::SERVICE_UNAVAILABLE, "not ready"),
    };
    let body = Readiness {
        status: word,
        database,
        migrations,
        catalog,
    };
    (status, Json(body)).into_response()
}

/// The cause is logged; strangers learn only that there is one.
async fn database(app: &App) -> Check {
    let answer: Result<(i64,), _> = app.db.q("select cast(1 as bigint)").one().await;
    let reason = "the database does not answer; the log says why";
    check(answer.map(|_| true), reason)
}

async fn migrations(app: &App) -> Check {
    let reason = "the database is of another version than this build; restart to migrate it";
    check(app.db.is_current().await, reason)
}

fn check(answer: Result<bool, sqlx::Error>, reason: &'static str) -> Check {
    if let Err(error) = &answer {
        tracing::error!(%error, "not ready");
    }
    let ok = answer.unwrap_or(false);
    Check {
        ok,
        reason: (!ok).then_some(reason),
    }
}

fn packs(app: &App) -> CatalogCheck {
    let live = app.catalog.live();
    let packs = live.packs.packs.len();
    let (refused, unreadable_folders) = (live.refused(), live.unreadable.len());
    let (errors, warnings) = live.counts();
    let reason = match (packs, refused, unreadable_folders) {
        (0, ..) => Some("no pack is live; run `stadion check` on the pack folders"),
        (_, 0, 0) => None,
        (_, 0, _) => Some("a pack folder cannot be read; the server named it on its terminal"),
        _ => Some("a pack has errors; run `stadion check` on the pack folders"),
    };
    CatalogCheck {
        ok: packs > 0,
        packs,
        refused,
        unreadable_folders,
        errors,
        warnings,
        reason,
    }
}
