//! Changes over what the sources of a workout say: made, and undone.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use sqlx::types::Json;
use stadion_activity::{Activity, Fault};
use uuid::Uuid;

use super::compose::{clash, compose, whole, write};
use super::model::Workout;
use super::model::changes::{Asked, Change, Elevation, InFile, Made};
use super::rules::changes::{apply, shift};
use super::rules::validate;
use super::store::{changes, sources};
use super::{joins, service};
use crate::App;
use crate::db::Tx;
use crate::events::Position;
use crate::web::error::{Error, FieldError, Result};

/// A workout with all that it is of.
pub struct Stood {
    pub workout: Workout,
    pub sources: Vec<InFile>,
    pub made: Vec<Made>,
}

impl Stood {
    pub async fn load(app: &App, user_id: Uuid, id: Uuid) -> Result<Self> {
        Ok(Self {
            workout: service::get(app, user_id, id).await?,
            sources: sources::of_workout(&app.db, user_id, id).await?,
            made: changes::of_workout(&app.db, user_id, id).await?,
        })
    }

    pub fn said(&self) -> Vec<Change> {
        self.made.iter().map(|made| made.body.0.clone()).collect()
    }

    pub fn primary(&self) -> Option<&InFile> {
        self.sources.iter().find(|own| own.recording.is_primary)
    }

    pub fn session(&self) -> Option<(Uuid, i32)> {
        let own = &self.primary()?.recording;
        Some((own.original_id, own.session_index))
    }

    /// Writes what the workout shows from now on; the rest of the change follows in the same
    /// transaction.
    pub async fn save<'a>(
        &self,
        app: &'a App,
        user_id: Uuid,
        mut workout: Workout,
        activity: Option<&Activity>,
    ) -> Result<Saving<'a>> {
        let mut tx = app.db.begin().await?;
        tx.lock_user(user_id).await?;
        let session = self.session();
        write(app, &mut tx, user_id, &mut workout, activity, session).await?;
        Ok(Saving {
            app,
            user_id,
            id: workout.id,
            was: self.workout.position(),
            tx,
        })
    }

    fn expect(&self, version: Option<i64>) -> Result<()> {
        match version {
            Some(version) if version != self.workout.version => Err(Error::precondition_failed()),
            _ => Ok(()),
        }
    }
}

/// A workout that is written and not told of yet.
pub struct Saving<'a> {
    app: &'a App,
    user_id: Uuid,
    id: Uuid,
    was: Position,
    pub tx: Tx,
}

impl Saving<'_> {
    pub async fn finish(mut self) -> Result<()> {
        let Self {
            app,
            user_id,
            id,
            was,
            ..
        } = self;
        service::tell(app, &mut self.tx, user_id, id, Some(was)).await?;
        Ok(self.tx.commit().await?)
    }
}

/// Makes a change and lets the reactions catch up. `version` is the one the caller read.
pub async fn make(
    app: &App,
    user_id: Uuid,
    id: Uuid,
    version: Option<i64>,
    asked: Asked,
) -> Result<Workout> {
    let stood = Stood::load(app, user_id, id).await?;
    stood.expect(version)?;
    check(&stood, &asked)?;
    match asked {
        Asked::Split { at_s } => joins::split(app, user_id, &stood, at_s).await?,
        Asked::Join { with } => joins::join(app, user_id, &stood, with).await?,
        Asked::Cleaning { off } => clean(app, user_id, &stood, off).await?,
        Asked::Crop { from_s, to_s } => {
            add(app, user_id, &stood, Change::Crop { from_s, to_s }).await?;
        }
        Asked::Times { shift_s } => {
            let offset_s = 0;
            add(app, user_id, &stood, Change::Times { shift_s, offset_s }).await?;
        }
        Asked::Elevation(elevation) => {
            add(app, user_id, &stood, Change::Elevation(elevation)).await?;
        }
    }
    app.events.settle(app, user_id).await;
    service::get(app, user_id, id).await
}

