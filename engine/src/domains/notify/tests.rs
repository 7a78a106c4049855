//! What people are told, and what not.

use super::store;
use crate::db::testing::both;
use crate::domains::workouts::tests::{app, at, outing, record};

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
