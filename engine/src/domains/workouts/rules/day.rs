//! The local day of a workout, fixed when it is stored.

use chrono::{DateTime, NaiveDate, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use stadion_activity::Activity;

use crate::domains::workouts::model::local;

/// The offset from UTC where the workout was: the file's own, else the user's zone at that time.
pub fn utc_offset_s(activity: Option<&Activity>, start: DateTime<Utc>, zone: Option<&str>) -> i32 {
    let from_file = activity.and_then(|activity| activity.utc_offset_s);
    // No place on earth is further than UTC+14 or UTC-12; a clock error is not a zone.
    let from_file = from_file.filter(|offset| (-12 * 3600..=14 * 3600).contains(offset));
    from_file.unwrap_or_else(|| zone_offset_s(start, zone))
}

fn zone_offset_s(start: DateTime<Utc>, zone: Option<&str>) -> i32 {
    let zone: Tz = zone.and_then(|zone| zone.parse().ok()).unwrap_or(Tz::UTC);
    zone.offset_from_utc_datetime(&start.naive_utc())
        .fix()
        .local_minus_utc()
}

pub fn local_day(start: DateTime<Utc>, utc_offset_s: i32) -> NaiveDate {
    local(start, utc_offset_s).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_knows_better_than_the_profile() {
        let start: DateTime<Utc> = "2026-03-01T22:30:00Z".parse().unwrap();
        let abroad = Activity {
            utc_offset_s: Some(3 * 3600),
            ..Activity::default()
        };
        let offset = utc_offset_s(Some(&abroad), start, Some("Europe/London"));
        assert_eq!(local_day(start, offset).to_string(), "2026-03-02");
        assert_eq!(utc_offset_s(None, start, Some("Europe/Moscow")), 3 * 3600);
        assert_eq!(utc_offset_s(None, start, Some("no such zone")), 0);
        let broken = Activity {
            utc_offset_s: Some(90_000),
            ..Activity::default()
        };
        assert_eq!(utc_offset_s(Some(&broken), start, None), 0);
    }
}
