//! `stadion test`: what an author sees of cases that fail, that are written wrongly, that the
//! command itself is to complete.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use stadion_engine::domains::cases::spec;

use crate::folders::copy;
use crate::server::root;

/// A folder with the packs that runs need, without their own cases.
fn with_packs() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for pack in ["core", "running"] {
        let from = root().join("sport-packs").join(pack);
        copy(&from, &folder.path().join(pack));
    }
    std::fs::remove_dir_all(folder.path().join("running/tests")).unwrap();
    folder
}

fn write(folder: &Path, cases: &str) {
    let tests = folder.join("running/tests");
    std::fs::create_dir_all(&tests).unwrap();
    std::fs::write(tests.join("own.yaml"), cases).unwrap();
}

fn stadion(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stadion"));
    command.current_dir(folder).env("NO_COLOR", "1");
    command.args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

const TEN_KILOMETRES: &str = r#"- name: ten kilometres
  given:
    gear: {tempo: {type: running_shoes}}
    workouts: [{distance: 10 km, duration: PT52M, gear: [tempo]}]
  expect:
    achievements: [five_km, marathon]
    tiers: {five_km: 2}
    metrics: {pace: "5:20 min/km", feeling: strong}
    records: {distance/max: 9 km}
    gear: {tempo: {wear: 0.5, due: true}}
- name: the same as it is
  given: {workouts: [{distance: 10 km, duration: PT52M}]}
  expect:
    achievements: [five_km, ten_km]
    metrics: {pace: "5:12 min/km", distance: 10.1 km ± 0.1, cadence: none}
"#;

#[test]
fn a_failure_shows_both_figures_at_their_place() {
    let folder = with_packs();
    write(folder.path(), TEN_KILOMETRES);
    let output = stadion(folder.path(), &["test", "running"]);
    let text = out(&output);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    for line in [
        "FAILED running: ten kilometres",
        "ok     running: the same as it is",
        "`running.marathon` is expected, and not earned",
        "`running.ten_km` is earned, and not expected",
        "level of `running.five_km`: expected 2, and it is 1",
        "pace: expected 5:20 min/km, and it is 5:12 min/km",
        "--> running/tests/own.yaml:8:21",
        "8 |     metrics: {pace: \"5:20 min/km\", feeling: strong}",
        "feeling: expected strong, and it is none",
        "record core.distance/max: expected 9 km, and it is 10 km",
        "wear: expected 0.5, and it is 0.014286",
        "due: expected true, and it is false",
        "no case made true: running.half_marathon",
        "2 cases, 1 passed, 1 failed",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }

    let output = stadion(folder.path(), &["test", "running", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["cases"][1]["passed"], true);
    let failures = json["cases"][0]["failures"].as_array().unwrap();
    assert_eq!(failures.len(), 8, "{json:#}");
    assert_eq!(failures[3]["line"], 8);
    let coverage = &json["coverage"][0];
    assert_eq!(coverage["rules"], 13);
    assert_eq!(coverage["cases"], 2);
    let never_true = coverage["never_true"].as_array().unwrap();
    assert!(
        never_true.contains(&"running.marathon".into()),
        "{coverage}"
    );
    let never_false = coverage["never_false"].as_array().unwrap();
    assert!(
        never_false.contains(&"running.five_km".into()),
        "{coverage}"
    );
}

/// What a case says, the code that it is told, and a part of the message.
const WRONG: &[(&str, &str, &str)] = &[
    ("expect: {metricz: {}}", "S0021", "did you mean `metrics`?"),
    (
        "expect: {achievements: [five_kms]}",
        "S0032",
        "did you mean `five_km`?",
    ),
    (
        "expect: {metrics: {pac: 4}}",
        "S0032",
        "did you mean `pace`?",
    ),
    (
        "expect: {metrics: {pace: 5 km}}",
        "S0083",
        "pace is needed here",
    ),
    (
        "given: {workouts: [{duration: 1 h}]}\n  expect: {metrics: {distance: 5 km ± 1 kg}}",
        "S0083",
        "`1 kg` is mass",
    ),
    (
        "expect: {metrics: {pace: none}}",
        "S0083",
        "there is no workout",
    ),
    (
        "expect: {records: {pace/best: 4}}",
        "S0032",
        "there is no record",
    ),
    (
        "expect: {gear: {shoes: {wear: 1}}}",
        "S0032",
        "there is no gear of this case",
    ),
    (
        "expect: {workouts: {long: {pace: none}}}",
        "S0032",
        "there is no named workout",
    ),
    ("expect: {}", "S0081", "asserts nothing"),
    ("given: {}", "S0022", "needs `expect`"),
    (
        "given: {user: {weigth: 60}}\n  expect: {achievements: []}",
        "S0032",
        "`weight`",
    ),
    (
        "given: {now: soon}\n  expect: {achievements: []}",
        "S0083",
        "this is no time",
    ),
    (
        "given: {gear: {a: {type: running_shoe}}}\n  expect: {achievements: []}",
        "S0032",
        "did you mean `running_shoes`?",
    ),
    (
        "given: {workouts: [{distanc: 5 km}]}\n  expect: {achievements: []}",
        "S0021",
        "did you mean `distance`?",
    ),
    (
        "given: {workouts: [{duration: 5 kg}]}\n  expect: {achievements: []}",
        "S0083",
        "time is needed here",
    ),
    (
        "given: {workouts: [{distance: 5 km}]}\n  expect: {achievements: []}",
        "S0083",
        "`duration`: This is needed.",
    ),
    (
        "given: {workouts: [{duration: 1 h, pace: 5}]}\n  expect: {achievements: []}",
        "S0083",
        "`pace` is computed from others.",
    ),
    (
        "given: {workouts: [{sport: rnu, duration: 1 h}]}\n  expect: {achievements: []}",
        "S0032",
        "did you mean `run`?",
    ),
    (
        "given: {workouts: [{file: fixtures/ten-km-in-5-00.tcx}]}\n  expect: {achievements: []}",
        "S0082",
        "did you mean `fixtures/ten-km-in-50-00.tcx`?",
    ),
    (
        "given: {workouts: [{duration: 1 h, times: 2000}]}\n  expect: {achievements: []}",
        "S0083",
        "1 to 1000 times",
    ),
    (
        "expect: {achievements: []}\n- name: one\n  expect: {achievements: []}",
        "S0080",
        "another case is called `one` too",
    ),
];

#[test]
fn a_case_that_is_written_wrongly_is_told_at_its_place() {
    let folder = with_packs();
    for (case, code, told) in WRONG {
        write(folder.path(), &format!("- name: one\n  {case}\n"));
        for verb in ["test", "check"] {
            let output = stadion(folder.path(), &[verb, "running"]);
            let text = out(&output);
            assert_eq!(output.status.code(), Some(1), "{verb} {case}\n{text}");
            assert!(text.contains(&format!("error[{code}]")), "{case}\n{text}");
            assert!(text.contains(told), "{case}\n{told}\n{text}");
            let place = "--> running/tests/own.yaml:";
            assert!(text.contains(place), "{case}\n{text}");
        }
    }
    write(folder.path(), "name: one\n");
    let text = out(&stadion(folder.path(), &["test", "running"]));
    assert!(
        text.contains("a file of cases is a list, not a map"),
        "{text}"
    );
}

#[test]
fn what_the_server_refuses_fails_the_case_at_its_place() {
    let folder = with_packs();
    let fixtures = folder.path().join("running/fixtures");
    std::fs::write(fixtures.join("none.tcx"), "no XML").unwrap();
    for (given, told) in [
        (
            "{workouts: [{duration: 1 h, start: 2099-01-01}]}",
            "The start lies in the future.",
        ),
        ("{user: {weight: 5}}", "A weight is from 10 to 500 kg."),
        ("{user: {units: feet}}", "one of: metric, imperial"),
        ("{user: {birth_year: none}}", "this is no year of birth"),
        ("{workouts: [{file: fixtures/none.tcx}]}", "own.yaml:2:"),
    ] {
        let case = format!("- name: one\n  given: {given}\n  expect: {{achievements: []}}\n");
        write(folder.path(), &case);
        let output = stadion(folder.path(), &["test", "running"]);
        let text = out(&output);
        assert_eq!(output.status.code(), Some(1), "{given}\n{text}");
        assert!(text.contains("FAILED running: one"), "{given}\n{text}");
        assert!(text.contains("error[S0083]"), "{given}\n{text}");
        assert!(text.contains(told), "{given}\n{text}");
    }
}

/// Two cases with what stands in four places of them.
fn to_update([pace, distance, climb, all]: [&str; 4]) -> String {
    format!(
        "# Mine — stays\n\
         - name:   odd spaces\n\
         \x20 given: {{workouts: [{{distance: 10.01 km, duration: PT52M, ascent: 100 m}}]}} # here\n\
         \x20 expect:\n\
         \x20   metrics: {{pace: {pace}, distance: {distance}, ascent: {climb}}}   # and here\n\
         - name: a trail\n\
         \x20 given: {{workouts: [{{sport: trail_run, distance: 10 km, duration: PT1H, ascent: 1234 m}}]}}\n\
         \x20 expect: {{metrics: {all}}}\n"
    )
}

#[test]
fn update_writes_figures_and_leaves_all_else_as_it_is() {
    let folder = with_packs();
    let asked = ["4:00 min/km", "5 km ± 1 m", "100 m", "snapshot"];
    write(folder.path(), &to_update(asked));
    let output = stadion(folder.path(), &["test", "running"]);
    let text = out(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("the snapshot is not written yet"), "{text}");

    let written = to_update([
        "\"5:12 min/km ± 0:01\"",
        "10.01 km ± 1 m",
        "100 m",
        "{pace: \"6:00 min/km\", climb_rate: 1234 m/h}",
    ]);
    let path = folder.path().join("running/tests/own.yaml");
    // The second time nothing is left to write.
    for _ in 0..2 {
        let output = stadion(folder.path(), &["test", "running", "--update"]);
        let told = out(&output);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), written, "{told}");
        assert_eq!(output.status.code(), Some(0), "{told}");
    }
}

