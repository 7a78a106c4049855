//! `kill -9` at any point of a bulk import loses nothing that was acknowledged and tells nothing
//! twice: after a restart every acknowledged workout is there once, and every projection equals a
//! rebuild from the facts.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use stadion_activity::sample::{Run as SampleRun, fit};
use stadion_engine::db::testing::{fresh, projections};
use stadion_engine::db::{Db, Run};
use uuid::Uuid;

use crate::server::{Server, root};

/// Files sent before each kill; the kills fall at different places of the work on a file.
const FILES: u64 = 12;
const KILLS_AFTER_MS: [u64; 4] = [35, 90, 210, 480];

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_workouts_survive_a_kill() {
    for database in fresh().await {
        survive(&database.db, &database.url).await;
        database.remove().await;
    }
}

async fn survive(db: &Db, url: &str) {
    let data = tempfile::tempdir().unwrap();
    let packs = [root().join("sport-packs")];
    let server = Server::start(data.path(), url, &packs).await;
    let token = server.register("runner@example.org").await;
    server.kill();

    let mut acknowledged = BTreeSet::new();
    for (round, after_ms) in (0..).zip(KILLS_AFTER_MS) {
        let server = Server::start(data.path(), url, &packs).await;
        acknowledged.extend(import_until_killed(server, &token, round, after_ms).await);
    }

    let server = Server::start(data.path(), url, &packs).await;
    // One more file must go through, and settles whatever was left over.
    let last = server.upload(&token, "last.fit", file(99)).await.unwrap();
    acknowledged.insert(id_of(&last));
    settled(db).await;
    let listed = listed(&server, &token).await;
    for id in &acknowledged {
        assert_eq!(
            listed.iter().filter(|known| *known == id).count(),
            1,
            "{id} of {url}"
        );
    }
    assert_eq!(listed.len(), listed.iter().collect::<BTreeSet<_>>().len());
    server.kill();

    let (runner,): (Uuid,) = db.q("select id from users").one().await.unwrap();
    let told = projections(db, runner).await;
    assert!(
        told.len() > 50,
        "{} rows are too few to compare",
        told.len()
    );
    let rebuild = Command::new(env!("CARGO_BIN_EXE_stadion"))
        .args(["rebuild", "--database", url, "--data"])
        .arg(data.path())
        .arg("--packs")
        .arg(&packs[0])
        .status();
    assert!(rebuild.unwrap().success());
    assert_eq!(told, projections(db, runner).await);
    println!(
        "{}: {} acknowledged, {} rows equal",
        url.split(':').next().unwrap(),
        acknowledged.len(),
        told.len()
    );
}

/// Sends files one after another; the server is killed in the middle of it.
async fn import_until_killed(server: Server, token: &str, round: u64, after_ms: u64) -> Vec<Uuid> {
    let done = Arc::new(Mutex::new(Vec::new()));
    let sender = {
        let (http, url) = (server.http.clone(), server.url.clone());
        let (done, token) = (done.clone(), token.to_owned());
        tokio::spawn(async move {
            for number in 0..FILES {
                let bytes = file(round * FILES + number);
                let part = reqwest::multipart::Part::bytes(bytes).file_name("run.fit");
                let form = reqwest::multipart::Form::new().part("file", part);
                let request = http.post(format!("{url}/api/v1/files")).bearer_auth(&token);
                let Ok(answer) = request.multipart(form).send().await else {
                    return;
                };
                let Ok(answer) = answer.json().await else {
                    return;
                };
                done.lock().unwrap().push(id_of(&answer));
            }
        })
    };
    tokio::time::sleep(Duration::from_millis(after_ms)).await;
    server.kill();
    let _ = sender.await;

    done.lock().unwrap().clone()
}

fn file(number: u64) -> Vec<u8> {
    let begin: DateTime<Utc> = "2026-03-01T06:00:00Z".parse().unwrap();
    // Out of order, so that records and streaks are told anew behind later workouts.
    let day = i64::try_from(number * 37 % 101).unwrap();
    fit(&SampleRun::new(
        begin + TimeDelta::days(day),
        900 + u32::try_from(number).unwrap() * 20,
        number,
    ))
}

fn id_of(answer: &serde_json::Value) -> Uuid {
    let id = answer["files"][0]["workouts"][0]["id"].as_str();
    id.unwrap_or_else(|| panic!("{answer}")).parse().unwrap()
}

async fn listed(server: &Server, token: &str) -> Vec<Uuid> {
    let mut ids = Vec::new();
    let mut path = "/api/v1/workouts?limit=100".to_owned();
    loop {
        let page = server.get(&path, token).await;
        let items = page["items"].as_array().unwrap();
        ids.extend(
            items
                .iter()
                .map(|item| item["id"].as_str().unwrap().parse::<Uuid>().unwrap()),
        );
        let Some(cursor) = page["next_cursor"].as_str() else {
            return ids;
        };
        path = format!("/api/v1/workouts?limit=100&cursor={cursor}");
    }
}

async fn settled(db: &Db) {
    for _ in 0..400 {
        let (pending,): (i64,) = db
            .q("select count(*) from event where done_at is null")
            .one()
            .await
            .unwrap();
        if pending == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("events are still pending after 20 s");
}
