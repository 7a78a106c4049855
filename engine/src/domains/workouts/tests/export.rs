//! Workouts as files, and parts of their samples.

use axum::http::{StatusCode, header};
use bytes::Bytes;
use stadion_activity::sample::{Run, fit, gpx};
use stadion_activity::{Activity, FieldValue, Limits};
use uuid::Uuid;

use super::{app, at, lift, outing, record};
use crate::db::testing::both;
use crate::domains::workouts::import::{Upload, import};
use crate::domains::workouts::service::{self, Patch};
use crate::testing::TestApp;

async fn load(app: &TestApp, user_id: Uuid, name: &str, bytes: Vec<u8>) -> Uuid {
    let upload = Upload {
        name: name.to_owned(),
        bytes: Bytes::from(bytes),
    };
    let imported = import(&app.app, user_id, Some("Europe/Moscow"), vec![upload]).await;
    imported[0].workouts[0].id
}

fn run() -> Run {
    Run::new(at("2026-11-20T06:00:00Z"), 1_800, 7)
}

fn read(bytes: Vec<u8>) -> Activity {
    let files = stadion_activity::read("file", bytes, &Limits::default());
    files[0].outcome.as_ref().expect("read").activities[0].clone()
}

#[tokio::test]
async fn a_workout_is_had_in_every_format() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("every@example.org").await;
        let id = load(&app, user_id, "run.fit", fit(&run())).await;
        let title = Patch {
            title: Some(Some("Lunch run".to_owned())),
            ..Patch::default()
        };
        service::edit(&app.app, user_id, id, None, title)
            .await
            .expect("edited");
        let original = read(fit(&run()));
        for format in ["fit", "gpx", "tcx", "json"] {
            let path = format!("/api/v1/workouts/{id}/export?format={format}");
            let answer = app.get(&path, &token).await;
            assert_eq!(answer.status, StatusCode::OK, "{format}");
            let named = answer.headers[header::CONTENT_DISPOSITION]
                .to_str()
                .expect("a name");
            assert!(
                named.contains(&format!("2026-11-20-running-run.{format}")),
                "{named}"
            );
            assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
            let back = read(answer.body.clone());
            assert_eq!(back.start_time, original.start_time, "{format}");
            assert_eq!(back.streams.time_ms, original.streams.time_ms, "{format}");
            assert_eq!(back.sport, "running");
            if matches!(format, "gpx" | "json") {
                assert_eq!(back.name.as_deref(), Some("Lunch run"));
            }
            if matches!(format, "fit" | "json") {
                assert_eq!(back.parts, original.parts);
                assert_eq!(back.streams, original.streams);
            }
        }
        let path = format!("/api/v1/workouts/{id}/export?format=original");
        assert_eq!(app.get(&path, &token).await.body.clone(), fit(&run()));
        let path = format!("/api/v1/workouts/{id}/export?format=doc");
        assert_eq!(app.get(&path, &token).await.status, StatusCode::BAD_REQUEST);
        let (_, other) = app.register_confirmed("foreign@example.org").await;
        let path = format!("/api/v1/workouts/{id}/export?format=fit");
        assert_eq!(app.get(&path, &other).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_is_a_file_too_but_no_track() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("typed@example.org").await;
        let typed = record(
            &app,
            user_id,
            outing(at("2026-11-10T06:00:00Z"), 5e3, 1500.0),
        )
        .await;
        let get = async |id: Uuid, format: &str| {
            let path = format!("/api/v1/workouts/{id}/export?format={format}");
            app.get(&path, &token).await
        };
        let file = read(get(typed.id, "fit").await.body.clone());
        assert_eq!(
            (file.sport.as_str(), file.start_time),
            ("running", typed.start_at)
        );
        let number = |name: &str| file.fields.get(&format!("fit:session.{name}")).cloned();
        assert_eq!(number("total_distance"), Some(FieldValue::Number(5000.0)));
        assert_eq!(number("total_timer_time"), Some(FieldValue::Number(1500.0)));
        for format in ["gpx", "tcx"] {
            let refused = get(typed.id, format).await;
            assert_eq!(refused.status, StatusCode::CONFLICT);
            assert_eq!(refused.json()["code"], "no-track");
        }
        let missing = get(typed.id, "original").await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
        let lifted = lift(at("2026-11-11T06:00:00Z"), "squat", 5.0, 100.0);
        let lifted = record(&app, user_id, lifted).await;
        let file = read(get(lifted.id, "fit").await.body.clone());
        let set = file.parts.iter().find(|part| part.kind == "fit:set");
        let weight = set.and_then(|set| set.fields.get("weight"));
        assert_eq!(weight, Some(&FieldValue::Number(100.0)));
    })
    .await;
}

