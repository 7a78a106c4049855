//! Figures over people, on both databases, and who may ask for them.

use axum::http::StatusCode;
use serde_json::{Value, json};
use stadion_pack::source::read_dir;
use uuid::Uuid;

use super::model::Bounds;
use super::{Candidate, calibrate};
use crate::db::Db;
use crate::db::testing::both;
use crate::domains::identity::admin;
use crate::domains::workouts::model::terms::Terms;
use crate::domains::workouts::tests::{app, at, outing, packs, record};
use crate::testing::TestApp;
use crate::web::Role;

const PATH: &str = "/api/v1/insights/calibrate";

fn candidates(id: &str) -> Vec<Candidate> {
    let sources = read_dir(&packs().join(id)).expect("the pack");
    sources.iter().map(Candidate::of).collect()
}

/// `days` from a Monday with five, and from the `far`th on ten kilometres each.
async fn runner(app: &TestApp, email: &str, days: &[u32], far: usize) -> Uuid {
    let (user_id, _) = app.register_confirmed(email).await;
    for (n, day) in days.iter().enumerate() {
        let start = at("2026-09-07T06:00:00Z") + chrono::Duration::days(i64::from(*day));
        let metres = if n < far { 4_000.0 } else { 10_500.0 };
        record(app, user_id, outing(start, metres, metres * 0.33)).await;
    }
    user_id
}

/// Three runners: one never far, one far at once, one in the third week.
async fn three(db: Db) -> TestApp {
    let app = app(db).await;
    runner(&app, "a@example.org", &[0, 2, 9], 3).await;
    runner(&app, "b@example.org", &[0, 7], 0).await;
    runner(&app, "c@example.org", &[0, 8, 15, 16], 2).await;
    app
}

fn open() -> Bounds {
    Bounds {
        smallest_group: 1,
        ..Bounds::default()
    }
}

#[tokio::test]
async fn badges_norms_records_and_gear_are_counted_over_people() {
    both(|db| async move {
        let app = three(db.clone()).await;
        let packs = app.app.catalog.packs();
        let told = calibrate(
            &db,
            &packs,
            &Terms::default(),
            (&["running".to_owned()], open()),
        )
        .await;
        let told = told.expect("figures");
        assert_eq!((told.people, told.is_sample), (Some(3), false));
        let badge = |id: &str| told.badges.iter().find(|badge| badge.id == id).expect(id);
        let ten = &badge("running.ten_km").tiers;
        // Two of three; in their first and third week.
        assert_eq!((ten[0].share, ten[0].median_week), (Some(0.667), Some(2.0)));
        assert_eq!((ten[1].share, ten[1].median_week), (Some(0.0), None));
        assert_eq!(badge("running.marathon").tiers[0].share, Some(0.0));
        assert!(
            told.warnings
                .contains(&"badge running.marathon: nobody earns it".to_owned())
        );
        let norm = told
            .norms
            .iter()
            .find(|norm| norm.id == "running.weekly_running");
        let norm = norm.expect("the norm");
        // 75 minutes a week: the third runner's third week holds two far runs, 115 minutes.
        assert_eq!(
            (norm.share, norm.share_of_periods),
            (Some(0.0), Some(0.143))
        );
        let shoes = told
            .gear
            .iter()
            .find(|gear| gear.id == "running.running_shoes");
        let shoes = shoes.and_then(|gear| gear.median_weeks).expect("weeks");
        assert!((20.0..90.0).contains(&shoes), "{shoes}");
        assert!(told.gear.iter().all(|gear| gear.id.starts_with("running.")));
    })
    .await;
}

#[tokio::test]
async fn few_people_are_not_told() {
    both(|db| async move {
        let app = three(db.clone()).await;
        let packs = app.app.catalog.packs();
        let told = calibrate(
            &db,
            &packs,
            &Terms::default(),
            (&["running".to_owned()], Bounds::default()),
        )
        .await;
        let told = told.expect("figures");
        assert_eq!((told.people, told.smallest_group), (None, 5));
        let shares = told.badges.iter().flat_map(|badge| &badge.tiers);
        assert!(
            shares
                .clone()
                .all(|tier| tier.share.is_none() && tier.median_week.is_none())
        );
        assert!(
            told.norms
                .iter()
                .all(|norm| norm.share.is_none() && norm.share_of_periods.is_none())
        );
        assert!(told.gear.iter().all(|gear| gear.median_weeks.is_none()));
        assert!(told.warnings.is_empty(), "{:?}", told.warnings);
    })
    .await;
}

#[tokio::test]
async fn a_sample_is_smaller_than_all_and_says_so() {
    both(|db| async move {
        let app = three(db.clone()).await;
        let packs = app.app.catalog.packs();
        let bounds = Bounds {
            people: 2,
            ..open()
        };
        let told = calibrate(
            &db,
            &packs,
            &Terms::default(),
            (&["running".to_owned()], bounds),
        )
        .await;
        let told = told.expect("figures");
        assert_eq!((told.people, told.is_sample), (Some(2), true));
    })
    .await;
}

/// A rule that is nowhere live is asked of what is stored, and nothing changes.
#[tokio::test]
async fn a_candidate_is_asked_and_stays_a_candidate() {
    both(|db| async move {
        let app = app(db.clone()).await;
        for n in 0..6 {
            runner(&app, &format!("r{n}@example.org"), &[0, 7], 0).await;
        }
        let (_, token) = app.register_confirmed("author@example.org").await;
        let mut running = candidates("running");
        let badges = running[0].files.get_mut("achievements.yaml").expect("badges");
        badges.push_str("twice:\n  title: {en: Twice, ru: Дважды}\n  on: workout.recorded\n  when: count(workouts) >= 2\n");
        let body = json!({ "packs": running });
        let refused = app.post(PATH, &token, body.clone()).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        grant(&app, "author@example.org").await;
        let answer = app.post(PATH, &token, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        let told = answer.json();
        let badges = told["badges"].as_array().expect("badges");
        let twice = badges.iter().find(|badge| badge["id"] == "running.twice").expect("the badge");
        assert_eq!(twice["tiers"][0], json!({"at": 1, "share": 1.0, "median_week": 2.0}));
        assert_eq!(told["people"], 6);
        let live = app.app.catalog.packs();
        assert!(crate::domains::achievements::achievement(&live, "running.twice").is_none());
    })
    .await;
}

#[tokio::test]
async fn a_broken_candidate_is_refused_in_its_place() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("author@example.org").await;
        grant(&app, "author@example.org").await;
        let mut running = candidates("running");
        let metrics = running[0].files.get_mut("metrics.yaml").expect("metrics");
        *metrics = metrics.replace("workout.duration / workout.distance", "workout.duraton");
        let answer = app.post(PATH, &token, json!({ "packs": running })).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let problem: Value = answer.json();
        let fields: Vec<_> = problem["errors"]
            .as_array()
            .expect("errors")
            .iter()
            .collect();
        assert_eq!(
            fields[0]["field"], "/packs/0/files/metrics.yaml",
            "{problem}"
        );
        let none = app.post(PATH, &token, json!({ "packs": [] })).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        let body = json!({ "packs": candidates("running"), "sample": 0 });
        let zero = app.post(PATH, &token, body).await;
        assert_eq!(zero.json()["errors"][0]["field"], "/sample");
    })
    .await;
}

async fn grant(app: &TestApp, email: &str) {
    let granted = admin::grant(&app.app.db, &app.app.clock, email, Role::Author).await;
    assert!(granted.expect("granted"));
    // The caller's roles are read again once they are stale.
    app.app
        .clock
        .set(app.app.clock.now() + chrono::Duration::minutes(2));
}
