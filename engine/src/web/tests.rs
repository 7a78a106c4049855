//! Walks every route there is.

use std::collections::BTreeSet;
use std::path::PathBuf;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use chrono::DateTime;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::routes::RouteInfo;
use super::{Access, problems::PROBLEMS};
use crate::App;
use crate::clock::Clock;
use crate::config::{Config, Raw, Secret};
use crate::db::{Run, testing::Fresh};
use crate::domains;

async fn with_app<F: Future<Output = ()>>(test: impl FnOnce(App) -> F) {
    with_packs(Vec::new(), test).await;
}

async fn with_packs<F: Future<Output = ()>>(packs: Vec<PathBuf>, test: impl FnOnce(App) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let fresh = Fresh::sqlite().await;
    let raw = Raw {
        data: Some(folder.path().into()),
        packs: Some(packs),
        database: Some(Secret::new(&fresh.url)),
        metrics_token: Some(Secret::new("scrape me")),
        ..Raw::default()
    };
    let config = Config::load(None, [], raw).unwrap();
    let clock = Clock::fixed(DateTime::from_timestamp(1_800_000_000, 0).unwrap(), 7);
    let app = App::open(config, clock).await.unwrap();
    test(app.clone()).await;
    app.db.close().await;
    fresh.remove().await;
}

async fn call(router: &Router, request: Request<Body>) -> Response {
    router.clone().oneshot(request).await.unwrap()
}

/// As a stranger, with nothing.
async fn knock(router: &Router, route: &RouteInfo) -> Response {
    let request = Request::builder()
        .method(route.method.as_str())
        .uri(concrete(&route.path))
        .body(Body::empty());
    call(router, request.unwrap()).await
}

async fn get(router: &Router, path: &str) -> Response {
    call(router, Request::get(path).body(Body::empty()).unwrap()).await
}

async fn json_of(response: Response) -> Value {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&bytes).unwrap()
}

/// `/api/v1/workouts/{id}` with an id that may stand there.
fn concrete(path: &str) -> String {
    let fill = |segment: &str| match segment.strip_prefix('{') {
        Some(_) => "01890a5d-ac96-774b-bcce-b302099a8057".to_owned(),
        None => segment.to_owned(),
    };
    path.split('/').map(fill).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn each_api_route_refuses_strangers_exactly_as_its_access_says() {
    with_app(|app| async move {
        let router = app.router();
        for route in super::with_shared(domains::routes()).table() {
            if !route.api {
                continue;
            }
            let response = knock(&router, route).await;
            let refused = response.status() == StatusCode::UNAUTHORIZED;
            let what = format!("{} {}: {}", route.method, route.path, response.status());
            assert_eq!(refused, route.access != Access::Public, "{what}");
            assert!(!response.status().is_server_error(), "{what}");
        }
    })
    .await;
}

/// A page sends strangers to the login, which leads back; a machine's route says 401.
#[tokio::test]
async fn each_page_sends_strangers_to_the_login_exactly_as_its_access_says() {
    with_app(|app| async move {
        let router = app.router();
        let mut guarded = 0;
        for route in super::with_shared(domains::routes()).table() {
            if route.api {
                continue;
            }
            let response = knock(&router, route).await;
            let location = response.headers().get("location");
            let to_login = location
                .and_then(|location| location.to_str().ok())
                .is_some_and(|location| location.starts_with("/login?next="));
            let refused = to_login || response.status() == StatusCode::UNAUTHORIZED;
            let what = format!("{} {}: {}", route.method, route.path, response.status());
            assert_eq!(refused, route.access != Access::Public, "{what}");
            assert!(!response.status().is_server_error(), "{what}");
            guarded += usize::from(to_login);
        }
        assert!(guarded > 10, "{guarded} pages sent a stranger to the login");
    })
    .await;
}

#[test]
fn routes_and_their_description_agree() {
    let routes = super::with_shared(domains::routes());
    let registered: BTreeSet<(String, String)> = routes
        .table()
        .iter()
        .filter(|route| route.path.starts_with("/api/v1"))
        .map(|route| (route.path.clone(), route.method.to_lowercase()))
        .collect();
    let document = serde_json::to_value(App::openapi()).unwrap();
    let mut described = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let what = format!("{method} {path}");
            described.insert((path.clone(), method.clone()));
            let told = |key: &str| operation[key].as_str().is_some_and(|text| !text.is_empty());
            assert!(
                told("summary") || told("description"),
                "{what} says nothing"
            );
            assert!(told("operationId"), "{what} has no id");
            assert!(
                ids.insert(operation["operationId"].to_string()),
                "{what}: its id is taken"
            );
            assert!(operation["tags"][0].is_string(), "{what} has no tag");
            for (status, response) in operation["responses"].as_object().unwrap() {
                let described = response["description"].as_str().unwrap_or_default();
                assert!(!described.is_empty(), "{what} does not describe {status}");
                let problem = &response["content"]["application/problem+json"];
                let fails = status.starts_with(['4', '5']);
                assert_eq!(problem.is_object(), fails, "{what}: {status}");
            }
        }
    }
    assert_eq!(registered, described);
}

