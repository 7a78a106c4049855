//! Stored workouts as given packs tell them, live or not: the same evaluation that the reaction
//! stores, with nothing written.

use std::collections::BTreeMap;
use std::sync::Arc;

use stadion_activity::streams::Streams;
use stadion_pack::expr::{Checked, Step};
use stadion_pack::model::{Metric, Packs, Sport};
use stadion_pack::value::Value;
use uuid::Uuid;

use super::athlete;
use super::import::OTHER_SPORT;
use super::model::{Derived, Entry, PartRow, Workout};
use super::rules::efforts::{self, derived};
use super::rules::values::{self, Facts, Origin, Values, WorkoutEnv, compute};
use super::store::{self, streams};
use crate::db::Db;
use crate::web::error::Result;

pub use store::people;

/// A workout with all that follows from it by some packs.
#[derive(Debug)]
pub struct Retold {
    pub workout: Workout,
    pub pack: String,
    pub sport: Arc<Sport>,
    pub values: Values,
    pub derived: Derived,
}

/// A user's first living workouts in order; those of a sport that the packs do not have are left
/// out.
pub async fn retold(db: &Db, user_id: Uuid, packs: &Packs, most: i64) -> Result<Vec<Retold>> {
    let mut all = Vec::new();
    for workout in store::first(db, user_id, most).await? {
        all.extend(tell(db, user_id, packs, workout).await?);
    }
    Ok(all)
}

/// One living workout of a user.
pub async fn retold_one(db: &Db, user_id: Uuid, packs: &Packs, id: Uuid) -> Result<Option<Retold>> {
    let found = store::find(db, user_id, id).await?;
    match found.filter(|workout| workout.deleted_at.is_none()) {
        Some(workout) => tell(db, user_id, packs, workout).await,
        None => Ok(None),
    }
}

async fn tell(
    db: &Db,
    user_id: Uuid,
    packs: &Packs,
    mut workout: Workout,
) -> Result<Option<Retold>> {
    let Some((pack, sport)) = sport_of(packs, &workout) else {
        return Ok(None);
    };
    let samples = match efforts::channels(&sport).as_slice() {
        looked_into @ [_, ..] if workout.activity.is_some() => {
            streams::of_channels(db, user_id, workout.id, looked_into).await?
        }
        _ => Streams::default(),
    };
    athlete::fill(db, packs, user_id, &sport, &mut workout).await?;
    let values = compute(packs, &sport, &Facts::of(&workout, packs));
    Ok(Some(Retold {
        derived: derived(&sport, &values, &samples),
        workout,
        pack,
        sport,
        values,
    }))
}

/// A file that no live pack claimed may be claimed by these.
fn sport_of(packs: &Packs, workout: &Workout) -> Option<(String, Arc<Sport>)> {
    let own = packs.sport(&workout.sport);
    let own = own.filter(|_| workout.sport != OTHER_SPORT);
    let by_file = || {
        let activity = workout.activity.as_ref()?;
        packs.sport_for_fit(&activity.sport, &activity.sub_sport)
    };
    let found = own.or_else(by_file).or_else(|| packs.sport(&workout.sport));
    found.map(|(pack, sport)| (pack.id.clone(), Arc::clone(sport)))
}

impl Retold {
    /// As rules see it.
    pub fn entry(&self) -> Entry {
        let stored = self.derived.values.iter();
        let efforts = self.derived.efforts.iter();
        Entry {
            position: self.workout.position(),
            sport: self.sport.id.clone(),
            sensed: self.workout.source == "file",
            values: stored
                .clone()
                .filter_map(|value| Some((value.metric.clone(), value.steps?)))
                .collect(),
            texts: stored
                .filter_map(|value| Some((value.metric.clone(), value.text.clone()?)))
                .collect(),
            efforts: efforts
                .filter(|effort| effort.variant.is_empty())
                .map(|effort| (effort.record.clone(), effort.value))
                .collect(),
        }
    }

    /// Its parts by plain name.
    pub fn parts(&self) -> BTreeMap<String, Vec<PartRow>> {
        let plain = |kind: &str| kind.rsplit('.').next().unwrap_or(kind).to_owned();
        let parts = self.derived.parts.iter();
        parts
            .map(|(kind, rows)| (plain(kind), rows.clone()))
            .collect()
    }

    pub fn origin(&self, packs: &Packs, metric: &Metric) -> Origin {
        values::origin(packs, metric, &Facts::of(&self.workout, packs))
    }

    /// A formula that stands in a pack, over this workout.
    pub fn eval(&self, packs: &Packs, pack: &str, formula: &Checked) -> Option<Value> {
        self.with_env(packs, pack, |env| formula.eval(env))
    }

    /// What each part of a formula came to.
    pub fn trace<'f>(&self, packs: &Packs, pack: &str, formula: &'f Checked) -> Vec<Step<'f>> {
        self.with_env(packs, pack, |env| formula.trace(env))
    }

    fn with_env<T>(&self, packs: &Packs, pack: &str, ask: impl Fn(&WorkoutEnv<'_>) -> T) -> T {
        ask(&WorkoutEnv {
            packs,
            pack,
            sport: &self.sport,
            facts: &Facts::of(&self.workout, packs),
            values: &self.values,
        })
    }
}
