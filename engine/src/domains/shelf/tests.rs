//! Stories of the shelf: what is shown to whom, and links out that lead nowhere else.

use std::path::Path;

use axum::http::{Method, StatusCode, header};
use serde_json::json;
use uuid::Uuid;

use super::model::Link;
use super::rules::links;
use super::{catalogue, store};
use crate::db::Db;
use crate::db::testing::both;
use crate::domains::gear::service::{self, NewItem};
use crate::domains::workouts::tests::{at, outing, packs, record};
use crate::testing::{Answer, TestApp, app_with, request};

const KEY: &str = "a key of at least thirty-two characters";

fn example() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/catalogue.yaml")
}

async fn app(db: Db) -> TestApp {
    app_with(db, |config| {
        config.packs = vec![packs()];
        config.catalog = Some(example());
        config.shop_hosts = vec!["shop.example".into()];
        config.shop_key = Some(crate::config::Secret::new(KEY));
    })
    .await
}

fn html(answer: &Answer) -> String {
    let text = String::from_utf8(answer.body.clone()).expect("text");
    text.replace("&#x2f;", "/").replace('\u{a0}', " ")
}

async fn see(app: &TestApp, path: &str, token: &str) -> String {
    let answer = app.get(path, token).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    html(&answer)
}

async fn run(app: &TestApp, user_id: Uuid) {
    record(
        app,
        user_id,
        outing(at("2026-11-20T06:00:00Z"), 10_000.0, 3_000.0),
    )
    .await;
}

async fn worn_pair(app: &TestApp, user_id: Uuid) {
    let pair = NewItem {
        kind: "running.running_shoes".into(),
        name: "Kestrel 4".into(),
        default_sport: Some("running.run".into()),
        used_before: Some(572_000.0),
        ..NewItem::default()
    };
    service::add(&app.app, user_id, pair).await.expect("added");
}

/// The first way out that a page has.
fn way_out(page: &str) -> String {
    let rest = page.split("href=\"/go/").nth(1).expect("a link out");
    format!("/go/{}", rest.split('"').next().unwrap_or_default())
}

#[tokio::test]
async fn a_worn_pair_brings_its_successors_with_the_reason_and_can_be_hidden() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, token) = app.register_confirmed("shelf@example.org").await;
        worn_pair(&app, user_id).await;
        let nothing = see(&app, "/running/gear", &token).await;
        assert!(!nothing.contains("/go/"), "nothing was recorded yet");
        run(&app, user_id).await;
        let page = see(&app, "/running/gear", &token).await;
        assert!(
            page.contains("Because your Kestrel 4 has 118 km left"),
            "{page}"
        );
        assert_eq!(page.matches("<aside class=\"card shelf\"").count(), 1);
        assert_eq!(
            page.matches("class=\"product\"").count(),
            2,
            "one is not sold here"
        );
        assert!(page.contains("rel=\"noopener noreferrer nofollow sponsored\""));
        assert!(page.contains("$129"));
        assert!(
            page.find("in-use") < page.find("shelf-head"),
            "after the content"
        );
        let join = crate::domains::identity::service::join(&app.app, user_id, "running");
        join.await.expect("joined");
        let home = see(&app, "/running/", &token).await;
        assert!(home.contains("Kestrel 4: 118 km left") && home.contains("/running/gear#shelf"));
        assert!(
            !see(&app, "/running/workouts", &token)
                .await
                .contains("Kestrel")
        );
        // Hidden for three months, with a way back.
        let hide = request(Method::POST, "/running/gear/shelf/hide", Some(&token), None);
        assert_eq!(app.send(hide).await.status, StatusCode::SEE_OTHER);
        let page = see(&app, "/running/gear?did=hidden", &token).await;
        assert!(!page.contains("/go/") && page.contains("/running/gear/shelf/show"));
        assert!(!see(&app, "/running/", &token).await.contains("shelf-row"));
        let rests_at = |time: &str| store::is_resting(&db, user_id, "running", at(time));
        assert!(rests_at("2027-02-21T08:59:59Z").await.expect("resting"));
        assert!(!rests_at("2027-02-21T09:00:00Z").await.expect("over"));
        let rests = store::rests(&db, user_id).await.expect("rests");
        assert_eq!(rests.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_a_sport_needs_and_a_person_lacks_is_shown_by_the_api_too() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("lack@example.org").await;
        run(&app, user_id).await;
        let told = app.get("/api/v1/shelf?pack=running", &token).await.json();
        assert_eq!(told["shelf"]["reason"], "missing", "{told}");
        assert_eq!(told["shelf"]["kind"], "running.running_shoes");
        assert_eq!(
            told["shelf"]["offers"][0]["price"],
            json!({"minor": 12900, "currency": "USD"})
        );
        let cycling = app.get("/api/v1/shelf?pack=cycling", &token).await.json();
        assert!(
            cycling["shelf"].is_null(),
            "a sport that was never done: {cycling}"
        );
        let hide = json!({"pack": "running"});
        let hidden = app.post("/api/v1/shelf/hide", &token, hide).await;
        assert_eq!(hidden.status, StatusCode::CREATED);
        assert_eq!(hidden.json()["until"], "2027-02-21T09:00:00Z");
        let told = app.get("/api/v1/shelf?pack=running", &token).await.json();
        assert!(told["shelf"].is_null());
        let again = "/api/v1/shelf/hide?pack=running";
        let again = app.call(Method::DELETE, again, Some(&token), None).await;
        assert_eq!(again.status, StatusCode::NO_CONTENT);
        let told = app.get("/api/v1/shelf?pack=running", &token).await.json();
        assert_eq!(told["shelf"]["reason"], "missing");
        assert_eq!(
            app.get("/api/v1/shelf?pack=nothing", &token).await.status,
            404
        );
    })
    .await;
}

