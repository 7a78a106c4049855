//! A person connects: a code of theirs, brought by the manufacturer with its key, makes a connection
//! between its id of them and ours. They end it, with or without what came by it.

use std::time::Duration;

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::model::{Connection, Data, Held, How, Receiver};
use super::setups::{Step, step, step_in};
use super::{keys, rules, store};
use crate::App;
use crate::db::{Tx, is_taken};
use crate::domains::clouds;
use crate::domains::identity::service::digest;
use crate::domains::workouts::resent;
use crate::web::Manufacturer;
use crate::web::error::{Error, FieldError, Result};

const CODE_LIFE: TimeDelta = TimeDelta::minutes(10);
/// While an activity is being stored as its connection ends, its end is waited for.
const WAITS: u32 = 100;
const WAIT: Duration = Duration::from_millis(50);

/// A code that the person gives to the manufacturer, and until when.
pub async fn pair(app: &App, user_id: Uuid, adapter: &str) -> Result<(String, DateTime<Utc>)> {
    if !keys::adapters(app).await?.contains(adapter) {
        return Err(Error::not_found("adapter"));
    }
    let mut random = [0; rules::CODE_CHARS * 2];
    app.clock.fill(&mut random);
    let code = rules::pairing_code(random);
    let expires_at = app.clock.now() + CODE_LIFE;
    let hash = digest(&rules::plain_code(&code));
    store::put_pairing(&app.db, user_id, adapter, (&hash, expires_at)).await?;
    step(app, user_id, adapter, Step::Began(How::Api)).await?;
    Ok((code, expires_at))
}

/// The connection that a code makes, and whether it is new.
pub async fn exchange(
    app: &App,
    caller: &Manufacturer,
    code: &str,
    external_id: &str,
) -> Result<(Connection, bool)> {
    rules::external_id("/user", external_id).map_err(|wrong| Error::invalid(vec![wrong]))?;
    let (adapter, now) = (&caller.adapter, app.clock.now());
    let mut tx = app.db.begin().await?;
    let hash = digest(&rules::plain_code(code));
    let Some(user_id) = store::take_pairing(&mut tx, adapter, &hash, now).await? else {
        return Err(bad_code());
    };
    let account = (adapter.as_str(), external_id);
    let joined = join(app, &mut tx, user_id, account, How::Api).await?;
    tx.commit().await?;
    Ok(joined)
}

/// The person's living connection to an account at a source, made where there is none; and whether it is
/// new.
pub async fn join(
    app: &App,
    tx: &mut Tx,
    user_id: Uuid,
    (adapter, external_id): (&str, &str),
    how: How,
) -> Result<(Connection, bool)> {
    if let Some(known) = store::living_connection(tx, adapter, external_id).await? {
        if known.user_id != user_id {
            return Err(another());
        }
        return Ok((known, false));
    }
    let connection = Connection {
        user_id,
        id: app.clock.new_id(),
        adapter: adapter.to_owned(),
        external_id: external_id.to_owned(),
        made_at: app.clock.now(),
        ended_at: None,
        last_data_at: None,
    };
    match store::insert_connection(tx, &connection).await {
        // Two came for one account at once.
        Err(error) if is_taken(&error) => Err(another()),
        done => {
            done?;
            step_in(app, tx, user_id, (adapter, Step::Connected(how))).await?;
            Ok((connection, true))
        }
    }
}

fn bad_code() -> Error {
    let wrong = FieldError::new(
        "/code",
        "The code is wrong, was used already, or is too old.",
    );
    let detail =
        "The code is wrong, was used already, or is too old; the person asks for another one.";
    Error {
        errors: vec![wrong],
        ..Error::new(StatusCode::UNPROCESSABLE_ENTITY, "bad-pairing-code", detail)
    }
}

fn another() -> Error {
    let detail =
        "This account of yours is connected to another person, who has to disconnect it first.";
    Error::conflict("already-connected", detail)
}

/// Ends a connection of a person. What came by it goes too where they say so, also of one that ended.
pub async fn disconnect(app: &App, user_id: Uuid, id: Uuid, data: Data) -> Result<()> {
    let all = store::connections(&app.db, user_id).await?;
    let is_known = all.iter().any(|connection| connection.id == id);
    if !is_known {
        return Err(Error::not_found("connection"));
    }
    end(app, user_id, id).await?;
    if data == Data::Keep {
        return Ok(());
    }
    for held in at_rest(app, user_id, id).await? {
        if let Some(blob) = &held.blob {
            resent::withdraw(app, user_id, blob).await?;
        }
    }
    let mut tx = app.db.begin().await?;
    store::forget_activities(&mut tx, user_id, id).await?;
    Ok(tx.commit().await?)
}

/// Nothing more comes by it.
pub async fn end(app: &App, user_id: Uuid, id: Uuid) -> Result<()> {
    let mut tx = app.db.begin().await?;
    store::end_connection(&mut tx, user_id, id, app.clock.now()).await?;
    clouds::ended(&mut tx, app, user_id, id).await?;
    Ok(tx.commit().await?)
}

/// Whom a living connection brings to; nobody whose account is blocked.
pub async fn receiver(app: &App, adapter: &str, connection: Uuid) -> Result<Option<Receiver>> {
    Ok(store::receiver(&app.db, adapter, (None, Some(connection))).await?)
}

/// The same by the source's own id of the person.
pub async fn receiver_of(app: &App, adapter: &str, account: &str) -> Result<Option<Receiver>> {
    Ok(store::receiver(&app.db, adapter, (Some(account), None)).await?)
}

/// Its source no longer has an activity: what came of it goes too, what its person made of it stays.
pub async fn withdraw(app: &App, receiver: &Receiver, external_id: &str) -> Result<()> {
    let (user_id, connection) = (receiver.user_id, receiver.connection);
    for held in at_rest(app, user_id, connection).await? {
        if held.external_id == external_id
            && let Some(blob) = &held.blob
        {
            resent::withdraw(app, user_id, blob).await?;
        }
    }
    Ok(())
}

/// What came by a connection, once nothing of it is being stored.
async fn at_rest(app: &App, user_id: Uuid, id: Uuid) -> Result<Vec<Held>> {
    for _ in 0..WAITS {
        let held = store::activities(&app.db, user_id, id).await?;
        let now = app.clock.now();
        let is_claimed = |one: &Held| one.claimed_until.is_some_and(|until| until > now);
        if !held.iter().any(is_claimed) {
            return Ok(held);
        }
        tokio::time::sleep(WAIT).await;
    }
    Err(Error::conflict(
        "in-progress",
        "An activity is being stored at this moment; try again in a moment.",
    ))
}
