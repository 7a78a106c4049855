//! Quantities written as texts: `700 km`, `165 /min`, `4:30 min/km`, `80 %`, `PT52M`.

use super::{Unit, UnitError, parse_unit};
use crate::value::{Dim, Money};

/// A number in SI base units with its dimension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    pub si: f64,
    pub dim: Dim,
}

fn error(message: impl Into<String>) -> UnitError {
    UnitError {
        message: message.into(),
        suggestion: None,
    }
}

/// Reads a quantity; `expected` refuses another dimension, naming both.
pub fn parse_quantity(text: &str, expected: Option<Dim>) -> Result<Quantity, UnitError> {
    let text = text.trim();
    let quantity = match duration(text) {
        Some(seconds) => Quantity {
            si: seconds,
            dim: Dim::TIME,
        },
        None => with_unit(text)?,
    };
    match expected {
        Some(dim) if dim != quantity.dim => Err(error(format!(
            "`{text}` is {}, and {} is needed here",
            quantity.dim.describe(),
            dim.describe()
        ))),
        _ => Ok(quantity),
    }
}

fn with_unit(text: &str) -> Result<Quantity, UnitError> {
    let number_end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ':' | '-' | '+' | '_')))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(number_end);
    let value = sexagesimal(number).ok_or_else(|| {
        error(format!(
            "`{text}` is no number with a unit, such as `5 km` or `4:30 min/km`"
        ))
    })?;
    let unit = if unit.trim().is_empty() {
        Unit::one()
    } else {
        parse_unit(unit).map_err(|error| UnitError {
            suggestion: error.suggestion.map(|near| format!("{number} {near}")),
            ..error
        })?
    };
    let si = unit.to_si(value);
    // Hours and minutes have sixtieths, and so have their quotients; a length has none.
    if number.contains(':') && unit.dim.time == 0 {
        let message = format!(
            "`{text}` has sixtieths, and {} has none",
            unit.dim.describe()
        );
        return Err(error(message));
    }
    if si.is_finite() {
        Ok(Quantity { si, dim: unit.dim })
    } else {
        Err(error("the number is too large"))
    }
}

/// `4:30` is 4.5, `1:02:30` is 1 + 2/60 + 30/3600, of whatever unit follows.
fn sexagesimal(text: &str) -> Option<f64> {
    let text = text.trim().replace('_', "");
    let mut pieces = text.split(':');
    let first: f64 = pieces.next()?.parse().ok()?;
    let mut scale = 1.0;
    let mut value = first.abs();
    for piece in pieces {
        let sixtieths: f64 = piece.parse().ok().filter(|n| (0.0..60.0).contains(n))?;
        scale /= 60.0;
        value += sixtieths * scale;
    }
    (value.is_finite() && scale >= 1.0 / 3_600.0).then_some(if text.starts_with('-') {
        -value
    } else {
        value
    })
}

/// ISO 8601 durations of fixed length: weeks, days, hours, minutes, seconds. Months and years are
/// calendar lengths; a year counts 365 days and a month 30, as wear by age does.
fn duration(text: &str) -> Option<f64> {
    let rest = text.strip_prefix('P').filter(|rest| rest.len() > 1)?;
    let (date, time) = rest.split_once('T').unwrap_or((rest, ""));
    let date = components(
        date,
        &[
            ('Y', 31_536_000.0),
            ('M', 2_592_000.0),
            ('W', 604_800.0),
            ('D', 86_400.0),
        ],
    )?;
    let time = components(time, &[('H', 3_600.0), ('M', 60.0), ('S', 1.0)])?;
    Some(date + time)
}

fn components(mut text: &str, known: &[(char, f64)]) -> Option<f64> {
    let mut known = known.iter();
    let mut seconds = 0.0;
    while !text.is_empty() {
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let (number, rest) = text.split_at(end);
        let letter = rest.chars().next()?;
        let (_, factor) = known.find(|(name, _)| *name == letter)?;
        seconds += number.parse::<f64>().ok()? * factor;
        text = rest.get(letter.len_utf8()..)?;
    }
    Some(seconds)
}

