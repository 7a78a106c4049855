//! Whatever the bytes: findings, never a panic; and every finding can be shown.

use proptest::prelude::*;
use stadion_pack::source::SourceFile;
use stadion_pack::yaml::append;
use stadion_pack::yaml::format::{Shape, format};
use stadion_pack::{KindSet, PackSource, compile, render};

use crate::packs::{CORE, STRENGTH};
use crate::support::{fields, packs};

/// Compiles and shows; that both end is the assertion, and that nothing is lost without a word.
fn survives(sources: &[PackSource]) {
    let compiled = compile(sources, &KindSet::language(), &fields());
    let shown = render::text(&compiled.findings, sources, false);
    assert_eq!(shown.is_empty(), compiled.findings.is_empty());
    render::json(&compiled.findings, compiled.packs.packs.len());
    let refused = sources.len() - compiled.packs.packs.len();
    assert!(refused == 0 || stadion_pack::finding::has_errors(&compiled.findings));
}

/// Formats and adds to a text; what comes of it is in the one way, and has what was there.
fn survives_rewriting(text: &str) {
    let kinds = KindSet::language();
    for path in ["pack.yaml", "metrics.yaml"] {
        let shape = Shape::of(&kinds, path).unwrap();
        if let Ok(new) = format(text, &shape) {
            assert_eq!(format(&new, &shape).unwrap(), new, "{text}");
        }
    }
    for section in [None, Some("metrics")] {
        if let Some(appended) = append(text, section, "new_one:\n  type: count\n") {
            let line = appended.text.lines().nth(appended.line - 1).unwrap();
            assert_eq!(line.trim(), "new_one:", "{text}");
            assert!(appended.text.len() > text.len());
        }
    }
}

fn file(path: &str, bytes: Vec<u8>) -> PackSource {
    PackSource {
        id_hint: "sample".into(),
        root: "sample".into(),
        files: vec![SourceFile {
            path: path.into(),
            bytes,
        }],
        refused: Vec::new(),
    }
}

/// Cuts a stretch out of the text and puts something else there.
fn mutated(text: &str, at: usize, cut: usize, put: &[u8]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    let at = at % (bytes.len() + 1);
    let end = (at + cut).min(bytes.len());
    bytes.splice(at..end, put.iter().copied());
    bytes
}

const WORDS: &[&str] = &[
    "",
    ":",
    "- ",
    "{",
    "]",
    "*a",
    "&a ",
    "!!int ",
    "\"",
    "'",
    "|\n",
    "\t",
    "\n  ",
    "~",
    "null",
    "-1e999",
    ".nan",
    "workout.",
    "sum(",
    "set.",
    " km",
    "9999999999999999999",
    "Ж",
    "\u{feff}",
    "---\n",
    "#",
    "PT",
    "{en: x}",
    "[]",
    "core.",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for path in ["pack.yaml", "metrics.yaml", "locales/en.ftl"] {
            survives(&[file(path, bytes.clone())]);
        }
    }

    #[test]
    fn any_text(text in "[a-z:{}\\[\\]\\-*&!|>'\"# \n\t.0-9Ж]{0,200}") {
        survives_rewriting(&text);
        survives(&[file("pack.yaml", text.into_bytes())]);
    }

    #[test]
    fn mutations_of_sound_packs(
        edits in proptest::collection::vec((any::<usize>(), 0_usize..12, 0..WORDS.len()), 1..4),
        which in any::<bool>(),
    ) {
        let text = if which { CORE } else { STRENGTH };
        let mut text = text.to_owned();
        for (at, cut, word) in edits {
            let bytes = mutated(&text, at, cut, WORDS[word].as_bytes());
            text = String::from_utf8_lossy(&bytes).into_owned();
        }
        let sources = packs(&text);
        for file in sources.iter().flat_map(|pack| &pack.files) {
            survives_rewriting(&String::from_utf8_lossy(&file.bytes));
        }
        survives(&sources);
    }

    #[test]
    fn raw_bytes_in_sound_packs(
        at in any::<usize>(),
        cut in 0_usize..4,
        put in proptest::collection::vec(any::<u8>(), 0..6),
    ) {
        survives(&[file("pack.yaml", mutated(CORE, at, cut, &put))]);
    }
}

#[test]
fn a_thousand_packs_in_a_chain() {
    let text: String = (0..1_000)
        .map(|n| {
            let needs = format!("requires: {{p{}: \"^1\"}}\n", n + 1);
            let needs = if n == 999 { "" } else { &needs };
            format!("#// p{n}/pack.yaml\nid: p{n}\nversion: 1.0.0\n{needs}")
        })
        .collect();
    let mut sources = packs(&text);
    sources.remove(0);
    let compiled = compile(&sources, &KindSet::language(), &fields());
    assert_eq!(compiled.packs.packs.len(), 1_000);
}

#[test]
fn a_long_chain_of_formulas() {
    let mut text =
        String::from("id: sample\nversion: 1.0.0\nmetrics:\n  m0: {title: M, type: count}\n");
    for n in 1..1_000 {
        text += &format!("  m{n}: {{title: M, derive: workout.m{} + 1}}\n", n - 1);
    }
    text += "sports:\n  run: {title: Run, archetype: session, metrics: [m999]}\n";
    survives(&packs(&text));
}
