use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::store::{Claim, Stored, claim, finish, release};
use super::{KEPT, RUN};
use crate::db::testing::both;
use crate::testing::{self, Answer, TestApp};

async fn send(test: &TestApp, token: &str, path: &str, key: &str, body: Value) -> Answer {
    let mut request = testing::request(Method::POST, path, Some(token), Some(body));
    request
        .headers_mut()
        .insert("idempotency-key", key.parse().unwrap());
    test.send(request).await
}

const CONSENTS: &str = "/api/v1/me/consents";

fn agree(given: bool) -> Value {
    json!({ "kind": "marketing", "given": given })
}

async fn consents(test: &TestApp, token: &str) -> usize {
    test.get(CONSENTS, token).await.json()["items"]
        .as_array()
        .unwrap()
        .len()
}

#[tokio::test]
async fn a_write_sent_twice_is_done_once_and_answered_alike() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, ann) = test.register_confirmed("ann@example.org").await;
        let (_, bob) = test.register_confirmed("bob@example.org").await;
        let first = send(&test, &ann, CONSENTS, "k1", agree(true)).await;
        assert_eq!(first.status, StatusCode::CREATED);
        let second = send(&test, &ann, CONSENTS, "k1", agree(true)).await;
        assert_eq!((second.status, &second.body), (first.status, &first.body));
        assert_eq!(second.header("content-type"), "application/json");
        assert_eq!(second.header("idempotency-replayed"), "true");
        assert_eq!(consents(&test, &ann).await, 2, "the terms and one more");

        let other = send(&test, &ann, CONSENTS, "k1", agree(false)).await;
        assert_eq!(other.json()["code"], "idempotency-key-reused");
        let foreign = send(&test, &bob, CONSENTS, "k1", agree(false)).await;
        assert_eq!(
            foreign.status,
            StatusCode::CREATED,
            "keys are each user's own"
        );
        let empty = send(&test, &ann, CONSENTS, "", agree(true)).await;
        assert_eq!(empty.json()["code"], "bad-idempotency-key");

        test.app.clock.set(test.app.clock.now() + KEPT);
        super::forget_old(&test.app).await.unwrap();
        let ann = log_in_again(&test).await;
        let later = send(&test, &ann, CONSENTS, "k1", agree(false)).await;
        assert_eq!(
            later.status,
            StatusCode::CREATED,
            "a day later the key is free"
        );
    })
    .await;
}

async fn log_in_again(test: &TestApp) -> String {
    let body = json!({ "email": "ann@example.org", "password": testing::PASSWORD });
    let answer = test
        .call(Method::POST, "/api/v1/sessions", None, Some(body))
        .await;
    answer.json()["token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_refused_write_may_be_mended_under_the_same_key() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, ann) = test.register_confirmed("ann@example.org").await;
        let wrong = send(
            &test,
            &ann,
            CONSENTS,
            "k1",
            json!({ "kind": "terms", "given": false }),
        )
        .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mended = send(&test, &ann, CONSENTS, "k1", agree(true)).await;
        assert_eq!(mended.status, StatusCode::CREATED);
    })
    .await;
}

#[tokio::test]
async fn a_key_without_login_is_refused_and_not_ignored() {
    both(|db| async move {
        let test = testing::app(db).await;
        let body = json!({ "email": "ann@example.org", "password": testing::PASSWORD });
        let mut request = testing::request(Method::POST, "/api/v1/sessions", None, Some(body));
        let headers = request.headers_mut();
        headers.insert("idempotency-key", "k1".parse().unwrap());
        let answer = test.send(request).await;
        assert_eq!(answer.json()["code"], "idempotency-key-without-login");
        let stranger = testing::request(Method::POST, CONSENTS, None, Some(agree(true)));
        let (mut parts, body) = stranger.into_parts();
        parts
            .headers
            .insert("idempotency-key", "k1".parse().unwrap());
        let answer = test
            .send(axum::http::Request::from_parts(parts, body))
            .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn an_answer_with_a_secret_is_not_kept() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, ann) = test.register_confirmed("ann@example.org").await;
        let body = json!({ "name": "bridge", "scopes": ["read"] });
        let path = "/api/v1/me/tokens";
        let first = send(&test, &ann, path, "k1", body.clone()).await.json();
        let second = send(&test, &ann, path, "k1", body).await.json();
        assert_ne!(first["secret"], second["secret"]);
    })
    .await;
}

#[tokio::test]
async fn a_key_is_held_while_its_request_runs_and_let_go_when_that_dies() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (ann, _) = test.register_confirmed("ann@example.org").await;
        let (db, start) = (&test.app.db, test.app.clock.now());
        let claim =
            |print: &'static str, now| claim(db, ann, "k", print, now, now + RUN, now + KEPT);
        assert_eq!(claim("one", start).await.unwrap(), Claim::Run);
        assert_eq!(claim("one", start).await.unwrap(), Claim::Running);
        assert_eq!(claim("two", start).await.unwrap(), Claim::Other);
        let dead = start + RUN + TimeDelta::seconds(1);
        assert_eq!(claim("two", dead).await.unwrap(), Claim::Other);
        assert_eq!(
            claim("one", dead).await.unwrap(),
            Claim::Run,
            "its run has died"
        );
        release(db, ann, "k").await.unwrap();
        assert_eq!(claim("two", dead).await.unwrap(), Claim::Run, "let go of");
        let stored = Stored {
            status: 201,
            headers: [("location".to_owned(), "/x".to_owned())].into(),
            body: "e30=".to_owned(),
        };
        finish(db, ann, "k", stored.clone()).await.unwrap();
        assert_eq!(claim("two", dead).await.unwrap(), Claim::Done(stored));
        release(db, ann, "k").await.unwrap();
        assert_ne!(
            claim("two", dead).await.unwrap(),
            Claim::Run,
            "what is done stays"
        );
    })
    .await;
}
