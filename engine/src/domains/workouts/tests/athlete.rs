//! Figures that take the person's own of the workout's day.

use bytes::Bytes;
use serde_json::{Value as Json, json};
use stadion_activity::sample::{Run, fit};
use uuid::Uuid;

use super::{app, at};
use crate::db::testing::both;
use crate::domains::profile::model::Field;
use crate::domains::profile::service::{self as profile, Change};
use crate::domains::workouts::import::{Upload, import};
use crate::domains::workouts::store::projections;
use crate::testing::TestApp;

async fn run(app: &TestApp, user_id: Uuid, start: &str) -> Uuid {
    let upload = Upload {
        name: "run.fit".to_owned(),
        bytes: Bytes::from(fit(&Run::new(at(start), 3600, 7))),
    };
    let imported = import(&app.app, user_id, None, vec![upload]).await;
    imported[0].workouts[0].id
}

async fn say(app: &TestApp, user_id: Uuid, from: &str, values: Vec<(Field, Json)>) {
    let change = Change {
        sport: String::new(),
        from: from.parse().expect("a day"),
        values,
    };
    profile::change(&app.app, user_id, &change)
        .await
        .expect("said");
}

async fn impulse(app: &TestApp, token: &str, id: Uuid) -> Option<f64> {
    let workout = app.get(&format!("/api/v1/workouts/{id}"), token).await;
    workout.json()["metrics"]["core.training_impulse"]["value"].as_f64()
}

#[tokio::test]
async fn training_impulse_follows_what_was_said_of_its_day() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, token) = app.register_confirmed("load@example.org").await;
        let old = run(&app, user_id, "2026-10-01T06:00:00Z").await;
        let new = run(&app, user_id, "2026-11-10T06:00:00Z").await;
        assert_eq!(impulse(&app, &token, old).await, None);
        let body = |max: f64| {
            vec![
                (Field::MaxHeartRate, json!(max)),
                (Field::RestingHeartRate, json!(55.0)),
                (Field::Sex, json!("female")),
            ]
        };
        say(&app, user_id, "2026-09-01", body(195.0)).await;
        say(&app, user_id, "2026-11-01", body(180.0)).await;
        let (before, after) = (
            impulse(&app, &token, old).await.expect("an impulse"),
            impulse(&app, &token, new).await.expect("an impulse"),
        );
        assert!((40.0..200.0).contains(&before), "{before}");
        assert!(after > before * 1.1, "{before} {after}");
        // Told anew from nothing it is the same.
        let values = async |id| {
            projections::values_of(&db, user_id, id)
                .await
                .expect("values")
        };
        let told = (values(old).await, values(new).await);
        app.app
            .events
            .rebuild(&app.app, user_id)
            .await
            .expect("rebuilt");
        assert_eq!(told, (values(old).await, values(new).await));
        // Weights of others than men and women nobody has measured.
        say(
            &app,
            user_id,
            "2026-09-01",
            vec![(Field::Sex, json!("other"))],
        )
        .await;
        assert_eq!(impulse(&app, &token, old).await, None);
    })
    .await;
}

/// A ride at `watts` for an hour, as a TCX file.
fn ride(watts: u32) -> Vec<u8> {
    let point = |second: u32| {
        let (minute, second) = (second / 60, second % 60);
        let (hour, minute) = (6 + minute / 60, minute % 60);
        format!(
            "<Trackpoint><Time>2026-11-10T{hour:02}:{minute:02}:{second:02}Z</Time>\
            <Extensions><TPX><Watts>{watts}</Watts></TPX></Extensions></Trackpoint>"
        )
    };
    let points: String = (0..=3600).map(point).collect();
    format!(
        "<TrainingCenterDatabase><Activities><Activity Sport=\"Biking\"><Id>2026-11-10T06:00:00Z</Id>\
        <Lap StartTime=\"2026-11-10T06:00:00Z\"><TotalTimeSeconds>3600</TotalTimeSeconds>\
        <Track>{points}</Track></Lap></Activity></Activities></TrainingCenterDatabase>"
    )
    .into_bytes()
}

#[tokio::test]
async fn an_hour_at_the_threshold_is_a_stress_of_a_hundred() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("stress@example.org").await;
        let upload = Upload {
            name: "ride.tcx".to_owned(),
            bytes: Bytes::from(ride(250)),
        };
        let imported = import(&app.app, user_id, None, vec![upload]).await;
        let id = imported[0].workouts[0].id;
        let change = Change {
            sport: "cycling".to_owned(),
            from: "2026-01-01".parse().expect("a day"),
            values: vec![(Field::Ftp, json!(250.0))],
        };
        profile::change(&app.app, user_id, &change)
            .await
            .expect("said");
        let workout = app.get(&format!("/api/v1/workouts/{id}"), &token).await;
        let metrics = &workout.json()["metrics"];
        let figure = |name: &str| metrics[name]["value"].as_f64();
        assert_eq!(figure("cycling.normalized_power"), Some(250.0));
        let stress = figure("cycling.training_stress").expect("a stress");
        assert!((stress - 100.0).abs() < 0.1, "{stress}");
        let page = app.get(&format!("/cycling/workouts/{id}"), &token).await;
        let page = String::from_utf8(page.body).expect("a page");
        assert!(page.contains("Training stress score"), "{page}");
    })
    .await;
}
