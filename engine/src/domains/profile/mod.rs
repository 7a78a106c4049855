//! Who the user is, as of a day: facts with the day from which they hold, so that old workouts
//! keep the zones and the age group of their time.

mod age;
pub mod data;
pub mod holding;
pub mod model;
pub mod photo;
pub mod routes;
mod rules;
pub mod service;
pub mod spec;
mod store;
#[cfg(test)]
mod tests;
pub mod views;

use chrono::NaiveDate;
use stadion_activity::derive::zones::{Kind, Zones};
use stadion_pack::model::{Packs, Sport};
use stadion_pack::value::Dim;
use uuid::Uuid;

use self::model::{AgeGroup, Fact, Profile, ZoneMethod};
use crate::App;
use crate::db::Run;
use crate::web::error::Result;

pub use age::bounds;
pub use data::ProfileData;
pub use views::region_choices;

/// Everything of a person as of a day. `sport` is qualified, a pack's id, or empty.
pub async fn on<'c>(
    run: impl Run<'c>,
    packs: &Packs,
    user_id: Uuid,
    sport: &str,
    day: NaiveDate,
) -> Result<Profile> {
    Ok(facts(run, user_id).await?.on(packs, sport, day))
}

/// For whoever needs many days: one statement, then [`Facts::on`].
pub async fn facts<'c>(run: impl Run<'c>, user_id: Uuid) -> Result<Facts> {
    Ok(Facts(store::facts(run, user_id).await?))
}

/// All that a person said, in order of the days from which it holds.
#[derive(Clone, Debug, Default)]
pub struct Facts(pub Vec<Fact>);

impl Facts {
    pub fn on(&self, packs: &Packs, sport: &str, day: NaiveDate) -> Profile {
        rules::resolve(&self.0, sport, day, |region| bounds(packs, region))
    }
}

/// The zones that hold by a profile; `None` where nothing is known to make them of.
pub fn zones(profile: &Profile, kind: Kind) -> Option<Zones> {
    method_and_zones(profile, kind).map(|(_, zones)| zones)
}

/// The zones with the method that made them.
pub fn method_and_zones(profile: &Profile, kind: Kind) -> Option<(ZoneMethod, Zones)> {
    rules::zones(profile, kind)
}

/// Where the owner finds their photo; the address changes with it, so that it may be kept.
pub async fn photo_url(app: &App, user_id: Uuid) -> Result<Option<String>> {
    let key = photo::key(app, user_id).await?;
    let short = |key: String| key.chars().take(12).collect::<String>();
    Ok(key.map(|key| format!("/account/photo?v={}", short(key))))
}

/// The group of an age in a region.
pub fn age_group(packs: &Packs, age: u32, region: Option<&str>) -> AgeGroup {
    rules::age_group(age, &bounds(packs, region))
}

/// Which zones a sport has, by what its metrics measure.
pub fn kinds_of(sport: &Sport) -> Vec<Kind> {
    let has_source = |name: &str| {
        let mut sources = sport.metrics.iter().flat_map(|metric| &metric.source);
        sources.any(|source| source.path.ends_with(name))
    };
    let has_dim = |dim: Dim| sport.metrics.iter().any(|metric| metric.dim == dim);
    let kinds = [
        (Kind::HeartRate, has_source("heart_rate")),
        (Kind::Power, has_dim(Dim::POWER)),
        (Kind::Pace, has_dim(Dim::PACE)),
    ];
    let measured = kinds.into_iter().filter(|(_, is_measured)| *is_measured);
    measured.map(|(kind, _)| kind).collect()
}
