//! Broken adapters, and what is told of them: each file of `adapters/` with a snapshot beside it.

use stadion_pack::adapter::{CODES, Canon, CanonField, EXAMPLE, compile, compile_all};
use stadion_pack::finding::has_errors;
use stadion_pack::units::parse_unit;
use stadion_pack::{PackSource, render};

use crate::support::cases;

fn field(name: &str, unit: &str, range: (f64, f64)) -> CanonField {
    CanonField {
        name: name.to_owned(),
        unit: parse_unit(unit).ok().filter(|_| !unit.is_empty()),
        range: (!unit.is_empty()).then_some(range),
        doc: String::new(),
    }
}

/// A few of the engine's fields.
fn canon() -> Canon {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    Canon {
        figures: vec![
            field("fit:session.total_distance", "m", (0.0, 1e9)),
            field("fit:session.total_timer_time", "s", (0.0, 1e9)),
            field("fit:session.avg_heart_rate", "/min", (1.0, 300.0)),
            field("fit:session.swim_stroke", "", (0.0, 0.0)),
        ],
        channels: vec![
            field("heart_rate", "/min", (1.0, 300.0)),
            field("speed", "m/s", (0.0, 400.0)),
            field("cadence", "/min", (0.0, 500.0)),
        ],
        parts: vec![(
            "fit:lap".to_owned(),
            vec![field("total_distance", "m", (0.0, 1e9))],
        )],
        sports: words(&["generic", "training", "walking"]),
        sub_sports: words(&["generic", "trail"]),
        icons: words(&["clock", "heart"]),
    }
}

fn source(yaml: &str) -> PackSource {
    PackSource::from_texts(
        "sample",
        [("adapter.yaml", yaml), ("fixtures/a.json", "{}")],
    )
}

#[test]
fn broken_adapters_are_explained() {
    let cases = cases("adapters");
    assert!(cases.len() >= 12, "{} cases", cases.len());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("adapters");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, text) in cases {
            let source = source(&text);
            let compiled = compile(&source, &canon());
            assert!(has_errors(&compiled.findings), "{name} has no error");
            assert!(compiled.adapter.is_none(), "{name} was let through");
            let told = render::text(&compiled.findings, &[source], false);
            insta::assert_snapshot!(name, told);
        }
    });
}

#[test]
fn every_code_of_adapters_is_met_or_cannot_be_shown_by_a_file() {
    let told: Vec<_> = cases("adapters")
        .iter()
        .flat_map(|(_, text)| compile(&source(text), &canon()).findings)
        .map(|finding| finding.code)
        .collect();
    // Of a missing file, of what examples gave, of no example, of two folders, of files of scripts.
    let elsewhere = ["S0500", "S0515", "S0517", "S0520", "S0521"];
    for (code, _) in CODES {
        assert!(elsewhere.contains(code) || told.contains(code), "{code}");
    }
}

#[test]
fn the_example_of_the_reference_is_sound_and_alone_under_its_id() {
    let one = PackSource::from_texts("example-cloud", [("adapter.yaml", EXAMPLE)]);
    let compiled = compile(&one, &canon());
    assert!(compiled.findings.is_empty(), "{:?}", compiled.findings);
    let twice = compile_all(&[one.clone(), one], &canon());
    assert!(twice[0].adapter.is_some() && twice[1].adapter.is_none());
    assert_eq!(twice[1].findings[0].code, "S0520");
    let nothing = compile(
        &PackSource::from_texts("x", [("adapter.yml", "id: x")]),
        &canon(),
    );
    let codes: Vec<_> = nothing
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect();
    assert!(
        codes.contains(&"S0500") && codes.contains(&"S0004"),
        "{codes:?}"
    );
}
