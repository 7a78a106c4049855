//! A pack with scripts through the router: what they give, and what is told where one fails.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::db::testing::both;
use crate::domains::identity::admin;
use crate::domains::workouts::tests::packs;
use crate::testing::app_with;
use crate::web::Role;

const PACK: &str = "\
id: darts
version: 1.0.0
title: Darts
requires: {core: \"^1\"}
locales: [en]
sports:
  leg: {title: Leg, archetype: session, metrics: [best_row, stuck, duration], form: [duration], parts: [visit]}
parts:
  visit: {title: Visit, fields: {points: {title: Points, type: count, input: {}}}}
scripts:
  row: {file: scripts/rows.rhai, takes: {visits: {rows: visit}, least: {type: count}}, gives: {type: count}}
  forever: {file: scripts/rows.rhai, takes: {visits: {rows: visit}}, gives: {type: count}}
metrics:
  best_row: {title: Best row, derive: \"script.row(visit, count(visit.points >= 0) * 20)\", better: higher, records: [{max: best_row}]}
  stuck: {title: Stuck, derive: script.forever(visit)}
achievements:
  three: {title: Three in a row, on: workout.recorded, when: \"script.row(visit, count(visit.points >= 0) * 20) >= 3\"}
";

const ROWS: &str = "\
fn row(visits, least) {
    let best = 0;
    let now = 0;
    for visit in visits {
        if visit.points != () && visit.points >= least { now += 1; } else { now = 0; }
        best = max(best, now);
    }
    best
}
fn forever(visits) {
    if visits.len() > 3 { loop {} }
    ()
}
";

fn write(folder: &std::path::Path) {
    let pack = folder.join("darts");
    std::fs::create_dir_all(pack.join("scripts")).expect("made");
    std::fs::write(pack.join("pack.yaml"), PACK).expect("written");
    std::fs::write(pack.join("scripts/rows.rhai"), ROWS).expect("written");
}

#[tokio::test]
async fn a_script_gives_figures_and_badges_and_one_that_fails_says_so_where_it_is_explained() {
    both(|db| async move {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path());
        let app = app_with(db, |config| {
            config.packs = vec![packs().join("core"), folder.path().to_owned()];
        })
        .await;
        let (_, token) = app.register_confirmed("author@example.org").await;
        let granted = admin::grant(
            &app.app.db,
            &app.app.clock,
            "author@example.org",
            Role::Author,
        );
        assert!(granted.await.expect("granted"));

        let leg = |day: u32, points: &[u32]| {
            let visits: Vec<Value> = points.iter().map(|p| json!({"points": p})).collect();
            json!({
                "sport": "darts.leg", "start": format!("2026-11-{day:02}T10:00:00Z"),
                "metrics": {"duration": "PT10M"}, "parts": {"visit": visits},
            })
        };
        let first = app
            .post("/api/v1/workouts", &token, leg(1, &[60, 140, 100]))
            .await;
        assert_eq!(first.status, StatusCode::CREATED, "{first:?}");
        let body = first.json();
        assert_eq!(body["metrics"]["darts.best_row"]["value"], 3.0, "{body}");
        assert_eq!(body["metrics"]["darts.stuck"], Value::Null);
        let second = app
            .post("/api/v1/workouts", &token, leg(2, &[90, 26, 80, 85]))
            .await;
        assert_eq!(
            second.json()["metrics"]["darts.best_row"]["value"],
            2.0,
            "{second:?}"
        );

        let badges = app.get("/api/v1/achievements", &token).await;
        assert!(
            badges.json().to_string().contains("darts.three"),
            "{badges:?}"
        );

        let id = second.json()["id"].as_str().unwrap_or_default().to_owned();
        let stuck = app
            .get(
                &format!("/api/v1/inspect?ref=metric:darts.stuck@{id}"),
                &token,
            )
            .await;
        assert_eq!(stuck.status, StatusCode::OK, "{stuck:?}");
        let note = stuck.json()["steps"][0]["note"].to_string();
        assert!(
            note.contains("50000 operations") && note.contains("rows.rhai"),
            "{note}"
        );
        let row = app
            .get(
                &format!("/api/v1/inspect?ref=metric:darts.best_row@{id}"),
                &token,
            )
            .await;
        assert_eq!(row.json()["result"], "2", "{row:?}");

        let pack = app.get("/api/v1/sports/darts", &token).await;
        assert_eq!(pack.json()["scripts"], 2, "{pack:?}");
        let live = app.app.catalog.packs();
        let scripts = &live.pack("darts").expect("live").scripts;
        assert!(scripts["forever"].failed() > 0);
        assert_eq!(scripts["row"].failed(), 0);
    })
    .await;
}
