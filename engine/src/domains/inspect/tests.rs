//! Rounds of disc golf inspected through the router: by their author, and not by anybody else.

mod scripts;

use axum::http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::db::Db;
use crate::db::testing::both;
use crate::domains::identity::admin;
use crate::domains::workouts::tests::packs;
use crate::testing::{TestApp, app_with};
use crate::web::Role;

const API: &str = "/api/v1/inspect?ref=";

async fn disc_golf(db: Db, dev: bool) -> TestApp {
    let example = packs().join("../examples/new-sport");
    app_with(db, |config| {
        config.packs = vec![packs().join("core"), example];
        config.dev = dev;
    })
    .await
}

async fn author(app: &TestApp) -> String {
    let (_, token) = app.register_confirmed("author@example.org").await;
    let (db, clock) = (&app.app.db, &app.app.clock);
    let granted = admin::grant(db, clock, "author@example.org", Role::Author).await;
    assert!(granted.expect("granted"));
    token
}

async fn round(app: &TestApp, token: &str, start: &str, throws: &[u32]) -> Uuid {
    let hole = |(n, throws): (usize, &u32)| json!({"number": n + 1, "par": 3, "throws": throws});
    let holes: Vec<Value> = throws.iter().enumerate().map(hole).collect();
    let body = json!({
        "sport": "disc-golf.round", "start": start,
        "metrics": {"duration": "PT1H20M"}, "parts": {"hole": holes},
    });
    let answer = app.post("/api/v1/workouts", token, body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    let id = answer.json()["id"].as_str().and_then(|id| id.parse().ok());
    id.expect("an id")
}

async fn html(app: &TestApp, path: &str, token: &str) -> String {
    let answer = app.get(path, token).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    String::from_utf8(answer.body)
        .expect("text")
        .replace("&#x2f;", "/")
}

/// Text and value of each part of a rule.
fn steps(panel: &Value) -> Vec<(String, String)> {
    let steps = panel["steps"].as_array().expect("steps").iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    steps
        .map(|step| (text(&step["text"]), text(&step["value"])))
        .collect()
}

fn fact(panel: &Value, label: &str) -> String {
    let facts = panel["facts"].as_array().expect("facts").iter();
    let mut found = facts.filter(|fact| fact["label"] == label);
    let found = found
        .next()
        .unwrap_or_else(|| panic!("no `{label}`: {panel}"));
    found["value"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn an_author_sees_why_a_round_earned_a_badge_and_another_did_not() {
    both(|db| async move {
        let app = disc_golf(db, false).await;
        let token = author(&app).await;
        let plain = round(&app, &token, "2026-11-01T10:00:00+03:00", &[4, 3, 3]).await;
        let ace = round(&app, &token, "2026-11-08T10:00:00+03:00", &[1, 3, 3]).await;

        let reference = format!("badge:disc-golf.first_ace@{ace}");
        let answer = app.get(&format!("{API}{reference}"), &token).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        let panel = answer.json();
        assert_eq!(
            (&panel["title"], &panel["result"]),
            (&json!("First ace"), &json!("true"))
        );
        assert_eq!(panel["reference"], reference);
        assert_eq!(panel["written"]["file"], "disc-golf/achievements.yaml");
        let lines = panel["written"]["lines"].as_array().expect("lines");
        assert!(
            lines
                .iter()
                .any(|line| line["text"] == "first_ace:" && line["is_here"] == true),
            "{lines:?}"
        );
        assert_eq!(fact(&panel, "Held by"), "1 workout");
        assert!(
            steps(&panel)
                .iter()
                .any(|(text, value)| text == "workout.aces" && value == "1"),
            "{panel}"
        );

        let missed = app
            .get(&format!("{API}badge:disc-golf.first_ace@{plain}"), &token)
            .await;
        assert_eq!(missed.json()["result"], "false", "{missed:?}");

        let shown = html(&app, &format!("/disc-golf/workouts/{ace}"), &token).await;
        assert!(
            shown.contains(&format!("data-inspect=\"{reference}\"")),
            "{shown}"
        );
        assert!(
            !shown.contains("inspect-link"),
            "links stand in inspect mode alone"
        );
        let shown = html(&app, &format!("/disc-golf/workouts/{ace}?inspect"), &token).await;
        assert!(
            shown.contains(&format!("href=\"/disc-golf/inspect/{reference}\"")),
            "{shown}"
        );
        assert!(shown.contains("block:disc-golf/workout/parts"), "{shown}");
        let page = html(&app, &format!("/disc-golf/inspect/{reference}"), &token).await;
        assert!(
            page.contains("disc-golf/achievements.yaml") && page.contains("workout.aces"),
            "{page}"
        );
    })
    .await;
}

#[tokio::test]
async fn figures_records_norms_and_blocks_are_explained() {
    both(|db| async move {
        let app = disc_golf(db, false).await;
        let token = author(&app).await;
        let first = round(&app, &token, "2026-11-16T10:00:00+03:00", &[4, 4, 4]).await;
        let second = round(&app, &token, "2026-11-18T10:00:00+03:00", &[3, 3, 3]).await;
        let get = async |reference: &str| {
            let answer = app.get(&format!("{API}{reference}"), &token).await;
            assert_eq!(answer.status, StatusCode::OK, "{reference}: {answer:?}");
            answer.json()
        };

        let throws = get(&format!("metric:disc-golf.throws@{first}")).await;
        assert_eq!(fact(&throws, "Comes from"), "its formula");
        let told = steps(&throws);
        assert_eq!(
            told[0],
            (
                "sum(hole.throws)".to_owned(),
                throws["result"].as_str().unwrap_or_default().to_owned()
            )
        );
        assert_eq!(throws["steps"][0]["note"], "over 3 rows");
        let time = get(&format!("metric:core.duration@{first}")).await;
        assert_eq!(fact(&time, "Comes from"), "what was typed or sent");
        assert!(
            fact(&time, "Sources, in order").starts_with("fit:session."),
            "{time}"
        );
        assert!(time["steps"].as_array().expect("steps").is_empty());

        let packs = app.app.catalog.packs();
        let (_, sport) = packs.sport("disc-golf.round").expect("the sport");
        let mut rules = sport.metrics.iter().flat_map(|metric| &metric.records);
        let key = &rules.next().expect("a record").key;
        let record = get(&format!("record:disc-golf/{key}@{second}")).await;
        assert!(
            fact(&record, "Before that").starts_with("3 · 16 Nov"),
            "{record}"
        );
        assert_eq!(fact(&record, "Times set"), "2");
        assert_eq!(record["written"]["file"], "disc-golf/metrics.yaml");

        let norm = get("norm:core.weekly_activity").await;
        assert_eq!(norm["written"]["file"], "core/norms.yaml");
        assert_eq!(fact(&norm, "This week so far"), "2:40:00");
        assert!(fact(&norm, "After").starts_with("WHO"), "{norm}");

        let block = get("block:disc-golf/workout/parts").await;
        assert!(
            block["written"].is_null() || block["written"]["file"] == "disc-golf/app.yaml",
            "{block}"
        );
        assert!(
            fact(&block, "Place on the page").contains(" of "),
            "{block}"
        );
        assert!(fact(&block, "Newest workout").contains('·'), "{block}");
    })
    .await;
}

#[tokio::test]
async fn nobody_else_may_and_nobody_else_sees_a_mark() {
    both(|db| async move {
        let app = disc_golf(db, false).await;
        let (_, token) = app.register_confirmed("plain@example.org").await;
        let id = round(&app, &token, "2026-11-08T10:00:00+03:00", &[1, 3, 3]).await;
        let reference = format!("badge:disc-golf.first_ace@{id}");
        let api = app.get(&format!("{API}{reference}"), &token).await;
        assert_eq!(api.status, StatusCode::FORBIDDEN);
        let page = app
            .get(&format!("/disc-golf/inspect/{reference}"), &token)
            .await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        for path in [
            format!("/disc-golf/workouts/{id}?inspect"),
            "/disc-golf/?inspect".into(),
            "/disc-golf/records?inspect".into(),
        ] {
            let shown = html(&app, &path, &token).await;
            assert!(
                !shown.contains("inspect-") && !shown.contains("data-inspect"),
                "{path}: {shown}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn under_dev_everybody_may_and_only_their_own() {
    both(|db| async move {
        let app = disc_golf(db, true).await;
        let (_, token) = app.register_confirmed("plain@example.org").await;
        let (_, other) = app.register_confirmed("other@example.org").await;
        let id = round(&app, &token, "2026-11-08T10:00:00+03:00", &[1, 3, 3]).await;
        let path = format!("{API}metric:disc-golf.throws@{id}");
        assert_eq!(app.get(&path, &token).await.status, StatusCode::OK);
        assert_eq!(app.get(&path, &other).await.status, StatusCode::NOT_FOUND);
        for path in ["record", "badge:disc-golf.first_ace@x", "block:disc-golf/a"] {
            let answer = app.get(&format!("{API}{path}"), &token).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        }
        for path in [
            "metric:disc-golf.thrwos",
            "badge:nowhere.x",
            "norm:core.x",
            "block:disc-golf/a/b",
            "record:disc-golf/x",
        ] {
            let answer = app.get(&format!("{API}{path}"), &token).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_bar_of_wear_says_what_counts_and_what_is_used() {
    both(|db| async move {
        let app = app_with(db, |config| {
            config.packs = vec![packs()];
            config.dev = true;
        })
        .await;
        let (_, token) = app.register_confirmed("worn@example.org").await;
        let (_, other) = app.register_confirmed("other@example.org").await;
        let shoes = json!({
            "kind": "running.running_shoes", "name": "Old pair", "default_sport": "running.run",
        });
        let shoes = app.post("/api/v1/gear", &token, shoes).await;
        assert_eq!(shoes.status, StatusCode::CREATED, "{shoes:?}");
        let item = shoes.json()["id"].as_str().expect("an id").to_owned();
        let run = json!({
            "sport": "running.run", "start": "2026-11-18T06:00:00Z",
            "metrics": {"distance": 70_000, "duration": 21_000},
        });
        let run = app.post("/api/v1/workouts", &token, run).await;
        assert_eq!(run.status, StatusCode::CREATED, "{run:?}");

        let path = format!("{API}gear:running.running_shoes@{item}");
        let panel = app.get(&path, &token).await.json();
        assert_eq!(panel["kind_name"], "Gear");
        assert_eq!(panel["result"], "10 %", "{panel}");
        let lines = panel["written"]["lines"].as_array().expect("lines").iter();
        assert!(
            lines.clone().any(|line| line["text"] == "    life: 700 km"),
            "{panel}"
        );
        for (label, value) in [
            ("Used in", "1 workout"),
            ("Counted", "Distance"),
            ("Life", "700 km"),
            ("Warns from", "80 %"),
            ("Used so far", "70 km"),
        ] {
            // A number and its unit stand on one line.
            let told = fact(&panel, label).replace('\u{a0}', " ");
            assert_eq!(told, value, "{label}");
        }
        let list = html(&app, "/running/gear", &token).await;
        let mark = format!("data-inspect=\"gear:running.running_shoes@{item}\"");
        assert!(list.contains(&mark), "{list}");
        let page = html(&app, &format!("/running/gear/{item}?inspect"), &token).await;
        let link = format!("/running/inspect/gear:running.running_shoes@{item}");
        assert!(page.contains(&link), "{page}");

        let badge = app.get(&format!("{API}badge:running.ten_km"), &token).await;
        let rule = fact(&badge.json(), "Rule in words");
        assert_eq!(rule.replace('\u{a0}', " "), "Distance: at least 10 km");

        let strap = app
            .get(&format!("{API}gear:running.heart_rate_strap"), &token)
            .await;
        let every = fact(&strap.json(), "Service every");
        assert_eq!(every.replace('\u{a0}', " "), "30 h");
        for (path, token) in [
            (path, &other),
            (format!("{API}gear:running.insoles@{item}"), &token),
            (format!("{API}gear:running.none"), &token),
        ] {
            let answer = app.get(&path, token).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
    })
    .await;
}
