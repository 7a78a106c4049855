//! The note of how far a demo account's data have come, for "download my data" and "delete my account".

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::App;
use crate::db::Tx;
use crate::userdata::{ComesBack, ExportFile, UserData};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct DemoData;

impl UserData for DemoData {
    fn name(&self) -> &'static str {
        "demo"
    }

    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let Some(progress) = store::find(&app.db, user_id).await? else {
                return Ok(Vec::new());
            };
            let told = json!({
                "anchor": progress.anchor, "weeks": progress.weeks, "done_at": progress.done_at,
            });
            Ok(vec![ExportFile::json("progress.json", &told)?])
        })
    }

    fn comes_back(&self) -> ComesBack {
        ComesBack {
            what: "",
            but: "how far a demonstration's data had come is of its server alone",
        }
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::erase(tx, user_id).await?) })
    }
}
