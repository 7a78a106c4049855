//! Cells: numbers, spans and times as spreadsheets and exporters write them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::times::{self, Stamp};

/// What stands where there is no value.
pub(super) fn is_blank(cell: &str) -> bool {
    matches!(cell, "" | "-" | "--" | "—")
        || ["n/a", "na", "nan", "null", "none"].contains(&cell.to_lowercase().as_str())
}

/// A finite number. Where columns are not parted by commas a comma is the decimal one; else it
/// parts thousands where three digits follow each.
pub(super) fn number(cell: &str, delimiter: u8) -> Option<f64> {
    let mut text: String = cell
        .chars()
        .filter(|c| !c.is_whitespace() && !"'’\u{202f}".contains(*c))
        .collect();
    match (text.rfind(','), text.rfind('.')) {
        (Some(comma), Some(point)) if comma > point => {
            text = text.replace('.', "").replace(',', ".");
        }
        (Some(_), Some(_)) => text = text.replace(',', ""),
        (Some(_), None) if delimiter == b',' && parts_thousands(&text) => {
            text = text.replace(',', "");
        }
        (Some(_), None) => text = text.replace(',', "."),
        _ => {}
    }
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

fn parts_thousands(text: &str) -> bool {
    let mut groups = text.trim_start_matches('-').split(',');
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
}

/// Seconds of `1:02:03.5`, `62:03` (minutes) or `1h 2m 3s`.
pub(super) fn clock(cell: &str) -> Option<f64> {
    let mut seconds = 0.0;
    let parts: Vec<&str> = cell.trim().split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    for part in &parts {
        let is_number = part
            .chars()
            .all(|c| c.is_ascii_digit() || c == '.' || c == ',');
        let value: f64 = part.replace(',', ".").parse().ok().filter(|_| is_number)?;
        seconds = seconds * 60.0 + value;
    }
    Some(seconds).filter(|seconds| *seconds < 1e9)
}

/// In which order `3/4/2024` names day and month, where the table as a whole tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Order {
    #[default]
    Unknown,
    DayFirst,
    MonthFirst,
}

impl Order {
    /// Some day beyond the twelfth decides.
    pub fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        for cell in cells {
            let mut parts = cell
                .split('/')
                .map(|part| part.trim().parse::<u32>().unwrap_or(0));
            match (parts.next(), parts.next()) {
                (Some(13..=31), Some(1..=12)) => return Self::DayFirst,
                (Some(1..=12), Some(13..=31)) => return Self::MonthFirst,
                _ => {}
            }
        }
        Self::Unknown
    }
}

/// What a cell says about when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum When {
    At(Stamp),
    /// A day without a time.
    Day(NaiveDate),
    /// Seconds from the start, or of the day.
    Seconds(f64),
}

