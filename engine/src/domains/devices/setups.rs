//! How long it takes to connect a device, and where people give up: each step is noted when it is taken.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::model::{How, Setup};
use super::store;
use crate::App;
use crate::db::Tx;
use crate::web::error::Result;

/// Who comes back later than that begins anew.
const OPEN: TimeDelta = TimeDelta::days(7);

/// A step on the way to a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// They looked at its page.
    Chosen,
    /// They pressed the button of one of its ways.
    Began(How),
    /// It may send.
    Connected(How),
    FirstData,
}

/// Notes a step. One that was taken before keeps its time; what follows none begins a way.
pub async fn step(app: &App, user_id: Uuid, adapter: &str, step: Step) -> Result<()> {
    let mut tx = app.db.begin().await?;
    step_in(app, &mut tx, user_id, (adapter, step)).await?;
    Ok(tx.commit().await?)
}

/// The same within a transaction.
pub(super) async fn step_in(
    app: &App,
    tx: &mut Tx,
    user_id: Uuid,
    (adapter, step): (&str, Step),
) -> Result<()> {
    let now = app.clock.now();
    let open = store::open_setup(tx, user_id, adapter, now - OPEN).await?;
    // Looking again is no step.
    if step == Step::Chosen && open.is_some() {
        return Ok(());
    }
    let mut setup = open.unwrap_or_else(|| begun(app, adapter, now));
    taken(&mut setup, step, now);
    store::put_setup(tx, user_id, &setup).await?;
    Ok(())
}

fn begun(app: &App, adapter: &str, now: DateTime<Utc>) -> Setup {
    let adapters = app.catalog.adapters();
    let live = adapters.get(adapter);
    Setup {
        id: app.clock.new_id(),
        adapter: adapter.to_owned(),
        adapter_version: live.map_or_else(String::new, |live| live.version.to_string()),
        how: None,
        chosen_at: now,
        began_at: None,
        connected_at: None,
        first_data_at: None,
    }
}

fn taken(setup: &mut Setup, step: Step, now: DateTime<Utc>) {
    match step {
        Step::Chosen => {}
        Step::Began(how) => {
            setup.how = Some(how.as_str().to_owned());
            setup.began_at.get_or_insert(now);
        }
        Step::Connected(how) => {
            setup.how = Some(how.as_str().to_owned());
            setup.began_at.get_or_insert(now);
            setup.connected_at.get_or_insert(now);
        }
        Step::FirstData => {
            setup.began_at.get_or_insert(now);
            setup.connected_at.get_or_insert(now);
            setup.first_data_at = Some(now);
        }
    }
}

/// The ways that wait for their first data.
pub(super) async fn waiting(app: &App, tx: &mut Tx, user_id: Uuid) -> Result<Vec<Setup>> {
    Ok(store::open_setups(tx, user_id, app.clock.now() - OPEN).await?)
}

/// Whether something came by the adapter of a way, which ends it.
pub(super) async fn ends_delivered(tx: &mut Tx, user_id: Uuid, setup: &Setup) -> Result<bool> {
    let whose = (user_id, setup.adapter.as_str());
    let first = store::first_delivery(tx, whose, setup.chosen_at).await?;
    if let Some(at) = first {
        end(tx, user_id, setup, at).await?;
    }
    Ok(first.is_some())
}

/// Whether a workout of a file or a sensor, which have no connection, ends a way: whoever set out for one has it.
pub(super) fn is_for_file(setup: &Setup, came_at: DateTime<Utc>) -> bool {
    let by_itself = matches!(setup.how.as_deref(), Some("file" | "ble"));
    by_itself && setup.began_at.is_some_and(|began| began <= came_at)
}

pub(super) async fn end(
    tx: &mut Tx,
    user_id: Uuid,
    setup: &Setup,
    at: DateTime<Utc>,
) -> Result<()> {
    let mut setup = setup.clone();
    taken(&mut setup, Step::FirstData, at);
    Ok(store::put_setup(tx, user_id, &setup).await?)
}

/// Everybody's ways since a time, by adapter and version.
pub async fn setups_since(app: &App, since: DateTime<Utc>) -> Result<Vec<Setup>> {
    Ok(store::setups_since(&app.db, since).await?)
}
