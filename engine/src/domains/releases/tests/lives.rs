//! What is live, when, and on which replica.

use axum::http::StatusCode;
use chrono::{Duration, SecondsFormat};
use serde_json::json;
use tokio::task::JoinSet;

use super::*;
use crate::db::testing::both;

#[tokio::test]
async fn a_published_pack_is_live_at_once_and_the_same_again_changes_nothing() {
    both(|db| async move {
        let (app, token) = app(db).await;
        let sent = publish(&app, &token, &pack("1.0.0", "Darts"), "base=none").await;
        assert_eq!(
            (sent["pack"].as_str(), sent["version"].as_str()),
            (Some("darts"), Some("1.0.0"))
        );
        assert_eq!(
            (sent["published_by"].as_str(), sent["cases"].as_u64()),
            (Some("publisher"), Some(0))
        );
        is_live(&app, "1.0.0", "Darts");
        assert_eq!(
            app.get("/api/v1/sports/darts", &token).await.status,
            StatusCode::OK
        );

        // As a client does that heard no answer.
        publish(&app, &token, &pack("1.0.0", "Darts"), "base=none").await;
        let base = format!("base={}", pack("1.0.0", "Darts").digest());
        publish(&app, &token, &pack("1.1.0", "Steel darts"), &base).await;
        is_live(&app, "1.1.0", "Steel darts");
        let listed = app.get("/api/v1/packs", &token).await.json();
        let item = &listed["items"][0];
        assert_eq!(item["digest"], pack("1.1.0", "Steel darts").digest());
        assert_eq!(item["release"]["published_by"], "publisher");
        assert_eq!(
            trail(&app, &token).await,
            [
                "activated 1.1.0",
                "published 1.1.0",
                "activated 1.0.0",
                "published 1.0.0"
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn another_replica_and_a_restart_have_what_was_published() {
    both(|db| async move {
        let (first, token) = app(db.clone()).await;
        let second = replica(&db).await;
        publish(&first, &token, &pack("1.0.0", "Darts"), "").await;
        assert_eq!(live(&second), None);
        one_look(&second).await;
        is_live(&second, "1.0.0", "Darts");
        publish(&second, &token, &pack("1.1.0", "Steel darts"), "").await;
        one_look(&first).await;
        is_live(&first, "1.1.0", "Steel darts");
        let restarted = replica(&db).await;
        one_look(&restarted).await;
        is_live(&restarted, "1.1.0", "Steel darts");
    })
    .await;
}

#[tokio::test]
async fn of_two_who_publish_at_once_one_wins_and_the_other_hears_who() {
    both(|db| async move {
        let (first, token) = app(db.clone()).await;
        let other = somebody(&first, "other@example.org", Some(Role::Publisher)).await;
        publish(&first, &token, &pack("1.0.0", "Darts"), "").await;
        let second = replica(&db).await;
        let base = format!("base={}", pack("1.0.0", "Darts").digest());
        let mut under_way = JoinSet::new();
        for (n, router) in [first.router.clone(), second.router.clone()]
            .into_iter()
            .enumerate()
        {
            let source = pack(&format!("1.{}.0", n + 1), "Steel");
            let by = if n == 0 { token.clone() } else { other.clone() };
            let request = Request::builder()
                .method(Method::PUT)
                .uri(format!("/api/v1/releases/{}?{base}", source.digest()))
                .header(header::AUTHORIZATION, format!("Bearer {by}"))
                .header(header::CONTENT_TYPE, "application/zip")
                .body(Body::from(archive::pack(&source).expect("an archive")))
                .expect("a request");
            under_way.spawn(async move {
                let Ok(response) = tower::ServiceExt::oneshot(router, request).await;
                let status = response.status();
                let body = axum::body::to_bytes(response.into_body(), usize::MAX).await;
                (
                    status,
                    serde_json::from_slice::<Value>(&body.expect("a body")).expect("JSON"),
                )
            });
        }
        let mut answers = under_way.join_all().await;
        answers.sort_by_key(|(status, _)| *status);
        assert_eq!(answers[0].0, StatusCode::OK, "{answers:?}");
        assert_eq!(answers[1].0, StatusCode::CONFLICT, "{answers:?}");
        let won = answers[0].1["version"].as_str().expect("a version");
        assert_eq!(answers[1].1["code"], "live-changed");
        let detail = answers[1].1["detail"].as_str().expect("a detail");
        assert!(
            detail.contains(&format!("version {won} went live by ")),
            "{detail}"
        );
        one_look(&first).await;
        is_live(&first, won, "Steel");
        // Nothing of the one who lost is kept: it may be sent again as it is.
        let lost = trail(&first, &token).await;
        assert_eq!(
            lost.iter()
                .filter(|line| line.starts_with("published"))
                .count(),
            2,
            "{lost:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_release_goes_live_at_its_time_on_whichever_replica_looks_first() {
    both(|db| async move {
        let (app, token) = app(db.clone()).await;
        let other = replica(&db).await;
        publish(&app, &token, &pack("1.0.0", "Darts"), "").await;
        let at = app.app.clock.now() + Duration::hours(2);
        let query = format!("at={}", at.to_rfc3339_opts(SecondsFormat::Secs, true));
        let sent = publish(&app, &token, &pack("1.1.0", "Later"), &query).await;
        assert!(sent["planned_for"].is_string(), "{sent}");
        one_look(&app).await;
        is_live(&app, "1.0.0", "Darts");
        let listed = app.get("/api/v1/packs", &token).await.json();
        assert_eq!(listed["items"][0]["planned"]["version"], "1.1.0");
        for replica in [&app, &other] {
            replica.app.clock.set(at);
        }
        one_look(&other).await;
        one_look(&app).await;
        is_live(&other, "1.1.0", "Later");
        is_live(&app, "1.1.0", "Later");
        let told = trail(&app, &token).await;
        assert_eq!(
            told[..3],
            ["activated 1.1.0", "planned 1.1.0", "published 1.1.0"]
        );
    })
    .await;
}

#[tokio::test]
async fn a_plan_can_be_taken_back_and_lapses_when_something_else_is_live() {
    both(|db| async move {
        let (app, token) = app(db).await;
        publish(&app, &token, &pack("1.0.0", "Darts"), "").await;
        let at = app.app.clock.now() + Duration::hours(2);
        let query = format!("at={}", at.to_rfc3339_opts(SecondsFormat::Secs, true));
        publish(&app, &token, &pack("1.1.0", "Later"), &query).await;
        let path = "/api/v1/packs/darts/plan";
        let answer = app.call(Method::DELETE, path, Some(&token), None).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        let answer = app.call(Method::DELETE, path, Some(&token), None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);

        publish(&app, &token, &pack("1.2.0", "Much later"), &query).await;
        publish(&app, &token, &pack("1.3.0", "Sooner"), "").await;
        app.app.clock.set(at);
        one_look(&app).await;
        is_live(&app, "1.3.0", "Sooner");
        let told = trail(&app, &token).await;
        assert_eq!(told[0], "lapsed 1.2.0");
        let page = app.get("/api/v1/packs/darts/history", &token).await.json();
        let detail = page["items"][0]["detail"].as_str().expect("a detail");
        assert!(detail.contains("version 1.3.0 went live"), "{detail}");
        assert!(told.contains(&"withdrawn 1.1.0".to_owned()), "{told:?}");
        one_look(&app).await;
        assert_eq!(trail(&app, &token).await.len(), told.len());
    })
    .await;
}

#[tokio::test]
async fn rolling_back_goes_step_by_step_to_the_folders_version() {
    both(|db| async move {
        let (app, token) = app(db).await;
        in_folder(&app, &pack("0.9.0", "From the folder"));
        is_live(&app, "0.9.0", "From the folder");
        let wrong = send(&app, &token, &pack("1.0.0", "Darts"), "base=none").await;
        assert_eq!(
            (wrong.status, wrong.json()["code"].as_str()),
            (StatusCode::CONFLICT, Some("live-changed"))
        );
        let base = format!("base={}", pack("0.9.0", "From the folder").digest());
        publish(&app, &token, &pack("1.0.0", "One"), &base).await;
        publish(&app, &token, &pack("1.1.0", "Two"), "").await;
        let back = || app.post("/api/v1/packs/darts/rollback", &token, json!({}));
        let answer = back().await;
        assert_eq!(
            (answer.status, answer.json()["version"].as_str()),
            (StatusCode::OK, Some("1.0.0"))
        );
        is_live(&app, "1.0.0", "One");
        let answer = back().await;
        assert_eq!(answer.json()["version"], "0.9.0", "{}", answer.json());
        is_live(&app, "0.9.0", "From the folder");
        let answer = back().await;
        assert_eq!(
            (answer.status, answer.json()["code"].as_str()),
            (StatusCode::CONFLICT, Some("nothing-before"))
        );
        let body = json!({"digest": pack("1.1.0", "Two").digest()});
        let answer = app.post("/api/v1/packs/darts/activate", &token, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.json());
        is_live(&app, "1.1.0", "Two");
        assert_eq!(
            trail(&app, &token).await[..3],
            ["activated 1.1.0", "rolled_back folder", "rolled_back 1.0.0"]
        );
    })
    .await;
}

#[tokio::test]
async fn an_edit_in_the_folder_does_not_show_through_a_release() {
    both(|db| async move {
        let (app, token) = app(db).await;
        publish(&app, &token, &pack("1.0.0", "Released"), "").await;
        in_folder(&app, &pack("2.0.0", "From the folder"));
        is_live(&app, "1.0.0", "Released");
    })
    .await;
}
