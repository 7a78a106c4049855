//! Named audiences: a rule over a person and their history, and what came of asking it.

pub mod asking;
mod moment;
pub mod reach;

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use stadion_pack::expr::Checked;
use stadion_pack::model::{Place, Text};
use utoipa::ToSchema;

/// A named audience.
#[derive(Debug)]
pub struct Segment {
    /// Qualified: `running.regulars`.
    pub id: String,
    pub title: Text,
    pub description: Option<Text>,
    /// Asked of a person as of a day.
    pub who: Checked,
    pub place: Place,
}

/// As of when people are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// Now: each person's today is that of their own time zone.
    Moment(DateTime<Utc>),
    /// A calendar day, each person's own, with all of it; `now` is its end in UTC.
    Day(NaiveDate),
}

/// One of the days that it is for people at the same moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Today {
    pub day: NaiveDate,
    pub now: DateTime<Utc>,
    /// The time zones where it is this day.
    pub zones: Zones,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zones {
    /// As accounts have them; one that is not known counts as UTC.
    These(BTreeSet<String>),
    /// All that no other has, and accounts without one.
    Others,
}

/// What a person is, from a day on until another day, which is no longer in it.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonSpan {
    /// Empty; or the pack for which alone the category was said.
    pub pack: String,
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub birth_date: Option<NaiveDate>,
    pub category: Option<String>,
    pub sex: Option<String>,
    pub region: Option<String>,
    /// Kilograms.
    pub weight: Option<f64>,
}

impl PersonSpan {
    /// 19900315 of the fifteenth of March 1990.
    pub fn birth_number(&self) -> Option<i64> {
        let born = self.birth_date?;
        Some(i64::from(born.year()) * 10_000 + i64::from(born.month() * 100 + born.day()))
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.birth_date.is_none()
            && self.category.is_none()
            && self.sex.is_none()
            && self.region.is_none()
            && self.weight.is_none()
    }
}

/// How many people a rule holds for. `null` where they are too few to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Audience {
    pub people: Option<i64>,
    /// How many there are in all.
    pub of: Option<i64>,
    /// Numbers about fewer people than this are `null`.
    pub smallest_group: i64,
}

/// How many people a rule would have reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Backtest {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// On any day of it, each counted once. `null` where they are too few to be told.
    pub people: Option<i64>,
    pub days: Vec<DayAudience>,
    pub smallest_group: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DayAudience {
    pub day: NaiveDate,
    pub people: Option<i64>,
}
