//! One workout becomes two, and two become one; both can be undone.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use stadion_activity::Activity;
use stadion_activity::streams as samples;
use uuid::Uuid;

use super::changes::{Stood, told, without};
use super::compose::{clash, whole};
use super::model::changes::{Change, Made};
use super::model::{Draft, Entered, Source, Workout};
use super::rules::changes::{TO_THE_END_S, apply};
use super::service;
use super::store::{self, changes, sources, streams};
use crate::App;
use crate::db::Tx;
use crate::domains::gear;
use crate::web::error::{Error, Result};

async fn recorded(app: &App, user_id: Uuid, workout: &Workout) -> Result<Activity> {
    let activity = whole(app, user_id, workout).await?;
    activity.ok_or_else(no_recording)
}

pub fn no_recording() -> Error {
    let detail = "The workout was typed, not recorded: there are no samples to change.";
    Error::conflict("no-recording", detail)
}

fn undo_first(detail: &str) -> Error {
    Error::conflict("undo-first", detail)
}

/// Keeps what is before; what is after is a workout of its own with the same title and gear.
pub async fn split(app: &App, user_id: Uuid, stood: &Stood, at_s: f64) -> Result<()> {
    let said = stood.said();
    if said.iter().any(|one| matches!(one, Change::Join { .. })) {
        let detail = "Another workout was joined into this one: undo that first.";
        return Err(undo_first(detail));
    }
    let (id, other, now) = (stood.workout.id, app.clock.new_id(), app.clock.now());
    let (of_first, of_rest) = (Change::Split { at_s, other }, Change::Rest { at_s, of: id });
    let activity = recorded(app, user_id, &stood.workout).await?;
    let part = |change: &Change| {
        let applied = apply(
            activity.clone(),
            std::slice::from_ref(change),
            &BTreeMap::new(),
        );
        applied.map_err(clash)
    };
    let (first, rest) = (part(&of_first)?, part(&of_rest)?);
    let used = gear::still_used(&app.db, user_id, id).await?;
    let draft = rest_draft(stood, &rest);
    let workout = stood.workout.clone();
    let mut saving = stood.save(app, user_id, workout, Some(&first)).await?;
    let tx = &mut saving.tx;
    service::insert(app, tx, user_id, other, &draft, Some(&used)).await?;
    streams::put(tx, user_id, other, &samples::encode(&rest.streams)).await?;
    sources::copy(tx, user_id, id, other).await?;
    for change in said {
        changes::add(tx, user_id, other, &for_the_rest(change), now).await?;
    }
    changes::add(tx, user_id, id, &of_first, now).await?;
    changes::add(tx, user_id, other, &of_rest, now).await?;
    saving.finish().await
}

/// An earlier split is the first part's to undo.
fn for_the_rest(change: Change) -> Change {
    match change {
        Change::Split { at_s, .. } => Change::Crop {
            from_s: 0.0,
            to_s: at_s,
        },
        Change::Rest { at_s, .. } => Change::Crop {
            from_s: at_s,
            to_s: TO_THE_END_S,
        },
        other => other,
    }
}

fn rest_draft(stood: &Stood, activity: &Activity) -> Draft {
    let was = &stood.workout;
    let typed = was.activity.as_ref();
    let typed = typed.map_or(TimeDelta::zero(), |own| was.start_at - own.0.start_time);
    Draft {
        sport: was.sport.clone(),
        source: Source::File,
        start_at: activity.start_time + typed,
        utc_offset_s: was.utc_offset_s,
        title: was.title.clone(),
        note: None,
        entered: Entered::default(),
        original: stood.session(),
        activity: Some(activity.clone()),
    }
}

/// Makes another workout a part of this one; it is deleted meanwhile.
pub async fn join(app: &App, user_id: Uuid, stood: &Stood, with: Uuid) -> Result<()> {
    let id = stood.workout.id;
    let part = if with == id {
        None
    } else {
        let found = store::find(&app.db, user_id, with).await?;
        found.filter(|part| part.deleted_at.is_none())
    };
    let part = part.ok_or_else(|| Error::not_found("workout"))?;
    let activity = recorded(app, user_id, &stood.workout).await?;
    let joined = BTreeMap::from([(with, recorded(app, user_id, &part).await?)]);
    let change = Change::Join { with };
    let activity = apply(activity, std::slice::from_ref(&change), &joined).map_err(clash)?;
    let workout = stood.workout.clone();
    let mut saving = stood.save(app, user_id, workout, Some(&activity)).await?;
    let tx = &mut saving.tx;
    changes::add(tx, user_id, id, &change, app.clock.now()).await?;
    hide(app, tx, user_id, &part, id).await?;
    saving.finish().await
}

