//! How far a user is with the achievements of a pack.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use stadion_pack::model::{Packs, Text};
use uuid::Uuid;

use super::model::{Achievement, Per, Tier};
use super::spec::Achievements;
use super::store::{self, Award};
use crate::App;
use crate::web::error::Result;

/// Shown for an achievement without an icon of its own.
const ICON: &str = "badge";

/// An achievement as one user holds it, or does not yet.
#[derive(Clone, Debug)]
pub struct Held {
    /// Qualified.
    pub id: String,
    pub pack: String,
    /// Of the reached tier where it has its own.
    pub title: Text,
    pub description: Text,
    pub icon: String,
    /// Given with every workout that makes its rule true.
    pub repeats: bool,
    /// How many workouts made the rule true, as far as they were counted.
    pub count: i64,
    /// The highest that was reached.
    pub tier: Option<HeldTier>,
    /// All tiers in order, with when each was reached.
    pub tiers: Vec<TierState>,
    /// The count at which the next tier is given.
    pub next: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldTier {
    /// The count that it takes.
    pub at: u32,
    pub workout_id: Uuid,
    pub start_at: DateTime<Utc>,
}

/// A level, reached or ahead.
#[derive(Clone, Debug)]
pub struct TierState {
    /// The count that it takes.
    pub at: u32,
    /// Its own, where it has one.
    pub title: Option<Text>,
    pub reached: Option<DateTime<Utc>>,
}

/// How far to count what can be earned again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// To its last level.
    Levels,
    /// To the end.
    Times,
}

/// All achievements of a pack, in its order.
pub async fn held(
    app: &App,
    user_id: Uuid,
    packs: &Packs,
    pack: &str,
    counting: Counting,
) -> Result<Vec<Held>> {
    let Some(pack) = packs.pack(pack) else {
        return Ok(Vec::new());
    };
    let all = pack.elements::<Achievements>().values();
    let asked: Vec<(&str, i64)> = all.map(|a| (a.id.as_str(), most(a, counting))).collect();
    let counts = store::counts_up_to(&app.db, user_id, &asked).await?;
    let counts: BTreeMap<String, i64> = counts.into_iter().collect();
    let awards = store::awards(&app.db, user_id).await?;
    let of = |achievement: &std::sync::Arc<Achievement>| {
        let count = counts.get(&achievement.id).copied().unwrap_or(0);
        one(&pack.id, achievement, count, &awards)
    };
    Ok(pack.elements::<Achievements>().values().map(of).collect())
}

fn most(achievement: &Achievement, counting: Counting) -> i64 {
    if achievement.per == Per::Each && counting == Counting::Times {
        return i64::MAX;
    }
    achievement
        .tiers
        .last()
        .map_or(1, |tier| i64::from(tier.at))
}

/// The achievements that gave a tier with one workout, each with the highest of these.
pub async fn by_workout(
    app: &App,
    user_id: Uuid,
    packs: &Packs,
    workout_id: Uuid,
) -> Result<Vec<Held>> {
    let awards = store::awards_of_workout(&app.db, user_id, workout_id).await?;
    let mut found: BTreeMap<&str, Held> = BTreeMap::new();
    for award in &awards {
        let Some(achievement) = super::achievement(packs, &award.achievement) else {
            continue;
        };
        let pack = award.achievement.split('.').next().unwrap_or_default();
        let held = Held {
            next: None,
            ..one(pack, achievement, 0, &awards)
        };
        found.insert(&award.achievement, held);
    }
    Ok(found.into_values().collect())
}

fn one(pack: &str, achievement: &Achievement, count: i64, awards: &[Award]) -> Held {
    let own = awards
        .iter()
        .filter(|award| award.achievement == achievement.id);
    let best = own.max_by_key(|award| award.tier);
    let tiers = &achievement.tiers;
    let tier = best.and_then(|award| tiers.get(usize::try_from(award.tier).ok()?));
    let title = tier
        .and_then(|tier| tier.title.as_ref())
        .unwrap_or(&achievement.title);
    Held {
        id: achievement.id.clone(),
        pack: pack.to_owned(),
        title: title.clone(),
        description: achievement.description.clone().unwrap_or_default(),
        icon: achievement.icon.clone().unwrap_or_else(|| ICON.to_owned()),
        repeats: achievement.per == Per::Each,
        count,
        tier: best.zip(tier).map(|(award, tier)| HeldTier {
            at: tier.at,
            workout_id: award.workout_id,
            start_at: award.start_at,
        }),
        tiers: (0..)
            .zip(tiers)
            .map(|(n, tier)| state(n, tier, achievement, awards))
            .collect(),
        next: tiers
            .iter()
            .map(|tier| tier.at)
            .find(|at| i64::from(*at) > count),
    }
}

fn state(n: i32, tier: &Tier, achievement: &Achievement, awards: &[Award]) -> TierState {
    let award = awards
        .iter()
        .find(|award| award.achievement == achievement.id && award.tier == n);
    TierState {
        at: tier.at,
        title: tier.title.clone(),
        reached: award.map(|award| award.start_at),
    }
}
