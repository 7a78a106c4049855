//! HealthKit's workout types (`HKWorkoutActivityType`) in FIT profile names.

use super::workout::Workout;
use crate::sports::{GENERIC, from_text};

/// `(sport, sub_sport)`; what HealthKit alone knows is `generic`.
pub(super) fn of(workout: &Workout) -> (String, String) {
    let kind = workout
        .kind
        .strip_prefix("HKWorkoutActivityType")
        .unwrap_or(&workout.kind);
    let is_indoor = workout.metadata("HKIndoorWorkout") == Some("1");
    let known = KINDS.iter().find(|(name, ..)| *name == kind);
    let Some((_, sport, sub_sport)) = known else {
        let generic = || (GENERIC.to_owned(), GENERIC.to_owned());
        return from_text(&spaced(kind)).unwrap_or_else(generic);
    };
    let place = workout.metadata("HKSwimmingLocationType");
    let sub_sport = match (*sport, *sub_sport) {
        ("running", GENERIC) if is_indoor => "treadmill",
        ("cycling", GENERIC) if is_indoor => "indoor_cycling",
        ("walking", GENERIC) if is_indoor => "indoor_walking",
        ("rowing", GENERIC) if is_indoor => "indoor_rowing",
        ("swimming", _) if place == Some("1") => "lap_swimming",
        ("swimming", _) if place == Some("2") => "open_water",
        (_, sub_sport) => sub_sport,
    };
    ((*sport).to_owned(), sub_sport.to_owned())
}

/// `StairClimbing` in words.
fn spaced(kind: &str) -> String {
    let mut words = String::new();
    for letter in kind.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(letter);
    }
    words
}

const KINDS: &[(&str, &str, &str)] = &[
    ("AmericanFootball", "american_football", GENERIC),
    ("Baseball", "baseball", GENERIC),
    ("Basketball", "basketball", GENERIC),
    ("Boxing", "boxing", GENERIC),
    ("Climbing", "rock_climbing", GENERIC),
    ("CoreTraining", "training", "strength_training"),
    ("Cricket", "cricket", GENERIC),
    ("CrossCountrySkiing", "cross_country_skiing", GENERIC),
    ("CrossTraining", "training", "cardio_training"),
    ("Cycling", "cycling", GENERIC),
    ("DownhillSkiing", "alpine_skiing", GENERIC),
    ("Elliptical", "fitness_equipment", "elliptical"),
    ("Fishing", "fishing", GENERIC),
    ("Flexibility", "training", "flexibility_training"),
    (
        "FunctionalStrengthTraining",
        "training",
        "strength_training",
    ),
    ("Golf", "golf", GENERIC),
    ("HandCycling", "cycling", "hand_cycling"),
    ("HighIntensityIntervalTraining", "hiit", GENERIC),
    ("Hiking", "hiking", GENERIC),
    ("Hockey", "hockey", GENERIC),
    ("Hunting", "hunting", GENERIC),
    ("JumpRope", "jump_rope", GENERIC),
    ("Lacrosse", "lacrosse", GENERIC),
    ("MixedCardio", "training", "cardio_training"),
    ("PaddleSports", "paddling", GENERIC),
    ("Pilates", "training", "pilates"),
    ("Rowing", "rowing", GENERIC),
    ("Rugby", "rugby", GENERIC),
    ("Running", "running", GENERIC),
    ("Sailing", "sailing", GENERIC),
    ("SkatingSports", "inline_skating", GENERIC),
    ("Snowboarding", "snowboarding", GENERIC),
    ("Soccer", "soccer", GENERIC),
    ("StairClimbing", "fitness_equipment", "stair_climbing"),
    ("Stairs", "fitness_equipment", "stair_climbing"),
    ("SurfingSports", "surfing", GENERIC),
    ("SwimBikeRun", "multisport", GENERIC),
    ("Swimming", "swimming", GENERIC),
    ("Tennis", "tennis", GENERIC),
    (
        "TraditionalStrengthTraining",
        "training",
        "strength_training",
    ),
    ("Transition", "transition", GENERIC),
    ("UnderwaterDiving", "diving", GENERIC),
    ("Volleyball", "volleyball", GENERIC),
    ("Walking", "walking", GENERIC),
    ("Yoga", "training", "yoga"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_kind_leads_to_a_fit_sport() {
        for (kind, sport, _) in KINDS {
            assert!(crate::fit::is_sport_name(sport), "{kind}: {sport}");
        }
    }

    #[test]
    fn places_tell_the_sub_sport() {
        let sport = |kind: &str, entry: Option<(&str, &str)>| {
            let metadata = entry.map(|(key, value)| (key.to_owned(), value.to_owned()));
            let (sport, sub_sport) = of(&Workout {
                kind: format!("HKWorkoutActivityType{kind}"),
                metadata: BTreeMap::from_iter(metadata),
                ..Workout::default()
            });
            format!("{sport}/{sub_sport}")
        };
        assert_eq!(sport("Running", None), "running/generic");
        assert_eq!(
            sport("Running", Some(("HKIndoorWorkout", "1"))),
            "running/treadmill"
        );
        assert_eq!(
            sport("Swimming", Some(("HKSwimmingLocationType", "2"))),
            "swimming/open_water"
        );
        assert_eq!(sport("SocialDance", None), "generic/generic");
    }
}
