//! Times as XML formats write them (ISO 8601).

use chrono::{DateTime, NaiveDateTime};

/// An instant and, where the text tells one that is not UTC itself, the zone's offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Milliseconds since 1970, UTC.
    pub at_ms: i64,
    pub offset_s: Option<i32>,
}

/// Reads `2024-05-01T07:00:00Z`, with fraction and offset if need be; a time without any zone is
/// taken as UTC, as GPX and TCX prescribe.
pub(crate) fn parse(text: &str) -> Option<Stamp> {
    if let Some(at_ms) = plain(text.as_bytes()) {
        return Some(Stamp {
            at_ms,
            offset_s: None,
        });
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        let offset = time.offset().local_minus_utc();
        return Some(Stamp {
            at_ms: time.timestamp_millis(),
            offset_s: (offset != 0).then_some(offset),
        });
    }
    [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M:%S%.fZ",
        "%Y-%m-%dT%H:%MZ",
    ]
    .iter()
    .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
    .map(|time| Stamp {
        at_ms: time.and_utc().timestamp_millis(),
        offset_s: None,
    })
}

/// `2024-05-01T07:00:00Z`, with a fraction of up to three digits or none: what nearly every file
/// writes, once a sample, read without the generality of a calendar.
fn plain(text: &[u8]) -> Option<i64> {
    let (moment, rest) = text.split_first_chunk::<19>()?;
    let fraction_ms = match *rest {
        [b'Z'] => 0,
        [b'.', a, b'Z'] => digits([a])? * 100,
        [b'.', a, b, b'Z'] => digits([a, b])? * 10,
        [b'.', a, b, c, b'Z'] => digits([a, b, c])?,
        _ => return None,
    };
    Some(civil(moment, b'T')? * 1000 + fraction_ms)
}

/// Seconds since 1970 of `2024-05-01T07:00:00`, with what stands between date and time.
pub(crate) fn civil(moment: &[u8; 19], between: u8) -> Option<i64> {
    let [
        y0,
        y1,
        y2,
        y3,
        b'-',
        m0,
        m1,
        b'-',
        d0,
        d1,
        t,
        h0,
        h1,
        b':',
        n0,
        n1,
        b':',
        s0,
        s1,
    ] = *moment
    else {
        return None;
    };
    let (year, month, day) = (
        digits([y0, y1, y2, y3])?,
        digits([m0, m1])?,
        digits([d0, d1])?,
    );
    let (hour, minute, second) = (digits([h0, h1])?, digits([n0, n1])?, digits([s0, s1])?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days_of_month = match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let valid = (1..=12).contains(&month) && (1..=days_of_month).contains(&day);
    if t != between || !valid || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    // Days of the proleptic Gregorian calendar, years beginning in March so that the leap day is
    // the last of one.
    let (y, m) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let days =
        y * 365 + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * m + 2) / 5 + day
            - 719_469;
    Some(((days * 24 + hour) * 60 + minute) * 60 + second)
}

pub(crate) fn digits<const N: usize>(bytes: [u8; N]) -> Option<i64> {
    let mut value = 0;
    for byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_short_way_agrees_with_the_calendar(text in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,3})?Z") {
            let slow = DateTime::parse_from_rfc3339(&text).ok().map(|time| time.timestamp_millis());
            // A leap second is left to the calendar.
            if !text.contains(":60") {
                prop_assert_eq!(plain(text.as_bytes()), slow);
            }
        }
    }

    #[test]
    fn common_forms_are_read() {
        let at = |text| parse(text).map(|stamp| (stamp.at_ms, stamp.offset_s));
        assert_eq!(at("1970-01-01T00:00:01Z"), Some((1_000, None)));
        assert_eq!(
            at("1970-01-01T02:00:01.250+02:00"),
            Some((1_250, Some(7_200)))
        );
        assert_eq!(at("1970-01-01T00:00:02"), Some((2_000, None)));
        assert_eq!(at("1970-01-01 00:00:02.5"), Some((2_500, None)));
        assert_eq!(at("yesterday"), None);
    }
}
