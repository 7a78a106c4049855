//! Digits and separators.

use super::MINUS;

/// Whether all `decimals` digits after the point are zero once rounded.
pub(super) fn is_whole(value: f64, decimals: u8) -> bool {
    let scale = 10f64.powi(i32::from(decimals));
    (value * scale).round() % scale == 0.0
}

/// What a language writes between digits.
pub(in super::super) struct Marks {
    pub point: String,
    pub group: String,
    /// Digits before the point from which on they stand in groups.
    pub group_from: usize,
}

impl Marks {
    /// From the texts `number-decimal`, `number-group` and `number-group-from` of a language.
    pub fn of(text: impl Fn(&str) -> Option<String>) -> Self {
        let from = text("number-group-from").and_then(|digits| digits.parse().ok());
        Self {
            point: text("number-decimal").unwrap_or_else(|| ".".to_owned()),
            group: text("number-group").unwrap_or_default(),
            group_from: from.unwrap_or(4),
        }
    }
}

/// Groups of three; the sign of a number that rounds to zero is dropped.
pub(in super::super) fn decimal(value: f64, decimals: u8, marks: &Marks) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let plain = format!("{:.*}", usize::from(decimals), value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut out = String::with_capacity(plain.len() + 8);
    if value < 0.0 && plain.bytes().any(|b| matches!(b, b'1'..=b'9')) {
        out.push(MINUS);
    }
    for (i, digit) in whole.chars().enumerate() {
        let is_long = whole.len() >= marks.group_from;
        if is_long && i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push_str(&marks.group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push_str(&marks.point);
        out.push_str(fraction);
    }
    out
}

/// `5:02`; minutes may pass 60.
pub(super) fn min_sec(seconds: f64) -> String {
    let (sign, total) = whole(seconds);
    format!("{sign}{}:{:02}", total / 60, total % 60)
}

/// `1:02:38`, and `24:09` under an hour.
pub(super) fn hour_min_sec(seconds: f64) -> String {
    let (sign, total) = whole(seconds);
    if total < 3600 {
        return min_sec(seconds);
    }
    format!(
        "{sign}{}:{:02}:{:02}",
        total / 3600,
        total / 60 % 60,
        total % 60
    )
}

fn whole(seconds: f64) -> (&'static str, u64) {
    let total = seconds.abs().round() as u64;
    (
        if seconds < 0.0 && total > 0 {
            "\u{2212}"
        } else {
            ""
        },
        total,
    )
}
