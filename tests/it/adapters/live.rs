//! A vendor asked once by an author: `adapter try --live` and `adapter record --live` against the simulator.

use std::path::Path;
use std::process::Output;
use std::sync::Arc;

use serde_json::Value;
use stadion_engine::adapters::compiled;
use stadion_engine::adapters::pull::{Client, authorize, call, code, signed, tokens};
use stadion_engine::clock::Clock;
use stadion_engine::config::Vendor;
use stadion_engine::outgoing::Outgoing;
use stadion_engine::simulator::{Fault, Options, Served, Simulator};
use stadion_pack::adapter::Adapter;
use stadion_pack::source;
use url::Url;

use crate::cli::{out, run, stadion, talk};
use crate::server::root;

const BACK: &str = "http://127.0.0.1:9/connected";
const VERIFIER: &str = "a-verifier-that-is-long-enough-for-everybody";

/// A vendor that is played, and someone whom it let in.
struct Played {
    simulator: Simulator,
    _served: Served,
    url: String,
    token: String,
    folder: tempfile::TempDir,
}

impl Played {
    async fn of(id: &str) -> Self {
        let sources = source::read_adapters(&root().join("device-adapters").join(id)).unwrap();
        let adapter = compiled(&sources).remove(0).adapter.unwrap();
        let adapter = Arc::new(adapter);
        let options = Options {
            auto_allow: true,
            records: Some(3),
            ..Options::default()
        };
        let simulator =
            Simulator::new(adapter.clone(), &sources[0], options, Clock::system()).unwrap();
        let served = simulator.serve().await.unwrap();
        let url = served.url();
        let token = token(&adapter, &url).await;
        simulator.clear_requests();
        Self {
            simulator,
            _served: served,
            url,
            token,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// The executable, with the token where nobody sees it.
    async fn run(&self, arguments: &[&str]) -> Output {
        let mut command = stadion(self.folder.path());
        let adapters = root().join("device-adapters");
        command.arg("adapter").args(arguments);
        if !arguments.contains(&"--dir") {
            command.arg("--dir").arg(adapters);
        }
        command.args(["--live", "--stand-in", &self.url]);
        command.env("STADION_VENDOR_TOKEN", &self.token);
        let done = tokio::task::spawn_blocking(move || command.output().unwrap());
        let done = done.await.unwrap();
        for told in [out(&done), talk(&done)] {
            assert!(!told.contains(&self.token), "{told}");
        }
        done
    }

    fn fail(&self, fault: &str) {
        self.simulator.clear_faults();
        self.simulator
            .fault(fault.parse::<Fault>().unwrap())
            .unwrap();
    }
}

/// As the server does it.
async fn token(adapter: &Adapter, url: &str) -> String {
    let pull = adapter.transport.pull.as_ref().unwrap();
    let oauth = pull.oauth2.as_ref().unwrap();
    let vendor = Vendor {
        hosts: pull.hosts.clone(),
        stand_in: Some(url.parse().unwrap()),
        ..Vendor::default()
    };
    let client = Client {
        id: "simulated-client",
        secret: "simulated-client-secret",
        redirect: BACK,
    };
    let page = authorize(oauth, client, "s-1", VERIFIER);
    let page = Outgoing::page(&vendor, &page).unwrap();
    let http = stadion_engine::outgoing::builder().redirect(reqwest::redirect::Policy::none());
    let answer = http.build().unwrap().get(page).send().await.unwrap();
    let back = answer.headers()["location"].to_str().unwrap();
    let back = Url::parse(back).unwrap();
    let (_, told) = back.query_pairs().find(|(name, _)| name == "code").unwrap();
    let asked = code(oauth, client, &told, VERIFIER);
    let outgoing = Outgoing::new().unwrap();
    let answer = outgoing.ask(&vendor, asked).await.unwrap();
    let let_in = tokens(oauth, &answer, Clock::system().now()).unwrap();
    if let Some(register) = &oauth.register {
        let asked = call(pull, register, &|_| let_in.user.clone()).unwrap();
        let asked = signed(pull, asked, &let_in.access);
        let answer = outgoing.ask(&vendor, asked).await.unwrap();
        assert_eq!(answer.status, 200);
    }
    let_in.access
}

fn told(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", talk(output)))
}

#[tokio::test]
async fn a_vendor_is_asked_once_and_every_step_is_shown() {
    let polar = Played::of("polar").await;
    let done = polar.run(&["try", "polar", "--stream", "exercises"]).await;
    let text = out(&done);
    assert_eq!(done.status.code(), Some(0), "{text}{}", talk(&done));
    for part in [
        "stands in for the vendor",
        "request 1: stream exercises",
        "GET https://www.polaraccesslink.com/v3/exercises?samples=true&route=true",
        "Authorization: Bearer …",
        "response 1: 200, ",
        "→ taken",
        "the answer holds 3 records, and 1 of them is gone through",
        "decoded",
        "normalised by",
        "start_time ← start_time",
        "activity",
        "sport: running",
        "out-of-range at [0]",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(polar.simulator.requests().len(), 1);
}

#[tokio::test]
async fn what_belongs_to_a_record_is_asked_for_from_a_time_on() {
    let strava = Played::of("strava").await;
    let arguments = [
        "try",
        "strava",
        "--stream",
        "activities",
        "--format",
        "json",
    ];
    let since = ["--since", "2026-06-01", "--records", "2"];
    let done = strava.run(&[&arguments[..], &since[..]].concat()).await;
    let told = told(&done);
    let exchanges = told["exchanges"].as_array().unwrap();
    assert_eq!(exchanges.len(), 3, "{told}");
    let url = exchanges[0]["request"]["url"].as_str().unwrap();
    assert!(url.contains("after=1780272000"), "{url}");
    assert_eq!(
        exchanges[0]["request"]["headers"]["Authorization"],
        "Bearer …"
    );
    assert!(
        exchanges[1]["of"]
            .as_str()
            .unwrap()
            .starts_with("streams of [")
    );
    assert_eq!(told["page"]["gone_through"], 2);
    assert_eq!(told["records"][0]["activity"]["sport"], "cycling");
    assert!(
        told["records"][0]["record"]["streams"].is_object(),
        "{told}"
    );

    // What is optional may be refused.
    strava.fail("404 of=detail");
    let done = strava.run(&[&arguments[..], &since[..2]].concat()).await;
    let told = self::told(&done);
    assert_eq!(done.status.code(), Some(0), "{told}");
    assert_eq!(told["exchanges"][1]["verdict"], "fail");
    assert!(told["records"][0]["record"]["streams"].is_null());
}

#[tokio::test]
async fn what_a_vendor_refuses_is_told_with_what_the_server_would_do() {
    let withings = Played::of("withings").await;
    let arguments = [
        "try",
        "withings",
        "--stream",
        "workouts",
        "--since",
        "2026-06-01",
    ];
    for (fault, verdict) in [
        ("error-inside then=rate-limited", "the server would wait"),
        ("401", "the token is not taken"),
        ("500", "the server would ask again later"),
        ("404", "would give this request up"),
        ("cut", "request 1: stream workouts"),
    ] {
        withings.fail(fault);
        let done = withings.run(&arguments).await;
        let text = out(&done);
        assert_ne!(done.status.code(), Some(0), "{fault}: {text}");
        assert!(text.contains(verdict), "{fault}: {text}");
        assert!(!text.contains("record 1"), "{fault}: {text}");
    }
    withings.simulator.clear_faults();
    let done = withings.run(&arguments).await;
    assert_eq!(done.status.code(), Some(0), "{}", out(&done));
}

#[tokio::test]
async fn nobody_there_is_3() {
    let mut oura = Played::of("oura").await;
    oura.url = "http://127.0.0.1:9".to_owned();
    let done = oura.run(&["try", "oura", "--stream", "workouts"]).await;
    assert_eq!(done.status.code(), Some(3), "{}", out(&done));
    assert!(out(&done).contains("no response 1: the vendor could not be reached"));
}

#[test]
fn all_that_is_missing_is_told_and_nothing_is_asked() {
    let try_one = |more: &[&str]| {
        let done = run(&root(), &[&["adapter", "try"], more].concat());
        assert_eq!(done.status.code(), Some(2), "{more:?}: {}", out(&done));
        talk(&done)
    };
    let said = try_one(&["strava", "--live", "--stream", "activities"]);
    for part in [
        "www.strava.com, which nobody approved",
        "[vendors.strava]",
        "--allow-host www.strava.com",
        "STADION_VENDOR_TOKEN",
        "activity:read_all",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let here = ["--stand-in", "http://127.0.0.1:9"];
    for (arguments, word) in [
        (
            &["polar", "--live", "--stream", "exercise"][..],
            "--record ID",
        ),
        (
            &[
                "polar",
                "--live",
                "--stream",
                "exercises",
                "--since",
                "2026-06-01",
            ],
            "leave --since out",
        ),
        (
            &["polar", "--live", "--stream", "exercice"],
            "did you mean `exercise`?",
        ),
        (&["gpx", "--live"], "asks nobody"),
        (
            &[
                "polar",
                "--live",
                "--stream",
                "exercises",
                "--allow-host",
                "example.org",
            ],
            "names no such host",
        ),
        (
            &[
                "polar",
                "--live",
                "--stream",
                "exercises",
                "--token-file",
                "none",
            ],
            "none: ",
        ),
        (
            &["polar", "--live", "--stream", "exercises", "--since", "May"],
            "2026-06-01",
        ),
        (&["polar", "--since", "2026-06-01"], "--live"),
        (
            &["polar", "--live", "--payload", "x.json"],
            "cannot be used with",
        ),
    ] {
        let said = try_one(&[arguments, &here].concat());
        assert!(said.contains(word), "{arguments:?}: {said}");
    }
    let said = try_one(&[
        "polar",
        "--live",
        "--stream",
        "exercises",
        "--stand-in",
        "http://10.0.0.1",
    ]);
    assert!(said.contains("on this machine"), "{said}");
}

#[tokio::test]
async fn an_answer_is_saved_scrubbed_with_an_example_that_passes() {
    let strava = Played::of("strava").await;
    let adapters = strava.folder.path().join("adapters");
    copied(
        &root().join("device-adapters/strava"),
        &adapters.join("strava"),
    );
    let arguments = [
        "record",
        "strava",
        "--stream",
        "activities",
        "--name",
        "from-the-vendor",
        "--dir",
    ];
    let since = [adapters.to_str().unwrap(), "--since", "2026-06-01"];
    let done = strava.run(&[&arguments[..], &since[..]].concat()).await;
    assert_eq!(done.status.code(), Some(0), "{}", talk(&done));
    assert!(
        talk(&done).contains("(stream activities): 200"),
        "{}",
        talk(&done)
    );
    let fixture = adapters.join("strava/fixtures/from-the-vendor.json");
    let fixture = std::fs::read_to_string(fixture).unwrap();
    let records: Value = serde_json::from_str(&fixture).unwrap();
    assert_eq!(records.as_array().unwrap().len(), 1, "{fixture}");
    assert!(!fixture.contains(&strava.token) && !fixture.contains("Around the lake"));
    assert!(
        adapters
            .join("strava/fixtures/from-the-vendor-streams.json")
            .is_file()
    );
    let tested = run(strava.folder.path(), &["test", adapters.to_str().unwrap()]);
    assert_eq!(tested.status.code(), Some(0), "{}", out(&tested));

    let two = [&since[..], &["--records", "2"]].concat();
    let refused = strava.run(&[&arguments[..], &two[..]].concat()).await;
    assert_eq!(refused.status.code(), Some(2));
    assert!(talk(&refused).contains("one by one"), "{}", talk(&refused));
    strava.fail("429");
    let refused = strava.run(&[&arguments[..], &since[..]].concat()).await;
    assert_eq!(refused.status.code(), Some(1), "{}", talk(&refused));
    assert!(
        talk(&refused).contains("the server would wait"),
        "{}",
        talk(&refused)
    );
}

fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}