pub(super) fn when(cell: &str, order: Order, zone: Option<Tz>, delimiter: u8) -> Option<When> {
    if let Some(seconds) = clock(cell) {
        return Some(When::Seconds(seconds));
    }
    if let Some(value) = number(cell, delimiter) {
        return epoch(value)
            .map(|at_ms| {
                When::At(Stamp {
                    at_ms,
                    offset_s: None,
                })
            })
            .or(Some(When::Seconds(value)));
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(&cell.replacen(' ', "T", 1)) {
        let offset = time.offset().local_minus_utc();
        let offset_s = (offset != 0).then_some(offset);
        return Some(When::At(Stamp {
            at_ms: time.timestamp_millis(),
            offset_s,
        }));
    }
    // `2024-05-01 07:00:00 +0200`, `2024-05-01 07:00:00 UTC`
    if let Ok(time) = DateTime::parse_from_str(cell, "%Y-%m-%d %H:%M:%S %z") {
        return Some(When::At(Stamp {
            at_ms: time.timestamp_millis(),
            offset_s: Some(time.offset().local_minus_utc()),
        }));
    }
    if let Some(utc) = cell.strip_suffix('Z').or_else(|| cell.strip_suffix(" UTC")) {
        let stamp = times::parse(utc.trim())?;
        return Some(When::At(stamp));
    }
    local(cell, order)
        .map(|time| When::At(in_zone(time, zone)))
        .or_else(|| day(cell, order).map(When::Day))
}

/// Milliseconds since 1970 of seconds, milliseconds or microseconds: each reaches from 1973 to
/// beyond this century.
fn epoch(value: f64) -> Option<i64> {
    match value {
        1e8..1e11 => Some((value * 1e3).round() as i64),
        1e11..1e14 => Some(value.round() as i64),
        1e14..1e17 => Some((value / 1e3).round() as i64),
        _ => None,
    }
}

fn local(cell: &str, order: Order) -> Option<NaiveDateTime> {
    const FORMATS: &[&str] = &[
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%dT%H:%M",
        "%Y/%m/%d %H:%M:%S%.f",
        "%Y/%m/%d %H:%M",
        "%d.%m.%Y %H:%M:%S%.f",
        "%d.%m.%Y %H:%M",
        "%d.%m.%Y, %H:%M:%S",
        "%d.%m.%Y, %H:%M",
        "%b %d, %Y, %I:%M:%S %p",
        "%d %b %Y, %H:%M:%S",
    ];
    const DAY_FIRST: &[&str] = &["%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y, %H:%M:%S"];
    const MONTH_FIRST: &[&str] = &[
        "%m/%d/%Y %H:%M:%S",
        "%m/%d/%Y %H:%M",
        "%m/%d/%Y %I:%M:%S %p",
        "%m/%d/%Y %I:%M %p",
        "%m/%d/%Y, %I:%M:%S %p",
    ];
    let more = match order {
        Order::Unknown => &[],
        Order::DayFirst => DAY_FIRST,
        Order::MonthFirst => MONTH_FIRST,
    };
    let mut formats = FORMATS.iter().chain(more);
    formats.find_map(|format| NaiveDateTime::parse_from_str(cell, format).ok())
}

fn day(cell: &str, order: Order) -> Option<NaiveDate> {
    let by_order = match order {
        Order::Unknown => None,
        Order::DayFirst => Some("%d/%m/%Y"),
        Order::MonthFirst => Some("%m/%d/%Y"),
    };
    let mut formats = [
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%d.%m.%Y",
        "%d.%m.%y",
        "%b %d, %Y",
        "%d %b %Y",
    ]
    .into_iter()
    .chain(by_order);
    formats.find_map(|format| NaiveDate::parse_from_str(cell, format).ok())
}

/// A time without a zone is where the person lives; a time that the clocks skipped or had twice is
/// the earlier of what it can be.
pub(super) fn in_zone(time: NaiveDateTime, zone: Option<Tz>) -> Stamp {
    let utc = zone.and_then(|zone| zone.from_local_datetime(&time).earliest());
    let utc = utc.map_or_else(|| time.and_utc(), |time| time.with_timezone(&Utc));
    let offset_s = zone.and_then(|_| i32::try_from((time.and_utc() - utc).num_seconds()).ok());
    Stamp {
        at_ms: utc.timestamp_millis(),
        offset_s,
    }
}

/// The day or the moment that a file's name tells: `2024_05_01_07_12_33.csv`, `run-20240501-0712.csv`.
pub(super) fn moment_in_name(name: &str) -> Option<NaiveDateTime> {
    let name = name.rsplit('/').next().unwrap_or(name);
    let digits: String = name
        .chars()
        .map(|c| if c.is_ascii_digit() { c } else { ' ' })
        .collect();
    let groups: Vec<&str> = digits.split_whitespace().collect();
    (0..groups.len()).find_map(|at| {
        let rest = groups.get(at..)?.concat();
        let first = groups.get(at)?;
        if ![4, 8, 12, 14].contains(&first.len()) {
            return None;
        }
        let number = |from: usize, to: usize| rest.get(from..to)?.parse::<u32>().ok();
        let year = i32::try_from(number(0, 4)?)
            .ok()
            .filter(|year| (1970..2200).contains(year))?;
        let date = NaiveDate::from_ymd_opt(year, number(4, 6)?, number(6, 8)?)?;
        let second = number(12, 14).unwrap_or(0);
        let time = number(8, 10).zip(number(10, 12));
        let time = time.and_then(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, second));
        Some(date.and_time(time.unwrap_or_default()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_all_countries() {
        assert_eq!(number("1,234.5", b','), Some(1234.5));
        assert_eq!(number("1.234,5", b';'), Some(1234.5));
        assert_eq!(number("12,5", b';'), Some(12.5));
        assert_eq!(number("12,5", b','), Some(12.5));
        assert_eq!(number("12,500", b','), Some(12_500.0));
        assert_eq!(number("1 234", b';'), Some(1234.0));
        assert_eq!(number("inf", b';'), None);
        assert_eq!(number("fast", b';'), None);
    }

    #[test]
    fn times_of_many_kinds() {
        const SEVEN: i64 = 1_714_546_800_000; // 2024-05-01T07:00:00Z
        let at = |cell: &str| match when(cell, Order::Unknown, None, b',') {
            Some(When::At(stamp)) => Some(stamp.at_ms),
            _ => None,
        };
        for cell in [
            "2024-05-01T07:00:00Z",
            "2024-05-01T09:00:00+02:00",
            "2024-05-01 09:00:00 +0200",
            "2024-05-01 07:00:00",
            "2024-05-01 07:00",
            "01.05.2024 07:00",
            "May 1, 2024, 7:00:00 AM",
            "1714546800",
            "1714546800000",
        ] {
            assert_eq!(at(cell), Some(SEVEN), "{cell}");
        }
        assert_eq!(at("12.5"), None);
        assert_eq!(
            when("1:02:03", Order::Unknown, None, b','),
            Some(When::Seconds(3723.0))
        );
        assert_eq!(when("5/1/2024", Order::Unknown, None, b','), None);
        let day = NaiveDate::from_ymd_opt(2024, 5, 1).map(When::Day);
        assert_eq!(when("5/1/2024", Order::MonthFirst, None, b','), day);
        assert_eq!(
            Order::of(["3/4/2024", "3/14/2024"].into_iter()),
            Order::MonthFirst
        );
    }

    #[test]
    fn local_times_are_where_the_person_lives() {
        let time = NaiveDate::from_ymd_opt(2024, 5, 1)
            .unwrap()
            .and_hms_opt(9, 0, 0)
            .unwrap();
        let stamp = in_zone(time, Some(Tz::Europe__Berlin));
        assert_eq!(
            (stamp.at_ms, stamp.offset_s),
            (1_714_546_800_000, Some(7200))
        );
    }

    #[test]
    fn names_tell_moments() {
        let told = |name| moment_in_name(name).map(|time| time.to_string());
        assert_eq!(
            told("x/2024_05_01_07_12_33.csv").as_deref(),
            Some("2024-05-01 07:12:33")
        );
        assert_eq!(
            told("run-20240501-0712.csv").as_deref(),
            Some("2024-05-01 07:12:00")
        );
        assert_eq!(
            told("ride 2024-05-01.csv").as_deref(),
            Some("2024-05-01 00:00:00")
        );
        assert_eq!(told("123456.csv"), None);
    }
}
