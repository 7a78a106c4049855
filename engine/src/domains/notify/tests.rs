//! What people are told, and what not.

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::data::NoticeData;
use super::model::NoticeKind;
use super::store;
use crate::db::testing::both;
use crate::domains::workouts::tests::{app, at, outing, record};
use crate::userdata::UserData;

#[tokio::test]
async fn a_record_is_told_once_and_a_rebuild_tells_nothing() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("told@example.org").await;
        record(
            &app,
            user_id,
            outing(at("2026-11-20T06:00:00Z"), 10_000.0, 3_000.0),
        )
        .await;
        let told = store::list(&db, user_id, None, false, 100)
            .await
            .expect("notices");
        assert!(
            told.iter().any(|notice| notice.kind == "record"),
            "{told:?}"
        );
        app.app
            .events
            .rebuild(&app.app, user_id)
            .await
            .expect("rebuilt");
        let after = store::list(&db, user_id, None, false, 100)
            .await
            .expect("notices");
        assert_eq!(told.len(), after.len());
    })
    .await;
}

#[tokio::test]
async fn an_import_of_old_workouts_gives_one_summary() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("old@example.org").await;
        for (day, metres) in [(1, 5_000.0), (2, 6_000.0), (3, 11_000.0)] {
            let start = at(&format!("2026-09-0{day}T06:00:00Z"));
            record(&app, user_id, outing(start, metres, metres / 3.0)).await;
        }
        let told = store::list(&db, user_id, None, false, 100)
            .await
            .expect("notices");
        let kinds: Vec<&str> = told.iter().map(|notice| notice.kind.as_str()).collect();
        assert_eq!(kinds, ["summary"], "{told:?}");
        assert!(told[0].payload["records"].as_u64() >= Some(3), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn a_kind_switched_off_is_not_told_and_a_summary_does_not_count_it() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, token) = app.register_confirmed("quiet@example.org").await;
        let path = "/api/v1/notices/settings";
        let all = json!({"record": true, "achievement": true, "wear": true});
        assert_eq!(app.get(path, &token).await.json(), all);
        let change = json!({"record": false});
        let changed = app.call(Method::PATCH, path, Some(&token), Some(change)).await;
        let without = json!({"record": false, "achievement": true, "wear": true});
        assert_eq!(changed.json(), without);
        assert_eq!(app.get(path, &token).await.json(), without);
        for start in ["2026-09-01T06:00:00Z", "2026-11-20T06:00:00Z"] {
            record(&app, user_id, outing(at(start), 10_000.0, 3_000.0)).await;
        }
        let told = store::list(&db, user_id, None, false, 100).await;
        let told = told.expect("notices");
        assert!(told.iter().any(|notice| notice.kind == "summary"));
        for notice in &told {
            assert_ne!(notice.kind, "record");
            if notice.kind == "summary" {
                assert_eq!(notice.payload["records"], 0);
            }
        }
        let exported = NoticeData.export(&app.app, user_id).await.expect("export");
        let said = exported.iter().map(|file| String::from_utf8_lossy(&file.bytes));
        assert!(said.into_iter().any(|text| text.contains("\"record\":false") || text.contains("\"record\": false")));
    })
    .await;
}

#[tokio::test]
async fn the_form_sets_what_is_ticked() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, token) = app.register_confirmed("form@example.org").await;
        let path = "/running/notices/settings";
        let kinds = ["record", "wear", "unheard-of"].map(|kind| ("kind", kind));
        let answer = app.send_form(path, &token, &kinds).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let settings = store::settings(&db, user_id).await.expect("settings");
        let on = NoticeKind::ALL.map(|kind| settings.is_on(kind));
        assert_eq!(on, [true, false, true]);
    })
    .await;
}
