//! Late, changed, deleted and restored workouts: what was told step by step equals what a rebuild
//! tells from the facts, to the last digit.

use chrono::Duration;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use stadion_pack::value::Value;
use uuid::Uuid;

use super::{app, at, lift, outing, record};
use crate::db::Db;
use crate::db::testing::{both, projections};
use crate::domains::gear;
use crate::domains::gear::service::NewItem;
use crate::domains::workouts::model::Edits;
use crate::domains::workouts::service::{self, Patch};
use crate::testing::TestApp;

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
    let app = app(db.clone()).await;
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
            let metrics = [("core.distance".to_owned(), Some(Value::Number(metres)))].into();
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
        Step::Restore { which } => {
            if let Some(id) = pick(which, ids) {
                let _ = service::restore(&app.app, user_id, id).await; // may be there already
            }
        }
    }
}

/// A distance does not fit every sport, a deleted workout takes no change: both are refused.
async fn edit(app: &TestApp, user_id: Uuid, id: Option<Uuid>, patch: Patch) {
    if let Some(id) = id {
        let _ = service::edit(&app.app, user_id, id, None, patch).await;
    }
}
