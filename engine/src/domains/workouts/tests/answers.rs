//! What the API says of requests that it cannot take: the code, the field as sent, and how to mend it.

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};

use super::app;
use crate::db::testing::both;
use crate::domains::workouts::files::UPLOAD_MAX;
use crate::testing::{Answer, TestApp};

const WORKOUTS: &str = "/api/v1/workouts";

fn run(metrics: &Value) -> Value {
    json!({ "sport": "running.run", "metrics": metrics })
}

fn lift(parts: &Value) -> Value {
    json!({ "sport": "strength.strength_training", "metrics": { "duration": 3600 }, "parts": parts })
}

async fn refused(app: &TestApp, token: &str, body: Value) -> (String, String, String) {
    let what = body.to_string();
    let answer = app.post(WORKOUTS, token, body).await;
    assert_eq!(answer.status, 422, "{what}");
    let error = answer.json()["errors"][0].clone();
    let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
    (text("field"), text("message"), text("remedy"))
}

#[tokio::test]
async fn a_wrong_field_is_named_as_it_was_sent_and_told_how_to_be_mended() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("wrong@example.org").await;
        let set = json!([{ "exercise": "squat", "reps": -1, "load": 100 }]);
        for (body, field, says, remedy) in [
            (
                json!({ "sport": "running.rum" }),
                "/sport",
                "`running.rum`",
                "running.run",
            ),
            (
                run(&json!({ "distance": -5 })),
                "/metrics/distance",
                "least",
                "",
            ),
            (
                run(&json!({ "core.distance": -5 })),
                "/metrics/core.distance",
                "least",
                "",
            ),
            (
                run(&json!({ "distance": "ten" })),
                "/metrics/distance",
                "a number of",
                "",
            ),
            (
                run(&json!({ "distance": "1,5 km" })),
                "/metrics/distance",
                "comma",
                "1.5 km",
            ),
            (
                run(&json!({ "distance": 5000, "core.distance": 6000 })),
                "/metrics/distance",
                "`core.distance` and `distance`",
                "one of them",
            ),
            (
                json!({ "sport": "running.run", "parts": { "set": [] } }),
                "/parts/set",
                "no part `set`",
                "no parts",
            ),
            (
                lift(&json!({ "set": set })),
                "/parts/set/0/reps",
                "whole number",
                "",
            ),
            (
                lift(&json!({ "set": [], "strength.set": [] })),
                "/parts/strength.set",
                "`strength.set` and `set`",
                "one of them",
            ),
            (
                json!({ "sport": "running.run", "start": "2026-11-20T06:00:00" }),
                "/start",
                "with its offset",
                "",
            ),
        ] {
            let what = body.to_string();
            let told = refused(&app, &token, body).await;
            assert_eq!(told.0, field, "{what}: {told:?}");
            assert!(
                told.1.contains(says) && told.2.contains(remedy),
                "{what}: {told:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_duration_is_taken_as_a_clock_tells_it() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("clock@example.org").await;
        for (sent, seconds) in [("1:30:00", 5_400), ("31:07", 1_867), ("90 min", 5_400)] {
            let body = run(&json!({ "distance": "10 km", "duration": sent }));
            let answer = app.post(WORKOUTS, &token, body).await;
            assert_eq!(answer.status, 201, "{sent}: {:?}", answer.json());
            let figure = &answer.json()["metrics"]["core.duration"];
            assert_eq!(figure, &json!({ "value": f64::from(seconds), "unit": "s" }));
        }
    })
    .await;
}

async fn upload(app: &TestApp, token: &str, kind: &str, body: Vec<u8>) -> Answer {
    let request = Request::post("/api/v1/files")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", kind)
        .body(Body::from(body));
    app.send(request.expect("request")).await
}

#[tokio::test]
async fn an_upload_that_is_no_form_or_too_large_has_its_own_code() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("large@example.org").await;
        let json = upload(&app, &token, "application/json", b"{}".to_vec()).await;
        assert_eq!(
            (json.status.as_u16(), &json.json()["code"]),
            (415, &json!("unsupported-media-type"))
        );
        let bare = upload(&app, &token, "multipart/form-data", Vec::new()).await;
        assert_eq!(
            (bare.status.as_u16(), &bare.json()["code"]),
            (400, &json!("bad-form"))
        );
        let mut body =
            b"--e\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
                .to_vec();
        body.resize(UPLOAD_MAX + 1, b'x');
        let large = upload(&app, &token, "multipart/form-data; boundary=e", body).await;
        assert_eq!(
            (large.status.as_u16(), &large.json()["code"]),
            (413, &json!("too-large"))
        );
    })
    .await;
}

#[tokio::test]
async fn a_token_is_told_which_scope_it_lacks() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("scope@example.org").await;
        for (scope, method, lacks) in [
            ("write", Method::GET, "scope `read`"),
            ("read", Method::POST, "scope `write`"),
        ] {
            let body = json!({ "name": scope, "scopes": [scope] });
            let made = app.post("/api/v1/me/tokens", &token, body).await.json();
            let secret = made["secret"].as_str().expect("a secret").to_owned();
            let answer = app.call(method, WORKOUTS, Some(&secret), None).await;
            assert_eq!(answer.status, 403);
            let detail = answer.json()["detail"].to_string();
            assert!(detail.contains(lacks), "{detail}");
        }
        let answer = app.get("/api/v1/workouts?limit=x", &token).await;
        assert_eq!(
            answer.json()["errors"][0]["message"],
            "`x` is no whole number"
        );
    })
    .await;
}
