//! Releases on both databases, through the router.

mod adapters;
mod lives;
mod refused;
mod trail;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use serde_json::Value;
use stadion_pack::archive;
use stadion_pack::source::PackSource;

use super::follow::look;
use crate::db::Db;
use crate::domains::identity::admin;
use crate::testing::{self, Answer, TestApp};
use crate::web::Role;

/// A sport whose only figure is what is counted.
fn pack(version: &str, title: &str) -> PackSource {
    let manifest = format!(
        "id: darts\nversion: {version}\ntitle: {{en: {title}}}\nsports:\n  leg:\n    title: {{en: Throwing}}\n    \
         archetype: session\n    metrics: [hits]\nmetrics:\n  hits: {{title: {{en: Hits}}, type: count}}\n"
    );
    PackSource::from_texts("darts", [("pack.yaml", manifest.as_str())])
}

async fn app(db: Db) -> (TestApp, String) {
    let app = testing::app(db).await;
    let token = somebody(&app, "publisher@example.org", Some(Role::Publisher)).await;
    (app, token)
}

/// The same database, another process.
async fn replica(db: &Db) -> TestApp {
    testing::app(db.clone()).await
}

async fn somebody(app: &TestApp, email: &str, role: Option<Role>) -> String {
    let (_, token) = app.register_confirmed(email).await;
    if let Some(role) = role {
        let granted = admin::grant(&app.app.db, &app.app.clock, email, role).await;
        assert!(granted.expect("granted"));
    }
    token
}

async fn send(app: &TestApp, token: &str, source: &PackSource, query: &str) -> Answer {
    let bytes = archive::pack(source).expect("an archive");
    send_bytes(app, token, &source.digest(), bytes, query).await
}

async fn send_bytes(
    app: &TestApp,
    token: &str,
    digest: &str,
    bytes: Vec<u8>,
    query: &str,
) -> Answer {
    let request = Request::builder()
        .method(Method::PUT)
        .uri(format!("/api/v1/releases/{digest}?{query}"))
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/zip")
        .body(Body::from(bytes));
    app.send(request.expect("a request")).await
}

/// Published, and live or planned.
async fn publish(app: &TestApp, token: &str, source: &PackSource, query: &str) -> Value {
    let answer = send(app, token, source, query).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.json());
    answer.json()
}

/// The version and title that the app of this process has.
fn live(app: &TestApp) -> Option<(String, String)> {
    let packs = app.app.catalog.packs();
    let pack = packs.pack("darts")?;
    Some((pack.version.to_string(), pack.title.get("en").to_owned()))
}

fn is_live(app: &TestApp, version: &str, title: &str) {
    assert_eq!(live(app), Some((version.to_owned(), title.to_owned())));
}

/// What is written in the trail, newest first: action and version.
async fn trail(app: &TestApp, token: &str) -> Vec<String> {
    let page = app.get("/api/v1/packs/darts/history", token).await.json();
    let items = page["items"].as_array().expect("items").clone();
    let line = |item: &Value| {
        let version = item["version"].as_str().unwrap_or("folder");
        format!("{} {version}", item["action"].as_str().expect("action"))
    };
    items.iter().map(line).collect()
}

async fn one_look(app: &TestApp) {
    look(&app.app).await.expect("a look");
}

/// The folders hold this pack besides.
fn in_folder(app: &TestApp, source: &PackSource) {
    for folder in app.app.catalog.folders() {
        let root = folder.join(&source.id_hint);
        std::fs::create_dir_all(&root).expect("a folder");
        for file in &source.files {
            std::fs::write(root.join(&file.path), &file.bytes).expect("a file");
        }
    }
    app.app.catalog.reload(Vec::new());
}
