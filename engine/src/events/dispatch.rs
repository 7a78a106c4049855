//! The dispatcher: reactions that nobody waits for. What a manufacturer's server sent, what a crash or a failure
//! left over, and other replicas' facts.

use std::collections::{HashMap, HashSet, VecDeque};
use std::pin::Pin;
use std::time::Duration;

use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Sleep;
use uuid::Uuid;

use super::patience::Patience;
use super::store::pending_users;
use super::{Events, Result};
use crate::App;

/// Users side by side: what one waits for the database, others use, and who has much keeps nobody from
/// their turn.
const AT_ONCE: usize = 2;
/// Other replicas' facts wake nobody here.
const IDLE: Duration = Duration::from_secs(5);
/// What comes in a burst is told at once, and costs a fraction of what it would one by one.
const BREATH: Duration = Duration::from_millis(200);
/// So often it is looked, and no more is waited for whose facts keep coming.
const MOST_LOOKS: u32 = 5;

impl Events {
    /// Runs until the process stops.
    pub async fn dispatch(app: App) {
        let mut turns = Turns::default();
        turns.look(&app).await;
        loop {
            turns.begin(&app);
            turns.wait(&app).await;
        }
    }
}

type Ended = std::result::Result<(Id, Result<()>), JoinError>;

enum Happened {
    Asked,
    Ended(Ended),
    Rested,
}

/// Whose reactions run, and who is next.
#[derive(Default)]
struct Turns {
    /// With how often they were looked at.
    next: VecDeque<(Uuid, u32)>,
    under_way: HashMap<Id, Uuid>,
    /// Tasks, since a reaction that panics must not end the dispatcher.
    tasks: JoinSet<Result<()>>,
    patience: Patience,
    /// After which it is looked who waits.
    breath: Option<Pin<Box<Sleep>>>,
}

impl Turns {
    /// Looks who waits. All of them get a turn before anybody gets a second.
    async fn look(&mut self, app: &App) {
        self.breath = None;
        match pending_users(&app.db).await {
            Ok(users) => {
                self.next.iter_mut().for_each(|(_, looks)| *looks += 1);
                let waiting: HashSet<Uuid> = self.next.iter().map(|(user, _)| *user).collect();
                let new = users.into_iter().filter(|user| !waiting.contains(user));
                self.next.extend(new.map(|user| (user, 0)));
            }
            Err(error) => tracing::error!(%error, "pending events cannot be read"),
        }
    }

    /// Begins as many as there is room for; the others wait on.
    fn begin(&mut self, app: &App) {
        for (user_id, looks) in std::mem::take(&mut self.next) {
            let is_under_way = self.under_way.values().any(|other| *other == user_id);
            let has_more = looks < MOST_LOOKS && app.events.is_arriving(user_id);
            if is_under_way || has_more || self.under_way.len() == AT_ONCE {
                self.next.push_back((user_id, looks));
            } else if self.may_begin(app, user_id) {
                let own = app.clone();
                let work = async move { own.events.drain(&own, user_id).await };
                let task = self.tasks.spawn(work);
                self.under_way.insert(task.id(), user_id);
            }
        }
    }

    /// Who may not is found again later, as long as something of theirs is pending.
    fn may_begin(&self, app: &App, user_id: Uuid) -> bool {
        self.patience.may_try(user_id, app.clock.now()) && !app.events.is_held(user_id)
    }

    /// Until there is something to do.
    async fn wait(&mut self, app: &App) {
        let is_asked = self.breath.is_some();
        let happened = {
            let rest = async {
                match &mut self.breath {
                    Some(breath) => breath.await,
                    None => tokio::time::sleep(IDLE).await,
                }
            };
            tokio::select! {
                () = app.events.wake.notified(), if !is_asked => Happened::Asked,
                Some(ended) = self.tasks.join_next_with_id() => Happened::Ended(ended),
                () = rest => Happened::Rested,
            }
        };
        match happened {
            Happened::Asked => self.breath = Some(Box::pin(tokio::time::sleep(BREATH))),
            Happened::Ended(ended) => self.end(app, ended),
            Happened::Rested => self.look(app).await,
        }
    }

    fn end(&mut self, app: &App, ended: Ended) {
        let (id, failure) = match ended {
            Ok((id, done)) => (id, done.err().map(|error| error.to_string())),
            Err(panic) => (panic.id(), Some(panic.to_string())),
        };
        let Some(user_id) = self.under_way.remove(&id) else {
            return;
        };
        let Some(error) = failure else {
            return self.patience.forget(user_id);
        };
        let wait_s = self.patience.failed(user_id, app.clock.now()).num_seconds();
        tracing::error!(%user_id, error, wait_s, "reactions failed; they wait");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::testing::both;
    use crate::testing;

    #[tokio::test]
    async fn a_reaction_that_panics_is_a_failure_like_others() {
        both(|db| async move {
            let app = testing::app(db).await.app.clone();
            let mut turns = Turns::default();
            let user_id = Uuid::from_u128(1);
            let task = turns.tasks.spawn(async { panic!("a slip") });
            turns.under_way.insert(task.id(), user_id);
            turns.wait(&app).await;
            assert!(!turns.may_begin(&app, user_id), "it waits");
            let later = app.clock.now() + chrono::TimeDelta::seconds(1);
            assert!(turns.patience.may_try(user_id, later));
            let task = turns.tasks.spawn(async { Ok(()) });
            turns.under_way.insert(task.id(), user_id);
            turns.wait(&app).await;
            assert!(turns.may_begin(&app, user_id));
        })
        .await;
    }
}
