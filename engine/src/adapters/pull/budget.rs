//! How long a vendor wants to be left alone.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use stadion_pack::adapter::model::{Budget, Rate, TimeForm};

use super::Answer;
use crate::adapters::normalize::{number, timestamp};

/// Nothing that a vendor says stops us for longer.
const LONGEST: TimeDelta = TimeDelta::days(1);
/// Where it says that there is no more and not until when.
const UNTOLD: TimeDelta = TimeDelta::minutes(1);

/// Until when nothing more may be asked; none while there is budget.
pub fn pause(rate: &Rate, answer: &Answer, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let is_over = answer.status == 429 || is_spent(rate, answer);
    if !is_over && answer.status != 503 {
        return None;
    }
    let told = retry_after(answer, now).or_else(|| reset(rate, answer, now));
    let until = match told {
        Some(until) => until,
        None if is_over => next_window(rate, answer, now).unwrap_or(now + UNTOLD),
        None => return None,
    };
    (until > now).then(|| until.min(now + LONGEST))
}

fn numbers(answer: &Answer, header: Option<&String>) -> Vec<f64> {
    let told = header
        .and_then(|name| answer.header(name))
        .unwrap_or_default();
    let parts = told.split(',').map(|part| part.trim().parse::<f64>());
    parts
        .filter_map(Result::ok)
        .filter(|one| one.is_finite())
        .collect()
}

fn is_spent(rate: &Rate, answer: &Answer) -> bool {
    spent(rate, answer).next().is_some()
        || numbers(answer, rate.remaining.as_ref())
            .iter()
            .any(|left| *left <= 0.0)
}

/// Which of the budgets that a vendor lists, as `100,1000` and `12,340`, are used up.
fn spent<'a>(rate: &Rate, answer: &'a Answer) -> impl Iterator<Item = usize> + use<'a> {
    let limits = numbers(answer, rate.limit.as_ref());
    let used = numbers(answer, rate.used.as_ref());
    let pairs = limits.into_iter().zip(used).enumerate();
    pairs
        .filter(|(_, (limit, used))| used >= limit)
        .map(|(at, _)| at)
}

/// `Retry-After` (RFC 9110, 10.2.3): seconds, or a date.
fn retry_after(answer: &Answer, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let told = answer.header("retry-after")?.trim();
    match told.parse::<u32>() {
        Ok(seconds) => Some(now + TimeDelta::seconds(i64::from(seconds))),
        Err(_) => DateTime::parse_from_rfc2822(told)
            .ok()
            .map(|date| date.to_utc()),
    }
}

fn reset(rate: &Rate, answer: &Answer, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let told = answer.header(rate.reset.as_ref()?)?;
    let each = told.split(',').filter_map(|one| {
        let one = Value::String(one.trim().to_owned());
        match rate.reset_as {
            None | Some(TimeForm::Seconds) => {
                let seconds = number(&one).filter(|s| (0.0..1e9).contains(s))?;
                Some(now + TimeDelta::milliseconds((seconds * 1_000.0) as i64))
            }
            Some(form) => timestamp(&one, form),
        }
    });
    each.max()
}

/// Vendors count from whole quarters of an hour and whole days (UTC): where the adapter tells how long
/// the windows are, the next one begins then.
fn next_window(rate: &Rate, answer: &Answer, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let longest = spent(rate, answer).filter_map(|at| rate.app.get(at));
    let per_s = longest.map(|budget: &Budget| budget.per_s as i64).max()?;
    let begun = now.timestamp().div_euclid(per_s.max(1)) + 1;
    DateTime::from_timestamp(begun * per_s.max(1), 0)
}
