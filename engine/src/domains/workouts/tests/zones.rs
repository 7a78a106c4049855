//! Zones are those of the workout's day.

use axum::http::StatusCode;
use bytes::Bytes;
use serde_json::json;
use uuid::Uuid;

use super::{app, at, outing, record};
use crate::db::testing::both;
use crate::domains::profile::model::Field;
use crate::domains::profile::service::{self as profile, Change};
use crate::domains::workouts::import::{Upload, import};
use crate::testing::TestApp;

async fn run(app: &TestApp, user_id: Uuid, start: &str) -> Uuid {
    let upload = Upload {
        name: "run.fit".to_owned(),
        bytes: Bytes::from(stadion_activity::sample::fit_run(at(start), 1800, 7)),
    };
    let imported = import(&app.app, user_id, None, vec![upload]).await;
    imported[0].workouts[0].id
}

async fn say(app: &TestApp, user_id: Uuid, from: &str, max_heart_rate: f64) {
    let change = Change {
        sport: String::new(),
        from: from.parse().expect("a day"),
        values: vec![(Field::MaxHeartRate, json!(max_heart_rate))],
    };
    let said = profile::change(&app.app, user_id, &change).await;
    said.expect("said");
}

#[tokio::test]
async fn an_old_workout_keeps_the_zones_of_its_day() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("zones@example.org").await;
        let old = run(&app, user_id, "2026-10-01T06:00:00Z").await;
        let new = run(&app, user_id, "2026-11-10T06:00:00Z").await;
        let zones = async |id: Uuid| {
            let answer = app
                .get(&format!("/api/v1/workouts/{id}/zones"), &token)
                .await;
            assert_eq!(answer.status, StatusCode::OK);
            answer.json()
        };
        assert_eq!(
            zones(old).await,
            json!({"zones": [], "unset": ["heart_rate", "pace"]})
        );
        say(&app, user_id, "2026-09-01", 200.0).await;
        say(&app, user_id, "2026-11-01", 180.0).await;
        let (old, new) = (zones(old).await, zones(new).await);
        let lower = |body: &serde_json::Value| body["zones"][0]["lower"].clone();
        assert_eq!(lower(&old), json!([100.0, 120.0, 140.0, 160.0, 180.0]));
        assert_eq!(lower(&new), json!([90.0, 108.0, 126.0, 144.0, 162.0]));
        assert_eq!(old["zones"][0]["method"], "max_heart_rate");
        let seconds = old["zones"][0]["seconds"].as_array().expect("seconds");
        let spent: f64 = seconds.iter().filter_map(serde_json::Value::as_f64).sum();
        let below = old["zones"][0]["below"].as_f64().expect("below");
        assert!(
            (1_700.0..=1_800.0).contains(&(spent + below)),
            "{spent} {below}"
        );
        assert_eq!(old["unset"], json!(["pace"]));
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_has_no_zones_and_anothers_workout_is_not_there() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("typed@example.org").await;
        let typed = record(
            &app,
            user_id,
            outing(at("2026-11-10T06:00:00Z"), 5e3, 1500.0),
        )
        .await;
        let path = format!("/api/v1/workouts/{}/zones", typed.id);
        let answer = app.get(&path, &token).await;
        assert_eq!(answer.json(), json!({"zones": [], "unset": []}));
        let (_, other) = app.register_confirmed("other@example.org").await;
        assert_eq!(app.get(&path, &other).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}
