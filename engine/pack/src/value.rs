//! Values as rules, metrics and stores see them: SI base units, missing as `None`.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Exponents over the SI base: length, mass, time, temperature, current, money.
/// Angles, counts, percentages and ratings are dimensionless.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Dim {
    pub length: i8,
    pub mass: i8,
    pub time: i8,
    pub temperature: i8,
    pub current: i8,
}

/// One value. Numbers are in SI base units of their dimension (pace is s/m, heart rate 1/s).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    Number(f64),
    Flag(bool),
    /// A text, or the id of an enum's value.
    Text(String),
    Date(NaiveDate),
    Time(DateTime<Utc>),
}

impl Value {
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(n) => Some(*n),
            _ => None,
        }
    }
}

impl Dim {
    pub const NONE: Self = Self { length: 0, mass: 0, time: 0, temperature: 0, current: 0 };
    pub const LENGTH: Self = Self { length: 1, ..Self::NONE };
    pub const MASS: Self = Self { mass: 1, ..Self::NONE };
    pub const TIME: Self = Self { time: 1, ..Self::NONE };

    /// Values of this dimension are stored as whole multiples of this step (in SI base units),
    /// so that sums are exact and equal in SQLite, PostgreSQL and here.
    pub fn step(self) -> f64 {
        match self {
            Self::LENGTH | Self::MASS | Self::TIME => 1e-3,
            Self { length: -1, time: 1, mass: 0, .. } => 1e-9, // pace
            _ => 1e-6,
        }
    }

    /// To the stored form; `None` when the number is not finite or does not fit.
    pub fn to_steps(self, si: f64) -> Option<i64> {
        let n = (si / self.step()).round();
        (n.is_finite() && n.abs() < 9.0e18).then_some(n as i64)
    }

    /// From the stored form to SI base units.
    pub fn from_steps(self, steps: i64) -> f64 {
        // A division by the whole inverse is exact where a product with 0.001 is not.
        steps as f64 / (1.0 / self.step()).round()
    }
}
