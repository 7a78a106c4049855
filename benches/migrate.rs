//! What a change of packs costs with a million workouts of ten thousand people behind it: a rename
//! of a metric and a sport, a metric retired, and one asked for the first time, with a backfill.
//! On SQLite and, where STADION_TEST_POSTGRES names a server, PostgreSQL. While each runs, requests
//! go on: how long lists and new workouts take then stands beside it.
//!
//! `cargo bench -p stadion --bench migrate`; BENCH_WORKOUTS and BENCH_PEOPLE make it
//! smaller. Facts are filled in by SQL and told once by `stadion rebuild`, which is measured too: it
//! is what every change would cost without steps of its own.

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

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde_json::json;
use stadion_engine::db::testing::{fresh, projections};
use stadion_engine::db::{Db, Run};
use uuid::Uuid;

use server::{Server, packs_are_noticed};

const FIRST: &str = "\
id: sample
version: 1.0.0
title: {en: Sample}
metrics:
  way: {title: {en: Way}, quantity: length, unit: km, input: {}, better: higher, records: [{max: way}]}
  time: {title: {en: Time}, quantity: duration, input: {}}
  tempo: {title: {en: Tempo}, derive: workout.time / workout.way, better: lower, records: [{min: tempo}]}
  mood: {title: {en: Mood}, type: rating, input: {}}
sports:
  walk: {title: {en: Walk}, archetype: session, metrics: [way, time, tempo, mood]}
achievements:
  far: {title: {en: Far}, on: workout.recorded, when: workout.way >= km(12)}
";

