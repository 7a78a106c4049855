//! A user's gear for "download my data", its way back, and "delete my account".

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::types::Json;
use uuid::Uuid;

use super::model::{Item, Mount, Serviced};
use super::service::{self, tell};
use super::store::{self, mounts, services};
use crate::App;
use crate::db::Tx;
use crate::userdata::archive::unreadable;
use crate::userdata::{ComesBack, ExportFile, Restoring, Tally, UserData, is_sane, is_sane_day};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

const FILE: &str = "gear.json";
const TEXT_MAX: usize = 2_000;
/// Of one item: a stay or a service each day of a life.
const EACH_MAX: usize = 30_000;

pub struct GearData;

/// All facts of one item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Kept {
    id: Uuid,
    /// Qualified.
    kind: String,
    name: String,
    attributes: Map<String, Value>,
    /// In steps of what its kind's wear is measured by.
    start_wear: i64,
    default_sport: Option<String>,
    acquired_on: NaiveDate,
    retired_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    part_of: Vec<KeptStay>,
    services: Vec<KeptService>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct KeptStay {
    gear: Uuid,
    since: NaiveDate,
    /// The first day after.
    until: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct KeptService {
    id: Uuid,
    on: NaiveDate,
    note: Option<String>,
    created_at: DateTime<Utc>,
}

impl Kept {
    fn of(item: &Item, stays: &[Mount], done: &[Serviced]) -> Self {
        let part_of = stays.iter().filter(|stay| stay.gear_id == item.id);
        let services = done.iter().filter(|done| done.gear_id == item.id);
        Self {
            id: item.id,
            kind: item.kind.clone(),
            name: item.name.clone(),
            attributes: item.attributes.0.clone(),
            start_wear: item.start_wear,
            default_sport: item.default_sport.clone(),
            acquired_on: item.acquired_on,
            retired_at: item.retired_at,
            created_at: item.created_at,
            part_of: part_of
                .map(|stay| KeptStay {
                    gear: stay.parent_id,
                    since: stay.since,
                    until: stay.until,
                })
                .collect(),
            services: services
                .map(|done| KeptService {
                    id: done.id,
                    on: done.on_day,
                    note: done.note.clone(),
                    created_at: done.created_at,
                })
                .collect(),
        }
    }

    /// What one may add here, and what both databases hold.
    fn check(&self, app: &App) -> Result<()> {
        let packs = app.catalog.packs();
        let today = app.clock.now().date_naive();
        service::check_back(&packs, (&self.kind, &self.name, &self.attributes))?;
        let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
        let sport = self.default_sport.as_deref().unwrap_or_default();
        let lengths = self.kind.len().max(sport.len()) <= 200;
        let notes = self.services.iter().filter_map(|done| done.note.as_ref());
        let times = self.services.iter().map(|done| done.created_at);
        let times = times.chain(self.retired_at).chain([self.created_at]);
        let days = self.services.iter().map(|done| done.on);
        let days = days
            .chain(self.part_of.iter().map(|stay| stay.since))
            .chain([self.acquired_on]);
        let is_sound = lengths
            && self.part_of.len().max(self.services.len()) <= EACH_MAX
            && notes.into_iter().all(|note| note.len() <= TEXT_MAX)
            && times.into_iter().all(is_sane)
            && days
                .into_iter()
                .all(|day| is_sane_day(day) && day <= tomorrow)
            && (0..=1 << 53).contains(&self.start_wear)
            && self.stays_follow_one_another();
        if is_sound {
            Ok(())
        } else {
            Err(unreadable(&format!("The item “{}” cannot be.", self.name)))
        }
    }

    /// An item is part of one other at a time.
    fn stays_follow_one_another(&self) -> bool {
        let mut stays: Vec<_> = self.part_of.iter().collect();
        stays.sort_by_key(|stay| stay.since);
        let sound = |stay: &&KeptStay| {
            stay.gear != self.id
                && stay
                    .until
                    .is_none_or(|until| until >= stay.since && is_sane_day(until))
        };
        let follows = |two: &[&KeptStay]| {
            two[0].since < two[1].since && two[0].until.is_some_and(|until| until <= two[1].since)
        };
        stays.iter().all(sound) && stays.windows(2).all(follows)
    }

    fn item(&self) -> Item {
        Item {
            id: self.id,
            kind: self.kind.clone(),
            name: self.name.clone(),
            attributes: Json(self.attributes.clone()),
            start_wear: self.start_wear,
            default_sport: self.default_sport.clone(),
            acquired_on: self.acquired_on,
            retired_at: self.retired_at,
            version: 1,
            created_at: self.created_at,
        }
    }
}

/// Puts an item back with its services; answers whether it is a new one here.
async fn back(cx: &Restoring<'_>, kept: &Kept, tally: &mut Tally) -> Result<bool> {
    kept.check(cx.app)?;
    let user_id = cx.user_id;
    let mut tx = cx.app.db.begin().await?;
    tx.lock_user(user_id).await?;
    if let Some(own) = store::find(&mut tx, user_id, kept.id).await? {
        let stays = mounts::of(&mut tx, user_id, kept.id).await?;
        let done = services::all(&mut tx, user_id).await?;
        if Kept::of(&own, &stays, &done) != *kept {
            tally.keep(&format!("“{}”", own.name));
        }
        return Ok(false);
    }
    if store::restore(&mut tx, user_id, kept.id).await? {
        tell(cx.app, &mut tx, user_id, kept.id).await?;
        tx.commit().await?;
        return Ok(false);
    }
    let mut item = kept.item();
    if let Some(sport) = item
        .default_sport
        .as_deref()
        .filter(|_| item.retired_at.is_none())
        && store::has_default(&mut tx, user_id, &item.kind, sport).await?
    {
        tally.keep(&format!(
            "What is used when nothing is said, in place of “{}”,",
            item.name
        ));
        item.default_sport = None;
    }
    store::insert(&mut tx, user_id, &item).await?;
    for done in &kept.services {
        let done = Serviced {
            id: done.id,
            gear_id: kept.id,
            on_day: done.on,
            note: done.note.clone(),
            created_at: done.created_at,
        };
        services::insert(&mut tx, user_id, &done).await?;
    }
    tell(cx.app, &mut tx, user_id, kept.id).await?;
    tx.commit().await?;
    Ok(true)
}

/// Makes an item that came back part of what it was part of.
async fn mount_back(cx: &Restoring<'_>, kept: &Kept, tally: &mut Tally) -> Result<()> {
    let user_id = cx.user_id;
    let mut tx = cx.app.db.begin().await?;
    tx.lock_user(user_id).await?;
    for stay in &kept.part_of {
        if store::find(&mut tx, user_id, stay.gear).await?.is_none() {
            let message = format!(
                "What “{}” was part of from {} on is not there.",
                kept.name, stay.since
            );
            tally.warn("not-there", message);
            continue;
        }
        let stay = Mount {
            gear_id: kept.id,
            parent_id: stay.gear,
            since: stay.since,
            until: stay.until,
        };
        mounts::put(&mut tx, user_id, &stay).await?;
    }
    tell(cx.app, &mut tx, user_id, kept.id).await?;
    Ok(tx.commit().await?)
}

impl UserData for GearData {
    fn name(&self) -> &'static str {
        "gear"
    }

    fn export<'a>(&'a self, app: &'a App, user_id: Uuid) -> BoxFuture<'a, Result<Vec<ExportFile>>> {
        Box::pin(async move {
            let items = store::all(&app.db, user_id).await?;
            let stays = mounts::all(&app.db, user_id).await?;
            let done = services::all(&app.db, user_id).await?;
            let told = items.iter().map(|item| Kept::of(item, &stays, &done));
            let told: Vec<_> = told.collect();
            Ok(vec![ExportFile::json(FILE, &told)?])
        })
    }

    fn comes_back(&self) -> ComesBack {
        ComesBack {
            what: "items with what they were part of, services and wear from before",
            but: "deleted items",
        }
    }

    fn restore<'a>(&'a self, cx: &'a mut Restoring<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let (items, mut tally) = cx.list::<Kept>(FILE).await?;
            let mut new = Vec::new();
            for item in items {
                match back(cx, &item, &mut tally).await {
                    Ok(true) => new.push(item),
                    Ok(false) => {}
                    Err(error) => tally.refuse(&error),
                }
            }
            for item in new.iter().filter(|item| !item.part_of.is_empty()) {
                if let Err(error) = mount_back(cx, item, &mut tally).await {
                    tally.refuse(&error);
                }
            }
            cx.tell(tally.done()).await
        })
    }

    fn erase<'a>(&'a self, tx: &'a mut Tx, user_id: Uuid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::erase(tx, user_id).await?) })
    }
}
