//! The channels that are known by name, whatever file they come from.

use serde::{Deserialize, Serialize};

/// Begins the names of channels that only the file knows: `dev:Leaf temperature`.
pub const OPEN_PREFIX: &str = "dev:";

macro_rules! channels {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $unit:literal, $steps:literal, $low:literal..=$high:literal;)+) => {
        /// Known channels, named as in FIT's `record` message (`spo2` as in `session`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Channel {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)+
        }

        impl Channel {
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// As in FIT's `record` message: `heart_rate`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// UCUM code.
            pub const fn unit(self) -> &'static str {
                match self {
                    $(Self::$variant => $unit,)+
                }
            }

            /// Stored steps in one unit. Each is as fine as devices record or finer: a position step of
            /// 1e-7° is at most 11 mm, FIT's own (a semicircle) 9 mm.
            pub const fn steps_per_unit(self) -> f64 {
                match self {
                    $(Self::$variant => $steps,)+
                }
            }

            /// Values outside are sensor or decoding faults. Bounds are generous: the Dead Sea shore and a
            /// jump from a balloon are inside, as is a sprinter's peak power.
            pub const fn plausible(self) -> (f64, f64) {
                match self {
                    $(Self::$variant => ($low, $high),)+
                }
            }
        }
    };
}

channels! {
    /// Degrees.
    PositionLat = "position_lat", "deg", 1e7, -90.0..=90.0;
    PositionLong = "position_long", "deg", 1e7, -180.0..=180.0;
    /// Metres from the start.
    Distance = "distance", "m", 100.0, 0.0..=1e8;
    /// Metres.
    Altitude = "altitude", "m", 10.0, -500.0..=45_000.0;
    /// Beats a minute. Zero is how straps and watches say that they have no reading.
    HeartRate = "heart_rate", "/min", 1.0, 1.0..=300.0;
    /// Revolutions or strides a minute (fractional part included).
    Cadence = "cadence", "/min", 10.0, 0.0..=500.0;
    /// Watts.
    Power = "power", "W", 1.0, 0.0..=10_000.0;
    /// Metres a second.
    Speed = "speed", "m/s", 1000.0, 0.0..=400.0;
    /// Degrees Celsius, around the device.
    Temperature = "temperature", "Cel", 10.0, -100.0..=150.0;
    /// Degrees Celsius, of the body.
    CoreTemperature = "core_temperature", "Cel", 100.0, 20.0..=50.0;
    /// Breaths a minute.
    RespirationRate = "respiration_rate", "/min", 100.0, 0.0..=150.0;
    /// Percent of haemoglobin in the blood that carries oxygen. Zero is no reading.
    Spo2 = "spo2", "%", 10.0, 1.0..=100.0;
    /// Millimetres that the body rises and falls at a step.
    VerticalOscillation = "vertical_oscillation", "mm", 10.0, 0.0..=1_000.0;
    /// Percent: vertical oscillation by step length.
    VerticalRatio = "vertical_ratio", "%", 100.0, 0.0..=100.0;
    /// Milliseconds that a foot is on the ground.
    StanceTime = "stance_time", "ms", 10.0, 0.0..=6_000.0;
    /// Percent of a step's time on the ground.
    StanceTimePercent = "stance_time_percent", "%", 100.0, 0.0..=100.0;
    /// Percent of ground contact that is the left foot's.
    StanceTimeBalance = "stance_time_balance", "%", 100.0, 0.0..=100.0;
    /// Millimetres.
    StepLength = "step_length", "mm", 10.0, 0.0..=6_500.0;
    /// Percent of haemoglobin in the muscle that carries oxygen.
    SaturatedHemoglobinPercent = "saturated_hemoglobin_percent", "%", 10.0, 0.0..=100.0;
    /// Grams a decilitre in the muscle.
    TotalHemoglobinConc = "total_hemoglobin_conc", "g/dL", 100.0, 0.0..=40.0;
    /// Percent of the power that comes from the right leg.
    LeftRightBalance = "left_right_balance", "%", 100.0, 0.0..=100.0;
    /// Percent of the force that drives.
    LeftTorqueEffectiveness = "left_torque_effectiveness", "%", 10.0, 0.0..=100.0;
    RightTorqueEffectiveness = "right_torque_effectiveness", "%", 10.0, 0.0..=100.0;
    /// Percent: mean power of a revolution by its peak.
    LeftPedalSmoothness = "left_pedal_smoothness", "%", 10.0, 0.0..=100.0;
    RightPedalSmoothness = "right_pedal_smoothness", "%", 10.0, 0.0..=100.0;
    /// Percent: metres climbed in a hundred.
    Grade = "grade", "%", 100.0, -300.0..=300.0;
    /// Metres under water.
    Depth = "depth", "m", 1000.0, 0.0..=12_000.0;
    /// Kilocalories used since the start.
    Calories = "calories", "kcal", 1.0, 0.0..=100_000.0;
}

impl Channel {
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }

    /// The value on this channel's stored grid. Storing and reading back a snapped value gives
    /// the same bits, so figures computed before and after agree.
    pub fn snap(self, value: f64) -> f64 {
        (value * self.steps_per_unit()).round() / self.steps_per_unit()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_both_ways() {
        for channel in Channel::ALL {
            assert_eq!(Channel::from_name(channel.name()), Some(channel));
            assert_eq!(serde_json::to_value(channel).unwrap(), channel.name());
            assert!(!channel.name().starts_with(OPEN_PREFIX));
        }
        assert_eq!(Channel::from_name("time"), None);
    }

    #[test]
    fn snapping_twice_changes_nothing() {
        for value in [55.751_244_123, -0.05, 1e-9, 12_345.678_9] {
            for channel in Channel::ALL {
                let once = channel.snap(value);
                assert_eq!(channel.snap(once).to_bits(), once.to_bits());
            }
        }
    }

    #[test]
    fn channels_are_numbered_in_their_order() {
        for (place, channel) in Channel::ALL.into_iter().enumerate() {
            assert_eq!(channel as usize, place);
        }
    }
}
