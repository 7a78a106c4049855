//! Numbers, units and times as people write them: by language, unit system and time zone.
//!
//! The engine computes in SI and UTC; a figure becomes words here and nowhere else. There is no
//! ambient clock: what depends on the present takes `now`.

mod dates;
pub(super) mod numbers;
mod parse;
#[cfg(test)]
mod tests;
mod units;

use std::fmt;
use std::sync::Arc;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use stadion_pack::model::{Display, Format, Metric, MetricType, PartField};
use stadion_pack::units::Unit;
use stadion_pack::value::Value;

use super::i18n::{Args, I18n, Locale};
pub use parse::ParseError;

/// Joins what must not part at a line's end: a number and its unit.
pub const NBSP: char = '\u{a0}';
/// The typographic minus; a hyphen is too short beside figures.
pub const MINUS: char = '\u{2212}';

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitSystem {
    #[default]
    Metric,
    Imperial,
}

/// A figure in words, its unit apart so that a page can set it smaller. `unit` may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Quantity {
    pub value: String,
    pub unit: String,
}

impl Quantity {
    /// A value without a unit.
    pub fn bare(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            unit: String::new(),
        }
    }
}

/// `12.42 km`, joined by a no-break space.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.value)?;
        if self.unit.is_empty() {
            Ok(())
        } else {
            write!(f, "{NBSP}{}", self.unit)
        }
    }
}

/// How one person reads figures. Made once per request; cheap.
#[derive(Clone)]
pub struct Formats {
    i18n: Arc<I18n>,
    pub locale: Locale,
    pub system: UnitSystem,
    pub zone: Tz,
}

impl Formats {
    pub fn new(i18n: Arc<I18n>, locale: Locale, system: UnitSystem, zone: Tz) -> Self {
        Self {
            i18n,
            locale,
            system,
            zone,
        }
    }

    /// Language, units and zone in one text: `en metric Europe/Moscow`.
    pub fn under(&self) -> String {
        let system = match self.system {
            UnitSystem::Metric => "metric",
            UnitSystem::Imperial => "imperial",
        };
        format!("{} {system} {}", self.locale, self.zone)
    }

    /// Those that a text of [`Self::under`] names, where all three are known.
    pub fn from_under(i18n: &Arc<I18n>, text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let tag = words.next()?;
        let locale = i18n.locales().find(|locale| locale.tag() == tag)?;
        let system = match words.next()? {
            "metric" => UnitSystem::Metric,
            "imperial" => UnitSystem::Imperial,
            _ => return None,
        };
        let zone = words.next()?.parse().ok()?;
        Some(Self::new(Arc::clone(i18n), locale, system, zone))
    }

    /// A text in this person's language.
    pub fn text(&self, key: &str, args: &Args<'_>) -> String {
        self.i18n.text(self.locale, key, args)
    }

    /// The same, where this very language has it.
    pub fn find(&self, key: &str, args: &Args<'_>) -> Option<String> {
        self.i18n.find(self.locale, key, args)
    }

    /// The title of a metric; the short one where there is one and `short` is asked for.
    pub fn title<'m>(&self, metric: &'m Metric, short: bool) -> &'m str {
        let short = metric.short.as_ref().filter(|_| short);
        short.unwrap_or(&metric.title).get(self.locale.tag())
    }

    /// A metric's value, from SI base units.
    pub fn metric(&self, metric: &Metric, value: &Value) -> Quantity {
        self.typed(&metric.ty, &metric.display, value)
    }

    /// A part field's value, from SI base units.
    pub fn field(&self, field: &PartField, value: &Value) -> Quantity {
        self.typed(&field.ty, &field.display, value)
    }

    fn typed(&self, ty: &MetricType, display: &Display, value: &Value) -> Quantity {
        match (ty, value) {
            (MetricType::Enum { values, .. }, Value::Text(id)) => {
                let title = values
                    .values
                    .get(id)
                    .map(|title| title.get(self.locale.tag()));
                Quantity::bare(title.unwrap_or(id))
            }
            (MetricType::Rating { max }, Value::Number(n)) => Quantity {
                value: self.number(*n, 0),
                unit: self.text("of-max", &[("max", (*max).into())]),
            },
            (_, Value::Number(n)) => self.quantity(*n, display),
            (_, Value::Flag(flag)) => {
                Quantity::bare(self.text(if *flag { "yes" } else { "no" }, &[]))
            }
            (_, Value::Text(text)) => Quantity::bare(text),
            (_, Value::Date(day)) => Quantity::bare(self.short_date(*day)),
            (_, Value::Time(at)) => Quantity::bare(self.date_time(*at)),
            (_, Value::Money(money)) => Quantity::bare(money.to_string()),
        }
    }

    /// A number in SI base units, shown as `display` says.
    pub fn quantity(&self, si: f64, display: &Display) -> Quantity {
        let unit = self.unit_of(display);
        let shown = unit.from_si(si);
        let value = match display.format {
            Format::Decimal => self.figure(shown, display.decimals),
            Format::MinSec => numbers::min_sec(shown * 60.0),
            Format::HourMinSec => numbers::hour_min_sec(shown * 3600.0),
        };
        Quantity {
            value,
            unit: self.unit_label(display, shown),
        }
    }

    /// A difference of two values: no sign, and no offset of scales such as °C.
    pub fn difference(&self, si: f64, display: &Display) -> Quantity {
        let unit = self.unit_of(display);
        let shown = (unit.from_si(si) - unit.from_si(0.0)).abs();
        match display.format {
            Format::Decimal => Quantity {
                value: self.figure(shown, display.decimals),
                unit: self.unit_label(display, shown),
            },
            Format::MinSec => self.span(shown * 60.0),
            Format::HourMinSec => self.span(shown * 3600.0),
        }
    }

    /// A stretch of time in its largest fitting units: `36 s`, `14 min`, `2:07 h`.
    pub fn span(&self, seconds: f64) -> Quantity {
        let (value, unit) = match seconds.abs().round() {
            s if s < 100.0 => (self.number(s, 0), "s"),
            s if s < 6000.0 => (self.number((s / 60.0).round(), 0), "min"),
            s => (numbers::min_sec((s / 60.0).round()), "h"),
        };
        Quantity {
            value,
            unit: self.unit_name(unit, seconds),
        }
    }

    /// The unit in which this person sees the quantity.
    pub fn unit_of<'d>(&self, display: &'d Display) -> &'d Unit {
        match self.system {
            UnitSystem::Metric => &display.metric,
            UnitSystem::Imperial => &display.imperial,
        }
    }

    /// `1:02:38` or `24:09`.
    pub fn duration(&self, seconds: f64) -> String {
        numbers::hour_min_sec(seconds)
    }

    /// With exactly so many decimals: `12,420.50` or `12 420,50`.
    pub fn number(&self, value: f64, decimals: u8) -> String {
        let marks = numbers::Marks::of(|key| Some(self.text(key, &[])));
        numbers::decimal(value, decimals, &marks)
    }

    /// A whole number.
    pub fn count(&self, n: i64) -> String {
        self.number(n as f64, 0)
    }

    /// As [`Self::number`], but a whole number stays whole: `10`, not `10.00`.
    fn figure(&self, value: f64, decimals: u8) -> String {
        self.number(
            value,
            if numbers::is_whole(value, decimals) {
                0
            } else {
                decimals
            },
        )
    }
}
