//! The slice through its services, on both databases.

mod answers;
mod archive;
mod athlete;
mod changes;
mod export;
mod figures;
mod formats;
pub(crate) mod histories;
mod import;
mod nul;
mod power;
mod progress;
mod renew;
mod sources;
mod zones;

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use stadion_pack::value::Value;
use uuid::Uuid;

use super::model::{Entered, Source, Workout};
use super::service::{self, NewWorkout};
use crate::db::Db;
use crate::testing::{TestApp, app_with};

/// The shipped packs.
pub(crate) fn packs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../sport-packs")
}

pub(crate) async fn app(db: Db) -> TestApp {
    app_with(db, |config| config.packs = vec![packs()]).await
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

/// A run by hand.
pub(crate) fn outing(start: DateTime<Utc>, metres: f64, seconds: f64) -> NewWorkout {
    let metrics = [("core.distance", metres), ("core.duration", seconds)];
    let metrics = metrics.map(|(id, value)| (id.to_owned(), Value::Number(value)));
    NewWorkout {
        sport: "running.run".into(),
        start_at: Some(start),
        entered: Entered {
            metrics: metrics.into(),
            ..Entered::default()
        },
        ..NewWorkout::default()
    }
}

/// A session of one set.
pub(crate) fn lift(start: DateTime<Utc>, exercise: &str, reps: f64, kilos: f64) -> NewWorkout {
    let row = [
        ("exercise", Value::Text(exercise.into())),
        ("reps", Value::Number(reps)),
        ("load", Value::Number(kilos)),
    ];
    let row = row.map(|(name, value)| (name.to_owned(), value));
    let parts = [("strength.set".to_owned(), vec![row.into()])];
    NewWorkout {
        sport: "strength.strength_training".into(),
        start_at: Some(start),
        entered: Entered {
            metrics: [("core.duration".to_owned(), Value::Number(3_600.0))].into(),
            parts: parts.into(),
        },
        ..NewWorkout::default()
    }
}

pub(crate) async fn record(app: &TestApp, user_id: Uuid, new: NewWorkout) -> Workout {
    // Boxed, or the future of every test that records is a large one.
    let recorded = Box::pin(service::record(&app.app, user_id, None, Source::Api, new)).await;
    recorded.expect("recorded")
}
