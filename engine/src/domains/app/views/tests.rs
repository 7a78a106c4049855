//! What makes an app installable, through the router.

use axum::http::{Method, StatusCode, header};
use resvg::tiny_skia::Pixmap;
use serde_json::Value;

use crate::db::testing::both;
use crate::testing::{Answer, TestApp, app_with, request};

async fn app(db: crate::db::Db) -> TestApp {
    let packs = |name: &str| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let packs = vec![packs("../sport-packs"), packs("../examples/new-sport")];
    app_with(db, |config| config.packs = packs).await
}

async fn get(app: &TestApp, path: &str) -> Answer {
    let answer = app.send(request(Method::GET, path, None, None)).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer
}

fn text(manifest: &Value, field: &str) -> String {
    manifest[field].as_str().expect(field).to_owned()
}

#[tokio::test]
async fn each_app_has_a_manifest_in_the_language_asked_for() {
    both(|db| async move {
        let app = app(db).await;
        for pack in ["running", "disc-golf"] {
            let at = format!("/{pack}/manifest.webmanifest");
            let answer = get(&app, &at).await;
            assert_eq!(
                answer.header(header::CONTENT_TYPE),
                "application/manifest+json"
            );
            let manifest = answer.json();
            for field in ["id", "start_url", "scope"] {
                assert_eq!(manifest[field], format!("/{pack}/"), "{field}");
            }
            assert_eq!(manifest["display"], "standalone");
            assert_eq!(manifest["shortcuts"][0]["url"], format!("/{pack}/record"));
            let russian = get(&app, &format!("{at}?lang=ru")).await.json();
            assert_eq!(
                (russian["lang"].as_str(), manifest["lang"].as_str()),
                (Some("ru"), Some("en"))
            );
            assert_ne!(text(&russian, "name"), text(&manifest, "name"));
            assert_eq!(russian["id"], manifest["id"], "one app in any language");
        }
        let missing = request(Method::GET, "/nosuch/manifest.webmanifest", None, None);
        assert_eq!(app.send(missing).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn the_icons_of_a_manifest_are_pictures_of_the_size_it_says() {
    both(|db| async move {
        let app = app(db).await;
        let manifest = get(&app, "/disc-golf/manifest.webmanifest").await.json();
        let icons = manifest["icons"].as_array().expect("icons");
        let purposes: Vec<_> = icons.iter().map(|icon| text(icon, "purpose")).collect();
        assert!(purposes.contains(&"any".into()) && purposes.contains(&"maskable".into()));
        for icon in icons {
            let answer = get(&app, &text(icon, "src")).await;
            assert_eq!(answer.header(header::CONTENT_TYPE), text(icon, "type"));
            assert!(answer.header(header::CACHE_CONTROL).contains("immutable"));
            if text(icon, "type") == "image/png" {
                let picture = Pixmap::decode_png(&answer.body).expect("a PNG");
                let said = format!("{}x{}", picture.width(), picture.height());
                assert_eq!(text(icon, "sizes"), said);
                let corner = picture.pixel(0, 0).expect("a corner").alpha();
                assert_eq!(corner == 255, text(icon, "purpose") == "maskable");
            }
        }
        let touch = get(&app, "/disc-golf/icon/touch-180.png").await;
        assert_eq!(Pixmap::decode_png(&touch.body).expect("a PNG").width(), 180);
        let other = request(Method::GET, "/disc-golf/icon/app-4096.png", None, None);
        assert_eq!(app.send(other).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn the_worker_is_a_script_below_its_app_and_asked_for_again() {
    both(|db| async move {
        let app = app(db).await;
        let worker = get(&app, "/running/sw.js").await;
        assert!(
            worker
                .header(header::CONTENT_TYPE)
                .starts_with("text/javascript")
        );
        assert_eq!(worker.header(header::CACHE_CONTROL), "no-cache");
        let policy = worker.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.contains("script-src 'self'"), "{policy}");
        let script = String::from_utf8(worker.body.clone()).expect("text");
        assert!(script.contains("self.registration.scope"));
    })
    .await;
}

#[tokio::test]
async fn the_page_for_no_network_holds_nothing_personal() {
    both(|db| async move {
        let app = app(db).await;
        let (id, token) = app.register_confirmed("dana@example.org").await;
        let answer = app.get("/running/offline", &token).await;
        let html = String::from_utf8(answer.body).expect("text");
        assert!(
            html.contains("No network") && html.contains("data-no-page"),
            "{html}"
        );
        assert!(!html.contains(&id.to_string()) && !html.contains("data-user"));
        let app_page = String::from_utf8(app.get("/running/", &token).await.body).expect("text");
        assert!(app_page.contains("rel=\"manifest\"") && app_page.contains("apple-touch-icon"));
        assert_eq!(app_page.matches("name=\"theme-color\"").count(), 2);
    })
    .await;
}
