//! The outbox. A fact and its event are one transaction; all reactions to a
//! user's pending events, and the mark that they are done, are another. So each event is reacted
//! to exactly once, whatever is killed when: what was not marked is done again from the facts.
//!
//! Reactions read facts and set projections; none adds to or subtracts from what it finds. So the
//! order of events does not matter, several can be handled at once, and a rebuild is the same code
//! with the whole history as the change.

mod arriving;
mod dispatch;
mod held;
mod patience;
mod renew;
mod store;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use stadion_pack::model::Packs;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::App;
use crate::db::Tx;
use crate::web::auth::BoxFuture;
use crate::web::error::Result;
use crate::web::telemetry;

pub use arriving::Arriving;
pub use held::Held;
pub use renew::{begin, run as renew};
pub use store::{append, forget_projected, pending_count, pending_users, user_count, users_after};

/// Something happened to a user's facts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A workout was recorded, edited, deleted or restored. `was` is where it stood before.
    WorkoutChanged {
        workout_id: Uuid,
        was: Option<Position>,
    },
    /// Gear was added, changed, removed or linked otherwise.
    GearChanged { gear_id: Uuid },
    /// The person said something of themselves that holds from a day on.
    ProfileChanged { from: NaiveDate },
}

/// A workout's place in its user's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    pub start: DateTime<Utc>,
    pub workout_id: Uuid,
    pub local_day: NaiveDate,
}

/// What of a user's history may look different now.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub workouts: BTreeSet<Uuid>,
    /// Old and new positions of these workouts; a rebuild has all.
    pub positions: BTreeSet<Position>,
    pub gear: BTreeSet<Uuid>,
    /// Workouts whose person may be another now: all from the day on of which something was said.
    pub persons: BTreeSet<Position>,
    /// Whether something was said, also by whom no workout is known.
    pub is_person: bool,
}

impl Change {
    /// The earliest place from which records and achievements are to be told anew.
    pub fn from(&self) -> Option<Position> {
        self.positions.first().copied()
    }

    pub fn days(&self) -> BTreeSet<NaiveDate> {
        self.positions.iter().map(|p| p.local_day).collect()
    }
}

/// Whether people are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Live,
    /// Projections are told anew from facts; notices are facts and are left as they are.
    Rebuild,
}

/// One user's reactions, inside their transaction.
pub struct Reacting<'a> {
    pub app: &'a App,
    pub packs: Arc<Packs>,
    pub tx: &'a mut Tx,
    pub user_id: Uuid,
    pub change: Change,
    pub mode: Mode,
    /// What the reactions found worth telling; the last reaction writes notices from it.
    pub news: Vec<News>,
}

/// A thing worth telling the user.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    /// `record`, `achievement`, `wear`.
    pub kind: &'static str,
    /// Tells one piece of news from another: the same key is told once.
    pub key: String,
    /// The start of the workout that made it.
    pub at: DateTime<Utc>,
    pub payload: serde_json::Value,
}

/// A slice's answer to events: sets its projections for `cx.change`.
pub trait Reaction: Send + Sync {
    fn name(&self) -> &'static str;

    fn react<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>>;

    /// Drops the user's projections, before a rebuild reacts to everything.
    fn clear<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>>;
}

/// What has to be told of a user before anything new is: the packs have changed, and the user's
/// turn in the background has not come yet. Otherwise what is new would be compared with what was
/// told by other rules, and records told that are none.
pub trait Ahead: Send + Sync {
    /// Does what can be done at once, and answers which reactions tell the user anew first.
    fn settle<'a>(
        &'a self,
        app: &'a App,
        tx: &'a mut Tx,
        user_id: Uuid,
    ) -> BoxFuture<'a, Result<Anew>>;
}

/// Which reactions tell anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anew {
    #[default]
    Nothing,
    /// Those of these names.
    Some(BTreeSet<String>),
    Everything,
}

impl Anew {
    fn has(&self, name: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Some(names) => names.contains(name),
            Self::Everything => true,
        }
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Everything, _) | (_, Self::Everything) => Self::Everything,
            (Self::Nothing, other) => other,
            (one, Self::Nothing) => one,
            (Self::Some(one), Self::Some(other)) => {
                Self::Some(one.into_iter().chain(other).collect())
            }
        }
    }
}

/// Notes in the transaction of a retelling that it was done.
pub trait Mark: Send + Sync {
    fn mark<'a>(&'a self, tx: &'a mut Tx) -> BoxFuture<'a, Result<()>>;
}

/// Events of one transaction are capped, so that a bulk import shows progress and a kill loses
/// little work.
const EVENTS_AT_ONCE: i64 = 200;
/// The same on SQLite, where all who write wait for one, while facts are on their way.
const FEW_EVENTS: i64 = 4;

pub struct Events {
    reactions: Vec<Box<dyn Reaction>>,
    ahead: Option<Box<dyn Ahead>>,
    wake: Notify,
    /// One user's reactions run one at a time in this process; replicas take a database lock.
    running: Mutex<HashMap<Uuid, Arc<tokio::sync::Mutex<()>>>>,
    /// Users whose reactions wait for whoever holds them.
    held: Mutex<BTreeSet<Uuid>>,
    /// Users for whom facts are on their way, and by how many ways.
    arriving: Mutex<HashMap<Uuid, usize>>,
}

impl Events {
    /// Reactions run in this order.
    pub fn new(reactions: Vec<Box<dyn Reaction>>) -> Self {
        Self {
            reactions,
            ahead: None,
            wake: Notify::new(),
            running: Mutex::default(),
            held: Mutex::default(),
            arriving: Mutex::default(),
        }
    }

