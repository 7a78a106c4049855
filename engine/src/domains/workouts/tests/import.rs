//! Files become workouts.

use bytes::Bytes;
use stadion_activity::sample::{self, Run};
use uuid::Uuid;

use super::{app, at, outing, record};
use crate::db::testing::both;
use crate::domains::workouts::data::WorkoutData;
use crate::domains::workouts::import::{FileOutcome, FileStatus, ImportResult, Upload, import};
use crate::domains::workouts::model::Source;
use crate::domains::workouts::service::NewWorkout;
use crate::domains::workouts::store::Filter;
use crate::domains::workouts::store::projections;
use crate::domains::workouts::{house, read, service, store};
use crate::testing::TestApp;
use crate::userdata::UserData;

fn upload(name: &str, bytes: Vec<u8>) -> Upload {
    Upload {
        name: name.into(),
        bytes: Bytes::from(bytes),
    }
}

async fn send(app: &TestApp, user_id: Uuid, uploads: Vec<Upload>) -> Vec<FileOutcome> {
    import(&app.app, user_id, Some("Europe/Moscow"), uploads).await
}

fn fit() -> Vec<u8> {
    sample::fit(&Run::new(at("2026-11-20T06:00:00Z"), 3_600, 7))
}

#[tokio::test]
async fn a_file_becomes_a_workout_with_figures_samples_and_records() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("fit@example.org").await;
        let outcomes = send(&app, user_id, vec![upload("run.fit", fit())]).await;
        assert_eq!(outcomes[0].status, FileStatus::Ok, "{outcomes:?}");
        let id = outcomes[0].workouts[0].id;
        assert_eq!(outcomes[0].workouts[0].sport, "running.run");
        let workout = service::get(&app.app, user_id, id).await.expect("workout");
        let body = read::body(&app.app, user_id, "en", workout)
            .await
            .expect("body");
        assert!(
            body.item.metrics.contains_key("core.distance"),
            "{:?}",
            body.item.metrics
        );
        assert!(
            body.item.metrics.contains_key("running.pace"),
            "{:?}",
            body.item.metrics
        );
        assert!(body.channels.contains(&"heart_rate".to_owned()));
        assert!(!body.laps.is_empty());
        let marks = projections::marks_of_workout(&db, user_id, id)
            .await
            .expect("marks");
        assert!(!marks.is_empty());
        let streams = read::streams_body(&app.app, user_id, id, &read::StreamsPart::whole(100))
            .await
            .expect("streams");
        assert!((1..=100).contains(&streams.time.len()));
        let original = body.original.expect("an original");
        assert_eq!(
            app.app
                .blobs
                .get(user_id, &original.sha256)
                .await
                .expect("blob"),
            fit()
        );
    })
    .await;
}

#[tokio::test]
async fn the_same_file_twice_is_one_workout_and_a_deleted_one_comes_back() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, _) = app.register_confirmed("twice@example.org").await;
        let first = send(&app, user_id, vec![upload("a.fit", fit())]).await;
        let id = first[0].workouts[0].id;
        let second = send(&app, user_id, vec![upload("b.fit", fit())]).await;
        assert_eq!(second[0].workouts[0].id, id);
        assert_eq!(second[0].workouts[0].result, ImportResult::Known);
        service::delete(&app.app, user_id, id, None)
            .await
            .expect("deleted");
        let third = send(&app, user_id, vec![upload("a.fit", fit())]).await;
        assert_eq!(third[0].workouts[0].result, ImportResult::Restored);
        assert!(service::get(&app.app, user_id, id).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_bad_file_stops_no_other() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, _) = app.register_confirmed("mixed@example.org").await;
        let uploads = vec![
            upload("empty.fit", Vec::new()),
            upload("letter.txt", b"dear watch".to_vec()),
            upload("run.fit", fit()),
        ];
        let outcomes = send(&app, user_id, uploads).await;
        let names: Vec<&str> = outcomes
            .iter()
            .map(|outcome| outcome.file.as_str())
            .collect();
        assert_eq!(names, ["empty.fit", "letter.txt", "run.fit"]);
        for refused in &outcomes[..2] {
            assert_eq!(refused.status, FileStatus::Refused);
            assert!(
                refused.reason.is_some() && refused.remedy.is_some(),
                "{refused:?}"
            );
        }
        assert_eq!(outcomes[2].status, FileStatus::Ok);
    })
    .await;
}

