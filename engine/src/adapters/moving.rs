//! A record at another time: everything in it that tells of when it was moves by whole days, and
//! keeps how it is written.

use chrono::{NaiveDate, TimeDelta};
use serde_json::{Map, Value, json};
use stadion_pack::adapter::model::{From, Reader, Target, TimeForm, What};
use stadion_pack::adapter::{Adapter, Found};

use super::normalize::values::moment;

pub const DAY_MS: i64 = 86_400_000;
/// What is further from a record's start than this is no time of the record.
const NEAR_MS: i64 = 7 * DAY_MS;
/// As deep as JSON is read.
const DEEPEST: usize = 128;

/// The first and the last start of what is moved, in milliseconds by any clock.
pub type Starts = (i64, i64);

/// A record, or several, with their times moved by so many days.
pub fn moved(record: &Value, starts: Starts, days: i64) -> Value {
    at(record, starts, days, DEEPEST)
}

/// When a record began, by the adapter's own entry: by the clock that it is written in.
pub fn start_ms(adapter: &Adapter, stream: Option<&str>, record: &Value) -> Option<i64> {
    let root = Found::root(record);
    adapter.entries.iter().find_map(|entry| {
        let is_ours = entry.stream.is_none() || entry.stream.as_deref() == stream;
        let What::Field(field) = &entry.what else {
            return None;
        };
        let From::Paths { paths, read } = &field.source else {
            return None;
        };
        let Reader::Time(form) = read else {
            return None;
        };
        if !is_ours || field.target != Target::StartTime {
            return None;
        }
        let found = paths.iter().find_map(|path| path.first(&root))?;
        time_ms(&found.value, *form)
    })
}

/// A moment as its form writes it, or as ISO 8601 does.
pub fn time_ms(value: &Value, form: TimeForm) -> Option<i64> {
    let read = moment(value, form).or_else(|| moment(value, TimeForm::Iso8601));
    read.map(|moment| moment.at_ms)
}

fn at(value: &Value, starts: Starts, days: i64, deep: usize) -> Value {
    match value {
        _ if deep == 0 => value.clone(),
        Value::Object(map) => {
            let all = map.iter().map(|(name, inner)| {
                let name = text(name, starts, days).unwrap_or_else(|| name.clone());
                (name, at(inner, starts, days, deep - 1))
            });
            Value::Object(all.collect::<Map<_, _>>())
        }
        Value::Array(list) => list
            .iter()
            .map(|inner| at(inner, starts, days, deep - 1))
            .collect(),
        Value::String(written) => match text(written, starts, days) {
            Some(moved) => Value::String(moved),
            None => value.clone(),
        },
        Value::Number(number) => match number.as_i64().and_then(|n| whole(n, starts, days)) {
            Some(moved) => json!(moved),
            None => value.clone(),
        },
        _ => value.clone(),
    }
}

fn is_near(ms: i64, (first, last): Starts, near: i64) -> bool {
    (first.saturating_sub(near)..=last.saturating_add(near)).contains(&ms)
}

/// Seconds or milliseconds since 1970.
fn whole(number: i64, starts: Starts, days: i64) -> Option<i64> {
    let is_near = |ms: i64| is_near(ms, starts, NEAR_MS);
    if is_near(number) {
        return Some(number + days * DAY_MS);
    }
    let is_seconds = number.checked_mul(1_000).is_some_and(is_near);
    is_seconds.then(|| number + days * DAY_MS / 1_000)
}

/// A number in a text, or a date at its beginning: what stands behind stays as it is.
fn text(written: &str, starts: Starts, days: i64) -> Option<String> {
    const DATE: usize = "2026-06-19".len();
    if let Ok(number) = written.parse::<i64>() {
        return whole(number, starts, days).map(|moved| moved.to_string());
    }
    let date: NaiveDate = written.get(..DATE)?.parse().ok()?;
    let behind = written.get(DATE..)?;
    if !(behind.is_empty() || behind.starts_with(['T', ' '])) {
        return None;
    }
    let noon_ms = date.and_hms_opt(12, 0, 0)?.and_utc().timestamp_millis();
    if !is_near(noon_ms, starts, NEAR_MS + DAY_MS) {
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
        let starts = (1_781_848_800_000, 1_781_848_800_000);
        let expected = json!({
            "id": 1_781_848, "start": "2026-06-17T08:00:00+02:00", "day": "2026-06-17", "at": 1_781_676_000,
            "ms": 1_781_676_000_500_i64, "other": "2020-01-01", "note": "2026-06-17 was hot", "km": 5.2,
            "series": {"1781676060": {"bpm": 131}},
        });
        assert_eq!(moved(&record, starts, -2), expected);
        assert_eq!(moved(&record, starts, 0), record);
    }
}
