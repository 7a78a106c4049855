//! What is typed, in two languages and unit systems, and what comes of it.

use chrono::{DateTime, Utc};
use stadion_pack::model::Packs;
use stadion_pack::value::Value;

use super::super::form::{Action, LocalClock, Reading, Typed, read};
use super::{formats, shipped, sport};
use crate::web::ui::format::{Formats, UnitSystem};

fn typed(pairs: &[(&str, &str)]) -> (Typed, Action) {
    let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Typed::from_pairs(pairs.iter().map(pair).collect())
}

fn now() -> DateTime<Utc> {
    "2026-11-21T09:00:00Z".parse().expect("a time")
}

fn read_new(packs: &Packs, id: &str, pairs: &[(&str, &str)], formats: &Formats) -> Reading {
    let (typed, _) = typed(pairs);
    let clock = LocalClock::Zone(formats.zone);
    read(
        &typed.without_blank_rows(&sport(packs, id), formats),
        None,
        &sport(packs, id),
        clock,
        now(),
        formats,
    )
}

fn number(reading: &Reading, metric: &str) -> f64 {
    let value = reading.edits.metrics.get(metric).cloned().flatten();
    value.and_then(|value| value.number()).expect(metric)
}

#[test]
fn figures_are_read_in_the_persons_language_units_and_zone() {
    let packs = shipped();
    let pairs = [
        ("date", "2026-11-20"),
        ("time", "18:10"),
        ("metric.core.distance", "12,42"),
        ("metric.core.duration", "1:02:38"),
        ("metric.core.effort", "7"),
    ];
    let reading = read_new(
        &packs,
        "running.run",
        &pairs,
        &formats("ru", UnitSystem::Metric),
    );
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    assert!((number(&reading, "core.distance") - 12_420.0).abs() < 1e-6);
    assert!((number(&reading, "core.duration") - 3758.0).abs() < 1e-6);
    assert!((number(&reading, "core.effort") - 7.0).abs() < 1e-9);
    let (start, offset) = reading.start.expect("a start");
    assert_eq!(
        (start.to_rfc3339().as_str(), offset),
        ("2026-11-20T15:10:00+00:00", 3 * 3600)
    );
    let miles = read_new(
        &packs,
        "running.run",
        &pairs,
        &formats("en", UnitSystem::Imperial),
    );
    assert!((number(&miles, "core.distance") - 12.42 * 1609.344).abs() < 1e-6);
}

#[test]
fn everything_wrong_is_told_at_once_in_the_persons_words() {
    let packs = shipped();
    let pairs = [
        ("date", "yesterday"),
        ("time", "18:10"),
        ("title", &"long ".repeat(100)),
        ("metric.core.avg_heart_rate", "1500"),
        ("metric.core.calories", "many"),
        ("metric.core.effort", "11"),
    ];
    let reading = read_new(
        &packs,
        "running.run",
        &pairs,
        &formats("ru", UnitSystem::Metric),
    );
    let said = |field: &str| reading.problems.get(field).expect(field).message;
    assert!(said("date").starts_with("Это не дата"));
    assert!(said("title").contains("200"));
    assert!(said("metric.core.avg_heart_rate").starts_with("Не больше 240"));
    assert!(said("metric.core.calories").starts_with("Это не число"));
    assert!(said("metric.core.effort").contains("От 1 до 10"));
    assert!(
        said("metric.core.duration").contains("заполнить"),
        "required"
    );
    assert_eq!(reading.problems.len(), 6);
}

#[test]
fn a_slip_of_the_decimal_point_can_be_mended_with_a_button() {
    let packs = shipped();
    let formats = formats("en", UnitSystem::Metric);
    let pairs = [
        ("date", "2026-11-20"),
        ("time", "18:10"),
        ("metric.core.duration", "52:00"),
        ("set.0.exercise", "squat"),
        ("set.0.reps", "5"),
        ("set.0.load", "100"),
        ("set.1.exercise", ""),
        ("set.1.reps", ""),
        ("set.7.exercise", "deadlift"),
        ("set.7.reps", "5"),
        ("set.7.load", "1050"),
    ];
    let id = "strength.strength_training";
    let reading = read_new(&packs, id, &pairs, &formats);
    assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
    let problem = reading
        .problems
        .get("set.1.load")
        .expect("the second entry that was filled in");
    assert!(problem.message.contains("500"), "{}", problem.message);
    let fix = problem.fix.expect("a fix");
    assert_eq!(fix.action, "fix:set.1.load=105");
    let (mut typed, _) = typed(&pairs);
    typed = typed.without_blank_rows(&sport(&packs, id), &formats);
    Action::parse(&fix.action).apply(&mut typed, &sport(&packs, id), &formats);
    let clock = LocalClock::Zone(formats.zone);
    let mended = read(&typed, None, &sport(&packs, id), clock, now(), &formats);
    assert!(mended.problems.is_empty());
    let load = mended.edits.parts["strength.set"][1].get("load");
    assert_eq!(load, Some(&Value::Number(105.0)));
}

#[test]
fn rows_are_added_after_the_last_and_taken_away_by_number() {
    let packs = shipped();
    let formats = formats("en", UnitSystem::Metric);
    let sport = sport(&packs, "strength.strength_training");
    let (mut form, action) = typed(&[
        ("set.0.exercise", "squat"),
        ("set.0.reps", "5"),
        ("action", "add:set"),
    ]);
    action.apply(&mut form, &sport, &formats);
    assert_eq!(form.rows["set"].len(), 2);
    assert_eq!(
        form.rows["set"][1].get("exercise").map(String::as_str),
        Some("squat")
    );
    let reps = form.rows["set"][1].get("reps").map(String::as_str);
    assert_eq!(reps, Some("5"), "the next set is mostly the same");
    Action::parse("remove:set.0").apply(&mut form, &sport, &formats);
    assert_eq!(form.rows["set"].len(), 1);
    Action::parse("remove:set.9").apply(&mut form, &sport, &formats);
    assert_eq!(form.rows["set"].len(), 1);
}

#[test]
fn what_was_not_touched_is_no_edit() {
    let packs = shipped();
    let formats = formats("en", UnitSystem::Metric);
    let sport = sport(&packs, "running.run");
    let (before, _) = typed(&[
        ("date", "2026-11-20"),
        ("time", "18:10"),
        ("metric.core.distance", "12.42"),
        ("metric.core.duration", "1:02:38"),
        ("metric.core.calories", "700"),
    ]);
    let mut after = before.clone();
    after.metrics.insert("core.distance".into(), "12.5".into());
    after.metrics.insert("core.calories".into(), String::new());
    let clock = LocalClock::Zone(formats.zone);
    let reading = read(&after, Some(&before), &sport, clock, now(), &formats);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    assert_eq!(reading.start, None);
    let edited: Vec<&str> = reading.edits.metrics.keys().map(String::as_str).collect();
    assert_eq!(edited, ["core.calories", "core.distance"]);
    assert_eq!(reading.edits.metrics["core.calories"], None, "cleared");
    after.metrics.insert("core.duration".into(), " ".into());
    let reading = read(&after, Some(&before), &sport, clock, now(), &formats);
    assert!(
        reading.problems.get("metric.core.duration").is_some(),
        "a required one stays"
    );
}

#[test]
fn the_form_of_another_sport_is_noticed() {
    let packs = shipped();
    let (form, _) = typed(&[("metric.core.distance", "5")]);
    assert!(!form.is_of_other_sport(&sport(&packs, "running.run")));
    assert!(form.is_of_other_sport(&sport(&packs, "strength.strength_training")));
}
