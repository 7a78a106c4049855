//! The recording behind a workout: its files, what was cleaned and what was changed, and the forms
//! that change it.

use std::collections::BTreeMap;

use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use stadion_activity::streams::{Channel, Streams};
use stadion_activity::{Cleaned, Fault};
use uuid::Uuid;

use super::record::Pairs;
use super::streams;
use super::workout::{At, refused};
use crate::domains::app::Here;
use crate::domains::workouts::changes::{self, Stood};
use crate::domains::workouts::model::changes::{Asked, Change, Elevation, InFile, Made};
use crate::domains::workouts::model::{Workout, local};
use crate::domains::workouts::rules::changes::{TO_THE_END_S, clock, span};
use crate::domains::workouts::store::{self, Filter, list};
use crate::domains::workouts::{displays, service, sources, words};
use crate::web::ui::format::Formats;
use crate::web::ui::pages::{ChangeItem, Choice, CleanedItem, Input, Recording, SourceItem, Trim};
use crate::web::{Error, Form, Path, Principal, Result};

/// Workouts so near in time can be one.
const NEIGHBOURS: TimeDelta = TimeDelta::days(1);

/// What was typed, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub fields: BTreeMap<String, String>,
    /// By field; without one it is about the whole.
    pub wrong: Option<(Option<&'static str>, String)>,
}

impl Typed {
    fn get(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |text| text.trim())
    }

    fn input(&self, name: &str, else_: &str) -> Input {
        let value = match self.get(name) {
            "" => else_,
            typed => typed,
        };
        match &self.wrong {
            Some((Some(field), message)) if *field == name => Input::wrong(value, message),
            _ => Input::of(value),
        }
    }
}

/// `None` of a workout that came from no file and was not changed.
pub async fn of(
    here: &Here,
    user_id: Uuid,
    (workout, samples): (&Workout, &Streams),
    typed: &Typed,
) -> Result<Option<Recording>> {
    let stood = Stood::load(&here.app, user_id, workout.id).await?;
    let at = words::address(&workout.sport, workout.id);
    let action = format!("{at}/changes");
    let changes = made(here, user_id, &stood).await?;
    let base = Recording {
        action,
        version: stood.workout.version,
        is_open: typed.wrong.is_some(),
        problem: typed
            .wrong
            .as_ref()
            .and_then(|(field, message)| field.is_none().then(|| message.clone())),
        changes,
        ..Recording::default()
    };
    let Some(activity) = stood.workout.activity.as_ref().map(|own| &own.0) else {
        return Ok((!base.changes.is_empty()).then_some(base));
    };
    let end_ms = samples.time_ms.last().copied().unwrap_or(0);
    // To the second after, so that nothing is cut by leaving the times as they are.
    let seconds = (end_ms as f64 / 1000.0).ceil();
    let length = clock(seconds);
    // Ours was mended before it was written.
    let is_ours = stood.primary().is_some_and(|own| own.format == "json");
    Ok(Some(Recording {
        from: typed.input("from", "0:00"),
        to: typed.input("to", &length),
        at: typed.input("at", ""),
        shift: typed.input("shift", ""),
        is_earlier: typed.get("way") == "earlier",
        metres: typed.input("metres", ""),
        height_unit: here.formats.unit_label(&displays::height(), 2.0),
        has_heights: samples.channel(Channel::Altitude).is_some(),
        trim: (seconds >= 2.0).then(|| trim(here, workout, samples, seconds)),
        neighbours: neighbours(here, user_id, workout).await?,
        sources: files(here, &stood),
        cleaned: cleaned(here, &activity.cleaned),
        can_switch: !is_ours && stood.primary().is_some(),
        length,
        ..base
    }))
}

/// What the handles stand over: the sport's first chart that there is.
fn trim(here: &Here, workout: &Workout, samples: &Streams, seconds: f64) -> Trim {
    let sport = here.packs.sport(&workout.sport);
    let drawn = sport.and_then(|(_, sport)| streams::overview(samples, sport, &here.formats));
    let drawn = drawn.unwrap_or_default();
    Trim {
        seconds: seconds as i64,
        ..drawn
    }
}

