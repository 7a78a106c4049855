//! A user's workouts for "download my data" and "delete my account".

use std::collections::BTreeMap;

use serde::Serialize;
use stadion_pack::model::Packs;
use stadion_pack::renames::FIELDS;
use stadion_pack::value::Value;
use uuid::Uuid;

use super::archive::{self, Files};
use super::model::{PartRow, Workout};
use super::store::Original;
use super::{read, store};
use crate::App;
use crate::db::Tx;
use crate::userdata::{ComesBack, ExportFile, Restoring, UserData};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct WorkoutData;

/// What somebody stated of a workout under names that no live pack has any more: kept, shown on no
/// page, and theirs all the same.
#[derive(Serialize)]
struct Unnamed {
    workout_id: Uuid,
    /// By qualified name; numbers in SI base units.
    metrics: BTreeMap<String, Option<Value>>,
    parts: BTreeMap<String, Vec<PartRow>>,
}

fn unnamed_of(packs: &Packs, workout: &Workout) -> Option<Unnamed> {
    let (entered, edits) = (&workout.entered.0, &workout.edits.0);
    let typed = entered.metrics.iter();
    let typed = typed.map(|(name, value)| (name.clone(), Some(value.clone())));
    let edited = edits.metrics.iter();
    let edited = edited.map(|(name, value)| (name.clone(), value.clone()));
    let metrics = typed.chain(edited);
    let metrics: BTreeMap<_, _> = metrics
        .filter(|(name, _)| packs.metric(name).is_none())
        .collect();
    let parts = entered.parts.iter().chain(&edits.parts);
    let parts = parts.map(|(name, rows)| (name.clone(), unnamed_rows(packs, name, rows)));
    let parts: BTreeMap<_, _> = parts
        .filter(|(_, rows)| rows.iter().any(|row| !row.is_empty()))
        .collect();
    let is_any = !metrics.is_empty() || !parts.is_empty();
    is_any.then_some(Unnamed {
        workout_id: workout.id,
        metrics,
        parts,
    })
}

/// The entries with those of their fields that no live pack has; of a part that is gone, all.
fn unnamed_rows(packs: &Packs, part: &str, rows: &[PartRow]) -> Vec<PartRow> {
    let now = packs.renames.now("parts", part);
    let is_gone = |field: &str| {
        let full = format!("{now}.{field}");
        !packs.has(FIELDS, packs.renames.now(FIELDS, &full))
    };
    let left = |row: &PartRow| {
        let fields = row.iter().filter(|(field, _)| is_gone(field));
        fields
            .map(|(field, value)| (field.clone(), value.clone()))
            .collect()
    };
    rows.iter().map(left).collect()
}

/// Where a file lies in the archive.
fn path_of(original: &Original) -> String {
    let last = original.name.rsplit('/').next().unwrap_or("file");
    format!("originals/{}-{last}", original.id.simple())
}

impl UserData for WorkoutData {
    fn name(&self) -> &'static str {
        "workouts"
    }

    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let (mut files, mut there, mut missing) = (Vec::new(), Files::new(), Vec::new());
            for original in store::originals(&app.db, user_id).await? {
                let path = path_of(&original);
                match app.blobs.get(user_id, &original.blob).await {
                    Ok(bytes) => {
                        there.insert(original.id, (path.clone(), original.received_at));
                        files.push(ExportFile { path, bytes });
                    }
                    Err(error) => {
                        tracing::error!(%user_id, path, %error, "an original cannot be read");
                        missing.push(path);
                    }
                }
            }
            let workouts = store::all(&app.db, user_id).await?;
            files.extend(archive::keep(app, user_id, &workouts, &there).await?);
            let packs = app.catalog.packs();
            let mut unnamed = Vec::new();
            for workout in workouts {
                let folder = if workout.deleted_at.is_some() {
                    "deleted/"
                } else {
                    ""
                };
                let id = workout.id.simple();
                let name = format!("{folder}{}-{id}.json", workout.local_day);
                unnamed.extend(unnamed_of(&packs, &workout));
                let body = read::body(app, user_id, "en", workout).await?;
                files.push(ExportFile::json(name, &body)?);
            }
            if !unnamed.is_empty() {
                files.push(ExportFile::json("no-longer-shown.json", &unnamed)?);
            }
            if !missing.is_empty() {
                // One lost file must not keep the others from their owner.
                files.push(ExportFile::json("missing.json", &missing)?);
            }
            Ok(files)
        })
    }

    fn comes_back(&self) -> ComesBack {
        ComesBack {
            what: "workouts with their files, what was typed and edited, each change that can be undone, the gear of each, and deleted ones that can be taken back",
            but: "what follows from them, such as records and badges: it is told anew",
        }
    }

    fn restore<'a>(&'a self, cx: &'a mut Restoring<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(archive::restore(cx))
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::erase(tx, user_id).await?) })
    }
}
