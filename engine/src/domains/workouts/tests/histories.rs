//! Late, changed, deleted and restored workouts: what was told step by step equals what a rebuild
//! tells from the facts, to the last digit.

use std::path::Path;

use chrono::Duration;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use stadion_pack::value::Value as Fact;
use uuid::Uuid;

use super::{at, lift, outing, record};
use crate::db::Db;
use crate::db::testing::{both, projections};
use crate::domains::gear;
use crate::domains::gear::service::NewItem;
use crate::domains::profile::{self, model::Field, service::Change};
use crate::domains::workouts::model::Edits;
use crate::domains::workouts::service::{self, Patch};
use crate::testing::{TestApp, app_with};

#[derive(Clone, Debug)]
enum Step {
    Run {
        hours: i64,
        metres: f64,
        seconds: f64,
    },
    Lift {
        hours: i64,
        exercise: &'static str,
        reps: f64,
        kilos: f64,
    },
    Lengthen {
        which: usize,
        metres: f64,
    },
    Move {
        which: usize,
        hours: i64,
    },
    Delete {
        which: usize,
    },
    Restore {
        which: usize,
    },
    Say {
        days: u64,
        field: Field,
        word: usize,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let hours = -24 * 80..0_i64;
    let exercise = prop::sample::select(vec!["squat", "deadlift"]);
    prop_oneof![
        4 => (hours.clone(), 400.0..45_000.0, 100.0..15_000.0)
            .prop_map(|(hours, metres, seconds)| Step::Run { hours, metres, seconds }),
        2 => (hours.clone(), exercise, 1..12_u8, 20.0..200.0).prop_map(|(hours, exercise, reps, kilos)| {
            Step::Lift { hours, exercise, reps: f64::from(reps), kilos }
        }),
        1 => (any::<usize>(), 400.0..45_000.0).prop_map(|(which, metres)| Step::Lengthen { which, metres }),
        1 => (any::<usize>(), hours).prop_map(|(which, hours)| Step::Move { which, hours }),
        1 => any::<usize>().prop_map(|which| Step::Delete { which }),
        1 => any::<usize>().prop_map(|which| Step::Restore { which }),
        2 => (0..90_u64, prop::sample::select(vec![Field::Category, Field::BirthDate, Field::Weight]), any::<usize>())
            .prop_map(|(days, field, word)| Step::Say { days, field, word }),
    ]
}

fn stories() -> Vec<Vec<Step>> {
    let runners = [TestRunner::deterministic(), TestRunner::default()];
    let several = |mut runner: TestRunner| {
        let story = prop::collection::vec(step(), 5..25);
        let tree = move |_| story.new_tree(&mut runner).expect("steps").current();
        (0..6).map(tree).collect::<Vec<_>>()
    };
    runners.into_iter().flat_map(several).collect()
}

#[tokio::test]
async fn step_by_step_equals_a_rebuild() {
    both(|db| async move {
        // The same histories each time, then some that nobody has seen: a failure prints its steps.
        for (case, steps) in (0..).zip(stories()) {
            check(db.clone(), case, &steps).await;
        }
    })
    .await;
}

async fn check(db: Db, case: u32, steps: &[Step]) {
    let packs = with_rules_about_people();
    let app = app_with(db.clone(), |config| {
        config.packs = vec![packs.path().to_owned()];
    })
    .await;
    let (user_id, _) = app
        .register_confirmed(&format!("case{case}@example.org"))
        .await;
    shoes(&app, user_id).await;
    let mut ids = Vec::new();
    for step in steps {
        take(&app, user_id, step, &mut ids).await;
    }
    let told = projections(&db, user_id).await;
    app.app
        .events
        .rebuild(&app.app, user_id)
        .await
        .expect("rebuilt");
    let rebuilt = projections(&db, user_id).await;
    assert!(!told.is_empty() || ids.is_empty(), "{steps:?}");
    assert_eq!(told, rebuilt, "{steps:?}");
}

/// The shipped packs, with badges that ask who the person is; one of them looks back.
pub(crate) fn with_rules_about_people() -> tempfile::TempDir {
    const RULES: &str = "
far_athlete:
  title: Far athlete
  on: workout.recorded
  when: user.category == \"athlete\" && workout.distance >= km(5)
heavy_week:
  title: Heavy week
  on: workout.recorded
  when: user.weight >= kg(75) && sum(distance, days(7)) >= km(20)
  tiers: [{at: 1}, {at: 3}]
grown:
  title: Grown
  on: workout.recorded
  when: user.age >= 30 || user.age_group < \"adult\"
";
    let folder = tempfile::tempdir().expect("a folder");
    copy(&super::packs(), folder.path());
    let path = folder.path().join("running/achievements.yaml");
    let shipped = std::fs::read_to_string(&path).expect("badges");
    std::fs::write(&path, shipped + RULES).expect("written");
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

async fn shoes(app: &TestApp, user_id: Uuid) {
    let new = NewItem {
        kind: "running.running_shoes".into(),
        name: "Old pair".into(),
        default_sport: Some("running.run".into()),
        ..NewItem::default()
    };
    gear::service::add(&app.app, user_id, new)
        .await
        .expect("gear");
}

async fn take(app: &TestApp, user_id: Uuid, step: &Step, ids: &mut Vec<Uuid>) {
    let time = |hours: i64| at("2026-11-20T08:00:00Z") + Duration::hours(hours);
    let pick = |which: usize, ids: &[Uuid]| (!ids.is_empty()).then(|| ids[which % ids.len()]);
    match *step {
        Step::Run {
            hours,
            metres,
            seconds,
        } => {
            ids.push(
                record(app, user_id, outing(time(hours), metres, seconds))
                    .await
                    .id,
            );
        }
        Step::Lift {
            hours,
            exercise,
            reps,
            kilos,
        } => {
            ids.push(
                record(app, user_id, lift(time(hours), exercise, reps, kilos))
                    .await
                    .id,
            );
        }
        Step::Lengthen { which, metres } => {
            let metrics = [("core.distance".to_owned(), Some(Fact::Number(metres)))].into();
            let edits = Edits {
                metrics,
                ..Edits::default()
            };
            edit(
                app,
                user_id,
                pick(which, ids),
                Patch {
                    edits,
                    ..Patch::default()
                },
            )
            .await;
        }
        Step::Move { which, hours } => {
            let patch = Patch {
                start_at: Some(time(hours)),
                ..Patch::default()
            };
            edit(app, user_id, pick(which, ids), patch).await;
        }
        Step::Delete { which } => {
            if let Some(id) = pick(which, ids) {
                let _ = service::delete(&app.app, user_id, id, None).await; // may be deleted already
            }
        }
        Step::Say { days, field, word } => say(app, user_id, days, field, word).await,
        Step::Restore { which } => {
            if let Some(id) = pick(which, ids) {
                let _ = service::restore(&app.app, user_id, id).await; // may be there already
            }
        }
    }
}

async fn say(app: &TestApp, user_id: Uuid, days: u64, field: Field, word: usize) {
    let words = match field {
        Field::Category => [json!("athlete"), json!("amateur"), Value::Null],
        Field::Weight => [json!(70), json!(80), Value::Null],
        _ => [json!("1990-03-04"), json!("2011-03-04"), Value::Null],
    };
    let today = at("2026-11-20T08:00:00Z").date_naive();
    let change = Change {
        sport: String::new(),
        from: today - chrono::Days::new(days),
        values: vec![(field, words[word % 3].clone())],
    };
    let said = profile::service::change(&app.app, user_id, &change).await;
    said.expect("said");
}

/// A distance does not fit every sport, a deleted workout takes no change: both are refused.
async fn edit(app: &TestApp, user_id: Uuid, id: Option<Uuid>, patch: Patch) {
    if let Some(id) = id {
        let _ = service::edit(&app.app, user_id, id, None, patch).await;
    }
}
