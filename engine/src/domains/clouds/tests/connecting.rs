//! People connect, their history comes, then what is new; they disconnect.

use axum::http::StatusCode;
use chrono::TimeDelta;

use super::{Stage, location, stage, until_all};
use crate::db::testing::both;
use crate::db::{Db, Run};
use crate::domains::devices::{self, model::Data};
use crate::simulator::Options;

fn records(count: usize) -> Options {
    Options {
        records: Some(count),
        ..Options::default()
    }
}

/// The history of each shipped cloud comes whole and once; so does what is new.
async fn comes_whole(db: Db, adapter: &str, count: usize) {
    let stage = stage(db, adapter, records(count)).await;
    stage.connect().await;
    // A budget that is used up takes a pause.
    until_all(&stage, count).await;
    stage.settle().await;
    let account = stage.account().await;
    assert_eq!((account.reason, account.attempts), (None, 0), "{adapter}");
    assert!(account.last_sync_at.is_some());
    stage.after(TimeDelta::days(1)).await;
    assert_eq!(stage.count().await, count, "{adapter}");
    stage.vendor.add_records(2);
    stage.after(TimeDelta::days(1)).await;
    assert_eq!(stage.count().await, count + 2, "{adapter}");
}

#[tokio::test]
async fn all_of_polar_comes() {
    both(|db| comes_whole(db, "polar", 7)).await;
}

#[tokio::test]
async fn all_of_withings_comes() {
    both(|db| comes_whole(db, "withings", 30)).await;
}

#[tokio::test]
async fn all_of_oura_comes_window_by_window() {
    both(|db| comes_whole(db, "oura", 75)).await;
}

#[tokio::test]
async fn all_of_strava_comes_page_by_page() {
    both(|db| comes_whole(db, "strava", 120)).await;
}

#[tokio::test]
async fn what_was_seen_costs_no_second_look_at_its_details() {
    both(|db| async move {
        let stage = stage(db, "strava", records(5)).await;
        stage.connect().await;
        stage.settle().await;
        assert_eq!(stage.asked("detail"), 5);
        stage.after(TimeDelta::days(1)).await;
        assert_eq!(stage.asked("detail"), 5);
        assert!(stage.asked("stream") >= 2);
    })
    .await;
}

#[tokio::test]
async fn a_way_back_is_of_who_went_and_works_once() {
    both(|db| async move {
        let stage = stage(db, "strava", records(3)).await;
        let (_, other) = stage.app.register_confirmed("bob@example.org").await;
        let back = stage.allowed().await;
        let refused = stage.app.get(&back, &other).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        // It was used up by whoever tried it.
        let refused = stage.app.get(&back, &stage.person).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let back = stage.allowed().await;
        stage.pass(TimeDelta::minutes(16));
        let refused = stage.app.get(&back, &stage.person).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let no = "/connect/strava/callback?state=none&error=access_denied";
        assert_eq!(
            stage.app.get(no, &stage.person).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert!(stage.accounts().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_no_at_the_vendor_s_is_told_and_connects_nothing() {
    both(|db| async move {
        let stage = stage(db, "strava", records(3)).await;
        let back = stage.allowed().await;
        let proof = back
            .split("state=")
            .nth(1)
            .unwrap()
            .split('&')
            .next()
            .unwrap()
            .to_owned();
        let no = format!("/connect/strava/callback?state={proof}&error=access_denied");
        let done = stage.app.get(&no, &stage.person).await;
        assert_eq!(location(&done), "/running/devices/strava?failed=not-agreed");
        assert!(stage.accounts().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_account_at_the_vendor_is_one_person_s() {
    both(|db| async move {
        let stage = stage(db, "strava", records(3)).await;
        stage.connect().await;
        let (_, other) = stage.app.register_confirmed("bob@example.org").await;
        let other = Stage {
            person: other,
            ..stage
        };
        let back = other.allowed().await;
        let done = other.app.get(&back, &other.person).await;
        assert_eq!(
            location(&done),
            "/running/devices/strava?failed=already-connected"
        );
    })
    .await;
}

#[tokio::test]
async fn tokens_are_encrypted_and_bound_to_their_connection() {
    both(|db| async move {
        let stage = stage(db, "strava", records(3)).await;
        let connection = stage.connect().await;
        let account = stage.account().await;
        let sealed = account.sealed.clone().unwrap();
        for grant in stage.vendor.tokens() {
            assert!(!sealed.contains(&hex::encode(&grant.access_token)));
        }
        let other = super::super::model::Account {
            connection_id: stage.app.app.clock.new_id(),
            ..account.clone()
        };
        let app = &stage.app.app;
        assert!(super::super::tokens::open(app, &other).unwrap().is_none());
        let kept = super::super::tokens::open(app, &account).unwrap().unwrap();
        assert_eq!(kept.access, stage.vendor.tokens()[0].access_token);
        let row: (String,) = app
            .db
            .q("select sealed from cloud_account where connection_id = $1")
            .bind(connection)
            .one()
            .await
            .unwrap();
        assert_eq!(row.0, sealed);
    })
    .await;
}

#[tokio::test]
async fn whoever_disconnects_is_asked_for_no_more_and_the_vendor_is_told() {
    both(|db| async move {
        let stage = stage(db, "strava", records(4)).await;
        let connection = stage.connect().await;
        stage.settle().await;
        assert_eq!(stage.count().await, 4);
        let done = devices::disconnect(&stage.app.app, stage.user_id, connection, Data::Keep).await;
        done.unwrap();
        stage.settle().await;
        assert_eq!(stage.asked("revoke"), 1);
        let accounts = stage.accounts().await;
        assert_eq!(
            (accounts[0].state.as_str(), &accounts[0].sealed),
            ("ended", &None)
        );
        assert_eq!(stage.count().await, 4);
        stage.vendor.add_records(1);
        stage.after(TimeDelta::days(1)).await;
        assert_eq!(stage.count().await, 4);
        // Connected again, it goes on; what was here comes no second time.
        stage.connect().await;
        stage.settle().await;
        assert_eq!(stage.count().await, 5);
    })
    .await;
}

#[tokio::test]
async fn what_came_goes_with_the_connection_where_its_person_says_so() {
    both(|db| async move {
        let stage = stage(db, "strava", records(4)).await;
        let connection = stage.connect().await;
        stage.settle().await;
        let done =
            devices::disconnect(&stage.app.app, stage.user_id, connection, Data::Delete).await;
        done.unwrap();
        stage.settle().await;
        assert_eq!(stage.count().await, 0);
    })
    .await;
}
