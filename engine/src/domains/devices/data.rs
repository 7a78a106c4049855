//! What devices keep of a user, for "download my data" and "delete my account".

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::App;
use crate::db::Tx;
use crate::userdata::{ComesBack, ExportFile, UserData};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct DeviceData;

impl UserData for DeviceData {
    fn name(&self) -> &'static str {
        "devices"
    }

    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let mut files = Vec::new();
            let mut told = Vec::new();
            for connection in store::connections(&app.db, user_id).await? {
                let came = store::activities(&app.db, user_id, connection.id).await?;
                let came = came.iter().map(|held| {
                    json!({"id": held.external_id, "workout": held.workout_id, "file": held.blob})
                });
                told.push(json!({
                    "adapter": connection.adapter, "external_id": connection.external_id,
                    "state": connection.state(), "made_at": connection.made_at,
                    "ended_at": connection.ended_at, "last_data_at": connection.last_data_at,
                    "activities": came.collect::<Vec<_>>(),
                }));
            }
            files.push(ExportFile::json("connections.json", &told)?);
            let came = store::deliveries(&app.db, user_id, i64::MAX).await?;
            if !came.is_empty() {
                let came = came.iter().map(|came| {
                    json!({
                        "at": came.at, "adapter": came.adapter, "version": came.adapter_version,
                        "connection": came.connection_id, "how": came.how, "taken": came.taken,
                        "updated": came.updated, "known": came.known, "refused": came.refused,
                        "details": came.details,
                    })
                });
                let came = came.collect::<Vec<_>>();
                files.push(ExportFile::json("deliveries.json", &came)?);
            }
            let ways = store::setups_of(&app.db, user_id).await?;
            if !ways.is_empty() {
                let ways = ways.iter().map(|way| {
                    json!({
                        "adapter": way.adapter, "version": way.adapter_version, "how": way.how,
                        "chosen_at": way.chosen_at, "began_at": way.began_at,
                        "connected_at": way.connected_at, "first_data_at": way.first_data_at,
                    })
                });
                let ways = ways.collect::<Vec<_>>();
                files.push(ExportFile::json("setups.json", &ways)?);
            }
            let done = store::done_by(&app.db, user_id).await?;
            if !done.is_empty() {
                let done = done.iter().map(|(at, adapter, key, action)| {
                    json!({"at": at, "adapter": adapter, "key": key, "action": action})
                });
                let done = done.collect::<Vec<_>>();
                files.push(ExportFile::json("keys.json", &done)?);
            }
            Ok(files)
        })
    }

    /// The workouts come back with the workouts.
    fn comes_back(&self) -> ComesBack {
        ComesBack {
            what: "",
            but: "a manufacturer's server is connected to the server where it was: connect again",
        }
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            store::erase(tx, user_id).await?;
            Ok(store::forget_deeds(tx, user_id).await?)
        })
    }
}
