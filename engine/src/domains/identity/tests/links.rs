//! Mailed links when the account changes under them: whoever is shut out stays out.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::log_in;
use crate::db::testing::both;
use crate::testing::{self, Answer, BIRTH_DATE, PASSWORD, TestApp};

const ANN: &str = "ann@example.org";
const NEW: &str = "new@example.org";
const OTHER_WORDS: &str = "five other words nobody guesses";

async fn post(test: &TestApp, path: &str, body: Value) -> Answer {
    test.call(Method::POST, path, None, Some(body)).await
}

/// Asks for another address; answers the link's token.
async fn ask_address(test: &TestApp, session: &str) -> String {
    let body = json!({ "email": NEW, "password": PASSWORD });
    let asked = test.post("/api/v1/me/email", session, body).await;
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{asked:?}");
    test.mailed_token(NEW).await
}

async fn ask_reset(test: &TestApp) -> String {
    let asked = post(test, "/api/v1/password-resets", json!({ "email": ANN })).await;
    assert_eq!(asked.status, StatusCode::ACCEPTED);
    test.mailed_token(ANN).await
}

async fn confirm_address(test: &TestApp, token: &str) -> Answer {
    post(test, "/api/v1/me/email/confirm", json!({ "token": token })).await
}

async fn reset(test: &TestApp, token: &str) -> Answer {
    let body = json!({ "token": token, "password": OTHER_WORDS });
    post(test, "/api/v1/password-resets/confirm", body).await
}

async fn make_token(test: &TestApp, session: &str) -> String {
    let body = json!({ "name": "bridge", "scopes": ["read", "write"] });
    let made = test.post("/api/v1/me/tokens", session, body).await.json();
    made["secret"].as_str().unwrap().to_owned()
}

/// Whoever knew the password asked for an address of their own before the owner took it back.
#[tokio::test]
async fn a_reset_shuts_out_who_knew_the_password() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, session) = test.register_confirmed(ANN).await;
        let token = make_token(&test, &session).await;
        let address = ask_address(&test, &session).await;
        let link = ask_reset(&test).await;
        assert_eq!(reset(&test, &link).await.status, StatusCode::NO_CONTENT);
        let told = test.mail().await.pop().unwrap();
        assert_eq!(told.recipient, ANN);
        assert!(told.body.contains("API tokens were revoked"), "{told:?}");
        assert_eq!(
            confirm_address(&test, &address).await.json()["code"],
            "link-used-up"
        );
        for secret in [session, token] {
            let answer = test.get("/api/v1/me", &secret).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        }
        let own = log_in(&test, ANN, OTHER_WORDS).await;
        assert_eq!(own.json()["user"]["email"], ANN);
    })
    .await;
}

#[tokio::test]
async fn a_changed_password_forgets_the_links_but_keeps_the_tokens() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, session) = test.register_confirmed(ANN).await;
        let token = make_token(&test, &session).await;
        let address = ask_address(&test, &session).await;
        let link = ask_reset(&test).await;
        let body = json!({ "current": PASSWORD, "new": OTHER_WORDS });
        let path = "/api/v1/me/password";
        let changed = test.call(Method::PUT, path, Some(&session), Some(body));
        assert_eq!(changed.await.status, StatusCode::NO_CONTENT);
        let (late, other) = (
            reset(&test, &link).await,
            confirm_address(&test, &address).await,
        );
        assert_eq!(late.json()["code"], "link-used-up");
        assert_eq!(other.json()["code"], "link-used-up");
        assert_eq!(test.get("/api/v1/me", &token).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn the_old_mailbox_resets_nothing_once_the_address_is_another() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, session) = test.register_confirmed(ANN).await;
        let address = ask_address(&test, &session).await;
        let link = ask_reset(&test).await;
        let stranger = json!({
            "email": NEW, "password": OTHER_WORDS, "display_name": "X", "consents": ["terms"],
            "birth_date": BIRTH_DATE,
        });
        post(&test, "/api/v1/accounts", stranger).await;
        let registration = test.mailed_token(NEW).await;
        assert_eq!(
            confirm_address(&test, &address).await.status,
            StatusCode::NO_CONTENT
        );
        assert_eq!(reset(&test, &link).await.json()["code"], "link-used-up");
        let confirm = json!({ "token": registration });
        let confirmed = post(&test, "/api/v1/accounts/confirm", confirm).await;
        assert_eq!(confirmed.json()["code"], "link-used-up");
        let own = log_in(&test, NEW, PASSWORD).await;
        assert_eq!(own.status, StatusCode::CREATED);
    })
    .await;
}

/// Reset and new address at once: one of them counts, and neither breaks.
#[tokio::test]
async fn of_two_links_used_at_once_one_counts() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, session) = test.register_confirmed(ANN).await;
        let address = ask_address(&test, &session).await;
        let link = ask_reset(&test).await;
        let (one, other) = tokio::join!(reset(&test, &link), confirm_address(&test, &address));
        let mut answers = [one.status, other.status];
        answers.sort();
        assert_eq!(answers, [StatusCode::NO_CONTENT, StatusCode::BAD_REQUEST]);
    })
    .await;
}
