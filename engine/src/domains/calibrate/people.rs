//! One person's workouts asked by the rules of given packs, and all of them together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use stadion_pack::model::{Norm, NormOf, Packs};
use uuid::Uuid;

use super::model::{Bounds, Calibration, Person};
use super::rules::{Subjects, calibration};
use crate::db::Db;
use crate::domains::achievements::model::Achievement;
use crate::domains::achievements::{self, Past, sports_under};
use crate::domains::gear::model::{GearType, WearBy};
use crate::domains::profile;
use crate::domains::workouts::model::terms::Terms;
use crate::domains::workouts::{self, Measure, Retold};
use crate::web::error::Result;

const WEEK: f64 = 7.0 * 86_400.0;
/// Below this many weeks a pace of use is none yet.
const ENOUGH_WEEKS: f64 = 2.0;

/// What these packs would give the people of a database, without workouts whose terms keep them out of
/// comparisons. Reads alone.
pub async fn calibrate(
    db: &Db,
    packs: &Packs,
    terms: &Terms,
    (chosen, bounds): (&[String], Bounds),
) -> Result<Calibration> {
    let subjects = Subjects::of(packs, chosen);
    let everybody = workouts::people(db).await?;
    let asked = sample(&everybody, bounds.people);
    let begun = tokio::time::Instant::now();
    let mut people = Vec::new();
    let mut is_cut = asked.len() < everybody.len();
    for user_id in asked {
        if begun.elapsed().as_secs() >= bounds.seconds {
            is_cut = true;
            break;
        }
        let mut past = workouts::retold(db, user_id, packs, bounds.workouts_each).await?;
        let closed = workouts::unranked(db, terms, user_id).await?;
        past.retain(|retold| !closed.contains(&retold.workout.id));
        let facts = profile::facts(db, user_id).await?;
        let person = tell(&subjects, &past, facts);
        people.extend(Some(person).filter(|person| !person.packs.is_empty()));
        // Rules are work for a processor: others have a turn between two people.
        tokio::task::yield_now().await;
    }
    Ok(Calibration {
        is_sample: is_cut,
        ..calibration(&subjects, &people, bounds.smallest_group)
    })
}

/// Evenly from all: ids begin with the time at which an account was made.
fn sample(everybody: &[Uuid], most: usize) -> Vec<Uuid> {
    let every = everybody.len().div_ceil(most.max(1)).max(1);
    everybody.iter().step_by(every).copied().collect()
}

/// One person's workouts, in order, asked about all subjects.
fn tell(subjects: &Subjects<'_>, workouts: &[Retold], person: profile::Facts) -> Person {
    let past = Past {
        entries: workouts.iter().map(Retold::entry).collect(),
        parts: workouts.iter().map(Retold::parts).collect(),
        person,
    };
    let under = Under(subjects.packs, workouts);
    Person {
        packs: subjects
            .chosen
            .iter()
            .filter(|pack| under.of(pack).next().is_some())
            .map(|pack| (*pack).to_owned())
            .collect(),
        badges: subjects
            .badges
            .iter()
            .map(|(pack, badge)| weeks(&under, pack, badge, &past))
            .collect(),
        norms: subjects
            .norms
            .iter()
            .map(|(pack, norm)| met(&under, pack, norm, &past.person))
            .collect(),
        records: bests(workouts),
        gear: subjects
            .gear
            .iter()
            .map(|(pack, kind)| until_warned(&under, pack, kind))
            .collect(),
    }
}

/// Workouts by the pack that they count for.
struct Under<'a>(&'a Packs, &'a [Retold]);

impl<'a> Under<'a> {
    fn of(&self, pack: &str) -> impl Iterator<Item = &'a Retold> {
        let sports: BTreeSet<String> = sports_under(self.0, pack);
        let workouts = self.1.iter();
        workouts.filter(move |workout| sports.contains(&workout.sport.id))
    }

    fn first_day(&self, pack: &str) -> Option<NaiveDate> {
        let first = self.of(pack).next()?;
        Some(first.workout.local_day)
    }
}

