//! Days, weeks, months and years in words.

use chrono::Datelike;

use crate::domains::app::Telling;
use crate::domains::workouts::model::periods::{Span, Unit};

/// `Thu 19 November 2026`, `16–22 November`, `November 2026`, `2026`; a part of one by its days.
pub fn name(unit: Unit, span: Span, told: Telling<'_>) -> String {
    let formats = told.formats;
    match unit {
        Unit::Day => formats.day_alone(span.from),
        Unit::Week | Unit::Month | Unit::Year => days(span, told),
    }
}

/// From the first to the last day.
pub fn days(span: Span, told: Telling<'_>) -> String {
    told.formats.days(span.from, span.to, told.now)
}

/// As short as it goes under a chart: a weekday where there is one week of days.
pub fn label(unit: Unit, span: Span, whole: Span, told: Telling<'_>) -> String {
    let formats = told.formats;
    match unit {
        Unit::Day if whole.days() <= 7 => formats.weekday_short(span.from),
        Unit::Day => span.from.day().to_string(),
        Unit::Week => formats.day_short(span.from),
        Unit::Month => formats.month_short(span.from),
        Unit::Year => span.from.year().to_string(),
    }
}
