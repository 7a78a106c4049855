//! Which days a progress is told over, and which it is compared with.

use chrono::NaiveDate;

use crate::domains::workouts::model::periods::{
    Span, Unit, days_after, days_before, months_before,
};

/// What a person chooses from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    Week,
    Month,
    /// Twelve weeks, this one the last.
    #[default]
    Quarter,
    Year,
    All,
}

impl Period {
    pub const ALL: [Self; 5] = [
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Year,
        Self::All,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::All => "all",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.as_str() == word)
    }
}

/// A period with the one before it, and what of both has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What its chart is drawn by.
    pub unit: Unit,
    /// Whole, days to come included.
    pub span: Span,
    /// Up to today.
    pub so_far: Span,
    pub before: Option<Before>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    pub span: Span,
    /// Up to the day that today is in the present period.
    pub same_days: Span,
}

/// The frame of a period that today is in. `first` is the year of the first workout.
pub fn frame(period: Period, today: NaiveDate, first: Option<i64>) -> Frame {
    let around = |unit: Unit| unit.around(today);
    match period {
        Period::Week => {
            let span = around(Unit::Week);
            with_before(
                Unit::Day,
                span,
                today,
                shifted(span, 7),
                days_before(today, 7),
            )
        }
        Period::Month => {
            let span = around(Unit::Month);
            let before = Unit::Month.span(Unit::Month.index(today) - 1);
            with_before(Unit::Day, span, today, before, months_before(today, 1))
        }
        Period::Quarter => {
            const DAYS: u64 = 12 * 7;
            let week = around(Unit::Week);
            let span = Span::new(days_before(week.from, DAYS - 7), week.to);
            let before = shifted(span, DAYS);
            with_before(Unit::Week, span, today, before, days_before(today, DAYS))
        }
        Period::Year => {
            let span = around(Unit::Year);
            let before = Unit::Year.span(Unit::Year.index(today) - 1);
            with_before(Unit::Month, span, today, before, months_before(today, 12))
        }
        Period::All => all(today, first),
    }
}

fn with_before(
    unit: Unit,
    span: Span,
    today: NaiveDate,
    before: Span,
    same_day: NaiveDate,
) -> Frame {
    Frame {
        unit,
        span,
        so_far: Span::new(span.from, today),
        before: Some(Before {
            span: before,
            same_days: Span::new(before.from, same_day.min(before.to)),
        }),
    }
}

fn shifted(span: Span, days: u64) -> Span {
    Span::new(days_before(span.from, days), days_before(span.to, days))
}

/// From the first year on: by month up to three years, else by year. Nothing was before.
fn all(today: NaiveDate, first: Option<i64>) -> Frame {
    let year = Unit::Year.index(today);
    let first = first.map_or(year, |first| first.min(year));
    let from = Unit::Year.span(first).from;
    let (unit, to) = if year - first < 3 {
        (Unit::Month, Unit::Month.around(today).to)
    } else {
        (Unit::Year, Unit::Year.around(today).to)
    };
    Frame {
        unit,
        span: Span::new(from, to),
        so_far: Span::new(from, today),
        before: None,
    }
}

/// Days that were chosen one by one, compared with as many before them.
pub fn own(span: Span, today: NaiveDate) -> Frame {
    let days = u64::try_from(span.days()).unwrap_or(1);
    let unit = match span.days() {
        ..=31 => Unit::Day,
        32..=183 => Unit::Week,
        184..=1096 => Unit::Month,
        _ => Unit::Year,
    };
    let so_far = Span::new(span.from, span.to.min(today));
    let before = shifted(span, days);
    let passed = u64::try_from(so_far.days()).unwrap_or(0);
    let same_days = match passed {
        0 => before,
        _ => Span::new(before.from, days_after(before.from, passed - 1)),
    };
    Frame {
        unit,
        span,
        so_far: if passed == 0 { span } else { so_far },
        before: Some(Before {
            span: before,
            same_days,
        }),
    }
}

/// Four weeks up to a day, and the four weeks before them.
pub fn trend_spans(last: NaiveDate) -> (Span, Span) {
    const DAYS: u64 = 28;
    let now = Span::new(days_before(last, DAYS - 1), last);
    (now, shifted(now, DAYS))
}

/// Changes below this share of the value before are none: sums of four weeks differ so much by
/// one workout more or less.
const STEADY_SUM: f64 = 0.05;
/// Of means and ratios, which change slowly.
const STEADY: f64 = 0.01;

