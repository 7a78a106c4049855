//! Vendors on both databases, against their simulators, through the router.

mod calls;
mod connecting;
mod troubles;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use axum::http::{StatusCode, header};
use chrono::TimeDelta;
use serde_json::Value;
use uuid::Uuid;

use super::model::Account;
use super::{run, store};
use crate::adapters;
use crate::clock::Clock;
use crate::config::{Secret, Vendor};
use crate::db::Db;
use crate::simulator::{Options, Served, Simulator};
use crate::testing::{Answer, TestApp, app_with};

const PACK: &str = "running";

/// An app whose operator let a vendor in that a simulator plays, and a person.
struct Stage {
    app: TestApp,
    adapter: String,
    vendor: Simulator,
    served: Option<Served>,
    clock: Clock,
    user_id: Uuid,
    person: String,
}

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

async fn stage(db: Db, adapter: &str, options: Options) -> Stage {
    stage_in(db, adapter, &folder("device-adapters"), options).await
}

/// The same with an adapter of another folder.
async fn stage_in(db: Db, adapter: &str, adapters_in: &Path, options: Options) -> Stage {
    let sources = stadion_pack::source::read_adapters(adapters_in).unwrap();
    let source = sources.iter().find(|one| one.id() == adapter).unwrap();
    let compiled = adapters::compiled(std::slice::from_ref(source)).remove(0);
    let compiled = Arc::new(compiled.adapter.unwrap());
    let now = "2026-11-21T09:00:00Z".parse().unwrap();
    let clock = Clock::fixed(now, 7);
    let options = Options {
        auto_allow: true,
        latest: Some(now - TimeDelta::days(10)),
        ..options
    };
    let vendor = Simulator::new(
        Arc::clone(&compiled),
        source,
        options.clone(),
        clock.clone(),
    );
    let vendor = vendor.unwrap();
    let served = vendor.serve().await.unwrap();
    let pull = compiled.transport.pull.clone().unwrap();
    let push = compiled.transport.push.as_ref();
    let names = push.into_iter().flat_map(|push| {
        let hmac = push.hmac.as_ref().map(|hmac| hmac.secret.clone());
        let header = push.header.as_ref().map(|header| header.secret.clone());
        let challenge = push.challenge.as_ref().and_then(|one| one.secret.clone());
        [hmac, header, push.address.clone(), challenge]
            .into_iter()
            .flatten()
    });
    let secrets = names.filter(|name| name != "client_secret");
    let secrets = secrets.map(|name| (name.clone(), Secret::new(options.secret(&name))));
    let known = Vendor {
        client_id: options.client_id.clone(),
        client_secret: Some(Secret::new(options.client_secret.clone())),
        hosts: pull.hosts,
        secrets: secrets.collect(),
        stand_in: Some(served.url().parse().unwrap()),
    };
    let app = app_with(db, |config| {
        config.packs = vec![folder("sport-packs")];
        config.adapters = vec![adapters_in.to_owned()];
        config.vendors.insert(adapter.to_owned(), known);
    })
    .await;
    let (user_id, person) = app.register_confirmed("ann@example.org").await;
    Stage {
        app,
        adapter: adapter.to_owned(),
        vendor,
        served: Some(served),
        clock,
        user_id,
        person,
    }
}

/// Path and query of an address of ours.
fn here(location: &str) -> String {
    let url = url::Url::parse(location).unwrap();
    format!("{}?{}", url.path(), url.query().unwrap_or_default())
}

fn location(answer: &Answer) -> String {
    answer.header(header::LOCATION).to_owned()
}

impl Stage {
    /// The way to the vendor, with the person's yes: the address they come back to.
    async fn allowed(&self) -> String {
        let path = format!("/{PACK}/devices/{}/connect", self.adapter);
        let sent = self.app.get(&path, &self.person).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let browser = crate::outgoing::builder().redirect(reqwest::redirect::Policy::none());
        let answer = browser
            .build()
            .unwrap()
            .get(location(&sent))
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_redirection(), "{}", answer.status());
        here(answer.headers()["location"].to_str().unwrap())
    }

    async fn connect(&self) -> Uuid {
        let back = self.allowed().await;
        let done = self.app.get(&back, &self.person).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        assert_eq!(
            location(&done),
            format!("/{PACK}/devices/{}?did=connected", self.adapter)
        );
        self.account().await.connection_id
    }

    async fn accounts(&self) -> Vec<Account> {
        store::of_user(&self.app.app.db, self.user_id)
            .await
            .unwrap()
    }

    async fn account(&self) -> Account {
        let accounts = self.accounts().await;
        accounts
            .into_iter()
            .find(|one| one.state != "ended")
            .unwrap()
    }

    /// Rounds until nothing is due.
    async fn settle(&self) {
        for _ in 0..200 {
            if Box::pin(run::tick(&self.app.app)).await.unwrap() == 0 {
                return;
            }
        }
        panic!("a round without end");
    }

    /// Both clocks go on, and what is due then is done.
    async fn after(&self, time: TimeDelta) {
        self.pass(time);
        self.settle().await;
    }

    fn pass(&self, time: TimeDelta) {
        let now = self.app.app.clock.now() + time;
        self.app.app.clock.set(now);
        self.clock.set(now);
    }

    /// Ids of all workouts.
    async fn workouts(&self) -> Vec<Value> {
        let mut all = Vec::new();
        let mut path = "/api/v1/workouts?limit=100".to_owned();
        loop {
            let page = self.app.get(&path, &self.person).await.json();
            all.extend(page["items"].as_array().unwrap().iter().cloned());
            let Some(next) = page["next_cursor"].as_str() else {
                return all;
            };
            path = format!("/api/v1/workouts?limit=100&cursor={next}");
        }
    }

    /// How many there are, each begun at another time.
    async fn count(&self) -> usize {
        let all = self.workouts().await;
        let starts: BTreeSet<String> = all.iter().map(|one| one["start"].to_string()).collect();
        assert_eq!(starts.len(), all.len(), "two of one start");
        all.len()
    }

    fn hook(&self) -> String {
        format!("/hooks/{}", self.adapter)
    }

    /// The list that is asked for on schedule.
    fn asked(&self, of: &str) -> usize {
        let seen = self.vendor.requests();
        seen.iter().filter(|one| one.of.starts_with(of)).count()
    }
}

/// Time goes by, from turn to turn, until all is here.
async fn until_all(stage: &Stage, count: usize) {
    for _ in 0..200 {
        if stage.count().await == count {
            return;
        }
        let now = stage.app.app.clock.now();
        let next = stage.account().await.next_at;
        let wait = next.map_or(TimeDelta::minutes(2), |at| at - now);
        stage.after(wait.max(TimeDelta::seconds(1))).await;
    }
    let asked = stage.vendor.requests();
    let lists = asked.iter().filter(|one| one.of.starts_with("stream"));
    panic!(
        "{} of {count}: {:?}: {:#?}",
        stage.count().await,
        stage.accounts().await,
        lists.collect::<Vec<_>>()
    );
}
