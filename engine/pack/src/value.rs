//! Values as rules, metrics and stores see them: SI base units, missing as `None`.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Exponents over the SI base: length, mass, time, temperature, current.
/// Angles, counts, percentages and ratings are dimensionless.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
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
    Money(Money),
}

/// Money: whole minor units and the code of ISO 4217. Amounts of two currencies never meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: String,
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
    /// The dimension of a product.
    #[must_use]
    pub const fn times(self, other: Self) -> Self {
        Self {
            length: self.length.saturating_add(other.length),
            mass: self.mass.saturating_add(other.mass),
            time: self.time.saturating_add(other.time),
            temperature: self.temperature.saturating_add(other.temperature),
            current: self.current.saturating_add(other.current),
        }
    }

    /// The dimension of a power.
    #[must_use]
    pub const fn power(self, exponent: i8) -> Self {
        Self {
            length: self.length.saturating_mul(exponent),
            mass: self.mass.saturating_mul(exponent),
            time: self.time.saturating_mul(exponent),
            temperature: self.temperature.saturating_mul(exponent),
            current: self.current.saturating_mul(exponent),
        }
    }

    /// The dimension of a quotient.
    #[must_use]
    pub const fn over(self, other: Self) -> Self {
        self.times(other.power(-1))
    }

    /// As a product of SI base units: `m2.kg.s-3`.
    pub fn symbol(self) -> String {
        let names = ["m", "kg", "s", "K", "A"];
        let exponents = [
            self.length,
            self.mass,
            self.time,
            self.temperature,
            self.current,
        ];
        let power = |(name, e): (&str, i8)| {
            if e == 1 {
                name.to_owned()
            } else {
                format!("{name}{e}")
            }
        };
        let all = names
            .into_iter()
            .zip(exponents)
            .filter(|(_, e)| *e != 0)
            .map(power);
        let all = all.collect::<Vec<_>>().join(".");
        if all.is_empty() { "1".to_owned() } else { all }
    }

    /// In words: `length`, `speed`, or the exponents where no word fits.
    pub fn describe(self) -> String {
        if self == Self::NONE {
            return "a plain number".into();
        }
        if self == Self::TIME {
            return "time".into();
        }
        if let Some(kind) = crate::units::QUANTITY_KINDS
            .iter()
            .find(|kind| kind.dim == self)
        {
            return kind.name.replace('_', " ");
        }
        let names = ["length", "mass", "time", "temperature", "current"];
        let exponents = [
            self.length,
            self.mass,
            self.time,
            self.temperature,
            self.current,
        ];
        let power = |(name, e): (&str, i8)| {
            if e == 1 {
                name.to_owned()
            } else {
                format!("{name}^{e}")
            }
        };
        let all = names
            .into_iter()
            .zip(exponents)
            .filter(|(_, e)| *e != 0)
            .map(power);
        all.collect::<Vec<_>>().join("·")
    }

    pub const NONE: Self = Self {
        length: 0,
        mass: 0,
        time: 0,
        temperature: 0,
        current: 0,
    };
    pub const LENGTH: Self = Self {
        length: 1,
        ..Self::NONE
    };
    pub const MASS: Self = Self {
        mass: 1,
        ..Self::NONE
    };
    pub const TIME: Self = Self {
        time: 1,
        ..Self::NONE
    };

    pub const FREQUENCY: Self = Self {
        time: -1,
        ..Self::NONE
    };
    pub const SPEED: Self = Self {
        length: 1,
        time: -1,
        ..Self::NONE
    };
    pub const PACE: Self = Self {
        length: -1,
        time: 1,
        ..Self::NONE
    };
    pub const POWER: Self = Self {
        length: 2,
        mass: 1,
        time: -3,
        ..Self::NONE
    };

    /// Values of this dimension are stored as whole numbers of steps, so that sums are exact and
    /// equal in SQLite, PostgreSQL and here. So many steps make the SI unit that what people write
    /// in usual units is a whole number of them: 1 /min, 1 km/h, 1 mph, 1 kn, 1 s/km.
    pub fn steps_per_si(self) -> f64 {
        match self {
            Self::LENGTH | Self::MASS | Self::TIME => 1e3,
            Self::FREQUENCY => 6e7,
            Self::SPEED => 3.6e6,
            Self::PACE => 1e9,
            _ => 1e6,
        }
    }

    /// To the stored form; `None` when the number is not finite or does not fit.
    pub fn to_steps(self, si: f64) -> Option<i64> {
        let n = (si * self.steps_per_si()).round();
        (n.is_finite() && n.abs() < 9.0e18).then_some(n as i64)
    }

    /// From the stored form to SI base units.
    pub fn from_steps(self, steps: i64) -> f64 {
        steps as f64 / self.steps_per_si()
    }

    /// The number that stands for the same step once stored, to the last bit, where `si` misses it
    /// by the rounding of a conversion only: a rule that compares with a bound must hold at it.
    pub fn settle(self, si: f64) -> f64 {
        let steps = si * self.steps_per_si();
        let whole = steps.round();
        if (steps - whole).abs() <= (4.0 * f64::EPSILON * whole.abs()).max(1e-6) {
            whole / self.steps_per_si()
        } else {
            si
        }
    }
}
