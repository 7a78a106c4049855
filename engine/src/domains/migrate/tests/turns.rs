//! Turn by turn: resumed, handed over, overtaken, and with news in the middle.

use chrono::Duration;
use serde_json::json;

use super::{
    FIRST, assert_rebuilt, change, edited, go_live, person, pretty, record, renamed, server,
};
use crate::App;
use crate::db::Run;
use crate::db::testing::{both, projections};
use crate::domains::migrate::run::Looked;
use crate::domains::migrate::{carry_out, notice, progress, store};

/// One turn of a process that has just looked at its packs.
async fn turn(app: &App, holder: &str) -> crate::web::Result<bool> {
    crate::domains::migrate::run::turn(app, holder, &mut Looked::default()).await
}

const FORMULA: (&str, &str) = (
    "workout.time / workout.way",
    "workout.time / workout.way * 2",
);

#[tokio::test]
async fn a_turn_is_held_by_one_process_until_it_dies() {
    both(|db| async move {
        let app = server(db.clone()).await;
        let (first, _) = person(&app, "first@example.org").await;
        let (second, _) = person(&app, "second@example.org").await;
        go_live(&app, &edited(&[FORMULA]));
        assert!(notice(&app.app).await.expect("noticed"));
        assert!(turn(&app.app, "one").await.expect("a turn"));
        // Both have had their turn; the step is not over yet, and it is another's.
        assert!(!turn(&app.app, "two").await.expect("held"));
        let now = app.app.clock.now();
        app.app.clock.set(now + Duration::minutes(2));
        assert!(turn(&app.app, "two").await.expect("taken over"));
        assert!(!turn(&app.app, "one").await.expect("lost"));
        carry_out(&app.app, "two").await.expect("carried out");
        let done = progress(&app.app, 1).await.expect("progress").remove(0);
        assert_eq!((done.done, done.total), (2, 2));
        for user_id in [first, second] {
            assert_rebuilt(&app, user_id).await;
        }
    })
    .await;
}

#[tokio::test]
async fn only_who_serves_the_packs_carries_them_out() {
    both(|db| async move {
        let app = server(db.clone()).await;
        person(&app, "stale@example.org").await;
        let old = app.app.catalog.packs();
        go_live(&app, &edited(&[FORMULA]));
        let new = app.app.catalog.packs();
        go_live(&app, FIRST);
        let mut tx = db.begin().await.expect("begun");
        let has_begun = crate::domains::migrate::begin(&mut tx, &app.app, &old, &new).await;
        assert!(has_begun.expect("begun"));
        tx.commit().await.expect("committed");
        assert!(!turn(&app.app, "one").await.expect("not live here"));
        go_live(&app, &edited(&[FORMULA]));
        assert!(turn(&app.app, "one").await.expect("live"));
    })
    .await;
}

#[tokio::test]
async fn who_has_news_before_their_turn_is_done_first() {
    both(|db| async move {
        let app = server(db.clone()).await;
        let (user_id, token) = person(&app, "news@example.org").await;
        go_live(&app, &renamed());
        assert!(notice(&app.app).await.expect("noticed"));
        // Shorter than the longest by the old name: no record by the new one either.
        let made = record(&app, &token, "sample.stroll", 9, json!({"distance": 5, "time": "PT1H"})).await;
        let id = made["id"].as_str().unwrap_or_default();
        let told = projections(&db, user_id).await;
        assert!(!told.iter().any(|row| row.contains("sample.way")), "{told:#?}");
        let marks: Vec<(String,)> = db
            .q("select record from record_mark where user_id = $1 and record = 'sample.distance/max'")
            .bind(user_id)
            .all()
            .await
            .expect("marks");
        assert_eq!(marks.len(), 4, "{marks:?}");
        let (news,): (i64,) = db
            .q("select count(*) from notice where user_id = $1 and dedupe_key like 'record:%distance/max%' and payload is not null")
            .bind(user_id)
            .one()
            .await
            .expect("notices");
        let about: Vec<(String,)> = db
            .q("select dedupe_key from notice where user_id = $1 order by dedupe_key")
            .bind(user_id)
            .all()
            .await
            .expect("notices");
        assert!(!about.iter().any(|(key,)| key.contains(id) && key.contains("distance/max")), "{news} {about:?}");
        carry_out(&app.app, "one").await.expect("carried out");
        assert_rebuilt(&app, user_id).await;
    })
    .await;
}

