//! Where links lead, and when they lead nowhere.

use axum::http::{Method, StatusCode, header};
use chrono::TimeDelta;
use serde_json::json;

use super::{link, look, plain};
use crate::db::testing::both;
use crate::domains::places::tests::stories::{html, recorded};
use crate::domains::sharing::data::LinkData;
use crate::domains::sharing::store;
use crate::domains::workouts::service as workouts;
use crate::domains::workouts::tests::app;
use crate::testing::PASSWORD;
use crate::userdata::UserData;

#[tokio::test]
async fn whatever_ends_a_link_it_is_as_if_it_had_never_been() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("owner@example.org").await;
        let id = recorded(&app, user_id).await;
        let now = app.app.clock.now();
        let soon = json!({"ends_at": now + TimeDelta::hours(1)});
        let (ended, revoked) = (
            link(&app, &token, id, soon).await,
            plain(&app, &token, id).await,
        );
        let (open, unknown) = (plain(&app, &token, id).await, "00".repeat(32));
        for known in [&ended, &revoked, &open] {
            let seen = look(&app, &format!("/s/{known}")).await;
            assert_eq!(seen.status, StatusCode::OK);
            assert_eq!(seen.header("x-robots-tag"), "noindex, nofollow");
            assert_eq!(seen.header(header::REFERRER_POLICY), "no-referrer");
            assert_eq!(seen.header(header::CACHE_CONTROL), "private, no-store");
            assert!(
                seen.header(header::CONTENT_SECURITY_POLICY)
                    .contains("default-src 'self'")
            );
        }
        let path = format!("/api/v1/workouts/{id}/links");
        let items = app.get(&path, &token).await.json();
        let items = items["items"].as_array().expect("links").clone();
        assert_eq!(items.len(), 3);
        assert!(
            !format!("{items:?}").contains(&open),
            "a token is told once"
        );
        // Newest first: the second was revoked.
        let revoke = format!("{path}/{}", items[1]["id"].as_str().expect("id"));
        let (_, other) = app.register_confirmed("other@example.org").await;
        let theirs = app.call(Method::DELETE, &revoke, Some(&other), None).await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND);
        let gone = app.call(Method::DELETE, &revoke, Some(&token), None).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT);
        app.app.clock.set(now + TimeDelta::hours(2));
        let nowhere = look(&app, &format!("/api/v1/shared/{unknown}")).await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
        let is_nowhere = async |secret: &str| {
            for rest in ["", "/streams", "/export?format=gpx"] {
                let seen = look(&app, &format!("/api/v1/shared/{secret}{rest}")).await;
                assert_eq!(seen.status, StatusCode::NOT_FOUND, "{rest}");
                assert_eq!(seen.body, nowhere.body);
            }
            let page = look(&app, &format!("/s/{secret}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND);
        };
        is_nowhere(&ended).await;
        is_nowhere(&revoked).await;
        assert_eq!(
            look(&app, &format!("/s/{open}")).await.status,
            StatusCode::OK
        );
        workouts::delete(&app.app, user_id, id, None)
            .await
            .expect("deleted");
        is_nowhere(&open).await;
        workouts::restore(&app.app, user_id, id)
            .await
            .expect("restored");
        assert_eq!(
            look(&app, &format!("/s/{open}")).await.status,
            StatusCode::OK
        );
        let farewell = json!({"password": PASSWORD});
        let left = app
            .call(Method::DELETE, "/api/v1/me", Some(&token), Some(farewell))
            .await;
        assert!(left.status.is_success(), "{left:?}");
        is_nowhere(&open).await;
    })
    .await;
}

#[tokio::test]
async fn links_are_counted_and_belong_to_ones_own_workouts() {
    both(|db| async move {
        let app = app(db.clone()).await;
        let (user_id, token) = app.register_confirmed("many@example.org").await;
        let (other_id, other) = app.register_confirmed("else@example.org").await;
        let id = recorded(&app, user_id).await;
        let path = format!("/api/v1/workouts/{id}/links");
        assert_eq!(
            app.post(&path, &other, json!({})).await.status,
            StatusCode::NOT_FOUND
        );
        let past = json!({"ends_at": "2020-01-01T00:00:00Z"});
        let wrong = app.post(&path, &token, past).await;
        assert_eq!(wrong.json()["errors"][0]["field"], "/ends_at");
        let secret = plain(&app, &token, id).await;
        for _ in 1..20 {
            plain(&app, &token, id).await;
        }
        let full = app.post(&path, &token, json!({})).await;
        assert_eq!(full.json()["code"], "too-many-links");
        let page = html(
            &app.get(&format!("/running/workouts/{id}/share"), &token)
                .await,
        );
        assert!(page.contains("20 links, which is as many"));
        let files = LinkData.export(&app.app, user_id).await.expect("files");
        let told = String::from_utf8(files[0].bytes.clone()).expect("text");
        assert!(told.contains(&id.to_string()) && !told.contains(&secret));
        assert!(store::all(&db, other_id).await.expect("links").is_empty());
        let mut tx = db.begin().await.expect("transaction");
        LinkData.erase(&mut tx, user_id).await.expect("erased");
        tx.commit().await.expect("committed");
        assert_eq!(
            look(&app, &format!("/s/{secret}")).await.status,
            StatusCode::NOT_FOUND
        );
    })
    .await;
}

#[tokio::test]
async fn a_link_is_made_shown_once_and_revoked_on_its_page() {
    both(|db| async move {
        let app = app(db).await;
        let (user_id, token) = app.register_confirmed("page@example.org").await;
        let id = recorded(&app, user_id).await;
        let share = format!("/running/workouts/{id}/share");
        assert!(html(&app.get(&share, &token).await).contains("There is no link"));
        let wrong = app
            .send_form(&share, &token, &[("until", "2026-11-20"), ("body", "true")])
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let wrong = html(&wrong);
        assert!(wrong.contains("Choose a day from today on."));
        assert!(wrong.contains("name=\"body\" value=\"true\" checked"));
        let until = [("until", "2026-11-21"), ("name", "true")];
        let made = app.send_form(&share, &token, &until).await;
        assert_eq!(made.status, StatusCode::OK);
        assert_eq!(made.header(header::CACHE_CONTROL), "no-store");
        let made = html(&made);
        let link = made
            .split("<code class=\"secret\">")
            .nth(1)
            .expect("the link");
        let link = link.split('<').next().expect("its end");
        let secret = link.rsplit('/').next().expect("its token");
        assert!(made.contains("name, until 21 November") || made.contains("name, until "));
        let seen = html(&look(&app, &format!("/s/{secret}")).await);
        assert!(seen.contains("· page"), "the owner's name");
        assert!(!html(&app.get(&share, &token).await).contains(secret));
        let shown = html(&app.get(&format!("/running/workouts/{id}"), &token).await);
        assert!(shown.contains("1 link"));
        let revoke = made
            .split("action=\"")
            .find(|part| part.contains("/revoke\""));
        let revoke = revoke
            .and_then(|part| part.split('"').next())
            .expect("a form");
        let gone = app.send_form(revoke, &token, &[]).await;
        assert_eq!(
            gone.header(header::LOCATION),
            format!("{share}?did=revoked")
        );
        assert_eq!(
            look(&app, &format!("/s/{secret}")).await.status,
            StatusCode::NOT_FOUND
        );
    })
    .await;
}
