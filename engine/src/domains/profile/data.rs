//! A profile for "download my data" and "delete my account". The photo's file goes with all files.

use serde_json::json;
use uuid::Uuid;

use super::model::Field;
use super::store;
use crate::App;
use crate::db::Tx;
use crate::userdata::{ExportFile, UserData};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct ProfileData;

impl UserData for ProfileData {
    fn name(&self) -> &'static str {
        "profile"
    }

    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let facts = store::facts(&app.db, user_id).await?;
            let told = facts.iter().map(|fact| {
                json!({
                    "field": fact.field, "sport": fact.sport, "value": fact.value,
                    "from": fact.valid_from, "said_at": fact.created_at,
                })
            });
            let mut files = vec![ExportFile::json("profile.json", &told.collect::<Vec<_>>())?];
            let mut newest_first = facts.iter().rev();
            let newest = newest_first.find(|fact| fact.field == Field::Photo);
            let newest = newest.and_then(|fact| fact.value.as_str());
            if let Some(key) = newest
                && let Ok(bytes) = app.blobs.get(user_id, key).await
            {
                files.push(ExportFile {
                    path: "photo.jpg".to_owned(),
                    bytes,
                });
            }
            Ok(files)
        })
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::erase(tx, user_id).await?) })
    }
}
