//! A recording becomes a workout: once, however often it is sent.

use std::io::Cursor;

use stadion_activity::write;
use stadion_pack::model::{Packs, Sport};
use uuid::Uuid;

use super::model::{Answer, Kept, LeftOut, Recording, Sent};
use super::{rules, store};
use crate::App;
use crate::domains::workouts::import::{FileOutcome, FileStatus, Import, ImportResult, Reading};
use crate::domains::workouts::service::{self, Patch};
use crate::domains::workouts::words;
use crate::web::error::{Error, FieldError, Result};

/// Takes a recording whatever becomes of the connection that it came by.
pub async fn take(app: App, user_id: Uuid, zone: Option<String>, sent: Sent) -> Result<Answer> {
    let work = tokio::spawn(async move { Box::pin(taken(&app, user_id, zone, sent)).await });
    work.await.map_err(|error| Error::internal(&error))?
}

async fn taken(app: &App, user_id: Uuid, zone: Option<String>, sent: Sent) -> Result<Answer> {
    if let Some(kept) = store::find(&app.db, user_id, sent.id).await? {
        return known(app, user_id, &kept).await;
    }
    let (id, sport) = (sent.id, sent.sport.clone());
    let adapters: Vec<String> = sent.sensors.iter().map(|one| one.adapter.clone()).collect();
    let bytes = written(app, sent).await?;
    let reading = Reading {
        zone,
        ..Reading::default()
    };
    let name = format!("live {id}.json");
    let sources = vec![(name, Cursor::new(bytes))];
    let outcome = Import::begin(reading, sources, 0).next(app, user_id).await;
    let outcome = outcome.ok_or_else(|| Error::internal(&"a decoder failed"))?;
    let made = match outcome.workouts.first() {
        Some(made) if outcome.status != FileStatus::Refused => made.clone(),
        _ => return Err(refused(&outcome)),
    };
    app.events.settle(app, user_id).await;
    if made.result == ImportResult::New {
        choose_sport(app, user_id, (made.id, &made.sport), &sport).await?;
    }
    let kept = Kept {
        id,
        workout_id: made.id,
        adapters: adapters.join(","),
        received_at: app.clock.now(),
    };
    store::put(&app.db, user_id, &kept).await?;
    let warnings = outcome.warnings.into_iter().map(|warning| LeftOut {
        code: warning.code,
        message: warning.message,
        count: warning.count,
    });
    answer(app, user_id, made.id, warnings.collect()).await
}

/// What came before is told again; what was deleted since stays so.
async fn known(app: &App, user_id: Uuid, kept: &Kept) -> Result<Answer> {
    let answered = answer(app, user_id, kept.workout_id, Vec::new()).await;
    answered.map_err(|error| match error.code {
        "not-found" => {
            let detail = "This recording was sent before, and its workout deleted since.";
            Error::conflict("deleted-meanwhile", detail)
        }
        _ => error,
    })
}

async fn answer(app: &App, user_id: Uuid, workout: Uuid, warnings: Vec<LeftOut>) -> Result<Answer> {
    let found = service::get(app, user_id, workout).await?;
    let at = words::address(&found.sport, workout);
    Ok(Answer {
        workout,
        location: format!("{at}?did=saved"),
        warnings,
    })
}

/// Checks and merges it, and writes it as a file of ours: work for a processor.
async fn written(app: &App, sent: Sent) -> Result<Vec<u8>> {
    let (packs, adapters, now) = (app.catalog.packs(), app.catalog.adapters(), app.clock.now());
    let work = move || {
        let recording = rules::check(sent)?;
        let (sport, sub_sport) = fit_words(&packs, &recording);
        let activity = rules::merge(&recording, (&sport, &sub_sport), &adapters, now);
        Ok(write::json(&activity))
    };
    let written: std::result::Result<Vec<u8>, Vec<FieldError>> = tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::internal(&error))?;
    written.map_err(Error::invalid)
}

/// What FIT's profile calls the sport: a word that leads back to it, where there is one.
fn fit_words(packs: &Packs, recording: &Recording) -> (String, String) {
    const ANY: &str = "generic";
    let found = packs.sport(&recording.sport).map(|(_, sport)| sport);
    let words = found.into_iter().flat_map(|sport| {
        let word = |(name, sub): &(String, Option<String>)| {
            (name.clone(), sub.clone().unwrap_or_else(|| ANY.to_owned()))
        };
        sport.fit.iter().map(word)
    });
    let leads_back = |(name, sub): &(String, String)| {
        let claimed = packs.sport_for_fit(name, sub).map(|(_, sport)| &sport.id);
        claimed == found.map(|sport: &std::sync::Arc<Sport>| &sport.id)
    };
    let found = words.into_iter().find(leads_back);
    found.unwrap_or_else(|| (ANY.to_owned(), ANY.to_owned()))
}

/// A sport that no word of FIT leads to is the person's choice over the file's; a name that is no sport
/// leaves the workout where it is.
async fn choose_sport(
    app: &App,
    user_id: Uuid,
    (workout, is): (Uuid, &str),
    chosen: &str,
) -> Result<()> {
    let packs = app.catalog.packs();
    let chosen = packs.sport(chosen).map(|(_, sport)| sport.id.clone());
    if let Some(sport) = chosen.filter(|sport| sport != is) {
        let patch = Patch {
            sport: Some(sport),
            ..Patch::default()
        };
        service::edit(app, user_id, workout, None, patch).await?;
    }
    Ok(())
}

fn refused(outcome: &FileOutcome) -> Error {
    let reason = outcome.reason.clone().unwrap_or_default();
    let remedy = outcome.remedy.clone().unwrap_or_default();
    if outcome.code.as_deref() == Some("internal") {
        return Error::internal(&reason);
    }
    Error::invalid(vec![FieldError::new("", reason).remedy(remedy)])
}
