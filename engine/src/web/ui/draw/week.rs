//! This week in front of last week, day by day.

use chrono::NaiveDate;
use serde::Serialize;

use crate::web::ui::format::{Formats, Quantity};

const HEIGHT: f64 = 88.0;
/// The tallest bar; leaves room over it.
const TALLEST: f64 = 80.0;
/// What a day without anything shows.
const STUB: f64 = 4.0;

/// One day's totals of the leading metric, in SI base units; 0 is rest.
#[derive(Clone, Copy, Debug)]
pub struct Day {
    pub day: NaiveDate,
    pub this_week: f64,
    pub last_week: f64,
}

/// The bars for the macro `week`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WeekBars {
    pub days: Vec<DayBar>,
}

/// Heights from the bottom of a drawing 88 units high; `None` draws nothing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayBar {
    /// `Mon`.
    pub name: String,
    /// `Mon: 8.2 km`, read out and shown as a tip.
    pub text: String,
    pub is_today: bool,
    pub this_week: Option<f64>,
    pub last_week: f64,
}

/// Draws the seven days of a week; `told` writes a total in words.
pub fn week(
    days: &[Day],
    today: NaiveDate,
    formats: &Formats,
    told: impl Fn(f64) -> Quantity,
) -> WeekBars {
    let tallest = days
        .iter()
        .map(|d| d.this_week.max(d.last_week))
        .fold(0.0, f64::max);
    let height = |total: f64| (HEIGHT.min(TALLEST) * total / tallest).round().max(STUB);
    let bar = |day: &Day| {
        let name = formats.weekday_short(day.day);
        let amount = match day.this_week {
            total if total > 0.0 => told(total).to_string(),
            _ if day.day > today => formats.text("week-ahead", &[]),
            _ => formats.text("week-rest", &[]),
        };
        DayBar {
            text: format!("{name}: {amount}"),
            name,
            is_today: day.day == today,
            this_week: (day.this_week > 0.0).then(|| height(day.this_week)),
            last_week: if day.last_week > 0.0 {
                height(day.last_week)
            } else {
                STUB
            },
        }
    };
    WeekBars {
        days: days.iter().map(bar).collect(),
    }
}
