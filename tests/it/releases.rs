//! A sport from its first line to people's apps: begun, published, changed, taken back, on servers
//! that never stop answering.

mod load;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;

use serde_json::{Value, json};
use stadion_engine::db::testing::{Fresh, fresh};
use tokio::time::Instant;

use self::load::Load;
use crate::cli::{out, run, stadion, talk};
use crate::folders::copy;
use crate::server::{Server, root};

/// Its people and its folder.
struct Story {
    folder: tempfile::TempDir,
    servers: Vec<Server>,
    publisher: String,
    athlete: String,
}

impl Story {
    /// On PostgreSQL two replicas serve one database.
    async fn begin(database: &Fresh) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let packs = [folder.path().join("server/packs")];
        copy(&root().join("sport-packs/core"), &packs[0].join("core"));
        copy(
            &root().join("sport-packs/core"),
            &folder.path().join("core"),
        );
        let data = folder.path().join("server/data");
        let mut servers = vec![Server::start(&data, &database.url, &packs).await];
        if database.url.starts_with("postgres") {
            servers.push(Server::start(&data, &database.url, &packs).await);
        }
        servers[0].register("publisher@example.org").await;
        let publisher = servers[0].grant("publisher@example.org", "publisher").await;
        let athlete = servers[0].register("athlete@example.org").await;
        Self {
            folder,
            servers,
            publisher,
            athlete,
        }
    }

    fn pack(&self) -> PathBuf {
        self.folder.path().join("darts")
    }

    fn stadion(&self, arguments: &[&str]) -> Output {
        let mut command = stadion(self.folder.path());
        command.env("STADION_TOKEN", &self.publisher);
        command.args(arguments).output().unwrap()
    }

    /// A verb that speaks with the first server and goes well.
    fn told(&self, arguments: &[&str]) -> String {
        let url = self.servers[0].url.clone();
        let output = self.stadion(&[arguments, &["--to", &url]].concat());
        assert!(output.status.success(), "{arguments:?}: {}", talk(&output));
        out(&output)
    }

    /// Waits until every replica has the version; answers how long that took.
    async fn live_everywhere(&self, version: &str) -> Duration {
        let since = Instant::now();
        for server in &self.servers {
            let address = format!("{}/api/v1/sports/darts", server.url);
            let mut seen = Value::Null;
            for _ in 0..400 {
                let answer = server.http.get(&address).send().await.unwrap();
                seen = answer.json().await.unwrap();
                if seen["version"] == version {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(25)).await;
            }
            assert_eq!(seen["version"], version, "{}: {seen}", server.url);
        }
        since.elapsed()
    }

    /// Records a workout with a figure; answers its address.
    async fn train(&self, figure: u32, name: &str) -> String {
        let body = json!({
            "sport": "darts.session", "start": "2026-10-05T06:00:00Z",
            "metrics": {"duration": 1800, name: figure},
        });
        let answer = self.servers[0]
            .post("/api/v1/workouts", &self.athlete, &body)
            .await;
        let status = answer.status();
        let told: Value = answer.json().await.unwrap();
        assert_eq!(status, 201, "{told}");
        format!("/api/v1/workouts/{}", told["id"].as_str().unwrap())
    }

    /// Waits until every replica tells the figure of a workout under a name.
    async fn has(&self, workout: &str, name: &str, figure: u32) {
        let name = format!("darts.{name}");
        for server in &self.servers {
            let mut told = Value::Null;
            for _ in 0..400 {
                told = server.get(workout, &self.athlete).await;
                if told["metrics"][&name]["value"].as_f64() == Some(f64::from(figure)) {
                    break;
                }
                told = json!({"not": &told["metrics"]});
                tokio::time::sleep(Duration::from_millis(25)).await;
            }
            assert!(told["not"].is_null(), "{name} is not {figure}: {told}");
        }
    }
}

