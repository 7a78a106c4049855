//! A user's gear for "download my data" and "delete my account".

use serde_json::json;
use uuid::Uuid;

use super::store::{self, mounts, services};
use crate::App;
use crate::db::Tx;
use crate::userdata::{ExportFile, UserData};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct GearData;

impl UserData for GearData {
    fn name(&self) -> &'static str {
        "gear"
    }

    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let items = store::all(&app.db, user_id).await?;
            let stays = mounts::all(&app.db, user_id).await?;
            let done = services::all(&app.db, user_id).await?;
            let told = items.iter().map(|item| {
                let part_of = stays.iter().filter(|stay| stay.gear_id == item.id);
                let part_of = part_of.map(|stay| {
                    json!({"gear": stay.parent_id, "since": stay.since, "until": stay.until})
                });
                let services = done.iter().filter(|done| done.gear_id == item.id);
                let services = services.map(|done| json!({"on": done.on_day, "note": done.note}));
                json!({
                    "id": item.id, "kind": item.kind, "name": item.name,
                    "attributes": item.attributes.0, "default_sport": item.default_sport,
                    "acquired_on": item.acquired_on, "retired_at": item.retired_at,
                    "part_of": part_of.collect::<Vec<_>>(),
                    "services": services.collect::<Vec<_>>(),
                })
            });
            Ok(vec![ExportFile::json(
                "gear.json",
                &told.collect::<Vec<_>>(),
            )?])
        })
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::erase(tx, user_id).await?) })
    }
}
