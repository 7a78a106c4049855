//! Recording by hand, and editing. One form; every button of it sends it whole.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use stadion_pack::model::Sport;
use uuid::Uuid;

use super::form::{Action, Frame, LocalClock, Problems, Reading, Typed, read, show};
use super::live::figures;
use super::workout::{At, elsewhere};
use crate::domains::app::{Here, blocks};
use crate::domains::gear::{self, choose};
use crate::domains::workouts::model::{Source, Workout, local};
use crate::domains::workouts::rules::values::{Facts, compute};
use crate::domains::workouts::service::{self, NewWorkout, Patch};
use crate::domains::workouts::store::{Filter, list};
use crate::domains::workouts::words;
use crate::web::ui::blocks::{Block, PageName};
use crate::web::ui::page::{Section, Toast, Urls};
use crate::web::ui::pages::{Input, Last, Record};
use crate::web::{Error, Form, Path, Principal, Query, Result};

#[derive(Deserialize)]
pub struct Asked {
    /// `files` or `hand`; else what the pack names first.
    from: Option<String>,
    /// Qualified; else the app's first.
    sport: Option<String>,
    /// A workout of one's own to do again.
    like: Option<Uuid>,
}

pub type Pairs = Vec<(String, String)>;

pub async fn blank(
    here: Here,
    principal: Principal,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let blocks = blocks(&here.pack, PageName::Record);
    let wanted = match asked.from.as_deref() {
        Some("files") => Some(&Block::Upload),
        Some(_) => Some(&Block::Form),
        None => None,
    };
    // What the pack names first stands for what it does not have.
    let shown = wanted.filter(|block| blocks.contains(block));
    let is_files = shown.or(blocks.first()) == Some(&Block::Upload);
    if is_files {
        return files_form(&here, Input::default()).await;
    }
    let now = here.formats.local(here.now);
    let key = here.app.clock.new_id().to_string();
    let (typed, sport) = if let Some(id) = asked.like {
        again(&here, principal.user_id, id, key).await?
    } else {
        let sport = sport(&here, asked.sport.as_deref())?;
        (Typed::blank(&sport, now, key, &here.formats), sport)
    };
    let is_again = asked.like.is_some();
    let last = if is_again {
        None
    } else {
        last(&here, principal.user_id, &sport).await?
    };
    Shown {
        last,
        ..Shown::new(typed, sport)
    }
    .answer(&here, None)
    .await
}

/// The form that takes files, with what the columns of tables mean as it was typed.
pub async fn files_form(here: &Here, columns: Input) -> Result<Response> {
    let largest = stadion_activity::Limits::default().file_bytes;
    let largest = i64::try_from(largest).unwrap_or(i64::MAX);
    let view = Record {
        is_files: true,
        largest_file: words::size(largest, &here.formats),
        columns,
        ..Record::default()
    };
    let page = here.framed(Some(Section::Record)).await?;
    here.show(&page, &view)
}

/// The form of a workout done again, in the app of its sport.
async fn again(here: &Here, user_id: Uuid, id: Uuid, key: String) -> Result<(Typed, Arc<Sport>)> {
    let workout = service::get(&here.app, user_id, id).await?;
    if elsewhere(here, &workout).is_some() {
        return Err(Error::not_found("workout"));
    }
    let (sport, typed) = as_typed(here, &workout)?;
    let used = gear::still_used(&here.app.db, user_id, id).await?;
    let now = here.formats.local(here.now);
    let typed = Typed {
        gear: Some(used.iter().map(Uuid::to_string).collect()),
        ..typed.repeated(&sport, now, key)
    };
    Ok((typed, sport))
}

/// The latest workout of a sport.
async fn last(here: &Here, user_id: Uuid, sport: &Sport) -> Result<Option<Last>> {
    let filter = Filter {
        sports: vec![sport.id.clone()],
        limit: 1,
        ..Filter::default()
    };
    let found = list(&here.app.db, user_id, &filter).await?;
    let last = found.first().map(|(last, _)| {
        let start = local(last.start_at, last.utc_offset_s).naive_local();
        let title = words::title(last.title.as_deref(), &last.sport, start, here.telling());
        let day = here.formats.long_moment(start, here.now);
        Last {
            href: words::again(&last.sport, last.id),
            text: format!("{title} · {day}"),
        }
    });
    Ok(last)
}

/// The sport asked for, of this app; else its first.
pub fn sport(here: &Here, id: Option<&str>) -> Result<Arc<Sport>> {
    let sports = &here.pack.sports;
    let asked = id.and_then(|id| sports.values().find(|sport| sport.id == id));
    let sport = asked.or_else(|| sports.values().next()).cloned();
    sport.ok_or_else(|| Error::not_found("sport"))
}