fn files(here: &Here, stood: &Stood) -> Vec<SourceItem> {
    let can_part = stood.sources.len() > 1 || stood.workout.source != "file";
    let item = |source: &InFile| {
        let own = &source.recording;
        let size = words::size(source.size, &here.formats);
        let text: Vec<String> = own.device.iter().cloned().chain([size]).collect();
        SourceItem {
            value: format!("{}/{}", own.original_id, own.session_index),
            name: source.name.clone(),
            text: text.join(" · "),
            is_shown: own.is_primary,
            can_part,
        }
    };
    stood.sources.iter().map(item).collect()
}

/// By kind of fault, each with the channels it was found in.
fn cleaned(here: &Here, found: &[Cleaned]) -> Vec<CleanedItem> {
    let mut items: Vec<CleanedItem> = Vec::new();
    for one in found {
        let fault = name_of(one.fault);
        let n = ("n", i64::try_from(one.count).unwrap_or(i64::MAX).into());
        let channel = one.channel.as_deref();
        let key = channel.map(|name| format!("chart-{}", name.replace('_', "-")));
        let channel = key.and_then(|key| here.formats.find(&key, &[]));
        let detail = match channel {
            Some(title) => {
                let args = [("channel", title.into()), n];
                here.formats.text("fault-values-of", &args)
            }
            None => here.formats.text("fault-values", &[n]),
        };
        match items.iter_mut().find(|item| item.fault == fault) {
            Some(item) => item.details.push(detail),
            None => items.push(CleanedItem {
                title: here.formats.text(&format!("fault-{fault}"), &[]),
                details: vec![detail],
                is_mended: one.applied,
                // Columns need an order.
                can_leave: one.fault != Fault::BackwardTimes,
                fault,
            }),
        }
    }
    items
}

fn name_of(fault: Fault) -> String {
    let name = serde_json::to_value(fault).ok();
    let name = name.and_then(|name| name.as_str().map(str::to_owned));
    name.unwrap_or_default()
}

async fn made(here: &Here, user_id: Uuid, stood: &Stood) -> Result<Vec<ChangeItem>> {
    let mut items = Vec::new();
    for made in &stood.made {
        let (title, href) = told(here, user_id, made).await?;
        items.push(ChangeItem {
            seq: made.seq,
            title,
            href,
            when: here
                .formats
                .long_moment(here.formats.local(made.at), here.now),
        });
    }
    Ok(items)
}

/// A change in words, and the other workout that it is about.
async fn told(here: &Here, user_id: Uuid, made: &Made) -> Result<(String, Option<String>)> {
    let say = |key: &str, args: &[(&str, String)]| {
        let args: Vec<_> = args
            .iter()
            .map(|(name, text)| (*name, text.as_str().into()))
            .collect();
        here.formats.text(key, &args)
    };
    let sport = |id: &str| {
        let known = here.packs.sport(here.packs.renames.now("sports", id));
        known.map_or(id.to_owned(), |(_, sport)| {
            sport.title.get(here.locale()).to_owned()
        })
    };
    Ok(match &made.body.0 {
        Change::Crop { from_s, to_s } if *to_s >= TO_THE_END_S => {
            (say("change-crop-rest", &[("from", clock(*from_s))]), None)
        }
        Change::Crop { from_s, to_s } => {
            let args = [("from", clock(*from_s)), ("to", clock(*to_s))];
            (say("change-crop", &args), None)
        }
        Change::Split { at_s, other } => {
            let href = address(here, user_id, *other).await?;
            (say("change-split", &[("at", clock(*at_s))]), href)
        }
        Change::Rest { at_s, of } => {
            let href = address(here, user_id, *of).await?;
            (say("change-rest", &[("at", clock(*at_s))]), href)
        }
        Change::Join { with } => {
            let part = store::find(&here.app.db, user_id, *with).await?;
            let title = part.map(|part| title(here, &part)).unwrap_or_default();
            (say("change-join", &[("title", title)]), None)
        }
        Change::Times { shift_s, .. } if *shift_s == 0.0 => (say("change-zone", &[]), None),
        Change::Times { shift_s, .. } => {
            let key = if *shift_s > 0.0 {
                "change-later"
            } else {
                "change-earlier"
            };
            (
                say(key, &[("by", here.formats.duration(shift_s.abs()))]),
                None,
            )
        }
        Change::Sport { from, to } => (
            say("change-sport", &[("from", sport(from)), ("to", sport(to))]),
            None,
        ),
        Change::Elevation(Elevation::Offset { metres }) => {
            let key = if *metres > 0.0 {
                "change-heights-up"
            } else {
                "change-heights-down"
            };
            let by = here.formats.difference(*metres, &displays::height());
            (say(key, &[("by", by.to_string())]), None)
        }
        Change::Elevation(Elevation::Flat) => (say("change-elevation-flat", &[]), None),
        Change::Elevation(Elevation::Smooth) => (say("change-elevation-smooth", &[]), None),
        Change::Cleaning { .. } => (say("change-cleaning", &[]), None),
    })
}

