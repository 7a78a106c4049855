//! What a release costs, on SQLite and, with two replicas, where STADION_TEST_POSTGRES names a server, PostgreSQL: the
//! whole of `stadion publish` for a shipped pack with its cases, until each replica has it, and `stadion rollback`;
//! beside `stadion test` of the same pack in the same run, which is most of a publication.
//!
//! `make bench`; ratios hold between machines, times do not.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark that panics says where, and measures time"
)]

#[path = "../tests/it/folders.rs"]
#[allow(dead_code, reason = "shared with the integration tests")]
mod folders;
#[path = "../tests/it/server.rs"]
#[allow(dead_code, reason = "shared with the integration tests")]
mod server;

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::Value;
use stadion_engine::db::testing::fresh;

use server::{Server, root};

const ROUNDS: usize = 15;

#[tokio::main]
async fn main() {
    for database in fresh().await {
        let name = database.url.split(':').next().unwrap().to_owned();
        measure(&name, &database.url).await;
        database.remove().await;
    }
}

async fn measure(name: &str, url: &str) {
    let folder = tempfile::tempdir().unwrap();
    folders::copy(&root().join("sport-packs"), &folder.path().join("packs"));
    let pack = folder.path().join("packs/running");
    let shipped = [root().join("sport-packs")];
    let data = folder.path().join("data");
    let mut servers = vec![Server::start(&data, url, &shipped).await];
    if name == "postgres" {
        servers.push(Server::start(&data, url, &shipped).await);
    }
    servers[0].register("bench@example.org").await;
    let token = servers[0].grant("bench@example.org", "publisher").await;
    let address = servers[0].url.clone();

    let (mut tested, mut published, mut everywhere, mut back) = (vec![], vec![], vec![], vec![]);
    for round in 0..ROUNDS {
        let version = format!("1.{}.0", 90 + round);
        set_version(&pack, &version);
        let began = Instant::now();
        stadion(&token, &["test", &pack.display().to_string()]);
        tested.push(began.elapsed());
        let began = Instant::now();
        stadion(
            &token,
            &["publish", &pack.display().to_string(), "--to", &address],
        );
        published.push(began.elapsed());
        for server in &servers {
            until(server, &version).await;
        }
        everywhere.push(began.elapsed());
        if round > 0 {
            let before = format!("1.{}.0", 89 + round);
            let began = Instant::now();
            stadion(&token, &["rollback", "running", "--to", &address]);
            for server in &servers {
                until(server, &before).await;
            }
            back.push(began.elapsed());
            // Where the next one starts from.
            stadion(
                &token,
                &["publish", &pack.display().to_string(), "--to", &address],
            );
        }
    }
    let replicas = servers.len();
    row(name, "stadion test of the pack", &mut tested, "");
    row(name, "stadion publish", &mut published, "goal 2,000");
    row(
        name,
        &format!("… until live on {replicas}"),
        &mut everywhere,
        "goal 2,000",
    );
    row(
        name,
        &format!("stadion rollback, live on {replicas}"),
        &mut back,
        "goal 1,000",
    );
}

fn set_version(pack: &Path, version: &str) {
    let file = pack.join("pack.yaml");
    let text = std::fs::read_to_string(&file).unwrap();
    let line = text
        .lines()
        .find(|line| line.starts_with("version:"))
        .unwrap();
    let text = text.replacen(line, &format!("version: {version}"), 1);
    std::fs::write(file, text).unwrap();
}

fn stadion(token: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stadion"));
    let output = command
        .args(arguments)
        .env("STADION_TOKEN", token)
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {words}");
    output
}

async fn until(server: &Server, version: &str) {
    let address = format!("{}/api/v1/sports/running", server.url);
    for _ in 0..2_000 {
        let answer = server.http.get(&address).send().await.unwrap();
        let told: Value = answer.json().await.unwrap();
        if told["version"] == version {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{version} is not live after 10 s");
}

fn row(name: &str, what: &str, times: &mut [Duration], note: &str) {
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let (median, most) = (ms(times[times.len() / 2]), ms(times[times.len() - 1]));
    println!("{name:<9} {what:<34} {median:>8.0} ms, at most {most:.0}  {note}");
}
