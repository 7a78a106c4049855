//! Packs change under people who have recorded, on both databases.

mod held;
mod names;
mod released;
mod retold;
mod turns;

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{carry_out, notice};
use crate::db::testing::projections;
use crate::db::{Db, Run};
use crate::testing::{TestApp, app_with};

pub(super) const FIRST: &str = "\
id: sample
version: 1.0.0
title: Sample
locales: [en]
values:
  surfaces: {clay: Clay, grass: Grass}
parts:
  set:
    title: Set
    fields:
      ground: {title: Ground, type: enum, values: surfaces, input: {}}
      reps: {title: Reps, type: count, input: {}}
      weight: {title: Weight, quantity: mass, unit: kg, input: {}}
metrics:
  way: {title: Way, quantity: length, unit: km, input: {}, better: higher, records: [{max: way}]}
  time: {title: Time, quantity: duration, input: {}}
  tempo: {title: Tempo, derive: workout.time / workout.way, better: lower, records: [{min: tempo}]}
  mood: {title: Mood, type: rating, input: {}, records: [{max: mood}]}
  ground: {title: Ground, type: enum, values: surfaces, input: {}}
  volume: {title: Volume, derive: sum(set.reps * set.weight), better: higher, records: [{max: set.weight, by: ground}]}
sports:
  walk: {title: Walk, archetype: session, metrics: [way, time, tempo, mood, ground, volume], parts: [set]}
  swim: {title: Swim, archetype: session, metrics: [time, mood]}
gear:
  boots: {title: Boots, wear: {by: way, life: 100 km}, attributes: {size: {type: integer}}}
achievements:
  far: {title: Far, on: workout.recorded, when: workout.way >= km(10), tiers: [{at: 1}, {at: 3}]}
  often: {title: Often, on: workout.recorded, when: \"count(workouts) >= 3\"}
";

/// The first version with its names changed, and the migration that says so.
pub(super) fn renamed() -> String {
    let names = [
        ("1.0.0", "2.0.0"),
        ("  way:", "  distance:"),
        ("max: way", "max: distance"),
        ("workout.way", "workout.distance"),
        ("[way,", "[distance,"),
        ("by: way", "by: distance"),
        ("  tempo:", "  pace:"),
        ("min: tempo", "min: pace"),
        (" tempo,", " pace,"),
        ("weight:", "load:"),
        ("set.weight", "entry.load"),
        ("set.reps", "entry.reps"),
        ("  set:", "  entry:"),
        ("parts: [set]", "parts: [entry]"),
        ("  walk:", "  stroll:"),
        ("  boots:", "  shoes:"),
        ("  far:", "  long:"),
    ];
    let text = names.iter().fold(FIRST.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replace(old, new)
    });
    text + "\
migrations:
  plain:
    to: 2.0.0
    rename:
      metrics: {way: distance, tempo: pace}
      parts: {set: entry}
      fields: {entry.weight: load}
      sports: {walk: stroll}
      gear: {boots: shoes}
      achievements: {far: long}
"
}

pub(super) fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(FIRST.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replace(old, new)
    })
}

/// A server with a pack, of which it knows what projections are told by.
pub(super) async fn server(db: Db) -> TestApp {
    let app = app_with(db, |_| {}).await;
    go_live(&app, FIRST);
    assert!(!notice(&app.app).await.expect("noticed"));
    app
}

pub(super) fn go_live(app: &TestApp, pack: &str) {
    let folder = app
        .app
        .catalog
        .folders()
        .next()
        .expect("a folder")
        .join("sample");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("pack.yaml"), pack).expect("written");
    let live = app.app.catalog.reload(Vec::new());
    assert!(!live.has_errors(), "{}", live.report(false));
}

/// Another version goes live and is carried out to the end.
pub(super) async fn change(app: &TestApp, pack: &str) -> bool {
    go_live(app, pack);
    let has_begun = notice(&app.app).await.expect("noticed");
    carry_out(&app.app, "one").await.expect("carried out");
    let open = super::store::open(&app.app.db).await.expect("asked");
    assert!(open.is_none(), "{open:?}");
    has_begun
}

/// Somebody with gear, who has recorded some workouts.
pub(super) async fn person(app: &TestApp, email: &str) -> (Uuid, String) {
    let (user_id, token) = app.register_confirmed(email).await;
    let gear = json!({"kind": "sample.boots", "name": "Old", "attributes": {"size": 42},
        "default_sport": "sample.walk", "acquired_on": "2026-01-01"});
    let answer = app.post("/api/v1/gear", &token, gear).await;
    assert!(answer.status.is_success(), "{answer:?}");
    for day in 0..4_u8 {
        let metrics = json!({"way": 4 + 3 * i32::from(day), "time": "PT1H", "mood": 1 + day, "ground": "clay"});
        record(app, &token, "sample.walk", day, metrics).await;
    }
    (user_id, token)
}

pub(super) async fn record(
    app: &TestApp,
    token: &str,
    sport: &str,
    day: u8,
    metrics: Json,
) -> Json {
    let start: DateTime<Utc> = "2026-11-02T08:00:00Z".parse().expect("a time");
    let start = start + Duration::days(day.into());
    let part = if sport.ends_with("stroll") {
        "entry"
    } else {
        "set"
    };
    let load = if part == "entry" { "load" } else { "weight" };
    let parts = match sport {
        "sample.swim" => json!({}),
        _ => json!({part: [{"ground": "grass", "reps": 5, load: 20 + i32::from(day)}]}),
    };
    let body =
        json!({"sport": sport, "start": start.to_rfc3339(), "metrics": metrics, "parts": parts});
    let answer = app.post("/api/v1/workouts", token, body).await;
    assert!(answer.status.is_success(), "{answer:?}");
    answer.json()
}

/// Facts as they are stored, without the columns that a rename moves.
pub(super) async fn facts(db: &Db, user_id: Uuid) -> Vec<String> {
    let rows: Vec<(Uuid, sqlx::types::Json<Json>, sqlx::types::Json<Json>, i64)> = db
        .q("select id, entered, edits, version from workout where user_id = $1 order by id")
        .bind(user_id)
        .all()
        .await
        .expect("facts");
    rows.into_iter().map(|row| format!("{row:?}")).collect()
}

/// Whether a rebuild from the facts tells what is told.
pub(super) async fn assert_rebuilt(app: &TestApp, user_id: Uuid) {
    let told = projections(&app.app.db, user_id).await;
    app.app
        .events
        .rebuild(&app.app, user_id)
        .await
        .expect("rebuilt");
    let rebuilt = projections(&app.app.db, user_id).await;
    assert!(told.len() > 10, "{told:#?}");
    pretty(&told, &rebuilt);
}

pub(super) fn pretty(left: &[String], right: &[String]) {
    let only = |these: &[String], those: &[String]| {
        let only = these.iter().filter(|row| !those.contains(row));
        only.cloned().collect::<Vec<_>>()
    };
    assert!(
        left == right,
        "only left: {:#?}\nonly right: {:#?}",
        only(left, right),
        only(right, left)
    );
}