pub async fn submit(
    here: Here,
    principal: Principal,
    Form(pairs): Form<Pairs>,
) -> Result<Response> {
    let (mut typed, action) = Typed::from_pairs(pairs);
    let sport = sport(&here, Some(&typed.sport))?;
    action.apply(&mut typed, &sport, &here.formats);
    let shown = |typed, problems| Shown {
        problems,
        ..Shown::new(typed, sport.clone())
    };
    if action != Action::Save {
        return shown(typed, Problems::default()).answer(&here, None).await;
    }
    if typed.is_of_other_sport(&sport) {
        let toast = other_form(&here, &sport);
        typed.gear = None; // another sport takes other gear
        return shown(typed, Problems::default())
            .answer(&here, Some(toast))
            .await;
    }
    let typed = typed.without_blank_rows(&sport, &here.formats);
    let clock = LocalClock::Zone(here.formats.zone);
    let reading = read(&typed, None, &sport, clock, here.now, &here.formats);
    if !reading.problems.is_empty() {
        return shown(typed, reading.problems).answer(&here, None).await;
    }
    let new = new_workout(&here, &principal, &typed, &sport, &reading).await?;
    let zone = principal.time_zone.as_deref();
    match service::record(&here.app, principal.user_id, zone, Source::Form, new).await {
        Ok(workout) => Ok(saved(&workout)),
        Err(error) => refused(&here, shown(typed, Problems::default()), &reading, error).await,
    }
}

/// What the form says was used; `None` where it did not ask.
async fn used(here: &Here, user_id: Uuid, typed: &Typed) -> Result<Option<Vec<Uuid>>> {
    Ok(match &typed.gear {
        Some(ids) => Some(choose::known(here, user_id, ids).await?),
        None => None,
    })
}

pub async fn new_workout(
    here: &Here,
    principal: &Principal,
    typed: &Typed,
    sport: &Sport,
    reading: &Reading,
) -> Result<NewWorkout> {
    Ok(NewWorkout {
        key: Uuid::try_parse(&typed.key).ok(),
        sport: sport.id.clone(),
        start_at: reading.start.map(|(at, _)| at),
        utc_offset_s: reading.start.map(|(_, offset)| offset),
        title: Some(typed.title.clone()),
        note: Some(typed.note.clone()),
        entered: reading.entered(),
        gear: used(here, principal.user_id, typed).await?,
    })
}

fn saved(workout: &Workout) -> Response {
    let at = words::address(&workout.sport, workout.id);
    Redirect::to(&format!("{at}?did=saved")).into_response()
}

/// The figures of one sport's form were sent with another sport chosen.
fn other_form(here: &Here, sport: &Sport) -> Toast {
    let args = [("sport", sport.title.get(here.locale()).into())];
    Toast {
        text: here.formats.text("record-other-form", &args),
        undo: None,
    }
}

pub async fn edit(here: Here, principal: Principal, Path(At { id }): Path<At>) -> Result<Response> {
    let workout = service::get(&here.app, principal.user_id, id).await?;
    if elsewhere(&here, &workout).is_some() {
        let at = words::address(&workout.sport, id);
        return Ok(Redirect::to(&format!("{at}/edit")).into_response());
    }
    let (sport, mut typed) = as_typed(&here, &workout)?;
    let used = choose::used_in(&here, principal.user_id, id).await?;
    typed.gear = Some(used.iter().map(Uuid::to_string).collect());
    Shown {
        editing: Some(workout),
        ..Shown::new(typed, sport)
    }
    .answer(&here, None)
    .await
}

/// The workout in the form of its sport; of a sport that is not live nothing can be edited.
pub fn as_typed(here: &Here, workout: &Workout) -> Result<(Arc<Sport>, Typed)> {
    let (_, sport) = here
        .packs
        .sport(&workout.sport)
        .ok_or_else(|| Error::not_found("sport"))?;
    let values = compute(&here.packs, sport, &Facts::of(workout, &here.packs));
    Ok((
        sport.clone(),
        Typed::of(workout, sport, &values, &here.formats),
    ))
}

