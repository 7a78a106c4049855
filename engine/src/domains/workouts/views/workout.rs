//! One workout, and the small things one does to it.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use stadion_activity::streams::Streams;
use stadion_pack::model::Sport;
use uuid::Uuid;

use super::recording::{self, Typed};
use super::records::{badge, by_length};
use super::toast::{self, Done};
use super::{similar, streams, tables, zoom};
use crate::domains::achievements::{self, Held};
use crate::domains::app::{Here, Telling};
use crate::domains::gear::choose;
use crate::domains::sharing;
use crate::domains::workouts::athlete;
use crate::domains::workouts::export::{self, ExportFormat, WrittenFormat};
use crate::domains::workouts::files;
use crate::domains::workouts::marks;
use crate::domains::workouts::model::Workout as Facts;
use crate::domains::workouts::rules::values::{self, Values, compute};
use crate::domains::workouts::service::{self, Patch};
use crate::domains::workouts::store::projections::{self, MarkAndBefore};
use crate::domains::workouts::store::{self, Original};
use crate::domains::workouts::words;
use crate::domains::workouts::zones::{self, ByZones};
use crate::web::ui::blocks::PageName;
use crate::web::ui::page::{Toast, Urls};
use crate::web::ui::pages::{Download, Input, Link, Workout};
use crate::web::{Error, Form, Path, Principal, Query, Result};

/// Beside the one big number.
const STATS: usize = 3;

#[derive(Deserialize)]
pub struct At {
    pub id: Uuid,
}

pub async fn show(
    here: Here,
    principal: Principal,
    Path(At { id }): Path<At>,
    Query(done): Query<Done>,
    Query(part): Query<zoom::Asked>,
) -> Result<Response> {
    let user_id = principal.user_id;
    let workout = service::get(&here.app, user_id, id).await?;
    if let Some(home) = elsewhere(&here, &workout) {
        return Ok(home.into_response());
    }
    let done = Done {
        id: Some(id),
        ..done
    };
    let toast = toast::of(&here, user_id, &done).await?;
    page(&here, user_id, workout, (Said::default(), part), toast).await
}

/// A workout is shown in the app of its own sport, as long as that is live.
pub fn elsewhere(here: &Here, workout: &Facts) -> Option<Redirect> {
    let (pack, sport) = here.packs.sport(&workout.sport)?;
    let address = words::address(&sport.id, workout.id);
    (pack.id != here.pack.id).then(|| Redirect::to(&address))
}

/// What was sent and could not be kept.
#[derive(Default)]
struct Said {
    note: Option<Input>,
    recording: Typed,
}

async fn page(
    here: &Here,
    user_id: Uuid,
    workout: Facts,
    (said, part): (Said, zoom::Asked),
    toast: Option<Toast>,
) -> Result<Response> {
    let mut found = gather(here, user_id, workout).await?;
    found.part = part.part(zoom::whole_of(&found.streams));
    let mut view = view(&found, here.telling());
    view.note = said.note.unwrap_or(view.note);
    let recorded = (&found.workout, &found.streams);
    view.recording = recording::of(here, user_id, recorded, &said.recording).await?;
    let at = words::address(&found.workout.sport, found.workout.id);
    view.gear = choose::of_workout(here, user_id, found.workout.id, &at).await?;
    let has_track = view.map.is_some();
    view.privacy =
        Some(sharing::of_workout(here, user_id, (found.workout.id, &at), has_track).await?);
    let history = Urls::new(Some(&here.pack.id)).history;
    let mut page = here.framed_below(history).await?;
    here.arrange(&mut page, PageName::Workout);
    page.toast = toast;
    here.show(&page, &view)
}

/// All that the page is made of.
pub struct Found {
    pub workout: Facts,
    pub streams: Streams,
    pub zones: ByZones,
    /// Those it set.
    pub marks: Vec<MarkAndBefore>,
    pub similar: Option<similar::Found>,
    pub held: Vec<Held>,
    pub original: Option<Original>,
    /// What of its charts is shown; `None` for all.
    pub part: Option<zoom::Part>,
    /// Whether the reactions have told its values yet.
    pub is_told: bool,
}

async fn gather(here: &Here, user_id: Uuid, mut workout: Facts) -> Result<Found> {
    let (app, id) = (&here.app, workout.id);
    let original = match workout.original_id {
        Some(original) => store::original(&app.db, user_id, original).await?,
        None => None,
    };
    let streams = store::streams::load(&app.db, user_id, id).await?;
    let zones = match here.packs.sport(&workout.sport) {
        Some((_, sport)) => {
            athlete::fill(&app.db, &here.packs, user_id, sport, &mut workout).await?;
            let at = (sport.as_ref(), workout.local_day);
            zones::of_workout(&app.db, &here.packs, user_id, at, &streams).await?
        }
        None => ByZones::default(),
    };
    Ok(Found {
        streams,
        zones,
        marks: projections::marks_of_workout(&app.db, user_id, id).await?,
        similar: similar::find(here, user_id, &workout).await?,
        held: achievements::by_workout(app, user_id, &here.packs, id).await?,
        is_told: projections::values_of(&app.db, user_id, id)
            .await?
            .is_some(),
        original,
        part: None,
        workout,
    })
}

