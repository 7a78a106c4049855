//! A record at another time: everything in it that tells of when it was moves by whole days, and
//! keeps how it is written.

use chrono::{NaiveDate, TimeDelta};
use serde_json::{Map, Value, json};

pub const DAY_MS: i64 = 86_400_000;
/// What is further from a record's start than this is no time of the record.
const NEAR_MS: i64 = 7 * DAY_MS;
/// As deep as JSON is read.
const DEEPEST: usize = 128;

/// The record with its times moved by so many days; `start_ms` is when it began before, by any clock.
pub fn moved(record: &Value, start_ms: i64, days: i64) -> Value {
    at(record, start_ms, days, DEEPEST)
}

fn at(value: &Value, start_ms: i64, days: i64, deep: usize) -> Value {
    match value {
        _ if deep == 0 => value.clone(),
        Value::Object(map) => {
            let all = map.iter().map(|(name, inner)| {
                let name = text(name, start_ms, days).unwrap_or_else(|| name.clone());
                (name, at(inner, start_ms, days, deep - 1))
            });
            Value::Object(all.collect::<Map<_, _>>())
        }
        Value::Array(list) => list
            .iter()
            .map(|inner| at(inner, start_ms, days, deep - 1))
            .collect(),
        Value::String(written) => match text(written, start_ms, days) {
            Some(moved) => Value::String(moved),
            None => value.clone(),
        },
        Value::Number(number) => match number.as_i64().and_then(|n| whole(n, start_ms, days)) {
            Some(moved) => json!(moved),
            None => value.clone(),
        },
        _ => value.clone(),
    }
}

/// Seconds or milliseconds since 1970.
fn whole(number: i64, start_ms: i64, days: i64) -> Option<i64> {
    let is_near = |ms: i64| (ms - start_ms).abs() <= NEAR_MS;
    if is_near(number) {
        return Some(number + days * DAY_MS);
    }
    let is_seconds = number.checked_mul(1_000).is_some_and(is_near);
    is_seconds.then(|| number + days * DAY_MS / 1_000)
}

/// A number in a text, or a date at its beginning: what stands behind stays as it is.
fn text(written: &str, start_ms: i64, days: i64) -> Option<String> {
    const DATE: usize = "2026-06-19".len();
    if let Ok(number) = written.parse::<i64>() {
        return whole(number, start_ms, days).map(|moved| moved.to_string());
    }
    let date: NaiveDate = written.get(..DATE)?.parse().ok()?;
    let behind = written.get(DATE..)?;
    if !(behind.is_empty() || behind.starts_with(['T', ' '])) {
        return None;
    }
    let noon_ms = date.and_hms_opt(12, 0, 0)?.and_utc().timestamp_millis();
    if (noon_ms - start_ms).abs() > NEAR_MS + DAY_MS {
        return None;
    }
    let moved = date.checked_add_signed(TimeDelta::try_days(days)?)?;
    Some(format!("{moved}{behind}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_move_and_nothing_else() {
        let record = json!({
            "id": 1_781_848, "start": "2026-06-19T08:00:00+02:00", "day": "2026-06-19", "at": 1_781_848_800,
            "ms": 1_781_848_800_500_i64, "other": "2020-01-01", "note": "2026-06-19 was hot", "km": 5.2,
            "series": {"1781848860": {"bpm": 131}},
        });
        let start_ms = 1_781_848_800_000;
        let expected = json!({
            "id": 1_781_848, "start": "2026-06-17T08:00:00+02:00", "day": "2026-06-17", "at": 1_781_676_000,
            "ms": 1_781_676_000_500_i64, "other": "2020-01-01", "note": "2026-06-17 was hot", "km": 5.2,
            "series": {"1781676060": {"bpm": 131}},
        });
        assert_eq!(moved(&record, start_ms, -2), expected);
        assert_eq!(moved(&record, start_ms, 0), record);
    }
}
