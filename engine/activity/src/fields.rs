//! Canonical figure names: what a pack may name as the source of a metric or of a part's field.
//!
//! Names are those of the FIT profile (the FIT SDK's `Profile.xlsx`), whichever format a file has:
//! TCX and GPX fill the same names where they know the figure. Units are UCUM codes.

/// One figure a decoder can fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldDef {
    /// `fit:session.total_distance`; without a prefix in a part.
    pub name: &'static str,
    /// UCUM code, `1` for counts and plain numbers, empty for text.
    pub unit: &'static str,
    pub doc: &'static str,
}

/// The fields of a repeated entry ([`crate::Part`]).
#[derive(Clone, Copy, Debug)]
pub struct PartDef {
    pub kind: &'static str,
    pub doc: &'static str,
    pub fields: &'static [FieldDef],
}

/// The figures that sessions and laps share, then those given after the `;`.
macro_rules! figures {
    ($prefix:literal; $($more:expr),* $(,)?) => {
        figures!(@rows $prefix; $($more,)*;
            "total_elapsed_time" "s" "From start to end, pauses included",
            "total_timer_time" "s" "While the timer ran, pauses excluded",
            "total_moving_time" "s" "While moving, by the device's judgement",
            "total_distance" "m" "Distance covered",
            "total_ascent" "m" "Height climbed",
            "total_descent" "m" "Height descended",
            "total_calories" "kcal" "Energy used",
            "total_fat_calories" "kcal" "Energy from fat",
            "total_work" "J" "Mechanical work",
            "total_cycles" "1" "Revolutions, strides or strokes where the sport is unknown",
            "total_strides" "1" "Strides: one is two steps",
            "total_strokes" "1" "Strokes: swimming, rowing, pedalling",
            "avg_speed" "m/s" "Mean speed",
            "max_speed" "m/s" "Highest speed",
            "avg_heart_rate" "/min" "Mean heart rate",
            "max_heart_rate" "/min" "Highest heart rate",
            "min_heart_rate" "/min" "Lowest heart rate",
            "avg_cadence" "/min" "Mean cadence: revolutions, strides or strokes",
            "max_cadence" "/min" "Highest cadence",
            "avg_power" "W" "Mean power",
            "max_power" "W" "Highest power",
            "normalized_power" "W" "Normalised power, as the device computed it",
            "avg_altitude" "m" "Mean altitude",
            "min_altitude" "m" "Lowest altitude",
            "max_altitude" "m" "Highest altitude",
            "avg_grade" "%" "Mean slope",
            "max_pos_grade" "%" "Steepest climb",
            "max_neg_grade" "%" "Steepest descent",
            "avg_temperature" "Cel" "Mean temperature",
            "min_temperature" "Cel" "Lowest temperature",
            "max_temperature" "Cel" "Highest temperature",
            "avg_core_temperature" "Cel" "Mean core body temperature",
            "max_core_temperature" "Cel" "Highest core body temperature",
            "avg_respiration_rate" "/min" "Mean breathing rate",
            "max_respiration_rate" "/min" "Highest breathing rate",
            "avg_vertical_oscillation" "mm" "Mean vertical oscillation",
            "avg_vertical_ratio" "%" "Mean vertical oscillation by step length",
            "avg_stance_time" "ms" "Mean ground contact time",
            "avg_stance_time_percent" "%" "Share of the step on the ground",
            "avg_stance_time_balance" "%" "Left share of ground contact",
            "avg_step_length" "mm" "Mean step length",
            "avg_depth" "m" "Mean depth",
            "max_depth" "m" "Greatest depth",
            "avg_vam" "m/s" "Mean rate of ascent",
            "num_lengths" "1" "Pool lengths",
            "num_active_lengths" "1" "Pool lengths swum",
            "avg_stroke_distance" "m" "Distance a stroke",
            "avg_strokes_per_length" "1" "Strokes a length",
            "avg_swolf" "1" "Strokes and seconds a length, added",
            "swim_stroke" "" "Stroke: freestyle, backstroke, breaststroke, butterfly, mixed, …",
            "stroke_count" "1" "Racket or bat strokes",
            "player_score" "1" "Own score",
            "opponent_score" "1" "The opponent's score",
            "jump_count" "1" "Jumps",
            "total_grit" "1" "Difficulty of the trail, by the device",
            "total_flow" "1" "Smoothness of the ride, by the device",
            "avg_left_torque_effectiveness" "%" "Left torque effectiveness",
            "avg_right_torque_effectiveness" "%" "Right torque effectiveness",
            "avg_left_pedal_smoothness" "%" "Left pedal smoothness",
            "avg_right_pedal_smoothness" "%" "Right pedal smoothness",
        )
    };
    (@rows $prefix:literal; $($more:expr,)*; $($name:literal $unit:literal $doc:literal,)*) => {
        &[
            $(FieldDef { name: concat!($prefix, $name), unit: $unit, doc: $doc },)*
            $($more,)*
        ]
    };
}

