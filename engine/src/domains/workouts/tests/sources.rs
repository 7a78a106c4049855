//! One session from several files is one workout.

use bytes::Bytes;
use stadion_activity::sample::{self, Run};
use uuid::Uuid;

use super::{app, at, outing, record};
use crate::db::testing::{both, projections};
use crate::domains::workouts::data::WorkoutData;
use crate::domains::workouts::import::{ImportResult, ImportedWorkout, Upload, import};
use crate::domains::workouts::service::{self, Patch};
use crate::domains::workouts::{read, sources, store};
use crate::testing::TestApp;
use crate::userdata::UserData;

pub(super) const START: &str = "2026-11-20T06:00:00Z";

pub(super) fn run() -> Run {
    Run::new(at(START), 1_800, 7)
}

pub(super) async fn send(
    app: &TestApp,
    user_id: Uuid,
    name: &str,
    bytes: Vec<u8>,
) -> ImportedWorkout {
    let upload = Upload {
        name: name.to_owned(),
        bytes: Bytes::from(bytes),
    };
    let outcomes = import(&app.app, user_id, Some("Europe/Moscow"), vec![upload]).await;
    outcomes[0].workouts.first().cloned().expect("a workout")
}

async fn names(app: &TestApp, user_id: Uuid, id: Uuid) -> Vec<String> {
    let all = store::sources::of_workout(&app.app.db, user_id, id).await;
    all.expect("sources")
        .into_iter()
        .map(|one| one.name)
        .collect()
}

#[tokio::test]
async fn the_same_session_is_one_workout_and_the_richest_file_is_shown() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("same@example.org").await;
        let first = send(&app, user_id, "service.gpx", sample::gpx(&run())).await;
        assert_eq!(first.result, ImportResult::New);
        // Somebody wrote and changed what is no file's.
        let patch = Patch {
            note: Some(Some("Cold.".into())),
            ..Patch::default()
        };
        service::edit(&app.app, user_id, first.id, None, patch)
            .await
            .expect("edited");
        let second = send(&app, user_id, "watch.fit", sample::fit(&run())).await;
        assert_eq!(
            (second.id, second.result),
            (first.id, ImportResult::Attached)
        );
        let third = send(&app, user_id, "other.tcx", sample::tcx(&run())).await;
        assert_eq!((third.id, third.result), (first.id, ImportResult::Attached));
        // The device's own file is shown, the others are beside it.
        let shown = names(&app, user_id, first.id).await;
        assert_eq!(shown, ["watch.fit", "service.gpx", "other.tcx"]);
        let workout = service::get(&app.app, user_id, first.id).await.expect("it");
        assert_eq!(workout.note.as_deref(), Some("Cold."));
        let body = read::body(&app.app, user_id, "en", workout)
            .await
            .expect("body");
        assert_eq!(body.original.expect("a file").name, "watch.fit");
        assert!(!body.laps.is_empty());
        // Any of them again is known, and nothing is counted twice.
        for (name, bytes) in [
            ("a.gpx", sample::gpx(&run())),
            ("b.fit", sample::fit(&run())),
        ] {
            let again = send(&app, user_id, name, bytes).await;
            assert_eq!((again.id, again.result), (first.id, ImportResult::Known));
        }
        let told = projections(&db, user_id).await;
        app.app
            .events
            .rebuild(&app.app, user_id)
            .await
            .expect("rebuilt");
        assert_eq!(projections(&db, user_id).await, told);
        // All of it is exported, and gone when the account is.
        let exported = WorkoutData.export(&app.app, user_id).await.expect("export");
        let originals = exported
            .iter()
            .filter(|file| file.path.starts_with("originals/"));
        assert_eq!(originals.count(), 3);
        let json = exported
            .iter()
            .find(|file| file.path.starts_with("2026-"))
            .expect("json");
        let text = String::from_utf8_lossy(&json.bytes);
        assert!(text.contains("service.gpx"), "{text}");
    })
    .await;
}

#[tokio::test]
async fn two_sessions_and_two_people_are_no_one_workout() {
    both(|db| async move {
        let app = app(db).await;
        let (one, _) = app.register_confirmed("one@example.org").await;
        let (two, _) = app.register_confirmed("two@example.org").await;
        let first = send(&app, one, "a.fit", sample::fit(&run())).await;
        let other = send(&app, two, "a.gpx", sample::gpx(&run())).await;
        assert_eq!(other.result, ImportResult::New);
        assert_ne!(first.id, other.id);
        let later = Run::new(at("2026-11-20T07:00:00Z"), 1_800, 8);
        let later = send(&app, one, "b.gpx", sample::gpx(&later)).await;
        assert_eq!(later.result, ImportResult::New);
        let ride = Run { sport: 2, ..run() };
        let ride = send(&app, one, "c.gpx", sample::gpx(&ride)).await;
        assert_eq!(ride.result, ImportResult::New);
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_takes_the_file_and_keeps_its_words() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, _) = app.register_confirmed("typed@example.org").await;
        let typed = record(&app, user_id, outing(at(START), 5_555.0, 1_800.0)).await;
        record(
            &app,
            user_id,
            outing(at("2026-11-20T06:03:00Z"), 5_000.0, 1_800.0),
        )
        .await;
        let file = send(&app, user_id, "run.fit", sample::fit(&run())).await;
        assert_eq!((file.id, file.result), (typed.id, ImportResult::Attached));
        let workout = service::get(&app.app, user_id, typed.id).await.expect("it");
        assert!(workout.activity.is_some());
        let body = read::body(&app.app, user_id, "en", workout)
            .await
            .expect("body");
        let distance = serde_json::to_value(&body.item.metrics["core.distance"]).expect("json");
        let metres = distance["value"].as_f64().expect("a number");
        assert!([5.555, 5_555.0].contains(&metres), "{distance}");
        assert!(body.channels.contains(&"heart_rate".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn what_is_said_to_be_another_workout_stays_another() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("apart@example.org").await;
        let first = send(&app, user_id, "a.gpx", sample::gpx(&run())).await;
        let before = projections(&db, user_id).await;
        send(&app, user_id, "a.fit", sample::fit(&run())).await;
        let all = store::sources::of_workout(&db, user_id, first.id)
            .await
            .expect("sources");
        let fit = &all[0].recording;
        assert_eq!(all[0].name, "a.fit");
        let session = (fit.original_id, fit.session_index);
        let other = sources::part(&app.app, user_id, None, first.id, session)
            .await
            .expect("parted");
        assert_ne!(other, first.id);
        assert_eq!(names(&app, user_id, first.id).await, ["a.gpx"]);
        assert_eq!(names(&app, user_id, other).await, ["a.fit"]);
        let again = send(&app, user_id, "a.fit", sample::fit(&run())).await;
        assert_eq!((again.id, again.result), (other, ImportResult::Known));
        // Without the other one all is as it was before it came.
        service::delete(&app.app, user_id, other, None)
            .await
            .expect("deleted");
        assert_eq!(projections(&db, user_id).await, before);
        let all = store::sources::of_workout(&db, user_id, first.id)
            .await
            .expect("sources");
        let own = (all[0].recording.original_id, 0);
        let only = sources::part(&app.app, user_id, None, first.id, own).await;
        assert_eq!(only.expect_err("the only one").code, "only-source");
    })
    .await;
}