pub async fn resubmit(
    here: Here,
    principal: Principal,
    Path(At { id }): Path<At>,
    Form(pairs): Form<Pairs>,
) -> Result<Response> {
    let workout = service::get(&here.app, principal.user_id, id).await?;
    let (own, before) = as_typed(&here, &workout)?;
    let (mut typed, action) = Typed::from_pairs(pairs);
    let sport = if typed.sport.is_empty() {
        own
    } else {
        sport(&here, Some(&typed.sport))?
    };
    action.apply(&mut typed, &sport, &here.formats);
    let shown = |typed, problems| Shown {
        problems,
        editing: Some(workout.clone()),
        ..Shown::new(typed, sport.clone())
    };
    if action != Action::Save {
        return shown(typed, Problems::default()).answer(&here, None).await;
    }
    if typed.is_of_other_sport(&sport) {
        let toast = other_form(&here, &sport);
        return shown(typed, Problems::default())
            .answer(&here, Some(toast))
            .await;
    }
    let typed = typed.without_blank_rows(&sport, &here.formats);
    let clock = LocalClock::Offset(*workout.local_start().offset());
    let reading = read(
        &typed,
        Some(&before),
        &sport,
        clock,
        here.now,
        &here.formats,
    );
    if !reading.problems.is_empty() {
        return shown(typed, reading.problems).answer(&here, None).await;
    }
    let version = typed.version.parse().unwrap_or(workout.version);
    let mut patch = patch(&typed, &workout, &sport, &reading);
    patch.gear = used(&here, principal.user_id, &typed).await?;
    match service::edit(&here.app, principal.user_id, id, Some(version), patch).await {
        Ok(workout) => Ok(saved(&workout)),
        Err(error) if error.status() == StatusCode::PRECONDITION_FAILED => {
            // Nothing typed is lost; sending it again overwrites knowingly.
            let version = workout.version.to_string();
            let text = here.formats.text("record-changed-meanwhile", &[]);
            let again = shown(Typed { version, ..typed }, Problems::default());
            again.answer(&here, Some(Toast { text, undo: None })).await
        }
        Err(error) => refused(&here, shown(typed, Problems::default()), &reading, error).await,
    }
}

fn patch(typed: &Typed, workout: &Workout, sport: &Sport, reading: &Reading) -> Patch {
    Patch {
        sport: (sport.id != workout.sport).then(|| sport.id.clone()),
        start_at: reading.start.map(|(at, _)| at),
        utc_offset_s: reading.start.map(|(_, offset)| offset),
        title: Some(Some(typed.title.clone())),
        note: Some(Some(typed.note.clone())),
        edits: reading.edits.clone(),
        gear: None,
    }
}

/// What the service found is told beside its fields, as what the form found.
async fn refused(
    here: &Here,
    mut shown: Shown,
    reading: &Reading,
    error: Error,
) -> Result<Response> {
    if error.status() != StatusCode::UNPROCESSABLE_ENTITY {
        return Err(error);
    }
    shown
        .problems
        .extend(&error.errors, &shown.sport, &reading.edits, &here.formats);
    shown.answer(here, None).await
}

/// The form once more.
struct Shown {
    typed: Typed,
    problems: Problems,
    sport: Arc<Sport>,
    editing: Option<Workout>,
    last: Option<Last>,
}

impl Shown {
    fn new(typed: Typed, sport: Arc<Sport>) -> Self {
        Self {
            typed,
            problems: Problems::default(),
            sport,
            editing: None,
            last: None,
        }
    }

    async fn answer(self, here: &Here, toast: Option<Toast>) -> Result<Response> {
        let urls = Urls::new(Some(&here.pack.id));
        let edited = self.editing.as_ref();
        let workout = edited.map(|workout| urls.workout(&workout.id.to_string()));
        let frame = Frame {
            action: workout
                .as_ref()
                .map_or(urls.record, |at| format!("{at}/edit")),
            is_edit: workout.is_some(),
            check: match edited {
                Some(workout) => format!("{}?of={}", urls.check, workout.id),
                None => urls.check,
            },
            figures: figures(here, &self.typed, &self.sport, edited, &here.formats),
            last: self.last,
        };
        let mut view = show(
            &self.typed,
            &self.problems,
            &self.sport,
            frame,
            here.telling(),
        );
        let user_id = here.principal.as_ref().map(|principal| principal.user_id);
        let chosen = self.typed.gear.as_deref();
        if let Some(user_id) = user_id {
            view.gear = choose::choices(here, user_id, &self.sport.id, chosen).await?;
        }
        let mut page = here.framed(Some(Section::Record)).await?;
        page.is_focus = true;
        page.back = Some(workout.unwrap_or(urls.home));
        page.toast = toast;
        let mut response = here.show(&page, &view)?;
        if !self.problems.is_empty() {
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        }
        Ok(response)
    }
}