/// Deletes a workout that is a part of another one now.
async fn hide(app: &App, tx: &mut Tx, user_id: Uuid, part: &Workout, into: Uuid) -> Result<()> {
    store::set_deleted(tx, user_id, part.id, true, app.clock.now()).await?;
    changes::set_joined(tx, user_id, part.id, Some(into)).await?;
    service::tell(app, tx, user_id, part.id, Some(part.position())).await
}

/// What is after comes back with what is before.
pub async fn undo_rest(app: &App, user_id: Uuid, id: Uuid, of: Uuid) -> Result<()> {
    let living = service::get(app, user_id, of).await;
    if living.is_err() {
        let detail =
            "The part before was deleted or joined into another workout: bring it back first.";
        return Err(undo_first(detail));
    }
    let stood = Stood::load(app, user_id, of).await?;
    let is_it = |made: &&Made| matches!(made.body.0, Change::Split { other, .. } if other == id);
    let made = stood.made.iter().find(is_it).cloned();
    let made = made.ok_or_else(|| Error::not_found("change"))?;
    undo_split(app, user_id, &stood, &made, id).await
}

pub async fn undo_split(
    app: &App,
    user_id: Uuid,
    stood: &Stood,
    made: &Made,
    other: Uuid,
) -> Result<()> {
    is_free(stood, made.seq)?;
    let rest = store::find(&app.db, user_id, other).await?;
    let own = changes::of_workout(&app.db, user_id, other).await?;
    let since = own
        .iter()
        .skip_while(|own| !matches!(own.body.0, Change::Rest { .. }))
        .skip(1);
    let is_held = since.map(|own| &own.body.0).any(is_of_two);
    let into = changes::joined_into(&app.db, user_id, other).await?;
    if is_held || into.is_some() {
        let detail = "The part after was split or joined since: undo that first.";
        return Err(undo_first(detail));
    }
    let activity = told(app, user_id, stood, &without(stood, made.seq)).await?;
    let workout = stood.workout.clone();
    let mut saving = stood.save(app, user_id, workout, activity.as_ref()).await?;
    let tx = &mut saving.tx;
    changes::remove(tx, user_id, stood.workout.id, made.seq).await?;
    if let Some(rest) = rest {
        hide(app, tx, user_id, &rest, stood.workout.id).await?;
    }
    saving.finish().await
}

pub async fn undo_join(
    app: &App,
    user_id: Uuid,
    stood: &Stood,
    made: &Made,
    with: Uuid,
) -> Result<()> {
    is_free(stood, made.seq)?;
    let activity = told(app, user_id, stood, &without(stood, made.seq)).await?;
    let part = store::find(&app.db, user_id, with).await?;
    let workout = stood.workout.clone();
    let mut saving = stood.save(app, user_id, workout, activity.as_ref()).await?;
    let tx = &mut saving.tx;
    changes::remove(tx, user_id, stood.workout.id, made.seq).await?;
    if let Some(part) = part {
        store::set_deleted(tx, user_id, with, false, app.clock.now()).await?;
        changes::set_joined(tx, user_id, with, None).await?;
        service::tell(app, tx, user_id, with, Some(part.position())).await?;
    }
    saving.finish().await
}

fn is_of_two(change: &Change) -> bool {
    matches!(
        change,
        Change::Split { .. } | Change::Rest { .. } | Change::Join { .. }
    )
}

/// What says where the samples begin and end is undone only before two workouts hang on it.
pub fn is_free(stood: &Stood, seq: i64) -> Result<()> {
    let mut later = stood.made.iter().filter(|made| made.seq > seq);
    if later.any(|made| is_of_two(&made.body.0)) {
        let detail = "The workout was split or joined after this change: undo that first.";
        return Err(undo_first(detail));
    }
    Ok(())
}
