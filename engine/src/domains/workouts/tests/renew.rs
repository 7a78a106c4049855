//! After an update earlier recordings are read again.

use stadion_activity::sample::{Run, fit, gpx};
use stadion_activity::{Activity, READER};
use uuid::Uuid;

use super::sources::send;
use super::{app, at};
use crate::db::testing::{both, projections};
use crate::domains::workouts::model::changes::Asked;
use crate::domains::workouts::renew::{self, Renewing};
use crate::domains::workouts::store::{self, changes as stored, reading};
use crate::domains::workouts::{changes, service};
use crate::testing::TestApp;

/// As a version before this one would have stored it: without the figures that follow from samples.
async fn age(app: &TestApp, user_id: Uuid, id: Uuid) {
    let workout = store::find(&app.app.db, user_id, id)
        .await
        .expect("read")
        .expect("it");
    let mut activity: Activity = workout.activity.expect("recorded").0;
    activity
        .fields
        .retain(|name, _| !name.starts_with("track:"));
    let session = workout
        .original_id
        .map(|original| (original, workout.session_index));
    let mut tx = app.app.db.begin().await.expect("tx");
    let set = stored::set_activity(&mut tx, user_id, id, Some(&activity), session).await;
    set.expect("aged");
    reading::set(&mut tx, user_id, id, READER - 1)
        .await
        .expect("marked");
    service::tell(&app.app, &mut tx, user_id, id, None)
        .await
        .expect("told");
    tx.commit().await.expect("committed");
    app.app.events.settle(&app.app, user_id).await;
}

async fn said(app: &TestApp, user_id: Uuid) -> Vec<String> {
    let mut all = projections(&app.app.db, user_id).await;
    for workout in store::all(&app.app.db, user_id).await.expect("workouts") {
        all.push(format!(
            "{} {:?} {:?}",
            workout.start_at, workout.activity, workout.title
        ));
    }
    all
}

async fn versions(app: &TestApp, user_id: Uuid) -> Vec<i64> {
    let all = store::all(&app.app.db, user_id).await.expect("workouts");
    all.into_iter().map(|workout| workout.version).collect()
}

/// Plain, cropped, split, joined, deleted, and one whose file is lost.
async fn fill(app: &TestApp, user_id: Uuid) -> Vec<Uuid> {
    let run = |day: u32| {
        Run::new(
            at(&format!("2026-11-{day:02}T06:00:00Z")),
            1_800,
            day.into(),
        )
    };
    let mut ids = Vec::new();
    for day in 1..=6 {
        let bytes = if day == 2 {
            gpx(&run(day))
        } else {
            fit(&run(day))
        };
        ids.push(send(app, user_id, &format!("{day}.fit"), bytes).await.id);
    }
    let crop = Asked::Crop {
        from_s: 100.0,
        to_s: 900.0,
    };
    for (id, asked) in [
        (ids[1], crop),
        (ids[2], Asked::Split { at_s: 600.0 }),
        (ids[3], Asked::Join { with: ids[4] }),
    ] {
        Box::pin(changes::make(&app.app, user_id, id, None, asked))
            .await
            .expect("changed");
    }
    service::delete(&app.app, user_id, ids[5], None)
        .await
        .expect("deleted");
    let all = store::all(&app.app.db, user_id).await.expect("workouts");
    all.iter().map(|workout| workout.id).collect()
}

#[tokio::test]
async fn what_an_earlier_version_read_is_read_again_by_itself() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, token) = app.register_confirmed("earlier@example.org").await;
        let ids = fill(&app, user_id).await;
        let was = said(&app, user_id).await;
        for id in &ids {
            age(&app, user_id, *id).await;
        }
        assert_ne!(said(&app, user_id).await, was);
        let notices = app.get("/api/v1/notices", &token).await.json();
        // A process that is killed on the way leaves the rest to the next.
        let mut killed = Renewing::default();
        for _ in 0..3 {
            assert!(killed.step(&app.app).await.expect("a step"));
        }
        drop(killed);
        let nil = (Uuid::nil(), Uuid::nil());
        let left = reading::outdated(&db, READER, nil, 100)
            .await
            .expect("left")
            .len();
        assert!(left > 0 && left < ids.len(), "{left}");
        renew::run(app.app.clone()).await;
        // Those whose last one fell to the killed process are told by the next start.
        crate::events::renew(app.app.clone()).await;
        assert_eq!(said(&app, user_id).await, was);
        assert!(
            reading::outdated(&db, READER, nil, 100)
                .await
                .expect("none")
                .is_empty()
        );
        // It is no news.
        assert_eq!(app.get("/api/v1/notices", &token).await.json(), notices);
        let before = versions(&app, user_id).await;
        renew::run(app.app.clone()).await;
        assert_eq!(versions(&app, user_id).await, before);
    })
    .await;
}

#[tokio::test]
async fn what_says_nothing_new_is_marked_alone_and_a_lost_file_leaves_what_was_read() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("known@example.org").await;
        let ids = fill(&app, user_id).await;
        let mut tx = db.begin().await.expect("tx");
        for id in &ids {
            reading::set(&mut tx, user_id, *id, 0)
                .await
                .expect("marked");
        }
        tx.commit().await.expect("committed");
        let (was, before) = (said(&app, user_id).await, versions(&app, user_id).await);
        for original in store::originals(&db, user_id).await.expect("originals") {
            if original.name == "1.fit" {
                app.app
                    .blobs
                    .remove(user_id, &original.blob)
                    .await
                    .expect("removed");
            }
        }
        renew::run(app.app.clone()).await;
        assert_eq!(
            (said(&app, user_id).await, versions(&app, user_id).await),
            (was, before)
        );
        for id in ids {
            let version = reading::of_workout(&db, user_id, id).await.expect("read");
            assert_eq!(version, Some(READER));
        }
    })
    .await;
}
