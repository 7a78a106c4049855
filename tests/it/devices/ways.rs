//! The ways without an account that is asked: a file that only its adapter can read, and calls that bring the
//! data themselves. What makers post with a key is told in `engine/src/domains/devices/tests`.

use serde_json::{Value, json};
use stadion_engine::db::testing::fresh;
use stadion_engine::simulator::{Event, Tamper};
use stadion_pack::adapter::model::EventKind;

use super::stage::{Stage, browser, records, text, until};
use super::tidewatch;
use crate::cli::{out, run, talk, write};
use crate::server::{Server, root};

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_through_its_adapter() {
    for database in fresh().await {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "adapters/shorelog/adapter.yaml", SHORELOG);
        write(folder.path(), "adapters/shorelog/fixtures/week.slog", WEEK);
        for verb in ["check", "test"] {
            let done = run(folder.path(), &[verb, "adapters"]);
            assert!(done.status.success(), "{}{}", out(&done), talk(&done));
        }
        let adapters = folder.path().join("adapters");
        let packs = ["core", "running", "hiking"].map(|pack| root().join("sport-packs").join(pack));
        let more = ["--adapters", adapters.to_str().unwrap()];
        let data = folder.path().join("data");
        let server = Server::start_with(&data, &database.url, &packs, &more).await;
        let token = server.register("ann@example.org").await;

        let first = told(&server, &token).await;
        assert_eq!(
            first[0],
            json!(["week.slog/shorelog.outing[0]", "ok", "new", null])
        );
        assert_eq!(
            first[1],
            json!(["week.slog/shorelog.outing[1]", "ok", "new", null])
        );
        assert_eq!(
            first[2],
            json!(["week.slog/shorelog.outing[2]", "refused", null, "no-start"])
        );
        let again = told(&server, &token).await;
        assert_eq!(
            (&again[0][2], &again[1][2]),
            (&json!("known"), &json!("known"))
        );

        let all = server.get("/api/v1/workouts", &token).await;
        let all = all["items"].as_array().unwrap();
        assert_eq!(all.len(), 2, "{all:?}");
        let run = all
            .iter()
            .find(|one| one["sport"] == "running.run")
            .unwrap();
        assert_eq!(run["metrics"]["core.distance"]["value"], 5_000.0, "{run}");
        terms_hold(&server, &token, run["id"].as_str().unwrap()).await;

        let ann = browser(&server, "ann@example.org").await;
        let page = ann.get(format!("{}/running/devices/shorelog", server.url));
        let page = text(page.send().await.unwrap()).await;
        assert!(page.contains("2 workouts, 2 left out"), "{page}");
        assert!(page.contains("It does not say when it began."), "{page}");
        drop(server);
        database.remove().await;
    }
}

/// Name, status, what became of its workout, and why it is none.
async fn told(server: &Server, token: &str) -> Vec<Value> {
    let told = server
        .upload(token, "week.slog", WEEK.into())
        .await
        .unwrap();
    let files = told["files"].as_array().unwrap();
    let one = |file: &Value| {
        json!([
            file["file"],
            file["status"],
            file["workouts"][0]["result"],
            file["code"]
        ])
    };
    files.iter().map(one).collect()
}

/// What only its owner may see is shared by no link.
async fn terms_hold(server: &Server, token: &str, id: &str) {
    let path = format!("/api/v1/workouts/{id}/links");
    let answer = server.post(&path, token, &json!({})).await;
    assert_eq!(answer.status(), 409, "{}", answer.text().await.unwrap());
}

const SHORELOG: &str = r#"id: shorelog
version: 1.0.0
vendor: Shorelog
locales: [en]
label: simulated
models: {band: {title: {en: Shorelog band}, icon: clock}}
data_policy: {visible_to: owner, rankings: false, promos: false, models: false}
transport: {file: {extensions: [slog]}}
decode: {format: xml, records: "shorelog.outing[*]"}
normalize:
  - {field: start_time, from: "@began"}
  - {field: sport, from: "@kind", words: {jog: running, stroll: walking}, otherwise: generic}
  - {field: total_elapsed_time, from: "@lasted", as: duration}
  - {field: total_distance, from: way, unit: km}
  - samples:
      rows: beat[*]
      time: {from: "@t", as: seconds}
      fields: [{field: heart_rate, from: "@bpm"}]
dedupe: {id: "@id"}
examples:
  - name: a jog with its pulse, a stroll, and one that does not say when
    given: {payload: fixtures/week.slog}
    expect:
      activities:
        - {sport: running, total_distance: 5 km, total_elapsed_time: 30 min, samples: 2}
        - {sport: walking, total_distance: 3 km, samples: 0}
      refused:
        - {code: out-of-range, at: "shorelog.outing[0].beat[1].@bpm"}
        - {code: no-start, at: "shorelog.outing[2]"}
