//! A person's links for "download my data" and "delete my account".

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::App;
use crate::db::Tx;
use crate::userdata::{ComesBack, ExportFile, UserData};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct LinkData;

impl UserData for LinkData {
    fn name(&self) -> &'static str {
        "sharing"
    }

    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let links = store::all(&app.db, user_id).await?;
            let told = links.iter().map(|link| {
                json!({
                    "id": link.id, "workout": link.workout_id, "with_name": link.with_name,
                    "with_body": link.with_body, "with_ends": link.with_ends,
                    "created_at": link.created_at, "ends_at": link.ends_at,
                    "revoked_at": link.revoked_at,
                })
            });
            let told: Vec<_> = told.collect();
            Ok(vec![ExportFile::json("links.json", &told)?])
        })
    }

    fn comes_back(&self) -> ComesBack {
        ComesBack {
            what: "",
            but: "links: whoever has one was given it for the server where it was made, and its secret part is stored nowhere",
        }
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::erase(tx, user_id).await?) })
    }
}
