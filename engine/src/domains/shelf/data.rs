//! What the shelf keeps of a user, for "download my data" and "delete my account".

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::App;
use crate::db::Tx;
use crate::userdata::{ExportFile, UserData};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct ShelfData;

impl UserData for ShelfData {
    fn name(&self) -> &'static str {
        "shelf"
    }

    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let clicks = store::clicks(&app.db, user_id).await?;
            let clicks = clicks.iter().map(|click| {
                json!({"product": click.product, "place": click.place, "pack": click.pack, "at": click.at})
            });
            let rests = store::rests(&app.db, user_id).await?;
            let rests = rests
                .iter()
                .map(|rest| json!({"pack": rest.pack, "at": rest.at, "until": rest.until}));
            let told = json!({
                "followed": clicks.collect::<Vec<_>>(),
                "hidden": rests.collect::<Vec<_>>(),
            });
            Ok(vec![ExportFile::json("shelf.json", &told)?])
        })
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::erase(tx, user_id).await?) })
    }
}