"#;

const WEEK: &str = r#"<?xml version="1.0"?>
<shorelog>
  <outing id="7" began="2026-06-15T06:00:00Z" kind="jog" lasted="PT30M"><way>5</way>
    <beat t="0" bpm="92"/><beat t="60" bpm="700"/><beat t="120" bpm="128"/></outing>
  <outing id="8" began="2026-06-16T17:00:00Z" kind="stroll" lasted="PT45M"><way>3</way></outing>
  <outing id="9" kind="jog" lasted="PT20M"><way>4</way></outing>
</shorelog>
"#;

/// The list of an account's archive is laid over its recordings: names and sports come with them, and so does
/// what was typed in there.
#[tokio::test(flavor = "multi_thread")]
async fn an_archive_goes_through_its_adapter() {
    for database in fresh().await {
        let data = tempfile::tempdir().unwrap();
        let packs = ["core", "running"].map(|pack| root().join("sport-packs").join(pack));
        let adapters = root().join("device-adapters");
        let more = ["--adapters", adapters.to_str().unwrap()];
        let server = Server::start_with(data.path(), &database.url, &packs, &more).await;
        let token = server.register("ann@example.org").await;
        let archive = std::fs::read(adapters.join("strava-export/fixtures/export.zip")).unwrap();
        let answer = server
            .upload(&token, "export.zip", archive.clone())
            .await
            .unwrap();
        let files = answer["files"].as_array().unwrap();
        let told = files.iter().map(|file| (&file["file"], &file["code"]));
        let told: Vec<_> = told.collect();
        assert_eq!(
            told,
            [
                (&json!("export.zip/activities.csv: line 2"), &Value::Null),
                (&json!("export.zip/activities.csv: line 3"), &Value::Null),
                (
                    &json!("export.zip/activities.csv: line 4"),
                    &json!("no-file")
                ),
            ],
            "{answer}"
        );
        let all = server.get("/api/v1/workouts", &token).await;
        let all = all["items"].as_array().unwrap();
        let titles = all.iter().map(|one| one["title"].as_str().unwrap());
        let mut titles: Vec<&str> = titles.collect();
        titles.sort_unstable();
        assert_eq!(titles, ["Before work", "Gym"]);

        // Sent again to be read in the background, all of it is known.
        let sent = server
            .http
            .post(format!("{}/api/v1/imports?name=export.zip", server.url));
        let sent = sent.bearer_auth(&token).body(archive).send().await.unwrap();
        assert_eq!(sent.status(), 202);
        let mut import = Value::Null;
        until("import that is read", async || {
            import = server.get("/api/v1/imports", &token).await["items"][0].clone();
            !import["finished_at"].is_null()
        })
        .await;
        assert_eq!(
            (&import["recorded"], &import["known"]),
            (&json!(0), &json!(2)),
            "{import}"
        );
        drop(server);
        database.remove().await;
    }
}

/// The vendor's calls bring each session whole: nothing has to be asked for.
#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_brings_the_data_is_all_there_is_to_it() {
    let yaml = tidewatch::ADAPTER
        .replace("delivery: ping", "delivery: full")
        .replace("      stream: session\n", "")
        .replace(
            "decode: {format: json}",
            "decode: {format: json, records: \"sessions[*]\"}",
        )
        .replace("      # One by its id stands alone.\n", "")
        .replace(
            "      session: {path: \"/v2/sessions/{id}\", details: *details, on_ping: true}\n",
            "",
        );
    for database in fresh().await {
        let stage = Stage::begin_as(database, &yaml, records(3)).await;
        stage.connect().await;
        stage.has(3).await;
        stage.is_done().await;
        let ids = stage.vendor.add_records(2);
        let asked = stage.asked("");
        let of = |kind: EventKind, id: &String| Event {
            kind,
            id: Some(id.clone()),
            ..Event::default()
        };
        for id in ids.iter().rev().chain(&ids) {
            let answer = stage
                .called(&of(EventKind::Created, id), &Tamper::default())
                .await;
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
        stage.has(5).await;
        stage.calls_are_done().await;
        assert_eq!((stage.count().await, stage.asked("")), (5, asked));
        // Asked for later, they are those that are here, with what only asking tells.
        stage.ask_now().await;
        stage.until_asked("detail", 5).await;
        stage.is_done().await;
        assert_eq!(stage.count().await, 5);
        let gone = of(EventKind::Deleted, &ids[0]);
        assert_eq!(stage.called(&gone, &Tamper::default()).await.status, 200);
        stage.calls_are_done().await;
        assert_eq!(stage.count().await, 4);
        stage.end().await;
    }
}
