//! Every badge of every pack: what earns it, and what just does not.

use super::*;

type Case = (&'static str, Sample, Sample);

/// By one figure of the workout.
fn badge(id: &'static str, fact: &'static str, enough: f64, short: f64) -> Case {
    let sample = |value| Sample {
        workout: [(fact, value)].into(),
        ..Sample::default()
    };
    (id, sample(enough), sample(short))
}

/// By what the history answers.
fn past(id: &'static str, fact: &'static str, enough: f64, short: f64) -> Case {
    let sample = |value| Sample {
        history: [(fact, value)].into(),
        ..Sample::default()
    };
    (id, sample(enough), sample(short))
}

/// By several figures.
fn both(id: &'static str, enough: Facts, short: Facts) -> Case {
    (id, workout(enough), workout(short))
}

/// By a word and the figures beside it.
fn worded(
    id: &'static str,
    field: &'static str,
    enough: &'static str,
    short: &'static str,
) -> Case {
    let sample = |word| Sample {
        words: [(field, word)].into(),
        workout: [("duration", 3_600.0)].into(),
        ..Sample::default()
    };
    (id, sample(enough), sample(short))
}

/// By the parts of the workout.
fn parts(id: &'static str, enough: Vec<PartRow>, short: Vec<PartRow>) -> Case {
    let sample = |rows| Sample {
        rows,
        ..Sample::default()
    };
    (id, sample(enough), sample(short))
}

fn running() -> Vec<Case> {
    vec![
        badge("running.five_km", "distance", 5_000.0, 4_999.0),
        badge("running.ten_km", "distance", 10_000.0, 9_999.0),
        badge("running.half_marathon", "distance", 21_097.5, 21_097.0),
        badge("running.marathon", "distance", 42_195.0, 42_194.0),
        past("running.four_weeks", "streak", 4.0, 3.0),
        past("running.twelve_weeks", "streak", 12.0, 11.0),
        past("running.hundred_km_month", "distance", 100_000.0, 99_999.0),
        badge("running.climber", "ascent", 500.0, 499.0),
        past("running.everest_month", "ascent", 8_849.0, 8_848.0),
        past("running.ten_km_under_50", "pace", 0.3, 0.3001),
        // Without a heart rate nobody knows.
        both(
            "running.calm_long_run",
            &[("duration", 3_600.0), ("avg_heart_rate", 130.0 / 60.0)],
            &[("duration", 3_600.0)],
        ),
    ]
}

fn strength() -> Vec<Case> {
    vec![
        badge("strength.first_session", "sets", 1.0, 0.0),
        badge("strength.ten_tonnes_session", "volume", 10_000.0, 9_999.0),
        past("strength.thirty_tonnes_week", "volume", 30_000.0, 29_999.0),
        badge("strength.hundred_kg", "heaviest", 100.0, 99.5),
        past("strength.three_a_week", "workouts", 3.0, 2.0),
        past("strength.eight_weeks", "streak", 8.0, 7.0),
        both(
            "strength.hard_work",
            &[("duration", 3_600.0), ("effort", 9.0)],
            &[("duration", 3_600.0), ("effort", 8.0)],
        ),
    ]
}

fn cycling() -> Vec<Case> {
    vec![
        badge("cycling.fifty_km", "distance", 50_000.0, 49_999.0),
        badge("cycling.hundred_km", "distance", 100_000.0, 99_999.0),
        badge("cycling.brevet", "distance", 200_000.0, 199_999.0),
        past("cycling.four_weeks", "streak", 4.0, 3.0),
        past(
            "cycling.five_hundred_month",
            "distance",
            500_000.0,
            499_999.0,
        ),
        badge("cycling.thousand_up", "ascent", 1_000.0, 999.0),
        badge("cycling.everesting", "ascent", 8_849.0, 8_848.0),
        both(
            "cycling.thirty_an_hour",
            &[("distance", 40_000.0), ("avg_speed", 30.0 / 3.6)],
            &[("distance", 40_000.0), ("avg_speed", 29.9 / 3.6)],
        ),
        past("cycling.quarter_kilowatt", "avg_power", 250.0, 249.0),
        both(
            "cycling.steady",
            &[("duration", 3_600.0), ("variability", 1.05)],
            &[("duration", 3_600.0), ("variability", 1.06)],
        ),
    ]
}

fn hiking() -> Vec<Case> {
    vec![
        badge("hiking.day_hike", "distance", 20_000.0, 19_999.0),
        badge("hiking.long_way", "distance", 42_195.0, 42_194.0),
        badge("hiking.thousand_up", "ascent", 1_000.0, 999.0),
        both(
            "hiking.two_thousander",
            &[("highest", 2_000.0), ("ascent", 300.0)],
            &[("highest", 2_000.0), ("ascent", 299.0)],
        ),
        both(
            "hiking.three_thousander",
            &[("highest", 3_000.0), ("ascent", 300.0)],
            &[("highest", 2_999.0), ("ascent", 300.0)],
        ),
        past("hiking.eight_weeks", "streak", 8.0, 7.0),
        past("hiking.hundred_km_month", "distance", 100_000.0, 99_999.0),
        past("hiking.five_thousand_month", "ascent", 5_000.0, 4_999.0),
        both(
            "hiking.frost",
            &[("avg_temperature", 262.65), ("duration", 3_600.0)],
            &[("avg_temperature", 263.65), ("duration", 3_600.0)],
        ),
    ]
}

fn nordic_skiing() -> Vec<Case> {
    vec![
        badge("nordic-skiing.ten_km", "distance", 10_000.0, 9_999.0),
        badge("nordic-skiing.thirty_km", "distance", 30_000.0, 29_999.0),
        badge("nordic-skiing.fifty_km", "distance", 50_000.0, 49_999.0),
        badge("nordic-skiing.vasaloppet", "distance", 90_000.0, 89_999.0),
        past("nordic-skiing.winter_streak", "streak", 8.0, 7.0),
        past(
            "nordic-skiing.two_hundred_month",
            "distance",
            200_000.0,
            199_999.0,
        ),
        past("nordic-skiing.both_styles", "workouts", 1.0, 0.0),
        badge(
            "nordic-skiing.hard_frost",
            "avg_temperature",
            253.15,
            253.65,
        ),
        both(
            "nordic-skiing.twenty_an_hour",
            &[("distance", 10_000.0), ("speed", 20.0 / 3.6)],
            &[("distance", 10_000.0), ("speed", 19.9 / 3.6)],
        ),
    ]
}

fn yoga() -> Vec<Case> {
    vec![
        past("yoga.first_practice", "workouts", 1.0, 0.0),
        past("yoga.seven_days", "streak", 7.0, 6.0),
        past("yoga.thirty_days", "streak", 30.0, 29.0),
        past("yoga.hundred", "workouts", 100.0, 99.0),
        past("yoga.hundred_hours", "duration", 360_000.0, 359_999.0),
        badge("yoga.long_practice", "duration", 5_400.0, 5_399.0),
        worded("yoga.sun_salutations", "style", "ashtanga", "yin"),
        badge("yoga.quiet_mind", "calm", 5.0, 4.0),
        badge("yoga.reach", "flexibility", 0.01, 0.0),
    ]
}

fn swimming() -> Vec<Case> {
    let lengths = |stroke: &str, count| {
        let length = PartRow::from([("stroke".to_owned(), Value::Text(stroke.into()))]);
        vec![length; count]
    };
    vec![
        badge("swimming.one_km", "distance", 1_000.0, 999.0),
        badge("swimming.two_km", "distance", 2_000.0, 1_999.0),
        badge("swimming.three_miles", "distance", 4_828.0, 4_827.0),
        worded(
            "swimming.open_water",
            "sport",
            "swimming.open_water_swim",
            "swimming.pool_swim",
        ),
        past("swimming.six_weeks", "streak", 6.0, 5.0),
        past("swimming.ten_km_month", "distance", 10_000.0, 9_999.0),
        past("swimming.channel", "distance", 33_000.0, 32_999.0),
        past("swimming.hundred_under_1_30", "pace", 0.9, 0.901),
        past("swimming.four_hundred_under_8", "pace", 1.2, 1.201),
        parts(
            "swimming.butterfly",
            lengths("butterfly", 4),
            lengths("butterfly", 3),
        ),
    ]
}

fn padel() -> Vec<Case> {
    let set = |own: f64, theirs: f64, tie_break: bool| {
        let mut set = row(&[("own", own), ("theirs", theirs)]);
        set.insert("tie_break".to_owned(), Value::Flag(tie_break));
        vec![set]
    };
    vec![
        both(
            "padel.first_win",
            &[("sets_won", 2.0), ("sets_played", 3.0)],
            &[("sets_won", 1.0), ("sets_played", 2.0)],
        ),
        both(
            "padel.straight_sets",
            &[("sets_won", 2.0), ("sets_played", 2.0)],
            &[("sets_won", 2.0), ("sets_played", 3.0)],
        ),
        both(
            "padel.comeback",
            &[("sets_won", 2.0), ("sets_played", 3.0)],
            &[("sets_won", 2.0), ("sets_played", 2.0)],
        ),
        parts("padel.bagel", set(6.0, 0.0, false), set(6.0, 1.0, false)),
        parts("padel.tie_break", set(7.0, 6.0, true), set(6.0, 7.0, true)),
        past("padel.ten_matches_month", "workouts", 10.0, 9.0),
        past("padel.eight_weeks", "streak", 8.0, 7.0),
        past("padel.hundred_matches", "workouts", 100.0, 99.0),
        past("padel.thousand_games", "games_won", 1_000.0, 999.0),
        badge("padel.marathon_match", "duration", 7_200.0, 7_199.0),
    ]
}

fn triathlon() -> Vec<Case> {
    vec![
        badge("triathlon.finisher", "race_distance", 25_000.0, 24_999.0),
        badge("triathlon.olympic", "race_distance", 51_500.0, 51_499.0),
        badge("triathlon.middle", "race_distance", 112_997.5, 112_997.0),
        badge("triathlon.long", "race_distance", 225_995.0, 225_994.0),
        badge("triathlon.quick_change", "transitions", 180.0, 181.0),
    ]
}

fn disc_golf() -> Vec<Case> {
    vec![
        badge("disc-golf.first_ace", "aces", 1.0, 0.0),
        badge("disc-golf.under_par", "to_par", -1.0, 0.0),
    ]
}

#[test]
fn badges_are_earned_exactly_by_their_rules() {
    let mut tried = BTreeSet::new();
    let cases = [
        running(),
        strength(),
        cycling(),
        hiking(),
        nordic_skiing(),
        yoga(),
        swimming(),
        padel(),
        triathlon(),
        disc_golf(),
    ];
    for (id, enough, short) in cases.into_iter().flatten() {
        let achievement = achievement(id);
        assert!(achievement.when.is_true(&enough), "{id} is not earned");
        assert!(
            !achievement.when.is_true(&short),
            "{id} is earned by too little"
        );
        assert!(
            !achievement.when.is_true(&history(&[])),
            "{id} is earned by nothing"
        );
        tried.insert(id.to_owned());
    }
    let all = packs()
        .packs
        .values()
        .flat_map(|pack| pack.elements::<Achievements>().values());
    assert_eq!(
        tried,
        all.map(|achievement| achievement.id.clone()).collect()
    );
}
