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

#[cfg(test)]
mod tests {
    use super::*;

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
