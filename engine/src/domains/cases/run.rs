//! Runs one case: a new person at the case's time, who does what is given through the services that
//! the API and the forms call.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde_json::{Value as Json, json};
use stadion_pack::finding::Report;
use stadion_pack::place::Span;
use stadion_pack::script::Failure;
use uuid::Uuid;

use super::compare::{self, Came};
use super::figures::refused;
use super::given::place;
use super::model::{Case, Given, Item, Rewrite, Said, What};
use crate::App;
use crate::clock::Clock;
use crate::domains::gear::service as kit;
use crate::domains::identity;
use crate::domains::identity::model::Units;
use crate::domains::identity::service::{Profile, change_profile};
use crate::domains::profile::model::{ALWAYS, Field};
use crate::domains::profile::service::{Change, change};
use crate::domains::workouts::import::{FileStatus, Upload, import};
use crate::domains::workouts::model::Source;
use crate::domains::workouts::service::{self, NewWorkout, Patch};
use crate::web::error::{Error, Result};

/// What came of a case.
#[derive(Default)]
pub struct Outcome {
    /// Whom it happened to.
    pub user_id: Uuid,
    pub failures: Vec<Report>,
    pub rewrites: Vec<Rewrite>,
    /// For each rule of the pack that was asked: for how many workouts, and for how many it held.
    pub rules: Vec<(String, i64, i64)>,
}

