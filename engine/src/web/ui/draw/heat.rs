//! A calendar in which the days with more are darker.

use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;

use crate::web::ui::format::Formats;

/// A day with workouts.
#[derive(Clone, Debug)]
pub struct HeatDay {
    pub day: NaiveDate,
    /// What makes it dark, in any unit.
    pub weight: f64,
    /// `2 workouts, 18.4 km`.
    pub text: String,
    pub href: String,
}

/// The calendar for the macro `heat`: a year of weeks for wide screens, a month for narrow ones.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Heat {
    pub weeks: Vec<HeatWeek>,
    pub month: HeatMonth,
    /// `Mon` to `Sun`.
    pub weekdays: Vec<String>,
}

/// A column of the year.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct HeatWeek {
    /// Over the week in which a month begins.
    pub month: Option<MonthLink>,
    /// From Monday; `None` beyond the year.
    pub days: Vec<Option<Cell>>,
}

/// Days are too small on wide screens to be met by a finger: months lead to their workouts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MonthLink {
    /// `Nov`.
    pub name: String,
    /// `November 2026`.
    pub title: String,
    pub href: String,
}

/// A month's weeks.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct HeatMonth {
    /// `November 2026`.
    pub title: String,
    pub weeks: Vec<Vec<Option<Cell>>>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cell {
    /// Of the month.
    pub number: u32,
    /// 0 to 4: the class `h0` to `h4`.
    pub level: u8,
    /// `Thu 19 November: 12.4 km`, read out and shown as a tip.
    pub text: String,
    /// Only days with workouts lead somewhere.
    pub href: Option<String>,
    pub is_today: bool,
}

/// Draws 53 weeks up to the end of the month of `until`, and that month. `days` come in order;
/// `month_at` is the address of what was done from a first day to a last.
pub fn heat(
    days: &[HeatDay],
    until: NaiveDate,
    today: NaiveDate,
    month_at: &dyn Fn(NaiveDate, NaiveDate) -> String,
    formats: &Formats,
) -> Heat {
    let drawing = Drawing {
        days,
        month_at,
        bounds: quartiles(days),
        today,
        formats,
    };
    let (first, last) = month(until);
    let sunday = week_end(last.min(today.max(first)));
    let monday = back(sunday, 53 * 7 - 1);
    Heat {
        weeks: (0..53)
            .map(|n| drawing.week(on(monday, n * 7), last))
            .collect(),
        month: HeatMonth {
            title: formats.month(first),
            weeks: drawing.month(first, last),
        },
        weekdays: (0..7)
            .map(|n| formats.weekday_short(on(monday, n)))
            .collect(),
    }
}

/// The days that [`heat`] shows.
pub fn shown(until: NaiveDate, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let (first, last) = month(until);
    let sunday = week_end(last.min(today.max(first)));
    (back(sunday, 53 * 7 - 1), last.max(sunday))
}

fn month(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = day.with_day(1).unwrap_or(day);
    let next = first.checked_add_months(chrono::Months::new(1));
    (first, next.map_or(first, |next| back(next, 1)))
}

fn week_end(day: NaiveDate) -> NaiveDate {
    on(day, 6 - u64::from(day.weekday().num_days_from_monday()))
}

fn back(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

fn on(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

/// Three bounds between four equal parts of the days that have something.
fn quartiles(days: &[HeatDay]) -> [f64; 3] {
    let mut weights: Vec<f64> = days.iter().map(|day| day.weight).collect();
    weights.retain(|weight| *weight > 0.0);
    weights.sort_by(f64::total_cmp);
    let at = |quarter: usize| {
        let last = weights.len().saturating_sub(1);
        weights.get(last * quarter / 4).copied().unwrap_or(0.0)
    };
    [at(1), at(2), at(3)]
}

struct Drawing<'a> {
    days: &'a [HeatDay],
    month_at: &'a dyn Fn(NaiveDate, NaiveDate) -> String,
    bounds: [f64; 3],
    today: NaiveDate,
    formats: &'a Formats,
}

impl Drawing<'_> {
    fn week(&self, monday: NaiveDate, last: NaiveDate) -> HeatWeek {
        let days: Vec<NaiveDate> = (0..7).map(|n| on(monday, n)).collect();
        let begins = days.iter().find(|day| day.day() == 1);
        HeatWeek {
            month: begins.map(|day| self.month_link(*day)),
            days: days
                .iter()
                .map(|day| (*day <= last.max(self.today)).then(|| self.cell(*day)))
                .collect(),
        }
    }

    fn month_link(&self, first: NaiveDate) -> MonthLink {
        let (first, last) = month(first);
        MonthLink {
            name: self.formats.month_short(first),
            title: self.formats.month(first),
            href: (self.month_at)(first, last),
        }
    }

    fn month(&self, first: NaiveDate, last: NaiveDate) -> Vec<Vec<Option<Cell>>> {
        let monday = back(first, u64::from(first.weekday().num_days_from_monday()));
        let week = |n: u64| {
            let days = (0..7).map(|d| on(monday, n * 7 + d));
            days.map(|day| (first..=last).contains(&day).then(|| self.cell(day)))
                .collect()
        };
        let weeks = ((last - monday).num_days() / 7 + 1).unsigned_abs();
        (0..weeks).map(week).collect()
    }

    fn cell(&self, day: NaiveDate) -> Cell {
        let found = self.days.binary_search_by_key(&day, |known| known.day);
        let found = found.ok().and_then(|at| self.days.get(at));
        let date = self.formats.day_alone(day);
        let text = match found {
            Some(known) => format!("{date}: {}", known.text),
            None => format!("{date}: {}", self.formats.text("week-rest", &[])),
        };
        Cell {
            number: day.day(),
            level: found.map_or(0, |known| self.level(known.weight)),
            text,
            href: found.map(|known| known.href.clone()),
            is_today: day == self.today,
        }
    }

    fn level(&self, weight: f64) -> u8 {
        let above = self.bounds.iter().filter(|bound| weight > **bound).count();
        1 + u8::try_from(above).unwrap_or(3)
    }
}
