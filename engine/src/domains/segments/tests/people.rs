//! People of every kind: with and without words about themselves, workouts, zones.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use proptest::prelude::*;
use serde_json::json;
use stadion_pack::value::Value;
use uuid::Uuid;

use crate::db::{Db, Run};
use crate::domains::identity::demo::of_case;
use crate::domains::profile::model::{ALWAYS, Field};
use crate::domains::profile::service::{Change, change};
use crate::domains::workouts::model::{Entered, Source};
use crate::domains::workouts::service::{self, NewWorkout};
use crate::domains::workouts::tests::{at, packs};
use crate::events::{self, Event};
use crate::testing::{TestApp, app_with};

#[derive(Clone, Debug)]
pub struct Someone {
    zone: Option<&'static str>,
    is_blocked: bool,
    said: Vec<Word>,
    did: Vec<Deed>,
}

#[derive(Clone, Debug)]
struct Word {
    field: Field,
    pack: &'static str,
    which: usize,
    days_ago: i64,
}

#[derive(Clone, Debug)]
struct Deed {
    sport: &'static str,
    hours_ago: i64,
    offset_h: i32,
    metres: Option<u32>,
    seconds: u32,
    is_deleted: bool,
    /// Seconds over five kilometres, of a record that no sample made.
    best: Option<i64>,
}

const ZONES: [Option<&str>; 9] = [
    None,
    Some("Nowhere/Land"),
    Some("UTC"),
    Some("Europe/Berlin"),
    Some("America/Los_Angeles"),
    Some("Pacific/Kiritimati"),
    Some("Pacific/Niue"),
    Some("Asia/Kolkata"),
    Some("Pacific/Auckland"),
];
const SPORTS: [&str; 4] = [
    "running.run",
    "running.trail_run",
    "cycling.ride",
    "strength.strength_training",
];

pub fn someone() -> impl Strategy<Value = Someone> {
    let word = (
        prop::sample::select(vec![
            Field::BirthDate,
            Field::Region,
            Field::Sex,
            Field::Category,
            Field::Category,
            Field::Weight,
        ]),
        any::<bool>(),
        any::<usize>(),
        -3..80_i64,
    );
    let word = word.prop_map(|(field, is_general, which, days_ago)| Word {
        field,
        pack: if is_general || field != Field::Category {
            ""
        } else {
            "running"
        },
        which,
        days_ago,
    });
    // Some of years ago, most of the last weeks, on the days around which windows end.
    let hours = prop_oneof![5 => -20..24 * 16_i64, 3 => -10..24 * 70_i64, 1 => 0..24 * 900_i64];
    let deed = (
        prop::sample::select(SPORTS.to_vec()),
        hours,
        prop::sample::select(vec![0, 0, 5, -11, 14]),
        prop::option::weighted(0.8, 400..30_000_u32),
        60..9_000_u32,
        prop::bool::weighted(0.15),
        prop::option::weighted(0.2, 900_000..3_000_000_i64),
    );
    let deed = deed.prop_map(
        |(sport, hours_ago, offset_h, metres, seconds, is_deleted, best)| Deed {
            sport,
            hours_ago,
            offset_h,
            metres,
            seconds,
            is_deleted,
            best,
        },
    );
    let deeds = prop_oneof![
        2 => Just(Vec::new()),
        3 => prop::collection::vec(deed.clone(), 1..5),
        3 => prop::collection::vec(deed, 6..22),
    ];
    let zone = prop::sample::select(ZONES.to_vec());
    let words = prop::collection::vec(word, 0..5);
    (zone, prop::bool::weighted(0.08), words, deeds).prop_map(|(zone, is_blocked, said, did)| {
        Someone {
            zone,
            is_blocked,
            said,
            did,
        }
    })
}

pub async fn app(db: Db) -> TestApp {
    app_with(db, |config| {
        config.packs = vec![packs()];
        config.demo = true;
    })
    .await
}

/// Makes them, as the services would have; `now` is the time that the app's clock tells.
pub async fn make(app: &TestApp, people: &[Someone]) -> Vec<Uuid> {
    let mut ids = Vec::new();
    for (number, someone) in people.iter().enumerate() {
        let made = of_case(&app.app, "Someone", number as u64).await;
        let id = made.expect("an account");
        ids.push(id);
        let held = app.app.events.hold(id);
        // Half of them said nothing when they came.
        if number % 2 == 0 {
            say_nothing(app, id).await;
        }
        for word in &someone.said {
            say(app, id, word).await;
        }
        for deed in &someone.did {
            act(app, id, deed).await;
        }
        held.settle(&app.app).await.expect("told");
        drop(held);
        for deed in &someone.did {
            record(app, id, deed).await;
        }
        let state = if someone.is_blocked {
            "blocked"
        } else {
            "active"
        };
        let sql = "update users set time_zone = $1, state = $2 where id = $3";
        let query = app.app.db.q(sql).bind(someone.zone.map(str::to_owned));
        query
            .bind(state.to_owned())
            .bind(id)
            .run()
            .await
            .expect("a zone");
    }
    ids
}

