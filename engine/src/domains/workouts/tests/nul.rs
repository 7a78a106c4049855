//! PostgreSQL keeps no NUL: wherever one comes in, it is refused with a reason, or left out.

use std::io::{Cursor, Write};

use axum::body::Body;
use axum::http::{Method, Request};
use bytes::Bytes;
use serde_json::json;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::app;
use crate::db::testing::both;
use crate::domains::workouts::import::{FileStatus, Upload, import};
use crate::domains::workouts::service;

const GPX: &[u8] = b"<gpx version=\"1.1\"><trk><name>Lake\0side</name><trkseg>\
    <trkpt lat=\"1\" lon=\"1\"><time>2026-11-20T06:00:00Z</time></trkpt>\
    <trkpt lat=\"1\" lon=\"1.001\"><time>2026-11-20T06:01:00Z</time></trkpt>\
    </trkseg></trk></gpx>";

#[tokio::test]
async fn a_nul_in_a_request_is_the_callers_mistake() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("nul@example.org").await;
        for (method, path, status) in [
            (Method::GET, "/api/v1/workouts?q=%00", 400),
            (Method::GET, "/api/v1/workouts?sport=%00", 400),
            (Method::GET, "/api/v1/records?pack=%00", 400),
            (Method::GET, "/running/workouts?q=%00", 400),
            (Method::DELETE, "/api/v1/sports/%00/membership", 404),
        ] {
            let answer = app.call(method, path, Some(&token), None).await;
            assert_eq!(answer.status, status, "{path}");
        }
        let login = json!({ "email": "a\0@b.cd", "password": "secret" });
        let answer = app
            .call(Method::POST, "/api/v1/sessions", None, Some(login))
            .await;
        assert_eq!(answer.status, 422);
        assert_eq!(answer.json()["errors"][0]["field"], "/email");
        let form = Request::post("/login")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from("email=a%00%40b.cd&password=secret"));
        let answer = app.send(form.expect("request")).await;
        assert_eq!(answer.status, 422);
    })
    .await;
}

fn zipped() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("la\0ke.gpx", SimpleFileOptions::default())
        .expect("an entry");
    zip.write_all(GPX).expect("written");
    zip.finish().expect("an archive").into_inner()
}

#[tokio::test]
async fn a_nul_in_a_file_is_left_out() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, _) = app.register_confirmed("nul@example.org").await;
        let upload = Upload {
            name: "all.zip".into(),
            bytes: Bytes::from(zipped()),
        };
        let outcomes = import(&app.app, user_id, None, vec![upload]).await;
        assert_eq!(outcomes[0].status, FileStatus::Ok, "{outcomes:?}");
        assert_eq!(outcomes[0].file, "all.zip/lake.gpx");
        let id = outcomes[0].workouts[0].id;
        let workout = service::get(&app.app, user_id, id).await.expect("workout");
        assert_eq!(workout.title.as_deref(), Some("Lakeside"));
    })
    .await;
}