/// Each version with what it does to the one before.
fn versions() -> [(&'static str, String); 3] {
    let renamed = FIRST
        .replace("1.0.0", "2.0.0")
        .replace("  way:", "  distance:")
        .replace("max: way", "max: distance")
        .replace("workout.way", "workout.distance")
        .replace("[way,", "[distance,")
        .replace("  walk:", "  stroll:");
    let plain =
        "  plain: {to: 2.0.0, rename: {metrics: {way: distance}, sports: {walk: stroll}}}\n";
    let retired = renamed
        .replace("2.0.0", "3.0.0")
        .replace("  mood: {title: {en: Mood}, type: rating, input: {}}\n", "")
        .replace(", mood]", "]");
    let less = "  less: {to: 3.0.0, retire: {metrics: [mood]}}\n";
    let filled = retired
        .replace("3.0.0", "4.0.0")
        .replace("  time:", "  climb: {title: {en: Climb}, quantity: length, unit: m, input: {}, required: true}\n  time:")
        .replace("tempo]", "tempo, climb]");
    let flat = "  flat: {to: 4.0.0, backfill: {climb: workout.distance * 0.01}}\n";
    [
        ("rename", format!("{renamed}migrations:\n{plain}")),
        ("retire", format!("{retired}migrations:\n{plain}{less}")),
        (
            "backfill",
            format!("{filled}migrations:\n{plain}{less}{flat}"),
        ),
    ]
}

fn number(name: &str, usual: i64) -> i64 {
    let given = std::env::var(name).ok();
    given.and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[tokio::main]
async fn main() {
    for database in fresh().await {
        let name = database.url.split(':').next().unwrap().to_owned();
        measure(&name, &database.db, &database.url).await;
        database.remove().await;
    }
}

async fn measure(name: &str, db: &Db, url: &str) {
    let (workouts, people) = (
        number("BENCH_WORKOUTS", 1_000_000),
        number("BENCH_PEOPLE", 10_000),
    );
    let data = tempfile::tempdir().unwrap();
    let packs = [data.path().join("packs")];
    write(&packs, FIRST);
    let began = Instant::now();
    fill(db, workouts, people).await;
    row(name, "facts by SQL", workouts, began.elapsed(), "");
    let began = Instant::now();
    rebuild(url, data.path(), &packs);
    row(name, "stadion rebuild", workouts, began.elapsed(), "");
    let server = Server::start(data.path(), url, &packs).await;
    let token = server.register("prober@example.org").await;
    packs_are_noticed(db).await;
    server.kill();
    let (mut sport, mut way) = ("sample.walk", "way");
    for (number, (what, text)) in (1..).zip(versions()) {
        write(&packs, &text);
        let server = Server::start(data.path(), url, &packs).await;
        (sport, way) = if what == "rename" {
            ("sample.stroll", "distance")
        } else {
            (sport, way)
        };
        let beside = probe(&server, &token, db, number, (sport, way)).await;
        let (took, people) = last(db).await;
        row(
            name,
            what,
            workouts,
            took,
            &format!("{people} turns, {beside}"),
        );
        server.kill();
        right(db, what).await;
    }
    if workouts <= 20_000 {
        compare(db, url, data.path(), &packs).await;
    }
}

fn row(name: &str, what: &str, workouts: i64, took: Duration, more: &str) {
    let rate = workouts as f64 / took.as_secs_f64();
    let took = took.as_secs_f64();
    println!("{name:<9} {what:<16} {workouts:>8} workouts {took:>9.2} s {rate:>10.0}/s  {more}");
}

fn write(packs: &[PathBuf], text: &str) {
    let folder = packs[0].join("sample");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("pack.yaml"), text).unwrap();
}

fn rebuild(url: &str, data: &Path, packs: &[PathBuf]) {
    let done = Command::new(env!("CARGO_BIN_EXE_stadion"))
        .args(["rebuild", "--from-start", "--database", url, "--data"])
        .arg(data)
        .arg("--packs")
        .arg(&packs[0])
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

/// People and workouts as if they had been typed, evenly spread: everybody one a day.
async fn fill(db: &Db, workouts: i64, people: i64) {
    let uuid = |number: &str| {
        if db.is_postgres() {
            format!("cast(lpad(to_hex({number}), 32, '0') as uuid)")
        } else {
            format!("unhex(printf('%032x', {number}))")
        }
    };
    let (start, day, entered, none) = if db.is_postgres() {
        (
            "timestamptz '2016-01-01 08:00:00+00' + (n / $2) * interval '1 day'",
            "date '2016-01-01' + cast(n / $2 as integer)",
            "jsonb_build_object('metrics', jsonb_build_object('sample.way', jsonb_build_object('number', 2000 + n % 97 * 113), \
             'sample.time', jsonb_build_object('number', 1800 + n % 61 * 30), 'sample.mood', jsonb_build_object('number', 1 + n % 5)), \
             'parts', jsonb_build_object())",
            "cast('{}' as jsonb)",
        )
    } else {
        (
            "strftime('%Y-%m-%dT08:00:00+00:00', '2016-01-01', '+' || (n / $2) || ' days')",
            "date('2016-01-01', '+' || (n / $2) || ' days')",
            "json_object('metrics', json_object('sample.way', json_object('number', 2000.0 + n % 97 * 113), \
             'sample.time', json_object('number', 1800.0 + n % 61 * 30), 'sample.mood', json_object('number', 1.0 + n % 5)), \
             'parts', json('{}'))",
            "'{}'",
        )
    };
    let now = if db.is_postgres() {
        "timestamptz '2026-11-01 00:00:00+00'"
    } else {
        "'2026-11-01T00:00:00+00:00'"
    };
    let series = "with recursive series (n) as (select cast(0 as bigint) union all select n + 1 from series where n + 1 < $1)";
    let person = uuid("n % $2 + 1");
    let own = uuid("n + 1");
    let users = format!(
        "{series} insert into users (id, email, display_name, units, state, created_at, confirmed_at, version) \
         select {own}, 'p' || n || '@example.org', 'P', 'metric', 'active', {now}, {now}, 1 from series",
    );
    let events = format!(
        "{series} insert into event (user_id, id, body, at, done_at) select {own}, {own}, {none}, {now}, {now} from series"
    );
    let all = format!(
        "{series} insert into workout (user_id, id, sport, source, session_index, start_at, utc_offset_s, local_day, \
         search, entered, edits, version, created_at, updated_at) \
         select {person}, {own}, 'sample.walk', 'api', 0, {start}, 0, {day}, '', {entered}, {none}, 1, {now}, {now} from series"
    );
    for sql in [users, events] {
        db.q(sqlx::AssertSqlSafe(sql))
            .bind(people)
            .run()
            .await
            .unwrap();
    }
    db.q(sqlx::AssertSqlSafe(all))
        .bind(workouts)
        .bind(people)
        .run()
        .await
        .unwrap();
}

/// Asks and records until so many migrations are finished; answers the median and the slowest.
async fn probe(
    server: &Server,
    token: &str,
    db: &Db,
    number: i64,
    (sport, way): (&str, &str),
) -> String {
    let mut lists = Vec::new();
    let mut posts = Vec::new();
    let mut day = Utc::now() - chrono::TimeDelta::days(300);
    loop {
        let (open, all): (i64, i64) = db
            .q("select count(*) filter (where finished_at is null), count(*) from migration")
            .one()
            .await
            .unwrap();
        let began = Instant::now();
        server.get("/api/v1/workouts?limit=20", token).await;
        lists.push(began.elapsed());
        day += chrono::TimeDelta::minutes(90);
        let mut metrics = json!({way: 5, "time": "PT30M"});
        metrics["climb"] = json!(3);
        if !is_asked(server, token).await {
            metrics.as_object_mut().unwrap().remove("climb");
        }
        let body = json!({"sport": sport, "start": day.to_rfc3339(), "metrics": metrics});
        let began = Instant::now();
        let answer = server.post("/api/v1/workouts", token, &body).await;
        assert!(
            answer.status().is_success(),
            "{}",
            answer.text().await.unwrap()
        );
        posts.push(began.elapsed());
        if open == 0 && all >= number {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let told = |what: &str, mut all: Vec<Duration>| {
        all.sort();
        let at = |n: usize| all[n].as_secs_f64() * 1e3;
        format!(
            "{what} {:.1} ms, slowest {:.0} ms",
            at(all.len() / 2),
            at(all.len() - 1)
        )
    };
    format!("{}, {}", told("list", lists), told("new workout", posts))
}

async fn is_asked(server: &Server, token: &str) -> bool {
    let sports = server.get("/api/v1/sports", token).await;
    sports.to_string().contains("sample.climb")
}

async fn last(db: &Db) -> (Duration, i64) {
    let (began, ended, done): (DateTime<Utc>, DateTime<Utc>, i64) = db
        .q("select started_at, finished_at, done from migration order by seq desc limit 1")
        .one()
        .await
        .unwrap();
    ((ended - began).to_std().unwrap(), done)
}

/// A fast wrong answer is no figure.
async fn right(db: &Db, what: &str) {
    let count = async |sql: &'static str| {
        let (n,): (i64,) = db.q(sql).one().await.unwrap();
        n
    };
    let workouts = count("select count(*) from workout").await;
    let failures = count("select cast(coalesce(sum(failures), 0) as bigint) from migration").await;
    assert_eq!(failures, 0);
    let (gone, there) = match what {
        "rename" => (
            count("select count(*) from workout_value where metric = 'sample.way'").await,
            count("select count(*) from workout_value where metric = 'sample.distance'").await,
        ),
        "retire" => (
            count("select count(*) from workout_value where metric = 'sample.mood'").await,
            workouts,
        ),
        _ => (
            0,
            count("select count(*) from workout_value where metric = 'sample.climb'").await,
        ),
    };
    assert_eq!((gone, there), (0, workouts), "{what}");
}

/// Everybody's projections against a rebuild.
async fn compare(db: &Db, url: &str, data: &Path, packs: &[PathBuf]) {
    let users: Vec<(Uuid,)> = db
        .q("select id from users order by id limit 50")
        .all()
        .await
        .unwrap();
    let mut told = Vec::new();
    for (user_id,) in &users {
        told.push(projections(db, *user_id).await);
    }
    rebuild(url, data, packs);
    for ((user_id,), told) in users.iter().zip(told) {
        assert_eq!(told, projections(db, *user_id).await);
    }
    println!(
        "          projections of {} people equal a rebuild",
        users.len()
    );
}
