//! The outbox, on both databases.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use uuid::Uuid;

use super::{Event, Events, Mode, Reacting, Reaction, append, failure, pending_users};
use crate::db::testing::both;
use crate::testing::{TestApp, app};
use crate::web::auth::BoxFuture;
use crate::web::error::{Error, Result};

/// Counts its runs and fails while it is told to.
struct Counting {
    runs: Arc<AtomicU32>,
    fails: Arc<AtomicBool>,
}

impl Reaction for Counting {
    fn name(&self) -> &'static str {
        "counting"
    }

    fn react<'a>(&'a self, _: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async {
            if self.fails.load(Ordering::Relaxed) {
                return Err(Error::not_found("mood"));
            }
            self.runs.fetch_add(1, Ordering::Relaxed);
            Ok(())
        })
    }

    fn clear<'a>(&'a self, _: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

/// Commits an event that is not reacted to yet.
async fn happen(app: &TestApp, user_id: Uuid) {
    let mut tx = app.app.db.begin().await.expect("begun");
    let event = Event::GearChanged {
        gear_id: Uuid::nil(),
    };
    append(&mut tx, &app.app.clock, user_id, &event)
        .await
        .expect("appended");
    tx.commit().await.expect("committed");
}

#[tokio::test]
async fn an_event_waits_through_a_failure_and_is_reacted_to_once() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("event@example.org").await;
        let (runs, fails) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(true)));
        let counting = Counting {
            runs: runs.clone(),
            fails: fails.clone(),
        };
        let events = Events::new(vec![Box::new(counting)]);

        happen(&app, user_id).await;

        events.settle(&app.app, user_id).await;
        assert_eq!(pending_users(&db).await.expect("pending"), [user_id]);
        fails.store(false, Ordering::Relaxed);
        events.settle(&app.app, user_id).await;
        events.settle(&app.app, user_id).await;
        assert_eq!(runs.load(Ordering::Relaxed), 1);
        assert!(pending_users(&db).await.expect("pending").is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_not_committed_never_happened() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("undone@example.org").await;
        let mut tx = db.begin().await.expect("begun");
        let event = Event::GearChanged {
            gear_id: Uuid::nil(),
        };
        append(&mut tx, &app.app.clock, user_id, &event)
            .await
            .expect("appended");
        drop(tx);
        assert!(pending_users(&db).await.expect("pending").is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_reaction_that_panics_is_a_failure_like_others() {
    let told = failure(async { panic!("a slip") }).await;
    assert!(told.is_some_and(|told| told.contains("panicked")));
    assert_eq!(failure(async { Ok(()) }).await, None);
}

#[tokio::test]
async fn a_rebuild_tells_first_what_is_pending() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("pending@example.org").await;
        let modes = Arc::new(Mutex::new(Vec::new()));
        let events = Events::new(vec![Box::new(Modes(modes.clone()))]);
        happen(&app, user_id).await;
        events.rebuild(&app.app, user_id).await.expect("rebuilt");
        let modes = modes.lock().expect("modes").clone();
        assert_eq!(modes, [Mode::Live, Mode::Rebuild]);
    })
    .await;
}

/// Notes how it was run.
struct Modes(Arc<Mutex<Vec<Mode>>>);

impl Reaction for Modes {
    fn name(&self) -> &'static str {
        "modes"
    }

    fn react<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async {
            self.0.lock().expect("modes").push(cx.mode);
            Ok(())
        })
    }

    fn clear<'a>(&'a self, _: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

/// As after an update that brought projections which earlier workouts lack.
#[tokio::test]
async fn whose_projections_are_of_an_earlier_version_is_told_anew_once() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (old, _) = app.register_confirmed("old@example.org").await;
        let (new, _) = app.register_confirmed("new@example.org").await;
        for user_id in [old, new] {
            happen(&app, user_id).await;
        }
        let outdated = async || {
            let users = super::store::outdated(&db, super::renew::VERSION, None, 10).await;
            users.expect("users")
        };
        assert_eq!(
            outdated().await,
            Vec::<Uuid>::new(),
            "new accounts are up to date"
        );
        let mut tx = db.begin().await.expect("begun");
        super::store::set_projected(&mut tx, old, super::renew::VERSION - 1)
            .await
            .expect("set");
        tx.commit().await.expect("committed");
        assert_eq!(outdated().await, [old]);
        super::renew(app.app.clone()).await;
        assert_eq!(outdated().await, Vec::<Uuid>::new());
        assert!(!pending_users(&db).await.expect("users").contains(&old));
        assert!(
            pending_users(&db).await.expect("users").contains(&new),
            "left to the dispatcher"
        );
    })
    .await;
}
