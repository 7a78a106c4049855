//! What clouds keep of a user, for "download my data" and "delete my account".

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::App;
use crate::db::Tx;
use crate::userdata::{ComesBack, ExportFile, UserData};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct CloudData;

impl UserData for CloudData {
    fn name(&self) -> &'static str {
        "clouds"
    }

    /// Never what vendors let us in with.
    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let accounts = store::of_user(&app.db, user_id).await?;
            let told = accounts.iter().map(|account| {
                json!({
                    "adapter": account.adapter, "connection": account.connection_id,
                    "state": account.state, "reason": account.reason,
                    "last_sync_at": account.last_sync_at,
                })
            });
            let told = told.collect::<Vec<_>>();
            Ok(vec![ExportFile::json("accounts.json", &told)?])
        })
    }

    fn comes_back(&self) -> ComesBack {
        ComesBack {
            what: "",
            but: "what a vendor lets a server in with is never written into an archive: connect again",
        }
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::erase(tx, user_id).await?) })
    }
}
