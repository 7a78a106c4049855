//! How long counting an audience takes over a million people, of whom 240,000 trained in the last
//! thirty days, on SQLite and, where STADION_TEST_POSTGRES names a server, PostgreSQL: the median of
//! repeated requests for rules of several shapes; goal: under one second. The people are made by
//! statements over whole tables, and each count is held to what the same arithmetic gives here.
//!
//! `cargo bench -p stadion --bench audience`; AUDIENCE_PEOPLE says how many people there are.

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

use std::process::Command;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate, Utc};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use stadion_engine::db::testing::fresh;
use stadion_engine::db::{Db, Run};

use server::{Server, root};

const ROUNDS: usize = 5;
/// Days of which workouts are made.
const PAST: i64 = 60;

/// A rule, and whom it holds for at the end of a day, by the arithmetic that made the people.
type Shape = (&'static str, &'static str, fn(&Someone) -> bool);
const SHAPES: [Shape; 9] = [
    (
        "profile equalities",
        "user.region == \"DE\" && user.sex == \"female\"",
        |one| one.region == 0 && one.sex == 0,
    ),
    (
        "… nearly everybody",
        "user.region != \"GB\" || user.sex == \"male\"",
        |one| (one.region < 4 && one.region != 2) || one.sex == 1,
    ),
    ("age group", "user.age_group == \"adult\"", |one| {
        one.is_adult()
    }),
    (
        "sum of 30 days",
        "sum(distance, days(30)) >= km(60)",
        |one| one.metres(30) >= 60_000,
    ),
    (
        "… and who they are",
        "sum(distance, days(30)) >= km(60) && user.region == \"DE\"",
        |one| one.metres(30) >= 60_000 && one.region == 0,
    ),
    (
        "count of 28 days",
        "count(workouts, weeks(4)) >= 8",
        |one| one.workouts(28) >= 8,
    ),
    (
        "who paused",
        "count(workouts) > 0 && count(workouts, days(14)) == 0",
        |one| one.workouts(PAST) > 0 && one.workouts(14) == 0,
    ),
    (
        "streak of all sports",
        "streak(weeks, all_sports) >= 4",
        |one| one.weeks() >= 4,
    ),
    // A triathlon is a run too: no stretch is kept of these sports together.
    ("… of some sports", "streak(weeks) >= 4", |one| {
        one.weeks() >= 4
    }),
];

/// One of the people: all of them follows from the number.
struct Someone {
    number: i64,
    region: i64,
    sex: i64,
    born: i64,
    today: NaiveDate,
}

impl Someone {
    fn of(number: i64, today: NaiveDate) -> Self {
        Self {
            number,
            region: number % 5,
            sex: number / 5 % 4,
            born: 1950 + number * 7 % 65,
            today,
        }
    }

    /// Nearly every fourth person two days in each seven; a third of them pause now, a third did before.
    fn trained(&self, ago: i64) -> bool {
        let n = self.number;
        n * 7_919 % 1_000 < 240
            && (n * 31 + ago * 17) % 7 < 2
            && !(n % 3 == 0 && (0..18).contains(&ago))
            && !(n % 3 == 1 && (21..32).contains(&ago))
    }

    /// Born on the fifteenth of June, of age at eighteen everywhere.
    fn is_adult(&self) -> bool {
        let of_age = i32::try_from(self.born + 18).unwrap();
        NaiveDate::from_ymd_opt(of_age, 6, 15).unwrap() <= self.today
    }

    fn workouts(&self, days: i64) -> usize {
        (0..days).filter(|ago| self.trained(*ago)).count()
    }

    fn metres(&self, days: i64) -> i64 {
        let all = (0..days).filter(|ago| self.trained(*ago));
        all.map(|ago| 3_000 + (self.number * 13 + ago * 101) % 9_000)
            .sum()
    }

    fn weeks(&self) -> i64 {
        let week = |ago: i64| (number(self.today) - ago + 3).div_euclid(7);
        let trained = |at: i64| (0..PAST).any(|ago| week(ago) == at && self.trained(ago));
        let this = week(0);
        let last = if trained(this) { this } else { this - 1 };
        (0..PAST)
            .take_while(|back| trained(last - back))
            .count()
            .try_into()
            .unwrap()
    }
}

