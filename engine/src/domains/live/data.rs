//! What live recordings keep of a user, for "download my data" and "delete my account".

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::App;
use crate::db::Tx;
use crate::userdata::{ComesBack, ExportFile, UserData};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct LiveData;

impl UserData for LiveData {
    fn name(&self) -> &'static str {
        "live"
    }

    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let kept = store::all(&app.db, user_id).await?;
            let told = kept.iter().map(|kept| {
                let adapters = kept.adapters.split(',').filter(|id| !id.is_empty());
                json!({
                    "id": kept.id, "workout": kept.workout_id, "received_at": kept.received_at,
                    "adapters": adapters.collect::<Vec<_>>(),
                })
            });
            let told = told.collect::<Vec<_>>();
            Ok(vec![ExportFile::json("recordings.json", &told)?])
        })
    }

    /// The workouts come back with the workouts.
    fn comes_back(&self) -> ComesBack {
        ComesBack {
            what: "",
            but: "which workout a device's recording became is known to the server to which it was sent",
        }
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::erase(tx, user_id).await?) })
    }
}