#[tokio::test]
async fn who_withdrew_the_consent_is_shown_nothing() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("consent@example.org").await;
        run(&app, user_id).await;
        assert!(see(&app, "/running/gear", &token).await.contains("/go/"));
        let kind = crate::domains::identity::model::ConsentKind::Personalisation;
        let say =
            |given| crate::domains::identity::service::consent(&app.app, user_id, kind, given);
        say(false).await.expect("withdrawn");
        assert!(!see(&app, "/running/gear", &token).await.contains("/go/"));
        say(true).await.expect("given");
        assert!(see(&app, "/running/gear", &token).await.contains("/go/"));
    })
    .await;
}

#[tokio::test]
async fn a_link_out_leads_to_the_shop_and_is_counted() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, token) = app.register_confirmed("click@example.org").await;
        run(&app, user_id).await;
        let link = way_out(&see(&app, "/running/gear", &token).await);
        // It needs no login: the browser that opens it may send none.
        let answer = app.call(Method::GET, &link, None, None).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(
            answer.header(header::LOCATION),
            "https://shop.example/shoes/kestrel-5"
        );
        assert_eq!(answer.header(header::REFERRER_POLICY), "no-referrer");
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
        let head = app.call(Method::HEAD, &link, None, None).await;
        assert_eq!(head.status, StatusCode::SEE_OTHER);
        let clicks = store::clicks(&db, user_id).await.expect("clicks");
        assert_eq!(clicks.len(), 1, "looking is not following: {clicks:?}");
        assert_eq!(
            (
                clicks[0].product.as_str(),
                clicks[0].place.as_str(),
                clicks[0].pack.as_str()
            ),
            ("kestrel-5", "gear", "running")
        );
        let counts = store::click_counts(&db).await.expect("counts");
        assert_eq!(counts, [("running".to_owned(), "gear".to_owned(), 1)]);
    })
    .await;
}

#[tokio::test]
async fn a_link_that_is_not_ours_opens_nothing() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, token) = app.register_confirmed("hostile@example.org").await;
        run(&app, user_id).await;
        let good = way_out(&see(&app, "/running/gear", &token).await);
        let sign = |product: &str, key: &str, days: i64| {
            let link = Link {
                product: product.into(),
                place: "gear".into(),
                pack: "running".into(),
                user_id: Some(user_id),
                expires: app.app.clock.now() + chrono::Duration::days(days),
            };
            format!("/go/{}", links::sign(key.as_bytes(), &link))
        };
        let (most, last) = good.split_at(good.len() - 1);
        let tampered = format!("{most}{}", if last == "A" { "E" } else { "A" });
        let cases = [
            (tampered, 400),
            (sign("kestrel-5", "another key", 30), 400),
            (sign("kestrel-5", KEY, -1), 410),
            (sign("https://evil.example/", KEY, 30), 410),
            ("/go/https:%2F%2Fevil.example".into(), 400),
            ("/go/%2F%2Fevil.example".into(), 400),
            ("/go/shop.example@evil.example".into(), 400),
            ("/go/%D1%8B.%D1%8E".into(), 400),
            ("/go/%00".into(), 404),
            (format!("/go/{}", "A".repeat(4000)), 400),
        ];
        for (path, status) in cases {
            let mut request = request(Method::GET, &path, None, None);
            request
                .headers_mut()
                .insert(header::ACCEPT, "text/html".parse().expect("header"));
            let answer = app.send(request).await;
            assert_eq!(answer.status.as_u16(), status, "{path}");
            assert_eq!(answer.header(header::LOCATION), "", "{path}");
            assert!(html(&answer).contains("<h1"), "{path}: a page says so");
        }
        // It ran out meanwhile.
        app.app.clock.set(at("2026-12-21T09:00:01Z"));
        assert_eq!(
            app.call(Method::GET, &good, None, None).await.status,
            StatusCode::GONE
        );
        assert!(
            store::clicks(&db, user_id)
                .await
                .expect("clicks")
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn a_host_that_is_no_longer_allowed_is_not_led_to() {
    both(|db| async move {
        let before = app(db.clone()).await;
        let (user_id, token) = before.register_confirmed("moved@example.org").await;
        run(&before, user_id).await;
        let link = way_out(&see(&before, "/running/gear", &token).await);
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("catalogue.yaml");
        let text = std::fs::read_to_string(example()).expect("example");
        std::fs::write(&file, text.replace("shop.example", "other.example")).expect("file");
        let after = app_with(db, |config| {
            config.packs = vec![packs()];
            config.catalog = Some(file);
            config.shop_hosts = vec!["other.example".into()];
            config.shop_key = Some(crate::config::Secret::new(KEY));
        })
        .await;
        // The same product now stands with another, allowed shop: the link follows the catalogue.
        let answer = after.call(Method::GET, &link, None, None).await;
        assert_eq!(
            answer.header(header::LOCATION),
            "https://other.example/shoes/kestrel-5"
        );
        let foreign = url::Url::parse("https://shop.example/x").expect("an address");
        assert!(!after.app.shop.is_allowed(&foreign));
        // Without a catalogue nothing is led to.
        let none = app_with(after.app.db.clone(), |config| {
            config.shop_key = Some(crate::config::Secret::new(KEY));
        })
        .await;
        assert_eq!(
            none.call(Method::GET, &link, None, None).await.status,
            StatusCode::GONE
        );
    })
    .await;
}

#[tokio::test]
async fn without_a_key_in_the_settings_one_is_made_and_kept() {
    both(|db| async move {
        let app = app_with(db, |config| {
            config.packs = vec![packs()];
            config.catalog = Some(example());
            config.shop_hosts = vec!["shop.example".into()];
        })
        .await;
        let (user_id, token) = app.register_confirmed("key@example.org").await;
        run(&app, user_id).await;
        let link = way_out(&see(&app, "/running/gear", &token).await);
        let file = app.app.config.data.join("shop.key");
        assert!(std::fs::read_to_string(&file).expect("key").len() >= 32);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&file).expect("key").permissions().mode();
            assert_eq!(mode & 0o077, 0, "for its owner alone");
        }
        let shop = super::Shop::open(&app.app.config, &app.app.clock).expect("opened again");
        let token = link.trim_start_matches("/go/");
        assert!(shop.read(token).expect("key").is_ok(), "after a restart");
    })
    .await;
}

