//! Requests that meet: none is told that something broke.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{Method, StatusCode, header};
use serde_json::json;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::db::testing::both;
use crate::db::{Db, Run};
use crate::events::{self, Event, Events, Reacting, Reaction};
use crate::testing::{self, PASSWORD, request};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

/// A reaction that is under way until it is let go.
#[derive(Clone, Default)]
struct Held {
    begun: Arc<Notify>,
    end: Arc<Notify>,
}

impl Reaction for Held {
    fn name(&self) -> &'static str {
        "held"
    }

    fn react<'a>(&'a self, _: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async {
            self.begun.notify_one();
            self.end.notified().await;
            Ok(())
        })
    }

    fn clear<'a>(&'a self, _: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

/// Until a transaction waits for a user's lock; SQLite's writers queue without one.
async fn someone_waits(db: &Db) {
    let sql = "select cast(count(*) as bigint) from pg_locks where locktype = 'advisory'
               and not granted
               and database = (select oid from pg_database where datname = current_database())";
    for _ in 0..500 {
        let waiting: (i64,) = db.q(sql).one().await.unwrap();
        if waiting.0 > 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("nobody waits for the reactions");
}

#[tokio::test]
async fn an_account_is_deleted_after_the_reactions_that_are_under_way() {
    both(|db| async move {
        let test = Arc::new(testing::app(db.clone()).await);
        let (user_id, token) = test.register_confirmed("ann@example.org").await;
        let mut tx = db.begin().await.unwrap();
        let event = Event::GearChanged {
            gear_id: Uuid::nil(),
        };
        let clock = &test.app.clock;
        events::append(&mut tx, clock, user_id, &event)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let held = Held::default();
        let (events, app) = (Events::new(vec![Box::new(held.clone())]), test.app.clone());
        let reacting = tokio::spawn(async move { events.settle(&app, user_id).await });
        held.begun.notified().await;
        let deleting = tokio::spawn({
            let (test, body) = (test.clone(), json!({ "password": PASSWORD }));
            async move {
                test.call(Method::DELETE, "/api/v1/me", Some(&token), Some(body))
                    .await
            }
        });
        if db.is_postgres() {
            someone_waits(&db).await;
        }
        held.end.notify_one();
        reacting.await.unwrap();
        let answer = deleting.await.unwrap();
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{answer:?}");
    })
    .await;
}

/// Both proved their password before either was deleted.
#[tokio::test]
async fn an_account_is_deleted_once() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, token) = test.register_confirmed("ann@example.org").await;
        let delete = || {
            let body = json!({ "password": PASSWORD });
            test.call(Method::DELETE, "/api/v1/me", Some(&token), Some(body))
        };
        let (one, other) = tokio::join!(delete(), delete());
        let mut answers = [one.status, other.status];
        answers.sort();
        assert_eq!(answers, [StatusCode::NO_CONTENT, StatusCode::UNAUTHORIZED]);
    })
    .await;
}

#[tokio::test]
async fn an_address_goes_to_the_first_who_confirms_it() {
    both(|db| async move {
        let test = testing::app(db).await;
        let mut links = Vec::new();
        for email in ["ann@example.org", "bob@example.org", "cid@example.org"] {
            let (_, token) = test.register_confirmed(email).await;
            let body = json!({ "email": "new@example.org", "password": PASSWORD });
            test.post("/api/v1/me/email", &token, body).await;
            links.push(test.mailed_token("new@example.org").await);
        }
        let confirm = |token: String| {
            let body = json!({ "token": token });
            request(Method::POST, "/api/v1/me/email/confirm", None, Some(body))
        };
        let answers = test.at_once(links.into_iter().map(confirm)).await;
        let lost = StatusCode::BAD_REQUEST;
        assert_eq!(answers, [StatusCode::NO_CONTENT, lost, lost]);
    })
    .await;
}

#[tokio::test]
async fn without_a_version_the_last_change_wins_and_none_is_lost() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (_, token) = test.register_confirmed("ann@example.org").await;
        let change = |body| request(Method::PATCH, "/api/v1/me", Some(&token), Some(body));
        let names = (0..6).map(|n| change(json!({ "display_name": format!("Ann {n}") })));
        let others = [json!({ "units": "imperial" }), json!({ "locale": "ru" })];
        let all = names.chain(others.map(change));
        assert_eq!(test.at_once(all).await, [StatusCode::OK; 8]);
        let me = test.get("/api/v1/me", &token).await.json();
        assert_eq!(
            (&me["units"], &me["locale"]),
            (&json!("imperial"), &json!("ru"))
        );

        let read = test.get("/api/v1/me", &token).await;
        let version = read.header(header::ETAG).to_owned();
        let conditional = (0..4).map(|n| {
            let mut request = change(json!({ "display_name": format!("Anna {n}") }));
            let version = version.parse().unwrap();
            request.headers_mut().insert(header::IF_MATCH, version);
            request
        });
        let late = StatusCode::PRECONDITION_FAILED;
        let answers = test.at_once(conditional).await;
        assert_eq!(answers, [StatusCode::OK, late, late, late]);
    })
    .await;
}
