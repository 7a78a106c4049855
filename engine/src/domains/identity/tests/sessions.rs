use axum::http::{Method, StatusCode, header};
use chrono::TimeDelta;
use serde_json::json;

use super::{browser, log_in, pair, with_cookie};
use crate::db::testing::both;
use crate::testing::{self, PASSWORD};

const ME: &str = "/api/v1/me";

#[tokio::test]
async fn a_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    both(|db| async move {
        let test = testing::app(db.clone()).await;
        test.register_confirmed("ann@example.org").await;
        let cookie = browser(&test, "ann@example.org").await;
        for part in [
            "stadion_session=",
            "Path=/",
            "HttpOnly",
            "SameSite=Lax",
            "Max-Age=",
        ] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Secure"), "{cookie}");
        let https = |config: &mut crate::config::Config| {
            config.public_url = "https://sport.example".to_owned();
        };
        let test = testing::app_with(db, https).await;
        let cookie = browser(&test, "ann@example.org").await;
        assert!(cookie.ends_with("; Secure"), "{cookie}");
    })
    .await;
}

#[tokio::test]
async fn a_write_that_another_site_sends_is_refused() {
    both(|db| async move {
        let test = testing::app(db).await;
        test.register_confirmed("ann@example.org").await;
        let cookie = browser(&test, "ann@example.org").await;
        let change = |more: &'static [(&str, &str)]| {
            let body = Some(json!({ "display_name": "Eve" }));
            with_cookie(&test, Method::PATCH, ME, pair(&cookie), more, body)
        };
        for foreign in [
            &[("sec-fetch-site", "cross-site")] as &[_],
            &[("sec-fetch-site", "same-site")],
            &[
                ("origin", "https://evil.example"),
                ("host", "sport.example"),
            ],
        ] {
            assert_eq!(
                change(foreign).await.status,
                StatusCode::FORBIDDEN,
                "{foreign:?}"
            );
        }
        let own = change(&[("sec-fetch-site", "same-origin")]).await;
        assert_eq!(own.status, StatusCode::OK);
        let login = json!({ "email": "ann@example.org", "password": PASSWORD, "cookie": true });
        let foreign = [("sec-fetch-site", "cross-site")];
        let forged = with_cookie(
            &test,
            Method::POST,
            "/api/v1/sessions",
            "a=b",
            &foreign,
            Some(login),
        )
        .await;
        assert_eq!(
            forged.status,
            StatusCode::FORBIDDEN,
            "logging in is covered too"
        );
    })
    .await;
}

#[tokio::test]
async fn logging_in_rotates_and_logging_out_ends_the_session_at_once() {
    both(|db| async move {
        let test = testing::app(db).await;
        test.register_confirmed("ann@example.org").await;
        let first = browser(&test, "ann@example.org").await;
        let read = |cookie: String| async move {
            let answer = with_cookie(&test, Method::GET, ME, pair(&cookie), &[], None).await;
            (answer.status, test)
        };
        let (status, test) = read(first.clone()).await;
        assert_eq!(status, StatusCode::OK);
        let login = json!({ "email": "ann@example.org", "password": PASSWORD, "cookie": true });
        let path = "/api/v1/sessions";
        let again = with_cookie(&test, Method::POST, path, pair(&first), &[], Some(login)).await;
        let second = again.header(header::SET_COOKIE).to_owned();
        assert_ne!(pair(&first), pair(&second));
        let old = with_cookie(&test, Method::GET, ME, pair(&first), &[], None).await;
        assert_eq!(old.status, StatusCode::UNAUTHORIZED);

        let path = "/api/v1/sessions/current";
        let out = with_cookie(&test, Method::DELETE, path, pair(&second), &[], None).await;
        assert_eq!(out.status, StatusCode::NO_CONTENT);
        assert!(out.header(header::SET_COOKIE).contains("Max-Age=0"));
        let gone = with_cookie(&test, Method::GET, ME, pair(&second), &[], None).await;
        assert_eq!(gone.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn a_cookies_secret_is_no_bearer_token() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, token) = test.register_confirmed("ann@example.org").await;
        let cookie = browser(&test, "ann@example.org").await;
        let secret = pair(&cookie)
            .trim_start_matches("stadion_session=")
            .to_owned();
        assert_eq!(test.get(ME, &secret).await.status, StatusCode::UNAUTHORIZED);
        let swapped = format!("stadion_session={token}");
        let answer = with_cookie(&test, Method::GET, ME, &swapped, &[], None).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(
            test.get(ME, "stn_0000").await.status,
            StatusCode::UNAUTHORIZED
        );
    })
    .await;
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_owner_alone() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, ann) = test.register_confirmed("ann@example.org").await;
        let (_, bob) = test.register_confirmed("bob@example.org").await;
        let phone = log_in(&test, "ann@example.org", PASSWORD).await.json();
        let list = test.get("/api/v1/sessions", &ann).await.json();
        let items = list["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!(
            items.iter().filter(|item| item["current"] == true).count(),
            1
        );

        let path = format!("/api/v1/sessions/{}", phone["id"].as_str().unwrap());
        let end = |token: String| {
            let path = path.clone();
            let test = &test;
            async move {
                test.call(Method::DELETE, &path, Some(&token), None)
                    .await
                    .status
            }
        };
        assert_eq!(end(bob).await, StatusCode::NOT_FOUND);
        let token = phone["token"].as_str().unwrap();
        assert_eq!(test.get(ME, token).await.status, StatusCode::OK);
        assert_eq!(end(ann.clone()).await, StatusCode::NO_CONTENT);
        assert_eq!(test.get(ME, token).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(end(ann).await, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_session_lives_while_it_is_used() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, token) = test.register_confirmed("ann@example.org").await;
        let start = test.app.clock.now();
        test.app.clock.set(start + TimeDelta::days(20));
        assert_eq!(test.get(ME, &token).await.status, StatusCode::OK);
        let mut moved = false;
        for _ in 0..200 {
            let list = test.get("/api/v1/sessions", &token).await.json();
            moved = list["items"][0]["expires_at"]
                .as_str()
                .unwrap()
                .starts_with("2027-01-10");
            if moved {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        assert!(moved, "use moves the end");
        test.app.clock.set(start + TimeDelta::days(51));
        assert_eq!(test.get(ME, &token).await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}
