//! Sports as GPX and TCX name them, in FIT profile names.

/// `(sport, sub_sport)` for a free text such as `Trail Run`, `Biking` or Strava's number.
///
/// A FIT sport name is taken as it is; otherwise the first word stem that fits decides.
pub fn from_text(text: &str) -> Option<(String, String)> {
    let snake = text.trim().to_lowercase().replace([' ', '-'], "_");
    if crate::fit::is_sport_name(&snake) {
        return Some((snake, GENERIC.into()));
    }
    let numbered = STRAVA.iter().find(|(number, ..)| *number == snake);
    let stemmed = || STEMS.iter().find(|(stem, ..)| snake.contains(stem));
    let (_, sport, sub_sport) = numbered.or_else(stemmed)?;
    Some(((*sport).into(), (*sub_sport).into()))
}

pub(crate) const GENERIC: &str = "generic";

/// Whether two words of the FIT profile may be of one session, as devices and services name it: the
/// same, one of them saying nothing, or two of a family.
pub fn are_alike(one: &str, other: &str) -> bool {
    let says_nothing = |sport: &str| [GENERIC, "all", ""].contains(&sport);
    let family = |sport: &str| FAMILIES.iter().position(|family| family.contains(&sport));
    one == other
        || says_nothing(one)
        || says_nothing(other)
        || family(one).is_some_and(|own| family(other) == Some(own))
}

/// Services know fewer sports than devices, and name one for its neighbour.
const FAMILIES: &[&[&str]] = &[
    &[
        "running",
        "walking",
        "hiking",
        "snowshoeing",
        "mountaineering",
    ],
    &["cycling", "e_biking", "wheelchair_push_ride"],
    &["alpine_skiing", "cross_country_skiing", "snowboarding"],
    &[
        "rowing",
        "paddling",
        "kayaking",
        "canoeing",
        "stand_up_paddleboarding",
        "rafting",
        "boating",
        "sailing",
    ],
    &["training", "fitness_equipment", "hiit", "strength_training"],
    &["inline_skating", "ice_skating"],
];

/// Numbers that Strava's GPX export writes as `type`.
const STRAVA: &[(&str, &str, &str)] = &[
    ("1", "cycling", GENERIC),
    ("4", "hiking", GENERIC),
    ("9", "running", GENERIC),
    ("10", "walking", GENERIC),
    ("16", "swimming", GENERIC),
];

const STEMS: &[(&str, &str, &str)] = &[
    ("trail_run", "running", "trail"),
    ("treadmill", "running", "treadmill"),
    ("run", "running", GENERIC),
    ("jog", "running", GENERIC),
    ("laufen", "running", GENERIC),
    ("mountain_bik", "cycling", "mountain"),
    ("mtb", "cycling", "mountain"),
    ("virtualride", "cycling", "virtual_activity"),
    ("virtual_ride", "cycling", "virtual_activity"),
    ("gravel", "cycling", "gravel_cycling"),
    ("e_bik", "e_biking", GENERIC),
    ("cycl", "cycling", GENERIC),
    ("bik", "cycling", GENERIC),
    ("ride", "cycling", GENERIC),
    ("hik", "hiking", GENERIC),
    ("walk", "walking", GENERIC),
    ("open_water", "swimming", "open_water"),
    ("swim", "swimming", GENERIC),
    ("row", "rowing", GENERIC),
    ("kayak", "kayaking", GENERIC),
    ("canoe", "canoeing", GENERIC),
    ("paddl", "paddling", GENERIC),
    ("cross_country_ski", "cross_country_skiing", GENERIC),
    ("nordic_ski", "cross_country_skiing", GENERIC),
    ("snowboard", "snowboarding", GENERIC),
    ("snowshoe", "snowshoeing", GENERIC),
    ("ski", "alpine_skiing", GENERIC),
    ("inline", "inline_skating", GENERIC),
    ("skat", "ice_skating", GENERIC),
    ("sail", "sailing", GENERIC),
    ("climb", "rock_climbing", GENERIC),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_find_their_sport() {
        let sport = |text| from_text(text).map(|(sport, sub)| format!("{sport}/{sub}"));
        assert_eq!(sport("Running").as_deref(), Some("running/generic"));
        assert_eq!(sport("Trail Run").as_deref(), Some("running/trail"));
        assert_eq!(sport("Biking").as_deref(), Some("cycling/generic"));
        assert_eq!(sport("9").as_deref(), Some("running/generic"));
        assert_eq!(
            sport("stand up paddleboarding").as_deref(),
            Some("stand_up_paddleboarding/generic")
        );
        assert_eq!(sport("Other"), None);
    }

    #[test]
    fn neighbours_are_alike_and_strangers_are_not() {
        assert!(are_alike("running", "running") && are_alike("generic", "swimming"));
        assert!(are_alike("hiking", "walking") && are_alike("cycling", "e_biking"));
        assert!(!are_alike("running", "cycling") && !are_alike("swimming", "tennis"));
        let known = ["strength_training", "wheelchair_push_ride"];
        for sport in FAMILIES.iter().copied().flatten() {
            assert!(
                known.contains(sport) || crate::fit::is_sport_name(sport),
                "{sport}"
            );
        }
    }

    #[test]
    fn every_stem_leads_to_a_fit_sport() {
        for (stem, sport, _) in STEMS.iter().chain(STRAVA) {
            assert!(crate::fit::is_sport_name(sport), "{stem}");
        }
    }
}
