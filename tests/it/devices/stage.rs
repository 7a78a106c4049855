//! A running server, a vendor that is played, and a person with a browser.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use serde_json::Value;
use stadion_engine::adapters;
use stadion_engine::clock::Clock;
use stadion_engine::db::testing::Fresh;
use stadion_engine::db::{Db, Run};
use stadion_engine::simulator::{
    Call, Delivered, Event, Fault, Options, Served, Simulator, Tamper,
};

use super::tidewatch::{self, ID};
use crate::server::{PASSWORD, Server, root};

/// What is waited for is there by then, on a machine that has much to do.
const PATIENCE: Duration = Duration::from_mins(1);
const LOOK: Duration = Duration::from_millis(50);

pub struct Stage {
    database: Fresh,
    pub folder: tempfile::TempDir,
    pub vendor: Simulator,
    _served: Served,
    server: Option<Server>,
    pub browser: reqwest::Client,
    pub token: String,
}

/// So many sessions, a day each. The newest is of last week, so that those that are added have been, too.
pub fn records(count: usize) -> Options {
    Options {
        records: Some(count),
        latest: Some(Clock::system().now() - TimeDelta::days(8)),
        ..Options::default()
    }
}

pub fn fault(words: &str) -> Fault {
    words.parse().unwrap()
}

impl Stage {
    /// The server has the made-up vendor's folder from its start.
    pub async fn begin(database: Fresh, options: Options) -> Self {
        Self::begin_as(database, tidewatch::ADAPTER, options).await
    }

    /// The same with another `adapter.yaml`.
    pub async fn begin_as(database: Fresh, yaml: &str, options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        tidewatch::written_as(&folder.path().join("adapters"), yaml);
        Self::open(database, folder, options).await
    }

    /// The author's folder is the vendor's alone: the server does not have it.
    pub async fn without_adapter(database: Fresh, options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        tidewatch::written(&folder.path().join("author"));
        std::fs::create_dir(folder.path().join("adapters")).unwrap();
        Self::open(database, folder, options).await
    }

    async fn open(database: Fresh, folder: tempfile::TempDir, options: Options) -> Self {
        let (vendor, served) = played(folder.path(), options.clone()).await;
        let settings = settings(&served, &options);
        std::fs::write(folder.path().join("stadion.toml"), settings).unwrap();
        let stadion = serve(folder.path(), &database.url).await;
        let token = stadion.register("ann@example.org").await;
        let browser = browser(&stadion, "ann@example.org").await;
        Self {
            database,
            folder,
            vendor,
            _served: served,
            server: Some(stadion),
            browser,
            token,
        }
    }

    pub fn server(&self) -> &Server {
        self.server.as_ref().unwrap()
    }

    pub fn db(&self) -> &Db {
        &self.database.db
    }

    pub fn url(&self) -> &str {
        &self.database.url
    }

    /// As the kernel kills. What the dead process held is let go at once, as it would be two minutes later.
    pub async fn killed(&mut self) {
        self.server.take().unwrap().kill();
        let past = Clock::system().now() - TimeDelta::seconds(1);
        for sql in [
            "update cloud_account set held_until = $1 where held_until is not null",
            "update cloud_event set next_at = $1",
            "update device_activity set claimed_until = $1 where claimed_until is not null",
        ] {
            self.db().q(sql).bind(past).run().await.unwrap();
        }
    }

    pub async fn start_again(&mut self) {
        self.server = Some(serve(self.folder.path(), &self.database.url).await);
    }

    /// The device's page.
    pub async fn page(&self) -> String {
        let address = format!("{}/running/devices/{ID}", self.server().url);
        let answer = self.browser.get(address).send().await.unwrap();
        text(answer).await
    }

    /// To the vendor's page by the link, `decision` there, and back: the device's page, with what it says.
    pub async fn answers_vendor(&self, decision: &str) -> String {
        let link = format!("/running/devices/{ID}/connect");
        assert!(self.page().await.contains(&link));
        let address = format!("{}{link}", self.server().url);
        let consent = self.browser.get(address).send().await.unwrap();
        let at = consent.url().clone();
        assert!(at.path().starts_with("/id.tidewatch.example/"), "{at}");
        let page = text(consent).await;
        assert!(page.contains("sessions.read"), "{page}");
        let action = page.split("action=\"").nth(1).unwrap();
        let action = action.split('"').next().unwrap().replace("&amp;", "&");
        let form = [("user", "1001"), ("decision", decision)];
        let back = self.browser.post(at.join(&action).unwrap()).form(&form);
        text(back.send().await.unwrap()).await
    }

    pub async fn connect(&self) {
        let page = self.answers_vendor("allow").await;
        assert!(
            page.contains("Connected. What you recorded comes now."),
            "{page}"
        );
    }

    /// "Ask now", as a person presses it.
    pub async fn ask_now(&self) {
        let page = self.page().await;
        let form = page.split("<form").find(|form| form.contains("/sync\""));
        let form = form.unwrap_or_else(|| panic!("nothing to press: {page}"));
        let action = form.split("action=\"").nth(1).unwrap();
        let action = action.split('"').next().unwrap();
        let address = format!("{}{action}", self.server().url);
        let answer = self.browser.post(address).send().await.unwrap();
        assert!(text(answer).await.contains("It is being asked."));
    }

    /// The person's workouts, the newest first.
    pub async fn workouts(&self) -> Vec<Value> {
        let mut all = Vec::new();
        let mut path = "/api/v1/workouts?limit=100".to_owned();
        loop {
            let page = self.server().get(&path, &self.token).await;
            all.extend(page["items"].as_array().unwrap().iter().cloned());
            let Some(next) = page["next_cursor"].as_str() else {
                return all;
            };
            path = format!("/api/v1/workouts?limit=100&cursor={next}");
        }
    }

