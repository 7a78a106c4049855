//! Which day it is for whom.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, SubsecRound, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::{AsOf, Today, Zones};

impl AsOf {
    /// The days that it is, those of time zones that differ from UTC first.
    pub fn todays(self) -> Vec<Today> {
        let everywhere = |day, now| {
            vec![Today {
                day,
                now,
                zones: Zones::Others,
            }]
        };
        let now = match self {
            Self::Day(day) => return everywhere(day, end_of(day)),
            Self::Moment(now) => now.trunc_subsecs(3),
        };
        let utc = now.date_naive();
        let mut zones: BTreeMap<NaiveDate, BTreeSet<String>> = BTreeMap::new();
        for zone in TZ_VARIANTS {
            let day = local_day(now, zone);
            if day != utc {
                zones.entry(day).or_default().insert(zone.name().to_owned());
            }
        }
        let today = |(day, zones)| Today {
            day,
            now,
            zones: Zones::These(zones),
        };
        let mut todays: Vec<Today> = zones.into_iter().map(today).collect();
        todays.extend(everywhere(utc, now));
        todays
    }

    /// The day that it is for one person; an unknown zone counts as UTC.
    pub fn today(self, zone: Option<&str>) -> Today {
        let (day, now) = match self {
            Self::Day(day) => (day, end_of(day)),
            Self::Moment(now) => {
                let now = now.trunc_subsecs(3);
                let zone = zone.and_then(|zone| zone.parse().ok());
                (local_day(now, zone.unwrap_or(Tz::UTC)), now)
            }
        };
        Today {
            day,
            now,
            zones: Zones::Others,
        }
    }
}

fn local_day(now: DateTime<Utc>, zone: Tz) -> NaiveDate {
    zone.from_utc_datetime(&now.naive_utc()).date_naive()
}

fn end_of(day: NaiveDate) -> DateTime<Utc> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    next.and_time(chrono::NaiveTime::MIN).and_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_zone_has_the_day_that_it_is_there() {
        let at = |text: &str| AsOf::Moment(text.parse().unwrap());
        let days = |as_of: AsOf| as_of.todays().len();
        // From 10 to 12 UTC it is three days at once.
        assert_eq!(days(at("2026-11-21T11:00:00Z")), 3);
        assert_eq!(days(at("2026-11-21T18:00:00Z")), 2);
        assert_eq!(days(AsOf::Day(NaiveDate::default())), 1);
        for hour in 0..24 {
            let as_of = at(&format!("2026-11-21T{hour:02}:30:00.1239Z"));
            let todays = as_of.todays();
            for zone in [
                "Pacific/Kiritimati",
                "Pacific/Niue",
                "Europe/Berlin",
                "Nowhere/Land",
            ] {
                let these = |today: &&Today| match &today.zones {
                    Zones::These(zones) => zones.contains(zone),
                    Zones::Others => true,
                };
                let found = todays.iter().find(these).unwrap();
                let own = as_of.today(Some(zone));
                assert_eq!((found.day, found.now), (own.day, own.now), "{zone} {hour}");
            }
        }
    }
}
