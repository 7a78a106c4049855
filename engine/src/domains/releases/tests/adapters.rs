//! Device adapters go live by the same way as packs.

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::*;
use crate::db::testing::both;

/// A made-up sensor's service.
fn adapter(version: &str, policy: &str, id_path: &str) -> PackSource {
    let ranks = policy != "owner";
    let yaml = format!(
        "id: acme-band\nversion: {version}\nvendor: Acme\nlocales: [en]\nlabel: simulated\n\
         models: {{band: {{title: {{en: Band}}, icon: heart}}}}\n\
         data_policy: {{visible_to: {policy}, rankings: {ranks}, promos: true, models: true}}\n\
         transport: {{api: {{id: {id_path}}}}}\n\
         decode: {{format: json, records: \"runs[*]\"}}\n\
         normalize:\n  - {{field: start_time, from: start}}\n  - {{field: sport, value: running}}\n  \
         - {{field: total_distance, from: metres, unit: m}}\n\
         dedupe: {{id: {id_path}}}\n\
         examples:\n  - name: a run\n    given: {{payload: fixtures/run.json}}\n    \
         expect: {{activities: [{{sport: running, total_distance: 5 km}}]}}\n"
    );
    let run = "{\"runs\": [{\"id\": \"a\", \"key\": \"k\", \"start\": \"2026-06-19T06:00:00Z\", \
        \"metres\": 5000}]}";
    PackSource::from_texts(
        "acme-band",
        [("adapter.yaml", yaml.as_str()), ("fixtures/run.json", run)],
    )
}

fn version_of(app: &TestApp) -> Option<String> {
    let adapters = app.app.catalog.adapters();
    Some(adapters.get("acme-band")?.version.to_string())
}

#[tokio::test]
async fn an_adapter_is_live_at_once_on_every_replica_and_is_taken_back() {
    both(|db| async move {
        let (app, token) = app(db.clone()).await;
        let second = replica(&db).await;
        let first = adapter("1.0.0", "public", "id");
        let sent = publish(&app, &token, &first, "base=none").await;
        assert_eq!(
            (&sent["pack"], &sent["cases"]),
            (&json!("acme-band"), &json!(1))
        );
        assert_eq!(version_of(&app).as_deref(), Some("1.0.0"));
        assert_eq!(version_of(&second), None);
        one_look(&second).await;
        assert_eq!(version_of(&second).as_deref(), Some("1.0.0"));
        publish(&app, &token, &adapter("1.1.0", "public", "id"), "").await;
        let listed = app.get("/api/v1/packs", &token).await.json();
        let item = &listed["items"][0];
        assert_eq!(
            (&item["kind"], &item["version"]),
            (&json!("adapter"), &json!("1.1.0"))
        );
        let archive = app.get("/api/v1/packs/acme-band/archive", &token).await;
        assert_eq!(archive.status, StatusCode::OK);
        let path = "/api/v1/packs/acme-band/rollback";
        let back = app.post(path, &token, json!({})).await.json();
        assert_eq!(back["version"], "1.0.0", "{back}");
        assert_eq!(version_of(&app).as_deref(), Some("1.0.0"));
        let trail = app
            .get("/api/v1/packs/acme-band/history", &token)
            .await
            .json();
        assert_eq!(trail["items"][0]["action"], "rolled_back");
        // Packs are served as before.
        publish(&app, &token, &pack("1.0.0", "Darts"), "").await;
        is_live(&app, "1.0.0", "Darts");
        assert_eq!(version_of(&app).as_deref(), Some("1.0.0"));
    })
    .await;
}

#[tokio::test]
async fn a_rollback_puts_the_folders_adapter_back() {
    both(|db| async move {
        let app = testing::app_with(db, |config| config.adapters = vec![config.data.join("own")]);
        let app = app.await;
        let token = somebody(&app, "publisher@example.org", Some(Role::Publisher)).await;
        let own = adapter("0.9.0", "public", "id");
        let root = app.app.config.adapters[0].join("acme-band");
        for file in &own.files {
            let path = root.join(&file.path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, &file.bytes).expect("a file");
        }
        app.app.catalog.reload(Vec::new());
        assert_eq!(version_of(&app).as_deref(), Some("0.9.0"));
        let base = format!("base={}", own.digest());
        publish(&app, &token, &adapter("1.0.0", "public", "id"), &base).await;
        assert_eq!(version_of(&app).as_deref(), Some("1.0.0"));
        let path = "/api/v1/packs/acme-band/rollback";
        let back = app.post(path, &token, json!({})).await;
        assert_eq!(back.status, StatusCode::OK, "{}", back.json());
        assert_eq!(version_of(&app).as_deref(), Some("0.9.0"));
    })
    .await;
}

#[tokio::test]
async fn a_broken_adapter_or_one_whose_examples_fail_is_refused_at_its_line() {
    both(|db| async move {
        let (app, token) = app(db).await;
        let broken = |from: &str, to: &str| {
            let mut source = adapter("1.0.0", "public", "id");
            let file = source
                .files
                .iter_mut()
                .find(|file| file.path == "adapter.yaml");
            let file = file.expect("it");
            let text = String::from_utf8(file.bytes.clone()).expect("text");
            file.bytes = text.replace(from, to).into_bytes();
            source
        };
        for (from, to, code, line) in [
            ("unit: m}", "unit: kg}", "pack-errors", "adapter.yaml:13"),
            ("5 km", "6 km", "cases-failed", "adapter.yaml:18"),
        ] {
            let answer = send(&app, &token, &broken(from, to), "").await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            let told = answer.json();
            assert_eq!(
                (&told["code"], &told["errors"][0]["field"]),
                (&json!(code), &json!(line)),
                "{told}"
            );
        }
        assert_eq!(version_of(&app), None);
        // Its id is a pack's, and the other way round.
        publish(&app, &token, &adapter("1.0.0", "public", "id"), "").await;
        let mut darts = pack("1.0.0", "Darts");
        let text = String::from_utf8(darts.files[0].bytes.clone()).expect("text");
        darts.files[0].bytes = text.replace("id: darts", "id: acme-band").into_bytes();
        let answer = send(&app, &token, &darts, "").await;
        assert!(!answer.status.is_success(), "{}", answer.json());
        publish(&app, &token, &pack("1.0.0", "Darts"), "").await;
        let darts = broken("id: acme-band", "id: darts");
        let answer = send(&app, &token, &darts, "").await;
        assert_eq!(answer.json()["code"], "id-taken");
    })
    .await;
}

#[tokio::test]
async fn what_breaks_for_those_who_are_connected_is_told_before() {
    both(|db| async move {
        let (app, token) = app(db).await;
        publish(&app, &token, &adapter("1.0.0", "public", "id"), "").await;
        let bytes = archive::pack(&adapter("1.1.0", "owner", "key")).expect("an archive");
        let request = Request::builder()
            .method(Method::POST)
            .uri("/api/v1/packs/plan")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/zip")
            .body(Body::from(bytes));
        let told = app.send(request.expect("a request")).await.json();
        assert_eq!(told["breaking"], true, "{told}");
        let changes = told["packs"][0]["changes"].as_array().expect("changes");
        let keys: Vec<_> = changes.iter().map(|change| change["key"].clone()).collect();
        assert_eq!(
            keys,
            [
                "dedupe.id",
                "transport.api.id",
                "data_policy.visible_to",
                "data_policy.rankings"
            ]
        );
        let text = told["text"].as_str().expect("a text");
        assert!(text.contains("comes a second time"), "{text}");
        assert_eq!(version_of(&app).as_deref(), Some("1.0.0"));
    })
    .await;
}
