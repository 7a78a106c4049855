//! All of a person, on another server and back.

use std::io::{Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::mpsc;
use uuid::Uuid;

use super::person::{ALL, LIVING, live};
use super::{archive, assert_alike, assert_fine, pack, results, send, unpack};
use crate::db::testing::{both, fresh, projections};
use crate::domains::identity;
use crate::domains::workouts::import::{FileStatus, ImportResult};
use crate::domains::workouts::model::Workout;
use crate::domains::workouts::model::changes::Change;
use crate::domains::workouts::service::{self, Patch};
use crate::domains::workouts::tests::app;
use crate::domains::workouts::{changes, store};
use crate::testing::TestApp;

async fn all(app: &TestApp, user_id: Uuid) -> Vec<Workout> {
    store::all(&app.app.db, user_id).await.expect("workouts")
}

async fn versions(app: &TestApp, user_id: Uuid) -> Vec<(Uuid, i64)> {
    let all = all(app, user_id).await;
    all.into_iter().map(|w| (w.id, w.version)).collect()
}

#[tokio::test]
async fn a_whole_person_moves_to_another_server_without_change() {
    for (here, there) in fresh().await.into_iter().zip(fresh().await) {
        {
            let (here, there) = (app(here.db.clone()).await, app(there.db.clone()).await);
            let (one, token) = here.register_confirmed("one@example.org").await;
            live(&here, one, &token).await;
            let packed = archive(&here, &token).await;
            let was = projections(&here.app.db, one).await;
            assert!(was.iter().any(|row| row.contains("running.")), "{was:?}");

            let (two, other) = there.register_confirmed("two@example.org").await;
            let outcomes = send(&there, two, "stadion.zip", packed.clone()).await;
            assert_fine(&outcomes);
            assert_eq!(results(&outcomes), vec![ImportResult::New; LIVING]);
            assert_eq!(projections(&there.app.db, two).await, was);
            assert_alike(&packed, &archive(&there, &other).await);
            there
                .app
                .events
                .rebuild(&there.app, two)
                .await
                .expect("rebuilt");
            assert_eq!(projections(&there.app.db, two).await, was);

            // Again, into both: nothing changes, not even a version.
            for (app, user_id, token) in [(&there, two, &other), (&here, one, &token)] {
                let before = versions(app, user_id).await;
                assert_eq!(before.len(), ALL);
                let outcomes = send(app, user_id, "stadion.zip", packed.clone()).await;
                assert_fine(&outcomes);
                assert_eq!(results(&outcomes), vec![ImportResult::Known; ALL]);
                assert_eq!(versions(app, user_id).await, before);
                assert_alike(&packed, &archive(app, token).await);
            }
            Box::pin(every_change_is_undone_alike((&here, one), (&there, two))).await;
        }
        here.remove().await;
        there.remove().await;
    }
}

/// Takes every change back, on both.
async fn every_change_is_undone_alike(one: (&TestApp, Uuid), two: (&TestApp, Uuid)) {
    let mut undone = 0;
    for workout in all(one.0, one.1).await {
        loop {
            let mut left = Vec::new();
            for (app, user_id) in [one, two] {
                let made = store::changes::of_workout(&app.app.db, user_id, workout.id).await;
                let made = made.expect("changes");
                let last = made
                    .last()
                    .filter(|last| !matches!(last.body.0, Change::Rest { .. }));
                left.push(last.map(|last| (last.seq, last.body.0.clone())));
                if last.is_some() && workout.deleted_at.is_none() {
                    let gone = changes::undo(&app.app, user_id, workout.id, None, None).await;
                    gone.expect("undone");
                }
            }
            assert_eq!(left[0], left[1]);
            if left[0].is_none() || workout.deleted_at.is_some() {
                break;
            }
            undone += 1;
            let told = projections(&one.0.app.db, one.1).await;
            assert_eq!(projections(&two.0.app.db, two.1).await, told);
        }
    }
    assert_eq!(
        undone, 9,
        "crop, times by hand and typed, two heights, cleaning, sport, split, join"
    );
}

#[tokio::test]
async fn what_was_changed_since_is_kept_and_named() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("since@example.org").await;
        Box::pin(live(&app, user_id, &token)).await;
        let packed = archive(&app, &token).await;
        let typed = all(&app, user_id).await;
        let typed = typed.iter().find(|w| w.title.as_deref() == Some("By hand")).expect("it").id;
        let split = changed(&app, user_id, "split.fit").await;
        changes::undo(&app.app, user_id, split, None, None).await.expect("undone");
        let gone = changed(&app, user_id, "mine.fit").await;
        service::delete(&app.app, user_id, gone, None).await.expect("deleted");
        let patch = Patch {
            title: Some(Some("Mine".into())),
            ..Patch::default()
        };
        service::edit(&app.app, user_id, typed, None, patch).await.expect("edited");
        let places = app.get("/api/v1/me/places", &token).await.json();
        let place = places["items"][0]["id"].as_str().expect("a place").to_owned();
        let moved = serde_json::json!({"name": "Elsewhere", "latitude": 1.0, "longitude": 2.0, "radius_m": 100.0});
        let place = format!("/api/v1/me/places/{place}");
        let changed = app.call(axum::http::Method::PATCH, &place, Some(&token), Some(moved)).await;
        assert!(changed.status.is_success(), "{changed:?}");
        let mine = archive(&app, &token).await;

        let outcomes = send(&app, user_id, "stadion.zip", packed).await;
        assert!(outcomes.iter().all(|file| file.status == FileStatus::Ok), "{outcomes:?}");
        let named = outcomes.iter().flat_map(|file| &file.warnings);
        let named: Vec<&str> = named.map(|warning| warning.message.as_str()).collect();
        assert_eq!(named.len(), 3, "{named:?}");
        for what in ["By hand", "Дом", "2026-11-09"] {
            assert!(named.iter().any(|message| message.contains(what)), "{what}: {named:?}");
        }
        // What had been deleted is taken back; nothing else is otherwise.
        let back = results(&outcomes);
        assert_eq!(back.iter().filter(|one| **one == ImportResult::Restored).count(), 1);
        service::delete(&app.app, user_id, gone, None).await.expect("deleted");
        assert_alike(&mine, &archive(&app, &token).await);
    })
    .await;
}

