//! Payloads in a manufacturer's own format, read by its adapter.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

use super::{Stage, adapters, stage};
use crate::db::testing::both;
use crate::domains::devices::{DeviceData, deliveries};
use crate::testing::{Answer, request};
use crate::userdata::UserData;

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(adapters().join(path)).expect("a fixture")
}

async fn post(stage: &Stage, secret: &str, (query, kind): (&str, &str), body: Vec<u8>) -> Answer {
    let path = format!("/api/v1/ingest/payloads{query}");
    let mut request = request(Method::POST, &path, Some(secret), None);
    let kind = header::HeaderValue::from_str(kind).expect("a media type");
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    *request.body_mut() = Body::from(body);
    stage.app.send(request).await
}

const JSON: (&str, &str) = ("?user=u-1", "application/json");
const LINES: (&str, &str) = ("?user=u-1", "application/x-ndjson");

fn statuses(told: &Value) -> Vec<(Value, Value)> {
    let items = told["items"].as_array().expect("items");
    let one = |item: &Value| (item["place"].clone(), item["status"].clone());
    items.iter().map(one).collect()
}

#[tokio::test]
async fn a_health_store_posts_its_sessions_and_each_is_told() {
    both(|db| async move {
        let stage = stage(db).await;
        let (secret, _) = stage.connected("health-connect").await;
        let body = fixture("health-connect/fixtures/sessions.json");
        let answer = post(&stage, &secret, JSON, body.clone()).await;
        assert_eq!(answer.status, StatusCode::MULTI_STATUS, "{}", answer.json());
        let left = answer.header("ratelimit");
        // The connection, and two sessions.
        assert!(left.contains("r=597"), "{left}");
        let told = answer.json();
        assert_eq!(told["adapter"], "health-connect");
        assert_eq!(
            statuses(&told),
            [
                (json!("sessions[0]"), json!("new")),
                (json!("sessions[1]"), json!("refused"))
            ]
        );
        let (first, second) = (&told["items"][0], &told["items"][1]);
        assert_eq!(first["id"], "a1");
        let left_out = &first["refused"][0];
        assert_eq!(left_out["code"], "out-of-range");
        assert_eq!(
            left_out["place"],
            "sessions[0].heartRate[0].samples[1].beatsPerMinute"
        );
        assert_eq!(
            (&second["code"], &second["id"]),
            (&json!("no-start"), &json!("a2"))
        );
        assert!(
            second["remedy"]
                .as_str()
                .is_some_and(|remedy| !remedy.is_empty())
        );
        let workout = stage.workout(&first["workout"]).await.json();
        assert_eq!(workout["title"], "Easy");
        // Sent again it is the same one.
        let again = post(&stage, &secret, JSON, body).await.json();
        assert_eq!(again["items"][0]["status"], "unchanged");
        assert_eq!(again["items"][0]["workout"], first["workout"]);
        assert_eq!(stage.workouts().await, 1);
    })
    .await;
}

#[tokio::test]
async fn one_that_is_told_otherwise_takes_the_place_of_the_earlier_one() {
    both(|db| async move {
        let stage = stage(db).await;
        let (secret, connection) = stage.connected("apple-healthkit").await;
        let body = fixture("apple-healthkit/fixtures/workouts.json");
        let first = post(&stage, &secret, JSON, body.clone()).await.json();
        assert_eq!(first["items"][0]["status"], "new", "{first}");
        let text = String::from_utf8(body).expect("text");
        let longer = text.replace("5012.5", "6012.5").into_bytes();
        let by = format!("?connection={connection}");
        let told = post(&stage, &secret, (&by, "application/json"), longer)
            .await
            .json();
        assert_eq!(
            (&told["items"][0]["status"], &told["items"][0]["workout"]),
            (&json!("updated"), &first["items"][0]["workout"])
        );
    })
    .await;
}

#[tokio::test]
async fn lines_are_read_each_for_itself() {
    both(|db| async move {
        let stage = stage(db).await;
        let (secret, _) = stage.connected("generic-json").await;
        let body = fixture("generic-json/fixtures/bulk.ndjson");
        let told = post(&stage, &secret, LINES, body).await.json();
        assert_eq!(
            statuses(&told),
            [
                (json!("line 1"), json!("new")),
                (json!("line 3"), json!("new")),
                (json!("line 2"), json!("refused")),
                (json!("line 4"), json!("refused"))
            ]
        );
        assert_eq!(told["items"][2]["code"], "not-readable");
        assert_eq!(told["items"][3]["code"], "duplicate-record");
        // One value, laid out in lines, as JSON.
        let one = json!({"id": "x9", "start_time": "2026-06-20T06:00:00Z", "sport": "rowing",
            "total_elapsed_time": 600});
        let pretty = serde_json::to_vec_pretty(&one).expect("JSON");
        let told = post(&stage, &secret, JSON, pretty).await;
        assert_eq!(told.status, StatusCode::OK, "{}", told.json());
    })
    .await;
}

