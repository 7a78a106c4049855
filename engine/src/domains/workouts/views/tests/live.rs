//! What the form's script asks, and doing a workout again.

use axum::http::{StatusCode, header};
use serde_json::Value;

use super::pages::{RUN, app, html, led_to, see};
use crate::db::testing::both;
use crate::domains::workouts::store::Filter;
use crate::domains::workouts::store::count;
use crate::testing::TestApp;

async fn checked(app: &TestApp, path: &str, token: &str, fields: &[(&str, &str)]) -> Value {
    let answer = app.send_form(path, token, fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.json()
}

fn figures(said: &Value) -> Vec<String> {
    let figures = said["figures"].as_array().expect("figures");
    let told = |figure: &Value| {
        let part = |name: &str| {
            figure[name]
                .as_str()
                .unwrap_or_default()
                .replace('\u{a0}', " ")
        };
        format!("{} {} {}", part("label"), part("value"), part("unit"))
    };
    figures.iter().map(told).collect()
}

#[tokio::test]
async fn a_form_is_checked_by_the_rules_of_saving_and_nothing_is_kept() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("dana@example.org").await;
        let said = checked(&app, "/running/record/check", &token, &RUN).await;
        assert_eq!(said["problems"], serde_json::json!({}));
        assert_eq!(figures(&said), ["Pace 5:03 /km"]);

        let under = ("under", "ru imperial Europe/Moscow");
        let typed = [
            RUN[0],
            RUN[1],
            ("time", "late"),
            under,
            ("metric.core.distance", "100000"),
        ];
        let said = checked(&app, "/running/record/check", &token, &typed).await;
        let problem = |field: &str| {
            said["problems"][field]["message"]
                .as_str()
                .expect(field)
                .to_owned()
        };
        assert!(
            problem("metric.core.distance").contains("621"),
            "in miles: {said}"
        );
        assert!(problem("metric.core.duration").contains("заполнить"));
        assert!(!problem("time").is_empty());
        assert_eq!(
            count(&app.app.db, user_id, &Filter::default())
                .await
                .expect("count"),
            0
        );

        let nobody = crate::testing::request(
            axum::http::Method::POST,
            "/running/record/check",
            None,
            None,
        );
        assert_eq!(app.send(nobody).await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn entries_that_are_not_complete_count_for_nothing_and_empty_ones_are_no_problem() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("dana@example.org").await;
        let sets = [
            ("sport", "strength.strength_training"),
            ("date", "2026-11-20"),
            ("time", "18:10"),
            ("set.0.exercise", "squat"),
            ("set.0.reps", "5"),
            ("set.0.load", "100"),
            ("set.1.exercise", ""),
            ("set.1.reps", ""),
            ("set.2.exercise", "squat"),
            ("set.2.reps", "5"),
            ("set.2.load", "1050"),
            ("set.3.reps", "7"),
        ];
        let said = checked(&app, "/strength/record/check", &token, &sets).await;
        assert_eq!(
            said["problems"]["set.2.load"]["fix"]["action"],
            "fix:set.2.load=105"
        );
        assert!(said["problems"]["set.3.exercise"].is_object());
        assert!(said["problems"]["set.1.exercise"].is_null());
        assert_eq!(figures(&said), ["Volume 5,750 kg", "Sets 2 "]);
        let nothing = checked(&app, "/strength/record/check", &token, &sets[..3]).await;
        assert!(figures(&nothing).is_empty(), "nothing comes of nothing");
    })
    .await;
}

#[tokio::test]
async fn an_entry_is_taken_once_from_who_made_it() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("dana@example.org").await;
        let (other_id, other) = app.register_confirmed("kim@example.org").await;
        let id = user_id.to_string();
        let key = ("key", "0199a8f2-0000-7000-8000-000000000001");
        let entry: Vec<_> = RUN
            .iter()
            .copied()
            .chain([key, ("user", id.as_str())])
            .collect();
        let first = app.send_form("/running/record/send", &token, &entry).await;
        assert_eq!(first.status, StatusCode::OK);
        let again = app.send_form("/running/record/send", &token, &entry).await;
        assert_eq!(
            again.json(),
            first.json(),
            "sending it twice records it once"
        );
        let theirs = app.send_form("/running/record/send", &other, &entry).await;
        assert_eq!(
            (theirs.status, theirs.json()["code"].as_str()),
            (StatusCode::CONFLICT, Some("other-user"))
        );
        for (user, n) in [(user_id, 1), (other_id, 0)] {
            assert_eq!(
                count(&app.app.db, user, &Filter::default())
                    .await
                    .expect("count"),
                n
            );
        }
        let mut wrong = entry.clone();
        wrong.push(("metric.core.distance", "12420"));
        let refused = app.send_form("/running/record/send", &token, &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.json()["problems"]["metric.core.distance"]["message"].is_string());
    })
    .await;
}

