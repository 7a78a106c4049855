//! An archive of years of training loaded by the command line, from the file on the disk until the
//! last workout, its records and badges are told, on SQLite and, where STADION_TEST_POSTGRES names a
//! server, PostgreSQL. Goal: 3,000 activities in a minute.
//!
//! `cargo bench -p stadion --bench imports`; IMPORT_FILES says how many activities there are. One in
//! a hundred entries is no activity at all.

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

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use stadion_activity::sample::{Run, fit};
use stadion_engine::db::testing::fresh;

use server::{Server, root};

#[tokio::main]
async fn main() {
    let files = std::env::var("IMPORT_FILES").ok();
    let files: usize = files.map_or(3_000, |files| files.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("years.zip");
    let bytes = write(&archive, files);
    println!("{files} activities, {:.0} MB", bytes as f64 / 1e6);
    for database in fresh().await {
        let name = database.url.split(':').next().unwrap().to_owned();
        let data = tempfile::tempdir().unwrap();
        let packs = [root().join("sport-packs")];
        let server = Server::start(data.path(), &database.url, &packs).await;
        let token = server.register("years@example.org").await;
        let began = Instant::now();
        let run = Command::new(env!("CARGO_BIN_EXE_stadion"))
            .arg("import")
            .arg(&archive)
            .args(["--to", &server.url])
            .env("STADION_TOKEN", &token)
            .output()
            .unwrap();
        let took = began.elapsed();
        let told = String::from_utf8(run.stdout).unwrap();
        let right = format!(
            "{files} new workouts, 0 known before, {} files",
            files / 100
        );
        assert!(told.contains(&right), "{told}");
        println!(
            "{name:<9} {:>6.1} s, {:>5.1} ms an activity; the server's processor time {:.1} s",
            took.as_secs_f64(),
            took.as_secs_f64() * 1e3 / files as f64,
            server.cpu().as_secs_f64()
        );
        server.kill();
        database.remove().await;
    }
}

/// A run of forty minutes on each day; how large the archive is.
fn write(path: &Path, files: usize) -> u64 {
    let first: DateTime<Utc> = "2016-01-01T06:00:00Z".parse().unwrap();
    let mut zip = zip::ZipWriter::new(BufWriter::new(File::create(path).unwrap()));
    let options = zip::write::SimpleFileOptions::default();
    for n in 0..files {
        zip.start_file(format!("activities/{n}.fit"), options)
            .unwrap();
        let start = first + TimeDelta::days(i64::try_from(n).unwrap());
        let seed = u64::try_from(n % 40).unwrap();
        zip.write_all(&fit(&Run::new(start, 2_400, seed))).unwrap();
        if n % 100 == 0 {
            zip.start_file(format!("notes/{n}.txt"), options).unwrap();
            zip.write_all(b"Buy milk").unwrap();
        }
    }
    zip.finish().unwrap().flush().unwrap();
    std::fs::metadata(path).unwrap().len()
}
