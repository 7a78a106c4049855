use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use serde_json::json;

use crate::db::testing::both;
use crate::testing::{self, TestApp};

const TOKENS: &str = "/api/v1/me/tokens";

/// `(id, secret)`.
async fn make(test: &TestApp, session: &str, scopes: &[&str]) -> (String, String) {
    let body = json!({ "name": "bridge", "scopes": scopes });
    let answer = test.post(TOKENS, session, body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    assert_eq!(answer.header("cache-control"), "no-store");
    let made = answer.json();
    let of = |key: &str| made[key].as_str().unwrap().to_owned();
    (of("id"), of("secret"))
}

#[tokio::test]
async fn a_token_does_what_its_scopes_say_and_no_more() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, session) = test.register_confirmed("ann@example.org").await;
        let (_, read) = make(&test, &session, &["read"]).await;
        let (_, write) = make(&test, &session, &["read", "write"]).await;
        assert!(read.starts_with("stn_"));
        let change = json!({ "display_name": "Anna" });
        let patch = |token: String| {
            let (test, change) = (&test, change.clone());
            async move {
                test.call(Method::PATCH, "/api/v1/me", Some(&token), Some(change))
                    .await
                    .status
            }
        };
        assert_eq!(test.get("/api/v1/me", &read).await.status, StatusCode::OK);
        assert_eq!(patch(read.clone()).await, StatusCode::FORBIDDEN);
        assert_eq!(patch(write.clone()).await, StatusCode::OK);
        let more = test
            .post(TOKENS, &write, json!({ "name": "x", "scopes": ["read"] }))
            .await;
        assert_eq!(
            more.status,
            StatusCode::FORBIDDEN,
            "a token makes no tokens"
        );
        let export = test.get("/api/v1/me/export", &write).await;
        assert_eq!(export.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_token_is_listed_without_its_secret_renamed_and_revoked() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, ann) = test.register_confirmed("ann@example.org").await;
        let (_, bob) = test.register_confirmed("bob@example.org").await;
        let (id, secret) = make(&test, &ann, &["read"]).await;
        assert_eq!(test.get("/api/v1/me", &secret).await.status, StatusCode::OK);
        let path = format!("{TOKENS}/{id}");
        let rename = Some(json!({ "name": "watch" }));
        let renamed = test
            .call(Method::PATCH, &path, Some(&ann), rename.clone())
            .await;
        assert_eq!(renamed.status, StatusCode::NO_CONTENT);
        let foreign = test.call(Method::PATCH, &path, Some(&bob), rename).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        let list = test.get(TOKENS, &ann).await;
        assert_eq!(list.json()["items"][0]["name"], "watch");
        assert!(!String::from_utf8_lossy(&list.body).contains(&secret));

        let foreign = test.call(Method::DELETE, &path, Some(&bob), None).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        let revoked = test.call(Method::DELETE, &path, Some(&ann), None).await;
        assert_eq!(revoked.status, StatusCode::NO_CONTENT);
        assert_eq!(
            test.get("/api/v1/me", &secret).await.status,
            StatusCode::UNAUTHORIZED
        );
        assert_eq!(test.get(TOKENS, &ann).await.json()["items"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn a_token_ends_at_its_time_and_needs_a_name_and_scopes() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, session) = test.register_confirmed("ann@example.org").await;
        let wrong = json!({ "name": "", "scopes": [], "expires_at": "2020-01-01T00:00:00Z" });
        let answer = test.post(TOKENS, &session, wrong).await;
        assert_eq!(answer.json()["errors"].as_array().unwrap().len(), 3);
        let end = test.app.clock.now() + TimeDelta::hours(1);
        let body = json!({ "name": "short", "scopes": ["read"], "expires_at": end });
        let secret = test.post(TOKENS, &session, body).await.json()["secret"].clone();
        let secret = secret.as_str().unwrap();
        assert_eq!(test.get("/api/v1/me", secret).await.status, StatusCode::OK);
        test.app.clock.set(end);
        assert_eq!(
            test.get("/api/v1/me", secret).await.status,
            StatusCode::UNAUTHORIZED
        );
    })
    .await;
}