fn edit(pack: &Path, file: &str, from: &str, to: &str) {
    let path = pack.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    fs::write(path, text.replace(from, to)).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sport_is_begun_published_changed_and_taken_back_while_people_use_the_servers() {
    for database in fresh().await {
        let story = Story::begin(&database).await;
        let load = Load::start(&story.servers, &story.athlete);
        first_version(&story).await;
        load.visit("/darts/");
        let first = story.train(12, "hits").await;
        another_title(&story).await;
        let second = another_name(&story, &first).await;
        taken_back(&story, &first, &second).await;
        what_is_told(&story).await;

        let seen = load.stop().await;
        assert_eq!(seen.failed, Vec::<String>::new());
        eprintln!(
            "{} requests answered, {:.0} a second",
            seen.answered, seen.a_second
        );
        assert!(seen.answered > 100, "nobody used the servers");
        drop(story);
        database.remove().await;
    }
}

async fn first_version(story: &Story) {
    let begun = run(story.folder.path(), &["new", "pack", "darts", "--dir", "."]);
    assert!(begun.status.success(), "{}", talk(&begun));
    let pack = story.pack();
    edit(
        &pack,
        "pack.yaml",
        "effort, feeling]",
        "effort, feeling, hits]",
    );
    fs::write(pack.join("metrics.yaml"), METRICS).unwrap();
    fs::create_dir_all(pack.join("tests")).unwrap();
    fs::write(pack.join("tests/all.yaml"), CASES).unwrap();
    let tested = story.stadion(&["test", "darts"]);
    assert!(tested.status.success(), "{}{}", out(&tested), talk(&tested));

    let told = story.told(&["publish", "darts"]);
    assert!(
        told.contains("darts 0.1.0") && told.contains("2 cases passed"),
        "{told}"
    );
    let took = story.live_everywhere("0.1.0").await;
    eprintln!(
        "{}: live on every replica {took:?} after the command",
        story.servers.len()
    );
}

/// Safe.
async fn another_title(story: &Story) {
    let pack = story.pack();
    edit(&pack, "pack.yaml", "0.1.0", "0.2.0");
    edit(
        &pack,
        "locales/en.ftl",
        "pack-title = Darts",
        "pack-title = Steel darts",
    );
    let plan = story.stadion(&["diff", "darts", "--to", &story.servers[0].url]);
    assert_eq!(
        plan.status.code(),
        Some(10),
        "{}{}",
        out(&plan),
        talk(&plan)
    );
    story.told(&["publish", "darts"]);
    story.live_everywhere("0.2.0").await;
    for server in &story.servers {
        let page = server
            .http
            .get(format!("{}/darts/", server.url))
            .send()
            .await
            .unwrap();
        assert!(page.text().await.unwrap().contains("Steel darts"));
    }
}

/// Breaking: a figure is called otherwise, which needs a word on what people typed.
async fn another_name(story: &Story, first: &str) -> String {
    let pack = story.pack();
    let url = &story.servers[0].url;
    edit(&pack, "pack.yaml", "0.2.0", "0.3.0");
    edit(&pack, "pack.yaml", "hits", "points");
    edit(&pack, "metrics.yaml", "hits", "points");
    let plan = story.stadion(&["diff", "darts", "--to", url]);
    assert_eq!(
        plan.status.code(),
        Some(11),
        "{}{}",
        out(&plan),
        talk(&plan)
    );
    assert!(
        out(&plan).contains("1 person has it, 1 times"),
        "{}",
        out(&plan)
    );
    let refused = story.stadion(&["publish", "darts", "--to", url]);
    assert_eq!(refused.status.code(), Some(1), "{}", talk(&refused));
    assert!(talk(&refused).contains("S0130"), "{}", talk(&refused));

    fs::write(pack.join("migrations.yaml"), MIGRATION).unwrap();
    story.told(&["publish", "darts"]);
    story.live_everywhere("0.3.0").await;
    let second = story.train(20, "points").await;
    story.has(first, "points", 12).await;
    story.has(&second, "points", 20).await;
    second
}

/// Both figures are called as they were.
async fn taken_back(story: &Story, first: &str, second: &str) {
    let told = story.told(&["rollback", "darts"]);
    assert_eq!(told, "darts 0.2.0 is live again in place of 0.3.0\n");
    story.live_everywhere("0.2.0").await;
    story.has(first, "hits", 12).await;
    story.has(second, "hits", 20).await;
}

async fn what_is_told(story: &Story) {
    let history = story.told(&["history", "darts"]);
    let actions: Vec<&str> = history
        .lines()
        .skip(1)
        .map(|line| line[22..].split("  ").next().unwrap())
        .collect();
    assert_eq!(actions[0], "rolled back", "{history}");
    assert_eq!(
        actions[1..],
        ["activated", "published"].repeat(3),
        "{history}"
    );
    let status = story.told(&["status"]);
    assert!(status.contains("drafted → live"), "{status}");
    let path = "/api/v1/insights/lead-times?pack=darts";
    let leads = story.servers[0].get(path, &story.publisher).await;
    let first = &leads["releases"][0];
    for moment in [
        "drafted_at",
        "valid_at",
        "tested_at",
        "published_at",
        "live_at",
        "first_effect_at",
    ] {
        assert!(first[moment].is_string(), "{moment}: {first}");
    }
}

const METRICS: &str = "hits: {title: {en: Hits, es: Aciertos, ru: Попадания}, type: count, input: {min: 0, max: 1000}}\n";

const MIGRATION: &str = "plain_words: {to: 0.3.0, rename: {metrics: {hits: points}}}\n";

const CASES: &str = "\
- name: a month of weeks earns the badge
  given:
    now: 2026-10-30T10:00:00Z
    workouts:
      - {sport: session, start: 2026-10-05T07:00:00Z, duration: PT30M}
      - {sport: session, start: 2026-10-12T07:00:00Z, duration: PT30M}
      - {sport: session, start: 2026-10-19T07:00:00Z, duration: PT30M}
      - {sport: session, start: 2026-10-26T07:00:00Z, duration: PT30M}
  expect: {achievements: [four_weeks]}
- name: a week does not
  given:
    now: 2026-10-30T10:00:00Z
    workouts:
      - {sport: session, start: 2026-10-26T07:00:00Z, duration: PT30M}
  expect: {achievements: []}
";

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_whose_cases_fail_or_eat_the_machine_is_not_published() {
    let database = Fresh::sqlite().await;
    let story = Story::begin(&database).await;
    let begun = run(story.folder.path(), &["new", "pack", "darts", "--dir", "."]);
    assert!(begun.status.success(), "{}", talk(&begun));
    let pack = story.pack();
    fs::create_dir_all(pack.join("tests")).unwrap();
    fs::write(
        pack.join("tests/all.yaml"),
        CASES.replace("[four_weeks]", "[]"),
    )
    .unwrap();
    let url = story.servers[0].url.clone();
    let refused = story.stadion(&["publish", "darts", "--to", &url]);
    assert_eq!(refused.status.code(), Some(1), "{}", talk(&refused));
    let words = talk(&refused);
    assert!(
        words.contains("tests/all.yaml:9:") && words.contains("four_weeks"),
        "{words}"
    );

    fs::write(pack.join("tests/all.yaml"), CASES).unwrap();
    let other = story.stadion(&["publish", "darts", "--to", &url, "--base", &"0".repeat(64)]);
    assert_eq!(other.status.code(), Some(1), "{}", talk(&other));
    assert!(
        talk(&other).contains("not what you looked at"),
        "{}",
        talk(&other)
    );
    let nobody = stadion(story.folder.path())
        .args(["publish", "darts", "--to", &url])
        .env("STADION_TOKEN", &story.athlete)
        .output()
        .unwrap();
    assert_eq!(nobody.status.code(), Some(3), "{}", talk(&nobody));
    assert!(talk(&nobody).contains("403"), "{}", talk(&nobody));
    drop(story);
    database.remove().await;
}
