//! A profile for "download my data" and "delete my account". The photo's file goes with all files.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::model::{ALWAYS, Fact, Field};
use super::service::Change;
use super::{photo, service, store};
use crate::App;
use crate::db::Tx;
use crate::domains::identity;
use crate::events::{self, Event};
use crate::userdata::archive::unreadable;
use crate::userdata::{ComesBack, ExportFile, Restoring, Tally, UserData, is_sane};
use crate::web::auth::BoxFuture;
use crate::web::error::{Error, Result};

const FILE: &str = "profile.json";
const PHOTO: &str = "photo.jpg";

pub struct ProfileData;

#[derive(Clone, Deserialize)]
struct Kept {
    id: Uuid,
    field: Field,
    sport: String,
    value: Value,
    from: NaiveDate,
    said_at: DateTime<Utc>,
}

impl Kept {
    /// Where it holds.
    fn place(&self) -> (Field, &str, NaiveDate) {
        (self.field, &self.sport, self.from)
    }
}

fn place_of(fact: &Fact) -> (Field, &str, NaiveDate) {
    (fact.field, &fact.sport, fact.valid_from)
}

/// Says again what was said. What the account says of the same day is right.
async fn back(
    cx: &Restoring<'_>,
    facts: Vec<Kept>,
    photo: Option<&str>,
    tally: &mut Tally,
) -> Result<()> {
    let (app, user_id) = (cx.app, cx.user_id);
    let ids: BTreeSet<Uuid> = facts.iter().map(|fact| fact.id).collect();
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    let here = store::facts(&mut tx, user_id).await?;
    let mut seen: BTreeSet<Uuid> = here.iter().map(|fact| fact.id).collect();
    let mut first: Option<NaiveDate> = None;
    for fact in facts {
        if !seen.insert(fact.id) {
            continue;
        }
        let mut own = here
            .iter()
            .filter(|own| place_of(own) == fact.place() && !ids.contains(&own.id));
        if let Some(own) = own.next_back() {
            if own.value != fact.value {
                let name = fact.field.as_str();
                tally.keep(&format!("“{name}” from {} on", fact.from));
            }
            continue;
        }
        if let Err(error) = check(cx, &fact, photo).await {
            tally.refuse(&error);
            continue;
        }
        first = Some(first.map_or(fact.from, |first| first.min(fact.from)));
        let fact = Fact {
            id: fact.id,
            field: fact.field,
            sport: fact.sport,
            value: fact.value,
            valid_from: fact.from,
            created_at: fact.said_at,
        };
        store::insert(&mut tx, user_id, &fact).await?;
    }
    if let Some(from) = first {
        let event = Event::ProfileChanged { from };
        events::append(&mut tx, &app.clock, user_id, &event).await?;
        identity::service::person_changed(&mut tx, app, user_id).await?;
    }
    tx.commit().await?;
    identity::service::forget(app, user_id);
    Ok(())
}

/// As of what is said here; a photo is the one that is in the archive, or one that is gone.
async fn check(cx: &Restoring<'_>, fact: &Kept, photo: Option<&str>) -> Result<()> {
    let change = Change {
        sport: fact.sport.clone(),
        from: fact.from,
        values: vec![(fact.field, fact.value.clone())],
    };
    service::check(cx.app, &change)?;
    let is_timeless = !fact.field.is_timeless() || fact.from == ALWAYS;
    if fact.sport.len() > 200 || !is_timeless || !is_sane(fact.said_at) {
        return Err(unreadable("Something that was said in it cannot be."));
    }
    if let (Field::Photo, Some(key)) = (fact.field, fact.value.as_str())
        && photo != Some(key)
        && cx.app.blobs.open(cx.user_id, key).await.is_ok()
    {
        return Err(unreadable("A photo in it is none."));
    }
    Ok(())
}

impl UserData for ProfileData {
    fn name(&self) -> &'static str {
        "profile"
    }

    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let facts = store::facts(&app.db, user_id).await?;
            let told = facts.iter().map(|fact| {
                json!({
                    "id": fact.id, "field": fact.field, "sport": fact.sport, "value": fact.value,
                    "from": fact.valid_from, "said_at": fact.created_at,
                })
            });
            let mut files = vec![ExportFile::json(FILE, &told.collect::<Vec<_>>())?];
            let mut newest_first = facts.iter().rev();
            let newest = newest_first.find(|fact| fact.field == Field::Photo);
            let newest = newest.and_then(|fact| fact.value.as_str());
            if let Some(key) = newest
                && let Ok(bytes) = app.blobs.get(user_id, key).await
            {
                files.push(ExportFile {
                    path: PHOTO.to_owned(),
                    bytes,
                });
            }
            Ok(files)
        })
    }

    fn comes_back(&self) -> ComesBack {
        ComesBack {
            what: "all that you said of yourself, with its days; the photo",
            but: "the files of former photos, which are gone since they were replaced",
        }
    }

    fn restore<'a>(&'a self, cx: &'a mut Restoring<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let (facts, mut tally) = cx.list::<Kept>(FILE).await?;
            let photo = match cx.member(PHOTO).await? {
                Some(bytes) if photo::is_ours(&bytes) => {
                    let key = cx.app.blobs.put(cx.user_id, bytes).await;
                    Some(key.map_err(|error| Error::internal(&error))?)
                }
                _ => None,
            };
            back(cx, facts, photo.as_deref(), &mut tally).await?;
            cx.tell(tally.done()).await
        })
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::erase(tx, user_id).await?) })
    }
}
