//! Samples from a manufacturer's server: pushed, decoded, normalised, checked and durably stored, in
//! canonical JSON and in a format of its own, one activity a request and many, on SQLite and, where
//! STADION_TEST_POSTGRES names a server, PostgreSQL. Beside it, before and after each of them, PostgreSQL's COPY of
//! such samples as rows, and the floor: the same chunks, written to a file that is then on the disk. Goal:
//! twice COPY, and 1.1 bytes a sample.
//!
//! A sample is one value of one channel; a moment is all that was measured at one time. The clock stops when
//! the last request is answered: what was sent is stored durably. How long it takes until its records, badges
//! and sums are told as well stands beside it.
//!
//! `STADION_TEST_POSTGRES_SYNC=on scripts/with-postgres.sh cargo bench -p stadion --bench samples`;
//! SAMPLES_HOURS says how many activities of an hour the smaller of the two sizes has.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark that panics says where, and measures time"
)]

#[path = "../../tests/it/server.rs"]
#[allow(
    dead_code,
    reason = "shared with the integration tests, which use all of it"
)]
mod server;

mod beside;
mod recordings;
mod sending;
mod weight;

use std::time::Duration;

use stadion_activity::Activity;
use stadion_engine::db::testing::{Fresh, fresh};

use beside::Rows;
use recordings::{MOMENTS, values};
use sending::{Sender, WAYS};
use server::{Server, root};
use weight::Weight;

/// Activities of an hour in the smaller size; the larger has ten times as many.
const HOURS: usize = 20;

#[tokio::main]
async fn main() {
    let wanted = std::env::var("SAMPLES_HOURS").ok();
    let smaller = wanted.map_or(HOURS, |hours| hours.parse().unwrap());
    let sizes = [smaller, smaller * 10];
    let hours = recordings::hours();
    for size in sizes {
        beside(&hours, size).await;
    }
    for database in fresh().await {
        measure(&database, &hours, sizes).await;
        database.remove().await;
    }
}

/// How many samples so many activities have.
fn samples(hours: &[Activity], activities: usize) -> usize {
    let hours = hours.iter().cycle().take(activities);
    hours.map(values).sum()
}

/// What the same takes without a platform.
async fn beside(hours: &[Activity], size: usize) {
    let all = samples(hours, size);
    let folder = tempfile::tempdir().unwrap();
    let (took, bytes) = beside::floor(folder.path(), hours, size);
    let weighs = format!("{:.2} bytes a sample", bytes as f64 / all as f64);
    row("floor", "chunks to a file", (size, all, took), &weighs);
    let Ok(server) = std::env::var("STADION_TEST_POSTGRES") else {
        return;
    };
    for (rows, what) in [
        (Rows::Moment, "COPY, a row a moment"),
        (Rows::Value, "COPY, a row a sample"),
    ] {
        let copied = beside::copy(&server, hours, size, rows).await;
        let durable = if copied.is_durable {
            ""
        } else {
            "; NOT DURABLE (STADION_TEST_POSTGRES_SYNC=on)"
        };
        let each = copied.bytes as f64 / all as f64;
        let note = format!("{each:.1} bytes a sample{durable}");
        row("postgres", what, (size, all, copied.took), &note);
    }
}

/// Samples a second by COPY of a row for each, at this moment: a machine that others share is now faster, now
/// slower.
async fn copied(hours: &[Activity]) -> Option<f64> {
    let server = std::env::var("STADION_TEST_POSTGRES").ok()?;
    let copied = beside::copy(&server, hours, HOURS, Rows::Value).await;
    Some(samples(hours, HOURS) as f64 / copied.took.as_secs_f64())
}

async fn measure(database: &Fresh, hours: &[Activity], sizes: [usize; 2]) {
    let name = database.url.split(':').next().unwrap().to_owned();
    let data = tempfile::tempdir().unwrap();
    let packs = [root().join("sport-packs")];
    let adapters = root().join("device-adapters");
    let more = ["--adapters", adapters.to_str().unwrap()];
    let server = Server::start_with(data.path(), &database.url, &packs, &more).await;
    let mut sender = Sender::connected(&server, database, data.path()).await;
    let mut rate = copied(hours).await;
    for size in sizes {
        let before = Weight::now(&database.db, data.path()).await;
        let all = samples(hours, size);
        for way in WAYS {
            let bodies = sender.bodies(hours, size, way);
            let cpu = server.cpu();
            let took = sender.send(bodies, way).await;
            let cpu = server.cpu().checked_sub(cpu).unwrap();
            let each = cpu.as_secs_f64() * 1e3 / size as f64;
            let (just_before, just_after) = (rate, copied(hours).await);
            rate = just_after;
            let peer = just_before.zip(just_after);
            let peer = peer.map(|(before, after)| f64::midpoint(before, after));
            let ratio = |took: Duration| {
                peer.map_or(String::new(), |peer| {
                    let ratio = all as f64 / took.as_secs_f64() / peer;
                    format!("{ratio:.2} × COPY")
                })
            };
            let (durable, told) = (ratio(took.durable), ratio(took.told));
            let cpu = format!("{each:.1} ms of the server's processor an hour");
            let peer = peer.map_or(String::new(), |peer| format!("COPY {peer:.0}; "));
            let note = format!("{durable} (goal 2); {told} with all told; {peer}{cpu}");
            row(&name, way.name(), (size, all, took.durable), &note);
        }
        let after = Weight::now(&database.db, data.path()).await;
        weigh(&name, after.since(before), all * WAYS.len());
    }
    server.kill();
}

fn weigh(name: &str, weight: Weight, samples: usize) {
    let each = |bytes: i64| bytes as f64 / samples as f64;
    println!(
        "{name:<9} bytes a sample: {:.2} of chunks (goal 1.1), {:.2} of the whole database, {:.2} of what was sent",
        each(weight.chunks),
        each(weight.database),
        each(weight.originals),
    );
}

fn row(of: &str, what: &str, (hours, samples, took): (usize, usize, Duration), note: &str) {
    let seconds = took.as_secs_f64();
    let (samples, moments) = (samples as f64 / seconds, (hours * MOMENTS) as f64 / seconds);
    println!(
        "{of:<9} {what:<38} {hours:>4} h {seconds:>8.3} s {samples:>12.0} samples/s {moments:>10.0} moments/s  {note}"
    );
}