pub fn view(found: &Found, told: Telling<'_>) -> Workout {
    let workout = &found.workout;
    let sport = told
        .packs
        .sport(&workout.sport)
        .map(|(_, sport)| sport.as_ref());
    let values = sport
        .map(|sport| compute(told.packs, sport, &values::Facts::of(workout, told.packs)))
        .unwrap_or_default();
    let at = words::address(&workout.sport, workout.id);
    let mut page = Workout {
        note: Input::of(workout.note.as_deref().unwrap_or_default()),
        note_action: format!("{at}/note"),
        edit: format!("{at}/edit"),
        again: words::again(&workout.sport, workout.id),
        delete: format!("{at}/delete"),
        is_pending: !found.is_told && !values.metrics.is_empty(),
        ..head(workout, sport, told)
    };
    fill_figures(&mut page, sport, &values, (workout.id, told));
    fill_streams(&mut page, found, sport, &values, told);
    fill_gains(&mut page, found, told);
    page.similar = found
        .similar
        .as_ref()
        .and_then(|similar| similar::view(similar, told));
    page.exports = exports(found, &at, told);
    page.original = found.original.as_ref().map(|original| Download {
        href: format!("{at}/original"),
        name: original.name.clone(),
        size: words::size(original.size, told.formats),
    });
    page
}

/// What it can be had as; a file with a track of those that have one.
fn exports(found: &Found, at: &str, told: Telling<'_>) -> Vec<Link> {
    let all = WrittenFormat::offered(&found.streams).into_iter();
    let link = |format: WrittenFormat| Link {
        href: format!("{at}/export?format={}", format.as_str()),
        label: told
            .formats
            .text(&format!("export-{}", format.as_str()), &[]),
        is_current: false,
    };
    all.map(link).collect()
}

fn head(workout: &Facts, sport: Option<&Sport>, told: Telling<'_>) -> Workout {
    let activity = workout.activity.as_ref().map(|json| &json.0);
    let device = activity.and_then(|activity| words::device(activity.device.as_ref()?));
    let by_hand = activity
        .is_none()
        .then(|| told.formats.text("workout-by-hand", &[]));
    let has_choice = told.pack.sports.len() > 1;
    let name = sport
        .filter(|_| has_choice)
        .map(|sport| sport.title.get(told.locale()).to_owned());
    let warnings = activity.into_iter().flat_map(|activity| &activity.warnings);
    Workout {
        title: words::title(
            workout.title.as_deref(),
            &workout.sport,
            workout.local_start().naive_local(),
            told,
        ),
        when: told
            .formats
            .long_moment(workout.local_start().naive_local(), told.now),
        sport: name,
        source: device.or(by_hand),
        warnings: warnings
            .map(|w| words::warning(&w.code, w.count, &w.message, told.formats))
            .collect(),
        ..Workout::default()
    }
}

