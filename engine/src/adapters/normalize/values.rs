//! How written numbers, times and spans are understood.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde_json::Value;
use stadion_pack::adapter::model::TimeForm;
use stadion_pack::units::parse_quantity;
use stadion_pack::value::Dim;

/// A moment, as a record tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970; by the clock of the place where it is local.
    pub at_ms: i64,
    pub offset_s: Option<i32>,
    pub is_local: bool,
}

/// A number, also one in quotes.
pub fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

/// The moment that a start or a sample was at.
pub fn moment(value: &Value, form: TimeForm) -> Option<Moment> {
    let at = |at_ms: i64| Moment {
        at_ms,
        offset_s: None,
        is_local: false,
    };
    let scaled = |factor: f64| {
        let ms = (number(value)? * factor).round();
        (ms.abs() < 1e15).then_some(at(ms as i64))
    };
    match form {
        TimeForm::Unix => scaled(1_000.0),
        TimeForm::UnixMs => scaled(1.0),
        TimeForm::Iso8601 => written(value.as_str()?.trim()),
        TimeForm::Local => {
            let read = written(value.as_str()?.trim())?;
            // A zone that is told says more than the form.
            Some(Moment {
                is_local: read.offset_s.is_none(),
                ..read
            })
        }
        TimeForm::Date => {
            let day: NaiveDate = value.as_str()?.trim().parse().ok()?;
            let noon = day.and_hms_opt(12, 0, 0)?;
            Some(Moment {
                is_local: true,
                ..at(noon.and_utc().timestamp_millis())
            })
        }
        TimeForm::Seconds | TimeForm::Milliseconds | TimeForm::Duration | TimeForm::Clock => None,
    }
}

/// The moment of what is told without a place; a time of no zone is UTC.
pub fn timestamp(value: &Value, form: TimeForm) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(moment(value, form)?.at_ms)
}

/// ISO 8601, and the spellings of it that exports have.
fn written(text: &str) -> Option<Moment> {
    const ZONED: [&str; 3] = [
        "%Y-%m-%dT%H:%M:%S%.f%z",
        "%Y-%m-%d %H:%M:%S%.f %z",
        "%Y-%m-%dT%H:%M%z",
    ];
    const PLAIN: [&str; 5] = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M:%S%.fZ",
        "%Y-%m-%dT%H:%M",
        "%b %d, %Y, %I:%M:%S %p",
    ];
    let zoned = DateTime::parse_from_rfc3339(text).ok();
    let zoned = zoned.or_else(|| {
        ZONED
            .iter()
            .find_map(|form| DateTime::parse_from_str(text, form).ok())
    });
    if let Some(time) = zoned {
        let offset = time.offset().local_minus_utc();
        return Some(Moment {
            at_ms: time.timestamp_millis(),
            // Z says nothing of the place.
            offset_s: (!text.ends_with(['Z', 'z'])).then_some(offset),
            is_local: false,
        });
    }
    let time = PLAIN
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    Some(Moment {
        at_ms: time.and_utc().timestamp_millis(),
        offset_s: None,
        is_local: false,
    })
}

/// Milliseconds since the start, where the form tells those.
pub fn since_start(value: &Value, form: TimeForm) -> Option<i64> {
    let ms = match form {
        TimeForm::Seconds => number(value)? * 1_000.0,
        TimeForm::Milliseconds => number(value)?,
        TimeForm::Duration | TimeForm::Clock => span(value, form)? * 1_000.0,
        _ => return None,
    };
    (ms.abs() < 1e13).then_some(ms.round() as i64)
}

/// A span in seconds.
pub fn span(value: &Value, form: TimeForm) -> Option<f64> {
    let text = value.as_str()?.trim();
    match form {
        TimeForm::Duration => {
            let read = parse_quantity(text, Some(Dim::TIME)).ok()?;
            text.starts_with('P').then_some(read.si)
        }
        TimeForm::Clock => clock(text),
        _ => None,
    }
}

/// `1:02:03.5`, `12:30` or `45`.
fn clock(text: &str) -> Option<f64> {
    let pieces: Vec<&str> = text.split(':').collect();
    if pieces.len() > 3 {
        return None;
    }
    let mut seconds = 0.0;
    for (at, piece) in pieces.iter().enumerate() {
        let number: f64 = piece
            .parse()
            .ok()
            .filter(|n: &f64| n.is_finite() && *n >= 0.0)?;
        if at > 0 && number >= 60.0 {
            return None;
        }
        seconds = seconds * 60.0 + number;
    }
    Some(seconds)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_are_read_as_vendors_write_them() {
        let at = |text: &str, form| {
            moment(&json!(text), form).map(|m| (m.at_ms, m.offset_s, m.is_local))
        };
        assert_eq!(
            at("1970-01-01T00:00:01Z", TimeForm::Iso8601),
            Some((1_000, None, false))
        );
        assert_eq!(
            at("1970-01-01T02:00:01+02:00", TimeForm::Iso8601),
            Some((1_000, Some(7_200), false))
        );
        assert_eq!(
            at("1970-01-01 02:00:01 +0200", TimeForm::Iso8601),
            Some((1_000, Some(7_200), false))
        );
        assert_eq!(
            at("1970-01-01T00:00:01.250", TimeForm::Local),
            Some((1_250, None, true))
        );
        assert_eq!(
            at("Jan 1, 1970, 12:00:02 AM", TimeForm::Iso8601),
            Some((2_000, None, false))
        );
        assert_eq!(at("tomorrow", TimeForm::Iso8601), None);
        assert_eq!(
            moment(&json!("1.5"), TimeForm::Unix).map(|m| m.at_ms),
            Some(1_500)
        );
        assert_eq!(moment(&json!(1e300), TimeForm::UnixMs), None);
        assert_eq!(span(&json!("PT1M2.5S"), TimeForm::Duration), Some(62.5));
        assert_eq!(span(&json!("1:02:03"), TimeForm::Clock), Some(3_723.0));
        assert_eq!(span(&json!("1:99"), TimeForm::Clock), None);
        assert_eq!(since_start(&json!(2), TimeForm::Seconds), Some(2_000));
    }
}
