use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::log_in;
use crate::config::Rates;
use crate::db::testing::both;
use crate::testing::{self, Answer, BIRTH_DATE, PASSWORD, TestApp};

async fn register(test: &TestApp, change: Value) -> Answer {
    let mut body = json!({
        "email": "ann@example.org",
        "password": PASSWORD,
        "display_name": "Ann",
        "consents": ["terms", "marketing"],
        "birth_date": BIRTH_DATE,
    });
    for (key, value) in change.as_object().unwrap() {
        body[key] = value.clone();
    }
    test.call(Method::POST, "/api/v1/accounts", None, Some(body))
        .await
}

async fn post(test: &TestApp, path: &str, body: Value) -> Answer {
    test.call(Method::POST, path, None, Some(body)).await
}

#[tokio::test]
async fn a_person_registers_confirms_and_is_logged_in() {
    both(|db| async move {
        let test = testing::app(db).await;
        let answer = register(
            &test,
            json!({ "email": " Ann@Example.org", "locale": "ru" }),
        )
        .await;
        assert_eq!(answer.status, StatusCode::ACCEPTED, "{answer:?}");
        let early = log_in(&test, "ann@example.org", PASSWORD).await;
        assert_eq!(
            early.status,
            StatusCode::UNAUTHORIZED,
            "not before the address is confirmed"
        );
        let mail = test.mail().await.remove(0);
        assert_eq!(mail.subject, "Подтвердите адрес");
        let token = test.mailed_token("ann@example.org").await;
        let confirm = json!({ "token": token });
        let answer = post(&test, "/api/v1/accounts/confirm", confirm.clone()).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
        assert_eq!(answer.header("cache-control"), "no-store");
        let session = answer.json();
        assert_eq!(session["user"]["email"], "ann@example.org");
        let me = test
            .get("/api/v1/me", session["token"].as_str().unwrap())
            .await;
        assert_eq!(me.json()["display_name"], "Ann");
        let again = post(&test, "/api/v1/accounts/confirm", confirm).await;
        assert_eq!(again.json()["code"], "link-used-up");
        let late = log_in(&test, "ANN@example.org", PASSWORD).await;
        assert_eq!(late.status, StatusCode::CREATED);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_registered_is_told_field_by_field() {
    both(|db| async move {
        let test = testing::app(db).await;
        let wrong = json!({
            "email": "ann", "password": "password123", "display_name": " ",
            "time_zone": "Mars/Base", "locale": "no language", "consents": [],
            "birth_date": null,
        });
        let answer = register(&test, wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let body = answer.json();
        let fields: Vec<&str> = body["errors"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|e| e["field"].as_str())
            .collect();
        let all = [
            "/email",
            "/password",
            "/birth_date",
            "/display_name",
            "/locale",
            "/time_zone",
            "/consents",
        ];
        assert_eq!(fields, all);
        assert!(test.mail().await.is_empty());
        let unknown = register(&test, json!({ "admin": true })).await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn no_answer_tells_whether_an_address_has_an_account() {
    both(|db| async move {
        let test = testing::app(db).await;
        test.register_confirmed("ann@example.org").await;
        let stranger = register(&test, json!({ "email": "bob@example.org" })).await;
        let known = register(&test, json!({})).await;
        assert_eq!(
            (known.status, &known.body),
            (stranger.status, &stranger.body)
        );
        let subjects: Vec<String> = test
            .mail()
            .await
            .into_iter()
            .rev()
            .take(2)
            .map(|mail| mail.subject)
            .collect();
        assert_eq!(
            subjects,
            ["You have an account already", "Confirm your address"]
        );

        let reset =
            |email: &'static str| post(&test, "/api/v1/password-resets", json!({ "email": email }));
        let (known, stranger) = (
            reset("ann@example.org").await,
            reset("nobody@example.org").await,
        );
        assert_eq!(known.status, StatusCode::ACCEPTED);
        assert_eq!(
            (known.status, &known.body),
            (stranger.status, &stranger.body)
        );

        let wrong = log_in(&test, "ann@example.org", "not the password").await;
        let unknown = log_in(&test, "nobody@example.org", "not the password").await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
        assert_eq!((wrong.status, &wrong.body), (unknown.status, &unknown.body));
    })
    .await;
}

#[tokio::test]
async fn of_two_registrations_of_an_address_the_confirmed_one_counts() {
    both(|db| async move {
        let test = testing::app(db).await;
        register(&test, json!({ "password": "the thief's own words" })).await;
        let thief = test.mailed_token("ann@example.org").await;
        register(&test, json!({})).await;
        let own = test.mailed_token("ann@example.org").await;
        let confirm = |token| post(&test, "/api/v1/accounts/confirm", json!({ "token": token }));
        assert_eq!(confirm(own).await.status, StatusCode::CREATED);
        assert_eq!(confirm(thief).await.status, StatusCode::BAD_REQUEST);
        let stolen = log_in(&test, "ann@example.org", "the thief's own words").await;
        assert_eq!(stolen.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn links_run_out() {
    both(|db| async move {
        let test = testing::app(db).await;
        register(&test, json!({})).await;
        let token = test.mailed_token("ann@example.org").await;
        test.app
            .clock
            .set(test.app.clock.now() + TimeDelta::hours(49));
        let answer = post(&test, "/api/v1/accounts/confirm", json!({ "token": token })).await;
        assert_eq!(answer.json()["code"], "link-used-up");
        super::super::forget_expired(&test.app).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_and_ends_all_sessions() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, session) = test.register_confirmed("ann@example.org").await;
        assert_eq!(
            test.get("/api/v1/me", &session).await.status,
            StatusCode::OK
        );
        post(
            &test,
            "/api/v1/password-resets",
            json!({ "email": "ann@example.org" }),
        )
        .await;
        let token = test.mailed_token("ann@example.org").await;
        let set = |password: &'static str| {
            let body = json!({ "token": token, "password": password });
            post(&test, "/api/v1/password-resets/confirm", body)
        };
        assert_eq!(set("short").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            set("five other words nobody guesses").await.status,
            StatusCode::NO_CONTENT
        );
        assert_eq!(
            set("five other words nobody guesses").await.status,
            StatusCode::BAD_REQUEST
        );
        assert_eq!(
            test.get("/api/v1/me", &session).await.status,
            StatusCode::UNAUTHORIZED
        );
        let old = log_in(&test, "ann@example.org", PASSWORD).await;
        assert_eq!(old.status, StatusCode::UNAUTHORIZED);
        let new = log_in(&test, "ann@example.org", "five other words nobody guesses").await;
        assert_eq!(new.status, StatusCode::CREATED);
        let told = test.mail().await.pop().unwrap();
        assert_eq!(told.subject, "Your password was changed");
    })
    .await;
}

#[tokio::test]
async fn passwords_and_mails_are_limited() {
    both(|db| async move {
        let test = testing::app_with(db, |config| config.rates = Rates::PUBLIC).await;
        test.register_confirmed("ann@example.org").await;
        for _ in 0..Rates::PUBLIC.login_of.burst {
            let wrong = log_in(&test, "ann@example.org", "not the password").await;
            assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
        }
        let limited = log_in(&test, "ann@example.org", PASSWORD).await;
        assert_eq!(limited.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(limited.header("retry-after").parse::<u32>().unwrap() > 0);
        let other = log_in(&test, "bob@example.org", PASSWORD).await;
        assert_eq!(
            other.status,
            StatusCode::UNAUTHORIZED,
            "another account is not limited yet"
        );
        test.app
            .clock
            .set(test.app.clock.now() + TimeDelta::minutes(10));
        let later = log_in(&test, "ann@example.org", PASSWORD).await;
        assert_eq!(later.status, StatusCode::CREATED);

        let mut answers = Vec::new();
        for _ in 0..=Rates::PUBLIC.mail_of.burst {
            let body = json!({ "email": "carol@example.org" });
            answers.push(post(&test, "/api/v1/password-resets", body).await.status);
        }
        assert_eq!(answers.pop(), Some(StatusCode::TOO_MANY_REQUESTS));
        assert!(
            answers.iter().all(|status| *status == StatusCode::ACCEPTED),
            "{answers:?}"
        );
    })
    .await;
}
