//! Every request to a vendor is counted before it is sent: against the budgets that its adapter states
//! for the app and for a person, and against the pauses that the vendor asked for.

use chrono::{DateTime, TimeDelta, Utc};
use stadion_pack::adapter::model::{Budget, Rate};
use uuid::Uuid;

use super::store;
use crate::App;
use crate::adapters::pull::{Answer, pause};
use crate::web::error::Result;

const APP: &str = "app";

/// Counts one request; or until when there is none to be had, and nothing is counted.
pub async fn take(
    app: &App,
    adapter: &str,
    rate: &Rate,
    connection: Uuid,
) -> Result<Option<DateTime<Utc>>> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    if let Some(until) = store::pause_until(&mut tx, adapter).await?
        && until > now
    {
        return Ok(Some(until));
    }
    let person = connection.to_string();
    let of_app = rate.app.iter().map(|budget| (APP, budget));
    let of_person = rate.user.iter().map(|budget| (person.as_str(), budget));
    let all: Vec<(&str, &Budget)> = of_app.chain(of_person).collect();
    let mut wait = None;
    for (who, budget) in &all {
        let (per_s, begun_at, ends_at) = window(budget, now);
        let used = store::used(&mut tx, (adapter, who), (per_s, begun_at)).await?;
        if used >= i64::from(budget.requests) {
            wait = wait.max(Some(ends_at));
        }
    }
    if wait.is_some() {
        return Ok(wait);
    }
    for (who, budget) in &all {
        let (per_s, begun_at, _) = window(budget, now);
        store::use_up(&mut tx, (adapter, who), (per_s, begun_at)).await?;
    }
    tx.commit().await?;
    Ok(None)
}

/// Windows begin at whole multiples of their length, as vendors count them.
fn window(budget: &Budget, now: DateTime<Utc>) -> (i64, DateTime<Utc>, DateTime<Utc>) {
    let per_s = (budget.per_s as i64).max(1);
    let begun = now.timestamp().div_euclid(per_s) * per_s;
    let begun_at = DateTime::from_timestamp(begun, 0).unwrap_or(now);
    (per_s, begun_at, begun_at + TimeDelta::seconds(per_s))
}

/// Keeps what an answer says of the vendor's patience; until when it wants none of our requests.
pub async fn heed(
    app: &App,
    adapter: &str,
    rate: &Rate,
    answer: &Answer,
) -> Result<Option<DateTime<Utc>>> {
    let until = pause(rate, answer, app.clock.now());
    if let Some(until) = until {
        store::put_pause(&app.db, adapter, until).await?;
    }
    Ok(until)
}
