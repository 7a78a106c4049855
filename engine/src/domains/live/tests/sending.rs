//! From the page to the workout.

use axum::http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{BEGUN, MINUTE, outing};
use crate::db::Db;
use crate::db::testing::both;
use crate::domains::live::data::LiveData;
use crate::domains::live::store;
use crate::domains::workouts::tests::packs;
use crate::testing::{Answer, TestApp, app_with};
use crate::userdata::UserData;

const PAGE: &str = "/running/record/live";

async fn app(db: Db) -> TestApp {
    let adapters = packs().join("../device-adapters");
    app_with(db, |config| {
        config.packs = vec![packs()];
        config.adapters = vec![adapters];
    })
    .await
}

async fn workouts(app: &TestApp, token: &str) -> Vec<Value> {
    let page = app.get("/api/v1/workouts", token).await.json();
    page["items"].as_array().expect("items").clone()
}

fn text(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).into_owned()
}

#[tokio::test]
async fn a_recording_becomes_a_workout_once() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user, token) = app.register_confirmed("ann@example.org").await;
        let id = Uuid::from_u128(7);
        let first = app.post(PAGE, &token, outing(id, user)).await;
        assert_eq!(first.status, StatusCode::OK, "{}", text(&first));
        let told = first.json();
        assert_eq!(told["warnings"], json!([]));
        let location = told["location"].as_str().expect("a page").to_owned();
        // Sent again, also with another end: it is the workout that it became.
        let mut again = outing(id, user);
        again["ended_at"] = json!(BEGUN + 11 * MINUTE);
        let second = app.post(PAGE, &token, again).await.json();
        assert_eq!(second["workout"], told["workout"]);
        let all = workouts(&app, &token).await;
        assert_eq!(all.len(), 1);
        assert_eq!(all[0]["sport"], "running.run");
        let workout = told["workout"].as_str().expect("an id");
        let streams =
            format!("/api/v1/workouts/{workout}/streams?channels=heart_rate,position_lat");
        let streams = app.get(&streams, &token).await;
        assert_eq!(streams.status, StatusCode::OK, "{}", text(&streams));
        assert!(text(&streams).contains("heart_rate"));
        let page = text(&app.get(&location, &token).await);
        assert!(page.contains("Strap 7"), "its sensor is named");

        let kept = store::all(&db, user).await.expect("kept");
        assert_eq!(
            (kept.len(), kept[0].adapters.as_str()),
            (1, "ble-heart-rate")
        );
        let files = LiveData.export(&app.app, user).await.expect("an export");
        assert_eq!(files.len(), 1);
        let mut tx = db.begin().await.expect("begun");
        LiveData.erase(&mut tx, user).await.expect("erased");
        tx.commit().await.expect("done");
        assert!(store::all(&db, user).await.expect("kept").is_empty());
    })
    .await;
}

#[tokio::test]
async fn sent_twice_at_once_it_is_one_workout() {
    both(|db| async move {
        let app = app(db).await;
        let (user, token) = app.register_confirmed("ben@example.org").await;
        let body = outing(Uuid::from_u128(8), user);
        let requests = (0..4).map(|_| {
            let (token, body) = (Some(token.as_str()), Some(body.clone()));
            crate::testing::request(axum::http::Method::POST, PAGE, token, body)
        });
        let statuses = app.at_once(requests.collect::<Vec<_>>()).await;
        assert_eq!(statuses, [StatusCode::OK; 4]);
        assert_eq!(workouts(&app, &token).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_one_does_not_come_back_and_others_cannot_send_it() {
    both(|db| async move {
        let app = app(db).await;
        let (user, token) = app.register_confirmed("cas@example.org").await;
        let (_, other) = app.register_confirmed("dee@example.org").await;
        let body = outing(Uuid::from_u128(9), user);
        let refused = app.post(PAGE, &other, body.clone()).await;
        assert_eq!(
            (refused.status, &refused.json()["code"]),
            (StatusCode::CONFLICT, &json!("other-user"))
        );
        let told = app.post(PAGE, &token, body.clone()).await.json();
        let workout = format!(
            "/api/v1/workouts/{}",
            told["workout"].as_str().expect("an id")
        );
        let gone = app
            .call(axum::http::Method::DELETE, &workout, Some(&token), None)
            .await;
        assert!(gone.status.is_success(), "{}", text(&gone));
        let again = app.post(PAGE, &token, body).await;
        assert_eq!(again.json()["code"], "deleted-meanwhile");
        assert!(workouts(&app, &token).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_chosen_sport_stands_whatever_the_sensor_is_for() {
    both(|db| async move {
        let app = app(db).await;
        let (user, token) = app.register_confirmed("eli@example.org").await;
        for (n, sport) in [
            (1, "strength.strength_training"),
            (2, "padel.padel_match"),
            (3, "no.such"),
        ] {
            let mut body = outing(Uuid::from_u128(n), user);
            body["sport"] = json!(sport);
            let days = i64::try_from(n).expect("a number") * 24 * 60 * MINUTE;
            body["begun_at"] = json!(BEGUN - days);
            body["ended_at"] = json!(BEGUN - days + 10 * MINUTE);
            let answer = app.post(PAGE, &token, body).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", text(&answer));
        }
        let all = workouts(&app, &token).await;
        let sports: Vec<_> = all
            .iter()
            .map(|one| one["sport"].as_str().unwrap_or_default())
            .collect();
        assert_eq!(
            sports,
            [
                "strength.strength_training",
                "padel.padel_match",
                "core.other"
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_told_by_its_place() {
    both(|db| async move {
        let app = app(db).await;
        let (user, token) = app.register_confirmed("fay@example.org").await;
        let mut body = outing(Uuid::from_u128(10), user);
        body["positions"] = json!([[0, 91, 0, 5, null, null]]);
        let refused = app.post(PAGE, &token, body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.json()["errors"][0]["field"], "/positions/0");
        let shapeless = app.post(PAGE, &token, json!({"id": 5})).await;
        assert_eq!(shapeless.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn the_page_has_the_sensors_as_they_are_compiled() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("gil@example.org").await;
        let page = text(&app.get(PAGE, &token).await);
        let told = page
            .split("data-live=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let told = told.expect("what the script needs");
        let told = told
            .replace("&quot;", "\"")
            .replace("&#x27;", "'")
            .replace("&#x2f;", "/")
            .replace("&amp;", "&");
        let told: Value = serde_json::from_str(&told).expect("JSON");
        let sensors = told["sensors"].as_array().expect("sensors");
        assert_eq!(sensors.len(), 5);
        let vectors =
            std::fs::read(packs().join("../tests/vectors/ble-layouts.json")).expect("vectors");
        let vectors: Value = serde_json::from_slice(&vectors).expect("JSON");
        for sensor in sensors {
            for (name, layout) in sensor["layouts"].as_object().expect("layouts") {
                let of = format!("{}/{name}", sensor["id"].as_str().expect("an id"));
                assert_eq!(&vectors["layouts"][&of], layout, "{of}");
            }
        }
        let figures = told["sports"]["running.run"]["figures"]
            .as_array()
            .expect("figures");
        let inverse = figures
            .iter()
            .find(|one| one["is_inverse"] == true)
            .expect("a pace");
        // 1000 s to the kilometre at 1 m/s, as minutes.
        let scale = inverse["scale"].as_f64().expect("a scale");
        assert!((scale - 1_000.0 / 60.0).abs() < 1e-6, "{inverse}");
        assert!(page.contains("Web Bluetooth") && page.contains("By hand"));
    })
    .await;
}
