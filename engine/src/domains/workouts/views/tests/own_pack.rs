//! A pack that nobody shipped, through the router: what its author may leave out.

use std::collections::BTreeMap;
use std::fs;

use serde_json::json;
use stadion_activity::streams::{Channel, Streams};

use super::pages::{assert_has, led_to, see};
use super::{formats, shipped, sport};
use crate::db::testing::both;
use crate::domains::workouts::views::streams::splits;
use crate::testing::app_with;
use crate::web::ui::format::UnitSystem;

const PACK: &str = "\
id: wall
version: 1.0.0
title: Wall
metrics:
  duration: {title: Time, quantity: duration, input: {}, required: true}
  effort: {title: Effort, type: rating, max: 10, input: {}}
  indoors: {title: Indoors, type: flag, input: {}}
  tries: {title: Tries, derive: sum(problem.attempts)}
  failed: {title: Not sent, derive: count(!problem.sent)}
  tries_each: {title: Tries each, derive: sum(problem.attempts) / count(problem), better: lower}
parts:
  problem:
    title: Problem
    fields:
      attempts: {title: Attempts, type: count, required: true}
      sent: {title: Sent, type: flag}
sports:
  session:
    title: Session
    archetype: session
    metrics: [tries_each, tries, failed, duration]
    form: [duration, effort, indoors]
    parts: [problem]
";

#[tokio::test]
async fn what_the_author_left_out_is_understood() {
    let folder = tempfile::tempdir().expect("folder");
    fs::create_dir(folder.path().join("wall")).expect("pack");
    fs::write(folder.path().join("wall/pack.yaml"), PACK).expect("pack");
    let packs = folder.path().to_owned();
    both(move |db| {
        let packs = packs.clone();
        async move {
            let app = app_with(db, |config| config.packs = vec![packs]).await;
            let (_, token) = app.register_confirmed("wall@example.org").await;
            let fields = [
                ("sport", "wall.session"),
                ("date", "2026-11-20"),
                ("time", "18:10"),
                ("metric.wall.duration", "1:20:00"),
                ("metric.wall.effort", "7"),
                ("problem.0.attempts", "1"),
                ("problem.0.sent", "true"),
                ("problem.1.attempts", "20"),
                ("problem.2.attempts", ""),
                ("action", "save"),
            ];
            let workout = led_to(&app.send_form("/wall/record", &token, &fields).await);
            let page = see(&app, &workout, &token).await;
            assert!(!page.contains('°'), "a plain number is no angle");
            assert_has(&page, "10.5");
            // Asked for in the form alone, and kept.
            assert_has(&page, "Effort");
            let id = workout.rsplit('/').next().unwrap_or_default();
            let told = app
                .get(&format!("/api/v1/workouts/{id}"), &token)
                .await
                .json();
            let metrics = &told["metrics"];
            assert_eq!(
                metrics["wall.failed"],
                json!({"value": 1.0}),
                "a box that is not ticked says no: {told}"
            );
            assert_eq!(metrics["wall.tries_each"], json!({"value": 10.5}));
            assert_eq!(metrics["wall.indoors"], json!({"value": false}));
            assert_eq!(metrics["wall.effort"]["value"], json!(7.0));
            assert_eq!(
                told["parts"]["wall.problem"].as_array().map(Vec::len),
                Some(2),
                "{told}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_norm_of_workouts_counts_them() {
    both(|db| async move {
        let app = super::pages::app(db).await;
        let (_, token) = app.register_confirmed("norm@example.org").await;
        app.send_form("/strength/join", &token, &[]).await;
        for (day, home, progress) in [
            ("2026-11-20", "1 of 2 workouts", "1 of 2 workouts"),
            (
                "2026-11-18",
                "the norm of 2 workouts is reached",
                "The norm of 2 workouts is reached",
            ),
        ] {
            let fields = [
                ("sport", "strength.strength_training"),
                ("date", day),
                ("time", "18:10"),
                ("metric.core.duration", "52:00"),
                ("set.0.exercise", "squat"),
                ("set.0.reps", "5"),
                ("set.0.load", "100"),
                ("action", "save"),
            ];
            led_to(&app.send_form("/strength/record", &token, &fields).await);
            let page = see(&app, "/strength/", &token).await;
            assert_has(&page, &format!("A week’s strength training: {home}"));
            let week = "/strength/progress?period=week&metric=workouts";
            let page = see(&app, week, &token).await;
            assert_has(&page, progress);
            assert_has(&page, "A week’s strength training: 2 workouts for 7 days");
        }
    })
    .await;
}

/// A kilometre in four minutes, evenly.
fn kilometre() -> Streams {
    let seconds = 0..=240_i64;
    Streams {
        time_ms: seconds.clone().map(|s| s * 1000).collect(),
        channels: BTreeMap::from([(
            Channel::Distance,
            seconds.map(|s| s as f64 * 1000.0 / 240.0).collect(),
        )]),
        ..Streams::default()
    }
}

#[test]
fn splits_are_as_long_as_the_sports_own_pace_counts() {
    let packs = shipped();
    let told = |id: &str, system| {
        let formats = formats("en", system);
        let splits = splits(&kilometre(), Some(&sport(&packs, id)), &formats).expect("splits");
        let first = splits.rows.first().expect("a row").value.clone();
        (splits.unit, splits.rows.len(), first, splits.note)
    };
    let (unit, rows, first, note) = told("swimming.open_water_swim", UnitSystem::Metric);
    assert_eq!(
        (unit.as_str(), rows, first.as_str()),
        ("100\u{a0}m", 10, "0:24")
    );
    assert!(note.expect("note").starts_with("Fastest: split"));
    let (unit, rows, first, _) = told("running.run", UnitSystem::Metric);
    assert_eq!((unit.as_str(), rows, first.as_str()), ("km", 1, "4:00"));
    let (unit, ..) = told("swimming.open_water_swim", UnitSystem::Imperial);
    assert_eq!(unit, "100\u{a0}yd");
}
