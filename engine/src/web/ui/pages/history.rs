//! The list of workouts.

use serde::Serialize;

use super::{Choice, Figure, Input, Link};
use crate::web::ui::draw::Heat;

#[derive(Clone, Debug, Default, Serialize)]
pub struct History {
    /// `None` before the first workout.
    pub calendar: Option<Calendar>,
    pub totals: Option<PeriodTotals>,
    pub filters: Filters,
    /// `61 workouts`.
    pub total: String,
    pub months: Vec<Month>,
    /// Pages of newer and older workouts.
    pub newer: Option<String>,
    pub older: Option<String>,
}

/// The filter form; sent by `GET`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Filters {
    /// Empty when the app has one sport.
    pub sports: Vec<Choice>,
    /// ISO days.
    pub from: Input,
    pub to: Input,
    /// In titles and notes.
    pub text: Input,
    /// The least and the most of the leading metric; `None` where there is none.
    pub bounds: Option<Bound>,
    /// What the calendar and the totals show, to go with the form.
    pub month: String,
    pub by: String,
    /// Whether any is set: then an empty list says so and offers to clear them.
    pub is_set: bool,
}

/// The leading metric, from and to a figure as the person writes it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Bound {
    pub title: String,
    /// Behind the field.
    pub unit: String,
    pub least: Input,
    pub most: Input,
}

/// Which days there was something, and how much.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Calendar {
    pub heat: Heat,
    /// `212 active days in the year to 21 November 2026`.
    pub summary: String,
    /// A year and a month further; `None` beyond what there is.
    pub year_before: Option<String>,
    pub year_after: Option<String>,
    pub month_before: Option<String>,
    pub month_after: Option<String>,
}

/// Sums by week, month or year.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PeriodTotals {
    /// Weeks, months, years.
    pub by: Vec<Link>,
    /// Heads of the figures after the number of workouts.
    pub titles: Vec<String>,
    /// The newest first.
    pub rows: Vec<PeriodTotal>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PeriodTotal {
    pub title: String,
    /// The list of its workouts; `None` where there are none.
    pub href: Option<String>,
    pub workouts: String,
    /// One a head; empty where missing.
    pub figures: Vec<String>,
    /// 0 to 100 of the most.
    pub bar: f64,
}

#[derive(Clone, Debug, Serialize)]
pub struct Month {
    /// `November 2026`.
    pub title: String,
    /// The month's total of the leading metric, when the whole month is on the page.
    pub total: Option<String>,
    pub workouts: Vec<WorkoutRow>,
}

/// A workout in a list.
#[derive(Clone, Debug, Serialize)]
pub struct WorkoutRow {
    pub href: String,
    pub title: String,
    /// `Thu 19 November, 06:48`.
    pub when: String,
    pub icon: String,
    /// The leading figure first, up to three.
    pub figures: Vec<Figure>,
    /// `2 records`, when it set any.
    pub records: Option<String>,
}
