//! Dates, times and money in rules: what they become when moved, how far apart they are, which is
//! more. What cannot be told is missing.

use std::cmp::Ordering;

use chrono::TimeDelta;

use super::tree::Arithmetic;
use crate::value::{Money, Value};

const DAY: f64 = 86_400.0;

/// A date by whole days, a time by seconds; money by money of its currency, or times a number.
pub(super) fn moved(how: Arithmetic, value: &Value, by: &Value) -> Option<Value> {
    match (value, by) {
        (Value::Money(money), by) => amount(how, money, by).map(|minor| {
            Value::Money(Money {
                minor,
                currency: money.currency.clone(),
            })
        }),
        (Value::Date(day), Value::Number(seconds)) => {
            let days = days((seconds / DAY).floor())?;
            let day = match how {
                Arithmetic::Add => day.checked_add_signed(days),
                Arithmetic::Subtract => day.checked_sub_signed(days),
                _ => None,
            };
            day.map(Value::Date)
        }
        (Value::Time(time), Value::Number(seconds)) => {
            let span = TimeDelta::try_milliseconds(whole(seconds * 1e3)?)?;
            let time = match how {
                Arithmetic::Add => time.checked_add_signed(span),
                Arithmetic::Subtract => time.checked_sub_signed(span),
                _ => None,
            };
            time.map(Value::Time)
        }
        _ => None,
    }
}

fn days(number: f64) -> Option<TimeDelta> {
    TimeDelta::try_days(whole(number)?)
}

fn amount(how: Arithmetic, money: &Money, by: &Value) -> Option<i64> {
    match (how, by) {
        (Arithmetic::Add, Value::Money(by)) if by.currency == money.currency => {
            money.minor.checked_add(by.minor)
        }
        (Arithmetic::Subtract, Value::Money(by)) if by.currency == money.currency => {
            money.minor.checked_sub(by.minor)
        }
        (Arithmetic::Multiply, Value::Number(by)) => whole(money.minor as f64 * by),
        (Arithmetic::Divide, Value::Number(by)) => whole(money.minor as f64 / by),
        _ => None,
    }
}

/// The nearest whole number, where it fits.
fn whole(number: f64) -> Option<i64> {
    let number = number.round();
    (number.is_finite() && number.abs() < 9.0e18).then_some(number as i64)
}

/// Seconds from `right` to `left`.
pub(super) fn between(left: &Value, right: &Value) -> Option<f64> {
    match (left, right) {
        (Value::Date(left), Value::Date(right)) => Some((*left - *right).num_days() as f64 * DAY),
        (Value::Time(left), Value::Time(right)) => {
            Some((*left - *right).num_milliseconds() as f64 / 1e3)
        }
        _ => None,
    }
}

/// Amounts of two currencies have no order.
pub(super) fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Date(left), Value::Date(right)) => Some(left.cmp(right)),
        (Value::Time(left), Value::Time(right)) => Some(left.cmp(right)),
        (Value::Money(left), Value::Money(right)) if left.currency == right.currency => {
            Some(left.minor.cmp(&right.minor))
        }
        _ => None,
    }
}
