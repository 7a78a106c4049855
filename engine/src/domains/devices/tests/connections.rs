//! People connect by a code, and disconnect with or without what came.

use axum::http::{Method, StatusCode};
use bytes::Bytes;
use chrono::TimeDelta;
use serde_json::json;

use super::{run, stage};
use crate::db::testing::both;
use crate::domains::devices::DeviceData;
use crate::domains::workouts::import::{ImportResult, Upload, import};
use crate::testing::request;
use crate::userdata::UserData;

const MORNING: &str = "2026-11-20T06:00:00Z";
const EVENING: &str = "2026-11-20T18:00:00Z";

#[tokio::test]
async fn a_code_works_once_for_its_adapter_and_for_ten_minutes() {
    both(|db| async move {
        let stage = stage(db).await;
        let (acme, other) = (
            stage.full_key("acme-watch").await,
            stage.full_key("other-watch").await,
        );
        let devices = stage.app.get("/api/v1/devices", &stage.person).await.json();
        assert_eq!(devices["adapters"], json!(["acme-watch", "other-watch"]));
        let path = "/api/v1/devices/unknown/connect";
        let refused = stage.app.post(path, &stage.person, json!({})).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        let code = stage.code("acme-watch", &stage.person).await;
        // Another manufacturer cannot use it.
        let refused = stage.exchange(&other, &code, "u-1").await;
        assert_eq!(refused.json()["code"], "bad-pairing-code");
        let typed = code.to_lowercase().replace('-', " ");
        let answer = stage.exchange(&acme, &typed, "u-1").await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.json());
        assert_eq!(answer.json()["state"], "active");
        let refused = stage.exchange(&acme, &code, "u-1").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        // The same person again is the same connection.
        let code = stage.code("acme-watch", &stage.person).await;
        let again = stage.exchange(&acme, &code, "u-1").await;
        assert_eq!(again.status, StatusCode::OK);
        assert_eq!(again.json()["id"], answer.json()["id"]);
        // A newer code ends the one before, and time ends any.
        let earlier = stage.code("acme-watch", &stage.person).await;
        let code = stage.code("acme-watch", &stage.person).await;
        let refused = stage.exchange(&acme, &earlier, "u-2").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let clock = &stage.app.app.clock;
        clock.set(clock.now() + TimeDelta::minutes(10));
        let refused = stage.exchange(&acme, &code, "u-2").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn one_person_of_a_manufacturer_is_never_two_of_ours() {
    both(|db| async move {
        let stage = stage(db).await;
        let (secret, id) = stage.connected("acme-watch").await;
        let (_, bob) = stage.app.register_confirmed("bob@example.org").await;
        let code = stage.code("acme-watch", &bob).await;
        let refused = stage.exchange(&secret, &code, "u-1").await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert_eq!(refused.json()["code"], "already-connected");
        // Nobody ends another's connection, and its own person does.
        let path = format!("/api/v1/devices/connections/{id}");
        let refused = stage
            .app
            .call(Method::DELETE, &path, Some(&bob), None)
            .await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        let done = stage
            .app
            .call(Method::DELETE, &path, Some(&stage.person), None)
            .await;
        assert_eq!(done.status, StatusCode::NO_CONTENT);
        let code = stage.code("acme-watch", &bob).await;
        let answer = stage.exchange(&secret, &code, "u-1").await;
        assert_eq!(answer.status, StatusCode::CREATED);
        let page = stage
            .app
            .get("/api/v1/ingest/connections", &secret)
            .await
            .json();
        let states: Vec<_> = page["items"]
            .as_array()
            .expect("items")
            .iter()
            .map(|c| c["state"].clone())
            .collect();
        assert_eq!(states, ["ended", "active"]);
        // What is sent as `u-1` is Bob's now.
        let sent = stage.sent(&secret, run("a-1", MORNING, 5e3)).await;
        assert_eq!(sent["status"], "new");
        assert_eq!(stage.workouts().await, 0);
    })
    .await;
}

#[tokio::test]
async fn two_people_bring_their_codes_for_one_account_at_once() {
    both(|db| async move {
        let stage = stage(db).await;
        let secret = stage.full_key("acme-watch").await;
        let (_, bob) = stage.app.register_confirmed("bob@example.org").await;
        let codes = [
            stage.code("acme-watch", &stage.person).await,
            stage.code("acme-watch", &bob).await,
        ];
        let requests = codes.map(|code| {
            let body = json!({"code": code, "user": "u-1"});
            request(
                Method::POST,
                "/api/v1/ingest/connections",
                Some(&secret),
                Some(body),
            )
        });
        let statuses = stage.app.at_once(requests).await;
        assert_eq!(statuses, [StatusCode::CREATED, StatusCode::CONFLICT]);
    })
    .await;
}

#[tokio::test]
async fn what_came_stays_or_goes_as_its_person_says() {
    both(|db| async move {
        let stage = stage(db).await;
        let (secret, id) = stage.connected("acme-watch").await;
        for (name, start) in [("a-1", MORNING), ("a-2", EVENING)] {
            let sent = stage.sent(&secret, run(name, start, 5e3)).await;
            assert_eq!(sent["status"], "new", "{sent}");
        }
        let path = format!("/api/v1/devices/connections/{id}");
        let end = async |query: &str| {
            let path = format!("{path}{query}");
            let answer = stage
                .app
                .call(Method::DELETE, &path, Some(&stage.person), None)
                .await;
            answer.status
        };
        assert_eq!(end("").await, StatusCode::NO_CONTENT);
        assert_eq!(stage.workouts().await, 2);
        let item = stage.sent(&secret, run("a-3", MORNING, 5e3)).await;
        assert_eq!(
            (&item["code"], &item["field"]),
            (&json!("no-connection"), &json!("/user"))
        );
        // Connected again, what came before is known.
        let code = stage.code("acme-watch", &stage.person).await;
        stage.exchange(&secret, &code, "u-1").await;
        let item = stage.sent(&secret, run("a-1", MORNING, 5e3)).await;
        assert_eq!(item["status"], "unchanged");
        // The first connection's other activity goes with it, although it ended before.
        assert_eq!(end("?data=delete").await, StatusCode::NO_CONTENT);
        let item = stage.sent(&secret, run("a-1", MORNING, 5e3)).await;
        assert_eq!(item["status"], "unchanged");
        assert_eq!(stage.workouts().await, 1);
        assert_eq!(end("?data=maybe").await, StatusCode::BAD_REQUEST);
    })
    .await;
}

#[tokio::test]
async fn a_workout_that_a_file_tells_too_stays_without_what_came() {
    both(|db| async move {
        let stage = stage(db.clone()).await;
        let (secret, id) = stage.connected("acme-watch").await;
        let start = MORNING.parse().expect("a time");
        let course = stadion_activity::sample::Run::new(start, 1_800, 7);
        let upload = Upload {
            name: "watch.fit".into(),
            bytes: Bytes::from(stadion_activity::sample::fit(&course)),
        };
        let app = &stage.app.app;
        let file = import(app, stage.user_id, None, vec![upload]).await;
        let file = &file[0].workouts[0];
        assert_eq!(file.result, ImportResult::New);
        let exported = format!("/api/v1/workouts/{}/export?format=json", file.id);
        let exported = stage.app.get(&exported, &stage.person).await.json();
        let before = crate::db::testing::projections(&db, stage.user_id).await;
        let item = json!({"id": "a-1", "connection": id, "data": exported});
        let sent = stage.sent(&secret, item).await;
        assert_eq!(
            (&sent["status"], &sent["workout"]),
            (&json!("attached"), &json!(file.id))
        );
        let sent = stage.sent(&secret, run("a-2", EVENING, 5e3)).await;
        assert_eq!(sent["status"], "new");
        let export = DeviceData.export(app, stage.user_id).await.expect("export");
        let told = String::from_utf8_lossy(&export[0].bytes).into_owned();
        assert!(
            told.contains("a-2") && told.contains("acme-watch"),
            "{told}"
        );
        let path = format!("/api/v1/devices/connections/{id}?data=delete");
        let done = stage
            .app
            .call(Method::DELETE, &path, Some(&stage.person), None)
            .await;
        assert_eq!(done.status, StatusCode::NO_CONTENT);
        assert_eq!(stage.workouts().await, 1);
        assert_eq!(
            crate::db::testing::projections(&db, stage.user_id).await,
            before
        );
        let sources = format!("/api/v1/workouts/{}", file.id);
        let body = stage.app.get(&sources, &stage.person).await.json();
        assert_eq!(body["original"]["name"], "watch.fit");
    })
    .await;
}

#[tokio::test]
async fn a_connection_goes_with_its_account() {
    both(|db| async move {
        let stage = stage(db.clone()).await;
        let (secret, id) = stage.connected("acme-watch").await;
        let sent = stage.sent(&secret, run("a-1", MORNING, 5e3)).await;
        assert_eq!(sent["status"], "new");
        let body = json!({"password": crate::testing::PASSWORD});
        let path = "/api/v1/me";
        let gone = stage
            .app
            .call(Method::DELETE, path, Some(&stage.person), Some(body))
            .await;
        assert!(gone.status.is_success(), "{gone:?}");
        let page = stage
            .app
            .get("/api/v1/ingest/connections", &secret)
            .await
            .json();
        assert_eq!(page["items"], json!([]), "{id}");
        let item = stage.sent(&secret, run("a-1", MORNING, 5e3)).await;
        assert_eq!(item["code"], "no-connection");
    })
    .await;
}
