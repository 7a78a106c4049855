//! Demo data: twelve people with a year of training, made up from a fixed seed by the same calls
//! that people's own uploads make, each at the time at which they would have made it. Which sports
//! they do is the packs' business.

mod courses;
pub mod data;
mod entries;
mod facts;
mod form;
mod kit;
mod model;
mod people;
mod places;
mod plan;
mod repertoire;
mod store;
#[cfg(test)]
mod tests;
mod texts;
mod year;

use chrono::{DateTime, Duration, Utc};
use stadion_activity::sample::Random;
use tokio::task::JoinSet;
use uuid::Uuid;

use self::courses::Courses;
use self::model::Person;
use self::people::{PASSWORD, PEOPLE};
use self::year::Year;
use super::identity;
use crate::App;
use crate::clock::Clock;
use crate::web::error::{Error, Result};

/// All that is invented follows from it.
const SEED: u64 = 20_261_121;
/// One's files are read while the other's reactions run.
const AT_ONCE: usize = 2;

/// Seeds a demo server; other servers have no demo data.
pub async fn run(app: App) {
    if app.config.demo
        && app.config.worked_on.is_empty()
        && let Err(error) = everybody(&app).await
    {
        tracing::error!(%error, "demo data could not be made");
    }
}

/// Makes all people with their whole year.
pub async fn everybody(app: &App) -> Result<()> {
    seed(app, &PEOPLE, plan::WEEKS).await
}

/// Makes what is missing of the people's accounts and of so many weeks of theirs. The first person
/// is ready before the others are begun.
async fn seed(app: &App, people: &'static [Person], weeks: usize) -> Result<()> {
    let mut making = JoinSet::new();
    for (at, person) in people.iter().enumerate() {
        let app = app.clone();
        making.spawn(async move { Box::pin(make(&app, person, weeks)).await });
        let most = if at == 0 { 1 } else { AT_ONCE };
        while making.len() >= most {
            joined(&mut making).await?;
        }
    }
    while !making.is_empty() {
        joined(&mut making).await?;
    }
    tracing::info!("demo data is ready");
    Ok(())
}

async fn joined(making: &mut JoinSet<Result<()>>) -> Result<()> {
    match making.join_next().await {
        Some(Ok(made)) => made,
        Some(Err(error)) => Err(Error::internal(&error)),
        None => Ok(()),
    }
}

/// One person's account and weeks; goes on where an earlier start ended.
async fn make(app: &App, person: &'static Person, weeks: usize) -> Result<()> {
    let seed = Random::of(SEED, entries::sum_of(person.email)).next();
    let now = app.clock.now();
    let begun = begin(now, person);
    let (user_id, is_new) = account(&app.at(Clock::fixed(begun, seed)), person).await?;
    store::begin(&app.db, user_id, now).await?;
    let progress = store::find(&app.db, user_id).await?;
    let progress = progress.ok_or_else(|| Error::internal(&"a beginning is gone"))?;
    if progress.done_at.is_some() {
        return Ok(());
    }
    let done = usize::try_from(progress.weeks).unwrap_or(0);
    let listed = repertoire::packs(&app.catalog.packs());
    let mut year = Year {
        app: app.at(Clock::fixed(begun, seed_of_ids(app, is_new, seed))),
        held: app.events.hold(user_id),
        user_id,
        person,
        until: progress.anchor,
        pursuits: repertoire::of(person, &listed),
        packs: listed,
        seed,
        courses: Courses::default(),
    };
    let sessions = plan::year(person, &year.pursuits, progress.anchor, seed);
    for week in done..weeks.min(plan::WEEKS) {
        year.week(week, &sessions).await?;
        let is_last = week + 1 == weeks.min(plan::WEEKS);
        let told = i32::try_from(week + 1).unwrap_or(i32::MAX);
        store::advance(&app.db, user_id, told, is_last.then(|| app.clock.now())).await?;
    }
    tracing::info!(
        name = person.name,
        email = person.email,
        password = PASSWORD,
        "demo account"
    );
    Ok(())
}

/// The fixed one for an account that is new. After a kill its ids may be taken: others are drawn.
fn seed_of_ids(app: &App, is_new: bool, seed: u64) -> u64 {
    let mut drawn = [0; 8];
    if !is_new {
        app.clock.fill(&mut drawn);
    }
    seed ^ u64::from_le_bytes(drawn)
}

/// The moment at which the person registered.
fn begin(until: DateTime<Utc>, person: &Person) -> DateTime<Utc> {
    let monday = plan::first_monday(person, until).and_hms_opt(9, 0, 0);
    monday.unwrap_or_default().and_utc() - Duration::days(1)
}

/// The account, and whether it is new.
async fn account(app: &App, person: &Person) -> Result<(Uuid, bool)> {
    use identity::service::{Profile, change_profile};
    let known = identity::demo::find(app, person.email).await?;
    if let Some(user_id) = known {
        return Ok((user_id, false));
    }
    let user_id = identity::demo::create(app, person.name, person.email, PASSWORD).await?;
    let profile = Profile {
        locale: Some(person.locale.map(str::to_owned)),
        time_zone: Some(Some(person.place.zone.to_owned())),
        units: Some(person.units),
        ..Profile::default()
    };
    change_profile(app, user_id, profile, |_| Ok(())).await?;
    Ok((user_id, true))
}
