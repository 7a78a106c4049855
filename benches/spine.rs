//! What the spine costs, on SQLite and, where STADION_TEST_POSTGRES names a server, PostgreSQL:
//! start to the first page, a one-hour FIT file from POST until it can be read, fifty files, and
//! the list of twenty workouts against a bare JSON answer in the same run.
//!
//! `make bench`; ratios hold between machines, times do not.

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

use std::time::{Duration, Instant};

use axum::routing::get;
use axum::{Json, Router};
use chrono::{DateTime, TimeDelta, Utc};
use stadion_activity::sample::{self, Run};
use stadion_engine::db::testing::fresh;

use server::{Server, root};

const CONNECTIONS: usize = 8;
const FILES: u32 = 40;
/// Workouts that were there before.
const BEHIND: u32 = 1_000;
const LOAD: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() {
    let hello = hello_json().await;
    for database in fresh().await {
        let name = database.url.split(':').next().unwrap().to_owned();
        measure(&name, &database.url, hello).await;
        database.remove().await;
    }
}

async fn measure(name: &str, url: &str, hello: f64) {
    let data = tempfile::tempdir().unwrap();
    let packs = [root().join("sport-packs")];
    drop(Server::start(data.path(), url, &packs).await); // migrations are not part of a start
    let began = Instant::now();
    let server = Server::start(data.path(), url, &packs).await;
    let page = server.http.get(&server.url).send().await.unwrap();
    assert!(page.status().is_success());
    row(
        name,
        "start to first page",
        ms(began.elapsed()),
        "ms",
        "goal 300",
    );

    let token = server.register("bench@example.org").await;
    one_file(name, "", &server, &token).await;
    fifty_files(name, &server, &token).await;

    let path = format!("{}/api/v1/workouts?limit=20", server.url);
    let list = requests_a_second(&path, &token).await;
    row(
        name,
        "list of 20 workouts",
        list,
        "requests/s",
        "FitTrackee 32",
    );
    row(name, "… against hello-json", list / hello, "×", "goal 0.05");

    let token = server.register("history@example.org").await;
    for number in 0..BEHIND {
        by_hand(&server, &token, number).await;
    }
    one_file(name, ", 1,000 behind", &server, &token).await;
    let list = requests_a_second(&path, &token).await;
    row(
        name,
        "list of 20 workouts of 1,000",
        list / hello,
        "×",
        "hello-json",
    );
}

/// One of the workouts that an athlete of long standing has.
async fn by_hand(server: &Server, token: &str, number: u32) {
    let begin: DateTime<Utc> = "2022-01-01T06:00:00Z".parse().unwrap();
    let start = begin + TimeDelta::hours(i64::from(number) * 36);
    let body = serde_json::json!({
        "sport": "running.run",
        "start": start.to_rfc3339(),
        "metrics": {"distance": 8_000 + number, "duration": 2_400 + number % 300},
    });
    let answer = server.post("/api/v1/workouts", token, &body).await;
    assert!(
        answer.status().is_success(),
        "{}",
        answer.text().await.unwrap()
    );
}

async fn one_file(name: &str, when: &str, server: &Server, token: &str) {
    let mut times = Vec::new();
    let cpu_before = server.cpu();
    for number in 0..FILES {
        let bytes = file(number, 3_600);
        let began = Instant::now();
        let answer = server.upload(token, "run.fit", bytes).await.unwrap();
        let id = answer["files"][0]["workouts"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let workout = server.get(&format!("/api/v1/workouts/{id}"), token).await;
        assert!(!workout["metrics"].as_object().unwrap().is_empty());
        if number == 0 {
            earns(&workout);
        }
        times.push(ms(began.elapsed()));
    }
    times.sort_by(f64::total_cmp);
    let cpu = ms(server.cpu().checked_sub(cpu_before).unwrap()) / f64::from(FILES);
    row(
        name,
        &format!("one-hour FIT, POST until read, p50{when}"),
        times[times.len() / 2],
        "ms",
        "goal 30; FitTrackee 551",
    );
    let what = format!("one-hour FIT, processor time{when}");
    row(name, &what, cpu, "ms", "goal 10");
}

/// The first run of more than ten kilometres brings records and a badge.
fn earns(workout: &serde_json::Value) {
    for what in ["records", "achievements"] {
        let brought = workout[what].as_array().unwrap();
        assert!(!brought.is_empty(), "no {what}: {workout}");
    }
}

async fn fifty_files(name: &str, server: &Server, token: &str) {
    let files: Vec<Vec<u8>> = (100..150).map(|number| file(number, 3_600)).collect();
    let began = Instant::now();
    let mut form = reqwest::multipart::Form::new();
    for bytes in files {
        form = form.part(
            "file",
            reqwest::multipart::Part::bytes(bytes).file_name("run.fit"),
        );
    }
    let request = server
        .http
        .post(format!("{}/api/v1/files", server.url))
        .bearer_auth(token);
    let answer: serde_json::Value = request
        .multipart(form)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let files = answer["files"].as_array().unwrap();
    let recorded = |file: &&serde_json::Value| file["workouts"][0]["result"] == "new";
    assert_eq!(files.iter().filter(recorded).count(), 50, "{answer}");
    row(
        name,
        "fifty one-hour FIT files",
        began.elapsed().as_secs_f64(),
        "s",
        "goal 0.5; FitTrackee 29.1",
    );
}

fn file(number: u32, seconds: u32) -> Vec<u8> {
    let begin: DateTime<Utc> = "2026-01-01T06:00:00Z".parse().unwrap();
    let start = begin + TimeDelta::days(i64::from(number));
    sample::fit(&Run::new(start, seconds, u64::from(number)))
}

/// The floor: axum answering a small JSON, in this process.
async fn hello_json() -> f64 {
    let router = Router::new().route(
        "/",
        get(|| async { Json(serde_json::json!({"hello": "world"})) }),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    let rate = requests_a_second(&url, "none").await;
    serving.abort();
    row(
        "axum",
        "hello-json",
        rate,
        "requests/s",
        "the floor, with this client on the same cores",
    );
    rate
}

async fn requests_a_second(url: &str, token: &str) -> f64 {
    let until = Instant::now() + LOAD;
    let clients = (0..CONNECTIONS).map(|_| {
        let (url, token) = (url.to_owned(), token.to_owned());
        tokio::spawn(async move {
            let http = stadion_engine::outgoing::builder().build().unwrap();
            let mut answered = 0_u32;
            while Instant::now() < until {
                let answer = http.get(&url).bearer_auth(&token).send().await.unwrap();
                assert!(answer.status().is_success(), "{}", answer.status());
                answer.bytes().await.unwrap();
                answered += 1;
            }
            answered
        })
    });
    let mut all = 0;
    for client in clients.collect::<Vec<_>>() {
        all += client.await.unwrap();
    }
    f64::from(all) / LOAD.as_secs_f64()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn row(database: &str, what: &str, value: f64, unit: &str, note: &str) {
    println!("{database:<9} {what:<50} {value:>10.3} {unit:<11} {note}");
}