    /// The same, with what goes before reactions.
    #[must_use]
    pub fn after(mut self, ahead: Box<dyn Ahead>) -> Self {
        self.ahead = Some(ahead);
        self
    }

    /// Reacts to all that is pending for a user, so that the caller reads its own writes.
    /// A failure is logged and left to the dispatcher: the facts are stored already.
    pub async fn settle(&self, app: &App, user_id: Uuid) {
        if self.is_held(user_id) {
            return;
        }
        // Boxed, or whatever records something is as large as all reactions.
        if let Err(error) = Box::pin(self.drain(app, user_id)).await {
            tracing::error!(%user_id, %error, "reactions failed; they will be tried again");
            self.wake.notify_one();
        }
    }

    async fn drain(&self, app: &App, user_id: Uuid) -> Result<()> {
        let turn = self.turn(user_id);
        let guard = turn.lock().await;
        while telemetry::reacting(self.react_once(app, user_id)).await? {}
        drop(guard);
        self.forget(user_id, turn);
        Ok(())
    }

    /// One transaction of reactions; answers whether more may be pending.
    async fn react_once(&self, app: &App, user_id: Uuid) -> Result<bool> {
        let mut tx = app.db.begin().await?;
        tx.lock_user(user_id).await?;
        let most = self.events_at_once(app);
        let pending = store::pending(&mut tx, user_id, most).await?;
        if pending.is_empty() {
            return Ok(false);
        }
        let (ids, events): (Vec<Uuid>, Vec<Event>) = pending.into_iter().unzip();
        let change = store::change_of(&mut tx, user_id, &events).await?;
        // Boxed: few need it, and every caller's future would hold it.
        Box::pin(self.catch_up(app, &mut tx, user_id, &change)).await?;
        self.run_all(app, &mut tx, user_id, change, Mode::Live, &Anew::Everything)
            .await?;
        store::mark_done(&mut tx, user_id, &ids, app.clock.now()).await?;
        tx.commit().await?;
        Ok(i64::try_from(ids.len()) == Ok(most))
    }

    fn events_at_once(&self, app: &App) -> i64 {
        if !app.db.is_postgres() && self.is_any_arriving() {
            FEW_EVENTS
        } else {
            EVENTS_AT_ONCE
        }
    }

    /// Tells what changed packs tell otherwise, of all but what has just happened: that is news.
    async fn catch_up(&self, app: &App, tx: &mut Tx, user_id: Uuid, news: &Change) -> Result<()> {
        let Some(ahead) = &self.ahead else {
            return Ok(());
        };
        let told = ahead.settle(app, tx, user_id).await?;
        if told == Anew::Nothing {
            return Ok(());
        }
        let mut past = store::everything(tx, user_id).await?;
        past.workouts.retain(|id| !news.workouts.contains(id));
        past.positions
            .retain(|at| !news.workouts.contains(&at.workout_id));
        self.run_all(app, tx, user_id, past, Mode::Rebuild, &told)
            .await
    }

    /// Tells a user's projections of some reactions anew; `mark` notes it in the same transaction.
    pub async fn retell(
        &self,
        app: &App,
        user_id: Uuid,
        told: &Anew,
        mark: &dyn Mark,
    ) -> Result<()> {
        self.drain(app, user_id).await?;
        let turn = self.turn(user_id);
        {
            let _guard = turn.lock().await;
            let mut tx = app.db.begin().await?;
            tx.lock_user(user_id).await?;
            let change = store::everything(&mut tx, user_id).await?;
            self.run_all(app, &mut tx, user_id, change, Mode::Rebuild, told)
                .await?;
            mark.mark(&mut tx).await?;
            tx.commit().await?;
        }
        self.forget(user_id, turn);
        Ok(())
    }

    /// Drops the user's projections and tells them anew from the facts, by the live packs.
    pub async fn rebuild(&self, app: &App, user_id: Uuid) -> Result<()> {
        // What is pending may be worth a notice, which a rebuild tells nobody.
        self.drain(app, user_id).await?;
        let turn = self.turn(user_id);
        let _guard = turn.lock().await;
        let mut tx = app.db.begin().await?;
        tx.lock_user(user_id).await?;
        let change = store::everything(&mut tx, user_id).await?;
        self.run_all(
            app,
            &mut tx,
            user_id,
            change,
            Mode::Rebuild,
            &Anew::Everything,
        )
        .await?;
        store::mark_all_done(&mut tx, user_id, app.clock.now()).await?;
        store::set_projected(&mut tx, user_id, renew::VERSION).await?;
        Ok(tx.commit().await?)
    }

    async fn run_all(
        &self,
        app: &App,
        tx: &mut Tx,
        user_id: Uuid,
        change: Change,
        mode: Mode,
        told: &Anew,
    ) -> Result<()> {
        let packs = app.catalog.packs();
        let mut cx = Reacting {
            app,
            packs,
            tx,
            user_id,
            change,
            mode,
            news: Vec::new(),
        };
        let reactions = || self.reactions.iter().filter(|one| told.has(one.name()));
        if mode == Mode::Rebuild {
            for reaction in reactions() {
                reaction.clear(&mut cx).await?;
            }
        }
        for reaction in reactions() {
            reaction.react(&mut cx).await?;
        }
        Ok(())
    }

    fn turn(&self, user_id: Uuid) -> Arc<tokio::sync::Mutex<()>> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.entry(user_id).or_default().clone()
    }

    /// Drops a turn that nobody else waits for, so that the map does not grow with users.
    fn forget(&self, user_id: Uuid, turn: Arc<tokio::sync::Mutex<()>>) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        drop(turn);
        if running
            .get(&user_id)
            .is_some_and(|turn| Arc::strong_count(turn) == 1)
        {
            running.remove(&user_id);
        }
    }
}
