//! Parts wear with what they are part of; services begin the count anew; a rebuild tells the same.

use chrono::{Duration, NaiveDate};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use uuid::Uuid;

use super::{owned_one, shoes, worn};
use crate::db::testing::{both, projections};
use crate::domains::gear::service::{self, NewItem, Patch};
use crate::domains::gear::{house, parts, store, upkeep};
use crate::domains::workouts::service as workouts;
use crate::domains::workouts::tests::{app, at, outing, record};
use crate::testing::TestApp;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn insoles(parent_id: Option<Uuid>, since: &str) -> NewItem {
    NewItem {
        kind: "running.insoles".into(),
        name: "Insoles".into(),
        acquired_on: Some(day(since)),
        parent_id,
        ..NewItem::default()
    }
}

async fn run(app: &TestApp, user_id: Uuid, day: &str, metres: f64) -> Uuid {
    let start = at(&format!("{day}T06:00:00Z"));
    record(app, user_id, outing(start, metres, metres / 3.0))
        .await
        .id
}

async fn add(app: &TestApp, user_id: Uuid, new: NewItem) -> Uuid {
    service::add(&app.app, user_id, new)
        .await
        .expect("added")
        .id
}

#[tokio::test]
async fn a_part_wears_with_the_workouts_of_the_days_in_which_it_was_in() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, _) = app.register_confirmed("parts@example.org").await;
        let pair = add(&app, user_id, shoes("Pair")).await;
        run(&app, user_id, "2026-11-01", 1_000.0).await;
        let ended = run(&app, user_id, "2026-11-10", 2_000.0).await;
        run(&app, user_id, "2026-11-15", 4_000.0).await;
        let old = add(&app, user_id, insoles(Some(pair), "2026-11-05")).await;
        assert!((worn(&app, user_id, old).await.used - 6_000.0).abs() < 1e-9);
        let new = parts::replace(&app.app, user_id, old, "New ones", day("2026-11-15")).await;
        let new = new.expect("replaced").id;
        assert!((worn(&app, user_id, old).await.used - 2_000.0).abs() < 1e-9);
        assert!((worn(&app, user_id, new).await.used - 4_000.0).abs() < 1e-9);
        let (old_one, new_one) = (
            owned_one(&app, user_id, old).await,
            owned_one(&app, user_id, new).await,
        );
        assert!(old_one.item.retired_at.is_some() && old_one.parent.is_none());
        assert_eq!(new_one.parent.expect("part").parent_id, pair);
        // A later change of a workout reaches the part that was in then.
        workouts::delete(&app.app, user_id, ended, None)
            .await
            .expect("deleted");
        assert!(worn(&app, user_id, old).await.used.abs() < 1e-9);
        assert!((worn(&app, user_id, pair).await.used - 5_000.0).abs() < 1e-9);
        // Taken out, it no longer wears.
        parts::unmount(&app.app, user_id, new, day("2026-11-16"))
            .await
            .expect("out");
        run(&app, user_id, "2026-11-20", 9_000.0).await;
        assert!((worn(&app, user_id, new).await.used - 4_000.0).abs() < 1e-9);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_a_part_is_refused() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, _) = app.register_confirmed("no-parts@example.org").await;
        let (other_id, _) = app.register_confirmed("other@example.org").await;
        let pair = add(&app, user_id, shoes("Pair")).await;
        let second = add(&app, user_id, shoes("Second")).await;
        let foreign = add(&app, other_id, shoes("Foreign")).await;
        let since = day("2026-11-05");
        let put = |id, parent| parts::mount(&app.app, user_id, id, parent, since);
        assert_eq!(
            put(second, pair).await.expect_err("no such part").status,
            422
        );
        let sole = add(&app, user_id, insoles(None, "2026-11-05")).await;
        assert_eq!(
            put(sole, foreign).await.expect_err("someone else's").status,
            422
        );
        assert_eq!(put(foreign, pair).await.expect_err("not mine").status, 404);
        put(sole, pair).await.expect("in");
        // Its home cannot be deleted under it; it moves with another day.
        let error = service::remove(&app.app, user_id, pair)
            .await
            .expect_err("has parts");
        assert_eq!(error.code, "gear-in-use");
        parts::mount(&app.app, user_id, sole, second, day("2026-11-08"))
            .await
            .expect("moved");
        let early = parts::mount(&app.app, user_id, sole, pair, day("2026-11-06")).await;
        assert_eq!(early.expect_err("it was elsewhere").status, 422);
        let early = parts::replace(&app.app, user_id, sole, "New", day("2026-11-01")).await;
        assert_eq!(early.expect_err("before it was in").status, 422);
        let retire = Patch {
            is_retired: Some(true),
            ..Patch::default()
        };
        service::edit(&app.app, user_id, sole, None, retire.clone())
            .await
            .expect("retired");
        assert!(owned_one(&app, user_id, sole).await.parent.is_none());
        let back = Patch {
            is_retired: Some(false),
            ..retire
        };
        service::edit(&app.app, user_id, sole, None, back)
            .await
            .expect("back");
        let parent = owned_one(&app, user_id, sole)
            .await
            .parent
            .expect("back in its place");
        assert_eq!(parent.parent_id, second);
    })
    .await;
}

