//! Tables and health exports become workouts, and only once.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use bytes::Bytes;
use serde_json::Value;
use stadion_activity::sample::health;

use super::app;
use crate::db::testing::both;
use crate::domains::workouts::import::{FileOutcome, FileStatus, ImportResult, Upload, import};
use crate::testing::TestApp;

const TABLE: &str =
    "Datum,Puls,Strecke\r\n2026-05-01T06:00:00Z,140,0\r\n2026-05-01T06:10:00Z,141,2000\r\n";
const LOG: &str =
    "Date,Sport,Distance,Duration\n2026-05-01 07:00,Running,10.5,0:52:30\nnever,Running,5,25:00\n";

fn form(file: &str, columns: &str) -> Body {
    Body::from(format!(
        "--e\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\r\n{file}\r\n\
         --e\r\nContent-Disposition: form-data; name=\"columns\"\r\n\r\n{columns}\r\n--e--\r\n"
    ))
}

async fn post(app: &TestApp, token: &str, path: &str, body: Body) -> (StatusCode, String) {
    let request = Request::post(path)
        .header("authorization", format!("Bearer {token}"))
        .header("accept", "text/html, application/json")
        .header("content-type", "multipart/form-data; boundary=e")
        .body(body);
    let answer = app.send(request.expect("request")).await;
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    (answer.status, text)
}

#[tokio::test]
async fn the_columns_of_a_table_are_told_with_it() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("csv@example.org").await;
        let columns = "Strecke=-,Wie weit=distance";
        let told = TABLE.replace("Strecke", "Wie weit");
        let (status, text) = post(&app, &token, "/api/v1/files", form(&told, columns)).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        let body: Value = serde_json::from_str(&text).expect("json");
        assert_eq!(body["files"][0]["status"], "ok", "{body}");
        let id = body["files"][0]["workouts"][0]["id"].as_str().expect("id");
        let workout = app.get(&format!("/api/v1/workouts/{id}"), &token).await;
        let workout: Value = serde_json::from_slice(&workout.body).expect("json");
        assert!(
            workout["channels"].to_string().contains("distance"),
            "{workout}"
        );
    })
    .await;
}

#[tokio::test]
async fn columns_that_are_not_understood_are_told_beside_the_field() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("csv@example.org").await;
        let wrong = || form(TABLE, "Datum=time,Puls=beats per minute");
        let (status, text) = post(&app, &token, "/api/v1/files", wrong()).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{text}");
        let body: Value = serde_json::from_str(&text).expect("json");
        assert_eq!(body["errors"][0]["field"], "columns");
        let message = body["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(message.contains("Puls=beats per minute"), "{message}");

        let (status, page) = post(&app, &token, "/running/upload", wrong()).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.contains("value=\"Datum=time,Puls=beats per minute\""),
            "{page}"
        );
        assert!(page.contains("aria-invalid=\"true\""), "{page}");
    })
    .await;
}

async fn send(app: &TestApp, user_id: uuid::Uuid, name: &str, bytes: Vec<u8>) -> Vec<FileOutcome> {
    let upload = Upload {
        name: name.into(),
        bytes: Bytes::from(bytes),
    };
    import(&app.app, user_id, Some("Europe/Moscow"), vec![upload]).await
}

fn results(outcomes: &[FileOutcome]) -> Vec<Option<ImportResult>> {
    let first = |outcome: &FileOutcome| outcome.workouts.first().map(|workout| workout.result);
    outcomes.iter().map(first).collect()
}

#[tokio::test]
async fn each_row_of_a_log_is_a_workout_that_is_known_when_the_log_grew() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, _) = app.register_confirmed("log@example.org").await;
        let first = send(&app, user_id, "log.csv", LOG.into()).await;
        assert_eq!(results(&first), [Some(ImportResult::New), None]);
        assert_eq!(first[0].workouts[0].sport, "running.run");
        assert_eq!(first[1].code.as_deref(), Some("bad-row"));
        let grown = LOG.replace("never", "2026-05-02");
        let second = send(&app, user_id, "log.csv", grown.into()).await;
        let expected = [Some(ImportResult::Known), Some(ImportResult::New)];
        assert_eq!(results(&second), expected);
    })
    .await;
}

#[tokio::test]
async fn a_later_health_export_brings_only_what_is_new() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, _) = app.register_confirmed("health@example.org").await;
        let export = |days| {
            let mut bytes = Vec::new();
            health(&mut bytes, days, 7).expect("written");
            bytes
        };
        let first = send(&app, user_id, "export.xml", export(1)).await;
        assert_eq!(results(&first), [Some(ImportResult::New)]);
        assert_eq!(first[0].status, FileStatus::Ok);
        assert_eq!(first[0].workouts[0].sport, "running.run");
        let later = send(&app, user_id, "export.xml", export(3)).await;
        let expected = [Some(ImportResult::Known), Some(ImportResult::New)];
        assert_eq!(results(&later), expected);
    })
    .await;
}
