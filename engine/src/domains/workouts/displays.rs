//! How figures are shown that no metric of a pack stands for: ways, splits, samples.

use stadion_pack::model::{Display, Format, Sport};
use stadion_pack::units::{Unit, parse_unit};
use stadion_pack::value::Dim;

/// Length over time, inverted: seconds a metre.
const PACE: Dim = Dim {
    length: -1,
    time: 1,
    ..Dim::NONE
};

pub fn display(metric: &str, imperial: &str, decimals: u8, format: Format) -> Display {
    // The names are this file's own and in the table; a test reads them all.
    let unit = |symbol: &str| parse_unit(symbol).unwrap_or_else(|_| Unit::one());
    Display {
        metric: unit(metric),
        imperial: unit(imperial),
        decimals,
        format,
    }
}

/// A way from the start, a split, a distance covered.
pub fn way() -> Display {
    display("km", "mi", 2, Format::Decimal)
}

pub fn duration() -> Display {
    display("h", "h", 0, Format::HourMinSec)
}

pub fn heart_rate() -> Display {
    display("bpm", "bpm", 0, Format::Decimal)
}

pub fn height() -> Display {
    display("m", "ft", 0, Format::Decimal)
}

pub fn speed() -> Display {
    display("km/h", "mi/h", 1, Format::Decimal)
}

/// As the sport's own metric of that dimension is shown (per 100 m, per 500 m), else a kilometre.
pub fn pace(sport: Option<&Sport>) -> Display {
    let metrics = sport.into_iter().flat_map(|sport| &sport.metrics);
    let mut own = metrics.filter(|metric| metric.dim == PACE);
    own.next().map_or_else(
        || display("min/km", "min/mi", 0, Format::MinSec),
        |metric| metric.display.clone(),
    )
}

/// A chart's stream, by the name that packs give it.
pub fn of_chart(name: &str, sport: Option<&Sport>) -> Option<Display> {
    Some(match name {
        "pace" => pace(sport),
        "speed" => speed(),
        "heart_rate" => heart_rate(),
        "altitude" => height(),
        "cadence" => display("rpm", "rpm", 0, Format::Decimal),
        "power" => display("W", "W", 0, Format::Decimal),
        "temperature" => display("Cel", "degF", 0, Format::Decimal),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_is_in_the_table() {
        let charts = [
            "pace",
            "speed",
            "heart_rate",
            "altitude",
            "cadence",
            "power",
            "temperature",
        ];
        let charts = charts.map(|name| of_chart(name, None).expect(name));
        for shown in charts.iter().chain(&[way(), duration()]) {
            for unit in [&shown.metric, &shown.imperial] {
                assert_ne!(unit.symbol, "1", "{shown:?}");
            }
        }
        assert!(of_chart("mood", None).is_none());
    }
}