/// What can be refused before anything is read.
fn check(stood: &Stood, asked: &Asked) -> Result<()> {
    let wrong =
        |field: &str, message: &str| Err(Error::invalid(vec![FieldError::new(field, message)]));
    let is_typed = stood.workout.activity.is_none() || stood.primary().is_none();
    if is_typed && !matches!(asked, Asked::Times { .. }) {
        return Err(joins::no_recording());
    }
    match asked {
        Asked::Crop { from_s, to_s }
            if !from_s.is_finite() || *from_s < 0.0 || !to_s.is_finite() =>
        {
            wrong("/from_s", "A time from the start is no less than zero.")
        }
        Asked::Crop { from_s, to_s } if to_s <= from_s => {
            wrong("/to_s", "The end comes after the beginning.")
        }
        Asked::Split { at_s } if !at_s.is_finite() || *at_s <= 0.0 => {
            wrong("/at_s", "The place is after the start.")
        }
        Asked::Times { shift_s } if !shift_s.is_finite() || *shift_s == 0.0 => {
            wrong("/shift_s", "Zero seconds are no change.")
        }
        Asked::Elevation(Elevation::Offset { metres })
            if !metres.is_finite() || *metres == 0.0 || metres.abs() > 10_000.0 =>
        {
            wrong(
                "/metres",
                "Heights are moved by up to 10000 m, and not by zero.",
            )
        }
        _ => Ok(()),
    }
}

/// Puts a change after the others.
async fn add(app: &App, user_id: Uuid, stood: &Stood, change: Change) -> Result<()> {
    let mut workout = stood.workout.clone();
    if let Change::Times { shift_s, .. } = &change {
        let start = workout.start_at.checked_add_signed(shift(*shift_s));
        let now = app.clock.now();
        let mut errors = Vec::new();
        validate::start(start, now, &mut errors);
        if let Some(mut error) = errors.pop() {
            error.field = "/shift_s".into();
            return Err(Error::invalid(vec![error]));
        }
        if workout.activity.is_none() {
            workout.start_at += shift(*shift_s);
        }
    }
    // Nothing before it is read anew: it is a change of what the workout says.
    let activity = match whole(app, user_id, &stood.workout).await? {
        Some(activity) => {
            let change = [change.clone()];
            let none = BTreeMap::new();
            Some(apply(activity, &change, &none).map_err(clash)?)
        }
        None => None,
    };
    save(app, user_id, (stood, workout), activity, Step::Add(change)).await
}

/// What becomes of the list of changes.
enum Step {
    Add(Change),
    /// Without the changes of these numbers; one said otherwise; one more.
    Undo(Vec<i64>, Option<(i64, Change)>, Option<Change>),
}

async fn save(
    app: &App,
    user_id: Uuid,
    (stood, workout): (&Stood, Workout),
    activity: Option<Activity>,
    step: Step,
) -> Result<()> {
    let (id, now) = (workout.id, app.clock.now());
    let mut saving = stood.save(app, user_id, workout, activity.as_ref()).await?;
    let tx = &mut saving.tx;
    match step {
        Step::Add(change) => changes::add(tx, user_id, id, &change, now).await?,
        Step::Undo(gone, otherwise, more) => {
            for seq in gone {
                changes::remove(tx, user_id, id, seq).await?;
            }
            if let Some((seq, change)) = &otherwise {
                changes::say(tx, user_id, id, (*seq, change)).await?;
            }
            if let Some(change) = &more {
                changes::add(tx, user_id, id, change, now).await?;
            }
        }
    }
    saving.finish().await
}

/// Only the last word on cleaning counts, and no word is that everything is mended.
async fn clean(app: &App, user_id: Uuid, stood: &Stood, off: Vec<Fault>) -> Result<()> {
    let is_cleaning = |made: &&Made| matches!(made.body.0, Change::Cleaning { .. });
    let gone: Vec<i64> = stood
        .made
        .iter()
        .filter(is_cleaning)
        .map(|m| m.seq)
        .collect();
    let more = (!off.is_empty()).then_some(Change::Cleaning { off });
    let kept = stood.made.iter().filter(|made| !is_cleaning(made));
    let mut said: Vec<Change> = kept.map(|made| made.body.0.clone()).collect();
    said.extend(more.clone());
    let activity = told(app, user_id, stood, &said).await?;
    let workout = stood.workout.clone();
    let step = Step::Undo(gone, None, more);
    save(app, user_id, (stood, workout), activity, step).await
}

