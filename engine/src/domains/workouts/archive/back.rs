//! An archive's workouts on their way back.

use std::collections::BTreeSet;

use sqlx::types::Json;
use stadion_activity::streams as samples;
use stadion_activity::{Activity, Limits};
use stadion_pack::model::Packs;
use uuid::Uuid;

use super::files::{self, Ready};
use super::keep::path_of;
use super::plan::Plan;
use super::{Entry, Kept, KeptSource, LIST};
use crate::App;
use crate::db::Tx;
use crate::domains::gear;
use crate::domains::workouts::model::changes::{Change, Made};
use crate::domains::workouts::model::{Edits, Entered, Workout};
use crate::domains::workouts::rules::day;
use crate::domains::workouts::store::{self, changes, kept, sources, streams};
use crate::domains::workouts::{service, sources as same};
use crate::userdata::archive::unreadable;
use crate::userdata::outcome::{FileOutcome, ImportResult, ImportedWorkout};
use crate::userdata::{Restoring, Tally};
use crate::web::error::{Error, Result};

/// Nobody has more, and a made-up list is bounded by it.
const WORKOUTS_MAX: usize = 100_000;

/// Brings the workouts of an archive back; an outcome for each that it lists.
pub async fn restore(cx: &mut Restoring<'_>) -> Result<()> {
    let most = Limits::default().file_bytes;
    let list: Vec<Entry> = cx.json_within(LIST, most).await?.unwrap_or_default();
    let ids: BTreeSet<Uuid> = list.iter().map(|entry| entry.id).collect();
    if list.len() > WORKOUTS_MAX || ids.len() < list.len() {
        return Err(unreadable(
            "Its list of workouts is too large, or names one twice.",
        ));
    }
    let plan = Plan::of(cx.app, cx.user_id, &list).await?;
    for group in &plan.groups {
        // Boxed, or every import is as large as one of an archive.
        Box::pin(restore_group(cx, &plan, group)).await?;
    }
    Ok(())
}

/// One of the archive's beside what the account has of it.
struct Member {
    kept: Kept,
    /// The same here.
    own: Option<Workout>,
    is_changed: bool,
}

impl Member {
    /// Whether it came from its file and nobody has said anything of it: then the archive may.
    fn is_plain(&self) -> bool {
        const UNTOUCHED: i64 = 1;
        self.own.as_ref().is_some_and(|own| {
            own.version == UNTOUCHED
                && own.deleted_at.is_none()
                && own.note.is_none()
                && own.entered.0 == Entered::default()
                && own.edits.0 == Edits::default()
        })
    }
}

/// Workouts that speak of one another come back together, or none of those that are not here: where
/// one was changed since, what the archive says of the others no longer holds.
async fn restore_group(cx: &mut Restoring<'_>, plan: &Plan, group: &[Uuid]) -> Result<()> {
    let mut members = Vec::new();
    for id in group {
        members.push(member(cx, plan, *id).await);
    }
    let is_changed = |one: &Result<Member>| {
        one.as_ref()
            .is_ok_and(|one| one.is_changed && !one.is_plain())
    };
    let is_held = members.iter().any(is_changed);
    for (id, one) in group.iter().zip(members) {
        let outcome = match one {
            Ok(one) => {
                let name = shown(cx, &one.kept);
                match settle(cx, plan, one, is_held).await {
                    Ok(outcome) => outcome,
                    Err(error) => FileOutcome::not_taken(name, &error),
                }
            }
            Err(error) => FileOutcome::not_taken(cx.shown(&path_of(*id)), &error),
        };
        cx.tell(outcome).await?;
    }
    Ok(())
}

/// What a report calls it: its file as it was sent, so that its owner knows it again.
fn shown(cx: &Restoring<'_>, kept: &Kept) -> String {
    let file = kept.primary().map(|source| source.file.name.clone());
    file.unwrap_or_else(|| cx.shown(&path_of(kept.id)))
}

async fn member(cx: &mut Restoring<'_>, plan: &Plan, id: Uuid) -> Result<Member> {
    let path = path_of(id);
    let kept: Option<Kept> = cx.json(&path).await?;
    let kept = kept.filter(|kept| kept.id == id);
    let kept = kept.ok_or_else(|| unreadable(&format!("“{path}” is not in it.")))?;
    let packs = cx.app.catalog.packs();
    kept.check(&packs, cx.app.clock.now())?;
    let own = match plan.known(id) {
        Some(here) => store::find(&cx.app.db, cx.user_id, here).await?,
        None => None,
    };
    let is_changed = match &own {
        Some(own) => !is_same(cx, plan, &kept, own).await?,
        None => false,
    };
    Ok(Member {
        kept,
        own,
        is_changed,
    })
}

