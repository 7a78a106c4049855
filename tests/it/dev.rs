//! `stadion dev` over the real executable: a pack is worked on, and the app follows.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::folders;
use crate::server::root;

const PACK: &str = "\
id: darts
version: 1.0.0
title: Darts
requires: {core: \"^1\"}
locales: [en]
sports:
  leg: {title: Leg, archetype: session, metrics: [best_row, duration], form: [duration], parts: [visit]}
parts:
  visit: {title: Visit, fields: {points: {title: Points, type: count, input: {}}}}
scripts:
  row: {file: scripts/rows.rhai, takes: {visits: {rows: visit}}, gives: {type: count}}
metrics:
  best_row: {title: Best row, derive: script.row(visit), better: higher}
achievements:
  three: {title: Hot hand, on: workout.recorded, when: workout.best_row >= 3}
gear:
  darts: {title: Darts, wear: {by: uses, life: 300}}
";

const ROWS: &str = "\
fn row(visits) {
    let best = 0;
    let now = 0;
    for visit in visits {
        if visit.points >= 60 { now += 1; } else { now = 0; }
        best = max(best, now);
    }
    best
}
";

const CASES: &str = "\
- name: three good visits
  given:
    gear: {tungsten: {type: darts}}
    workouts:
      - {title: The long evening, duration: PT10M, gear: [tungsten], parts: {visit: [{points: 60}, {points: 140}, {points: 100}]}}
  expect: {achievements: [three], metrics: {best_row: 3}}
- name: one good visit
  given:
    workouts: [{title: The short evening, duration: PT5M, parts: {visit: [{points: 60}, {points: 26}]}}]
  expect: {achievements: [], metrics: {best_row: 1}}
";

/// A running `stadion dev`, with what it has printed so far.
struct Dev {
    child: Child,
    out: Arc<Mutex<String>>,
    /// How much of it was looked at.
    seen: usize,
}

impl Dev {
    fn start(pack: &Path, temporary: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_stadion"))
            .arg("dev")
            .arg(pack)
            .env("TMPDIR", temporary)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let out = Arc::new(Mutex::new(String::new()));
        let printed = BufReader::new(child.stdout.take().unwrap());
        let told = Arc::clone(&out);
        std::thread::spawn(move || {
            for line in printed.lines().map_while(Result::ok) {
                let mut told = told.lock().unwrap();
                told.push_str(&line);
                told.push('\n');
            }
        });
        Self {
            child,
            out,
            seen: 0,
        }
    }