#[tokio::test]
async fn a_service_begins_the_count_anew_and_is_told_once() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, token) = app.register_confirmed("service@example.org").await;
        let strap = NewItem {
            kind: "running.heart_rate_strap".into(),
            name: "Strap".into(),
            default_sport: Some("running.run".into()),
            ..NewItem::default()
        };
        let strap = add(&app, user_id, strap).await;
        for n in 1..=11 {
            let start = at("2026-11-01T06:00:00Z") + Duration::days(n);
            record(&app, user_id, outing(start, 30_000.0, 10_800.0)).await;
        }
        let upkeep_of = async || {
            owned_one(&app, user_id, strap)
                .await
                .upkeep
                .expect("service")
        };
        let due = upkeep_of().await;
        assert!(
            due.is_due() && (due.used - 33.0 * 3600.0).abs() < 1e-6,
            "{due:?}"
        );
        let notices = app.get("/api/v1/notices", &token).await.json();
        let told = notices["items"].as_array().expect("notices").iter();
        let told = told.filter(|notice| notice["payload"]["level"] == "service");
        assert_eq!(told.count(), 1, "{notices}");
        let done = upkeep::add(
            &app.app,
            user_id,
            strap,
            Some(day("2026-11-10")),
            Some(" Washed ".into()),
        );
        let done = done.await.expect("noted");
        assert_eq!(done.note.as_deref(), Some("Washed"));
        let since = upkeep_of().await;
        assert!(
            (since.used - 9.0 * 3600.0).abs() < 1e-6,
            "10, 11 and 12 November: {since:?}"
        );
        assert_eq!(since.last, Some(day("2026-11-10")));
        assert!((worn(&app, user_id, strap).await.used - 33.0 * 3600.0).abs() < 1e-6);
        let future = upkeep::add(&app.app, user_id, strap, Some(day("2026-12-10")), None).await;
        assert_eq!(future.expect_err("still to come").status, 422);
        upkeep::remove(&app.app, user_id, strap, done.id)
            .await
            .expect("removed");
        assert!(upkeep_of().await.is_due());
    })
    .await;
}

#[tokio::test]
async fn what_was_used_before_counts_and_a_forecast_follows_the_present_use() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, _) = app.register_confirmed("before@example.org").await;
        let used = NewItem {
            used_before: Some(600_000.0),
            acquired_on: Some(day("2026-05-01")),
            ..shoes("Old pair")
        };
        let pair = add(&app, user_id, used).await;
        let idle = worn(&app, user_id, pair).await;
        assert!(
            idle.is_due && idle.forecast.is_none(),
            "not used lately: {idle:?}"
        );
        run(&app, user_id, "2026-07-01", 10_000.0).await; // longer ago than ninety days
        run(&app, user_id, "2026-11-20", 45_000.0).await;
        let told = worn(&app, user_id, pair).await;
        assert!((told.used - 655_000.0).abs() < 1e-9);
        let forecast = told.forecast.expect("a forecast");
        // 45 km in 90 days: the last 45 km last ninety more.
        assert_eq!((forecast.days, forecast.until), (90, day("2027-02-19")));
        let wrong = NewItem {
            used_before: Some(-1.0),
            ..shoes("Impossible")
        };
        assert_eq!(
            service::add(&app.app, user_id, wrong)
                .await
                .expect_err("less than none")
                .status,
            422
        );
    })
    .await;
}

#[tokio::test]
async fn what_was_never_used_can_be_deleted_and_taken_back_for_thirty_days() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, _) = app.register_confirmed("delete@example.org").await;
        let pair = add(&app, user_id, shoes("Pair")).await;
        service::remove(&app.app, user_id, pair)
            .await
            .expect("deleted");
        assert!(store::all(&db, user_id).await.expect("items").is_empty());
        assert_eq!(
            store::deleted(&db, user_id, pair)
                .await
                .expect("name")
                .as_deref(),
            Some("Pair")
        );
        service::restore(&app.app, user_id, pair)
            .await
            .expect("restored");
        run(&app, user_id, "2026-11-20", 5_000.0).await;
        let used = workouts::Patch {
            gear: Some(vec![pair]),
            ..workouts::Patch::default()
        };
        let workout = run(&app, user_id, "2026-11-19", 5_000.0).await;
        workouts::edit(&app.app, user_id, workout, None, used)
            .await
            .expect("used");
        let error = service::remove(&app.app, user_id, pair)
            .await
            .expect_err("used");
        assert_eq!((error.status, error.code), (409, "gear-in-use"));
        let other = add(&app, user_id, shoes("Other")).await;
        service::remove(&app.app, user_id, other)
            .await
            .expect("deleted");
        app.app.clock.set(at("2026-12-20T09:00:00Z"));
        assert_eq!(house::purge(&app.app).await.expect("purged"), 0);
        app.app.clock.set(at("2026-12-22T09:00:00Z"));
        assert_eq!(house::purge(&app.app).await.expect("purged"), 1);
        assert_eq!(
            service::restore(&app.app, user_id, other)
                .await
                .expect_err("gone")
                .status,
            404
        );
    })
    .await;
}