/// Whether the account says of a workout what the archive says.
async fn is_same(cx: &Restoring<'_>, plan: &Plan, was: &Kept, own: &Workout) -> Result<bool> {
    let (app, user_id) = (cx.app, cx.user_id);
    let of_files = sources::of_workout(&app.db, user_id, own.id).await?;
    let of_files = of_files
        .into_iter()
        .map(|own| KeptSource::of(own, String::new()));
    let now = Kept::load(app, user_id, own, of_files.collect()).await?;
    let packs = app.catalog.packs();
    let owned = gear::of_these(&app.db, user_id, &was.gear).await?;
    let said =
        |kept: &Kept| -> Vec<Change> { kept.said().iter().map(|c| plan.change(c)).collect() };
    let files = |kept: &Kept| -> BTreeSet<_> {
        let all = kept.sources.iter();
        all.map(|source| (source.of_file(), source.is_primary))
            .collect()
    };
    let is_typed_alike = (&was.title, &was.note) == (&now.title, &now.note)
        && (was.start_at, was.utc_offset_s) == (now.start_at, now.utc_offset_s)
        && (&was.entered, &was.edits) == (&now.entered, &now.edits)
        && name_now(&packs, &was.sport) == name_now(&packs, &now.sport);
    // Over a file that is lost nothing is undone any more: its changes did not come.
    let is_recorded_alike =
        was.recording.is_some() || (said(was) == said(&now) && files(was) == files(&now));
    let is_used_alike = owned.iter().collect::<BTreeSet<_>>() == now.gear.iter().collect();
    Ok(is_typed_alike && is_recorded_alike && is_used_alike)
}

fn name_now<'a>(packs: &'a Packs, sport: &'a str) -> &'a str {
    packs.renames.now("sports", sport)
}

async fn settle(
    cx: &mut Restoring<'_>,
    plan: &Plan,
    one: Member,
    is_held: bool,
) -> Result<FileOutcome> {
    let mut tally = Tally::of(shown(cx, &one.kept));
    let is_deleted = one.kept.deleted_at.is_some();
    let sport = one.kept.sport.clone();
    let what = one.kept.title.clone().unwrap_or_else(|| sport.clone());
    let what = format!("“{what}” of {}", one.kept.start_at.date_naive());
    let (id, result) = match &one.own {
        None if is_held => {
            tally.warn(
                "kept-as-it-is",
                format!("{what} was split or joined otherwise since, and did not come back."),
            );
            return Ok(tally.done());
        }
        Some(own) if !one.is_changed || is_held || !one.is_plain() => {
            if one.is_changed {
                tally.keep(&what);
            }
            let result = undelete(cx, own, is_deleted).await?;
            (own.id, result)
        }
        _ => bring(cx, plan, one, (&what, &mut tally)).await?,
    };
    let mut outcome = tally.done();
    if !is_deleted || result != ImportResult::New {
        outcome.workouts.push(ImportedWorkout { id, sport, result });
    }
    Ok(outcome)
}

/// What was deleted here and is not in the archive is taken back, unless it is a part of another.
async fn undelete(cx: &Restoring<'_>, own: &Workout, is_deleted: bool) -> Result<ImportResult> {
    let (app, user_id, id) = (cx.app, cx.user_id, own.id);
    if own.deleted_at.is_none() || is_deleted {
        return Ok(ImportResult::Known);
    }
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    if changes::joined_into(&mut tx, user_id, id).await?.is_some() {
        return Ok(ImportResult::Known);
    }
    store::set_deleted(&mut tx, user_id, id, false, app.clock.now()).await?;
    service::tell(app, &mut tx, user_id, id, None).await?;
    tx.commit().await?;
    Ok(ImportResult::Restored)
}

/// Puts a workout there, or what was said over the plain one that is.
async fn bring(
    cx: &mut Restoring<'_>,
    plan: &Plan,
    one: Member,
    (what, tally): (&str, &mut Tally),
) -> Result<(Uuid, ImportResult)> {
    let Member { kept: was, own, .. } = one;
    let id = own.as_ref().map_or(was.id, |own| own.id);
    let said: Vec<Change> = was
        .said()
        .iter()
        .map(|change| plan.change(change))
        .collect();
    let mut ready = files::ready(cx, id, &was, &said).await?;
    for name in &ready.missing {
        tally.warn(
            "file-missing",
            format!("“{name}”, another file of {what}, is not in the archive or was changed."),
        );
    }
    if !ready.can_be_undone && !said.is_empty() {
        tally.warn(
            "cannot-be-undone",
            format!("The file of {what} is lost: what was changed over it stays so."),
        );
    }
    if own.is_none()
        && was.deleted_at.is_none()
        && let Some(same) = attach(cx, plan, &mut ready).await?
    {
        if was.note.is_some()
            || was.entered != Entered::default()
            || was.edits != Edits::default()
            || !said.is_empty()
        {
            tally.keep(what);
        }
        return Ok((same, ImportResult::Attached));
    }
    let writing = Writing {
        app: cx.app,
        user_id: cx.user_id,
        plan,
        was: &was,
    };
    let gone = writing.write(id, own.as_ref(), ready).await?;
    for id in gone {
        tally.warn(
            "not-there",
            format!("Gear that was used in {what} is not there: {id}."),
        );
    }
    Ok((
        id,
        if own.is_some() {
            ImportResult::Known
        } else {
            ImportResult::New
        },
    ))
}

