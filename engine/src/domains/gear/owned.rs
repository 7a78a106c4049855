//! A user's gear with what is told of it: wear, forecast, the next service.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use stadion_pack::model::Packs;
use uuid::Uuid;

use super::model::{Item, Mount, Owned, Upkeep, WearBy, Worn};
use super::store::{self, mounts, services, uses};
use super::{gear_type, rules};
use crate::App;
use crate::db::{Db, Tx};
use crate::web::error::{Error, Result};

/// What the stores hold of all of a user's items.
pub struct Read {
    today: NaiveDate,
    /// Used in all, and in how many workouts.
    sums: BTreeMap<Uuid, (i64, i64)>,
    recent: BTreeMap<Uuid, i64>,
    towards_service: BTreeMap<Uuid, i64>,
    last_service: BTreeMap<Uuid, NaiveDate>,
}

impl Read {
    async fn of(db: &Db, user_id: Uuid, today: NaiveDate) -> Result<Self> {
        let from = rules::window_start(today);
        let recent = uses::since(db, user_id, from).await?;
        let sums = uses::sums(db, user_id).await?;
        let towards_service = uses::since_service(db, user_id).await?;
        let done = services::all(db, user_id).await?;
        let days = done.into_iter().map(|done| (done.gear_id, done.on_day));
        Ok(Self {
            recent: recent.into_iter().collect(),
            ..Self::from(today, sums, towards_service, days)
        })
    }

    /// Within a transaction; without what a forecast needs.
    pub async fn within(tx: &mut Tx, user_id: Uuid, today: NaiveDate) -> Result<Self> {
        let sums = uses::sums(&mut *tx, user_id).await?;
        let towards_service = uses::since_service(&mut *tx, user_id).await?;
        let done = services::all(&mut *tx, user_id).await?;
        let days = done.into_iter().map(|done| (done.gear_id, done.on_day));
        Ok(Self::from(today, sums, towards_service, days))
    }

    fn from(
        today: NaiveDate,
        sums: Vec<(Uuid, i64, i64)>,
        towards_service: Vec<(Uuid, i64)>,
        services: impl Iterator<Item = (Uuid, NaiveDate)>,
    ) -> Self {
        let mut last_service = BTreeMap::new();
        for (id, day) in services {
            let last = last_service.entry(id).or_insert(day);
            *last = day.max(*last);
        }
        Self {
            today,
            sums: sums
                .into_iter()
                .map(|(id, used, n)| (id, (used, n)))
                .collect(),
            recent: BTreeMap::new(),
            towards_service: towards_service.into_iter().collect(),
            last_service,
        }
    }

    fn seconds_since(&self, day: NaiveDate) -> f64 {
        (self.today - day).num_seconds().max(0) as f64
    }

    /// `None` of gear that does not wear.
    pub fn worn(&self, packs: &Packs, item: &Item) -> Option<Worn> {
        let wear = gear_type(packs, &item.kind)?.wear.as_ref()?;
        let (steps, _) = self.sums.get(&item.id).copied().unwrap_or_default();
        let recent = self.recent.get(&item.id).copied().unwrap_or(0);
        let (used, forecast) = if matches!(wear.by, WearBy::Age) {
            let forecast = rules::end_of_age(self.today, item.acquired_on, wear.life);
            (self.seconds_since(item.acquired_on), forecast)
        } else {
            let [used, recent] = [steps, recent].map(|steps| wear.dim.from_steps(steps));
            let left = wear.life - used;
            let forecast = rules::forecast(self.today, item.acquired_on, recent, left);
            (used, forecast)
        };
        let share = wear.share(used)?;
        Some(Worn {
            used,
            life: wear.life,
            share,
            is_due: share >= wear.warn_at,
            forecast: forecast.filter(|_| item.retired_at.is_none()),
        })
    }

    /// `None` of gear that needs no service.
    pub fn upkeep(&self, packs: &Packs, item: &Item) -> Option<Upkeep> {
        let kind = gear_type(packs, &item.kind)?;
        let service = kind.service.as_ref()?;
        let last = self.last_service.get(&item.id).copied();
        let used = if matches!(kind.service_by()?, WearBy::Age) {
            self.seconds_since(last.unwrap_or(item.acquired_on))
        } else {
            let steps = self.towards_service.get(&item.id).copied();
            service.dim.from_steps(steps.unwrap_or(0))
        };
        Some(Upkeep {
            used,
            every: service.every,
            share: service.share(used)?,
            last,
        })
    }

    fn owned(&self, packs: &Packs, item: Item, parent: Option<Mount>) -> Owned {
        Owned {
            worn: self.worn(packs, &item),
            upkeep: self.upkeep(packs, &item),
            workouts: self.sums.get(&item.id).map_or(0, |(_, workouts)| *workouts),
            parent,
            item,
        }
    }
}

/// All of a user's gear, oldest first, as of `today`.
pub async fn all(app: &App, user_id: Uuid, today: NaiveDate) -> Result<Vec<Owned>> {
    let items = store::all(&app.db, user_id).await?;
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let packs = app.catalog.packs();
    let read = Read::of(&app.db, user_id, today).await?;
    let stays = mounts::all(&app.db, user_id).await?;
    let now: BTreeMap<Uuid, Mount> = stays
        .into_iter()
        .filter(|stay| stay.until.is_none())
        .map(|stay| (stay.gear_id, stay))
        .collect();
    let owned = items.into_iter().map(|item| {
        let parent = now.get(&item.id).copied();
        read.owned(&packs, item, parent)
    });
    Ok(owned.collect())
}

pub async fn one(app: &App, user_id: Uuid, id: Uuid, today: NaiveDate) -> Result<Owned> {
    let all = all(app, user_id, today).await?;
    let found = all.into_iter().find(|owned| owned.item.id == id);
    found.ok_or_else(|| Error::not_found("gear"))
}
