//! What a changed workout does to its user's values, parts, best efforts, records and days.

use std::collections::BTreeSet;

use stadion_activity::streams::Streams;
use stadion_pack::model::Pack;
use uuid::Uuid;

use super::athlete;
use super::model::{Mark, Workout};
use super::rules::{efforts, records, values};
use super::store::projections::{self, ToldWorkout};
use super::store::records::{self as stored, RecordId, Stood};
use super::store::{self, streams};
use crate::domains::profile;
use crate::events::{Mode, News, Reacting, Reaction};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct Workouts;

impl Reaction for Workouts {
    fn name(&self) -> &'static str {
        "workouts"
    }

    fn react<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            athlete::change_with_person(cx).await?;
            let mut touched = BTreeSet::new();
            retell_workouts(cx, &mut touched).await?;
            projections::retell_days(cx.tx, cx.user_id, &cx.change.days()).await?;
            retell_records(cx, &touched).await
        })
    }

    fn clear<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(projections::clear_user(cx.tx, cx.user_id).await?) })
    }
}

/// Workouts that are written at once.
const AT_ONCE: usize = 50;

/// Sets the workouts' values, parts and efforts; collects the records they touched before and now.
async fn retell_workouts(cx: &mut Reacting<'_>, touched: &mut BTreeSet<RecordId>) -> Result<()> {
    let ids: Vec<Uuid> = cx.change.workouts.iter().copied().collect();
    if ids.is_empty() {
        return Ok(());
    }
    let person = profile::facts(&mut *cx.tx, cx.user_id).await?;
    for some in ids.chunks(AT_ONCE) {
        touched.extend(projections::clear_workouts(cx.tx, cx.user_id, some).await?);
        let mut told = Vec::with_capacity(some.len());
        for workout in store::living(&mut *cx.tx, cx.user_id, some).await? {
            told.extend(tell(cx, &person, workout).await?);
        }
        projections::put_workouts(cx.tx, cx.user_id, &told).await?;
        touched.extend(told.into_iter().flat_map(records_of));
    }
    Ok(())
}

fn records_of(told: ToldWorkout) -> impl Iterator<Item = RecordId> {
    let ToldWorkout { pack, derived, .. } = told;
    derived.efforts.into_iter().map(move |effort| RecordId {
        pack: pack.clone(),
        record: effort.record,
        variant: effort.variant,
    })
}

/// What follows from a workout. One samples are read of at a time.
async fn tell(
    cx: &mut Reacting<'_>,
    person: &profile::Facts,
    mut workout: Workout,
) -> Result<Option<ToldWorkout>> {
    let packs = cx.packs.clone();
    // A sport whose pack is not live keeps its facts; its values come back with the pack.
    let Some((pack, sport)) = packs.sport(&workout.sport) else {
        return Ok(None);
    };
    let on_day = || person.on(&packs, &sport.id, workout.local_day);
    let athlete = athlete::of(sport, &workout, on_day);
    let looked_into = efforts::channels(sport);
    let mut channels = BTreeSet::new();
    if workout.activity.is_some() {
        channels.extend(looked_into.iter().copied());
        channels.extend(athlete.iter().flat_map(|_| athlete::CHANNELS));
    }
    let samples = if channels.is_empty() {
        Streams::default()
    } else {
        let channels: Vec<&str> = channels.into_iter().collect();
        streams::of_channels(&mut *cx.tx, cx.user_id, workout.id, &channels).await?
    };
    if let Some(athlete) = athlete {
        athlete::put(&mut workout, &athlete, &samples);
    }
    let values = values::compute(&packs, sport, &values::Facts::of(&workout, &packs));
    let derived = efforts::derived(sport, &values, &samples);
    let pack = pack.id.clone();
    Ok(Some(ToldWorkout {
        workout,
        pack,
        derived,
    }))
}

/// Tells the touched records anew from the earliest changed place on, and what is new in them.
async fn retell_records(cx: &mut Reacting<'_>, touched: &BTreeSet<RecordId>) -> Result<()> {
    let Some(from) = cx.change.from() else {
        return Ok(());
    };
    if touched.is_empty() {
        return Ok(());
    }
    let packs = cx.packs.clone();
    let known = stored::marks_from(cx.tx, cx.user_id, from).await?;
    let stood = stored::stood_before(cx.tx, cx.user_id, from).await?;
    let attempts = stored::attempts_from(cx.tx, cx.user_id, touched, from).await?;
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    for id in touched {
        let was = known.get(id).map_or(&[][..], Vec::as_slice);
        let attempts = attempts.get(id).map_or(&[][..], Vec::as_slice);
        let now = packs
            .pack(&id.pack)
            .and_then(|pack| lower_is_better(pack, &id.record))
            .map_or_else(Vec::new, |lower| {
                let best = |stood: &Stood| if lower { stood.least } else { stood.greatest };
                records::marks(stood.get(id).map(best), attempts, lower)
            });
        if cx.mode == Mode::Live {
            let set = now
                .iter()
                .filter(|mark| cx.change.workouts.contains(&mark.attempt.workout_id));
            cx.news.extend(set.map(|mark| record_news(id, mark)));
        }
        gone.extend(
            was.iter()
                .filter(|mark| !now.contains(mark))
                .map(|mark| (id, *mark)),
        );
        new.extend(
            now.iter()
                .filter(|mark| !was.contains(mark))
                .map(|mark| (id, *mark)),
        );
    }
    Ok(stored::change_marks(cx.tx, cx.user_id, &gone, &new).await?)
}

fn lower_is_better(pack: &Pack, record: &str) -> Option<bool> {
    let metrics = pack.sports.values().flat_map(|sport| &sport.metrics);
    let mut rules = metrics.flat_map(|metric| &metric.records);
    rules
        .find(|rule| rule.key == record)
        .map(|rule| rule.lower_is_better)
}

fn record_news(id: &RecordId, mark: &Mark) -> News {
    let RecordId {
        pack,
        record,
        variant,
    } = id;
    let workout_id = mark.attempt.workout_id;
    News {
        kind: "record",
        key: format!("record:{pack}:{record}:{variant}:{workout_id}"),
        at: mark.attempt.start_at,
        payload: serde_json::json!({
            "pack": pack, "record": record, "variant": variant, "workout_id": workout_id,
            "value": mark.attempt.value, "previous": mark.previous,
        }),
    }
}
