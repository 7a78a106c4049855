//! Compiled kinds of gear, and the items of users.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use indexmap::IndexMap;
use sqlx::types::Json;
use stadion_pack::expr::Checked;
use stadion_pack::model::{Metric, Place, Text};
use stadion_pack::value::Dim;
use uuid::Uuid;

/// A kind of gear a user can own: running shoes, a belt.
#[derive(Debug)]
pub struct GearType {
    /// Qualified: `running.running_shoes`.
    pub id: String,
    pub title: Text,
    pub description: Option<Text>,
    pub icon: Option<String>,
    /// `None`: it does not wear out by use.
    pub wear: Option<Wear>,
    /// `None`: it needs no service.
    pub service: Option<Service>,
    /// Qualified ids of the sports for which one needs it.
    pub needed_by: Vec<String>,
    /// What a user may state about an item of their own, by name.
    pub attributes: IndexMap<String, Attribute>,
    /// Category of the shop's catalogue that replaces it.
    pub category: Option<String>,
    /// Qualified ids of the gear built into it, each with a wear of its own.
    pub components: Vec<String>,
    pub place: Place,
}

/// How use becomes wear: what one workout adds, and how much a life holds.
#[derive(Debug)]
pub struct Wear {
    pub by: WearBy,
    /// Dimension of `life` and of what a workout adds.
    pub dim: Dim,
    /// In SI base units; a count of workouts for `uses`, seconds for `age`.
    pub life: f64,
    /// Share of `life` from which the owner is told, 0 to 1.
    pub warn_at: f64,
    /// Where the figure comes from.
    pub source: Option<String>,
}

/// How much use there is between two services.
#[derive(Debug)]
pub struct Service {
    /// `None`: by what the wear is counted.
    pub by: Option<WearBy>,
    /// Dimension of `every`.
    pub dim: Dim,
    /// In SI base units; a count of workouts for `uses`, seconds for `age`.
    pub every: f64,
    pub source: Option<String>,
}

#[derive(Debug)]
pub enum WearBy {
    /// The metric's value, added up over the item's workouts.
    Metric(Arc<Metric>),
    /// An expression over one workout, added up over the item's workouts.
    Formula(Checked),
    /// One for every workout.
    Uses,
    /// Time since the item was first used.
    Age,
}

/// One field of a user's own item.
#[derive(Debug)]
pub struct Attribute {
    pub title: Text,
    /// Titles of the values of an `enum`, by value.
    pub values: IndexMap<String, Text>,
    /// JSON Schema (2020-12) of its value, checked to be one.
    pub schema: serde_json::Value,
}

impl Wear {
    /// The worn share of a life: 1 is worn out, more is overdue.
    ///
    /// `used` is in SI base units of `dim`. Missing when it is not a finite number.
    pub fn share(&self, used: f64) -> Option<f64> {
        share(used, self.life)
    }
}

impl Service {
    /// The used share of the time to the next service: from 1 on it is due.
    pub fn share(&self, used: f64) -> Option<f64> {
        share(used, self.every)
    }
}

fn share(used: f64, whole: f64) -> Option<f64> {
    let share = used / whole;
    share.is_finite().then(|| share.max(0.0))
}

impl GearType {
    pub fn wear_by(&self) -> Option<&WearBy> {
        self.wear.as_ref().map(|wear| &wear.by)
    }

    /// By what use counts towards the next service.
    pub fn service_by(&self) -> Option<&WearBy> {
        let service = self.service.as_ref()?;
        service.by.as_ref().or_else(|| self.wear_by())
    }
}

/// A piece of gear of somebody's.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Item {
    pub id: Uuid,
    /// Qualified gear type: `running.running_shoes`.
    pub kind: String,
    pub name: String,
    pub attributes: Json<serde_json::Map<String, serde_json::Value>>,
    /// Wear it had before it was added here, in steps of its measure.
    pub start_wear: i64,
    /// The sport whose workouts take this item when nothing else is said.
    pub default_sport: Option<String>,
    pub acquired_on: NaiveDate,
    pub retired_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
}

impl Item {
    /// The pack whose kind it is.
    pub fn pack(&self) -> &str {
        self.kind.split('.').next().unwrap_or_default()
    }
}

/// The days in which an item was part of another; `until` is the first day after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Mount {
    pub gear_id: Uuid,
    pub parent_id: Uuid,
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
}

/// A service that was done.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Serviced {
    pub id: Uuid,
    pub gear_id: Uuid,
    pub on_day: NaiveDate,
    pub note: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// How worn an item is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Worn {
    /// In SI base units of the measure; workouts for `uses`, seconds for `age`.
    pub used: f64,
    pub life: f64,
    /// 1 is worn out.
    pub share: f64,
    /// From the share on at which its kind warns.
    pub is_due: bool,
    /// When the life is used up at the present use.
    pub forecast: Option<Forecast>,
}

/// Until when a life lasts, and what that is reckoned from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    pub until: NaiveDate,
    /// Days that were looked back over; 0 where only time wears.
    pub days: i64,
    /// What was used in them, in SI base units of the measure.
    pub used: f64,
}

/// How near the next service is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Upkeep {
    /// Since the last service, in SI base units of the measure.
    pub used: f64,
    pub every: f64,
    pub share: f64,
    pub last: Option<NaiveDate>,
}

impl Upkeep {
    pub fn is_due(&self) -> bool {
        self.share >= 1.0
    }
}

/// An item with all that is told of it.
#[derive(Clone, Debug)]
pub struct Owned {
    pub item: Item,
    /// `None` of gear that does not wear.
    pub worn: Option<Worn>,
    /// `None` of gear that needs no service.
    pub upkeep: Option<Upkeep>,
    /// In how many workouts it was used.
    pub workouts: i64,
    /// What it is part of now.
    pub parent: Option<Mount>,
}
