//! A manufacturer's server, which sends what people recorded.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use stadion_activity::Activity;
use stadion_engine::db::Db;
use stadion_engine::db::testing::Fresh;
use stadion_engine::events::pending_count;

use super::recordings::{canonical, own};
use super::server::Server;

const ADAPTER: &str = "generic-json";
/// Who are connected.
const PEOPLE: usize = 4;
/// The server takes 16 MiB and 500 activities a request.
const MOST_BYTES: usize = 16 << 20;
const MOST_ITEMS: usize = 500;

/// How activities are sent.
#[derive(Clone, Copy, PartialEq)]
pub struct Way {
    is_canonical: bool,
    pace: Pace,
}

#[derive(Clone, Copy, PartialEq)]
enum Pace {
    /// One a request, the next when it is answered.
    One,
    /// The same for each person side by side.
    SideBySide,
    /// As many in a request as it takes.
    Many,
    /// The same for each person side by side: canonical JSON has all of them in one request.
    ManySideBySide,
}

const fn way(is_canonical: bool, pace: Pace) -> Way {
    Way { is_canonical, pace }
}

pub const WAYS: [Way; 7] = [
    way(true, Pace::One),
    way(true, Pace::SideBySide),
    way(true, Pace::Many),
    way(false, Pace::One),
    way(false, Pace::SideBySide),
    way(false, Pace::Many),
    way(false, Pace::ManySideBySide),
];

impl Way {
    const fn is_many(self) -> bool {
        matches!(self.pace, Pace::Many | Pace::ManySideBySide)
    }

    const fn is_side_by_side(self) -> bool {
        matches!(self.pace, Pace::SideBySide | Pace::ManySideBySide)
    }

    pub const fn name(self) -> &'static str {
        match (self.is_canonical, self.pace) {
            (true, Pace::One) => "canonical, one a request",
            (true, Pace::SideBySide) => "canonical, one a request, four at once",
            (true, Pace::Many | Pace::ManySideBySide) => "canonical, many a request",
            (false, Pace::One) => "own format, one a request",
            (false, Pace::SideBySide) => "own format, one a request, four at once",
            (false, Pace::Many) => "own format, many a request",
            (false, Pace::ManySideBySide) => "own format, many, four at once",
        }
    }
}

/// A request to be sent, and how many activities are in it.
pub struct Request {
    person: usize,
    body: String,
    items: usize,
}

/// From the first request on.
pub struct Took {
    /// Until the last was answered: each activity is stored durably.
    pub durable: Duration,
    /// Until records, badges and sums are told too.
    pub told: Duration,
}

pub struct Sender<'a> {
    server: &'a Server,
    db: &'a Db,
    secret: String,
    /// Sent so far; each is of a day of its own.
    sent: usize,
}

impl<'a> Sender<'a> {
    /// With a key, and people who gave it their codes.
    pub async fn connected(server: &'a Server, database: &'a Fresh, data: &Path) -> Self {
        let sender = Self {
            server,
            db: &database.db,
            secret: key(&database.url, data),
            sent: 0,
        };
        for person in 0..PEOPLE {
            let token = server.register(&format!("u{person}@example.org")).await;
            let path = format!("/api/v1/devices/{ADAPTER}/connect");
            let answer = server.post(&path, &token, &json!({})).await;
            let code: Value = answer.json().await.unwrap();
            let body = json!({"code": code["code"], "user": format!("u-{person}")});
            let path = "/api/v1/ingest/connections";
            let answer = server.post(path, &sender.secret, &body).await;
            assert!(
                answer.status().is_success(),
                "{}",
                answer.text().await.unwrap()
            );
        }
        sender
    }

    /// So many activities of days that were not sent before, as requests.
    pub fn bodies(&mut self, hours: &[Activity], activities: usize, way: Way) -> Vec<Request> {
        let mut requests: Vec<Request> = Vec::new();
        for (n, hour) in hours.iter().cycle().take(activities).enumerate() {
            let (person, day) = (n % PEOPLE, self.sent);
            self.sent += 1;
            let id = format!("a-{day}");
            let line = if way.is_canonical {
                canonical(hour, &id, &format!("u-{person}"), day)
            } else {
                own(hour, &id, day)
            };
            let with = requests.iter_mut().rev().find(|request| {
                let may_join = way.is_canonical || request.person == person;
                let has_room =
                    request.items < MOST_ITEMS && request.body.len() + line.len() < MOST_BYTES;
                way.is_many() && may_join && has_room
            });
            if let Some(request) = with {
                request.body.push('\n');
                request.body.push_str(&line);
                request.items += 1;
            } else {
                requests.push(Request {
                    person,
                    body: line,
                    items: 1,
                });
            }
        }
        requests
    }

    /// Sends them; how long it took until the last was answered, and until nothing waited to be told.
    pub async fn send(&self, requests: Vec<Request>, way: Way) -> Took {
        let mut lanes: Vec<Vec<Request>> = Vec::new();
        lanes.resize_with(PEOPLE, Vec::new);
        for request in requests {
            let lane = if way.is_side_by_side() {
                request.person
            } else {
                0
            };
            lanes[lane].push(request);
        }
        let began = Instant::now();
        let lanes = lanes.into_iter().map(|lane| {
            let (http, url, secret) = (
                self.server.http.clone(),
                self.server.url.clone(),
                self.secret.clone(),
            );
            tokio::spawn(async move {
                for request in lane {
                    post(&http, &url, &secret, way, request).await;
                }
            })
        });
        for lane in lanes.collect::<Vec<_>>() {
            lane.await.unwrap();
        }
        let durable = began.elapsed();
        while pending_count(self.db).await.unwrap() > 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let told = began.elapsed();
        Took { durable, told }
    }
}

/// Sends one request, all of which has to be new.
async fn post(http: &reqwest::Client, url: &str, secret: &str, way: Way, request: Request) {
    let path = if way.is_canonical {
        format!("{url}/api/v1/ingest/activities")
    } else {
        format!("{url}/api/v1/ingest/payloads?user=u-{}", request.person)
    };
    let kind = if way.is_many() {
        "application/x-ndjson"
    } else {
        "application/json"
    };
    let answer = http
        .post(path)
        .bearer_auth(secret)
        .header("content-type", kind)
        .body(request.body);
    let answer: Value = answer.send().await.unwrap().json().await.unwrap();
    let items = answer["items"].as_array();
    let new = items.map(|items| items.iter().filter(|item| is_whole(item)).count());
    assert_eq!(new, Some(request.items), "{answer}");
}

/// Whether all of an activity was taken: a fast wrong answer is no figure.
fn is_whole(item: &Value) -> bool {
    let is_empty = |list: &Value| list.as_array().is_none_or(Vec::is_empty);
    item["status"] == "new" && is_empty(&item["warnings"]) && is_empty(&item["refused"])
}

fn key(database: &str, data: &Path) -> String {
    let made = Command::new(env!("CARGO_BIN_EXE_stadion"))
        .args(["adapter", "key", "make", ADAPTER, "--name", "bench"])
        .args(["--quota", "100000", "--database", database, "--data"])
        .arg(data)
        .output()
        .unwrap();
    let told = String::from_utf8(made.stdout).unwrap();
    let secret = told.split_whitespace().last();
    secret.expect("a secret").to_owned()
}
