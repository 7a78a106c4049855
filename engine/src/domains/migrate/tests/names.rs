//! Renamed: found by both names, in both directions, and moved without a rebuild.

use serde_json::json;

use super::{assert_rebuilt, change, facts, go_live, person, pretty, record, renamed, server};
use crate::db::testing::{both, projections};
use crate::domains::migrate::model::Step;
use crate::domains::migrate::tests::FIRST;
use crate::domains::migrate::{notice, store};

#[tokio::test]
async fn a_rename_moves_what_is_told_and_leaves_what_was_typed() {
    both(|db| async move {
        let app = server(db.clone()).await;
        let (user_id, token) = person(&app, "names@example.org").await;
        let typed = facts(&db, user_id).await;
        let before = projections(&db, user_id).await;

        assert!(change(&app, &renamed()).await);
        let moved = projections(&db, user_id).await;
        let old = [
            "sample.way",
            "sample.tempo",
            "sample.walk",
            "sample.set",
            "weight",
            "sample.far",
        ];
        let by_old = moved
            .iter()
            .filter(|row| old.iter().any(|old| row.contains(old)));
        assert_eq!(by_old.collect::<Vec<_>>(), Vec::<&String>::new());
        assert_eq!(moved.len(), before.len());
        assert_rebuilt(&app, user_id).await;
        assert_eq!(facts(&db, user_id).await, typed);

        // Clients see it by the new names; the old sport is still known to one that was not told.
        let listed = app
            .get("/api/v1/workouts?sport=sample.stroll", &token)
            .await
            .json();
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(4));
        let id = listed["items"][0]["id"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let shown = app
            .get(&format!("/api/v1/workouts/{id}"), &token)
            .await
            .json();
        assert_eq!(shown["sport"], "sample.stroll");
        assert!(shown.to_string().contains("sample.distance"), "{shown:#}");
        let gear = app.get("/api/v1/gear", &token).await.json();
        assert_eq!(gear["items"][0]["kind"], "sample.shoes", "{gear:#}");
        let new = record(
            &app,
            &token,
            "sample.stroll",
            5,
            json!({"distance": 30, "time": "PT2H"}),
        )
        .await;
        assert_rebuilt(&app, user_id).await;

        // Back again: what was typed by either name is found under the old one.
        assert!(change(&app, FIRST).await);
        let id = new["id"].as_str().unwrap_or_default();
        let shown = app
            .get(&format!("/api/v1/workouts/{id}"), &token)
            .await
            .json();
        assert_eq!(shown["sport"], "sample.walk");
        assert!(shown.to_string().contains("sample.way"), "{shown:#}");
        assert!(shown.to_string().contains("weight"), "{shown:#}");
        assert_rebuilt(&app, user_id).await;
        let answer = app
            .call(
                axum::http::Method::DELETE,
                &format!("/api/v1/workouts/{id}"),
                Some(&token),
                None,
            )
            .await;
        assert!(answer.status.is_success(), "{answer:?}");
        pretty(&projections(&db, user_id).await, &before);
    })
    .await;
}

#[tokio::test]
async fn an_edit_under_the_new_name_wins_after_a_rollback_too() {
    both(|db| async move {
        let app = server(db.clone()).await;
        let (_, token) = app.register_confirmed("edit@example.org").await;
        let made = record(
            &app,
            &token,
            "sample.walk",
            0,
            json!({"way": 5, "time": "PT1H"}),
        )
        .await;
        let path = format!(
            "/api/v1/workouts/{}",
            made["id"].as_str().unwrap_or_default()
        );
        let edit = |name: &'static str, km: i32| {
            let (app, path, token) = (&app, &path, &token);
            async move {
                let at = app.get(path, token).await;
                let mut request = crate::testing::request(
                    axum::http::Method::PATCH,
                    path,
                    Some(token),
                    Some(json!({"metrics": {name: km}})),
                );
                request
                    .headers_mut()
                    .insert("if-match", at.header("etag").parse().expect("an ETag"));
                let answer = app.send(request).await;
                assert!(answer.status.is_success(), "{answer:?}");
            }
        };
        edit("way", 6).await;
        change(&app, &renamed()).await;
        edit("distance", 7).await;
        let shown = app.get(&path, &token).await.json().to_string();
        assert!(shown.contains("sample.distance"), "{shown}");
        change(&app, FIRST).await;
        let shown = app.get(&path, &token).await.json();
        assert_eq!(shown["metrics"]["sample.way"]["value"], 7.0, "{shown:#}");
    })
    .await;
}

#[tokio::test]
async fn a_rename_is_no_retelling() {
    both(|db| async move {
        let app = server(db.clone()).await;
        go_live(&app, &renamed());
        assert!(notice(&app.app).await.expect("noticed"));
        let open = store::open(&db).await.expect("asked").expect("a migration");
        let steps = &open.steps.0.steps;
        assert!(
            steps
                .iter()
                .all(|step| !matches!(step, Step::Retell { .. })),
            "{steps:#?}"
        );
        let records = steps
            .iter()
            .filter(|step| matches!(step, Step::Record { .. }))
            .count();
        assert_eq!(records, 3, "{steps:#?}");
        assert!(!notice(&app.app).await.expect("noticed"), "once");
    })
    .await;
}