/// By tier, the week of training in which it is reached.
fn weeks(under: &Under<'_>, pack: &str, badge: &Arc<Achievement>, past: &Past) -> Vec<Option<u32>> {
    let first = under.first_day(pack);
    let held = achievements::replay(under.0, pack, badge, past);
    let week = |at: u32| {
        let index = held.get(usize::try_from(at).ok()?.checked_sub(1)?)?;
        let day = past.entries.get(*index)?.position.local_day;
        u32::try_from((day - first?).num_days().max(0) / 7 + 1).ok()
    };
    badge.tiers.iter().map(|tier| week(tier.at)).collect()
}

/// In how many periods with a workout the norm is met, and how many there are that have a target
/// for such a person. A period of a week begins on Monday.
fn met(under: &Under<'_>, pack: &str, norm: &Norm, person: &profile::Facts) -> (u32, u32) {
    let monday = NaiveDate::from_ymd_opt(1969, 12, 29).unwrap_or_default();
    let mut periods: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
    for workout in under.of(pack) {
        let day = workout.workout.local_day;
        let measure = Measure::from(&person.on(under.0, pack, day));
        let Some(target) = measure.target(norm) else {
            continue;
        };
        let value = match &norm.of {
            NormOf::Metric(metric) => {
                let value = workout.values.metrics.get(&metric.id);
                value.and_then(stadion_pack::value::Value::number)
            }
            NormOf::Workouts => Some(1.0),
        };
        let at = (day - monday)
            .num_days()
            .div_euclid(i64::from(norm.per_days));
        let (sum, of) = periods.entry(at).or_default();
        *sum += value.unwrap_or(0.0);
        *of = target;
    }
    let met = periods
        .values()
        .filter(|(sum, target)| sum >= target)
        .count();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (count(met), count(periods.len()))
}

fn bests(workouts: &[Retold]) -> BTreeMap<(String, String, String), i64> {
    let mut bests: BTreeMap<(String, String, String), i64> = BTreeMap::new();
    for workout in workouts {
        let rules = workout
            .sport
            .metrics
            .iter()
            .flat_map(|metric| &metric.records);
        let lower: BTreeMap<&str, bool> = rules
            .map(|rule| (rule.key.as_str(), rule.lower_is_better))
            .collect();
        for effort in &workout.derived.efforts {
            let is_lower = lower.get(effort.record.as_str()).copied().unwrap_or(false);
            let key = (
                workout.pack.clone(),
                effort.record.clone(),
                effort.variant.clone(),
            );
            let best = bests.entry(key).or_insert(effort.value);
            *best = if is_lower {
                effort.value.min(*best)
            } else {
                effort.value.max(*best)
            };
        }
    }
    bests
}

/// Weeks from new to the warning, if it were used in all workouts of its pack.
fn until_warned(under: &Under<'_>, pack: &str, kind: &GearType) -> Option<f64> {
    let wear = kind.wear.as_ref()?;
    let (mut used, mut last) = (0.0, None);
    for workout in under.of(pack) {
        last = Some(workout.workout.local_day);
        used += match &wear.by {
            WearBy::Metric(metric) => {
                let value = workout.values.metrics.get(&metric.id);
                value.and_then(stadion_pack::value::Value::number)
            }
            WearBy::Formula(formula) => workout
                .eval(under.0, pack, formula)
                .and_then(|value| value.number()),
            WearBy::Uses => Some(1.0),
            WearBy::Age => None,
        }
        .unwrap_or(0.0);
    }
    let enough = wear.life * wear.warn_at;
    if matches!(wear.by, WearBy::Age) {
        return last.map(|_| enough / WEEK);
    }
    let days = (last? - under.first_day(pack)?).num_days() + 1;
    let weeks = days as f64 / 7.0;
    (weeks >= ENOUGH_WEEKS && used > 0.0).then(|| enough / (used / weeks))
}
