//! What the shelf keeps of a user, for "download my data" and "delete my account".

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::model::Rest;
use super::store;
use crate::App;
use crate::db::Tx;
use crate::userdata::archive::unreadable;
use crate::userdata::{ComesBack, ExportFile, Restoring, Tally, UserData, is_sane};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

const FILE: &str = "shelf.json";

pub struct ShelfData;

/// What of it comes back.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Kept {
    hidden: Vec<KeptRest>,
}

#[derive(Deserialize)]
struct KeptRest {
    pack: String,
    at: DateTime<Utc>,
    until: DateTime<Utc>,
}

impl From<KeptRest> for Rest {
    fn from(kept: KeptRest) -> Self {
        Self {
            pack: kept.pack,
            at: kept.at,
            until: kept.until,
        }
    }
}

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
            Ok(vec![ExportFile::json(FILE, &told)?])
        })
    }

    fn comes_back(&self) -> ComesBack {
        ComesBack {
            what: "where you want no suggestions for a while",
            but: "ways to shops that you followed: they are counted where they were",
        }
    }

    fn restore<'a>(&'a self, cx: &'a mut Restoring<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let mut tally = Tally::of(cx.shown(FILE));
            let kept: Kept = cx.json(FILE).await?.unwrap_or_default();
            let here = store::rests(&cx.app.db, cx.user_id).await?;
            for rest in kept.hidden {
                let is_it = |own: &&Rest| (&own.pack, own.at) == (&rest.pack, rest.at);
                match here.iter().find(is_it) {
                    Some(own) if own.until != rest.until => {
                        tally.keep(&format!(
                            "Until when you want no suggestions in “{}”",
                            rest.pack
                        ));
                    }
                    Some(_) => {}
                    None if rest.pack.len() <= 200 && is_sane(rest.at) && is_sane(rest.until) => {
                        let id = cx.app.clock.new_id();
                        store::rest(&cx.app.db, cx.user_id, id, &rest.into()).await?;
                    }
                    None => tally.refuse(&unreadable("A time without suggestions cannot be.")),
                }
            }
            cx.tell(tally.done()).await
        })
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::erase(tx, user_id).await?) })
    }
}
