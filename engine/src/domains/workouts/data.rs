//! A user's workouts for "download my data" and "delete my account".

use uuid::Uuid;

use super::{read, store};
use crate::App;
use crate::db::Tx;
use crate::userdata::{ExportFile, UserData};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct WorkoutData;

impl UserData for WorkoutData {
    fn name(&self) -> &'static str {
        "workouts"
    }

    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let mut files = Vec::new();
            for workout in store::all(&app.db, user_id).await? {
                let folder = if workout.deleted_at.is_some() {
                    "deleted/"
                } else {
                    ""
                };
                let id = workout.id.simple();
                let name = format!("{folder}{}-{id}.json", workout.local_day);
                let body = read::body(app, user_id, "en", workout).await?;
                files.push(ExportFile::json(name, &body)?);
            }
            let mut missing = Vec::new();
            for original in store::originals(&app.db, user_id).await? {
                let last = original.name.rsplit('/').next().unwrap_or("file");
                let path = format!("originals/{}-{last}", original.id.simple());
                match app.blobs.get(user_id, &original.blob).await {
                    Ok(bytes) => files.push(ExportFile { path, bytes }),
                    Err(error) => {
                        tracing::error!(%user_id, path, %error, "an original cannot be read");
                        missing.push(path);
                    }
                }
            }
            if !missing.is_empty() {
                // One lost file must not keep the others from their owner.
                files.push(ExportFile::json("missing.json", &missing)?);
            }
            Ok(files)
        })
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::erase(tx, user_id).await?) })
    }
}