/// Of a workout that lives.
async fn address(here: &Here, user_id: Uuid, id: Uuid) -> Result<Option<String>> {
    let found = store::find(&here.app.db, user_id, id).await?;
    let found = found.filter(|workout| workout.deleted_at.is_none());
    Ok(found.map(|workout| words::address(&workout.sport, id)))
}

fn title(here: &Here, workout: &Workout) -> String {
    let start = workout.local_start().naive_local();
    words::title(
        workout.title.as_deref(),
        &workout.sport,
        start,
        here.telling(),
    )
}

/// What it can be joined with: recorded within a day, in any sport.
async fn neighbours(here: &Here, user_id: Uuid, workout: &Workout) -> Result<Vec<Choice>> {
    let day = workout.local_day;
    let filter = Filter {
        from: day.checked_sub_signed(NEIGHBOURS),
        to: day.checked_add_signed(NEIGHBOURS),
        limit: 20,
        ..Filter::default()
    };
    let found = list(&here.app.db, user_id, &filter).await?;
    let others = found
        .into_iter()
        .map(|(other, _)| other)
        .filter(|other| other.id != workout.id && other.source == "file");
    let choice = |other: store::Listed| {
        let start = local(other.start_at, other.utc_offset_s).naive_local();
        let title = words::title(other.title.as_deref(), &other.sport, start, here.telling());
        Choice {
            value: other.id.to_string(),
            label: format!("{title} · {}", here.formats.long_moment(start, here.now)),
            is_chosen: false,
        }
    };
    Ok(others.map(choice).collect())
}

/// What a form asks for.
#[derive(Debug, PartialEq)]
enum Wanted {
    Change(Asked),
    Undo(i64),
    Part(Uuid, i32),
}

/// Does what one of the forms says; what cannot be done is told beside it, with what was typed.
pub async fn change(
    here: Here,
    principal: Principal,
    Path(At { id }): Path<At>,
    Form(pairs): Form<Pairs>,
) -> Result<Response> {
    let user_id = principal.user_id;
    let mended: Vec<String> = pairs
        .iter()
        .filter(|(name, _)| name == "mend")
        .map(|(_, fault)| fault.clone())
        .collect();
    let mut typed = Typed {
        fields: pairs.into_iter().collect(),
        wrong: None,
    };
    let metres = heights(typed.get("metres"), &here.formats);
    let wanted = match wanted(&typed, &mended, metres) {
        Ok(wanted) => wanted,
        Err((field, key)) => {
            typed.wrong = Some((field, here.formats.text(key, &[])));
            return refused(&here, user_id, id, typed, 422).await;
        }
    };
    let version = typed.get("version").parse().ok();
    let zone = principal.time_zone.as_deref();
    match done(&here, user_id, zone, (id, version), wanted).await {
        Ok(left) => {
            let workout = service::get(&here.app, user_id, left).await?;
            let at = words::address(&workout.sport, left);
            Ok(Redirect::to(&format!("{at}?did=saved#recording")).into_response())
        }
        Err(error) if (404..=422).contains(&error.status) => {
            let status = error.status;
            typed.wrong = Some(said(&here, &error));
            refused(&here, user_id, id, typed, status).await
        }
        Err(error) => Err(error),
    }
}

/// Answers the workout to look at next.
async fn done(
    here: &Here,
    user_id: Uuid,
    zone: Option<&str>,
    (id, version): (Uuid, Option<i64>),
    wanted: Wanted,
) -> Result<Uuid> {
    let app = &here.app;
    Ok(match wanted {
        Wanted::Change(asked) => changes::make(app, user_id, id, version, asked).await?.id,
        Wanted::Undo(seq) => {
            changes::undo(app, user_id, id, version, Some(seq))
                .await?
                .id
        }
        Wanted::Part(original, session) => {
            sources::part(app, user_id, zone, id, (original, session)).await?
        }
    })
}

