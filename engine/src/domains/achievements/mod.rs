//! Badges and levels, earned by rules that packs state.

mod asking;
mod book;
mod held;
pub mod history;
pub mod holding;
pub mod model;
mod names;
mod reach;
pub mod react;
mod replay;
pub mod routes;
pub mod spec;
pub mod store;
#[cfg(test)]
mod tests;
mod told;
mod views;

use std::collections::BTreeMap;
use std::sync::Arc;

use stadion_pack::model::{Pack, Packs};
use uuid::Uuid;

use self::model::Achievement;
use self::spec::Achievements;
use self::store::Award;
use crate::App;
use crate::domains::workouts::dto::AwardBody;
use crate::web::error::Result;

pub use held::{Counting, Held, HeldTier, TierState, by_workout, held};
pub use history::{Best, Question, Resolved, Stored};
pub use names::{of_user, resolve, sports_under};
pub use reach::{Reach, ReachOf, reach};
pub use replay::{Past, Told, looked_at, replay, tell};
pub use told::{description, in_words};
pub use views::routes as page_routes;

/// The first local day that a question as of a day looks at; none of a streak or the whole past.
pub fn first_day(
    today: chrono::NaiveDate,
    query: &stadion_pack::expr::HistoryQuery,
) -> Option<chrono::NaiveDate> {
    history::first_day(today, query)
}

/// The compiled achievement of a qualified id, if its pack is live.
pub fn achievement<'a>(packs: &'a Packs, id: &str) -> Option<&'a Arc<Achievement>> {
    let id = packs.renames.now("achievements", id);
    let (pack, name) = id.split_once('.')?;
    packs.pack(pack)?.elements::<Achievements>().get(name)
}

/// A pack's achievements, in its order.
pub fn of_pack(pack: &Pack) -> impl Iterator<Item = &Arc<Achievement>> {
    pack.elements::<Achievements>().values()
}

/// What one can earn in a pack, in its order.
pub fn titles<'a>(pack: &'a Pack, locale: &'a str) -> impl Iterator<Item = String> + 'a {
    let all = pack.elements::<Achievements>().values();
    all.map(move |achievement| achievement.title.get(locale).to_owned())
}

/// For how many workouts each rule held, of those that any held for.
pub async fn times_held(app: &App, user_id: Uuid) -> Result<BTreeMap<String, i64>> {
    let counts = store::counts(&app.db, user_id).await?;
    Ok(counts.into_iter().collect())
}

/// The tiers that a user has reached: by achievement the highest, from 1 on.
pub async fn tiers_reached(app: &App, user_id: Uuid) -> Result<BTreeMap<String, i32>> {
    let mut reached = BTreeMap::new();
    for award in store::awards(&app.db, user_id).await? {
        let tier = reached.entry(award.achievement).or_insert(0);
        *tier = (award.tier + 1).max(*tier);
    }
    Ok(reached)
}

/// The tiers that a workout brought.
pub async fn of_workout(
    app: &App,
    user_id: Uuid,
    locale: &str,
    workout_id: Uuid,
) -> Result<Vec<AwardBody>> {
    let packs = app.catalog.packs();
    let awards = store::awards_of_workout(&app.db, user_id, workout_id).await?;
    Ok(awards
        .iter()
        .filter_map(|award| award_body(&packs, locale, award))
        .collect())
}

/// An award with its title; `None` when no live pack gives it.
pub fn award_body(packs: &Packs, locale: &str, award: &Award) -> Option<AwardBody> {
    let achievement = achievement(packs, &award.achievement)?;
    let tier = achievement.tiers.get(usize::try_from(award.tier).ok()?);
    let title = tier
        .and_then(|tier| tier.title.as_ref())
        .unwrap_or(&achievement.title);
    Some(AwardBody {
        achievement: award.achievement.clone(),
        title: title.get(locale).to_owned(),
        tier: award.tier + 1,
        workout_id: award.workout_id,
        start: award.start_at,
    })
}