#[tokio::test]
async fn two_people_with_one_file_have_a_workout_each() {
    both(|db| async move {
        let app = app(db).await;
        let (one, _) = app.register_confirmed("one@example.org").await;
        let (two, _) = app.register_confirmed("two@example.org").await;
        let first = send(&app, one, vec![upload("a.fit", fit())]).await;
        let second = send(&app, two, vec![upload("a.fit", fit())]).await;
        assert_eq!(second[0].workouts[0].result, ImportResult::New);
        assert_ne!(first[0].workouts[0].id, second[0].workouts[0].id);
        let foreign = service::get(&app.app, two, first[0].workouts[0].id).await;
        assert_eq!(foreign.expect_err("not theirs").status, 404);
    })
    .await;
}

#[tokio::test]
async fn a_search_finds_every_script_in_either_case() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("words@example.org").await;
        let titled = NewWorkout {
            title: Some("Вдоль РЕКИ".into()),
            ..outing(at("2026-11-19T06:00:00Z"), 5_000.0, 1_500.0)
        };
        record(&app, user_id, titled).await;
        for (text, found) in [("реки", 1), ("ВДОЛЬ", 1), ("100%", 0)] {
            let filter = Filter {
                text: Some(text.into()),
                limit: 10,
                ..Filter::default()
            };
            let page = read::page(&app.app, user_id, &filter).await.expect("page");
            assert_eq!(page.items.len(), found, "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_deleted_workout_is_exported_for_thirty_days_and_then_gone_with_its_file() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("gone@example.org").await;
        let outcomes = send(&app, user_id, vec![upload("run.fit", fit())]).await;
        let id = outcomes[0].workouts[0].id;
        service::delete(&app.app, user_id, id, None)
            .await
            .expect("deleted");
        let exported = async || {
            let files = WorkoutData.export(&app.app, user_id).await.expect("export");
            let paths = files.into_iter().map(|file| file.path);
            paths
                .map(|path| path.split('/').next().unwrap_or_default().to_owned())
                .collect::<Vec<_>>()
        };
        house::purge(&app.app).await.expect("nothing yet");
        let parts = ["originals", "facts", "archive.json", "deleted"];
        assert_eq!(exported().await, parts);

        let now = app.app.clock.now();
        app.app.clock.set(now + chrono::TimeDelta::days(31));
        house::purge(&app.app).await.expect("purged");
        assert!(exported().await.is_empty());
        let originals = store::originals(&db, user_id).await.expect("originals");
        assert!(originals.is_empty());
        // The same file may come again, as a new workout.
        let again = send(&app, user_id, vec![upload("run.fit", fit())]).await;
        assert_eq!(again[0].workouts[0].result, ImportResult::New);
    })
    .await;
}

/// As when an account is deleted in one window while another uploads to it.
#[tokio::test]
async fn what_comes_for_an_account_that_is_gone_is_told_so_and_not_kept() {
    both(|db| async move {
        let app = app(db).await;
        let nobody = Uuid::from_u128(7);
        let outcomes = send(&app, nobody, vec![upload("run.fit", fit())]).await;
        assert_eq!(outcomes[0].status, FileStatus::Refused);
        assert_eq!(outcomes[0].code.as_deref(), Some("owner-deleted"));
        let new = outing(at("2026-11-20T06:00:00Z"), 5_000.0, 1_500.0);
        let error = service::record(&app.app, nobody, None, Source::Form, new).await;
        let error = error.expect_err("nobody records");
        assert_eq!((error.status, error.code), (409, "owner-deleted"));
    })
    .await;
}
