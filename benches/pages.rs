//! What pages cost with 100, 1,000 and 10,000 workouts behind them, on SQLite and, where
//! STADION_TEST_POSTGRES names a server, PostgreSQL: the median of repeated requests to the first
//! page, the history, the progress and a workout; goals: under 10 ms with 1,000, and with 10,000
//! less than twice as long as with 100. Then one more workout sent to the API until it is answered,
//! with its records and badges told, and `stadion rebuild` over all of them.
//!
//! `cargo bench -p stadion --bench pages`; ratios hold between machines, times do not.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark that panics says where, and measures time"
)]

#[path = "../tests/it/server.rs"]
#[allow(
    dead_code,
    reason = "shared with the integration tests, which use all of it"
)]
mod server;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use stadion_engine::db::testing::fresh;

use server::{Server, root};

const BEHIND: [i64; 3] = [100, 1_000, 10_000];
const ROUNDS: usize = 60;
/// Of the pages, with what must be on each: a fast wrong answer is no figure.
const PAGES: [(&str, &str, &str); 7] = [
    ("first page", "/running/", "id=\"streak\""),
    ("history", "/running/workouts", "id=\"calendar\""),
    (
        "history by year",
        "/running/workouts?by=year",
        "id=\"totals\"",
    ),
    ("progress, 12 weeks", "/running/progress", "id=\"compare\""),
    (
        "progress of pace, all time",
        "/running/progress?metric=running.pace&period=all",
        "id=\"compare\"",
    ),
    ("records", "/running/records", "growth?record="),
    ("badges", "/running/achievements", "Marathon finisher"),
];

#[tokio::main]
async fn main() {
    for database in fresh().await {
        let name = database.url.split(':').next().unwrap().to_owned();
        measure(&name, &database.url).await;
        database.remove().await;
    }
}

async fn measure(name: &str, url: &str) {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path(), url, &[root().join("sport-packs")]).await;
    let mut first: Vec<f64> = Vec::new();
    for behind in BEHIND {
        let email = format!("pages{behind}@example.org");
        let token = server.register(&email).await;
        let joined = server
            .post(
                "/api/v1/sports/running/membership",
                &token,
                &serde_json::Value::Null,
            )
            .await;
        assert!(joined.status().is_success(), "{}", joined.status());
        let last = fill(&server, &token, behind).await;
        let workout = format!("/running/workouts/{last}");
        let more = [("workout", workout.as_str(), "id=\"similar\"")];
        for (n, (page, path, holds)) in PAGES.into_iter().chain(more).enumerate() {
            let took = median(&server, &token, path, holds).await;
            if behind == BEHIND[0] {
                first.push(took);
            }
            row(name, page, behind, took, first[n]);
        }
        let took = one_more(&server, &token).await;
        if behind == BEHIND[0] {
            first.push(took);
        }
        row(
            name,
            "one more workout",
            behind,
            took,
            first[first.len() - 1],
        );
    }
    rebuild(name, url, data.path());
}

fn row(name: &str, what: &str, behind: i64, took: f64, first: f64) {
    let growth = took / first;
    println!("{name:<9} {what:<28} {behind:>6} workouts {took:>8.2} ms {growth:>6.2} ×");
}

/// All people's workouts told anew, beside the server as an operator would.
fn rebuild(name: &str, url: &str, data: &Path) {
    let began = Instant::now();
    let done = Command::new(env!("CARGO_BIN_EXE_stadion"))
        .args(["rebuild", "--from-start", "--database", url, "--data"])
        .arg(data)
        .arg("--packs")
        .arg(root().join("sport-packs"))
        .output()
        .unwrap();
    let took = began.elapsed().as_secs_f64();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let all: i64 = BEHIND.iter().sum();
    println!(
        "{name:<9} {:<28} {all:>6} workouts {took:>8.2} s",
        "rebuild"
    );
}

/// Years of running, about one a day; answers the last one's id.
async fn fill(server: &Server, token: &str, behind: i64) -> String {
    let now = Utc::now();
    let mut last = String::new();
    for number in (1..=behind).rev() {
        last = run(server, token, now - TimeDelta::hours(number * 23), number).await;
    }
    last
}

/// Sends a run; answers its id.
async fn run(server: &Server, token: &str, start: DateTime<Utc>, number: i64) -> String {
    let metres = 4_000 + number * 7_919 % 9_000;
    let body = serde_json::json!({
        "sport": "running.run",
        "start": start.to_rfc3339(),
        "metrics": {"distance": metres, "duration": metres * (290 + number % 60) / 1_000},
    });
    let answer = server.post("/api/v1/workouts", token, &body).await;
    assert!(answer.status().is_success(), "{}", answer.status());
    let recorded: serde_json::Value = answer.json().await.unwrap();
    recorded["id"].as_str().unwrap().to_owned()
}

/// The newest run of a history; the median of several.
async fn one_more(server: &Server, token: &str) -> f64 {
    let now = Utc::now();
    let mut times = Vec::new();
    for number in 0..20 {
        let start = now - TimeDelta::minutes(1_000 - number * 40);
        let began = Instant::now();
        run(server, token, start, number).await;
        times.push(began.elapsed());
    }
    middle(times)
}

fn middle(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1_000.0
}

async fn median(server: &Server, token: &str, path: &str, holds: &str) -> f64 {
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let request = server.http.get(format!("{}{path}", server.url));
        let request = request
            .bearer_auth(token)
            .header("accept", "text/html")
            .header("accept-language", "en");
        let answer = request.send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        let html = answer.text().await.unwrap();
        times.push(began.elapsed());
        assert!(html.contains(holds), "{path} has no {holds}");
    }
    middle(times)
}
