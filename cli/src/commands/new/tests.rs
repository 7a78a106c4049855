//! What is proposed compiles, whatever the files held.

use std::path::{Path, PathBuf};

use chrono::{TimeZone, Utc};
use stadion_activity::sample::{self, Run};
use stadion_engine::catalog::fields::source_fields;
use stadion_engine::domains;
use stadion_pack::{Compiled, PackSource, compile, finding, render, source};

use super::Files;
use super::propose::files;
use super::seen::Seen;

fn shipped(with: &[&str]) -> Vec<PackSource> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sport-packs");
    let all = source::read_dir(&root).unwrap();
    all.into_iter()
        .filter(|pack| with.contains(&pack.id_hint.as_str()))
        .collect()
}

fn proposed(seen: &Seen, beside: &[PackSource]) -> (Files, Compiled) {
    let live = compile(beside, &domains::kinds(), &source_fields()).packs;
    let files = files("proposal", seen, &live);
    let texts = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()));
    let mut all = beside.to_vec();
    all.push(PackSource::from_texts("proposal", texts));
    let compiled = compile(&all, &domains::kinds(), &source_fields());
    let told = render::text(&compiled.findings, &all, false);
    assert!(
        !finding::has_errors(&compiled.findings),
        "{told}\n{files:#?}"
    );
    assert!(compiled.packs.pack("proposal").is_some());
    (files, compiled)
}

fn samples() -> Seen {
    let start = Utc.with_ymd_and_hms(2026, 11, 1, 7, 0, 0).unwrap();
    let run = Run::new(start, 1_800, 7);
    let mut seen = Seen::default();
    seen.add("run.fit", sample::fit(&run));
    seen.add("run.gpx", sample::gpx(&run));
    seen.add("run.tcx", sample::tcx(&run));
    seen.add("lift.fit", sample::fit_strength(start, 3));
    seen
}

#[test]
fn files_show_what_a_pack_should_have() {
    let (written, compiled) = proposed(&samples(), &shipped(&["core"]));
    let pack = compiled.packs.pack("proposal").unwrap();
    let (pack_yaml, parts) = (&written["pack.yaml"], &written["parts.yaml"]);
    assert!(
        pack_yaml.contains("run.fit") && pack_yaml.contains("archetype: track"),
        "{pack_yaml}"
    );
    assert!(
        parts.contains("source: fit:set") && parts.contains("lift.fit"),
        "{parts}"
    );
    let run = pack
        .sports
        .values()
        .find(|sport| sport.fit.iter().any(|(fit, _)| fit == "running"))
        .unwrap();
    let names: Vec<_> = run
        .metrics
        .iter()
        .map(|metric| metric.id.as_str())
        .collect();
    assert_eq!(
        names[..3],
        ["core.distance", "core.duration", "proposal.pace"]
    );
    assert!(names.contains(&"core.avg_heart_rate"), "{names:?}");
    assert!(
        run.charts.contains(&"heart_rate".to_owned()),
        "{:?}",
        run.charts
    );
    let bests = &pack.metrics["pace"].records;
    assert!(bests.len() >= 3, "{bests:?}");
    assert!(
        pack.metrics["heaviest"].records[0]
            .key
            .ends_with("set.weight/category")
    );
    for language in ["en", "ru"] {
        assert!(written[&format!("locales/{language}.ftl")].contains("pack-title"));
    }
}

#[test]
fn a_sport_that_another_pack_takes_is_not_claimed_again() {
    let (written, compiled) = proposed(&samples(), &shipped(&["core", "running", "strength"]));
    let pack = compiled.packs.pack("proposal").unwrap();
    assert!(
        pack.sports
            .values()
            .all(|sport| sport.fit.iter().all(|(fit, _)| fit != "running"))
    );
    assert!(
        written["pack.yaml"].contains("running.run takes these files"),
        "{}",
        written["pack.yaml"]
    );
}

#[test]
fn a_pack_begins_without_files_and_without_core() {
    let (written, compiled) = proposed(&Seen::default(), &shipped(&["core"]));
    assert!(compiled.findings.is_empty(), "{:?}", compiled.findings);
    assert!(!written.contains_key("metrics.yaml"));
    let (written, compiled) = proposed(&Seen::default(), &[]);
    assert!(compiled.findings.is_empty(), "{:?}", compiled.findings);
    assert!(written["metrics.yaml"].contains("minutes"));
    proposed(&samples(), &[]);
}

#[test]
fn what_is_no_activity_is_told_and_skipped() {
    let mut seen = samples();
    seen.add("notes.txt", b"nothing to see".to_vec());
    seen.add("cut.fit", vec![14, 0x10, 1, 2]);
    assert_eq!(seen.refused.len(), 2, "{:?}", seen.refused);
    assert!(seen.refused.iter().all(|(_, reason)| !reason.is_empty()));
    proposed(&seen, &shipped(&["core"]));
}

/// Real files of people, where they are at hand.
#[test]
fn every_file_of_the_corpus_gives_a_pack_that_compiles() {
    let corpus = std::env::var_os("STADION_CORPUS").map(PathBuf::from);
    let corpus =
        corpus.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus"));
    let Ok(folders) = std::fs::read_dir(&corpus) else {
        crate::outcome::say("skipped: no corpus of real files (STADION_CORPUS)");
        return;
    };
    let core = shipped(&["core"]);
    let mut all = Seen::default();
    for folder in folders.flatten().filter(|entry| entry.path().is_dir()) {
        for file in std::fs::read_dir(folder.path()).unwrap().flatten() {
            let mut one = Seen::default();
            let name = file.file_name().to_string_lossy().into_owned();
            let bytes = std::fs::read(file.path()).unwrap();
            one.add(&name, bytes.clone());
            if !one.sports.is_empty() {
                proposed(&one, &core);
            }
            all.add(&name, bytes);
        }
    }
    let (_, compiled) = proposed(&all, &core);
    assert!(compiled.packs.pack("proposal").unwrap().sports.len() > 3);
}
