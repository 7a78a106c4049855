//! A token is renewed, and the answer is lost in transit: the vendor has given new tokens that nobody got.

use chrono::TimeDelta;
use stadion_engine::db::Run;
use stadion_engine::db::testing::fresh;
use stadion_engine::simulator::Options;

use super::stage::{Stage, fault, records};

const SESSIONS: usize = 6;

/// Everything is here, and the access token is about to end.
async fn about_to_end(stage: &Stage) {
    stage.connect().await;
    stage.has(SESSIONS).await;
    stage.is_done().await;
    let soon = stadion_engine::clock::Clock::system().now() + TimeDelta::seconds(30);
    let sql = "update cloud_account set expires_at = $1";
    stage.db().q(sql).bind(soon).run().await.unwrap();
    stage.vendor.add_records(2);
}

/// Most vendors take the old token until the new one was used: the next turn goes through.
#[tokio::test(flavor = "multi_thread")]
async fn a_vendor_with_patience_answers_the_old_token_once_more() {
    for database in fresh().await {
        let options = Options {
            old_refresh_lives: TimeDelta::minutes(30),
            ..records(SESSIONS)
        };
        let stage = Stage::begin(database, options).await;
        about_to_end(&stage).await;
        stage
            .vendor
            .fault(fault("lost of=refresh times=1"))
            .unwrap();
        stage.ask_now().await;
        stage.is_told("It is late").await;
        assert_eq!(stage.count().await, SESSIONS);
        stage.ask_now().await;
        stage.has(SESSIONS + 2).await;
        stage.is_done().await;
        assert_eq!(stage.asked("refresh"), 2);
        assert_eq!(stage.vendor.tokens().len(), 1, "nobody connected again");
        stage.end().await;
    }
}

/// Others end everything (RFC 9700, 4.14.2): the person is told, connects again, and it goes on where it was.
#[tokio::test(flavor = "multi_thread")]
async fn a_vendor_without_it_has_the_person_connect_again() {
    for database in fresh().await {
        let stage = Stage::begin(database, records(SESSIONS)).await;
        about_to_end(&stage).await;
        stage
            .vendor
            .fault(fault("lost of=refresh times=1"))
            .unwrap();
        stage.ask_now().await;
        stage.is_told("It is late").await;
        stage.ask_now().await;
        let page = stage
            .is_told("It no longer lets us in. Connect it again")
            .await;
        assert!(
            page.contains("Connect again") && !page.contains("Ask now"),
            "{page}"
        );
        assert_eq!(stage.count().await, SESSIONS, "what is here stays");

        let details = stage.asked("detail");
        stage.connect().await;
        stage.has(SESSIONS + 2).await;
        stage.is_done().await;
        assert_eq!(
            stage.asked("detail"),
            details + 2,
            "what was here is not fetched again"
        );
        let listed = stage.server().get("/api/v1/devices", &stage.token).await;
        assert_eq!(
            listed["connections"].as_array().unwrap().len(),
            1,
            "{listed}"
        );
        stage.end().await;
    }
}
