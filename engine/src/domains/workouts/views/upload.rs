//! What became of uploaded files.

use axum::http::StatusCode;
use axum::response::Response;
use stadion_activity::columns::{ColumnMap, ColumnMapError};
use uuid::Uuid;

use super::record;
use crate::domains::achievements;
use crate::domains::app::Here;
use crate::domains::workouts::files;
use crate::domains::workouts::import::{
    self, FileOutcome as Imported, FileStatus, ImportResult, ImportedWorkout,
};
use crate::domains::workouts::rules::values::{Facts, compute};
use crate::domains::workouts::service;
use crate::domains::workouts::store::projections;
use crate::domains::workouts::words;
use crate::web::ui::page::{Section, Urls};
use crate::web::ui::pages::{FileOutcome, Input, Outcome, Problem, Uploaded};
use crate::web::{Multipart, Principal, Result};

pub async fn receive(here: Here, principal: Principal, form: Multipart) -> Result<Response> {
    let sent = files::uploads(form).await?;
    let columns = match ColumnMap::parse(&sent.columns) {
        Ok(columns) => columns,
        Err(error) => return asked_again(&here, sent.columns, &error).await,
    };
    let (user_id, zone) = (principal.user_id, principal.time_zone.clone());
    let reading = import::Reading {
        zone,
        columns,
        via: None,
        through: Some(import::Through::live(&here.app)),
    };
    let imported = import::import_as(&here.app, user_id, reading, sent.uploads).await;
    let mut outcomes = Vec::new();
    for file in &imported {
        outcomes.extend(told(&here, user_id, file).await?);
    }
    let view = Uploaded {
        summary: summary(&here, &imported),
        files: outcomes,
    };
    let record = Urls::new(Some(&here.pack.id)).record;
    let mut page = here.framed_below(format!("{record}?from=files")).await?;
    page.section = Some(Section::Record);
    here.show(&page, &view)
}

/// The form with what was typed in it and what is wrong with that. Files have to be chosen anew:
/// no browser takes them from a page.
async fn asked_again(here: &Here, typed: String, error: &ColumnMapError) -> Result<Response> {
    let args = [("entry", error.entry.as_str().into())];
    let message = here.formats.text("upload-columns-wrong", &args);
    let columns = Input {
        value: typed,
        problem: Some(Problem { message, fix: None }),
    };
    let mut response = record::files_form(here, columns).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// `3 workouts from 4 files`, those counted that were not here before.
fn summary(here: &Here, imported: &[Imported]) -> String {
    let workouts = imported.iter().flat_map(|file| &file.workouts);
    let fresh = workouts
        .filter(|workout| !matches!(workout.result, ImportResult::Known | ImportResult::Attached))
        .count();
    let workouts = here.formats.text("count-workouts", &[("n", fresh.into())]);
    let args = [
        ("workouts", workouts.into()),
        ("files", imported.len().into()),
    ];
    here.formats.text("uploaded-summary", &args)
}

/// A file with several sessions has an entry for each.
async fn told(here: &Here, user_id: Uuid, file: &Imported) -> Result<Vec<FileOutcome>> {
    if file.status == FileStatus::Refused {
        return Ok(vec![refused(here, file)]);
    }
    let mut outcomes = Vec::new();
    for workout in &file.workouts {
        outcomes.push(recorded(here, user_id, file, workout).await?);
    }
    Ok(outcomes)
}

async fn recorded(
    here: &Here,
    user_id: Uuid,
    file: &Imported,
    imported: &ImportedWorkout,
) -> Result<FileOutcome> {
    let (app, told) = (&here.app, here.telling());
    let workout = service::get(app, user_id, imported.id).await?;
    let when = told
        .formats
        .long_moment(workout.local_start().naive_local(), told.now);
    let sport = here.packs.sport(&workout.sport);
    let lead = sport.and_then(|(_, sport)| {
        let values = compute(&here.packs, sport, &Facts::of(&workout, &here.packs));
        let mut figures =
            words::figures(sport, &values.metrics, true, (workout.id, told)).into_iter();
        figures
            .next()
            .map(|figure| format!("{}\u{a0}{}", figure.value, figure.unit))
    });
    let is_known = imported.result == ImportResult::Known;
    Ok(FileOutcome {
        name: file.file.clone(),
        outcome: match imported.result {
            ImportResult::Known => Outcome::Duplicate,
            ImportResult::Attached => Outcome::Attached,
            ImportResult::New | ImportResult::Restored => Outcome::Recorded,
        },
        text: words::title(
            workout.title.as_deref(),
            &workout.sport,
            workout.local_start().naive_local(),
            told,
        ),
        detail: lead.map_or_else(
            || when.clone(),
            |lead| format!("{when} · {}", lead.trim_end()),
        ),
        href: Some(words::address(&workout.sport, workout.id)),
        warnings: file
            .warnings
            .iter()
            .map(|w| words::warning(&w.code, w.count, &w.message, told.formats))
            .collect(),
        gained: if is_known {
            Vec::new()
        } else {
            gained(here, user_id, workout.id).await?
        },
    })
}

/// `2 records` and the titles of badges.
async fn gained(here: &Here, user_id: Uuid, id: Uuid) -> Result<Vec<String>> {
    let counts = projections::mark_counts(&here.app.db, user_id, &[id]).await?;
    let records = counts.first().map(|(_, n)| *n).filter(|n| *n > 0);
    let records = records.map(|n| here.formats.text("count-records", &[("n", n.into())]));
    let held = achievements::by_workout(&here.app, user_id, &here.packs, id).await?;
    let badges = held
        .iter()
        .map(|held| held.title.get(here.locale()).to_owned());
    Ok(records.into_iter().chain(badges).collect())
}

fn refused(here: &Here, file: &Imported) -> FileOutcome {
    let (text, detail) = words::refusal(file, &here.formats);
    FileOutcome {
        name: file.file.clone(),
        outcome: Outcome::Refused,
        text,
        detail,
        href: None,
        warnings: Vec::new(),
        gained: Vec::new(),
    }
}
