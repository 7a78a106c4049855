//! Carries migrations out in the background: bounded turns, each a transaction that moves the
//! cursor, so that a killed process loses one turn and requests go on in between.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use stadion_pack::model::Packs;
use uuid::Uuid;

use super::begin::{fingerprint, learn, notice};
use super::model::{Known, Migration, People, Step, Whose};
use super::store::{self, Turn};
use crate::App;
use crate::db::Tx;
use crate::events::{Mark, forget_projected};
use crate::web::auth::BoxFuture;
use crate::web::error::{Error, Result};

/// People and workouts of one turn of a step that is set-based.
const PEOPLE_AT_ONCE: i64 = 500;
const WORKOUTS_AT_ONCE: i64 = 5_000;
/// Of a step that tells anew: each person is a transaction.
const RETOLD_AT_ONCE: i64 = 50;
/// A process that died lets go after this long; a turn takes less.
const HELD: TimeDelta = TimeDelta::seconds(60);
/// How often other replicas' migrations and renames are looked for.
const TICK: Duration = Duration::from_secs(5);

/// Runs until the process stops: notices changed packs, and carries out what they ask for.
pub async fn run(app: App) {
    let holder = app.clock.new_id().to_string();
    let mut generation = app.catalog.generation();
    let mut digest = String::new();
    loop {
        let live = app.catalog.live().digest();
        if live != digest {
            match notice(&app).await {
                Ok(_) => digest = live,
                Err(error) => {
                    tracing::error!(%error, "whether packs are told otherwise is not known");
                }
            }
        } else if let Err(error) = learn(&app).await {
            tracing::error!(%error, "what packs renamed cannot be read");
        }
        if let Err(error) = carry_out(&app, &holder).await {
            tracing::error!(%error, "a migration waits");
        }
        // Either way it is looked at again.
        let _ = tokio::time::timeout(TICK, generation.changed()).await;
    }
}

/// Carries out what is open, if no other process does and the packs it is for are live here.
///
/// # Errors
/// Those of the database; what was done stays done, and the rest is tried again.
pub async fn carry_out(app: &App, holder: &str) -> Result<()> {
    let mut looked = Looked::default();
    while turn(app, holder, &mut looked).await? {
        tokio::task::yield_now().await;
    }
    Ok(())
}

/// The packs that were found to be those of a migration: looked at once, not with each turn.
#[derive(Default)]
pub(super) struct Looked(Option<(i64, Arc<Packs>)>);

impl Looked {
    /// Whether this process serves the packs that a migration is for.
    async fn is_live(&mut self, app: &App, migration: &Migration) -> Result<bool> {
        let live = app.catalog.packs();
        let is_known =
            |(seq, packs): &(i64, Arc<Packs>)| *seq == migration.seq && Arc::ptr_eq(packs, &live);
        if self.0.as_ref().is_some_and(is_known) {
            return Ok(true);
        }
        let Some(known) = store::known(&app.db).await? else {
            return Ok(false);
        };
        let here = Known::of(&live, app.catalog.kinds(), &known);
        let is_live = fingerprint(&here) == migration.told;
        self.0 = is_live.then_some((migration.seq, live));
        Ok(is_live)
    }
}

/// One turn; false where there is nothing to do for this process now.
pub(super) async fn turn(app: &App, holder: &str, looked: &mut Looked) -> Result<bool> {
    let Some(migration) = store::open(&app.db).await? else {
        return Ok(false);
    };
    if !looked.is_live(app, &migration).await? {
        return Ok(false);
    }
    let now = app.clock.now();
    if !store::hold(&app.db, migration.seq, holder, now, now + HELD).await? {
        return Ok(false);
    }
    let work = Work {
        app,
        holder,
        migration: &migration,
    };
    if let Some(step) = migration.now() {
        return work.turn(step).await;
    }
    store::finish(&app.db, migration.seq, holder, now).await?;
    let Migration { seq, failures, .. } = migration;
    tracing::info!(seq, failures, "a migration is done");
    Ok(true)
}

struct Work<'a> {
    app: &'a App,
    holder: &'a str,
    migration: &'a Migration,
}