    /// What is printed from where one looked last up to the end of a line with `words`.
    fn until(&mut self, words: &str) -> String {
        for _ in 0..3_000 {
            let out = self.out.lock().unwrap().clone();
            let new = &out[self.seen..];
            if let Some(at) = new.find(words)
                && let Some(end) = new[at..].find('\n')
            {
                let told = new[..at + end].to_owned();
                self.seen += at + end;
                return told;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("no `{words}` in:\n{}", self.out.lock().unwrap());
    }

    fn stop(mut self) -> bool {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-INT", &id]).status();
        assert!(asked.unwrap().success());
        let ended = self.child.wait().unwrap();
        ended.success()
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn write(pack: &Path, path: &str, text: &str) {
    let path = pack.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// The pack beside the core pack, and a broken neighbour that is none of its business.
fn packs(folder: &Path) -> PathBuf {
    folders::copy(&root().join("sport-packs/core"), &folder.join("core"));
    write(
        &folder.join("neighbour"),
        "pack.yaml",
        "id: neighbour\nversion: soon\n",
    );
    let pack = folder.join("darts");
    write(&pack, "pack.yaml", PACK);
    write(&pack, "scripts/rows.rhai", ROWS);
    write(&pack, "tests/legs.yaml", CASES);
    pack
}

fn files(pack: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(pack).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
    found
}

async fn page(browser: &reqwest::Client, url: &str) -> String {
    let request = browser.get(url).header("accept", "text/html");
    let answer = request.send().await.unwrap();
    assert!(answer.status().is_success(), "{url}: {}", answer.status());
    answer.text().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_is_worked_on_and_the_app_follows() {
    let folder = tempfile::tempdir().unwrap();
    let temporary = tempfile::tempdir().unwrap();
    let pack = packs(folder.path());
    let before = files(&pack);
    let mut dev = Dev::start(&pack, temporary.path());
    let url = dev.until("http://").trim().to_owned();
    assert!(
        url.ends_with("/darts/") && url.contains("127.0.0.1"),
        "{url}"
    );
    let told = dev.until("tests: ");
    assert!(
        told.contains("tests: 2 cases, 2 passed, 0 failed"),
        "{told}"
    );
    assert!(!told.contains("neighbour"), "{told}");

    // The browser is let in as the first case's person, whose workouts, gear and badges are there.
    let browser = stadion_engine::outgoing::builder()
        .cookie_store(true)
        .build()
        .unwrap();
    let home = page(&browser, &url).await;
    assert!(home.contains("The long evening"), "{home}");
    assert!(home.contains("three good visits"), "{home}");
    let gear = page(&browser, &format!("{url}gear")).await;
    assert!(gear.contains("tungsten"), "{gear}");
    let base = url.trim_end_matches("darts/");
    let other = page(&browser, &format!("{base}dev/as/2")).await;
    assert!(other.contains("The short evening") && !other.contains("The long evening"));
    let list = page(&browser, &format!("{base}dev/cases")).await;
    assert!(
        list.contains("one good visit</a>, passes (this is you)"),
        "{list}"
    );

    // A title is edited: it is in the app, for the person that was chosen.
    write(
        &pack,
        "pack.yaml",
        &PACK.replace("title: Best row", "title: Longest streak"),
    );
    let told = dev.until("tests: ");
    assert!(
        told.contains("page: new") && told.contains("ms after the save"),
        "{told}"
    );
    let home = page(&browser, &url).await;
    assert!(home.contains("Longest streak"), "{home}");
    assert!(home.contains("The short evening"), "{home}");

    // It breaks: the finding is told, and the last good version stays.
    write(
        &pack,
        "scripts/rows.rhai",
        &ROWS.replace("visit.points", "visit.pionts"),
    );
    let told = dev.until("the app stays as it last was");
    assert!(
        told.contains("error[S0093]") && told.contains("did you mean `points`?"),
        "{told}"
    );
    let home = page(&browser, &url).await;
    assert!(
        home.contains("Longest streak") && home.contains("The short evening"),
        "{home}"
    );

    // It computes otherwise: the case that fails is told at its place, and the app shows the figure.
    write(&pack, "scripts/rows.rhai", &ROWS.replace(">= 60", ">= 100"));
    let told = dev.until("tests: ");
    assert!(told.contains("FAILED darts: three good visits"), "{told}");
    assert!(told.contains("best_row: expected 3, and it is 2"), "{told}");
    assert!(told.contains("legs.yaml:6"), "{told}");
    assert!(told.contains("2 cases, 0 passed, 2 failed"), "{told}");

    // A script that does not end fails its cases, and nothing hangs.
    write(
        &pack,
        "scripts/rows.rhai",
        &ROWS.replace("    best\n}", "    loop {}\n    best\n}"),
    );
    let told = dev.until("tests: ");
    assert!(
        told.contains("error[S0096]") && told.contains("50000 operations"),
        "{told}"
    );

    assert_eq!(files(&pack), before);
    assert!(dev.stop(), "it ends well");
    let left = std::fs::read_dir(temporary.path()).unwrap().count();
    assert_eq!(left, 0, "the temporary folder is gone");
}

#[test]
fn it_listens_on_this_machine_alone() {
    let run = Command::new(env!("CARGO_BIN_EXE_stadion"))
        .args(["dev", "--listen", "0.0.0.0:0"])
        .arg(root().join("sport-packs/core"))
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(2));
    let told = String::from_utf8(run.stderr).unwrap();
    assert!(told.contains("loopback"), "{told}");
}
