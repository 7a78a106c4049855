//! What an author runs on packs: check, explain, new, fmt.

use serde_json::Value;

use crate::cli::{BROKEN, out, run, talk, with_packs, write};

#[test]
fn check_tells_findings_as_text_and_as_json() {
    let folder = with_packs();
    let output = run(folder.path(), &["check", "packs"]);
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));

    write(folder.path(), "packs/broken/pack.yaml", BROKEN);
    let output = run(folder.path(), &["check", "packs"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        out(&output).contains("packs/broken/pack.yaml:3:1"),
        "{}",
        out(&output)
    );
    assert!(out(&output).contains("title") && !out(&output).contains('\u{1b}'));
    let last = out(&output).lines().last().unwrap().to_owned();
    let asked = last.strip_prefix("the long story: stadion ").unwrap();
    let asked: Vec<&str> = asked.split(' ').collect();
    assert!(
        asked.starts_with(&["explain"]) && asked.contains(&"S0021"),
        "{last}"
    );
    let story = run(folder.path(), &asked);
    assert_eq!(story.status.code(), Some(0), "{}", talk(&story));
    assert!(
        out(&story).contains("S0021: unknown key"),
        "{}",
        out(&story)
    );

    let output = run(folder.path(), &["check", "--format", "json", "packs"]);
    assert_eq!(output.status.code(), Some(1));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["packs"], 2);
    let finding = &json["findings"][0];
    assert!(finding["code"].as_str().unwrap().starts_with('S'));
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["file"], "packs/broken/pack.yaml");
    assert_eq!(
        (finding["line"].as_u64(), finding["column"].as_u64()),
        (Some(3), Some(1))
    );
    for key in ["end_line", "end_column", "message", "help", "suggestion"] {
        assert!(finding.get(key).is_some(), "{key}");
    }
}

#[test]
fn check_tells_findings_as_sarif_and_errors_before_warnings() {
    let folder = with_packs();
    let both = "id: both\nversion: 1.0.0\ntitle: {en: Both}\nlocales: [en, ru]\nrequires: {none: \"^1\"}\n";
    write(folder.path(), "packs/both/pack.yaml", both);
    let output = run(folder.path(), &["check", "--format", "sarif", "packs/both"]);
    assert_eq!(output.status.code(), Some(1));
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let results = log["runs"][0]["results"].as_array().unwrap();
    let levels: Vec<_> = results
        .iter()
        .map(|one| one["level"].as_str().unwrap())
        .collect();
    assert_eq!(
        levels,
        ["warning", "error"],
        "in the order of the file: {log}"
    );
    let place = &results[1]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "packs/both/pack.yaml");
    assert_eq!(place["region"]["startLine"], 5);

    let text = out(&run(folder.path(), &["check", "packs/both"]));
    let (error, warning) = (text.find("error[").unwrap(), text.find("warning[").unwrap());
    assert!(error < warning, "{text}");

    let with = [
        "check",
        "--format",
        "sarif",
        "--calibrate",
        "demo",
        "packs/both",
    ];
    let refused = run(folder.path(), &with);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        talk(&refused).contains("--format json"),
        "{}",
        talk(&refused)
    );
}