/// A field's own fault stands beside it; any other above the forms.
fn said(here: &Here, error: &Error) -> (Option<&'static str>, String) {
    let field = error.errors.first().map(|error| error.field.as_str());
    let (field, key) = match field {
        Some("/to_s") => (Some("to"), "recording-end-first".to_owned()),
        Some("/from_s") => (Some("from"), "recording-not-a-time".to_owned()),
        Some("/at_s") => (Some("at"), "recording-not-a-time".to_owned()),
        Some("/shift_s") => (Some("shift"), "recording-in-future".to_owned()),
        Some("/metres") => (Some("metres"), "recording-not-a-number".to_owned()),
        _ => (None, format!("change-refused-{}", error.code)),
    };
    let words = here.formats.find(&key, &[]);
    (field, words.unwrap_or_else(|| error.detail.clone()))
}

/// Metres of a height in the person's unit, with a sign or without.
fn heights(text: &str, formats: &Formats) -> Option<f64> {
    let height = displays::height();
    match text.strip_prefix(['-', '−']) {
        Some(text) => formats.parse(text, &height).ok().map(|metres| -metres),
        None => formats.parse(text, &height).ok(),
    }
}

/// The request that a form is, or the field that cannot be read and what to say of it.
fn wanted(
    typed: &Typed,
    mended: &[String],
    metres: Option<f64>,
) -> std::result::Result<Wanted, (Option<&'static str>, &'static str)> {
    let time = |field: &'static str| {
        span(typed.get(field), 60.0).ok_or((Some(field), "recording-not-a-time"))
    };
    let gone = (None, "change-refused-not-found");
    let asked = match typed.get("do") {
        "crop" => Asked::Crop {
            from_s: time("from")?,
            to_s: time("to")?,
        },
        "split" => Asked::Split { at_s: time("at")? },
        "times" => {
            let by = span(typed.get("shift"), 3600.0).filter(|by| *by > 0.0);
            let by = by.ok_or((Some("shift"), "recording-not-a-time"))?;
            let shift_s = if typed.get("way") == "earlier" {
                -by
            } else {
                by
            };
            Asked::Times { shift_s }
        }
        "offset" => {
            let metres = metres.filter(|metres| *metres != 0.0);
            let metres = metres.ok_or((Some("metres"), "recording-not-a-number"))?;
            Asked::Elevation(Elevation::Offset { metres })
        }
        "smooth" => Asked::Elevation(Elevation::Smooth),
        "flat" => Asked::Elevation(Elevation::Flat),
        "join" => Asked::Join {
            with: typed.get("with").parse().map_err(|_| gone)?,
        },
        "clean" => {
            let off = |fault: &Fault| {
                *fault != Fault::BackwardTimes && !mended.contains(&name_of(*fault))
            };
            Asked::Cleaning {
                off: Fault::ALL.into_iter().filter(off).collect(),
            }
        }
        "undo" => return typed.get("seq").parse().map(Wanted::Undo).map_err(|_| gone),
        "part" => {
            let (original, session) = typed.get("source").split_once('/').ok_or(gone)?;
            let original = original.parse().map_err(|_| gone)?;
            let session = session.parse().map_err(|_| gone)?;
            return Ok(Wanted::Part(original, session));
        }
        _ => return Err(gone),
    };
    Ok(Wanted::Change(asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        let owned = fields
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        Typed {
            fields: owned.collect(),
            wrong: None,
        }
    }

    #[test]
    fn forms_are_read_or_the_field_is_named() {
        let crop = typed(&[("do", "crop"), ("from", "1:30"), ("to", "1:02:03")]);
        let asked = Asked::Crop {
            from_s: 90.0,
            to_s: 3_723.0,
        };
        assert_eq!(wanted(&crop, &[], None), Ok(Wanted::Change(asked)));
        let times = typed(&[("do", "times"), ("way", "earlier"), ("shift", "1:30")]);
        let asked = Asked::Times { shift_s: -5_400.0 };
        assert_eq!(wanted(&times, &[], None), Ok(Wanted::Change(asked)));
        let wrong = typed(&[("do", "split"), ("at", "soon")]);
        assert_eq!(
            wanted(&wrong, &[], None),
            Err((Some("at"), "recording-not-a-time"))
        );
        let clean = typed(&[("do", "clean")]);
        let off = vec![Fault::ZeroPositions, Fault::DuplicateTimes];
        let mended = ["out-of-range", "position-jumps", "spikes", "standing-drift"];
        assert_eq!(
            wanted(&clean, &mended.map(str::to_owned), None),
            Ok(Wanted::Change(Asked::Cleaning { off }))
        );
    }
}