#[tokio::test]
async fn the_shelf_keeps_what_the_export_holds_and_erasing_removes() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, token) = app.register_confirmed("export@example.org").await;
        run(&app, user_id).await;
        let link = way_out(&see(&app, "/running/gear", &token).await);
        app.call(Method::GET, &link, None, None).await;
        let hide = json!({"pack": "running"});
        app.post("/api/v1/shelf/hide", &token, hide).await;
        let data: &dyn crate::userdata::UserData = &super::data::ShelfData;
        let files = data.export(&app.app, user_id).await.expect("export");
        let told: serde_json::Value = serde_json::from_slice(&files[0].bytes).expect("JSON");
        assert_eq!(told["followed"][0]["product"], "kestrel-5");
        assert_eq!(told["hidden"][0]["pack"], "running");
        let mut tx = db.begin().await.expect("tx");
        data.erase(&mut tx, user_id).await.expect("erased");
        tx.commit().await.expect("committed");
        assert!(
            store::clicks(&db, user_id)
                .await
                .expect("clicks")
                .is_empty()
        );
        assert!(store::rests(&db, user_id).await.expect("rests").is_empty());
    })
    .await;
}

#[test]
fn a_wrong_catalogue_says_where_and_why() {
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("catalogue.yaml");
    let hosts = ["shop.example".to_owned()];
    let told = |text: &str| {
        std::fs::write(&file, text).expect("file");
        let error = catalogue::load(&file, &hosts)
            .expect_err("wrong")
            .to_string();
        error.replace(&file.display().to_string(), "F")
    };
    let product = |rest: &str| {
        format!("regions: {{world: {{}}}}\nproducts:\n  a: {{category: c, title: A, {rest}}}\n")
    };
    assert!(told(&product("link: //evil.example")).starts_with("F:3:"));
    for link in [
        "http://shop.example/",
        "https://evil.example/",
        "https://shop.example@evil.example/",
    ] {
        assert!(
            told(&product(&format!("link: \"{link}\""))).contains("shop_hosts"),
            "{link}"
        );
    }
    let link = "link: https://shop.example/a";
    assert!(
        told(&product(&format!("{link}, price: {{mars: 1 EUR}}"))).contains("no region `mars`")
    );
    assert!(told(&product(&format!("{link}, price: {{world: cheap}}"))).contains("no money"));
    assert!(
        told(&product(&format!("{link}, price: {{world: 0 EUR}}"))).contains("more than nothing")
    );
    assert!(told(&product(&format!("{link}, image: ../key.png"))).contains("beside the catalogue"));
    assert!(told(&product(&format!("{link}, image: a.svg"))).contains(".png"));
    assert!(told(&product(&format!("{link}, colour: red"))).contains("colour"));
    assert!(told("regions: {w: {zones: [Mars/North]}}\nproducts: {}\n").contains("no time zone"));
    assert!(told("regions: {w: {countries: [UK]}}\nproducts: {}\n").contains("`UK` is no code"));
    assert!(told("").contains("empty"));
}
