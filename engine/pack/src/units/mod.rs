//! Units: a closed table of UCUM units and everyday aliases, quantities written as texts, and the
//! quantity kinds (QUDT) a metric may name.

mod quantity;
mod table;

use crate::value::Dim;

pub use quantity::{Quantity, parse_money, parse_quantity};
pub use table::{QUANTITY_KINDS, QuantityKind, UNITS, UnitDef, constant, quantity_kind};

/// A unit with its way to SI base units: `si = (value + offset) * factor`.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// As written: `km`, `min/km`.
    pub symbol: String,
    pub dim: Dim,
    pub factor: f64,
    /// Added before the factor; only temperatures have one.
    pub offset: f64,
}

/// What is wrong with a unit or a quantity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct UnitError {
    pub message: String,
    /// A text that would be right.
    pub suggestion: Option<String>,
}

pub const CODES: &[(&str, &str)] = &[
    ("S0101", "A unit is not in the table."),
    ("S0102", "A quantity is not a number with a unit."),
    (
        "S0103",
        "A quantity has another dimension than its place asks for.",
    ),
];

impl Unit {
    pub fn one() -> Self {
        Self {
            symbol: "1".into(),
            dim: Dim::NONE,
            factor: 1.0,
            offset: 0.0,
        }
    }

    pub fn to_si(&self, value: f64) -> f64 {
        self.dim.settle(scale(value + self.offset, self.factor))
    }

    pub fn from_si(&self, si: f64) -> f64 {
        si / self.factor - self.offset
    }

    /// A stored value in this unit, to as many decimals as a step tells: what was entered in miles
    /// or pounds comes back as it was, and not as the nearest millimetre or gram.
    pub fn from_stored(&self, si: f64) -> f64 {
        let step = 1.0 / (self.dim.steps_per_si() * self.factor);
        let decimals = (-step.log10() + 1e-9).floor().clamp(0.0, 12.0) as i32;
        let scale = 10_f64.powi(decimals);
        let rounded = (self.from_si(si) * scale).round() / scale;
        if rounded.is_finite() { rounded } else { si }
    }
}

/// A value times a unit's factor. A hundredth, a sixtieth and 5/18 (km/h) are no binary fractions, so such
/// a factor multiplies and divides by whole numbers: 57 % is 0.57, to the last bit.
pub(crate) fn scale(value: f64, factor: f64) -> f64 {
    let inverse = 1.0 / factor;
    let denominators = [1.0, 9.0, 18.0, 900.0, 3_125.0, inverse.round()];
    let ratio = denominators.into_iter().find_map(|denominator| {
        let numerator = (factor * denominator).round();
        let is_whole = (factor * denominator - numerator).abs() < 1e-9 * numerator;
        is_whole.then_some((numerator, denominator))
    });
    match ratio {
        Some((numerator, denominator)) => value * numerator / denominator,
        None => value * factor,
    }
}

/// A unit or a quotient or product of units: `km`, `min/km`, `/min`, `kg.m2/s2`, `W/kg`. A whole
/// number may stand before a unit: swimmers say `min/100m`, rowers `min/500m`.
pub fn parse_unit(text: &str) -> Result<Unit, UnitError> {
    let symbol = text.trim();
    if let Some(unit) = table::find(symbol) {
        return Ok(unit);
    }
    let mut unit = Unit {
        symbol: symbol.to_owned(),
        ..Unit::one()
    };
    for (n, side) in symbol.split('/').enumerate() {
        if n == 0 && side.is_empty() {
            continue; // "/min"
        }
        for atom in side.split('.') {
            let (count, name) = counted(atom);
            let (dim, factor) = atom_of(name)?;
            let factor = count * factor;
            let sign = if n == 0 { 1 } else { -1 };
            unit.dim = unit.dim.times(dim.power(sign));
            unit.factor *= factor.powi(i32::from(sign));
        }
    }
    Ok(unit)
}

/// `100m` is a hundred of `m`; without a number it is one.
fn counted(atom: &str) -> (f64, &str) {
    let atom = atom.trim();
    let end = atom.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let (count, name) = atom.split_at(end);
    match count.parse() {
        Ok(count) if count > 0.0 => (count, name),
        _ => (1.0, atom),
    }
}

