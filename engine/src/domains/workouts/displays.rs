//! How figures are shown that no metric of a pack stands for: ways, splits, samples.

use stadion_activity::streams::Channel;
use stadion_pack::expr::{Env, SlotRef};
use stadion_pack::model::{Display, Format, Sport};
use stadion_pack::units::{Unit, parse_unit};
use stadion_pack::value::{Dim, Value};

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
    let mut own = metrics.filter(|metric| metric.dim == Dim::PACE);
    own.next().map_or_else(
        || display("min/km", "min/mi", 0, Format::MinSec),
        |metric| metric.display.clone(),
    )
}

/// How a chart's stream is told: in what display, and how many of it a sample stands for.
pub struct Shown {
    pub display: Display,
    pub times: f64,
}

/// A chart's stream, by the name that packs give it: as the sport's own metric of it where there is
/// one (running's cadence in steps), else as all sports do.
pub fn of_chart(name: &str, sport: Option<&Sport>) -> Option<Shown> {
    let own = sport.and_then(|sport| own(name, sport));
    own.or_else(|| {
        let display = common(name, sport)?;
        Some(Shown {
            display,
            times: 1.0,
        })
    })
}

fn common(name: &str, sport: Option<&Sport>) -> Option<Display> {
    Some(match name {
        "pace" => pace(sport),
        "speed" => speed(),
        "heart_rate" => heart_rate(),
        "altitude" => height(),
        "cadence" => display("rpm", "rpm", 0, Format::Decimal),
        "power" => power(),
        "temperature" => display("Cel", "degF", 0, Format::Decimal),
        _ => return None,
    })
}

pub fn power() -> Display {
    display("W", "W", 0, Format::Decimal)
}

/// A known channel that no pack's charts name, in the unit that its values have.
pub fn of_channel(channel: Channel) -> Option<Display> {
    let (unit, decimals) = match channel {
        Channel::VerticalOscillation | Channel::StepLength => ("mm", 0),
        Channel::StanceTime => ("ms", 0),
        Channel::RespirationRate => ("/min", 0),
        Channel::CoreTemperature => ("Cel", 1),
        Channel::Depth => ("m", 1),
        Channel::Spo2 | Channel::LeftRightBalance => ("%", 0),
        Channel::VerticalRatio
        | Channel::StanceTimePercent
        | Channel::StanceTimeBalance
        | Channel::SaturatedHemoglobinPercent
        | Channel::LeftTorqueEffectiveness
        | Channel::RightTorqueEffectiveness
        | Channel::LeftPedalSmoothness
        | Channel::RightPedalSmoothness
        | Channel::Grade => ("%", 1),
        Channel::TotalHemoglobinConc => return Some(written(channel.unit(), 2)),
        // Packs name these, or they are places and sums.
        _ => return None,
    };
    Some(display(unit, unit, decimals, Format::Decimal))
}

/// A channel that only its file knows: numbers and unit as they are there, three digits of them.
pub fn as_written(unit: &str, values: &[f64], most: u8) -> Display {
    let known = values.iter().copied().filter(|value| value.is_finite());
    let decimals = match known.fold(0.0_f64, |most, value| most.max(value.abs())) {
        100.0.. => 0,
        10.0..100.0 => 1,
        _ => 2,
    };
    written(unit, decimals.min(most))
}

fn written(unit: &str, decimals: u8) -> Display {
    let unit = Unit {
        symbol: unit.to_owned(),
        ..Unit::one()
    };
    Display {
        metric: unit.clone(),
        imperial: unit,
        decimals,
        format: Format::Decimal,
    }
}

/// The sport's metric that is a multiple of the stream's mean and of nothing else.
fn own(name: &str, sport: &Sport) -> Option<Shown> {
    let mean = format!("avg_{name}");
    sport.metrics.iter().find_map(|metric| {
        let formula = metric.derive.as_ref()?;
        let reads_mean_only = matches!(formula.slots(), [slot] if slot.field == mean);
        let at = |mean: f64| match formula.eval(&Mean(mean)) {
            Some(Value::Number(figure)) => Some(figure),
            _ => None,
        };
        let times = at(1.0).filter(|_| reads_mean_only)?;
        let is_multiple = (at(2.0)? - 2.0 * times).abs() <= f64::EPSILON * times.abs();
        (is_multiple && times > 0.0).then(|| Shown {
            display: metric.display.clone(),
            times,
        })
    })
}

/// A workout of which nothing but one mean is known.
struct Mean(f64);

impl Env for Mean {
    fn slot(&self, _: usize, _: &SlotRef) -> Option<Value> {
        Some(Value::Number(self.0))
    }
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
        let charts = charts.map(|shown| shown.display);
        for shown in charts.iter().chain(&[way(), duration()]) {
            for unit in [&shown.metric, &shown.imperial] {
                assert_ne!(unit.symbol, "1", "{shown:?}");
            }
        }
        assert!(of_chart("mood", None).is_none());
    }

    #[test]
    fn a_channel_is_named_by_packs_or_has_a_display_in_its_own_unit() {
        let places = [Channel::PositionLat, Channel::PositionLong];
        let sums = [Channel::Distance, Channel::Calories];
        for channel in Channel::ALL {
            let shown = of_channel(channel);
            let by_packs = of_chart(channel.name(), None).is_some();
            let never = places.contains(&channel) || sums.contains(&channel);
            assert_eq!(shown.is_some(), !by_packs && !never, "{}", channel.name());
            if let Some(shown) = shown {
                assert_eq!(shown.metric.symbol, channel.unit());
            }
        }
    }

    #[test]
    fn what_the_file_writes_is_shown_so() {
        let shown = as_written("kN/m", &[9.25, f64::NAN, 10.5], 5);
        assert_eq!((shown.metric.symbol.as_str(), shown.decimals), ("kN/m", 1));
        assert_eq!(as_written("", &[250.0], 3).decimals, 0);
        assert_eq!(as_written("", &[1.0], 0).decimals, 0);
    }
}
