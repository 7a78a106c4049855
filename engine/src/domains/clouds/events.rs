//! What vendors called about is done: a record is fetched or withdrawn, a connection ended. Each stays
//! until it is done, however often the server falls.

use chrono::TimeDelta;
use indexmap::IndexMap;
use stadion_activity::Limits;
use stadion_pack::adapter::model::{EventKind, Payload};
use uuid::Uuid;

use super::model::{Account, Event, Progress};
use super::place::Place;
use super::run::{Opened, open};
use super::sync::{self, Said, Stop, Turn};
use super::{records, rules, run, store};
use crate::App;
use crate::adapters::pull::{Span, single};
use crate::adapters::{self, Input};
use crate::domains::devices;
use crate::domains::devices::model::{Data, How, Receiver};
use crate::web::error::Result;

/// Whoever works on it has it to itself for so long.
const HELD: TimeDelta = TimeDelta::minutes(2);
const AT_ONCE: i64 = 20;
/// Then what it told of comes with the next turn of its connection, or not at all.
const TRIES: i64 = 24;
/// Another process has its connection at this moment.
const SOON: TimeDelta = TimeDelta::seconds(5);

pub fn word(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Created => "created",
        EventKind::Updated => "updated",
        EventKind::Deleted => "deleted",
        EventKind::Revoked => "revoked",
        EventKind::Ignored => "ignored",
    }
}

/// One round over what is due; how many that were.
pub async fn work(app: &App) -> Result<usize> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let due = store::due_events(&mut tx, (now, now + HELD), AT_ONCE).await?;
    tx.commit().await?;
    let count = due.len();
    for event in due {
        match Box::pin(one(app, &event)).await {
            Ok(()) => store::finish_event(&app.db, &event, app.clock.now()).await?,
            Err(stop) => later(app, &event, stop).await?,
        }
    }
    Ok(count)
}

async fn later(app: &App, event: &Event, stop: Stop) -> Result<()> {
    let now = app.clock.now();
    let (next_at, why) = match stop {
        Stop::Pause(until, why) => (until, why),
        Stop::Lost => (now + SOON, "its connection is being asked".to_owned()),
        Stop::Retry(why) | Stop::Ended(why) => {
            (now + rules::pause(event.attempts, run::random(app)), why)
        }
        Stop::Ours(error) => {
            tracing::error!(adapter = event.adapter, %error, "what a vendor called about waits");
            (
                now + rules::pause(event.attempts, run::random(app)),
                error.to_string(),
            )
        }
    };
    if event.attempts >= TRIES {
        tracing::warn!(
            adapter = event.adapter,
            why,
            "what a vendor called about is given up"
        );
        return Ok(store::finish_event(&app.db, event, now).await?);
    }
    Ok(store::postpone_event(&app.db, event.id, next_at).await?)
}

async fn one(app: &App, event: &Event) -> std::result::Result<(), Stop> {
    let receiver = devices::receiver_of(app, &event.adapter, &event.account).await?;
    let Some(receiver) = receiver else {
        // Nobody here, or not any more.
        return Ok(());
    };
    match event.kind.as_str() {
        "deleted" => match &event.record {
            Some(record) => Ok(devices::withdraw(app, &receiver, record).await?),
            None => Ok(()),
        },
        "revoked" => {
            let (user, connection) = (receiver.user_id, receiver.connection);
            Ok(devices::disconnect(app, user, connection, Data::Keep).await?)
        }
        _ if event.body.is_some() => brought(app, event, &receiver).await,
        _ => fetch(app, event, receiver).await,
    }
}

/// The call brought the data itself.
async fn brought(app: &App, event: &Event, receiver: &Receiver) -> std::result::Result<(), Stop> {
    let adapters = app.catalog.adapters();
    let Some(adapter) = adapters.get(&event.adapter).cloned() else {
        return Err(Stop::Retry("the adapter is not live".to_owned()));
    };
    let (now, bytes) = (app.clock.now(), event.body.clone().unwrap_or_default());
    let read = tokio::task::spawn_blocking(move || {
        let none = (IndexMap::new(), IndexMap::new());
        let payload = Payload::Bytes {
            name: "call".to_owned(),
            bytes,
        };
        let input = Input {
            payload: &payload,
            stream: None,
            details: &none.0,
            settings: &none.1,
            now,
            limits: Limits::default(),
        };
        adapters::read(&adapter, &input)
    });
    let output = read
        .await
        .map_err(|error| crate::web::Error::internal(&error))?;
    records::brought(app, receiver, output).await
}

/// The vendor is asked for what it called about.
async fn fetch(app: &App, event: &Event, receiver: Receiver) -> std::result::Result<(), Stop> {
    let whose = (receiver.user_id, receiver.connection);
    let Some(account) = store::find(&app.db, whose.0, whose.1).await? else {
        return Ok(());
    };
    let place = Place::of(app, &event.adapter);
    let place =
        place.ok_or_else(|| Stop::Retry("the vendor is not asked at present".to_owned()))?;
    let holder = app.clock.new_id().to_string();
    let mut turn = match open(app, &place, account, &holder, How::Push).await? {
        Opened::Turn(turn) => turn,
        Opened::Gone => return Ok(()),
        Opened::Held => return Err(Stop::Lost),
    };
    let done = ask(&mut turn, event).await;
    let Turn {
        account, delivery, ..
    } = *turn;
    app.events.settle(app, account.user_id).await;
    devices::note_delivery(app, delivery).await?;
    give_back(app, account, &holder, whose).await?;
    done
}

/// The connection's own turn is as it was.
async fn give_back(
    app: &App,
    account: Account,
    holder: &str,
    (user_id, connection): (Uuid, Uuid),
) -> Result<()> {
    let now = store::find(&app.db, user_id, connection).await?;
    let account = now.unwrap_or(account);
    Ok(store::release(&app.db, &account, holder, None).await?)
}

async fn ask(turn: &mut Turn<'_>, event: &Event) -> std::result::Result<(), Stop> {
    let place = turn.place;
    let pull = place.pull()?;
    let push = place.adapter.transport.push.as_ref();
    let named = push.and_then(|push| push.events.as_ref()?.stream.clone());
    let Some((id, stream)) = named.and_then(|named| pull.streams.get_key_value(&named)) else {
        return sync::streams(turn).await;
    };
    if let (Some(record), true) = (&event.record, stream.on_ping) {
        let request = single(pull, stream, record, &turn.receiver.account);
        let request = request.map_err(|fault| Stop::Retry(fault.to_string()))?;
        match turn.ask(request).await? {
            Said::Good(answer) => records::page(turn, (id, stream), &answer).await.map(drop),
            Said::Nothing => Ok(()),
            Said::No(why) => Err(Stop::Retry(why)),
        }
    } else {
        let asked = Span {
            since: event.since_at,
            until: event.until_at,
        };
        let mut progress = Progress::of(asked);
        sync::pages(turn, pull, (id, stream), &mut progress, false).await
    }
}