#[test]
fn update_mends_no_badge() {
    let folder = with_packs();
    let case = "- name: one\n  given: {workouts: [{distance: 1 km, duration: 6 min}]}\n  \
                expect: {achievements: [marathon]}\n";
    write(folder.path(), case);
    let output = stadion(folder.path(), &["test", "running", "--update"]);
    assert_eq!(output.status.code(), Some(1), "{}", out(&output));
    let path = folder.path().join("running/tests/own.yaml");
    assert_eq!(std::fs::read_to_string(path).unwrap(), case);
}

#[test]
fn the_examples_of_the_guide_and_the_reference_hold() {
    let folder = with_packs();
    let guide = std::fs::read_to_string(root().join("docs/packs/guide.md")).unwrap();
    let of_cases = guide.split("\n## Cases\n").nth(1).unwrap();
    let example = of_cases.split("```yaml\n").nth(1).unwrap();
    let example = example.split("```").next().unwrap();
    for example in [example, spec::EXAMPLE] {
        write(folder.path(), example);
        let output = stadion(folder.path(), &["test", "running"]);
        assert_eq!(output.status.code(), Some(0), "{}", out(&output));
        assert!(out(&output).contains("1 case, 1 passed, 0 failed"));
    }
}

#[test]
fn a_pack_without_cases_says_so_and_one_without_a_folder_is_a_wrong_call() {
    let folder = with_packs();
    let output = stadion(folder.path(), &["test", "running"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output).contains("running: 0 cases, 13 rules"));
    let output = stadion(folder.path(), &["test", "nowhere"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}