const fn field(name: &'static str, unit: &'static str, doc: &'static str) -> FieldDef {
    FieldDef { name, unit, doc }
}

/// Every figure that [`crate::Activity::fields`] may hold.
///
/// `fit:session.*` is what the file states; `track:*` is computed from the samples
/// ([`crate::derive::complete`]). `athlete:*` takes the person's own figures of the day beside the
/// samples, so that an activity alone never holds it.
pub const FIELDS: &[FieldDef] = figures!("fit:session.";
    field("fit:session.num_laps", "1", "Laps"),
    field("fit:session.pool_length", "m", "Length of the pool"),
    field("fit:session.training_stress_score", "1", "Training stress score, by the device"),
    field("fit:session.intensity_factor", "1", "Normalised power by threshold power"),
    field("fit:session.threshold_power", "W", "Threshold power set on the device"),
    field("fit:session.total_training_effect", "1", "Aerobic training effect, 0 to 5"),
    field("fit:session.total_anaerobic_training_effect", "1", "Anaerobic training effect, 0 to 5"),
    field("fit:session.training_load_peak", "1", "Training load, by the device"),
    field("fit:session.workout_feel", "%", "How it felt, as told to the device"),
    field("fit:session.workout_rpe", "1", "Perceived exertion times ten, as told to the device"),
    field("fit:session.avg_spo2", "%", "Mean oxygen saturation"),
    field("fit:session.avg_stress", "1", "Mean stress score, by the device"),
    field("fit:session.sport_profile_name", "", "The profile chosen on the device"),
    field("fit:session.opponent_name", "", "The opponent's name"),
    field("fit:session.avg_ball_speed", "m/s", "Mean speed of the ball"),
    field("fit:session.max_ball_speed", "m/s", "Highest speed of the ball"),
    field("fit:session.dive_number", "1", "Number of the dive"),
    field("fit:session.surface_interval", "s", "Time at the surface before the dive"),
    field("track:length", "m", "Distance by the distance channel, else along the positions"),
    field("track:elapsed_time", "s", "From the first sample to the last"),
    field("track:timer_time", "s", "From the first sample to the last, pauses excluded"),
    field("track:moving_time", "s", "Time at 0.5 m/s or more"),
    field("track:ascent", "m", "Height climbed, smoothed over 15 s, ripples under 2 m ignored"),
    field("track:descent", "m", "Height descended, smoothed over 15 s, ripples under 2 m ignored"),
    field("track:min_altitude", "m", "Lowest altitude"),
    field("track:max_altitude", "m", "Highest altitude"),
    field("track:avg_heart_rate", "/min", "Mean heart rate over time"),
    field("track:max_heart_rate", "/min", "Highest heart rate"),
    field("track:min_heart_rate", "/min", "Lowest heart rate"),
    field("track:avg_cadence", "/min", "Mean cadence over time, standing still left out"),
    field("track:max_cadence", "/min", "Highest cadence"),
    field("track:avg_power", "W", "Mean power over time"),
    field("track:max_power", "W", "Highest power"),
    field("track:avg_speed", "m/s", "Length by moving time"),
    field("track:max_speed", "m/s", "Highest speed"),
    field("track:avg_temperature", "Cel", "Mean temperature over time"),
    field("track:avg_swolf", "1", "Mean of strokes and seconds, added, over the lengths swum"),
    field("track:normalized_power", "W", "Normalised power by the power samples"),
    field("track:total_work", "J", "Work by the power samples"),
    field("track:power_decoupling", "%", "Drift of heart rate from power between the halves, over 20 minutes or more"),
    field("track:pace_decoupling", "%", "Drift of heart rate from speed between the halves, over 20 minutes or more"),
    field("athlete:intensity_factor", "1", "Normalised power by the threshold power of the day"),
    field("athlete:training_stress_score", "1", "Training stress: an hour at the threshold power of the day is 100"),
    field("athlete:training_impulse", "1", "Banister's training impulse by heart rate, and by sex, resting and highest rate of the day"),
);