impl Work<'_> {
    /// One turn of the step; false where the migration is another process's meanwhile.
    async fn turn(&self, step: &Step) -> Result<bool> {
        match step {
            Step::Retell { whose, .. } => self.retell(step, whose).await,
            _ => self.move_names(step).await,
        }
    }

    fn after(&self) -> Uuid {
        self.migration.cursor.unwrap_or(People::START)
    }

    fn at(&self, step: i32, cursor: Option<Uuid>, people: i64) -> Turn {
        Turn {
            seq: self.migration.seq,
            step,
            cursor,
            people,
            until: self.app.clock.now() + HELD,
        }
    }

    async fn move_names(&self, step: &Step) -> Result<bool> {
        let users = store::users(&self.app.db, self.after(), PEOPLE_AT_ONCE).await?;
        let users = few(users);
        let Some(last) = users.last().copied() else {
            return self.next_step().await;
        };
        let mut tx = self.app.db.begin().await?;
        for user_id in &users {
            tx.lock_user(*user_id).await?;
        }
        let people = People {
            after: self.after(),
            to: last,
        };
        apply(&mut tx, people, step).await?;
        let count = i64::try_from(users.len()).unwrap_or(i64::MAX);
        let turn = self.at(self.migration.step, Some(last), count);
        if !store::advance(&mut tx, &turn, self.holder, None, self.app.clock.now()).await? {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn next_step(&self) -> Result<bool> {
        let mut tx = self.app.db.begin().await?;
        let turn = self.at(self.migration.step + 1, None, 0);
        let is_ours =
            store::advance(&mut tx, &turn, self.holder, None, self.app.clock.now()).await?;
        tx.commit().await?;
        Ok(is_ours)
    }

    async fn retell(&self, step: &Step, whose: &Whose) -> Result<bool> {
        let (kind, names) = match whose {
            Whose::Sports(sports) => ("sports", sports.as_slice()),
            Whose::Gear(kinds) => ("gear", kinds.as_slice()),
            Whose::Everybody => ("sports", [].as_slice()),
        };
        let mut people = Vec::new();
        for holding in crate::domains::holdings() {
            let found = holding.people(&self.app.db, kind, names, self.after(), RETOLD_AT_ONCE);
            people.extend(found.await?);
        }
        people.sort_unstable();
        people.dedup();
        // Each slice names its first ones: of all together, so many are sure to be the first.
        people.truncate(usize::try_from(RETOLD_AT_ONCE).unwrap_or(usize::MAX));
        if people.is_empty() {
            return self.next_step().await;
        }
        for user_id in people {
            if !self.retell_one(step, user_id).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// One person's turn. Who cannot be told is noted, and tried again with the next start.
    async fn retell_one(&self, step: &Step, user_id: Uuid) -> Result<bool> {
        let Step::Retell { anew, .. } = step else {
            return Ok(true);
        };
        let done = Done {
            app: self.app,
            holder: self.holder.to_owned(),
            turn: self.at(self.migration.step, Some(user_id), 1),
            is_lost: AtomicBool::new(false),
        };
        let mut tx = self.app.db.begin().await?;
        let has_had = store::has_had(&mut tx, user_id, self.migration.seq).await?;
        if has_had {
            done.mark(&mut tx).await?;
            tx.commit().await?;
            return Ok(true);
        }
        drop(tx);
        let Err(error) = self.app.events.retell(self.app, user_id, anew, &done).await else {
            return Ok(true);
        };
        if done.is_lost.load(Ordering::Relaxed) {
            return Ok(false);
        }
        tracing::error!(%user_id, %error, "not told anew after packs changed");
        let mut tx = self.app.db.begin().await?;
        forget_projected(&mut tx, user_id).await?;
        let said = error.to_string();
        let now = self.app.clock.now();
        let is_ours = store::advance(&mut tx, &done.turn, self.holder, Some(&said), now).await?;
        if is_ours {
            tx.commit().await?;
        }
        Ok(is_ours)
    }
}

/// What all slices keep under the names moves; also for one person ahead of the others.
pub(super) async fn apply(tx: &mut Tx, people: People, step: &Step) -> Result<()> {
    for holding in crate::domains::holdings() {
        match step {
            Step::Rename { kind, old, new } => holding.rename(tx, people, kind, old, new).await?,
            Step::Record { old, new } => holding.rename_record(tx, people, old, new).await?,
            Step::Retire { kind, name } => holding.retire(tx, people, kind, name).await?,
            Step::Retell { .. } => {}
        }
    }
    Ok(())
}

/// So many that a turn stays short, and one at least.
fn few(users: Vec<(Uuid, i64)>) -> Vec<Uuid> {
    let mut workouts = 0;
    let mut few = Vec::new();
    for (user_id, own) in users {
        workouts += own;
        if workouts > WORKOUTS_AT_ONCE && !few.is_empty() {
            break;
        }
        few.push(user_id);
    }
    few
}

/// Moves the cursor in the transaction of a person's turn.
struct Done<'a> {
    app: &'a App,
    holder: String,
    turn: Turn,
    is_lost: AtomicBool,
}

impl Mark for Done<'_> {
    fn mark<'a>(&'a self, tx: &'a mut Tx) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let now = self.app.clock.now();
            if store::advance(tx, &self.turn, &self.holder, None, now).await? {
                return Ok(());
            }
            self.is_lost.store(true, Ordering::Relaxed);
            Err(Error::internal(
                &"the migration is another process's meanwhile",
            ))
        })
    }
}
