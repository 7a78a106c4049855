//! `kill -9` in the middle of fetching what somebody did before: wherever it falls, every session is one
//! workout in the end.

use std::time::Duration;

use stadion_engine::db::Run;
use stadion_engine::db::testing::fresh;
use stadion_engine::simulator::{Event, Tamper};

use super::stage::{Stage, records};

const SESSIONS: usize = 48;

/// After so many answers about sessions, and so many milliseconds of work on the last one.
const KILLS: [(usize, u64); 5] = [(1, 0), (4, 3), (6, 9), (17, 20), (31, 40)];

#[tokio::test(flavor = "multi_thread")]
async fn history_survives_kills() {
    for database in fresh().await {
        let mut stage = Stage::begin(database, records(SESSIONS)).await;
        stage.connect().await;
        for (asked, after_ms) in KILLS {
            stage.until_asked("detail", asked).await;
            tokio::time::sleep(Duration::from_millis(after_ms)).await;
            stage.killed().await;
            let (here, _, _) = known(&stage).await;
            assert!(here < SESSIONS, "the kill came too late");
            stage.start_again().await;
        }
        stage.has(SESSIONS).await;
        stage.is_done().await;
        assert_eq!(stage.count().await, SESSIONS);
        let pages = stage.asked("stream:sessions");
        let details = stage.asked("detail");
        // A kill costs what was under way, never what was done.
        assert!(details <= SESSIONS + 2 * KILLS.len(), "{details} requests");
        each_is_known_once(&stage).await;

        a_call_survives(&mut stage).await;
        eprintln!(
            "{}: {pages} pages, {details} details",
            stage.url().split(':').next().unwrap()
        );
        stage.end().await;
    }
}

async fn each_is_known_once(stage: &Stage) {
    let all = stage.count().await;
    assert_eq!(known(stage).await, (all, all, 0));
}

/// The vendor's sessions that are here: how many workouts, how many in all, how many of them are being stored.
async fn known(stage: &Stage) -> (usize, usize, usize) {
    let sql =
        "select count(distinct workout_id), count(*), count(claimed_until) from device_activity";
    let (workouts, all, open): (i64, i64, i64) = stage.db().q(sql).one().await.unwrap();
    let number = |n| usize::try_from(n).unwrap();
    (number(workouts), number(all), number(open))
}

/// What a vendor called about is durable once it is answered.
async fn a_call_survives(stage: &mut Stage) {
    let new = stage.vendor.add_records(1).remove(0);
    let event = Event {
        id: Some(new),
        ..Event::default()
    };
    assert_eq!(stage.called(&event, &Tamper::default()).await.status, 200);
    stage.killed().await;
    stage.start_again().await;
    stage.has(SESSIONS + 1).await;
    stage.calls_are_done().await;
    assert_eq!(stage.count().await, SESSIONS + 1);
    each_is_known_once(stage).await;
}