    /// How many there are, each begun at another time.
    pub async fn count(&self) -> usize {
        let all = self.workouts().await;
        let starts: BTreeSet<&str> = all.iter().filter_map(|one| one["start"].as_str()).collect();
        assert_eq!(starts.len(), all.len(), "two of one start");
        all.len()
    }

    /// Waits until so many are here, and never more.
    pub async fn has(&self, count: usize) {
        let mut there = 0;
        until(&format!("{count} workouts"), async || {
            there = self.count().await;
            assert!(there <= count, "{there} in place of {count}");
            there == count
        })
        .await;
    }

    /// Waits until the device's page says so.
    pub async fn is_told(&self, words: &str) -> String {
        let mut page = String::new();
        until(words, async || {
            page = self.page().await;
            page.contains(words)
        })
        .await;
        page
    }

    /// Waits until the turn is over and all of it went well.
    pub async fn is_done(&self) {
        let mut last: Option<(String, Option<String>, i64)> = None;
        until("a turn that went well", async || {
            let sql = "select state, reason, cast(case when last_sync_at is not null \
                and holder is null and attempts = 0 then 1 else 0 end as bigint) from cloud_account";
            last = self.db().q(sql).opt().await.unwrap();
            let works = |(state, reason, done): &(String, Option<String>, i64)| {
                state == "works" && reason.is_none() && *done == 1
            };
            last.as_ref().is_some_and(works)
        })
        .await;
    }

    /// How often the vendor was asked for this.
    pub fn asked(&self, of: &str) -> usize {
        let seen = self.vendor.requests();
        seen.iter().filter(|one| one.of.starts_with(of)).count()
    }

    /// Waits until the vendor was asked for this so often.
    pub async fn until_asked(&self, of: &str, count: usize) {
        until(&format!("{count} × {of}"), async || {
            self.asked(of) >= count
        })
        .await;
    }

    fn hook(&self) -> String {
        format!("{}/hooks/{ID}", self.server().url)
    }

    /// The vendor calls.
    pub async fn called(&self, event: &Event, tamper: &Tamper) -> Delivered {
        let call = self.vendor.webhook(&self.hook(), event, tamper).await;
        call.unwrap()
    }

    /// One of its calls, as it was made before.
    pub async fn sent(&self, call: &Call) {
        let answer = self.vendor.send(&self.hook(), call).await.unwrap();
        assert_eq!(answer.status, 200, "{}", answer.body);
    }

    /// Waits until nothing is left of what the vendor called about.
    pub async fn calls_are_done(&self) {
        until("calls that are done", async || {
            let sql = "select count(*) from cloud_event";
            let (left,): (i64,) = self.db().q(sql).one().await.unwrap();
            left == 0
        })
        .await;
    }

    pub async fn end(mut self) {
        drop(self.server.take());
        self.database.remove().await;
    }
}

/// Looks again and again, until it holds or patience ends.
pub async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let waited = tokio::time::timeout(PATIENCE, async {
        while !holds().await {
            tokio::time::sleep(LOOK).await;
        }
    });
    assert!(waited.await.is_ok(), "no {what} after {PATIENCE:?}");
}

/// The vendor of the folder's adapter.
async fn played(folder: &Path, options: Options) -> (Simulator, Served) {
    let known = ["adapters", "author"].map(|name| folder.join(name).join(ID));
    let known = known.into_iter().find(|path| path.is_dir()).unwrap();
    let sources = stadion_pack::source::read_adapters(&known).unwrap();
    let compiled = adapters::compiled(&sources).remove(0);
    assert!(compiled.findings.is_empty(), "{:?}", compiled.findings);
    let adapter = Arc::new(compiled.adapter.unwrap());
    let vendor = Simulator::new(adapter, &sources[0], options, Clock::system()).unwrap();
    let served = vendor.serve().await.unwrap();
    (vendor, served)
}

/// What an operator writes to let the vendor in.
fn settings(served: &Served, options: &Options) -> String {
    format!(
        "vendor_key = \"a key of these tests that is long enough\"\n\n[vendors.{ID}]\n\
         client_id = \"{}\"\nclient_secret = \"{}\"\n\
         hosts = [\"id.tidewatch.example\", \"api.tidewatch.example\"]\nstand_in = \"{}\"\n\n\
         [vendors.{ID}.secrets]\nwebhook_secret = \"{}\"\n",
        options.client_id,
        options.client_secret,
        served.url(),
        options.secret("webhook_secret"),
    )
}

async fn serve(folder: &Path, database: &str) -> Server {
    let packs: Vec<PathBuf> = ["core", "running", "hiking"]
        .map(|pack| root().join("sport-packs").join(pack))
        .into();
    let text = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (config, adapters) = (text("stadion.toml"), text("adapters"));
    let more = ["--config", &config, "--adapters", &adapters];
    Server::start_with(&folder.join("data"), database, &packs, &more).await
}

/// A browser in which a person is logged in. It follows wherever it is led.
pub async fn browser(server: &Server, email: &str) -> reqwest::Client {
    let browser = stadion_engine::outgoing::builder().cookie_store(true);
    let browser = browser.build().unwrap();
    let form = [("email", email), ("password", PASSWORD)];
    let login = browser.post(format!("{}/login", server.url)).form(&form);
    text(login.send().await.unwrap()).await;
    browser
}

/// A page that was shown.
pub async fn text(answer: reqwest::Response) -> String {
    let (status, url) = (answer.status(), answer.url().clone());
    let text = answer.text().await.unwrap();
    assert!(status.is_success(), "{url}: {status}\n{text}");
    text.replace("&#x2f;", "/").replace("&#x27;", "'")
}
