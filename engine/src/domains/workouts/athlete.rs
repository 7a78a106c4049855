//! Figures of a workout that take the person's own of its day beside the samples: training stress by
//! the threshold power, training impulse by resting and highest heart rate and by sex.
//!
//! They stand among the file's figures under `athlete:` names while a workout is told, and are never
//! stored there: who says otherwise of themselves has them told anew.

use stadion_activity::derive::{
    Weighting, intensity_factor, normalized_power, powered_seconds, training_impulse,
    training_stress_score,
};
use stadion_activity::streams::{Channel, Streams};
use stadion_activity::{FieldValue, Fields};
use stadion_pack::model::{Packs, Sport};
use uuid::Uuid;

use super::model::Workout;
use super::rules::values::stored;
use super::store::{self, streams};
use crate::db::{Db, Tx};
use crate::domains::profile::{self, model::Profile, model::Sex};
use crate::events::Reacting;
use crate::web::Result;

const SCHEME: &str = "athlete";
/// The samples that these figures are made of.
pub const CHANNELS: [&str; 2] = [Channel::HeartRate.name(), Channel::Power.name()];

/// Whether a sport shows such a figure, or one made of it.
fn needs(sport: &Sport) -> bool {
    let mut sources = stored(sport).flat_map(|metric| &metric.source);
    sources.any(|source| source.scheme == SCHEME)
}

fn is_wanted(sport: &Sport, workout: &Workout) -> bool {
    workout.activity.is_some() && needs(sport)
}

/// Puts the figures of its day into a workout that is about to be told.
pub async fn fill(
    db: &Db,
    packs: &Packs,
    user_id: Uuid,
    sport: &Sport,
    workout: &mut Workout,
) -> Result<()> {
    if is_wanted(sport, workout) {
        let profile = profile::on(db, packs, user_id, &sport.id, workout.local_day).await?;
        if is_known(&profile) {
            let streams = streams::of_channels(db, user_id, workout.id, &CHANNELS).await?;
            put(workout, &profile, &streams);
        }
    }
    Ok(())
}

/// As [`fill`], in a transaction.
pub async fn fill_in(
    tx: &mut Tx,
    packs: &Packs,
    user_id: Uuid,
    sport: &Sport,
    workout: &mut Workout,
) -> Result<()> {
    if is_wanted(sport, workout) {
        let day = workout.local_day;
        let profile = profile::on(&mut *tx, packs, user_id, &sport.id, day).await?;
        if is_known(&profile) {
            let streams = streams::of_channels(&mut *tx, user_id, workout.id, &CHANNELS).await?;
            put(workout, &profile, &streams);
        }
    }
    Ok(())
}

/// The person that such figures of a workout take, as of its day; none where it has none of them.
pub fn of(sport: &Sport, workout: &Workout, on_day: impl FnOnce() -> Profile) -> Option<Profile> {
    is_wanted(sport, workout).then(on_day).filter(is_known)
}

/// Whether anything follows: most people never say what these figures take.
fn is_known(profile: &Profile) -> bool {
    let rates = profile.resting_heart_rate.is_some() && profile.max_heart_rate.is_some();
    profile.ftp.is_some() || rates && weighting(profile).is_some()
}

/// Puts the figures that samples of [`CHANNELS`] make into a workout that is about to be told.
pub fn put(workout: &mut Workout, profile: &Profile, samples: &Streams) {
    if let Some(activity) = &mut workout.activity {
        activity.0.fields.extend(figures(profile, samples));
    }
}

fn figures(profile: &Profile, streams: &Streams) -> Fields {
    let power = profile.ftp.zip(normalized_power(streams));
    let intensity = power.and_then(|(ftp, watts)| intensity_factor(watts, ftp));
    let stress =
        power.and_then(|(ftp, watts)| training_stress_score(powered_seconds(streams), watts, ftp));
    let rates = profile.resting_heart_rate.zip(profile.max_heart_rate);
    let impulse = rates
        .zip(weighting(profile))
        .and_then(|(rates, weighting)| training_impulse(streams, rates, weighting));
    let named = [
        ("athlete:intensity_factor", intensity),
        ("athlete:training_stress_score", stress),
        ("athlete:training_impulse", impulse),
    ];
    let told = named
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), FieldValue::Number(value?))));
    told.collect()
}

const fn weighting(profile: &Profile) -> Option<Weighting> {
    match profile.sex {
        Some(Sex::Male) => Some(Weighting::MEN),
        Some(Sex::Female) => Some(Weighting::WOMEN),
        // Nobody has measured other weights.
        Some(Sex::Other) | None => None,
    }
}

/// When something was said of a person, the workouts whose figures follow from it are changed too:
/// for this reaction and for all that read its values.
pub async fn change_with_person(cx: &mut Reacting<'_>) -> Result<()> {
    let Some(from) = cx.change.persons.first().map(|at| at.local_day) else {
        return Ok(());
    };
    let packs = cx.packs.clone();
    let needy = |sport: &str| packs.sport(sport).is_some_and(|(_, sport)| needs(sport));
    for (position, sport) in store::sensed_from(&mut *cx.tx, cx.user_id, from).await? {
        if needy(&sport) {
            cx.change.workouts.insert(position.workout_id);
            cx.change.positions.insert(position);
        }
    }
    Ok(())
}
