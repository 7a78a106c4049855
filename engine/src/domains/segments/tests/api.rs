//! Who may ask for audiences, and what they are told.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::db::Db;
use crate::db::testing::both;
use crate::domains::identity::admin;
use crate::domains::workouts::tests::{app, at, outing, record};
use crate::testing::TestApp;
use crate::web::Role;

const PATH: &str = "/api/v1/segments";

/// Six who run nearly every day, one of them a marketer, and two who ran once; one has another
/// role and is no user of these figures.
async fn people(db: Db) -> (TestApp, String, String) {
    let app = app(db.clone()).await;
    let mut tokens = Vec::new();
    for number in 0..8 {
        let email = format!("runner{number}@example.org");
        let (id, token) = app.register_confirmed(&email).await;
        let days = if number < 6 { 10 } else { 1 };
        for day in 0..days {
            let start = at("2026-11-01T06:00:00Z") + chrono::Duration::days(day * 2);
            record(&app, id, outing(start, 11_000.0, 3_600.0)).await;
        }
        tokens.push(token);
    }
    let clock = &app.app.clock;
    let granted = admin::grant(&db, clock, "runner0@example.org", Role::Marketer).await;
    granted.expect("granted");
    let (marketer, anybody) = (tokens.remove(0), tokens.remove(0));
    (app, marketer, anybody)
}

#[tokio::test]
async fn those_who_speak_to_people_may_count_them() {
    both(|db| async move {
        let (app, marketer, anybody) = people(db).await;
        let audience = format!("{PATH}/running.regulars/audience");
        for path in [PATH, &audience] {
            let refused = app.get(path, &anybody).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
        }
        let listed = app.get(PATH, &marketer).await.json();
        let regulars = listed.as_array().expect("a list").iter();
        let regulars = regulars.filter(|one| one["id"] == "running.regulars");
        let regulars: Vec<&Value> = regulars.collect();
        assert_eq!(regulars.len(), 1, "{listed}");
        assert_eq!(regulars[0]["rule"], "count(workouts, weeks(4)) >= 8");
        assert_eq!(regulars[0]["title"], "Regulars");
        let words = regulars[0]["in_words"].as_str().expect("words");
        assert!(words.contains('8') && words.contains("weeks"), "{words}");
        let told = app.get(&audience, &marketer).await.json();
        assert_eq!(told, json!({"people": 6, "of": 8, "smallest_group": 5}));
        // As of the eighth of November they had run four times, and nobody paused.
        let before = app
            .get(&format!("{audience}?as_of=2026-11-08"), &marketer)
            .await
            .json();
        assert_eq!(
            before,
            json!({"people": null, "of": 8, "smallest_group": 5})
        );
        let unknown = app
            .get(&format!("{PATH}/running.nobody/audience"), &marketer)
            .await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_period_gone_by_is_counted_by_day_and_together() {
    both(|db| async move {
        let (app, marketer, _) = people(db).await;
        let path = format!("{PATH}/running.regulars/backtest");
        let told = app.get(&format!("{path}?from=2026-11-14&to=2026-11-16"), &marketer).await.json();
        let days = json!([
            {"day": "2026-11-14", "people": null},
            {"day": "2026-11-15", "people": 6},
            {"day": "2026-11-16", "people": 6},
        ]);
        let expected = json!({
            "from": "2026-11-14", "to": "2026-11-16", "people": 6, "days": days, "smallest_group": 5,
        });
        assert_eq!(told, expected);
        for query in ["from=2026-11-16&to=2026-11-14", "from=2026-01-01&to=2026-11-01", "from=2026-11-20&to=2026-12-24"] {
            let refused = app.get(&format!("{path}?{query}"), &marketer).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_rule_is_tried_before_it_is_live_and_told_what_is_wrong_with_it() {
    both(|db| async move {
        let (app, marketer, _) = people(db).await;
        let path = "/api/v1/insights/audience";
        let body = json!({
            "pack": "running", "rule": "sum(distance, days(30)) >= km(100)",
            "from": "2026-11-18", "to": "2026-11-19",
        });
        let told = app.post(path, &marketer, body).await.json();
        assert_eq!(told["audience"]["people"], 6, "{told}");
        assert_eq!(told["backtest"]["people"], 6, "{told}");
        assert_eq!(told["backtest"]["days"][0]["people"], Value::Null, "{told}");
        assert!(
            told["in_words"].as_str().expect("words").contains("100"),
            "{told}"
        );
        let wrong = [
            ("workout.distance > km(5)", "sign 1: "),
            ("sum(distnace, days(30)) >= km(5)", "sign 5: "),
            ("user.age % 2 == 0", "S0390"),
            ("count(workouts)", "S0206"),
        ];
        for (rule, place) in wrong {
            let body = json!({"pack": "running", "rule": rule});
            let refused = app.post(path, &marketer, body).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{rule}");
            let error = refused.json()["errors"][0].clone();
            assert_eq!(error["field"], "/rule");
            assert!(
                error["message"].as_str().expect("words").contains(place),
                "{error}"
            );
            assert!(
                rule == "count(workouts)" || error["remedy"].is_string(),
                "{error}"
            );
        }
        let body = json!({"pack": "nowhere", "rule": "true"});
        let refused = app.post(path, &marketer, body).await.json();
        assert_eq!(refused["errors"][0]["field"], "/pack");
    })
    .await;
}
