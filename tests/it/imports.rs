//! `stadion import` against a running server: an archive with a bad file in it, and a server that is
//! killed in the middle and started again.

use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use stadion_activity::sample::{Run, fit};
use stadion_engine::db::testing::fresh;

use crate::server::{Server, root};

const FILES: usize = 60;

fn archive(path: &Path) {
    let first: DateTime<Utc> = "2026-06-01T06:00:00Z".parse().unwrap();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for n in 0..FILES {
        zip.start_file(format!("{n}.fit"), options).unwrap();
        let start = first + TimeDelta::days(i64::try_from(n).unwrap());
        zip.write_all(&fit(&Run::new(start, 1_200, 5))).unwrap();
    }
    zip.start_file("notes.txt", options).unwrap();
    zip.write_all(b"Buy milk").unwrap();
    std::fs::write(path, zip.finish().unwrap().into_inner()).unwrap();
}

fn import(server: &Server, token: &str, file: &Path) -> (Option<i32>, String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_stadion"))
        .arg("import")
        .arg(file)
        .args(["--to", &server.url])
        .env("STADION_TOKEN", token)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (run.status.code(), text(run.stdout), text(run.stderr))
}

async fn newest(server: &Server, token: &str) -> Value {
    server.get("/api/v1/imports", token).await["items"][0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_survives_a_kill_and_one_bad_file() {
    for database in fresh().await {
        let data = tempfile::tempdir().unwrap();
        let packs = [root().join("sport-packs")];
        let server = Server::start(data.path(), &database.url, &packs).await;
        let token = server.register("years@example.org").await;
        let file = data.path().join("years.zip");
        archive(&file);
        let bytes = std::fs::read(&file).unwrap();
        let sent = server
            .http
            .post(format!("{}/api/v1/imports?name=years.zip", server.url))
            .bearer_auth(&token)
            .body(bytes)
            .send()
            .await
            .unwrap();
        assert_eq!(sent.status(), 202);
        // In the middle of it.
        while newest(&server, &token).await["done"].as_i64().unwrap() < 5 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        server.kill();
        let server = Server::start(data.path(), &database.url, &packs).await;
        let before = newest(&server, &token).await;
        assert!(before["finished_at"].is_null(), "{before}");
        let mut told = before;
        for _ in 0..1_200 {
            if !told["finished_at"].is_null() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            told = newest(&server, &token).await;
        }
        assert_eq!(told["state"], "done", "{told}");
        assert_eq!(
            (told["done"].as_u64(), told["refused"].as_u64()),
            (Some(61), Some(1))
        );
        // What was stored when the server was killed, and not told, counts as known.
        let all = told["recorded"].as_u64().unwrap() + told["known"].as_u64().unwrap();
        assert_eq!(all, 60, "{told}");
        let totals = server.get("/api/v1/workouts?limit=100", &token).await;
        assert_eq!(totals["items"].as_array().unwrap().len(), FILES);

        // Once more by the command line: all is known, the bad file is named.
        let (code, out, err) = import(&server, &token, &file);
        assert_eq!(code, Some(1), "{out}{err}");
        assert!(
            out.contains("0 new workouts, 60 known before, 1 files refused"),
            "{out}"
        );
        assert!(out.contains("years.zip/notes.txt: "), "{out}");
        assert!(err.contains("years.zip: sending"), "{err}");
        let missing = data.path().join("none.zip");
        assert_eq!(import(&server, &token, &missing).0, Some(2));
        server.kill();
        database.remove().await;
    }
}
