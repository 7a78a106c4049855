//! A vendor that nobody has heard of: its folder is written, checked, tried and published to a server that
//! runs; a person connects, and what they did comes. Not a line of code knows of it.

use serde_json::Value;
use stadion_engine::db::testing::fresh;
use stadion_engine::simulator::{Event, Tamper};
use stadion_pack::adapter::model::EventKind;

use super::stage::{Stage, records};
use super::tidewatch::ID;
use crate::cli::{out, stadion, talk};

const SESSIONS: usize = 24;

#[tokio::test(flavor = "multi_thread")]
async fn a_new_vendor_is_a_folder() {
    for database in fresh().await {
        let stage = Stage::without_adapter(database, records(SESSIONS)).await;
        published(&stage).await;

        let refused = stage.answers_vendor("deny").await;
        assert!(refused.contains("you did not agree there"), "{refused}");
        assert!(!refused.contains("Your connection"), "{refused}");
        stage.connect().await;
        stage.has(SESSIONS).await;
        stage.is_done().await;
        figures(&stage).await;
        left_out_is_told(&stage).await;

        news(&stage).await;
        gone(&stage).await;
        stage.end().await;
    }
}

/// The author's way: check, test, publish; nobody restarts anything.
async fn published(stage: &Stage) {
    let page = format!("{}/running/devices/{ID}", stage.server().url);
    let unknown = stage.browser.get(&page).send().await.unwrap();
    assert_eq!(unknown.status(), 404);
    stage.server().register("author@example.org").await;
    let author = stage
        .server()
        .grant("author@example.org", "publisher")
        .await;
    let folder = stage.folder.path().join("author");
    let told = |arguments: &[&str]| {
        let mut command = stadion(&folder);
        let done = command
            .args(arguments)
            .env("STADION_TOKEN", &author)
            .output();
        let done = done.unwrap();
        assert!(
            done.status.success(),
            "{arguments:?}: {}{}",
            out(&done),
            talk(&done)
        );
        out(&done)
    };
    told(&["check", ID]);
    told(&["test", ID]);
    let said = told(&["publish", ID, "--to", &stage.server().url]);
    assert!(
        said.contains("tidewatch 1.0.0") && said.contains("is live"),
        "{said}"
    );
    assert!(said.contains("1 case passed"), "{said}");
    let page = stage.page().await;
    assert!(
        page.contains("Tidewatch One") && page.contains("Connect Tidewatch"),
        "{page}"
    );
}

/// What the vendor tells in its own words and units is read back in ours.
async fn figures(stage: &Stage) {
    let all = stage.workouts().await;
    let run = all.iter().find(|one| one["title"] == "Long one").unwrap();
    assert_eq!(run["sport"], "running.run", "{run}");
    let figure = |name: &str| run["metrics"][name]["value"].as_f64();
    assert_eq!(figure("core.distance"), Some(8_000.0), "{run}");
    assert_eq!(figure("core.duration"), Some(2_880.0), "{run}");
    assert_eq!(figure("core.max_heart_rate"), Some(131.0), "{run}");
    let id = run["id"].as_str().unwrap();
    let whole = stage
        .server()
        .get(&format!("/api/v1/workouts/{id}"), &stage.token)
        .await;
    assert_eq!(
        whole["channels"],
        serde_json::json!(["heart_rate"]),
        "{whole}"
    );
    let walks = all.iter().filter(|one| one["sport"] == "hiking.walk");
    assert_eq!(walks.count(), SESSIONS / 3, "{all:?}");
}

/// Each pulse has one value that nobody's heart has.
async fn left_out_is_told(stage: &Stage) {
    let page = stage.page().await;
    assert!(page.contains("24 workouts, 24 left out"), "{page}");
    assert!(page.contains("A value that nothing measures."), "{page}");
    assert!(page.contains("sessions[0].pulse.beats[2].rate"), "{page}");
}

/// The vendor calls, and what it calls about is here once.
async fn news(stage: &Stage) {
    let new = stage.vendor.add_records(1).remove(0);
    let event = Event {
        id: Some(new),
        ..Event::default()
    };
    let answer = stage.called(&event, &Tamper::default()).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    stage.has(SESSIONS + 1).await;
    stage.calls_are_done().await;
    let event = Event {
        kind: EventKind::Deleted,
        ..event
    };
    assert_eq!(stage.called(&event, &Tamper::default()).await.status, 200);
    stage.calls_are_done().await;
    assert_eq!(stage.count().await, SESSIONS);
}

/// Who disconnects is forgotten by us and, told so, by the vendor; what came stays as they say.
async fn gone(stage: &Stage) {
    let listed = stage.server().get("/api/v1/devices", &stage.token).await;
    let connection: &Value = &listed["connections"][0];
    assert_eq!(
        (&connection["adapter"], &connection["state"]),
        (&ID.into(), &"active".into())
    );
    let page = stage.page().await;
    let form = page
        .split("<form")
        .find(|form| form.contains("/disconnect\""));
    let action = form.unwrap().split("action=\"").nth(1).unwrap();
    let address = format!(
        "{}{}",
        stage.server().url,
        action.split('"').next().unwrap()
    );
    let done = stage
        .browser
        .post(address)
        .form(&[("data", "keep")])
        .send()
        .await;
    assert!(done.unwrap().status().is_success());
    stage.until_asked("revoke", 1).await;
    assert!(
        stage
            .vendor
            .tokens()
            .iter()
            .all(|grant| grant.ended.is_some())
    );
    assert_eq!(stage.count().await, SESSIONS);
}