/// The sport's first figure leads, three stand beside it, the rest is a list.
pub(super) fn fill_figures(
    page: &mut Workout,
    sport: Option<&Sport>,
    values: &Values,
    (id, told): (Uuid, Telling<'_>),
) {
    let Some(sport) = sport else { return };
    let figures = |is_short| words::figures(sport, &values.metrics, is_short, (id, told));
    let mut leading = figures(true).into_iter();
    page.hero = leading.next();
    page.stats = leading.take(STATS).collect();
    page.metrics = figures(false).into_iter().skip(STATS + 1).collect();
}

fn fill_streams(
    page: &mut Workout,
    found: &Found,
    sport: Option<&Sport>,
    values: &Values,
    told: Telling<'_>,
) {
    let activity = found.workout.activity.as_ref().map(|json| &json.0);
    page.map = streams::route(&found.streams, told.formats);
    let shown = found.part.map(|part| found.streams.within(part.span()));
    let shown = shown.as_ref().unwrap_or(&found.streams);
    let is_part = found.part.is_some();
    page.chart =
        sport.and_then(|sport| streams::charts_of_part(shown, is_part, sport, told.formats));
    let at = words::address(&found.workout.sport, found.workout.id);
    let whole = zoom::whole_of(&found.streams);
    page.zoom = zoom::told(whole, found.part, &at, told.formats);
    page.splits = streams::splits(&found.streams, sport, told.formats);
    page.zones = sport.and_then(|sport| super::zones::told(&found.zones, sport, told));
    page.parts = tables::all(sport, &values.parts, activity, told.formats);
}

fn fill_gains(page: &mut Workout, found: &Found, told: Telling<'_>) {
    let mut own: Vec<_> = marks::beaten(&found.marks).collect();
    own.sort_by(|a, b| by_length(a, b, told));
    let items = own.into_iter();
    let items = items.filter_map(|beaten| marks::item(beaten, told));
    page.records = items.collect();
    page.badges = found.held.iter().map(|held| badge(held, told)).collect();
    // Here they would lead to this very page.
    page.records
        .iter_mut()
        .for_each(|record| record.href = None);
    page.badges.iter_mut().for_each(|badge| badge.href = None);
}

#[derive(Deserialize)]
pub struct Note {
    #[serde(default)]
    note: String,
}

/// Keeps the note; one that cannot be kept is shown again with the reason.
pub async fn note(
    here: Here,
    principal: Principal,
    Path(At { id }): Path<At>,
    Form(Note { note }): Form<Note>,
) -> Result<Response> {
    let user_id = principal.user_id;
    let patch = Patch {
        note: Some(Some(note.clone())),
        ..Patch::default()
    };
    match service::edit(&here.app, user_id, id, None, patch).await {
        Ok(workout) => {
            let at = words::address(&workout.sport, id);
            Ok(Redirect::to(&format!("{at}?did=saved")).into_response())
        }
        Err(error) if error.status == 422 => {
            let message = super::form::words_of_text(&error, "note", &here.formats);
            let workout = service::get(&here.app, user_id, id).await?;
            let mut response = page(
                &here,
                user_id,
                workout,
                (
                    Said {
                        note: Some(Input::wrong(note, message)),
                        ..Said::default()
                    },
                    zoom::Asked::default(),
                ),
                None,
            )
            .await?;
            *response.status_mut() = error.status();
            Ok(response)
        }
        Err(error) => Err(error),
    }
}

/// The page with what was typed into the forms of its recording.
pub async fn refused(
    here: &Here,
    user_id: Uuid,
    id: Uuid,
    recording: Typed,
    status: u16,
) -> Result<Response> {
    let workout = service::get(&here.app, user_id, id).await?;
    let said = Said {
        recording,
        ..Said::default()
    };
    let said = (said, zoom::Asked::default());
    let mut response = page(here, user_id, workout, said, None).await?;
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::CONFLICT);
    Ok(response)
}

#[derive(Deserialize)]
pub struct Gear {
    add: Option<String>,
    remove: Option<String>,
}

/// Adds a piece of gear to what was used, or takes one out.
pub async fn gear(
    here: Here,
    principal: Principal,
    Path(At { id }): Path<At>,
    Form(Gear { add, remove }): Form<Gear>,
) -> Result<Redirect> {
    let user_id = principal.user_id;
    let used = choose::used_in(&here, user_id, id).await?;
    let added = add.as_deref().and_then(|id| Uuid::try_parse(id).ok());
    let removed = remove.as_deref().and_then(|id| Uuid::try_parse(id).ok());
    let used = used
        .into_iter()
        .filter(|id| Some(*id) != removed)
        .chain(added);
    let used: Vec<String> = used.map(|id| id.to_string()).collect();
    let patch = Patch {
        gear: Some(choose::known(&here, user_id, &used).await?),
        ..Patch::default()
    };
    let workout = service::edit(&here.app, user_id, id, None, patch).await?;
    let at = words::address(&workout.sport, id);
    Ok(Redirect::to(&format!("{at}?did=saved#gear")))
}

pub async fn delete(
    here: Here,
    principal: Principal,
    Path(At { id }): Path<At>,
) -> Result<Redirect> {
    service::delete(&here.app, principal.user_id, id, None).await?;
    let history = Urls::new(Some(&here.pack.id)).history;
    Ok(Redirect::to(&format!("{history}?did=deleted&id={id}")))
}

/// Takes a deletion back. One that was taken back already is as well.
pub async fn restore(
    here: Here,
    principal: Principal,
    Path(At { id }): Path<At>,
) -> Result<Redirect> {
    let restored = service::restore(&here.app, principal.user_id, id).await;
    restored.or_else(|error: Error| {
        if error.status == 404 {
            Ok(())
        } else {
            Err(error)
        }
    })?;
    let workout = service::get(&here.app, principal.user_id, id).await?;
    let at = words::address(&workout.sport, id);
    Ok(Redirect::to(&format!("{at}?did=restored")))
}

#[derive(Deserialize)]
pub struct Wanted {
    format: ExportFormat,
}

pub async fn export_as(
    here: Here,
    principal: Principal,
    Path(At { id }): Path<At>,
    Query(Wanted { format }): Query<Wanted>,
) -> Result<Response> {
    export::download(&here.app, principal.user_id, id, format).await
}

pub async fn original(
    here: Here,
    principal: Principal,
    Path(At { id }): Path<At>,
) -> Result<Response> {
    files::download(&here.app, principal.user_id, id).await
}
