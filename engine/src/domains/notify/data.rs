//! A user's notices for "download my data" and "delete my account".

use std::collections::BTreeMap;

use serde_json::json;
use uuid::Uuid;

use super::model::NoticeKind;
use super::store;
use crate::App;
use crate::db::Tx;
use crate::userdata::{ComesBack, ExportFile, Restoring, Tally, UserData};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

const SETTINGS: &str = "notice-settings.json";

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
                ExportFile::json(SETTINGS, &chosen.collect::<BTreeMap<_, _>>())?,
            ])
        })
    }

    fn comes_back(&self) -> ComesBack {
        ComesBack {
            what: "what you want to be told",
            but: "notices: they are told anew of what comes back",
        }
    }

    fn restore<'a>(&'a self, cx: &'a mut Restoring<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let mut tally = Tally::of(cx.shown(SETTINGS));
            let chosen: BTreeMap<String, bool> = cx.json(SETTINGS).await?.unwrap_or_default();
            let mut tx = cx.app.db.begin().await?;
            tx.lock_user(cx.user_id).await?;
            let here = store::settings(&mut tx, cx.user_id).await?;
            for (word, is_on) in chosen {
                // A kind of a later version is nothing that anybody is told here.
                let Some(kind) = NoticeKind::parse(&word) else {
                    continue;
                };
                match here.0.get(&kind) {
                    Some(own) if *own != is_on => {
                        tally.keep(&format!("Whether you are told of “{word}”"));
                    }
                    Some(_) => {}
                    None => {
                        store::set(&mut tx, cx.user_id, kind, is_on, cx.app.clock.now()).await?;
                    }
                }
            }
            tx.commit().await?;
            cx.tell(tally.done()).await
        })
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::erase(tx, user_id).await?) })
    }
}
