//! The outbox, on both databases.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use uuid::Uuid;

use super::{Event, Events, Mode, Reacting, Reaction, append, pending_users};
use crate::db::Db;
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

/// On PostgreSQL, where users are locked one by one; SQLite has one writer.
#[tokio::test]
async fn who_takes_long_keeps_nobody_from_their_turn() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let mut users = Vec::new();
        for n in 0..6 {
            let (user_id, _) = app
                .register_confirmed(&format!("turn{n}@example.org"))
                .await;
            happen(&app, user_id).await;
            users.push(user_id);
        }
        let slow = users[0];
        let mut lock = None;
        if db.is_postgres() {
            let mut tx = db.begin().await.expect("begun");
            tx.lock_user(slow).await.expect("locked");
            lock = Some(tx);
        }
        let dispatcher = tokio::spawn(Events::dispatch(app.app.clone()));
        let left = if lock.is_some() {
            vec![slow]
        } else {
            Vec::new()
        };
        until_pending(&db, &left).await;
        drop(lock);
        until_pending(&db, &[]).await;
        let arriving = app.app.events.arriving(slow);
        happen(&app, slow).await;
        drop(app.app.events.arriving(users[1]));
        tokio::time::sleep(Duration::from_millis(400)).await;
        assert_eq!(
            pending_users(&db).await.expect("pending"),
            [slow],
            "more comes"
        );
        drop(arriving);
        until_pending(&db, &[]).await;
        // What keeps coming is not waited for.
        let _arriving = app.app.events.arriving(slow);
        happen(&app, slow).await;
        for _ in 0..8 {
            drop(app.app.events.arriving(users[1]));
            tokio::time::sleep(Duration::from_millis(210)).await;
        }
        until_pending(&db, &[]).await;
        dispatcher.abort();
    })
    .await;
}

async fn until_pending(db: &Db, users: &[Uuid]) {
    let reached = async {
        while pending_users(db).await.expect("pending") != users {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    // Less than the dispatcher waits by itself: somebody woke it.
    let reached = tokio::time::timeout(Duration::from_secs(4), reached).await;
    reached.expect("what is pending is reacted to");
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