fn number(day: NaiveDate) -> i64 {
    (day - NaiveDate::default()).num_days()
}

#[tokio::main]
async fn main() {
    let people = std::env::var("AUDIENCE_PEOPLE");
    let people: i64 = people.map_or(1_000_000, |n| n.parse().unwrap());
    for database in fresh().await {
        let name = database.url.split(':').next().unwrap().to_owned();
        measure(&name, &database.url, &database.db, people).await;
        database.remove().await;
    }
}

async fn measure(name: &str, url: &str, db: &Db, people: i64) {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path(), url, &[root().join("sport-packs")]).await;
    let token = analyst(&server, url, data.path()).await;
    let today = Utc::now().date_naive();
    let began = Instant::now();
    fill(db, people, today).await;
    println!(
        "{name:<9} {people} people made in {:.0} s",
        began.elapsed().as_secs_f64()
    );
    // Gigabytes that are still on their way to the disk are no part of a question.
    if !db.is_postgres() {
        let sql = "pragma wal_checkpoint(truncate)";
        db.q(sql).run().await.unwrap();
    }
    assert!(Command::new("sync").status().unwrap().success());
    for (shape, rule, holds) in SHAPES {
        let everybody = (0..people).map(|n| Someone::of(n, today));
        let expected = i64::try_from(everybody.filter(holds).count()).unwrap();
        let day = json!({"pack": "running", "rule": rule, "from": today, "to": today});
        let told = ask(&server, &token, &day).await;
        let counted = told["backtest"]["people"].as_i64().unwrap_or(0);
        // The analyst is one of them too.
        let right = (expected..=expected + 1).contains(&counted);
        assert!(right, "{rule}: {counted}, and {expected} were made");
        let now = json!({"pack": "running", "rule": rule});
        let mut times: Vec<Duration> = Vec::new();
        for _ in 0..ROUNDS {
            let began = Instant::now();
            ask(&server, &token, &now).await;
            times.push(began.elapsed());
        }
        times.sort();
        let took = times[ROUNDS / 2].as_secs_f64() * 1_000.0;
        println!("{name:<9} {shape:<22} {counted:>8} people {took:>8.0} ms");
    }
    let began = Instant::now();
    let from = today - Days::new(6);
    let week = json!({"pack": "running", "rule": SHAPES[3].1, "from": from, "to": today});
    ask(&server, &token, &week).await;
    println!(
        "{name:<9} {:<22} {:>15} {:>8.0} ms",
        "backtest of 7 days",
        "",
        began.elapsed().as_secs_f64() * 1_000.0
    );
}

async fn ask(server: &Server, token: &str, body: &Value) -> Value {
    let answer = server.post("/api/v1/insights/audience", token, body).await;
    let status = answer.status();
    let told = answer.text().await.unwrap();
    assert!(status.is_success(), "{body}: {status} {told}");
    serde_json::from_str(&told).unwrap()
}

async fn analyst(server: &Server, url: &str, data: &std::path::Path) -> String {
    let token = server.register("analyst@example.org").await;
    let granted = Command::new(env!("CARGO_BIN_EXE_stadion"))
        .args(["admin", "grant", "analyst@example.org", "analyst"])
        .args(["--database", url, "--data"])
        .arg(data)
        .output()
        .unwrap();
    assert!(granted.status.success(), "{granted:?}");
    // Servers know of a role within seconds.
    tokio::time::sleep(Duration::from_secs(6)).await;
    token
}

