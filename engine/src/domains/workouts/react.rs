//! What a changed workout does to its user's values, parts, best efforts, records and days.

use std::collections::BTreeSet;

use stadion_activity::streams::Streams;
use stadion_pack::model::{Pack, Packs, Sport};
use uuid::Uuid;

use super::athlete;
use super::model::{Derived, Mark, Workout};
use super::rules::{efforts, records, values};
use super::store::records::{self as stored, RecordId, Stood};
use super::store::{self, projections, streams};
use crate::db::Tx;
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
            for id in cx.change.workouts.clone() {
                retell_workout(cx, id, &mut touched).await?;
            }
            projections::retell_days(cx.tx, cx.user_id, &cx.change.days()).await?;
            retell_records(cx, &touched).await
        })
    }

    fn clear<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(projections::clear_user(cx.tx, cx.user_id).await?) })
    }
}

/// Sets one workout's values, parts and efforts; collects the records it touched before and now.
async fn retell_workout(
    cx: &mut Reacting<'_>,
    id: Uuid,
    touched: &mut BTreeSet<RecordId>,
) -> Result<()> {
    touched.extend(projections::clear_workout(cx.tx, cx.user_id, id).await?);
    let Some(mut workout) = store::find(&mut *cx.tx, cx.user_id, id).await? else {
        return Ok(());
    };
    if workout.deleted_at.is_some() {
        return Ok(());
    }
    let packs = cx.packs.clone();
    // A sport whose pack is not live keeps its facts; its values come back with the pack.
    let Some((pack, sport)) = packs.sport(&workout.sport) else {
        return Ok(());
    };
    athlete::fill_in(cx.tx, &packs, cx.user_id, sport, &mut workout).await?;
    let derived = derive(cx.tx, &packs, cx.user_id, sport, &workout).await?;
    projections::put_workout(cx.tx, cx.user_id, &workout, &pack.id, &derived).await?;
    touched.extend(derived.efforts.into_iter().map(|effort| RecordId {
        pack: pack.id.clone(),
        record: effort.record,
        variant: effort.variant,
    }));
    Ok(())
}

async fn derive(
    tx: &mut Tx,
    packs: &Packs,
    user_id: Uuid,
    sport: &Sport,
    workout: &Workout,
) -> Result<Derived> {
    let values = values::compute(packs, sport, &values::Facts::of(workout, packs));
    let samples = match efforts::channels(sport).as_slice() {
        looked_into @ [_, ..] if workout.activity.is_some() => {
            streams::of_channels(tx, user_id, workout.id, looked_into).await?
        }
        _ => Streams::default(),
    };
    Ok(efforts::derived(sport, &values, &samples))
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
