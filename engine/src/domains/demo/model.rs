//! Who is made up, where they live, and what they do on a day.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use stadion_activity::sample::Body;

use crate::domains::identity::model::Units;

/// Somebody who trains.
#[derive(Debug)]
pub struct Person {
    pub name: &'static str,
    pub email: &'static str,
    /// `None` reads in the browser's language, and writes in English.
    pub locale: Option<&'static str>,
    pub units: Units,
    pub place: &'static Place,
    /// Where two weeks of the year are spent.
    pub trip: &'static Place,
    pub born: (i32, u32, u32),
    /// `athlete` or `amateur`.
    pub category: &'static str,
    pub body: Body,
    /// How fast by an average person.
    pub level: f64,
    /// Sessions of a usual week.
    pub sessions: f64,
    /// How long sessions are by the usual.
    pub volume: f64,
    /// The packs they use, counted from the commonest; the first is what they live for.
    pub packs: Interests,
    /// Trains before work.
    pub is_early: bool,
    /// Share of sessions that a device records, where one can.
    pub watch: f64,
    /// Weeks of the year: the first of an illness, the first of the trip, that of the great day.
    pub weeks: (usize, usize, usize),
}

#[derive(Debug)]
pub enum Interests {
    All,
    Some(&'static [usize]),
}

/// A town with what lies around it. Degrees; metres above the sea.
#[derive(Debug, PartialEq)]
pub struct Place {
    pub zone: &'static str,
    pub home: (f64, f64, f64),
    pub hills: (f64, f64, f64),
    pub water: Option<(f64, f64)>,
    pub snow: Option<(f64, f64, f64)>,
    /// Degrees Celsius: the mean of the year, and how far July is above it.
    pub climate: (f64, f64),
}

impl Place {
    /// 1 in the depth of winter, -1 in the height of summer.
    pub fn winter(&self, day: NaiveDate) -> f64 {
        -self.summer(day)
    }

    fn summer(&self, day: NaiveDate) -> f64 {
        july(day) * self.climate.1.signum()
    }

    pub fn temperature(&self, day: NaiveDate) -> f64 {
        self.climate.0 + self.climate.1 * july(day)
    }
}

/// 1 on the warmest day of the north, about 20 July, -1 half a year later.
fn july(day: NaiveDate) -> f64 {
    use chrono::Datelike;
    ((f64::from(day.ordinal()) - 201.0) / 365.25 * std::f64::consts::TAU).cos()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Easy,
    Long,
    Tempo,
    Repeats,
    /// The great day.
    Race,
}

/// What is planned for a day.
#[derive(Clone, Debug)]
pub struct Session {
    /// Tells it from the person's other sessions.
    pub number: u64,
    pub week: usize,
    pub starts: NaiveDateTime,
    pub place: &'static Place,
    /// Which of the person's pursuits.
    pub pursuit: usize,
    pub kind: Kind,
    pub minutes: f64,
    /// Share of the heart rate reserve.
    pub effort: f64,
    /// How fast the person is on that day, by their level.
    pub shape: f64,
}

/// How far the making of an account's data has come.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Progress {
    pub anchor: DateTime<Utc>,
    pub weeks: i32,
    pub done_at: Option<DateTime<Utc>>,
}
