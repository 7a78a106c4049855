//! Days, ISO weeks (from Monday, ISO 8601), months and years, numbered so that both databases can
//! group and compare them as whole numbers.

use chrono::{Datelike, Days, Months, NaiveDate};

/// What a history is summed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// A stretch of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Span {
    pub fn new(from: NaiveDate, to: NaiveDate) -> Self {
        Self { from, to }
    }

    /// How many days; 0 when it ends before it begins.
    pub fn days(self) -> i64 {
        ((self.to - self.from).num_days() + 1).max(0)
    }

    /// The same without what is before `from` or after `to`.
    #[must_use]
    pub fn within(self, other: Self) -> Self {
        Self::new(self.from.max(other.from), self.to.min(other.to))
    }
}

impl Unit {
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == word)
    }

    /// The number of the period that a day is in.
    pub fn index(self, day: NaiveDate) -> i64 {
        let days = day_number(day);
        match self {
            Self::Day => days,
            // 1970-01-01 was a Thursday.
            Self::Week => (days + 3).div_euclid(7),
            Self::Month => i64::from(day.year()) * 12 + i64::from(day.month0()),
            Self::Year => i64::from(day.year()),
        }
    }

    /// The days of a period; an index beyond the calendar gives its end.
    pub fn span(self, index: i64) -> Span {
        let (from, next) = (self.first(index), self.first(index.saturating_add(1)));
        Span::new(from, next.pred_opt().unwrap_or(next))
    }

    fn first(self, index: i64) -> NaiveDate {
        let ymd = |year: i64, month: i64| {
            let year = i32::try_from(year).ok()?;
            NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, 1)
        };
        let day = match self {
            Self::Day => from_number(index),
            Self::Week => index
                .checked_mul(7)
                .and_then(|days| from_number(days.saturating_sub(3))),
            Self::Month => ymd(index.div_euclid(12), index.rem_euclid(12) + 1),
            Self::Year => ymd(index, 1),
        };
        let end = if index < 0 {
            NaiveDate::MIN
        } else {
            NaiveDate::MAX
        };
        day.unwrap_or(end)
    }

    /// The period that a day is in.
    pub fn around(self, day: NaiveDate) -> Span {
        self.span(self.index(day))
    }

    /// The whole periods within a span, as first and last number, and what is left over at its
    /// ends. Without a whole one all of it is left over.
    pub fn whole(self, span: Span) -> (Option<(i64, i64)>, Vec<Span>) {
        if span.days() == 0 {
            return (None, Vec::new());
        }
        let (first, last) = (self.index(span.from), self.index(span.to));
        let first = first + i64::from(self.span(first).from < span.from);
        let last = last - i64::from(self.span(last).to > span.to);
        if first > last {
            return (None, vec![span]);
        }
        let before = self.span(first).from.pred_opt();
        let after = self.span(last).to.succ_opt();
        let ends = [
            before.map(|day| Span::new(span.from, day)),
            after.map(|day| Span::new(day, span.to)),
        ];
        let ends = ends.into_iter().flatten().filter(|end| end.days() > 0);
        (Some((first, last)), ends.collect())
    }
}

fn day_number(day: NaiveDate) -> i64 {
    (day - NaiveDate::default()).num_days()
}

fn from_number(days: i64) -> Option<NaiveDate> {
    let epoch = NaiveDate::default();
    let count = days.unsigned_abs();
    if days < 0 {
        epoch.checked_sub_days(Days::new(count))
    } else {
        epoch.checked_add_days(Days::new(count))
    }
}

/// A day so many months before, the last of its month where the month is too short.
pub fn months_before(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).unwrap_or(day)
}

pub fn days_before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

pub fn days_after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn weeks_begin_on_monday_and_the_epoch_is_a_thursday() {
        let week = |text| {
            let span = Unit::Week.around(day(text));
            (span.from.to_string(), span.to.to_string())
        };
        let november = ("2026-11-16".to_owned(), "2026-11-22".to_owned());
        assert_eq!(week("2026-11-16"), november);
        assert_eq!(week("2026-11-22"), november);
        assert_eq!(Unit::Week.index(day("1970-01-04")), 0);
        assert_eq!(Unit::Week.index(day("1970-01-05")), 1);
        assert_eq!(Unit::Week.index(day("1969-12-28")), -1);
    }

    #[test]
    fn what_is_no_whole_month_is_left_over() {
        let span = Span::new(day("2026-01-15"), day("2026-04-02"));
        let (whole, ends) = Unit::Month.whole(span);
        assert_eq!(whole, Some((2026 * 12 + 1, 2026 * 12 + 2)));
        let ends: Vec<_> = ends
            .iter()
            .map(|e| (e.from.to_string(), e.to.to_string()))
            .collect();
        let wanted = [("2026-01-15", "2026-01-31"), ("2026-04-01", "2026-04-02")];
        let wanted = wanted.map(|(from, to)| (from.to_owned(), to.to_owned()));
        assert_eq!(ends, wanted);
        let (whole, ends) = Unit::Year.whole(span);
        assert_eq!((whole, ends), (None, vec![span]));
        let backward = Span::new(span.to, span.from);
        assert_eq!(Unit::Day.whole(backward), (None, Vec::new()));
    }

    proptest! {
        #[test]
        fn each_day_is_in_its_period_and_periods_touch(days in -400_000i64..400_000) {
            let day = from_number(days).expect("a day");
            for unit in Unit::ALL {
                let index = unit.index(day);
                let span = unit.span(index);
                prop_assert!(span.from <= day && day <= span.to, "{unit:?} {day} {span:?}");
                prop_assert_eq!(span.to.succ_opt(), Some(unit.span(index + 1).from));
            }
        }

        #[test]
        fn whole_periods_and_ends_are_the_span(from in 0i64..30_000, length in 0i64..3_000) {
            let span = Span::new(from_number(from).expect("a day"), from_number(from + length).expect("a day"));
            for unit in Unit::ALL {
                let (whole, ends) = unit.whole(span);
                let inside = whole.map_or(0, |(a, b)| (a..=b).map(|i| unit.span(i).days()).sum::<i64>());
                let outside: i64 = ends.iter().map(|end| end.days()).sum();
                prop_assert_eq!(inside + outside, span.days());
            }
        }

        #[test]
        fn any_number_has_a_span(index: i64) {
            for unit in Unit::ALL {
                let span = unit.span(index);
                prop_assert!(span.from <= NaiveDate::MAX);
            }
        }
    }
}
