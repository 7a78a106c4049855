//! Who did what, and how long it took.

use axum::http::StatusCode;
use chrono::{Duration, SecondsFormat};
use serde_json::json;

use super::*;
use crate::db::testing::both;

#[tokio::test]
async fn archives_come_back_as_they_were_sent() {
    both(|db| async move {
        let (app, token) = app(db).await;
        in_folder(&app, &pack("0.9.0", "From the folder"));
        let answer = app.get("/api/v1/packs/darts/archive", &token).await;
        let source = archive::unpack(&answer.body).expect("an archive");
        assert_eq!(source.digest(), pack("0.9.0", "From the folder").digest());
        publish(&app, &token, &pack("1.0.0", "Darts"), "").await;
        let sent = archive::pack(&pack("1.0.0", "Darts")).expect("an archive");
        assert_eq!(
            app.get("/api/v1/packs/darts/archive", &token).await.body,
            sent
        );
        let path = format!("/api/v1/releases/{}", pack("1.0.0", "Darts").digest());
        assert_eq!(app.get(&path, &token).await.body, sent);
        let answer = app.get("/api/v1/packs/chess/archive", &token).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn the_way_of_a_release_is_told_to_the_first_workout() {
    both(|db| async move {
        let (app, token) = app(db).await;
        let (user_id, athlete) = app.register_confirmed("athlete@example.org").await;
        let now = app.app.clock.now();
        let text =
            |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let query = format!(
            "drafted_at={}&valid_at={}&tested_at={}",
            text(now - Duration::minutes(60)),
            text(now - Duration::minutes(50)),
            text(now - Duration::minutes(20)),
        );
        publish(&app, &token, &pack("1.0.0", "Darts"), &query).await;
        let told = app.get("/api/v1/insights/lead-times", &token).await.json();
        assert_eq!(told["releases"][0]["first_effect_at"], Value::Null);
        let stage = |told: &Value, from: &str, to: &str| {
            let stages = told["stages"].as_array().expect("stages").clone();
            let found = stages
                .into_iter()
                .find(|stage| stage["from"] == from && stage["to"] == to);
            found.expect("a stage")
        };
        let whole = stage(&told, "drafted", "live");
        assert_eq!(
            (whole["median_s"].as_f64(), whole["p95_s"].as_f64()),
            (Some(3600.0), Some(3600.0))
        );
        assert_eq!(stage(&told, "valid", "previewed")["releases"], 0);

        app.app.clock.set(now + Duration::minutes(5));
        let body =
            json!({"sport": "darts.leg", "start": "2026-11-21T08:00:00Z", "metrics": {"hits": 12}});
        let answer = app.post("/api/v1/workouts", &athlete, body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.json());
        app.app.events.settle(&app.app, user_id).await;
        let told = app
            .get("/api/v1/insights/lead-times?pack=darts", &token)
            .await
            .json();
        assert_eq!(
            stage(&told, "live", "first_effect")["median_s"].as_f64(),
            Some(300.0)
        );
        let none = app
            .get("/api/v1/insights/lead-times?pack=chess", &token)
            .await
            .json();
        assert_eq!(none["releases"], json!([]));

        let late = format!("drafted_at={}", text(now + Duration::days(2)));
        let answer = send(&app, &token, &pack("1.1.0", "Darts"), &late).await;
        assert_eq!(answer.json()["errors"][0]["field"], "drafted_at");
    })
    .await;
}

#[tokio::test]
async fn the_trail_stays_without_the_name_of_whoever_left() {
    both(|db| async move {
        let (app, token) = app(db).await;
        let reader = somebody(&app, "reader@example.org", Some(Role::Analyst)).await;
        publish(&app, &token, &pack("1.0.0", "Darts"), "").await;
        let at =
            (app.app.clock.now() + Duration::hours(2)).to_rfc3339_opts(SecondsFormat::Secs, true);
        publish(&app, &token, &pack("1.1.0", "Later"), &format!("at={at}")).await;
        let body = json!({"password": testing::PASSWORD});
        let answer = app
            .call(Method::DELETE, "/api/v1/me", Some(&token), Some(body))
            .await;
        assert!(answer.status.is_success(), "{answer:?}");
        assert_eq!(trail(&app, &reader).await.len(), 4);
        let page = app
            .get("/api/v1/packs/darts/history?limit=1", &reader)
            .await
            .json();
        assert_eq!(page["items"][0]["by"], Value::Null);
        let cursor = page["next_cursor"].as_i64().expect("more");
        let path = format!("/api/v1/packs/darts/history?cursor={cursor}");
        assert_eq!(
            app.get(&path, &reader).await.json()["items"]
                .as_array()
                .map(Vec::len),
            Some(3)
        );
        app.app.clock.set(app.app.clock.now() + Duration::hours(3));
        one_look(&app).await;
        is_live(&app, "1.1.0", "Later");
    })
    .await;
}