/// The living workout of a file.
async fn changed(app: &TestApp, user_id: Uuid, file: &str) -> Uuid {
    for workout in all(app, user_id)
        .await
        .iter()
        .filter(|w| w.deleted_at.is_none())
    {
        let own = store::sources::of_workout(&app.app.db, user_id, workout.id)
            .await
            .expect("sources");
        let made = store::changes::of_workout(&app.app.db, user_id, workout.id)
            .await
            .expect("changes");
        let is_rest = made
            .iter()
            .any(|made| matches!(made.body.0, Change::Rest { .. }));
        if own.iter().any(|own| own.name == file) && !is_rest {
            return workout.id;
        }
    }
    panic!("no workout of {file}");
}

#[tokio::test]
async fn a_lost_file_goes_along_as_what_was_read_of_it() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (one, token) = app.register_confirmed("lost@example.org").await;
        Box::pin(live(&app, one, &token)).await;
        for original in store::originals(&db, one).await.expect("originals") {
            if ["run.fit", "second.fit"].contains(&original.name.as_str()) {
                app.app
                    .blobs
                    .remove(one, &original.blob)
                    .await
                    .expect("removed");
            }
        }
        let was = projections(&db, one).await;
        let packed = archive(&app, &token).await;
        let (two, _) = app.register_confirmed("found@example.org").await;
        let outcomes = send(&app, two, "stadion.zip", packed).await;
        assert!(
            outcomes.iter().all(|file| file.status == FileStatus::Ok),
            "{outcomes:?}"
        );
        let warned = outcomes.iter().flat_map(|file| &file.warnings);
        let codes: Vec<&str> = warned.map(|warning| warning.code.as_str()).collect();
        assert_eq!(codes, ["cannot-be-undone"]);
        assert_eq!(projections(&db, two).await, was);
    })
    .await;
}

/// Counts what is read of it.
struct Metered {
    source: Cursor<Vec<u8>>,
    read: Arc<AtomicU64>,
}

impl Read for Metered {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.source.read(into)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.source.seek(to)
    }
}

#[tokio::test]
async fn it_is_read_member_by_member_as_far_as_somebody_listens() {
    both(|db| async move {
        let app = app(db).await;
        let (one, token) = app.register_confirmed("large@example.org").await;
        Box::pin(live(&app, one, &token)).await;
        let mut members = unpack(&archive(&app, &token).await);
        // What nobody asks for is not even unpacked.
        let mut noise = vec![0; 8 << 20];
        app.app.clock.fill(&mut noise);
        members.insert("workouts/originals/unlisted.bin".into(), noise);
        let packed = pack(&members);
        let (whole, largest) = (packed.len() as u64, members.values().map(Vec::len).max());
        assert!(largest.is_some_and(|largest| largest as u64 > whole / 2));
        let (two, _) = app.register_confirmed("piece@example.org").await;
        let read = Arc::new(AtomicU64::new(0));
        let source = Metered {
            source: Cursor::new(packed),
            read: Arc::clone(&read),
        };
        let (sender, mut told) = mpsc::channel(1);
        let restoring = identity::restore(&app.app, two, ("a.zip".into(), source), sender);
        let listening = async {
            let mut steps = Vec::new();
            while let Some(outcome) = told.recv().await {
                steps.push((read.load(Ordering::Relaxed), outcome));
                if steps.len() == 12 {
                    break;
                }
            }
            drop(told);
            steps
        };
        let ((), steps) = tokio::join!(Box::pin(restoring), listening);
        // Between two outcomes lie the members of one part, and the buffers of both sides.
        for pair in steps.windows(2) {
            let apart = pair[1].0 - pair[0].0;
            assert!(apart < 600_000, "{apart} bytes for {:?}", pair[1].1.file);
        }
        assert!(
            read.load(Ordering::Relaxed) < whole / 2,
            "it stops with who listens"
        );
        assert!(all(&app, two).await.len() < ALL);
    })
    .await;
}