/// As if nothing had been said at the sign-up, and told so.
async fn say_nothing(app: &TestApp, id: Uuid) {
    let mut tx = app.app.db.begin().await.expect("a transaction");
    let said = tx.q("delete from profile_fact where user_id = $1").bind(id);
    said.run().await.expect("nothing said");
    let event = Event::ProfileChanged { from: ALWAYS };
    let told = events::append(&mut tx, &app.app.clock, id, &event).await;
    told.expect("an event");
    tx.commit().await.expect("committed");
}

async fn say(app: &TestApp, id: Uuid, word: &Word) {
    let pick = |words: &[serde_json::Value]| words[word.which % words.len()].clone();
    let null = serde_json::Value::Null;
    let value = pick(&match word.field {
        Field::BirthDate => vec![
            json!("1990-03-15"),
            json!("2010-11-21"),
            json!("2010-11-22"),
            json!("2012-02-29"),
            json!("2008-11-20"),
            json!("1950-12-31"),
        ],
        Field::Region => vec![json!("DE"), json!("ES"), json!("NO"), json!("RU"), null],
        Field::Sex => vec![json!("female"), json!("male"), json!("other"), null],
        Field::Category => vec![json!("athlete"), json!("amateur"), null],
        _ => vec![json!(62.5), json!(80), json!(90.25), null],
    });
    let today = app.app.clock.now().date_naive();
    let said = Change {
        sport: word.pack.to_owned(),
        from: today - Duration::days(word.days_ago),
        values: vec![(word.field, value)],
    };
    change(&app.app, id, &said).await.expect("said");
}

fn start(app: &TestApp, deed: &Deed) -> DateTime<Utc> {
    app.app.clock.now() - Duration::hours(deed.hours_ago)
}

async fn act(app: &TestApp, id: Uuid, deed: &Deed) {
    let metres = deed.metres.filter(|_| !deed.sport.starts_with("strength"));
    let metrics = [
        ("core.distance", metres.map(f64::from)),
        ("core.duration", Some(f64::from(deed.seconds))),
    ];
    let metrics = metrics
        .into_iter()
        .filter_map(|(id, value)| Some((id.to_owned(), Value::Number(value?))));
    let new = NewWorkout {
        sport: deed.sport.to_owned(),
        start_at: Some(start(app, deed)),
        utc_offset_s: Some(deed.offset_h * 3_600),
        entered: Entered {
            metrics: metrics.collect(),
            ..Entered::default()
        },
        ..NewWorkout::default()
    };
    // What the service refuses (a day ahead) nobody did.
    let Ok(done) = service::record(&app.app, id, None, Source::Api, new).await else {
        return;
    };
    if deed.is_deleted {
        let deleted = service::delete(&app.app, id, done.id, None).await;
        deleted.expect("deleted");
    }
}

/// A best effort as samples would have made it.
async fn record(app: &TestApp, id: Uuid, deed: &Deed) {
    let Some(value) = deed.best else {
        return;
    };
    let sql = "insert into best_effort (user_id, pack, record, variant, sport, start_at, local_day, workout_id, value) \
        select user_id, 'running', 'running.pace/best/distance/5000', '', sport, start_at, local_day, id, \
        cast($2 as bigint) from workout where user_id = $1 and deleted_at is null and start_at = $3 \
        and not exists (select 1 from best_effort b where b.user_id = workout.user_id and b.workout_id = workout.id)";
    let query = app
        .app
        .db
        .q(sql)
        .bind(id)
        .bind(value)
        .bind(start(app, deed));
    query.run().await.expect("an effort");
}

/// Figures that nobody has: sums of them do not fit.
pub async fn giant(app: &TestApp, id: Uuid, figures: &[(i64, i64)]) {
    let today = app.app.clock.now().date_naive();
    for (days_ago, sum) in figures {
        let day: NaiveDate = today - Duration::days(*days_ago);
        let sql = "insert into daily (user_id, sport, metric, local_day, n, sum, min, max) \
            values ($1, 'running.run', 'core.distance', $2, 1, $3, $3, $3) \
            on conflict (user_id, sport, metric, local_day) do update set sum = excluded.sum, \
            min = excluded.min, max = excluded.max";
        app.app
            .db
            .q(sql)
            .bind(id)
            .bind(day)
            .bind(*sum)
            .run()
            .await
            .expect("a figure");
    }
    let sql = "insert into active_span (user_id, first_day, last_day) values ($1, 0, 30000) \
        on conflict (user_id) do update set first_day = 0, last_day = 30000";
    app.app.db.q(sql).bind(id).run().await.expect("active");
}

/// Moments at which two and three days are, and days gone by.
pub fn moments() -> [&'static str; 3] {
    [
        "2026-11-21T09:00:00Z",
        "2026-11-21T11:30:00Z",
        "2026-11-22T23:59:59.9999Z",
    ]
}

pub fn moment(text: &str) -> DateTime<Utc> {
    at(text)
}
