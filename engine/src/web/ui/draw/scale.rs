//! A scale with round figures at both edges.

use stadion_pack::model::{Display, Format};

use super::tenth;
use crate::web::ui::format::Formats;

/// Heights between `top` and `bottom` of a drawing, from figures in SI.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// The figures at the edges.
    pub high: f64,
    pub low: f64,
    top: f64,
    bottom: f64,
}

impl Scale {
    /// Over figures from `low` to `high`; `inverted` puts the lowest on top. Both may be equal.
    pub fn over(
        (low, high): (f64, f64),
        (top, bottom): (f64, f64),
        is_inverted: bool,
        display: &Display,
        formats: &Formats,
    ) -> Self {
        let unit = formats.unit_of(display);
        let (a, b) = (unit.from_si(low), unit.from_si(high));
        let (low, high) = (a.min(b), a.max(b));
        let step = step((high - low) / 3.0, display);
        let (down, up) = ((low / step).floor() * step, (high / step).ceil() * step);
        let up = if up > down { up } else { down + step };
        let (high, low) = if is_inverted { (down, up) } else { (up, down) };
        Self {
            high: unit.to_si(high),
            low: unit.to_si(low),
            top,
            bottom,
        }
    }

    /// The height of a figure, kept within the drawing.
    pub fn y(&self, si: f64) -> f64 {
        let share = ((si - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        tenth(self.bottom - share * (self.bottom - self.top))
    }
}

/// A round step of the shown unit: sixtieths where it is a clock's, else 1, 2 or 5 of a decade.
pub(super) fn step(wanted: f64, display: &Display) -> f64 {
    let decade = |least: f64| {
        let power = 10f64.powf(wanted.max(least).log10().floor());
        let steps = [1.0, 2.0, 5.0, 10.0].map(|n| n * power);
        let fitting = steps.into_iter().find(|s| *s >= wanted);
        fitting.unwrap_or(power * 10.0).max(least)
    };
    if display.format == Format::Decimal {
        return decade(10f64.powi(-i32::from(display.decimals)));
    }
    let sixtieths = [
        1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0,
    ];
    let mut steps = sixtieths.into_iter().map(|s| s / 60.0);
    steps.find(|s| *s >= wanted).unwrap_or_else(|| decade(60.0))
}
