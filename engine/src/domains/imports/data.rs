//! What imports keep of a user, for "download my data" and "delete my account".

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::App;
use crate::db::Tx;
use crate::userdata::{ComesBack, ExportFile, UserData};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct ImportData;

impl UserData for ImportData {
    fn name(&self) -> &'static str {
        "imports"
    }

    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let mut told = Vec::new();
            for job in store::newest(&app.db, user_id, i64::MAX).await? {
                let files = store::outcomes(&app.db, (user_id, job.id), 0, false, i64::MAX).await?;
                let files: Vec<_> = files.into_iter().map(|(_, outcome)| outcome.0).collect();
                told.push(json!({
                    "name": job.name, "size": job.size, "state": job.state(), "files": files,
                    "created_at": job.created_at, "finished_at": job.finished_at,
                }));
            }
            Ok(vec![ExportFile::json("imports.json", &told)?])
        })
    }

    fn comes_back(&self) -> ComesBack {
        ComesBack {
            what: "",
            but: "what was loaded before, and what became of it, is a report of the server where it was",
        }
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::erase(tx, user_id).await?) })
    }
}
