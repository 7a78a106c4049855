//! A user's notices for "download my data" and "delete my account".

use std::collections::BTreeMap;

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::App;
use crate::db::Tx;
use crate::userdata::{ExportFile, UserData};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct NoticeData;

impl UserData for NoticeData {
    fn name(&self) -> &'static str {
        "notices"
    }

    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let notices = store::list(&app.db, user_id, None, false, u32::MAX).await?;
            let told = notices.iter().map(|notice| {
                json!({
                    "id": notice.id, "kind": notice.kind, "payload": notice.payload.0,
                    "at": notice.at, "read_at": notice.read_at,
                })
            });
            let settings = store::settings(&app.db, user_id).await?;
            let chosen = settings
                .0
                .iter()
                .map(|(kind, is_on)| (kind.as_str(), is_on));
            Ok(vec![
                ExportFile::json("notices.json", &told.collect::<Vec<_>>())?,
                ExportFile::json("notice-settings.json", &chosen.collect::<BTreeMap<_, _>>())?,
            ])
        })
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::erase(tx, user_id).await?) })
    }
}
