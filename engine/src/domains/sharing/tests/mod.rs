//! Links and what others see by them, on both databases.

mod links;
mod seen;

use axum::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::testing::{Answer, TestApp};

/// Makes a link; its token.
async fn link(app: &TestApp, token: &str, workout: Uuid, with: Value) -> String {
    let path = format!("/api/v1/workouts/{workout}/links");
    let made = app.post(&path, token, with).await.json();
    let secret = made["token"].as_str().unwrap_or_else(|| panic!("{made}"));
    assert!(
        made["url"]
            .as_str()
            .is_some_and(|url| url.ends_with(&format!("/s/{secret}")))
    );
    secret.to_owned()
}

async fn plain(app: &TestApp, token: &str, workout: Uuid) -> String {
    link(app, token, workout, json!({})).await
}

/// As somebody without an account.
async fn look(app: &TestApp, path: &str) -> Answer {
    app.call(Method::GET, path, None, None).await
}
