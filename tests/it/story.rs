//! A sport that the repository does not ship becomes a running app: YAML in a folder, no code, no
//! migration, no restart. People register, log rounds by form and API, and see figures, a record
//! and a badge, in English and Russian.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use stadion_engine::db::testing::{Fresh, fresh};

use crate::folders::copy;
use crate::server::{PASSWORD, Server, root};

#[tokio::test(flavor = "multi_thread")]
async fn a_new_sport_is_a_folder() {
    for database in fresh().await {
        let folder = tempfile::tempdir().unwrap();
        let packs = [root().join("sport-packs/core"), disc_golf(folder.path())];
        let server = Server::start(&folder.path().join("data"), &database.url, &packs).await;
        let token = server.register("ace@example.org").await;

        round_by_api(&server, &token).await;
        let browser = log_in(&server, "ace@example.org").await;
        let workout = round_by_form(&server, &browser).await;
        seen_in_two_languages(&server, &browser, &workout).await;

        drop(server);
        database.remove().await;
    }
}

/// What the tutorial does with its own folder: put into a server that runs, it is served.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_sport_needs_no_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (data, packs) = (folder.path().join("data"), folder.path().join("packs"));
    copy(&root().join("sport-packs/core"), &packs.join("core"));
    let database = Fresh::sqlite().await;
    let folders = [packs.clone()];
    let server = Server::start_with(&data, &database.url, &folders, &["--dev"]).await;
    let address = format!("{}/disc-golf/", server.url);
    let status = async || server.http.get(&address).send().await.unwrap().status();
    assert_eq!(status().await, 404);

    disc_golf(&packs);
    for _ in 0..400 {
        if status().await == 200 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(status().await, 200, "the new sport has no page after 20 s");
    let sports = server.http.get(format!("{}/api/v1/sports", server.url));
    let sports: Value = sports.send().await.unwrap().json().await.unwrap();
    let listed = sports["items"].as_array().unwrap();
    let new = listed.iter().find(|pack| pack["id"] == "disc-golf");
    assert!(new.is_some(), "{sports}");

    drop(server);
    database.remove().await;
}

/// The tutorial's pack, copied to where nobody knows it.
fn disc_golf(folder: &Path) -> PathBuf {
    let (from, to) = (
        root().join("examples/new-sport/disc-golf"),
        folder.join("disc-golf"),
    );
    copy(&from, &to);
    to
}

fn holes(throws: &[u32]) -> Value {
    let hole = |(n, throws): (usize, &u32)| json!({"number": n + 1, "par": 3, "throws": throws});
    throws.iter().enumerate().map(hole).collect()
}

/// Three over par: the first round is a record, but not under par.
async fn round_by_api(server: &Server, token: &str) {
    let round = json!({
        "sport": "disc-golf.round", "start": "2026-11-01T10:00:00+03:00",
        "metrics": {"duration": "PT1H20M"}, "parts": {"hole": holes(&[4, 4, 4])},
    });
    let answer = server.post("/api/v1/workouts", token, &round).await;
    assert_eq!(answer.status(), 201, "{}", answer.text().await.unwrap());
    let workout: Value = answer.json().await.unwrap();
    assert_eq!(
        workout["metrics"]["disc-golf.to_par"]["value"], 3.0,
        "{workout}"
    );
    assert_eq!(
        workout["metrics"]["disc-golf.throws"]["value"], 12.0,
        "{workout}"
    );
    assert!(
        !workout["records"].as_array().unwrap().is_empty(),
        "{workout}"
    );

    let wrong = json!({"sport": "disc-golf.round", "parts": {"hole": [{"number": 99, "par": 3, "throws": 2}]}});
    let answer = server.post("/api/v1/workouts", token, &wrong).await;
    assert_eq!(answer.status(), 422);
    let problem: Value = answer.json().await.unwrap();
    let errors = problem["errors"].as_array().unwrap();
    let fields = errors.iter().filter_map(|error| error["field"].as_str());
    let fields: Vec<&str> = fields.collect();
    assert!(fields.contains(&"/parts/hole/0/number"), "{problem}");
}

async fn log_in(server: &Server, email: &str) -> reqwest::Client {
    let browser = stadion_engine::outgoing::builder()
        .cookie_store(true)
        .build()
        .unwrap();
    let form = [("email", email), ("password", PASSWORD)];
    let answer = browser
        .post(format!("{}/login", server.url))
        .form(&form)
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success(), "{}", answer.status());
    browser
}

/// An ace, two under par; answers the address of the round's page.
async fn round_by_form(server: &Server, browser: &reqwest::Client) -> String {
    let address = format!("{}/disc-golf/record", server.url);
    let blank = page(browser, &address, "en").await;
    let key = blank
        .split("name=\"key\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let mut form = vec![
        ("action".to_owned(), "save".to_owned()),
        ("key".to_owned(), key.expect("the form's key").to_owned()),
        ("date".to_owned(), "2026-11-08".to_owned()),
        ("time".to_owned(), "10:00".to_owned()),
        ("metric.core.duration".to_owned(), "1:15:00".to_owned()),
    ];
    for (n, throws) in [1, 3, 3].iter().enumerate() {
        let cells = [("number", n + 1), ("par", 3), ("throws", *throws)];
        form.extend(
            cells.map(|(name, value)| (format!("hole.{}.{name}", n + 1), value.to_string())),
        );
    }
    let answer = browser.post(&address).form(&form).send().await.unwrap();
    let (status, url) = (answer.status(), answer.url().to_string());
    let text = answer.text().await.unwrap();
    assert!(
        status.is_success() && url.contains("/disc-golf/workouts/"),
        "{status} {url}\n{text}"
    );
    url
}

async fn page(browser: &reqwest::Client, address: &str, language: &str) -> String {
    let request = browser.get(address).header("accept-language", language);
    let answer = request.send().await.unwrap();
    assert!(
        answer.status().is_success(),
        "{address}: {}",
        answer.status()
    );
    answer.text().await.unwrap().replace("&#x2f;", "/")
}

async fn seen_in_two_languages(server: &Server, browser: &reqwest::Client, workout: &str) {
    let (list, records) = ("/disc-golf/workouts", "/disc-golf/records");
    for (language, words) in [
        ("en", ["To par", "Throws", "First ace"]),
        ("ru", ["К пару", "Броски", "Первый эйс"]),
    ] {
        let shown = page(browser, workout, language).await;
        for word in words {
            assert!(
                shown.to_lowercase().contains(&word.to_lowercase()),
                "{word} in {language}:\n{shown}"
            );
        }
        assert!(shown.contains("−2") || shown.contains("-2"), "{shown}");
        for address in [list, records] {
            let shown = page(browser, &format!("{}{address}", server.url), language).await;
            assert!(
                shown.contains("/disc-golf/workouts/"),
                "{address} in {language}:\n{shown}"
            );
        }
    }
}
