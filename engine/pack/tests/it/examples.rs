//! What `stadion explain` shows as wrong is wrong, and what it shows as right is right.

use stadion_pack::codes;
use stadion_pack::examples::{EXAMPLES, Example};
use stadion_pack::finding::has_errors;
use stadion_pack::{Compiled, KindSet, render};

use crate::support;

/// Titles and languages are not what an example is about.
fn compiled(example: &Example, text: &str) -> (Compiled, String) {
    let header = "id: sample\nversion: 1.0.0\ntitle: Sample\nlocales: [en]\n";
    let time = "time: {title: Time, quantity: time, input: {}}\n";
    let lap = "#// parts.yaml\nlap: {title: Lap, fields: {count: {title: Count, type: count}}}\n";
    let score = "file: scripts/score.rhai, takes: {laps: {rows: lap}}, gives: {type: count}";
    let with_time = match example.kind {
        "metrics" => text.to_owned(),
        "scripts" => {
            let file = "#// scripts/score.rhai\nfn score(laps) { 1 }\n";
            format!("{time}{lap}#// scripts.yaml\n{text}{file}")
        }
        path if path.starts_with("scripts/") => {
            format!("{time}{lap}#// scripts.yaml\nscore: {{{score}}}\n#// {path}\n{text}")
        }
        kind => format!("{time}#// {kind}.yaml\n{text}"),
    };
    let (compiled, sources) = support::compiled(&format!("{header}#// metrics.yaml\n{with_time}"));
    let told = render::text(&compiled.findings, &sources, false);
    (compiled, told)
}

#[test]
fn each_example_is_wrong_as_said_and_right_as_said() {
    assert!(EXAMPLES.len() >= 15);
    for example in EXAMPLES {
        let (wrong, told) = compiled(example, example.wrong);
        let code = example.code;
        assert!(
            wrong.findings.iter().any(|found| found.code == code),
            "{code}: {told}"
        );
        let (right, told) = compiled(example, example.right);
        assert!(!has_errors(&right.findings), "{code}: {told}");
        assert!(
            right.findings.iter().all(|found| found.code != code),
            "{code}: {told}"
        );
    }
}

#[test]
fn every_code_has_a_story_and_every_example_a_code() {
    let kinds = KindSet::language();
    let all: Vec<_> = codes::all(&kinds).collect();
    assert!(all.contains(&"S0042") && all.contains(&"S0101") && all.contains(&"S0201"));
    for code in &all {
        let story = codes::story(&kinds, &code.to_lowercase()).unwrap();
        assert_eq!(story.code, *code);
        assert!(!story.story.is_empty() && !story.files.is_empty(), "{code}");
    }
    for example in EXAMPLES {
        let story = codes::story(&kinds, example.code).unwrap();
        assert_eq!(story.wrong, Some(example.wrong));
    }
    assert_eq!(codes::story(&kinds, "S9999"), None);
}