#[test]
fn a_pack_is_checked_with_those_beside_it_and_without_their_findings() {
    let folder = with_packs();
    write(folder.path(), "packs/broken/pack.yaml", BROKEN);
    let needs = "id: needs\nversion: 1.0.0\ntitle: {en: Needs}\nrequires: {good: \"^1\"}\n";
    write(folder.path(), "packs/needs/pack.yaml", needs);
    let output = run(folder.path(), &["check", "--format", "json", "packs/needs"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{json}");
    assert_eq!(json["packs"], 1);
}

#[test]
fn a_new_pack_passes_the_check_and_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let made = run(folder.path(), &["new", "pack", "canoe"]);
    assert_eq!(made.status.code(), Some(0), "{}", talk(&made));
    assert!(
        out(&made)
            .lines()
            .any(|line| line.ends_with("canoe/pack.yaml")),
        "{}",
        out(&made)
    );
    let checked = run(folder.path(), &["check", "canoe"]);
    assert_eq!(checked.status.code(), Some(0), "{}", out(&checked));
    for (arguments, word) in [
        (&["new", "pack", "canoe"][..], "there already"),
        (&["new", "pack", "Canoe"], "no pack id"),
        (
            &["new", "pack", "kayak", "--from", "none.fit"],
            "nothing was written",
        ),
        (
            &["check", "canoe", "--calibrate", "http://sport.example.org"],
            "plain http",
        ),
        (
            &["check", "canoe", "--calibrate", "https://sport.example.org"],
            "STADION_TOKEN",
        ),
    ] {
        let refused = run(folder.path(), arguments);
        assert_eq!(
            refused.status.code(),
            Some(2),
            "{arguments:?}: {}",
            talk(&refused)
        );
        assert!(talk(&refused).contains(word), "{}", talk(&refused));
    }
    assert!(!folder.path().join("kayak").exists());
}

#[test]
fn a_definition_begins_in_a_pack_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let new = |arguments: &[&str]| run(folder.path(), &[&["new"], arguments].concat());
    assert_eq!(new(&["pack", "canoe"]).status.code(), Some(0));
    let ids = [
        ("metric", "rapids", "canoe/metrics.yaml:"),
        ("gear", "paddle", "canoe/gear.yaml:"),
        ("achievement", "steady", "canoe/achievements.yaml:"),
        ("norm", "weekly", "canoe/norms.yaml:"),
        ("part", "gate", "canoe/parts.yaml:"),
        ("value", "waters", "canoe/values.yaml:"),
        ("sport", "slalom", "canoe/pack.yaml:"),
    ];
    for (thing, id, place) in ids {
        let made = new(&[thing, id, "--pack", "canoe"]);
        assert_eq!(made.status.code(), Some(0), "{thing}: {}", talk(&made));
        assert!(out(&made).starts_with(place), "{thing}: {}", out(&made));
        assert!(
            out(&made).contains("canoe/locales/es.ftl:"),
            "{}",
            out(&made)
        );
        let checked = run(folder.path(), &["check", "canoe"]);
        assert_eq!(checked.status.code(), Some(0), "{thing}: {}", out(&checked));
    }
    for (arguments, word) in [
        (&["metric", "rapids", "--pack", "canoe"][..], "already"),
        (&["part", "match", "--pack", "canoe"], "match_part"),
        (&["metric", "rapids"], "--pack"),
    ] {
        let refused = new(arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(talk(&refused).contains(word), "{}", talk(&refused));
    }
}

#[test]
fn fmt_writes_packs_in_one_way_or_tells_which_are_not() {
    let folder = with_packs();
    let path = folder.path().join("packs/good/metrics.yaml");
    let read = || std::fs::read_to_string(&path).unwrap();
    let loose = "laps:   # counted\n    input: { min: 1 }\n    type: count\n";
    let settled = "laps:   # counted\n  type: count\n  input: {min: 1}\n";
    write(folder.path(), "packs/good/metrics.yaml", loose);
    let fmt = |arguments: &[&str]| run(folder.path(), &[&["fmt"], arguments].concat());

    let told = fmt(&["--check", "packs"]);
    assert_eq!(told.status.code(), Some(1));
    assert_eq!(
        (out(&told).as_str(), read().as_str()),
        ("packs/good/metrics.yaml\n", loose)
    );
    let done = fmt(&["packs"]);
    assert_eq!(done.status.code(), Some(0), "{}", talk(&done));
    assert_eq!(
        (out(&done).as_str(), read().as_str()),
        ("packs/good/metrics.yaml\n", settled)
    );
    let again = fmt(&["--check", "packs/good/metrics.yaml", "packs/good"]);
    assert_eq!((again.status.code(), out(&again).as_str()), (Some(0), ""));

    let broken = "laps: [\n";
    write(folder.path(), "packs/good/metrics.yaml", broken);
    let left = fmt(&["packs"]);
    assert_eq!((left.status.code(), read().as_str()), (Some(1), broken));
    assert!(
        talk(&left).contains("packs/good/metrics.yaml:"),
        "{}",
        talk(&left)
    );
    write(folder.path(), "notes.yaml", settled);
    for (path, word) in [("nowhere", "nowhere"), ("notes.yaml", "metrics.yaml")] {
        let refused = fmt(&[path]);
        assert_eq!(refused.status.code(), Some(2), "{path}");
        assert!(talk(&refused).contains(word), "{}", talk(&refused));
    }
}

#[test]
fn activity_files_are_told_as_text_and_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let start = "2026-05-01T06:00:00Z".parse().unwrap();
    let run_fit = stadion_activity::sample::fit_run(start, 60, 7);
    std::fs::write(folder.path().join("run.fit"), run_fit).unwrap();
    let output = run(folder.path(), &["activity", "run.fit", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&told["files"][0]["file"], &told["files"][0]["status"]),
        (&"run.fit".into(), &"ok".into())
    );

    write(folder.path(), "page.html", "<html>");
    let output = run(folder.path(), &["activity", ".", "no.fit"]);
    assert_eq!(output.status.code(), Some(1));
    let told = out(&output);
    assert!(
        told.contains("./run.fit: ok\n  running, 2026-05-01T06:00:00Z"),
        "{told}"
    );
    assert!(
        told.contains("./page.html: refused") && told.contains("no.fit: refused"),
        "{told}"
    );
}