/// The activity by other changes; `None` of what was typed.
pub async fn told(
    app: &App,
    user_id: Uuid,
    stood: &Stood,
    said: &[Change],
) -> Result<Option<Activity>> {
    let was = stood.workout.activity.as_ref().map(|was| &was.0);
    match stood.primary() {
        Some(source) => compose(app, user_id, source, said, was).await.map(Some),
        None => Ok(None),
    }
}

/// Takes a change back: the last one, or that of a number. Answers the workout that is left: of the
/// part after a split, the part before.
pub async fn undo(
    app: &App,
    user_id: Uuid,
    id: Uuid,
    version: Option<i64>,
    seq: Option<i64>,
) -> Result<Workout> {
    let stood = Stood::load(app, user_id, id).await?;
    stood.expect(version)?;
    let found = match seq {
        Some(seq) => stood.made.iter().find(|made| made.seq == seq),
        None => stood.made.last(),
    };
    let made = found.cloned().ok_or_else(|| Error::not_found("change"))?;
    match &made.body.0 {
        Change::Rest { of, .. } => {
            joins::undo_rest(app, user_id, id, *of).await?;
            app.events.settle(app, user_id).await;
            return service::get(app, user_id, *of).await;
        }
        Change::Split { other, .. } => {
            joins::undo_split(app, user_id, &stood, &made, *other).await?;
        }
        Change::Join { with } => joins::undo_join(app, user_id, &stood, &made, *with).await?,
        Change::Sport { from, .. } => undo_sport(app, user_id, &stood, &made, from).await?,
        _ => undo_plain(app, user_id, &stood, &made).await?,
    }
    app.events.settle(app, user_id).await;
    service::get(app, user_id, id).await
}

async fn undo_plain(app: &App, user_id: Uuid, stood: &Stood, made: &Made) -> Result<()> {
    if made.body.0.is_of_samples() {
        joins::is_free(stood, made.seq)?;
    }
    let mut workout = stood.workout.clone();
    if let Change::Times { shift_s, offset_s } = &made.body.0 {
        workout.utc_offset_s -= offset_s;
        if workout.activity.is_none() {
            workout.start_at -= shift(*shift_s);
        }
    }
    let activity = told(app, user_id, stood, &without(stood, made.seq)).await?;
    let step = Step::Undo(vec![made.seq], None, None);
    save(app, user_id, (stood, workout), activity, step).await
}

/// All changes but one.
pub fn without(stood: &Stood, seq: i64) -> Vec<Change> {
    let kept = stood.made.iter().filter(|made| made.seq != seq);
    kept.map(|made| made.body.0.clone()).collect()
}

/// The sport of before; a later choice stands, and is then one over what was before this.
async fn undo_sport(
    app: &App,
    user_id: Uuid,
    stood: &Stood,
    made: &Made,
    from: &str,
) -> Result<()> {
    let mut workout = stood.workout.clone();
    let mut later = stood.made.iter().filter(|other| other.seq > made.seq);
    let next = later.find_map(|other| match &other.body.0 {
        Change::Sport { to, .. } => {
            let (from, to) = (from.to_owned(), to.clone());
            Some((other.seq, Change::Sport { from, to }))
        }
        _ => None,
    });
    if next.is_none() {
        let packs = app.catalog.packs();
        packs
            .renames
            .now("sports", from)
            .clone_into(&mut workout.sport);
    }
    let activity = whole(app, user_id, &workout).await?;
    let step = Step::Undo(vec![made.seq], next, None);
    save(app, user_id, (stood, workout), activity, step).await
}

/// What an edit of the form changed, as changes that can be undone. Sets the activity's times.
pub fn of_edit(was: &Workout, now: &mut Workout) -> Vec<Change> {
    let mut made = Vec::new();
    if was.sport != now.sport {
        let (from, to) = (was.sport.clone(), now.sport.clone());
        made.push(Change::Sport { from, to });
    }
    let by: TimeDelta = now.start_at - was.start_at;
    let offset_s = now.utc_offset_s - was.utc_offset_s;
    if by != TimeDelta::zero() || offset_s != 0 {
        let shift_s = by.num_microseconds().unwrap_or(i64::MAX) as f64 / 1e6;
        made.push(Change::Times { shift_s, offset_s });
        if let Some(Json(activity)) = &mut now.activity {
            stadion_activity::edit::shift(activity, shift(shift_s));
        }
    }
    made
}