/// The fields of laps, pool lengths and sets.
pub const PART_FIELDS: &[PartDef] = &[
    PartDef {
        kind: LAP,
        doc: "A lap: the device's or the athlete's",
        fields: LAP_FIELDS,
    },
    PartDef {
        kind: LENGTH,
        doc: "One length of the pool",
        fields: LENGTH_FIELDS,
    },
    PartDef {
        kind: SET,
        doc: "One set of a strength exercise, or the rest after it",
        fields: SET_FIELDS,
    },
    PartDef {
        kind: LEG,
        doc: "One sport of an outing of several, or the change to the next",
        fields: LEG_FIELDS,
    },
];

pub(crate) const LAP: &str = "fit:lap";
pub(crate) const LENGTH: &str = "fit:length";
pub(crate) const SET: &str = "fit:set";
pub(crate) const LEG: &str = "fit:leg";

pub(crate) const LEG_FIELDS: &[FieldDef] = figures!("";
    field("discipline", "", "swim, ride, run; t1, t2, … for the changes in their order; else the sport"),
    field("sport", "", "Sport of the leg"),
);

pub(crate) const LAP_FIELDS: &[FieldDef] = figures!("";
    field("lap_trigger", "", "What ended the lap: manual, time, distance, position_lap, session_end, …"),
    field("intensity", "", "active, rest, warmup, cooldown, …"),
    field("sport", "", "Sport of the lap"),
    field("repetition_num", "1", "Number of the repetition"),
);

pub(crate) const LENGTH_FIELDS: &[FieldDef] = &[
    field(
        "total_elapsed_time",
        "s",
        "From wall to wall, pauses included",
    ),
    field("total_timer_time", "s", "From wall to wall"),
    field("total_strokes", "1", "Strokes"),
    field(
        "swolf",
        "1",
        "Strokes and seconds, added; of a length that was swum",
    ),
    field("avg_speed", "m/s", "Mean speed"),
    field(
        "swim_stroke",
        "",
        "freestyle, backstroke, breaststroke, butterfly, drill, mixed, …",
    ),
    field("avg_swimming_cadence", "/min", "Strokes a minute"),
    field("total_calories", "kcal", "Energy used"),
    field("length_type", "", "active or idle"),
    field("avg_respiration_rate", "/min", "Mean breathing rate"),
];

pub(crate) const SET_FIELDS: &[FieldDef] = &[
    field("set_type", "", "active or rest"),
    field(
        "category",
        "",
        "Kind of exercise: bench_press, squat, curl, …",
    ),
    field(
        "category_subtype",
        "1",
        "Number of the exercise within its category (FIT profile)",
    ),
    field("repetitions", "1", "Repetitions"),
    field("weight", "kg", "Weight moved"),
    field("duration", "s", "Duration"),
];

/// The definition of a session or track figure.
pub fn by_name(name: &str) -> Option<&'static FieldDef> {
    FIELDS.iter().find(|field| field.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique_and_documented() {
        let lists = PART_FIELDS.iter().map(|part| part.fields).chain([FIELDS]);
        for list in lists {
            let names: HashSet<_> = list.iter().map(|field| field.name).collect();
            assert_eq!(names.len(), list.len());
            assert!(list.iter().all(|field| !field.doc.is_empty()));
        }
        assert_eq!(
            by_name("fit:session.total_distance").map(|field| field.unit),
            Some("m")
        );
        assert_eq!(by_name("fit:session.nothing"), None);
    }
}
