//! What no route shows: counts, bounds, isolation between users.

use chrono::TimeDelta;

use super::super::model::{Passage, Purpose, SessionKind};
use super::super::service::{self, NewToken};
use super::super::store;
use crate::config::Secret;
use crate::db::testing::both;
use crate::testing::{self, PASSWORD};
use crate::web::{Client, Scope, telemetry};

fn client() -> Client {
    Client {
        address: [192, 0, 2, 1].into(),
        agent: "test".to_owned(),
        accept_language: None,
    }
}

#[tokio::test]
async fn joining_twice_is_joining_once_and_who_comes_back_keeps_their_first_day() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (ann, _) = test.register_confirmed("ann@example.org").await;
        let (bob, _) = test.register_confirmed("bob@example.org").await;
        let (db, start) = (&test.app.db, test.app.clock.now());
        let hour = |n| start + TimeDelta::hours(n);
        assert_eq!(
            store::join(db, ann, "a", hour(1)).await.unwrap().joined_at,
            hour(1)
        );
        assert_eq!(
            store::join(db, ann, "a", hour(2)).await.unwrap().joined_at,
            hour(1)
        );
        store::join(db, ann, "b", hour(2)).await.unwrap();
        store::join(db, bob, "a", hour(2)).await.unwrap();
        assert_eq!(
            store::member_counts(db).await.unwrap(),
            [("a".into(), 2), ("b".into(), 1)]
        );
        assert!(store::leave(db, ann, "a", hour(3)).await.unwrap());
        assert!(!store::leave(db, ann, "a", hour(3)).await.unwrap());
        let left = store::memberships(db, ann).await.unwrap();
        assert_eq!(
            left.iter().map(|m| m.pack_id.as_str()).collect::<Vec<_>>(),
            ["b"]
        );
        assert_eq!(
            store::join(db, ann, "a", hour(4)).await.unwrap().joined_at,
            hour(1)
        );
        assert_eq!(store::memberships(db, ann).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn passages_are_counted_by_where_they_lead() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (ann, _) = test.register_confirmed("ann@example.org").await;
        let (db, start) = (&test.app.db, test.app.clock.now());
        for (from, to, hour) in [("a", "b", 0), ("a", "b", 1), ("b", "a", 2)] {
            let passage = Passage {
                from_pack: from.to_owned(),
                to_pack: to.to_owned(),
                at: start + TimeDelta::hours(hour),
            };
            let id = test.app.clock.new_id();
            store::insert_passage(db, ann, id, &passage).await.unwrap();
        }
        let counts = store::passage_counts(db).await.unwrap();
        assert_eq!(
            counts,
            [("a".into(), "b".into(), 2), ("b".into(), "a".into(), 1)]
        );
        assert_eq!(store::passages(db, ann).await.unwrap().len(), 3);
    })
    .await;
}

/// Of packs that are not live: other tests' figures are in the same process.
#[tokio::test]
async fn the_operator_sees_members_and_passages() {
    both(|db| async move {
        let test = testing::app_with(db, |config| {
            config.metrics_token = Some(Secret::new("scrape me"));
        })
        .await;
        telemetry::start(&test.app.config);
        let (ann, _) = test.register_confirmed("ann@example.org").await;
        let (bob, _) = test.register_confirmed("bob@example.org").await;
        let (db, now) = (&test.app.db, test.app.clock.now());
        for user in [ann, bob] {
            store::join(db, user, "seen", now).await.unwrap();
        }
        let passage = Passage {
            from_pack: "seen".to_owned(),
            to_pack: "other".to_owned(),
            at: now,
        };
        let id = test.app.clock.new_id();
        store::insert_passage(db, ann, id, &passage).await.unwrap();
        let answer = test.get("/metrics", "scrape me").await;
        let told = String::from_utf8(answer.body).unwrap();
        assert!(told.contains("stadion_members{sport=\"seen\"} 2"), "{told}");
        let passages = "stadion_passages{from=\"seen\",to=\"other\"} 1";
        assert!(told.contains(passages), "{told}");
    })
    .await;
}

#[tokio::test]
async fn only_the_last_used_sessions_are_kept() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (ann, _) = test.register_confirmed("ann@example.org").await;
        let start = test.app.clock.now();
        let user = service::user(&test.app, ann).await.unwrap();
        let mut newest = None;
        for minute in 1..=60 {
            test.app.clock.set(start + TimeDelta::minutes(minute));
            let begun =
                service::begin(&test.app, &user, SessionKind::Bearer, &client(), None).await;
            newest = Some(begun.unwrap().id);
        }
        let sessions = service::sessions(&test.app, ann).await.unwrap();
        assert_eq!(sessions.len(), 50);
        assert_eq!(Some(sessions[0].id), newest);
        service::end_others(&test.app, ann, sessions[0].id)
            .await
            .unwrap();
        assert_eq!(service::sessions(&test.app, ann).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_reset_link_can_be_looked_at_before_it_is_used() {
    both(|db| async move {
        let test = testing::app(db).await;
        test.register_confirmed("ann@example.org").await;
        service::request_reset(&test.app, &client(), "ann@example.org")
            .await
            .unwrap();
        let secret = test.mailed_token("ann@example.org").await;
        assert!(service::reset_works(&test.app, &secret).await.unwrap());
        assert!(service::reset_works(&test.app, &secret).await.unwrap());
        assert!(!service::reset_works(&test.app, "another").await.unwrap());
        let digest = service::digest(&secret);
        let now = test.app.clock.now();
        let other = store::link_owner(&test.app.db, Purpose::Email, &digest, now)
            .await
            .unwrap();
        assert!(other.is_none(), "a link does what it was mailed for");
    })
    .await;
}

/// The password was right when the check began, the session live when the request came.
#[tokio::test]
async fn who_is_shut_out_meanwhile_stays_out() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (ann, _) = test.register_confirmed("ann@example.org").await;
        let app = &test.app;
        let session = service::sessions(app, ann).await.unwrap()[0].id;
        let checked = service::check_password(app, &client(), "ann@example.org", PASSWORD.into())
            .await
            .unwrap();
        service::request_reset(app, &client(), "ann@example.org")
            .await
            .unwrap();
        let link = test.mailed_token("ann@example.org").await;
        service::reset(app, &link, "five other words nobody guesses".into())
            .await
            .unwrap();
        let begun = service::begin(app, &checked, SessionKind::Bearer, &client(), None).await;
        assert_eq!(begun.unwrap_err().code, "wrong-credentials");
        let asked = NewToken {
            name: "bridge".into(),
            scopes: [Scope::Read].into(),
            expires_at: None,
        };
        let made = service::make_token(app, ann, session, asked).await;
        assert_eq!(made.unwrap_err().code, "unauthenticated");
    })
    .await;
}

#[tokio::test]
async fn what_has_run_out_is_deleted() {
    both(|db| async move {
        let test = testing::app(db).await;
        let (ann, _) = test.register_confirmed("ann@example.org").await;
        test.app
            .clock
            .set(test.app.clock.now() + TimeDelta::days(400));
        super::super::forget_expired(&test.app).await.unwrap();
        let long_ago = test.app.clock.now() - TimeDelta::days(1000);
        assert!(
            store::sessions(&test.app.db, ann, long_ago)
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}
