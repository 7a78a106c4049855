//! How long a vendor waits for the answer to its call, on SQLite and, where STADION_TEST_POSTGRES names a
//! server, PostgreSQL: one call after another and eight side by side, while a history of 150 records comes in
//! and what the calls name is fetched. Goal: 100 ms. The made-up vendor of the integration tests is played,
//! which signs each call; that is in the time too.
//!
//! `STADION_TEST_POSTGRES_SYNC=on scripts/with-postgres.sh cargo bench -p stadion --bench hooks`

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark that panics says where, and measures time; it uses some of what the integration tests do"
)]

#[path = "../tests/it/cli.rs"]
mod cli;
#[path = "../tests/it/server.rs"]
mod server;
#[path = "../tests/it/devices/stage.rs"]
mod stage;
#[path = "../tests/it/devices/tidewatch.rs"]
mod tidewatch;

use std::sync::Arc;
use std::time::{Duration, Instant};

use stadion_engine::db::testing::fresh;
use stadion_engine::simulator::{Event, Tamper};

use tokio::task::JoinSet;

use stage::{Stage, records};

const HISTORY: usize = 150;
/// Sessions that the calls name, over and over: the vendor's clock is a week behind, a day each.
const NEW: usize = 5;
const CALLS: usize = 400;
const SIDE_BY_SIDE: usize = 8;

#[tokio::main]
async fn main() {
    for database in fresh().await {
        let name = database.url.split(':').next().unwrap().to_owned();
        let stage = Arc::new(Stage::begin(database, records(HISTORY)).await);
        stage.connect().await;
        let new = stage.vendor.add_records(NEW);
        let told: Vec<String> = new.iter().cycle().take(CALLS).cloned().collect();
        row(&name, "one after another", calls(&stage, &told, 1).await);
        let took = calls(&stage, &told, SIDE_BY_SIDE).await;
        row(&name, "eight side by side", took);
        // Nothing that was taken is lost, and nothing is doubled.
        stage.calls_are_done().await;
        stage.has(HISTORY + NEW).await;
        Arc::into_inner(stage).unwrap().end().await;
    }
}

/// How long each call took.
async fn calls(stage: &Arc<Stage>, told: &[String], at_once: usize) -> Vec<Duration> {
    let mut lanes = JoinSet::new();
    for lane in told.chunks(told.len() / at_once) {
        let (stage, lane) = (Arc::clone(stage), lane.to_vec());
        lanes.spawn(async move {
            let mut took = Vec::new();
            for id in lane {
                let event = Event {
                    id: Some(id),
                    ..Event::default()
                };
                let began = Instant::now();
                let answer = stage.called(&event, &Tamper::default()).await;
                took.push(began.elapsed());
                assert_eq!(answer.status, 200, "{}", answer.body);
            }
            took
        });
    }
    lanes.join_all().await.into_iter().flatten().collect()
}

fn row(database: &str, what: &str, mut took: Vec<Duration>) {
    took.sort();
    let of = |share: f64| {
        let at = ((took.len() - 1) as f64 * share) as usize;
        took[at].as_secs_f64() * 1e3
    };
    println!(
        "{database:<9} {what:<20} {:>4} calls: median {:.1} ms, 99 of 100 {:.1} ms, slowest {:.1} ms (goal 100)",
        took.len(),
        of(0.5),
        of(0.99),
        of(1.0)
    );
}