/// ISO 4217 codes without a minor unit in use.
const WHOLE: &[&str] = &[
    "JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF", "XPF",
];
/// ISO 4217 codes with thousandths, which are not taken.
const THOUSANDTHS: &[&str] = &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// `1990 RUB`, `12.50 EUR`: two decimals at most.
pub fn parse_money(text: &str) -> Result<Money, UnitError> {
    let wrong = || {
        error(format!(
            "`{text}` is no money, such as `1990 RUB` or `12.50 EUR`"
        ))
    };
    let (amount, currency) = text.trim().split_once(' ').ok_or_else(wrong)?;
    let currency = currency.trim();
    if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase()) {
        return Err(wrong());
    }
    let (whole, cents) = amount.split_once('.').unwrap_or((amount, "00"));
    let cents = match cents.len() {
        1 => format!("{cents}0"),
        2 => cents.to_owned(),
        _ => return Err(wrong()),
    };
    if THOUSANDTHS.contains(&currency) {
        return Err(error(format!(
            "{currency} has thousandths, which are not supported"
        )));
    }
    if WHOLE.contains(&currency) {
        let minor = amount.parse().map_err(|_| wrong())?;
        return Ok(Money {
            minor,
            currency: currency.to_owned(),
        });
    }
    let minor: i64 = format!("{whole}{cents}").parse().map_err(|_| wrong())?;
    Ok(Money {
        minor,
        currency: currency.to_owned(),
    })
}

/// `12.50 EUR`, as `parse_money` reads it.
impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if WHOLE.contains(&self.currency.as_str()) {
            return write!(f, "{} {}", self.minor, self.currency);
        }
        let sign = if self.minor < 0 { "-" } else { "" };
        let minor = self.minor.unsigned_abs();
        write!(
            f,
            "{sign}{}.{:02} {}",
            minor / 100,
            minor % 100,
            self.currency
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn si(text: &str) -> f64 {
        parse_quantity(text, None).unwrap().si
    }

    #[test]
    fn quantities_are_read_in_si() {
        assert!((si("700 km") - 700_000.0).abs() < 1e-9);
        assert!((si("4:30 min/km") - 0.27).abs() < 1e-12);
        assert!((si("165 /min") - 2.75).abs() < 1e-12);
        assert!((si("80 %") - 0.8).abs() < 1e-12);
        assert!((si("PT1H02M30S") - 3_750.0).abs() < 1e-9);
        assert!((si("20 Cel") - 293.15).abs() < 1e-9);
        assert!((si("3 W/kg") - 3.0).abs() < 1e-12);
        assert!((si("-2 Cel") - 271.15).abs() < 1e-9);
        assert!((si("12") - 12.0).abs() < 1e-12);
        assert_eq!(si("57 %").to_bits(), 0.57_f64.to_bits());
        assert!(parse_quantity("4:30 km", None).is_err());
    }

    #[test]
    fn a_wrong_dimension_names_both() {
        let error = parse_quantity("5 km", Some(Dim::TIME)).unwrap_err();
        assert_eq!(error.message, "`5 km` is length, and time is needed here");
    }

    #[test]
    fn an_unknown_unit_has_a_near_one() {
        let error = parse_quantity("5 kmh2o", None).unwrap_err();
        assert!(error.suggestion.is_some(), "{error:?}");
        assert!(parse_quantity("five km", None).is_err());
        assert!(parse_quantity("4:75 min", None).is_err());
        assert!(parse_quantity("", None).is_err());
    }

    #[test]
    fn money_is_whole_minor_units() {
        assert_eq!(
            parse_money("12.5 EUR").unwrap(),
            Money {
                minor: 1250,
                currency: "EUR".into()
            }
        );
        assert_eq!(parse_money("1990 RUB").unwrap().minor, 199_000);
        assert_eq!(parse_money("500 JPY").unwrap().minor, 500);
        assert!(parse_money("5.50 JPY").is_err());
        assert!(parse_money("12 euro").is_err());
        for text in ["12.50 EUR", "500 JPY", "-0.05 USD"] {
            assert_eq!(parse_money(text).unwrap().to_string(), text);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,24}") {
            let _ = parse_quantity(&text, None);
            let _ = parse_money(&text);
            let _ = parse_unit(&text);
        }

        #[test]
        fn every_unit_comes_back(index in 0..super::super::UNITS.len(), value in -1e6f64..1e6) {
            let unit = parse_unit(super::super::UNITS[index].symbol).unwrap();
            let back = unit.from_si(unit.to_si(value));
            prop_assert!((back - value).abs() <= 1e-6 * value.abs().max(1.0), "{} {}", back, value);
        }
    }
}
