//! Rules of shipped packs, and each kind of phrase, in words.

use std::path::Path;
use std::sync::Arc;

use chrono::DateTime;
use stadion_pack::finding::Severity;
use stadion_pack::model::Packs;
use stadion_pack::source::read_dir;
use stadion_pack::{PackSource, compile};

use super::*;
use crate::catalog::fields::source_fields;
use crate::domains::achievements::of_pack;
use crate::domains::app::Inspecting;
use crate::domains::kinds;
use crate::web::ui::format::{Formats, UnitSystem};
use crate::web::ui::i18n::I18n;

fn told(packs: &Packs, pack: &str, locale: &str) -> Vec<String> {
    with(packs, pack, locale, |told| {
        let words = of_pack(told.pack).map(|badge| in_words(&badge.when, told.pack, told));
        words.map(|words| words.replace('\u{a0}', " ")).collect()
    })
}

fn with<T>(packs: &Packs, pack: &str, locale: &str, say: impl Fn(Telling<'_>) -> T) -> T {
    let i18n = Arc::new(I18n::embedded().expect("texts"));
    let locale = i18n.negotiate(Some(locale), None);
    let formats = Formats::new(i18n, locale, UnitSystem::Metric, chrono_tz::UTC);
    let pack = packs.pack(pack).expect("the pack");
    say(Telling {
        packs,
        pack,
        formats: &formats,
        now: DateTime::UNIX_EPOCH,
        inspecting: Inspecting::No,
    })
}

#[test]
fn every_shipped_rule_has_words_in_every_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sport-packs");
    let sources = read_dir(&folder).expect("packs");
    let packs = compile(&sources, &kinds(), &source_fields()).packs;
    let mut lines = Vec::new();
    for locale in ["en", "ru", "es"] {
        for pack in packs.packs.keys() {
            for words in told(&packs, pack, locale) {
                assert!(!words.contains("rule-"), "{pack}: {words}");
                lines.push(format!("{locale} {pack}: {words}"));
            }
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

const PACK: &str = "\
id: outing
version: 1.0.0
title: Outing
metrics:
  distance: {title: Distance, quantity: length, display: {metric: km}, input: {}}
  duration: {title: Time, quantity: duration, display: {metric: min}, input: {}}
  indoor: {title: Indoors, type: flag, input: {}}
  feeling: {title: Feeling, type: enum, ordered: true, values: {bad: Bad, good: Good}, input: {}}
parts:
  set:
    title: Set
    titles: Sets
    fields:
      reps: {title: Reps, type: count}
      load: {title: Load, quantity: mass, unit: kg}
sports:
  walk: {title: Walk, archetype: session, parts: [set]}
";

#[test]
fn each_kind_of_phrase_has_words() {
    let rules = [
        ("km(5) < workout.distance", "Distance: more than 5 km"),
        ("workout.indoor", "Indoors: yes"),
        ("!workout.indoor", "not true: Indoors: yes"),
        ("workout.feeling >= \"good\"", "Feeling: at least Good"),
        ("workout.feeling != \"bad\"", "Feeling: not Bad"),
        ("has(workout.distance)", "Distance: is known"),
        (
            "workout.sport == \"outing.walk\" && (workout.indoor || workout.distance > km(1))",
            "Sport: Walk; (Indoors: yes or Distance: more than 1 km)",
        ),
        ("user.category == \"athlete\"", "Category: athlete"),
        (
            "workout.feeling in [\"bad\", \"good\"]",
            "Feeling: Bad or Good",
        ),
        ("workout.distance >= km(10) / 2", "Distance: at least 5 km"),
        (
            "count(set) == max(set.reps)",
            "Sets: equal to “Reps, greatest”",
        ),
        ("user.age >= 40", "Age: at least 40"),
        ("workout.modality == \"sensed\"", "Recorded: by a device"),
        ("count(set) >= 3", "Sets: at least 3"),
        (
            "count(set.reps > 8) == 2",
            "Sets with (Reps: more than 8): 2",
        ),
        (
            "max(set.load) >= kg(100)",
            "Load, greatest: at least 100 kg",
        ),
        (
            "sum(set.reps * set.load) > kg(1000)",
            "Reps × Load, in all: more than 1,000 kg",
        ),
        (
            "count(workouts, days(7)) >= 3",
            "Workouts within 7 days: at least 3",
        ),
        (
            "sum(distance, days(1)) >= km(9)",
            "Distance within 1 day: at least 9 km",
        ),
        (
            "sum(distance) >= km(1000)",
            "Distance in all: at least 1,000 km",
        ),
        (
            "sum(distance, days(7), all_sports) >= km(9)",
            "Distance, all sports within 7 days: at least 9 km",
        ),
        ("streak(weeks) >= 4", "Weeks in a row: at least 4"),
        (
            "workout.distance / workout.duration > kmh(10)",
            "Distance ÷ Time: more than 2.778 m.s-1",
        ),
        (
            "min(workout.distance, km(3)) > km(2)",
            "the least of Distance, 3 km: more than 2 km",
        ),
        (
            "when(workout.indoor, workout.distance > km(1), true)",
            "if Indoors: yes – Distance: more than 1 km, else yes",
        ),
        (
            "workout.day >= date(\"2027-03-01\")",
            "Day: at least 1 March 2027",
        ),
    ];
    let rule = |(n, (rule, _)): (usize, &(&str, &str))| {
        format!("b{n}: {{title: B, on: workout.recorded, when: '{rule}'}}\n")
    };
    let badges: String = rules.iter().enumerate().map(rule).collect();
    let files = [("pack.yaml", PACK), ("achievements.yaml", badges.as_str())];
    let compiled = compile(&[PackSource::from_texts("outing", files)], &kinds(), &[]);
    let errors: Vec<_> = compiled
        .findings
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    let words = told(&compiled.packs, "outing", "en");
    let expected: Vec<&str> = rules.iter().map(|(_, words)| *words).collect();
    assert_eq!(words, expected);
}

#[test]
fn a_badge_without_a_description_tells_its_rule() {
    let badges = "\
        plain: {title: A, on: workout.recorded, when: workout.indoor}\n\
        own: {title: B, description: Train inside., on: workout.recorded, when: workout.indoor}\n";
    let files = [("pack.yaml", PACK), ("achievements.yaml", badges)];
    let packs = compile(&[PackSource::from_texts("outing", files)], &kinds(), &[]).packs;
    let held = |id: &str| {
        with(&packs, "outing", "en", |told| {
            let badge = crate::domains::achievements::achievement(&packs, id).expect("a badge");
            let held = Held {
                id: badge.id.clone(),
                pack: "outing".into(),
                title: badge.title.clone(),
                description: badge.description.clone().unwrap_or_default(),
                icon: String::new(),
                repeats: false,
                count: 0,
                tier: None,
                tiers: Vec::new(),
                next: None,
            };
            description(&held, told)
        })
    };
    assert_eq!(held("outing.plain"), "Indoors: yes");
    assert_eq!(held("outing.own"), "Train inside.");
}
