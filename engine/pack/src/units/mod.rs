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
        scale(value + self.offset, self.factor)
    }

    pub fn from_si(&self, si: f64) -> f64 {
        si / self.factor - self.offset
    }
}

/// A value times a unit's factor. A hundredth is no binary fraction, so a factor whose inverse is
/// whole divides by it: 57 % is 0.57, to the last bit.
pub(crate) fn scale(value: f64, factor: f64) -> f64 {
    let inverse = (1.0 / factor).round();
    let is_whole = factor < 1.0 && ((1.0 / factor) - inverse).abs() < 1e-9 * inverse;
    if is_whole {
        value / inverse
    } else {
        value * factor
    }
}

/// A unit or a quotient or product of units: `km`, `min/km`, `/min`, `kg.m2/s2`, `W/kg`.
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
            let (dim, factor) = atom_of(atom)?;
            let sign = if n == 0 { 1 } else { -1 };
            unit.dim = unit.dim.times(dim.power(sign));
            unit.factor *= factor.powi(i32::from(sign));
        }
    }
    Ok(unit)
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

/// The SI unit of a dimension, for a metric that names none.
pub fn coherent(dim: Dim) -> Unit {
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