#[test]
fn a_write_of_a_known_caller_declares_its_key_and_what_comes_of_it() {
    let document = serde_json::to_value(App::openapi()).unwrap();
    for route in super::with_shared(domains::routes()).table() {
        if !route.api {
            continue;
        }
        let operation = &document["paths"][&route.path][route.method.to_lowercase()];
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let keys = parameters.filter(|parameter| parameter["name"] == "Idempotency-Key");
        let takes_key = route.access.is_of_users() && route.method != "GET";
        let what = format!("{} {}", route.method, route.path);
        assert_eq!(keys.count(), usize::from(takes_key), "{what}");
        let told = |status: &str| {
            let words = operation["responses"][status]["description"].as_str();
            words.is_some_and(|words| words.contains("Idempotency-Key"))
        };
        assert_eq!((told("409"), told("422")), (takes_key, takes_key), "{what}");
    }
}

#[test]
fn every_reference_in_the_description_leads_somewhere() {
    let document = serde_json::to_value(App::openapi()).unwrap();
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
    for operation in document["paths"].as_object().unwrap().values() {
        for scheme in ["bearer", "session"] {
            let defined = &document["components"]["securitySchemes"][scheme];
            assert!(defined.is_object(), "{operation}: {scheme}");
        }
    }
}

#[tokio::test]
async fn what_no_route_takes_is_a_problem_document_too() {
    with_app(|app| async move {
        let router = app.router();
        let unknown = get(&router, "/api/v1/none").await;
        assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
        assert_eq!(
            unknown.headers()["content-type"],
            "application/problem+json"
        );
        assert_eq!(json_of(unknown).await["code"], "not-found");

        let request = Request::delete("/api/v1/problems")
            .body(Body::empty())
            .unwrap();
        let wrong = call(&router, request).await;
        assert_eq!(wrong.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert!(wrong.headers()["allow"].to_str().unwrap().contains("GET"));
        assert_eq!(json_of(wrong).await["code"], "method-not-allowed");

        let request = Request::head("/api/v1/problems")
            .body(Body::empty())
            .unwrap();
        assert_eq!(call(&router, request).await.status(), StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn every_answer_carries_an_id_and_the_security_headers() {
    with_app(|app| async move {
        let router = app.router();
        for path in ["/healthz", "/none", "/api/openapi.json"] {
            let request = Request::get(path).header("x-request-id", "trace-1");
            let response = call(&router, request.body(Body::empty()).unwrap()).await;
            let headers = response.headers();
            assert_eq!(headers["x-request-id"], "trace-1");
            assert_eq!(headers["x-content-type-options"], "nosniff");
            let policy = headers["content-security-policy"].to_str().unwrap();
            assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"));
        }
        let request = Request::get("/healthz").header("x-request-id", "forged line");
        let response = call(&router, request.body(Body::empty()).unwrap()).await;
        let id = response.headers()["x-request-id"].to_str().unwrap();
        assert!(id.parse::<uuid::Uuid>().is_ok(), "{id}");
    })
    .await;
}

#[tokio::test]
async fn health_tells_what_is_missing() {
    with_app(|app| async move {
        let router = app.router();
        assert_eq!(get(&router, "/healthz").await.status(), StatusCode::OK);
        let response = get(&router, "/readyz").await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        let body = json_of(response).await;
        assert_eq!(body["database"], json!({"ok": true}));
        assert_eq!(body["migrations"], json!({"ok": true}));
        assert_eq!(body["catalog"]["ok"], false);
        app.db.close().await;
        let body = json_of(get(&router, "/readyz").await).await;
        assert_eq!(body["database"]["ok"], false);
        assert_eq!(get(&router, "/healthz").await.status(), StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn health_tells_packs_that_are_not_served_while_others_are() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    let save = |id: &str, text: &str| {
        let pack = place.join(id);
        std::fs::create_dir_all(&pack).unwrap();
        std::fs::write(pack.join("pack.yaml"), text).unwrap();
    };
    let good = "id: good\nversion: 1.0.0\ntitle: {en: Good}\n";
    save("packs/good", good);
    save("packs/bad", "id: bad\nversion: 1.0.0\ntitel: {en: Bad}\n");
    let packs = [place.join("packs"), place.join("missing")];
    with_packs(packs.into(), |app| async move {
        let router = app.router();
        let health = || async {
            let response = get(&router, "/readyz").await;
            (response.status(), json_of(response).await)
        };
        let (status, body) = health().await;
        assert_eq!(
            (status, &body["status"]),
            (StatusCode::OK, &json!("degraded"))
        );
        let catalog = &body["catalog"];
        let told = |key: &str| catalog[key].as_u64().unwrap();
        assert_eq!((told("packs"), told("refused")), (1, 1), "{body}");
        assert_eq!(told("unreadable_folders"), 1, "{body}");
        assert!(told("errors") > 0 && catalog["warnings"] == 0, "{body}");
        assert!(
            catalog["reason"]
                .as_str()
                .unwrap()
                .contains("stadion check")
        );

        std::fs::remove_dir_all(place.join("packs/bad")).unwrap();
        app.catalog.reload(Vec::new());
        let (_, body) = health().await;
        assert_eq!(body["status"], "degraded", "{body}");
        save("missing/late", &good.replace("good", "late"));
        app.catalog.reload(Vec::new());
        let (_, body) = health().await;
        assert_eq!(body["status"], "ready", "{body}");
        assert_eq!(body["catalog"].get("reason"), None);
    })
    .await;
}

#[tokio::test]
async fn a_database_of_another_version_is_not_ready() {
    with_app(|app| async move {
        let undone = "update _sqlx_migrations set success = false";
        app.db.q(undone).run().await.unwrap();
        let response = get(&app.router(), "/readyz").await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        let body = json_of(response).await;
        assert_eq!(body["migrations"]["ok"], false, "{body}");
        assert!(body["migrations"]["reason"].is_string(), "{body}");
        assert_eq!(body["database"], json!({"ok": true}));
    })
    .await;
}

#[tokio::test]
async fn figures_need_their_token() {
    with_app(|app| async move {
        super::telemetry::start(&app.config);
        let router = app.router();
        assert_eq!(
            get(&router, "/metrics").await.status(),
            StatusCode::NOT_FOUND
        );
        for (token, status) in [("wrong", 404), ("scrape me", 200)] {
            let request =
                Request::get("/metrics").header("authorization", format!("Bearer {token}"));
            let response = call(&router, request.body(Body::empty()).unwrap()).await;
            assert_eq!(response.status(), status);
            if status == 200 {
                let bytes = response.into_body().collect().await.unwrap().to_bytes();
                let text = String::from_utf8(bytes.to_vec()).unwrap();
                assert!(text.contains(
                    "stadion_http_requests_total{method=\"GET\",route=\"/metrics\",status=\"404\"} "
                ));
                assert!(text.contains("stadion_packs_live 0"));
                assert!(text.contains("stadion_packs_refused 0"));
            }
        }
    })
    .await;
}

/// A code that no list explains is no contract.
#[test]
fn every_problem_code_in_the_source_is_listed() {
    let listed: BTreeSet<&str> = PROBLEMS.iter().map(|problem| problem.code).collect();
    assert_eq!(listed.len(), PROBLEMS.len(), "a code is listed twice");
    let mut used = BTreeSet::new();
    codes_below(
        std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
        &mut used,
    );
    let used: BTreeSet<&str> = used.iter().map(String::as_str).collect();
    assert_eq!(used, listed);
}

/// The texts that stand as code in `Error::new(StatusCode::…, "code"`, `bad_request("code"` and
/// `conflict("code"`.
fn codes_below(folder: &std::path::Path, codes: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            codes_below(&path, codes);
        } else if path.extension().is_some_and(|ext| ext == "rs") && !path.ends_with("tests.rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for call in ["Error::new(", "Self::new(", "with_fields("] {
                let calls = text.split(call).skip(1);
                codes.extend(calls.filter_map(|arguments| {
                    let rest = arguments.trim_start().strip_prefix("StatusCode::")?;
                    literal(rest.split_once(',')?.1)
                }));
            }
            for call in ["bad_request(", "conflict("] {
                codes.extend(text.split(call).skip(1).filter_map(literal));
            }
        }
    }
}

/// The code that stands first in `arguments`.
fn literal(arguments: &str) -> Option<String> {
    let code = arguments
        .trim_start()
        .strip_prefix('"')?
        .split('"')
        .next()?;
    let kebab = |c: char| c.is_ascii_lowercase() || c == '-';
    (!code.is_empty() && code.chars().all(kebab)).then(|| code.to_owned())
}