/// People, who they are and what they did, by statements over whole tables.
async fn fill(db: &Db, people: i64, today: NaiveDate) {
    let postgres = db.is_postgres();
    let id = if postgres {
        "cast('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as uuid)"
    } else {
        "unhex(printf('0190000000007000800000%010x', n))"
    };
    let last = number(today);
    let day = if postgres {
        format!("cast('{today}' as date) - cast(ago as integer)")
    } else {
        format!("date('{today}', '-' || ago || ' days')")
    };
    let numbers = format!(
        "with recursive numbers(n) as (select cast(0 as bigint) union all \
         select n + 1 from numbers where n < {people} - 1)"
    );
    let done = format!(
        "{numbers}, days(ago) as (select cast(0 as bigint) union all select ago + 1 from days \
         where ago < {PAST} - 1), done as (select {id} as user_id, ago, {day} as local_day, {last} - ago as idx, \
         3000000 + (n * 13 + ago * 101) % 9000 * 1000 as metres from numbers cross join days \
         where n * 7919 % 1000 < 240 and (n * 31 + ago * 17) % 7 < 2 \
         and not (n % 3 = 0 and ago between 0 and 17) \
         and not (n % 3 = 1 and ago between 21 and 31))"
    );
    let daily = "insert into daily (user_id, sport, metric, local_day, n, sum, min, max)";
    let period = "insert into period (user_id, unit, idx, sport, metric, n, sum, min, max)";
    let mut statements = vec![
        format!(
            "{numbers} insert into users (id, email, display_name, password_hash, time_zone, units, state, \
             created_at, confirmed_at, version) select {id}, 'someone' || n || '@example.org', 'Someone', \
             '$argon2id$v=19$m=19456,t=2,p=1$0123456789abcdef0123456789abcdef', case n % 10 when 0 then 'Asia/Tokyo' \
             when 1 then 'America/New_York' when 2 then null else 'Europe/Berlin' end, 'metric', 'active', \
             u.created_at, u.created_at, 1 from numbers cross join (select created_at from users limit 1) as u"
        ),
        format!(
            "{numbers} insert into person_span (user_id, from_day, until_day, birth, sex, region) \
             select {id}, -25567, 2932896, (1950 + n * 7 % 65) * 10000 + 615, \
             case n / 5 % 4 when 0 then 'female' when 1 then 'male' when 2 then 'other' end, \
             case n % 5 when 0 then 'DE' when 1 then 'ES' when 2 then 'GB' when 3 then 'US' end from numbers"
        ),
        format!(
            "{done} {daily} select user_id, 'running.run', 'core.distance', local_day, 1, metres, metres, metres from done"
        ),
        format!(
            "{done} {daily} select user_id, 'running.run', 'core.duration', local_day, 1, metres / 3, metres / 3, metres / 3 from done"
        ),
        format!(
            "{done} {period} select user_id, 'day', idx, 'running.run', 'workouts', 1, 1, 1, 1 from done"
        ),
    ];
    let (month, year) = if postgres {
        (
            "cast(extract(year from local_day) * 12 + extract(month from local_day) - 1 as bigint)",
            "cast(extract(year from local_day) as bigint)",
        )
    } else {
        (
            "cast(substr(local_day, 1, 4) as bigint) * 12 + cast(substr(local_day, 6, 2) as bigint) - 1",
            "cast(substr(local_day, 1, 4) as bigint)",
        )
    };
    for (unit, idx) in [("week", "(idx + 3) / 7"), ("month", month), ("year", year)] {
        for (metric, of) in [
            ("workouts", "1"),
            ("core.distance", "metres"),
            ("core.duration", "metres / 3"),
        ] {
            // In the order of the key: an index grows at its end.
            statements.push(format!(
                "{done} {period} select user_id, '{unit}', {idx}, 'running.run', '{metric}', count(*), \
                 sum({of}), min({of}), max({of}) from done group by user_id, {idx} order by user_id, {idx}"
            ));
        }
    }
    statements.extend([
        "insert into sport_span (user_id, sport, first_day, last_day, n) \
         select user_id, sport, min(idx), max(idx), cast(sum(n) as bigint) from period \
         where unit = 'day' and metric = 'workouts' group by user_id, sport"
            .to_owned(),
        "insert into active_span (user_id, first_day, last_day) select user_id, min(idx), max(idx) \
         from period where unit = 'day' and metric = 'workouts' group by user_id"
            .to_owned(),
        stretches("running"),
        stretches(""),
        if postgres { "vacuum analyze" } else { "analyze" }.to_owned(),
    ]);
    for sql in statements {
        // SQLite takes a `with` before `insert`, PostgreSQL too.
        db.q(AssertSqlSafe(sql)).run().await.unwrap();
    }
}

/// Weeks in a row, from the weeks: those whose number less their place is the same.
fn stretches(pack: &str) -> String {
    format!(
        "insert into stretch (user_id, pack, unit, first, last, length) \
         select user_id, '{pack}', 'week', min(idx), max(idx), count(*) from (select user_id, idx, \
         idx - row_number() over (partition by user_id order by idx) as run from period \
         where unit = 'week' and metric = 'workouts') as weeks group by user_id, run"
    )
}
