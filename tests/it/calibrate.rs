//! `stadion check --calibrate URL`: an author asks a running server what a changed rule would give
//! its people.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::json;
use stadion_engine::db::testing::fresh;

use crate::folders::copy;
use crate::server::{Server, root};

/// Groups of fewer than five are told nothing of: neither those who earn a badge nor those who do not.
const PEOPLE: usize = 10;

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_rule_is_tried_on_the_people_of_a_running_server() {
    for database in fresh().await {
        let data = tempfile::tempdir().unwrap();
        let server = Server::start(data.path(), &database.url, &[root().join("sport-packs")]).await;
        let mut anybody = String::new();
        for n in 0..PEOPLE {
            anybody = server.register(&format!("runner{n}@example.org")).await;
            let metres = if n < PEOPLE / 2 { 6_000 } else { 12_000 };
            run(&server, &anybody, metres).await;
        }
        let draft = tempfile::tempdir().unwrap();
        for pack in ["core", "running"] {
            copy(
                &root().join("sport-packs").join(pack),
                &draft.path().join(pack),
            );
        }
        let pack = draft.path().join("running");

        let refused = check(&pack, &server.url, &anybody);
        assert_eq!(refused.status.code(), Some(3), "{refused:?}");
        assert!(talk(&refused).contains("403"), "{}", talk(&refused));

        let author = server.grant("runner0@example.org", "author").await;

        let live = told(&check(&pack, &server.url, &author));
        assert!(live.contains("10 people"), "{live}");
        assert!(
            live.contains("badge running.five_km: 100 % earn it"),
            "{live}"
        );
        assert!(
            live.contains("badge running.ten_km: 50 % earn it"),
            "{live}"
        );

        let rules = pack.join("achievements.yaml");
        let harder = fs::read_to_string(&rules).unwrap();
        fs::write(&rules, harder.replace(">= km(5)", ">= km(20)")).unwrap();
        let draft = told(&check(&pack, &server.url, &author));
        assert!(
            draft.contains("badge running.five_km: 0 % earn it"),
            "{draft}"
        );

        let gone = check(&pack, "http://127.0.0.1:1", &author);
        assert_eq!(gone.status.code(), Some(3), "{gone:?}");
        assert!(
            talk(&gone).contains("http://127.0.0.1:1"),
            "{}",
            talk(&gone)
        );
        drop(server);
        database.remove().await;
    }
}

async fn run(server: &Server, token: &str, metres: u32) {
    let body = json!({
        "sport": "running.run", "start": "2026-10-05T06:00:00Z",
        "metrics": {"distance": metres, "duration": 4_000},
    });
    let answer = server.post("/api/v1/workouts", token, &body).await;
    assert!(answer.status().is_success(), "{}", answer.status());
}

fn stadion() -> Command {
    Command::new(env!("CARGO_BIN_EXE_stadion"))
}

fn check(pack: &Path, server: &str, token: &str) -> Output {
    let mut command = stadion();
    command.arg("check").arg(pack).args(["--calibrate", server]);
    command.env("STADION_TOKEN", token).output().unwrap()
}

fn told(output: &Output) -> String {
    assert!(output.status.success(), "{}", talk(output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn talk(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