#[derive(Clone, Debug)]
enum Step {
    Run { day: u32, metres: f64 },
    PutIn { which: usize, into: usize, day: u32 },
    TakeOut { which: usize, day: u32 },
    Replace { which: usize, day: u32 },
    Service { which: usize, day: u32 },
    Relink { workout: usize, to: usize },
    DeleteRun { workout: usize },
    Retire { which: usize, back: bool },
}

fn step() -> impl Strategy<Value = Step> {
    let (day, item) = (1..21_u32, 0..8_usize);
    let which = item.clone();
    prop_oneof![
        4 => (day.clone(), 400.0..45_000.0).prop_map(|(day, metres)| Step::Run { day, metres }),
        3 => (which.clone(), item.clone(), day.clone()).prop_map(|(which, into, day)| Step::PutIn { which, into, day }),
        1 => (which.clone(), day.clone()).prop_map(|(which, day)| Step::TakeOut { which, day }),
        2 => (which.clone(), day.clone()).prop_map(|(which, day)| Step::Replace { which, day }),
        1 => (which.clone(), day).prop_map(|(which, day)| Step::Service { which, day }),
        2 => (item.clone(), item.clone()).prop_map(|(workout, to)| Step::Relink { workout, to }),
        1 => item.prop_map(|workout| Step::DeleteRun { workout }),
        1 => (which, any::<bool>()).prop_map(|(which, back)| Step::Retire { which, back }),
    ]
}

fn stories() -> Vec<Vec<Step>> {
    let runners = [TestRunner::deterministic(), TestRunner::default()];
    let several = |mut runner: TestRunner| {
        let story = prop::collection::vec(step(), 8..30);
        let tree = move |_| story.new_tree(&mut runner).expect("steps").current();
        (0..5).map(tree).collect::<Vec<_>>()
    };
    runners.into_iter().flat_map(several).collect()
}

#[tokio::test]
async fn with_parts_and_services_step_by_step_equals_a_rebuild() {
    both(|db| async move {
        for (case, steps) in (0..).zip(stories()) {
            let app = app(db.clone()).await;
            let (user_id, _) = app
                .register_confirmed(&format!("gear{case}@example.org"))
                .await;
            take_all(&app, user_id, &steps).await;
            let told = projections(&db, user_id).await;
            app.app
                .events
                .rebuild(&app.app, user_id)
                .await
                .expect("rebuilt");
            assert_eq!(told, projections(&db, user_id).await, "{steps:?}");
        }
    })
    .await;
}

/// What the rules refuse changes nothing, which is part of the story.
async fn take_all(app: &TestApp, user_id: Uuid, steps: &[Step]) {
    let pairs = [
        add(app, user_id, shoes("One")).await,
        add(app, user_id, shoes("Two")).await,
    ];
    let mut soles = vec![add(app, user_id, insoles(None, "2026-11-01")).await];
    let mut runs = Vec::new();
    let on = |n: u32| NaiveDate::from_ymd_opt(2026, 11, n).expect("a day");
    for step in steps {
        let sole = |which: usize| soles[which % soles.len()];
        match *step {
            Step::Run { day, metres } => {
                runs.push(run(app, user_id, &on(day).to_string(), metres).await);
            }
            Step::PutIn { which, into, day } => {
                let _ =
                    parts::mount(&app.app, user_id, sole(which), pairs[into % 2], on(day)).await;
            }
            Step::TakeOut { which, day } => {
                let _ = parts::unmount(&app.app, user_id, sole(which), on(day)).await;
            }
            Step::Replace { which, day } => {
                let new = parts::replace(&app.app, user_id, sole(which), "New", on(day)).await;
                soles.extend(new.ok().map(|new| new.id));
            }
            Step::Service { which, day } => {
                let done = upkeep::add(&app.app, user_id, sole(which), Some(on(day)), None).await;
                done.expect("noted");
            }
            Step::Relink { workout, to } if !runs.is_empty() => {
                let patch = workouts::Patch {
                    gear: Some(vec![pairs[to % 2], sole(to)]),
                    ..workouts::Patch::default()
                };
                let id = runs[workout % runs.len()];
                let _ = workouts::edit(&app.app, user_id, id, None, patch).await;
            }
            Step::DeleteRun { workout } if !runs.is_empty() => {
                let id = runs[workout % runs.len()];
                let _ = workouts::delete(&app.app, user_id, id, None).await;
            }
            Step::Retire { which, back } => {
                let patch = Patch {
                    is_retired: Some(!back),
                    ..Patch::default()
                };
                let _ = service::edit(&app.app, user_id, sole(which), None, patch).await;
            }
            Step::Relink { .. } | Step::DeleteRun { .. } => {}
        }
    }
}
