//! Whose turn it is: a few connections at a time, each for itself; a fault of one is told and stops no
//! other.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::task::JoinSet;

use super::model::{Account, State};
use super::place::Place;
use super::sync::{self, Stop, Turn};
use super::{connect, events, rules, store, tokens};
use crate::App;
use crate::domains::devices::{
    self,
    model::{Delivery, How},
};
use crate::web::error::Result;

const TICK: Duration = Duration::from_secs(1);
const HELD: TimeDelta = TimeDelta::seconds(90);
/// So many at a time, so that the rest of the server goes on beside them.
const AT_ONCE: i64 = 4;
/// Counts of requests are kept for so long.
const COUNTED: TimeDelta = TimeDelta::days(2);

/// Runs until the process stops.
pub async fn run(app: App) {
    loop {
        let done = tick(&app).await;
        if !matches!(done, Ok(1..)) {
            tokio::time::sleep(TICK).await;
        }
    }
}

/// One round over what is due; how much that was.
pub async fn tick(app: &App) -> Result<usize> {
    let told = events::work(app).await?;
    let due = store::due(&app.db, app.clock.now(), AT_ONCE).await?;
    let mut under_way = JoinSet::new();
    for account in due {
        let app = app.clone();
        under_way.spawn(async move {
            let (user, connection) = (account.user_id, account.connection_id);
            if let Err(error) = Box::pin(turn(&app, account)).await {
                tracing::error!(%user, %connection, %error, "a connection to a vendor waits");
            }
        });
    }
    let asked = under_way.join_all().await.len();
    if told + asked == 0 {
        store::trim_use(&app.db, app.clock.now() - COUNTED).await?;
    }
    Ok(told + asked)
}

/// A connection's turn, unless another process has it.
async fn turn(app: &App, account: Account) -> Result<()> {
    let holder = app.clock.new_id().to_string();
    if account.state == State::Ended.as_str() {
        let now = app.clock.now();
        let whose = (account.user_id, account.connection_id);
        if store::hold(&app.db, whose, &holder, (now, now + HELD)).await? {
            connect::let_go(app, &account, &holder).await?;
        }
        return Ok(());
    }
    let Some(place) = Place::of(app, &account.adapter) else {
        // An adapter that is not live, or a vendor that is not let in, may come back.
        return wait(app, account, &holder).await;
    };
    match open(app, &place, account, &holder, How::Pull).await? {
        Opened::Turn(mut turn) => {
            let done = sync::streams(&mut turn).await;
            end(*turn, done).await
        }
        Opened::Held | Opened::Gone => Ok(()),
    }
}

/// What came of taking a connection in hand.
pub enum Opened<'a> {
    Turn(Box<Turn<'a>>),
    /// Another process has it.
    Held,
    /// It ended, or its person has to connect again.
    Gone,
}

/// Takes a connection in hand to ask its vendor.
pub async fn open<'a>(
    app: &'a App,
    place: &'a Place,
    account: Account,
    holder: &str,
    how: How,
) -> Result<Opened<'a>> {
    let now = app.clock.now();
    let whose = (account.user_id, account.connection_id);
    if account.state != State::Works.as_str() {
        return Ok(Opened::Gone);
    }
    if !store::hold(&app.db, whose, holder, (now, now + HELD)).await? {
        return Ok(Opened::Held);
    }
    // Another process may have had it since it was read: its tokens are newer.
    let Some(account) = store::find(&app.db, whose.0, whose.1).await? else {
        return Ok(Opened::Gone);
    };
    let receiver = devices::receiver(app, &account.adapter, account.connection_id).await?;
    let Some(receiver) = receiver else {
        store::set_state(&app.db, whose, (State::Ended, None), Some(now)).await?;
        let next = Account {
            next_at: Some(now),
            ..account
        };
        store::release(&app.db, &next, holder, None).await?;
        return Ok(Opened::Gone);
    };
    let Some(kept) = tokens::open(app, &account)? else {
        let why = "what the vendor let us in with was encrypted under another key";
        needs_person(app, account, holder, why).await?;
        return Ok(Opened::Gone);
    };
    Ok(Opened::Turn(Box::new(Turn {
        app,
        place,
        delivery: Delivery::to(app.clock.new_id(), &receiver, how),
        account,
        receiver,
        holder: holder.to_owned(),
        kept,
        told: None,
    })))
}

/// What came is told, and when the next turn is.
async fn end(turn: Turn<'_>, done: std::result::Result<(), Stop>) -> Result<()> {
    let Turn {
        app,
        place,
        mut account,
        holder,
        delivery,
        told,
        ..
    } = turn;
    app.events.settle(app, account.user_id).await;
    devices::note_delivery(app, delivery).await?;
    let now = app.clock.now();
    let random = random(app);
    let mut synced = None;
    match done {
        Ok(()) => {
            account.attempts = 0;
            account.reason = told;
            let every = place.pull()?.every_s;
            account.next_at = Some(now + rules::jittered(rules::every(every), random));
            synced = Some(now);
        }
        Err(Stop::Pause(until, why)) => {
            account.reason = Some(why);
            account.next_at = Some(until + rules::jittered(TimeDelta::seconds(5), random));
        }
        Err(Stop::Retry(why)) => {
            account.next_at = Some(now + rules::pause(account.attempts, random));
            account.attempts += 1;
            account.reason = Some(why);
        }
        Err(Stop::Ended(why)) => return needs_person(app, account, &holder, &why).await,
        Err(Stop::Lost) => return Ok(()),
        Err(Stop::Ours(error)) => {
            tracing::error!(user = %account.user_id, %error, "what a vendor sent could not be stored");
            account.next_at = Some(now + rules::pause(account.attempts, random));
            account.attempts += 1;
            account.reason = Some("something broke on our side".to_owned());
        }
    }
    Ok(store::release(&app.db, &account, &holder, synced).await?)
}

pub fn random(app: &App) -> u32 {
    let mut bytes = [0; 4];
    app.clock.fill(&mut bytes);
    u32::from_le_bytes(bytes)
}

async fn wait(app: &App, mut account: Account, holder: &str) -> Result<()> {
    let now = app.clock.now();
    let whose = (account.user_id, account.connection_id);
    if !store::hold(&app.db, whose, holder, (now, now + HELD)).await? {
        return Ok(());
    }
    account.next_at = Some(now + rules::EVERY);
    account.reason = Some("the server does not ask this vendor at present".to_owned());
    Ok(store::release(&app.db, &account, holder, None).await?)
}

/// Nothing is asked until its person connects again; what is here, and how far it is, stays.
async fn needs_person(app: &App, mut account: Account, holder: &str, why: &str) -> Result<()> {
    let whose = (account.user_id, account.connection_id);
    account.next_at = None;
    account.reason = Some(why.to_owned());
    store::release(&app.db, &account, holder, None).await?;
    Ok(store::set_state(&app.db, whose, (State::NeedsPerson, Some(why)), None).await?)
}
