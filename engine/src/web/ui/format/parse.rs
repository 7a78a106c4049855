//! What a person types into a form, to SI base units, and back.

use stadion_pack::model::{Display, Format};

use super::Formats;

/// Why a typed figure cannot be read; the text for the field is `input-not-a-number` or
/// `input-not-a-time`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    #[error("not a number")]
    Number,
    #[error("not a time such as 5:02 or 1:02:38")]
    Time,
}

impl ParseError {
    /// The key of its text.
    pub fn key(self) -> &'static str {
        match self {
            Self::Number => "input-not-a-number",
            Self::Time => "input-not-a-time",
        }
    }
}

impl Formats {
    /// A typed figure in the person's unit, to SI. Takes a decimal comma as well as a point,
    /// spaces between groups, and `m:ss`, `h:mm:ss` or `1h 2m` where the display has them. A bare
    /// number stands for minutes there.
    pub fn parse(&self, text: &str, display: &Display) -> Result<f64, ParseError> {
        let unit = self.unit_of(display);
        if display.format != Format::Decimal
            && let Some(seconds) = spelled(text)
        {
            let per_unit = if display.format == Format::MinSec {
                60.0
            } else {
                3600.0
            };
            return Ok(unit.to_si(seconds / per_unit));
        }
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let shown = match display.format {
            Format::Decimal => number(&ungrouped(&text, &self.text("number-group", &[])))
                .ok_or(ParseError::Number)?,
            Format::MinSec => clock(&text).ok_or(ParseError::Time)? / 60.0,
            Format::HourMinSec => clock(&text).ok_or(ParseError::Time)? / 3600.0,
        };
        Ok(unit.to_si(shown))
    }

    /// A stored value as the person would type it: no groups of digits, no needless zeros.
    pub fn input_value(&self, si: f64, display: &Display) -> String {
        let shown = self.unit_of(display).from_si(si);
        if display.format != Format::Decimal {
            return self.quantity(si, display).value;
        }
        let text = format!("{shown:.*}", usize::from(display.decimals));
        let text = match text.split_once('.') {
            Some(_) => text.trim_end_matches('0').trim_end_matches('.'),
            None => &text,
        };
        text.replace('.', &self.text("number-decimal", &[]))
    }
}

/// `1,250` where the comma groups digits: only a first group of up to three digits and then
/// groups of exactly three are taken for grouping, so that `12,42` stays a decimal comma.
fn ungrouped(text: &str, group: &str) -> String {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.split(group);
    let first = groups
        .next()
        .unwrap_or_default()
        .trim_start_matches(['-', '\u{2212}']);
    let grouped = (1..=3).contains(&first.len()) && groups.all(|g| g.len() == 3);
    match grouped && !group.is_empty() && text.contains(group) {
        true if fraction.is_empty() => whole.replace(group, ""),
        true => format!("{}.{fraction}", whole.replace(group, "")),
        false => text.to_owned(),
    }
}

/// One separator is a decimal mark; of several the last is, and those before it group digits: they
/// are another mark, stand between digits and have three of them behind.
fn number(text: &str) -> Option<f64> {
    let (whole, fraction) = match text.rfind([',', '.']) {
        Some(at) => (text.get(..at)?, text.get(at..)?),
        None => (text, ""),
    };
    let group = whole
        .find([',', '.', '\''])
        .and_then(|at| whole.get(at..=at));
    if group.is_some_and(|group| fraction.starts_with(group) || !is_grouped(whole, group)) {
        return None;
    }
    let plain = format!("{}{fraction}", whole.replace([',', '.', '\''], ""));
    let plain = plain.replace(',', ".").replace('\u{2212}', "-");
    // `parse` alone would take "inf", "NaN" and exponents.
    let digits = plain
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    plain.parse().ok().filter(|_| digits)
}

fn is_grouped(whole: &str, mark: &str) -> bool {
    let mut groups = whole.trim_start_matches(['-', '\u{2212}']).split(mark);
    let first = groups.next().unwrap_or_default();
    let is_of = |group: &str, sizes: std::ops::RangeInclusive<usize>| {
        sizes.contains(&group.len()) && group.bytes().all(|b| b.is_ascii_digit())
    };
    is_of(first, 1..=3) && groups.all(|group| is_of(group, 3..=3))
}

/// Seconds of `1h 2m 30s` or `1 ч 2 мин`: the first letter of each unit, the larger one first.
fn spelled(text: &str) -> Option<f64> {
    let text = text.to_lowercase();
    let mut rest = text.trim();
    let (mut seconds, mut last) = (0.0, f64::INFINITY);
    while !rest.is_empty() {
        let Some(end) = rest.find(char::is_alphabetic) else {
            // `1h 20`: the unit that follows goes without saying.
            let figure = number(rest).filter(|n| *n >= 0.0 && last > 1.0 && last.is_finite())?;
            return Some(seconds + figure * last / 60.0);
        };
        let (figure, from_unit) = rest.split_at(end);
        let length = from_unit.find(|c: char| !c.is_alphabetic() && c != '.');
        let (word, after) = from_unit.split_at(length.unwrap_or(from_unit.len()));
        let size = match word.chars().next()? {
            'h' | 'ч' => 3600.0,
            'm' | 'м' => 60.0,
            's' | 'с' => 1.0,
            _ => return None,
        };
        let figure = number(figure.trim()).filter(|n| *n >= 0.0 && size < last)?;
        seconds += figure * size;
        last = size;
        rest = after.trim_start();
    }
    last.is_finite().then_some(seconds)
}

/// Seconds of `h:mm:ss`, `m:ss`, or a bare number of minutes.
fn clock(text: &str) -> Option<f64> {
    let pieces: Vec<&str> = text.split(':').collect();
    let whole = |piece: &str, limit: f64| {
        let digits = !piece.is_empty() && piece.bytes().all(|b| b.is_ascii_digit());
        piece.parse::<f64>().ok().filter(|n| digits && *n < limit)
    };
    let second = |piece: &str| number(piece).filter(|n| (0.0..60.0).contains(n));
    match pieces[..] {
        [minutes] => number(minutes).filter(|n| *n >= 0.0).map(|n| n * 60.0),
        [minutes, seconds] => Some(whole(minutes, 1e6)? * 60.0 + second(seconds)?),
        [hours, minutes, seconds] => {
            Some(whole(hours, 1e5)? * 3600.0 + whole(minutes, 60.0)? * 60.0 + second(seconds)?)
        }
        _ => None,
    }
}