/// One name with an exponent: `m2`, `s-1`.
fn atom_of(atom: &str) -> Result<(Dim, f64), UnitError> {
    let atom = atom.trim();
    if let Some(unit) = table::find(atom).filter(|unit| unit.offset == 0.0) {
        return Ok((unit.dim, unit.factor));
    }
    let at = atom
        .find(|c: char| c.is_ascii_digit() || c == '-')
        .unwrap_or(atom.len());
    let (name, exponent) = atom.split_at(at);
    let exponent: Option<i8> = exponent
        .parse()
        .ok()
        .filter(|e: &i8| (-4..=4).contains(e) && *e != 0);
    match (
        table::find(name).filter(|unit| unit.offset == 0.0),
        exponent,
    ) {
        (Some(unit), Some(e)) => Ok((unit.dim.power(e), unit.factor.powi(i32::from(e)))),
        _ => Err(unknown(atom)),
    }
}

fn unknown(name: &str) -> UnitError {
    let near = UNITS
        .iter()
        .flat_map(|unit| std::iter::once(&unit.symbol).chain(unit.aliases))
        .map(|known| (strsim::jaro_winkler(name, known), *known))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    UnitError {
        message: format!("there is no unit `{name}`"),
        suggestion: near.map(|(_, known)| known.to_owned()),
    }
}

/// A dimension in words.
pub fn describe_dim(dim: Dim) -> String {
    dim.describe()
}

/// The SI unit of a dimension, for a metric that names none. A plain number has none: what has no
/// dimension may be an angle, and mostly is a count or a share.
pub fn coherent(dim: Dim) -> Unit {
    if dim == Dim::NONE {
        return Unit::one();
    }
    let usual = QUANTITY_KINDS.iter().find(|kind| kind.dim == dim);
    let usual = usual.and_then(|kind| parse_unit(kind.unit).ok());
    usual.unwrap_or(Unit {
        symbol: dim.symbol(),
        dim,
        factor: 1.0,
        offset: 0.0,
    })
}

pub fn quantity_kind_names() -> impl Iterator<Item = &'static str> {
    QUANTITY_KINDS.iter().map(|kind| kind.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Through the store and back, to the last bit.
    fn stored(unit: &Unit, value: f64) -> f64 {
        let steps = unit.dim.to_steps(unit.to_si(value)).expect("fits");
        unit.dim.from_steps(steps)
    }

    #[test]
    fn a_bound_written_in_a_usual_unit_holds_for_the_value_stored() {
        for symbol in [
            "/min", "Hz", "km/h", "mph", "kn", "m/s", "min/km", "s/km", "%", "kJ", "kcal", "W",
            "mi", "km", "m", "kg", "h", "min", "s", "Cel", "hPa", "l",
        ] {
            let unit = parse_unit(symbol).expect(symbol);
            for n in 1..=250 {
                let value = f64::from(n);
                let (bound, kept) = (unit.to_si(value), stored(&unit, value));
                assert_eq!(bound.to_bits(), kept.to_bits(), "{value} {symbol}");
            }
        }
    }

    /// What a function of the expression language says (`per_minute(47)`) is the same number.
    #[test]
    fn a_constant_of_a_rule_is_the_value_stored() {
        for function in [
            "per_minute",
            "kmh",
            "mph",
            "knots",
            "percent",
            "kilojoules",
            "miles",
        ] {
            let def = constant(function).expect(function);
            let unit = parse_unit(def.symbol).expect(function);
            for n in 1..=250 {
                let value = f64::from(n);
                let constant = scale(value + def.offset, def.factor);
                let kept = stored(&unit, value);
                assert_eq!(constant.to_bits(), kept.to_bits(), "{function}({value})");
            }
        }
    }

    #[test]
    fn a_plain_number_is_no_angle() {
        assert_eq!(coherent(Dim::NONE), Unit::one());
        assert_eq!(coherent(Dim::LENGTH).symbol, "m");
    }

    #[test]
    fn what_was_entered_in_any_unit_comes_back() {
        for def in UNITS {
            let unit = parse_unit(def.symbol).expect(def.symbol);
            let values = [5.0, 7.0, 33.0, 98.0, 124.0, 180.0, 247.0, 1_000.0];
            // Shorter than the millimetre, lighter than the gram: not told apart when stored.
            for value in values {
                let told = unit.from_stored(stored(&unit, value));
                assert!(
                    (told - value).abs() < 1e-12,
                    "{told} is not {value} {}",
                    unit.symbol
                );
            }
        }
    }

    #[test]
    fn the_largest_frequency_fits() {
        let unit = parse_unit("/min").expect("a unit");
        assert!(unit.dim.to_steps(unit.to_si(1e12)).is_some());
        assert_eq!(unit.dim.to_steps(unit.to_si(1e13)), None);
    }
}
