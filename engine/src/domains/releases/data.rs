//! What publishers did, for "download my data" and "delete my account".

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::App;
use crate::db::Tx;
use crate::userdata::{ComesBack, ExportFile, UserData};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct ReleaseData;

impl UserData for ReleaseData {
    fn name(&self) -> &'static str {
        "releases"
    }

    /// Nothing for whoever never published.
    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let done = store::done_by(&app.db, user_id).await?;
            if done.is_empty() {
                return Ok(Vec::new());
            }
            let done = done
                .iter()
                .map(|(at, pack, action)| json!({"at": at, "pack": pack, "action": action}));
            let told = json!({ "done": done.collect::<Vec<_>>() });
            Ok(vec![ExportFile::json("releases.json", &told)?])
        })
    }

    /// The trail stays without the name.
    fn comes_back(&self) -> ComesBack {
        ComesBack {
            what: "",
            but: "who published what is the trail of the server where it happened",
        }
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::forget(tx, user_id).await?) })
    }
}