/// Stops a case: what it gives was refused, or the server failed.
enum Stop {
    Refused(Vec<Report>),
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// `number` tells one case of a run from another: it seeds all that is random.
pub async fn run(app: &App, case: &Case, number: u64) -> Result<Outcome> {
    let app = app.at(Clock::fixed(case.now, number));
    let before = failed(&app);
    let user_id = identity::demo::of_case(&app, &name(case), number).await?;
    let mut outcome = match happen(&app, case, user_id).await {
        Ok(done) => compare::compare(&app, case, &done).await?,
        Err(Stop::Refused(failures)) => Outcome {
            failures,
            ..Outcome::default()
        },
        Err(Stop::Failed(error)) => return Err(error),
    };
    outcome.user_id = user_id;
    outcome.failures.extend(newly_failed(&app, &before, case));
    Ok(outcome)
}

/// The case's own, as long as a person's may be. Pages greet by the first word.
fn name(case: &Case) -> String {
    format!("Case · {}", case.name).chars().take(80).collect()
}

/// How often each script has failed so far.
fn failed(app: &App) -> BTreeMap<String, u64> {
    let packs = app.catalog.packs();
    let scripts = packs.packs.values().flat_map(|pack| pack.scripts.values());
    scripts
        .map(|script| (script.id.clone(), script.failed()))
        .collect()
}

/// A person would see a figure missing, and not why.
fn newly_failed(app: &App, before: &BTreeMap<String, u64>, case: &Case) -> Vec<Report> {
    let packs = app.catalog.packs();
    let scripts = packs.packs.values().flat_map(|pack| pack.scripts.values());
    let failed = scripts.filter(|script| Some(&script.failed()) != before.get(&script.id));
    let report = |failure: Failure| {
        Report::error("S0096", case.at, failure.to_string())
            .help("give `()` where there is no answer: the figure is then missing")
    };
    let failures = failed.filter_map(|script| script.last_failure());
    failures.map(report).collect()
}

/// All that is given, in its order; then the reactions to it.
async fn happen(app: &App, case: &Case, user_id: Uuid) -> std::result::Result<Came, Stop> {
    let held = app.events.hold(user_id);
    let zone = say(app, user_id, case).await?;
    let mut done = Came {
        user_id,
        gear: Vec::new(),
        workouts: Vec::new(),
    };
    for item in &case.gear {
        let added = kit::add(app, user_id, new_item(case, item)).await;
        let added = added.map_err(|error| at(error, |_| item.at))?;
        done.gear.push(added.id);
    }
    for given in &case.workouts {
        let id = record(app, user_id, &zone, given, &done.gear).await?;
        done.workouts.push(id);
    }
    held.settle(app).await?;
    Ok(done)
}

/// A refusal is a failure of the case at its place, anything else one of the run.
fn at(error: Error, place: impl Fn(&str) -> Span) -> Stop {
    if error.status >= 500 {
        return Stop::Failed(error);
    }
    if error.errors.is_empty() {
        let report = Report::error("S0083", place(""), error.detail.clone());
        return Stop::Refused(vec![report]);
    }
    let reports = error.errors.iter();
    Stop::Refused(reports.map(|e| refused(e, place(&e.field))).collect())
}

/// What the person says of themselves; answers their time zone.
async fn say(app: &App, user_id: Uuid, case: &Case) -> std::result::Result<String, Stop> {
    let mut settings = Profile::default();
    let (mut general, mut of_sport) = (Vec::new(), Vec::new());
    let mut zone = "UTC".to_owned();
    for said in &case.user {
        let text = said.value.as_str().map(str::to_owned);
        match said.field.as_str() {
            "locale" => settings.locale = Some(text),
            "time_zone" => {
                zone = text.clone().unwrap_or(zone);
                settings.time_zone = Some(text);
            }
            "units" => settings.units = Some(units(said)?),
            "birth_year" => general.push((Field::BirthDate, birth(said)?)),
            name => match Field::parse(name) {
                Some(field) if field.is_general() => general.push((field, said.value.clone())),
                Some(field) => of_sport.push((field, said.value.clone())),
                None => {}
            },
        }
    }
    let place = |field: &str| {
        let name = field.trim_start_matches('/');
        let named = |said: &&Said| said.field == name || said.field == "birth_year";
        let found = case.user.iter().find(|said| said.field == name);
        let found = found.or_else(|| case.user.iter().find(named));
        found.map_or(case.at, |said| said.at)
    };
    let changed = change_profile(app, user_id, settings, |_| Ok(())).await;
    changed.map_err(|error| at(error, place))?;
    for (sport, values) in [("", general), (case.pack.as_str(), of_sport)] {
        let said = Change {
            sport: sport.to_owned(),
            from: ALWAYS,
            values,
        };
        let changed = change(app, user_id, &said).await;
        changed.map_err(|error| at(error, place))?;
    }
    Ok(zone)
}

fn units(said: &Said) -> std::result::Result<Units, Stop> {
    let all = [Units::Metric, Units::Imperial];
    let found = all
        .into_iter()
        .find(|units| said.value.as_str() == Some(units.as_str()));
    found.ok_or_else(|| {
        let report = Report::error("S0083", said.at, "there are no such units");
        Stop::Refused(vec![report.help("one of: metric, imperial")])
    })
}

/// New Year's Day of the year: that much is known of the day.
fn birth(said: &Said) -> std::result::Result<Json, Stop> {
    let year = said
        .value
        .as_i64()
        .and_then(|year| i32::try_from(year).ok());
    let day = year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
    let day = day.filter(|day| day.year() >= ALWAYS.year());
    day.map(|day| json!(day.to_string())).ok_or_else(|| {
        let report = Report::error("S0083", said.at, "this is no year of birth");
        Stop::Refused(vec![report.help("write it as in `birth_year: 1990`")])
    })
}

fn new_item(case: &Case, item: &Item) -> kit::NewItem {
    kit::NewItem {
        kind: item.kind.clone(),
        name: item.name.clone(),
        acquired_on: Some(item.acquired.unwrap_or_else(|| case.now.date_naive())),
        used_before: item.used_before,
        ..kit::NewItem::default()
    }
}

/// Records a workout; of a file with several sessions it answers the last.
async fn record(
    app: &App,
    user_id: Uuid,
    zone: &str,
    given: &Given,
    gear: &[Uuid],
) -> std::result::Result<Uuid, Stop> {
    let used = given.gear.as_ref().map(|used| {
        let ids = used.iter().filter_map(|at| gear.get(*at).copied());
        ids.collect::<Vec<Uuid>>()
    });
    let found = |field: &str| place(&given.places, field, given.at);
    match &given.what {
        What::Typed {
            sport,
            start,
            title,
            entered,
        } => {
            let new = NewWorkout {
                sport: sport.clone(),
                start_at: Some(start.to_utc()),
                utc_offset_s: Some(start.offset().local_minus_utc()),
                title: title.clone(),
                entered: entered.clone(),
                gear: used,
                ..NewWorkout::default()
            };
            let recorded = service::record(app, user_id, Some(zone), Source::Form, new).await;
            Ok(recorded.map_err(|error| at(error, found))?.id)
        }
        What::File { name, bytes, sport } => {
            let upload = Upload {
                name: name.clone(),
                bytes: bytes.clone(),
            };
            let outcomes = import(app, user_id, Some(zone), vec![upload]).await;
            let id = uploaded(&outcomes, given.at)?;
            if sport.is_some() || used.is_some() {
                let patch = Patch {
                    sport: sport.clone(),
                    gear: used,
                    ..Patch::default()
                };
                let edited = service::edit(app, user_id, id, None, patch).await;
                edited.map_err(|error| at(error, found))?;
            }
            Ok(id)
        }
    }
}

type FileOutcomes = [crate::domains::workouts::import::FileOutcome];

/// The last workout of an upload of which all was read.
fn uploaded(outcomes: &FileOutcomes, at: Span) -> std::result::Result<Uuid, Stop> {
    let refused = outcomes.iter().find(|file| file.status != FileStatus::Ok);
    let last = outcomes.iter().rev().find_map(|file| file.workouts.last());
    match (refused, last) {
        (None, Some(workout)) => Ok(workout.id),
        (refused, _) => {
            let reason = refused.and_then(|file| file.reason.clone());
            let message = reason.unwrap_or_else(|| "the file holds no workout".to_owned());
            let report = Report::error("S0083", at, message);
            let remedy = refused.and_then(|file| file.remedy.clone());
            Err(Stop::Refused(vec![match remedy {
                Some(remedy) => report.help(remedy),
                None => report,
            }]))
        }
    }
}
