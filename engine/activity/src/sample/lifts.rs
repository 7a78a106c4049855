//! Exercises with weights as the FIT profile numbers them (`exercise_category`), and what people lift.

/// An exercise and its usual weight.
#[derive(Debug, PartialEq)]
pub struct Lift {
    /// Name in the FIT profile.
    pub name: &'static str,
    pub(super) category: u16,
    /// Of one's own body's weight, for ten repetitions after a year of training; 0 is without weights.
    pub share: f64,
    /// Seconds of one repetition.
    pub(super) seconds: f64,
}

const fn lift(name: &'static str, category: u16, share: f64, seconds: f64) -> Lift {
    Lift {
        name,
        category,
        share,
        seconds,
    }
}

/// The great ones first.
const ALL: [Lift; 14] = [
    lift("squat", 28, 1.0, 4.0),
    lift("bench_press", 0, 0.75, 3.5),
    lift("deadlift", 8, 1.2, 4.5),
    lift("row", 23, 0.6, 3.0),
    lift("shoulder_press", 24, 0.45, 3.5),
    lift("lunge", 17, 0.4, 4.0),
    lift("pull_up", 21, 0.0, 3.5),
    lift("hip_raise", 10, 0.9, 3.0),
    lift("curl", 7, 0.2, 3.0),
    lift("triceps_extension", 30, 0.22, 3.0),
    lift("leg_curl", 15, 0.4, 3.0),
    lift("push_up", 22, 0.0, 2.5),
    lift("calf_raise", 1, 0.6, 2.5),
    lift("lateral_raise", 14, 0.1, 3.0),
];

impl Lift {
    pub fn by_name(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|lift| lift.name == name)
    }

    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// What a person has on the bar, in steps of 2.5 kg. `level` 1 is after a year of training.
    pub fn weight_kg(&self, body_kg: f64, level: f64) -> f64 {
        (self.share * body_kg * level / 2.5).round() * 2.5
    }
}
