//! Broken packs, and what is told of them. Each file of `broken/` is a pack (see `support::packs`)
//! with a snapshot beside it; a finding's wording is changed by reviewing the snapshot.

use std::collections::BTreeSet;

use stadion_pack::finding::{CODES, has_errors};
use stadion_pack::{Finding, render};

use crate::support::{cases, compiled};

#[test]
fn broken_packs_are_explained() {
    let cases = cases("broken");
    assert!(cases.len() >= 40, "{} cases", cases.len());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("broken");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, text) in cases {
            let (compiled, sources) = compiled(&text);
            assert!(!compiled.findings.is_empty(), "{name} has no finding");
            let told = render::text(&compiled.findings, &sources, false);
            insta::assert_snapshot!(name, told);
        }
    });
}

#[test]
fn a_pack_with_errors_is_left_out_and_one_with_warnings_kept() {
    for (name, text) in cases("broken") {
        let (compiled, _) = compiled(&text);
        let sample = compiled.packs.pack("sample");
        let own = |f: &&Finding| f.file.starts_with("sample/");
        let findings: Vec<_> = compiled.findings.iter().filter(own).cloned().collect();
        if has_errors(&findings) {
            assert!(sample.is_none(), "{name} was let through");
        } else {
            assert!(sample.is_some(), "{name} was refused without an error");
        }
    }
}

#[test]
fn every_finding_has_a_code_with_a_story_and_a_place() {
    let stories: BTreeSet<_> = CODES.iter().map(|c| c.code).collect();
    for (name, text) in cases("broken") {
        let (compiled, sources) = compiled(&text);
        for finding in &compiled.findings {
            let of_others = finding.code.starts_with("S01") || finding.code.starts_with("S02");
            assert!(
                of_others || stories.contains(finding.code),
                "{name}: {}",
                finding.code
            );
            assert!(
                finding.line >= 1 && finding.column >= 1,
                "{name}: {finding:?}"
            );
            let file = sources
                .iter()
                .flat_map(|s| s.files.iter().map(|f| s.name_of(&f.path)));
            assert!(
                file.into_iter().any(|f| f == finding.file),
                "{name}: {}",
                finding.file
            );
        }
    }
}

#[test]
fn machines_get_the_documented_shape() {
    let (compiled, _) = compiled("id: sample\nversion: 1.0.0\ntitel: x\n");
    let json = render::json(&compiled.findings, compiled.packs.packs.len());
    let wanted = serde_json::json!({
        "findings": [{
            "code": "S0021",
            "severity": "error",
            "file": "sample/pack.yaml",
            "line": 3,
            "column": 1,
            "end_line": 3,
            "end_column": 6,
            "message": "unknown key `titel`",
            "help": "did you mean `title`?",
            "suggestion": "title",
        }],
        "packs": 0,
    });
    assert_eq!(json, wanted);
}