/// Another file of a workout that is here stands beside what that one has.
async fn attach(cx: &Restoring<'_>, plan: &Plan, ready: &mut Ready) -> Result<Option<Uuid>> {
    let (app, user_id) = (cx.app, cx.user_id);
    let Some((shown, blob)) = files::shown(&ready.sources) else {
        return Ok(None);
    };
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    let found = same::same(app, &mut tx, user_id, &shown, (&blob, &plan.all())).await?;
    let Some(id) = found else {
        return Ok(None);
    };
    let recordings = files::put(&mut tx, user_id, std::mem::take(&mut ready.sources)).await?;
    for mut recording in recordings {
        recording.workout_id = id;
        same::attach(&mut tx, app, user_id, &recording).await?;
    }
    tx.commit().await?;
    if let Err(error) = Box::pin(same::prefer_richest(app, user_id, id)).await {
        tracing::error!(%id, %error, "a workout keeps its earlier source");
    }
    Ok(Some(id))
}

struct Writing<'a> {
    app: &'a App,
    user_id: Uuid,
    plan: &'a Plan,
    was: &'a Kept,
}

impl Writing<'_> {
    /// All facts in one transaction; answers the gear that is not there.
    async fn write(&self, id: Uuid, own: Option<&Workout>, ready: Ready) -> Result<Vec<Uuid>> {
        let (app, user_id) = (self.app, self.user_id);
        let mut tx = app.db.begin().await?;
        tx.lock_user(user_id).await?;
        let sources = files::put(&mut tx, user_id, ready.sources).await?;
        let primary = sources.iter().find(|source| source.is_primary);
        let primary = primary.map(|source| (source.original_id, source.session_index));
        let activity = ready.activity.as_ref();
        let was = match own {
            None => {
                let workout = self.workout(id, activity, primary);
                kept::put(&mut tx, user_id, &workout).await?;
                None
            }
            Some(own) => {
                let mut over = own.clone();
                self.lay_over(&mut over);
                if !store::update(&mut tx, user_id, &over, app.clock.now()).await? {
                    return Err(Error::precondition_failed());
                }
                changes::set_activity(&mut tx, user_id, id, activity, primary).await?;
                changes::drop_streams(&mut tx, user_id, id).await?;
                Some(own.position())
            }
        };
        if let Some(activity) = activity {
            let chunks = samples::encode(&activity.streams);
            streams::put(&mut tx, user_id, id, &chunks).await?;
        }
        for source in &sources {
            sources::put(&mut tx, user_id, source).await?;
        }
        sources::set_primary(&mut tx, user_id, id, primary).await?;
        self.put_changes(&mut tx, id, ready.can_be_undone).await?;
        let gone = gear::use_again(&mut tx, user_id, id, &self.was.gear).await?;
        service::tell(app, &mut tx, user_id, id, was).await?;
        tx.commit().await?;
        Ok(gone)
    }

    async fn put_changes(&self, tx: &mut Tx, id: Uuid, can_be_undone: bool) -> Result<()> {
        let user_id = self.user_id;
        for made in self.was.changes.iter().filter(|_| can_be_undone) {
            let made = Made {
                seq: made.seq,
                body: Json(self.plan.change(&made.change)),
                at: made.at,
            };
            kept::put_change(tx, user_id, id, &made).await?;
        }
        for apart in &self.was.apart {
            kept::put_apart(tx, user_id, id, (&apart.blob, apart.index)).await?;
        }
        if let Some(into) = self.was.joined_into {
            let into = Some(self.plan.here(into));
            changes::set_joined(tx, user_id, id, into).await?;
        }
        Ok(())
    }

    fn workout(
        &self,
        id: Uuid,
        activity: Option<&Activity>,
        primary: Option<(Uuid, i32)>,
    ) -> Workout {
        let (was, now) = (self.was, self.app.clock.now());
        let mut workout = Workout {
            id,
            sport: String::new(),
            source: was.source.clone(),
            original_id: primary.map(|(original, _)| original),
            session_index: primary.map_or(0, |(_, index)| index),
            start_at: was.start_at,
            utc_offset_s: was.utc_offset_s,
            local_day: day::local_day(was.start_at, was.utc_offset_s),
            title: None,
            note: None,
            activity: activity.cloned().map(Json),
            entered: Json::default(),
            edits: Json::default(),
            version: 1,
            created_at: was.created_at.min(now),
            updated_at: now,
            deleted_at: was.deleted_at.map(|at| at.min(now)),
        };
        self.lay_over(&mut workout);
        workout
    }

    fn lay_over(&self, workout: &mut Workout) {
        let was = self.was;
        workout.sport.clone_from(&was.sport);
        workout.start_at = was.start_at;
        workout.utc_offset_s = was.utc_offset_s;
        workout.local_day = day::local_day(was.start_at, was.utc_offset_s);
        workout.title.clone_from(&was.title);
        workout.note.clone_from(&was.note);
        workout.entered = Json(was.entered.clone());
        workout.edits = Json(was.edits.clone());
    }
}