#[tokio::test]
async fn news_is_compared_with_a_past_that_is_told_by_the_same_rules() {
    both(|db| async move {
        let app = server(db.clone()).await;
        let (user_id, token) = person(&app, "fresh@example.org").await;
        go_live(&app, &edited(&[FORMULA]));
        assert!(notice(&app.app).await.expect("noticed"));
        // By the new formula every old tempo doubles; 13 km an hour stays the best.
        let made = record(&app, &token, "sample.walk", 9, json!({"way": 10, "time": "PT1H"})).await;
        let marks: Vec<(uuid::Uuid,)> = db
            .q("select workout_id from record_mark where user_id = $1 and record = 'sample.tempo/min'")
            .bind(user_id)
            .all()
            .await
            .expect("marks");
        let id: uuid::Uuid = made["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
        assert!(!marks.contains(&(id,)), "{marks:?}");
        let told = projections(&db, user_id).await;
        carry_out(&app.app, "one").await.expect("carried out");
        pretty(&projections(&db, user_id).await, &told);
        assert_rebuilt(&app, user_id).await;
    })
    .await;
}

#[tokio::test]
async fn a_rollback_in_the_middle_begins_anew() {
    both(|db| async move {
        let app = server(db.clone()).await;
        let (first, _) = person(&app, "middle@example.org").await;
        let (second, token) = person(&app, "other@example.org").await;
        let before = [
            projections(&db, first).await,
            projections(&db, second).await,
        ];
        go_live(&app, &renamed());
        assert!(notice(&app.app).await.expect("noticed"));
        for _ in 0..5 {
            assert!(turn(&app.app, "one").await.expect("a turn"));
        }
        let open = store::open(&db).await.expect("asked").expect("under way");
        assert!(open.step > 0 && open.now().is_some(), "{open:?}");
        assert!(change(&app, FIRST).await);
        pretty(&projections(&db, first).await, &before[0]);
        pretty(&projections(&db, second).await, &before[1]);
        // Forward again, with a third version in the middle of it.
        go_live(&app, &renamed());
        assert!(notice(&app.app).await.expect("noticed"));
        for _ in 0..3 {
            assert!(turn(&app.app, "one").await.expect("a turn"));
        }
        let third = renamed()
            .replace("2.0.0\ntitle", "2.1.0\ntitle")
            .replace("* entry.load", "* entry.load * 3");
        assert!(change(&app, &third).await);
        record(
            &app,
            &token,
            "sample.stroll",
            7,
            json!({"distance": 3, "time": "PT1H"}),
        )
        .await;
        for user_id in [first, second] {
            assert_rebuilt(&app, user_id).await;
        }
    })
    .await;
}

#[tokio::test]
async fn who_cannot_be_told_is_left_for_the_next_start_and_the_others_go_on() {
    both(|db| async move {
        let app = server(db.clone()).await;
        let (broken, _) = person(&app, "broken@example.org").await;
        let (sound, _) = person(&app, "sound@example.org").await;
        db.q("update workout set entered = $1 where user_id = $2")
            .bind(sqlx::types::Json(
                json!({"metrics": {"sample.way": {"colour": 1}}}),
            ))
            .bind(broken)
            .run()
            .await
            .expect("broken");
        assert!(change(&app, &edited(&[FORMULA])).await);
        let done = progress(&app.app, 1).await.expect("progress").remove(0);
        assert_eq!((done.done, done.failures), (2, 1), "{done:?}");
        assert!(done.error.is_some());
        assert_rebuilt(&app, sound).await;
        let (version,): (i64,) = db
            .q("select version from projected where user_id = $1")
            .bind(broken)
            .one()
            .await
            .expect("projected");
        assert_eq!(version, 0, "told anew with the next start");
    })
    .await;
}