/// Which way a figure goes; `None` where there is nothing to compare with.
pub fn direction(now: f64, before: f64, adds_up: bool) -> Option<Direction> {
    if !now.is_finite() || !before.is_finite() || before == 0.0 {
        return None;
    }
    let change = (now - before) / before.abs();
    let steady = if adds_up { STEADY_SUM } else { STEADY };
    Some(match change {
        change if change.abs() < steady => Direction::Steady,
        change if change > 0.0 => Direction::Up,
        _ => Direction::Down,
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
    Steady,
}

/// A norm for some days, for another number of days.
pub fn scaled(target: f64, per_days: u32, days: i64) -> f64 {
    target * days as f64 / f64::from(per_days.max(1))
}

/// The middle one, or the mean of the two in the middle.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    Some(match sorted.len() % 2 {
        0 => f64::midpoint(*sorted.get(middle - 1)?, upper),
        _ => upper,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn span(text: &str) -> Span {
        let (from, to) = text.split_once("..").expect("two days");
        Span::new(day(from), day(to))
    }

    #[test]
    fn a_period_is_compared_up_to_the_same_day() {
        let today = day("2026-11-21");
        for (period, unit, whole, before, same) in [
            (
                Period::Week,
                Unit::Day,
                "2026-11-16..2026-11-22",
                "2026-11-09..2026-11-15",
                "2026-11-09..2026-11-14",
            ),
            (
                Period::Month,
                Unit::Day,
                "2026-11-01..2026-11-30",
                "2026-10-01..2026-10-31",
                "2026-10-01..2026-10-21",
            ),
            (
                Period::Quarter,
                Unit::Week,
                "2026-08-31..2026-11-22",
                "2026-06-08..2026-08-30",
                "2026-06-08..2026-08-29",
            ),
            (
                Period::Year,
                Unit::Month,
                "2026-01-01..2026-12-31",
                "2025-01-01..2025-12-31",
                "2025-01-01..2025-11-21",
            ),
        ] {
            let frame = frame(period, today, Some(2020));
            assert_eq!((frame.unit, frame.span), (unit, span(whole)), "{period:?}");
            assert_eq!(frame.so_far, Span::new(frame.span.from, today));
            let compared = Before {
                span: span(before),
                same_days: span(same),
            };
            assert_eq!(frame.before, Some(compared), "{period:?}");
        }
    }

    #[test]
    fn a_short_month_before_ends_with_its_last_day() {
        let frame = frame(Period::Month, day("2026-03-31"), None);
        let same = frame.before.map(|before| before.same_days);
        assert_eq!(same, Some(span("2026-02-01..2026-02-28")));
        let leap = super::frame(Period::Year, day("2028-02-29"), None);
        let same = leap.before.map(|before| before.same_days);
        assert_eq!(same, Some(span("2027-01-01..2027-02-28")));
    }

    #[test]
    fn all_begins_with_the_first_year() {
        let today = day("2026-11-21");
        let long = frame(Period::All, today, Some(1999));
        assert_eq!((long.unit, long.before), (Unit::Year, None));
        assert_eq!(long.span, span("1999-01-01..2026-12-31"));
        let short = frame(Period::All, today, Some(2025));
        assert_eq!(short.unit, Unit::Month);
        assert_eq!(short.span, span("2025-01-01..2026-11-30"));
        assert_eq!(frame(Period::All, today, None).span.from, day("2026-01-01"));
    }

    #[test]
    fn own_days_are_compared_with_as_many_before() {
        let today = day("2026-11-21");
        let past = own(span("2026-10-05..2026-10-11"), today);
        let before = past.before.expect("before");
        assert_eq!(before.span, span("2026-09-28..2026-10-04"));
        assert_eq!(before.same_days, before.span);
        let running = own(span("2026-11-20..2026-11-23"), today);
        let before = running.before.expect("before");
        assert_eq!(before.same_days, span("2026-11-16..2026-11-17"));
        assert_eq!(own(span("2020-01-01..2026-01-01"), today).unit, Unit::Year);
        let ahead = own(span("2027-01-01..2027-01-03"), today);
        assert_eq!(ahead.so_far, ahead.span);
    }

    #[test]
    fn small_changes_are_none() {
        assert_eq!(direction(102.0, 100.0, true), Some(Direction::Steady));
        assert_eq!(direction(102.0, 100.0, false), Some(Direction::Up));
        assert_eq!(direction(110.0, 100.0, true), Some(Direction::Up));
        assert_eq!(direction(0.0, 100.0, true), Some(Direction::Down));
        assert_eq!(direction(1.0, 0.0, true), None);
        assert_eq!(direction(f64::NAN, 1.0, true), None);
    }

    #[test]
    fn a_median_needs_no_order() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert!((scaled(70.0, 7, 21) - 210.0).abs() < 1e-9);
    }
}
