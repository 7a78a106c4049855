//! `kill -9` in the middle of a migration: the next start goes on where the cursor stands, and in
//! the end everybody's projections equal a rebuild from the facts.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;
use stadion_engine::db::testing::{fresh, projections};
use stadion_engine::db::{Db, Run};
use uuid::Uuid;

use crate::server::{Server, packs_are_noticed};

const PEOPLE: u8 = 4;
const WORKOUTS: i32 = 25;
const KILLS_AFTER_MS: [u64; 5] = [0, 15, 40, 90, 160];

const FIRST: &str = "\
id: sample
version: 1.0.0
title: {en: Sample}
metrics:
  way: {title: {en: Way}, quantity: length, unit: km, input: {}, better: higher, records: [{max: way}]}
  time: {title: {en: Time}, quantity: duration, input: {}}
  tempo: {title: {en: Tempo}, derive: workout.time / workout.way, better: lower, records: [{min: tempo}]}
sports:
  walk: {title: {en: Walk}, archetype: session, metrics: [way, time, tempo]}
achievements:
  far: {title: {en: Far}, on: workout.recorded, when: \"sum(way) >= km(100)\"}
";

/// Names change, and a formula with them.
fn second() -> String {
    let text = FIRST
        .replace("1.0.0", "2.0.0")
        .replace("  way:", "  distance:")
        .replace("max: way", "max: distance")
        .replace("workout.way,", "workout.distance * 2,")
        .replace("[way,", "[distance,")
        .replace("sum(way)", "sum(distance)")
        .replace("  walk:", "  stroll:");
    text + "migrations:\n  plain: {to: 2.0.0, rename: {metrics: {way: distance}, sports: {walk: stroll}}}\n"
}

#[tokio::test(flavor = "multi_thread")]
async fn a_migration_survives_kills() {
    for database in fresh().await {
        survive(&database.db, &database.url).await;
        database.remove().await;
    }
}

async fn survive(db: &Db, url: &str) {
    let data = tempfile::tempdir().unwrap();
    let packs = [data.path().join("packs")];
    write(&packs, FIRST);
    let server = Server::start(data.path(), url, &packs).await;
    for person in 0..PEOPLE {
        let token = server.register(&format!("p{person}@example.org")).await;
        for day in 0..WORKOUTS {
            let body = json!({
                "sport": "sample.walk",
                "start": format!("2026-03-{:02}T08:00:00Z", 1 + day),
                "metrics": {"way": 3 + (day * 7 + i32::from(person)) % 11, "time": "PT1H"},
            });
            let answer = server.post("/api/v1/workouts", &token, &body).await;
            assert!(
                answer.status().is_success(),
                "{}",
                answer.text().await.unwrap()
            );
        }
    }
    packs_are_noticed(db).await;
    server.kill();

    write(&packs, &second());
    let mut steps = Vec::new();
    for after_ms in KILLS_AFTER_MS {
        let server = Server::start(data.path(), url, &packs).await;
        tokio::time::sleep(Duration::from_millis(after_ms)).await;
        server.kill();
        steps.push(at(db).await);
        // Whoever died holds it for a minute; this one died a minute ago.
        db.q("update migration set held_until = started_at")
            .run()
            .await
            .unwrap();
    }
    assert!(steps.is_sorted(), "never back: {steps:?}");
    let server = Server::start(data.path(), url, &packs).await;
    finished(db).await;
    server.kill();

    let migrations: Vec<(i64, i64, i64)> = db
        .q("select done, total, failures from migration")
        .all()
        .await
        .unwrap();
    let people = i64::from(PEOPLE);
    assert!(
        migrations.iter().all(|(done, total, failures)| {
            done == total && *failures == 0 && total % people == 0
        }),
        "{migrations:?}"
    );
    let users: Vec<(Uuid,)> = db
        .q("select id from users order by id")
        .all()
        .await
        .unwrap();
    let mut told = Vec::new();
    for (user_id,) in &users {
        told.push(projections(db, *user_id).await);
    }
    assert!(
        told.iter()
            .flatten()
            .all(|row| !row.contains("sample.way") && !row.contains("sample.walk"))
    );
    let rebuild = std::process::Command::new(env!("CARGO_BIN_EXE_stadion"))
        .args(["rebuild", "--database", url, "--data"])
        .arg(data.path())
        .arg("--packs")
        .arg(&packs[0])
        .status();
    assert!(rebuild.unwrap().success());
    for ((user_id,), told) in users.iter().zip(told) {
        assert!(told.len() > 100, "{} rows", told.len());
        assert_eq!(told, projections(db, *user_id).await);
    }
    println!("{}: killed at {steps:?}", url.split(':').next().unwrap());
}

fn write(packs: &[PathBuf], text: &str) {
    let folder = packs[0].join("sample");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("pack.yaml"), text).unwrap();
}

/// How far the work is: step and people.
/// The step, and how many turns are over: never more than there are.
async fn at(db: &Db) -> Option<(i32, i64)> {
    let at: Option<(i32, i64, i64)> = db
        .q("select step, done, total from migration order by seq desc limit 1")
        .opt()
        .await
        .unwrap();
    let (step, done, total) = at?;
    assert!(done <= total, "{done} of {total}");
    Some((step, done))
}

async fn finished(db: &Db) {
    for _ in 0..600 {
        let (all, open): (i64, i64) = db
            .q("select count(*), count(*) filter (where finished_at is null) from migration")
            .one()
            .await
            .unwrap();
        if all > 0 && open == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the migration is not finished after 30 s");
}
