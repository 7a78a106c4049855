//! The outbox, on both databases.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use uuid::Uuid;

use super::{Event, Events, Reacting, Reaction, append, pending_users};
use crate::db::testing::both;
use crate::testing::app;
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

        let mut tx = db.begin().await.expect("begun");
        let event = Event::GearChanged {
            gear_id: Uuid::nil(),
        };
        append(&mut tx, &app.app.clock, user_id, &event)
            .await
            .expect("appended");
        tx.commit().await.expect("committed");

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
