//! A user's workouts for "download my data" and "delete my account".

use uuid::Uuid;

use super::{read, store};
use crate::App;
use crate::db::Tx;
use crate::userdata::{ExportFile, UserData};
use crate::web::auth::BoxFuture;
use crate::web::error::{Error, Result};

pub struct WorkoutData;

impl UserData for WorkoutData {
    fn name(&self) -> &'static str {
        "workouts"
    }

    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let mut files = Vec::new();
            for workout in store::all(&app.db, user_id).await? {
                let name = format!("{}-{}.json", workout.local_day, workout.id.simple());
                let body = read::body(app, user_id, "en", workout).await?;
                files.push(ExportFile::json(name, &body)?);
            }
            for original in store::originals(&app.db, user_id).await? {
                let bytes = app.blobs.get(user_id, &original.blob).await;
                let bytes = bytes.map_err(|error| Error::internal(&error))?;
                let last = original.name.rsplit('/').next().unwrap_or("file");
                let path = format!("originals/{}-{last}", original.id.simple());
                files.push(ExportFile { path, bytes });
            }
            Ok(files)
        })
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::erase(tx, user_id).await?) })
    }
}
