//! What follows from the use of gear.

use chrono::{Days, NaiveDate};

use super::model::Forecast;

/// How far the forecast looks back.
pub const WINDOW_DAYS: i64 = 90;
/// A few days tell no habit: use of less than two weeks counts as that of two.
const SHORTEST_DAYS: i64 = 14;
/// Beyond this nothing is foretold.
const FARTHEST_DAYS: f64 = 3650.0;

/// The first day of those that the forecast looks back over.
pub fn window_start(today: NaiveDate) -> NaiveDate {
    let back = u64::try_from(WINDOW_DAYS - 1).unwrap_or(0);
    today.checked_sub_days(Days::new(back)).unwrap_or(today)
}

/// When what is left of a life is used up, if the item is used as it was: the mean use a day of the
/// last ninety days, or of those since it was acquired, goes on in a straight line.
///
/// `recent` is what was used in these days, `left` what is left, both in one measure. `None` where
/// it was not used lately, where nothing is left, or where it lasts for more than ten years.
pub fn forecast(today: NaiveDate, acquired: NaiveDate, recent: f64, left: f64) -> Option<Forecast> {
    let owned = (today - acquired).num_days() + 1;
    let days = owned.clamp(SHORTEST_DAYS, WINDOW_DAYS);
    if !(recent > 0.0 && left > 0.0) {
        return None;
    }
    let more = left / recent * days as f64;
    let more = (more.is_finite() && more <= FARTHEST_DAYS).then_some(more.ceil() as u64)?;
    Some(Forecast {
        until: today.checked_add_days(Days::new(more))?,
        days,
        used: recent,
    })
}

/// When time alone ends a life of so many seconds.
pub fn end_of_age(today: NaiveDate, acquired: NaiveDate, life: f64) -> Option<Forecast> {
    let days = (life / 86_400.0).round();
    let days = (days.is_finite() && days >= 0.0).then_some(days as u64)?;
    let until = acquired.checked_add_days(Days::new(days))?;
    (until > today).then_some(Forecast {
        until,
        days: 0,
        used: 0.0,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn the_use_of_the_last_ninety_days_goes_on() {
        let today = day("2026-11-21");
        // 180 km in 90 days are 2 km a day: 118 km last 59 days.
        let told = forecast(today, day("2026-03-01"), 180_000.0, 118_000.0).expect("a forecast");
        assert_eq!((told.until, told.days), (day("2027-01-19"), 90));
        // Owned for 30 days: 60 km are 2 km a day again.
        let told = forecast(today, day("2026-10-23"), 60_000.0, 118_000.0).expect("a forecast");
        assert_eq!((told.until, told.days), (day("2027-01-19"), 30));
    }

    #[test]
    fn one_outing_on_the_first_day_is_no_habit() {
        let today = day("2026-11-21");
        let told = forecast(today, today, 10_000.0, 690_000.0).expect("a forecast");
        assert_eq!((told.days, told.until), (14, day("2029-07-14")));
    }

    #[test]
    fn what_is_not_used_or_used_up_has_no_forecast() {
        let (today, acquired) = (day("2026-11-21"), day("2026-01-01"));
        assert_eq!(forecast(today, acquired, 0.0, 10.0), None);
        assert_eq!(forecast(today, acquired, 10.0, 0.0), None);
        assert_eq!(forecast(today, acquired, 10.0, -3.0), None);
        assert_eq!(forecast(today, acquired, 1.0, 1e9), None);
        assert_eq!(forecast(today, acquired, f64::NAN, 1.0), None);
    }

    #[test]
    fn time_ends_a_life_whatever_is_used() {
        let (today, acquired) = (day("2026-11-21"), day("2026-11-01"));
        let told = end_of_age(today, acquired, 86_400.0 * 100.0).expect("a forecast");
        assert_eq!(told.until, day("2027-02-09"));
        assert_eq!(end_of_age(today, acquired, 86_400.0), None);
    }

    proptest! {
        #[test]
        fn more_use_never_lasts_longer(recent in 1.0..1e7, more in 1.0..1e7, left in 1.0..1e7) {
            let (today, acquired) = (day("2026-11-21"), day("2026-01-01"));
            let slow = forecast(today, acquired, recent, left);
            let fast = forecast(today, acquired, recent + more, left);
            if let (Some(slow), Some(fast)) = (slow, fast) {
                prop_assert!(fast.until <= slow.until);
                prop_assert!(fast.until > today);
            }
        }
    }
}