#[tokio::test]
async fn a_part_of_the_samples_is_read_alone() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("part@example.org").await;
        let id = load(&app, user_id, "run.gpx", gpx(&run())).await;
        let get = async |query: &str| {
            let path = format!("/api/v1/workouts/{id}/streams?{query}");
            app.get(&path, &token).await
        };
        let whole = get("points=20000").await.json();
        let part = get("from=700&to=799.5&channels=altitude,speed&points=20000").await;
        let part = part.json();
        let channels = part["channels"].as_object().expect("channels");
        assert_eq!(channels.keys().collect::<Vec<_>>(), ["altitude", "speed"]);
        let time = part["time"].as_array().expect("times");
        assert_eq!(
            (time.len(), time[0].as_f64(), time[99].as_f64()),
            (100, Some(700.0), Some(799.0))
        );
        assert_eq!(
            part["channels"]["altitude"][50],
            whole["channels"]["altitude"][750]
        );
        let thin = get("points=100").await.json();
        let kept = thin["time"].as_array().expect("times").len();
        assert!((40..=100).contains(&kept), "{kept}");
        let later = get("from=99999").await.json();
        assert_eq!(later["time"].as_array().map(Vec::len), Some(0));
        for bad in [
            "from=9&to=8",
            "from=-1",
            "to=NaN",
            "channels=steam",
            "points=0",
        ] {
            assert_eq!(get(bad).await.status, StatusCode::BAD_REQUEST, "{bad}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_page_offers_files_and_parts_of_its_charts_without_script() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("page@example.org").await;
        let id = load(&app, user_id, "run.fit", fit(&run())).await;
        let see = async |query: &str| {
            let page = app
                .get(&format!("/running/workouts/{id}{query}"), &token)
                .await;
            assert_eq!(page.status, StatusCode::OK, "{query}");
            let text = String::from_utf8(page.body).expect("a page");
            text.replace("&#x2f;", "/")
                .replace("&amp;", "&")
                .replace('\u{a0}', " ")
        };
        let whole = see("").await;
        for format in ["fit", "gpx", "tcx", "json"] {
            assert!(
                whole.contains(&format!("/export?format={format}")),
                "{format}"
            );
        }
        assert!(
            whole.contains("?from=450&to=1349#charts")
                || whole.contains("?from=450&to=1350#charts")
        );
        let part = see("?from=600&to=1200").await;
        assert!(part.contains("10:00 – 20:00") && part.contains("?from=300&to=900#charts"));
        assert_ne!(part, whole);
        let has_way_back = |page: &str| !page.contains("data-way=\"whole\" hidden");
        assert!(has_way_back(&part) && !has_way_back(&see("?from=x&to=").await));
        let path = format!("/running/workouts/{id}/export?format=gpx");
        let file = app.get(&path, &token).await;
        assert_eq!(read(file.body.clone()).streams.time_ms.len(), 1801);
        let typed = record(
            &app,
            user_id,
            outing(at("2026-11-10T06:00:00Z"), 5e3, 1500.0),
        )
        .await;
        let typed = app
            .get(&format!("/running/workouts/{}", typed.id), &token)
            .await;
        let typed = String::from_utf8(typed.body).expect("a page");
        assert!(typed.contains("format=fit") && !typed.contains("format=gpx"));
    })
    .await;
}