#[tokio::test]
async fn a_workout_is_done_again_as_what_it_was() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("dana@example.org").await;
        let gear = serde_json::json!({"kind": "running.running_shoes", "name": "Trainers"});
        let gear = app.post("/api/v1/gear", &token, gear).await.json();
        let run: Vec<_> = RUN
            .iter()
            .copied()
            .chain([("note", "Windy"), ("metric.core.avg_heart_rate", "151")])
            .collect();
        let at = led_to(&app.send_form("/running/record", &token, &run).await);
        let id = at.rsplit('/').next().expect("id").to_owned();
        let link = serde_json::json!({"gear": [gear["id"]]});
        let linked = app
            .call(
                axum::http::Method::PATCH,
                &format!("/api/v1/workouts/{id}"),
                Some(&token),
                Some(link),
            )
            .await;
        assert_eq!(
            linked.status,
            StatusCode::OK,
            "{}",
            String::from_utf8_lossy(&linked.body)
        );

        let again = format!("/running/record?from=hand&like={id}");
        assert!(
            see(&app, "/running/record?from=hand", &token)
                .await
                .contains(&again.replace('&', "&amp;"))
        );
        assert!(
            see(&app, &at, &token)
                .await
                .contains(&again.replace('&', "&amp;"))
        );
        let form = see(&app, &again, &token).await;
        for kept in [
            "value=\"12.42\"",
            "value=\"1:02:38\"",
            "value=\"Along the river\"",
        ] {
            assert!(form.contains(kept), "{kept}");
        }
        assert!(
            !form.contains("Windy") && !form.contains("value=\"151\""),
            "that was then"
        );
        assert!(!form.contains("value=\"18:10\""), "it starts now");

        let shoes = gear["id"].as_str().expect("an id");
        let ticked = format!("value=\"{shoes}\" checked");
        assert!(form.contains(&ticked), "the gear is taken along");
        let like: Vec<_> = RUN.iter().copied().chain([("gear", shoes)]).collect();
        let second = led_to(&app.send_form("/running/record", &token, &like).await);
        let second = second.rsplit('/').next().expect("id").to_owned();
        let workout = app
            .get(&format!("/api/v1/workouts/{second}"), &token)
            .await
            .json();
        assert_eq!(workout["gear"], serde_json::json!([gear["id"]]));

        let (_, other) = app.register_confirmed("kim@example.org").await;
        let theirs = app.get(&again, &other).await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_course_is_there_already_and_who_stops_half_way_saves_the_first_half() {
    both(|db| async move {
        let app = app(db).await;
        let (_, token) = app.register_confirmed("dana@example.org").await;
        let form = see(&app, "/triathlon/record?from=hand", &token).await;
        assert!(
            form.contains("name=\"leg.4.discipline\""),
            "the first preset"
        );
        let legs = [
            ("sport", "triathlon.triathlon"),
            ("date", "2026-11-20"),
            ("time", "08:00"),
            ("metric.core.duration", "1h 2m"),
            ("leg.0.discipline", "swim"),
            ("leg.0.way", "0.75"),
            ("leg.0.time", "15:00"),
            ("leg.1.discipline", "t1"),
            ("leg.2.discipline", "ride"),
            ("leg.2.way", "20"),
        ];
        let saved = app.send_form("/triathlon/record", &token, &legs).await;
        let page = see(&app, &led_to(&saved), &token).await;
        assert!(page.contains("1:02:00"), "however a duration is written");
        let mut gap = legs.to_vec();
        gap.push(("leg.2.time", "40:00"));
        let refused = app.send_form("/triathlon/record", &token, &gap).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "the gap in between is asked about"
        );
        assert!(html(&refused).contains("leg-1-time-note"));
        assert!(
            refused
                .header(header::CONTENT_TYPE)
                .starts_with("text/html")
        );
    })
    .await;
}