#[tokio::test]
async fn what_came_is_told_to_its_person_and_goes_with_their_account() {
    both(|db| async move {
        let stage = stage(db).await;
        let (secret, _) = stage.connected("health-connect").await;
        let body = fixture("health-connect/fixtures/sessions.json");
        post(&stage, &secret, JSON, body).await;
        let app = &stage.app.app;
        let came = deliveries(app, stage.user_id, 10)
            .await
            .expect("deliveries");
        assert_eq!(came.len(), 1);
        let one = &came[0];
        assert_eq!(
            (one.adapter.as_str(), one.how.as_str()),
            ("health-connect", "api")
        );
        assert_eq!((one.taken, one.updated, one.refused), (1, 0, 2));
        assert_eq!(one.adapter_version, "1.0.0");
        let codes: Vec<&str> = one.details.iter().map(|told| told.code.as_str()).collect();
        assert_eq!(codes, ["out-of-range", "no-start"]);
        let export = DeviceData.export(app, stage.user_id).await.expect("export");
        let file = export.iter().find(|file| file.path == "deliveries.json");
        let text = String::from_utf8_lossy(&file.expect("it").bytes).into_owned();
        assert!(text.contains("out-of-range"), "{text}");
        let mut tx = app.db.begin().await.expect("a transaction");
        DeviceData
            .erase(&mut tx, stage.user_id)
            .await
            .expect("erased");
        tx.commit().await.expect("committed");
        let left = deliveries(app, stage.user_id, 10)
            .await
            .expect("deliveries");
        assert!(left.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_payload_that_cannot_be_taken_says_what_would_do() {
    both(|db| async move {
        let stage = stage(db).await;
        let (secret, _) = stage.connected("health-connect").await;
        let code = async |whom: (&str, &str), body: &[u8]| {
            let answer = post(&stage, &secret, whom, body.to_vec()).await;
            (answer.status.as_u16(), answer.json()["code"].clone())
        };
        let body = fixture("health-connect/fixtures/sessions.json");
        assert_eq!(code(("", JSON.1), &body).await, (400, json!("bad-query")));
        assert_eq!(
            code(("?user=nobody", JSON.1), &body).await,
            (404, json!("no-connection"))
        );
        assert_eq!(
            code(LINES, &body).await,
            (415, json!("unsupported-media-type"))
        );
        assert_eq!(
            code(JSON, b"{\"sessions\": []}").await,
            (400, json!("no-items"))
        );
        let broken = post(&stage, &secret, JSON, b"{\"sessions\"".to_vec()).await;
        assert_eq!(broken.json()["items"][0]["code"], "not-readable");
        let session = json!({"startTime": "2026-06-19T08:00:00+02:00"});
        let unnamed = json!({"sessions": [session]}).to_string().into_bytes();
        let unnamed = post(&stage, &secret, JSON, unnamed).await.json();
        assert_eq!(unnamed["items"][0]["code"], "invalid", "{unnamed}");
        let many = json!({"sessions": vec![session.clone(); 501]}).to_string();
        assert_eq!(
            code(JSON, many.as_bytes()).await,
            (413, json!("too-many-items"))
        );
        // A manufacturer without a folder, or whose folder takes no posts.
        for adapter in ["acme-watch", "gpx"] {
            let (secret, _) = stage.connected(adapter).await;
            let answer = post(&stage, &secret, JSON, body.clone()).await;
            assert_eq!(answer.json()["code"], "no-adapter", "{adapter}");
        }
        assert_eq!(stage.workouts().await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_key_without_samples_sends_none_and_the_adapters_quota_holds() {
    both(|db| async move {
        let stage = stage(db).await;
        let (_, _) = stage.connected("health-connect").await;
        let scopes = json!({"name": "thin", "scopes": ["activities:write"]});
        let (_, thin) = stage.key("health-connect", scopes).await;
        let body = fixture("health-connect/fixtures/sessions.json");
        let told = post(&stage, &thin, JSON, body).await.json();
        assert_eq!(told["items"][0]["code"], "missing-scope");
        let session = |n: usize| {
            json!({"metadata": {"id": format!("s{n}")}, "exerciseType": 79,
                "startTime": "2026-06-19T08:00:00+02:00"})
        };
        let many = |n: usize| json!({"sessions": (0..n).map(session).collect::<Vec<_>>()});
        // Two were taken of 600 an hour; nothing is stored of more than are left.
        let full = stage.full_key("health-connect").await;
        let bad = json!({"sessions": vec![json!({}); 500]})
            .to_string()
            .into_bytes();
        assert_eq!(
            post(&stage, &full, JSON, bad).await.status,
            StatusCode::MULTI_STATUS
        );
        let over = post(&stage, &full, JSON, many(101).to_string().into_bytes()).await;
        assert_eq!(over.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(over.json()["code"], "quota-used-up");
        assert_eq!(stage.workouts().await, 0);
    })
    .await;
}
