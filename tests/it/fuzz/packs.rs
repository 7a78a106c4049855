//! Whole packs: files of one that ships, some of them changed, under names that may be wrong.

use std::sync::LazyLock;

use arbitrary::Unstructured;
use stadion_engine::catalog::fields::source_fields;
use stadion_engine::domains;
use stadion_pack::source::SourceFile;
use stadion_pack::{KindSet, PackSource, SourceField, compile, finding, render};

use super::Target;
use super::change::Changer;
use super::targets::WORDS;

pub const PACK: Target = Target {
    name: "pack",
    seeds,
    words: WORDS,
    run,
};

static KINDS: LazyLock<KindSet> = LazyLock::new(domains::kinds);
static FIELDS: LazyLock<Vec<SourceField>> = LazyLock::new(source_fields);
static SHIPPED: LazyLock<Vec<PackSource>> = LazyLock::new(crate::packs::sources);

/// Its first bytes say which pack and files, and what is made of them.
fn seeds() -> Vec<Vec<u8>> {
    (0..32)
        .map(|n: u8| {
            (0..64)
                .map(|at: u8| n.wrapping_mul(37).wrapping_add(at.wrapping_mul(11)))
                .collect()
        })
        .collect()
}

const PATHS: [&str; 9] = [
    "pack.yaml",
    "metrics.yaml",
    "gear.yaml",
    "app.yaml",
    "locales/en.ftl",
    "locales/xx.ftl",
    "metrics.yml",
    "notes.txt",
    "scripts/a.rhai",
];

fn made(input: &[u8]) -> arbitrary::Result<Vec<PackSource>> {
    let mut from = Unstructured::new(input);
    let shipped = from.choose(&SHIPPED)?;
    let core = SHIPPED.iter().find(|pack| pack.id_hint == "core").cloned();
    let mut pack = shipped.clone();
    for _ in 0..from.int_in_range(1..=3)? {
        let at = from.choose_index(pack.files.len())?;
        let seeds = [
            pack.files[at].bytes.clone(),
            from.choose(&shipped.files)?.bytes.clone(),
        ];
        let changer = Changer {
            seeds: &seeds[..1],
            words: WORDS,
        };
        let mut random = stadion_activity::sample::Random::new(from.arbitrary()?);
        pack.files[at].bytes = changer.input(&mut random);
    }
    if from.ratio(1, 4)? {
        let bytes = from.arbitrary()?;
        pack.files.push(SourceFile {
            path: (*from.choose(&PATHS)?).to_owned(),
            bytes,
        });
    }
    let with_core = core.filter(|core| core.root != pack.root && !from.is_empty());
    Ok(with_core.into_iter().chain([pack]).collect())
}

fn run(input: &[u8]) {
    let Ok(packs) = made(input) else { return };
    let compiled = compile(&packs, &KINDS, &FIELDS);
    let told = render::text(&compiled.findings, &packs, false);
    assert_eq!(told.is_empty(), compiled.findings.is_empty());
    render::json(&compiled.findings, packs.len());
    let is_refused = compiled.packs.packs.len() < packs.len();
    assert!(!is_refused || finding::has_errors(&compiled.findings));
    for found in &compiled.findings {
        let names = || {
            packs
                .iter()
                .flat_map(|pack| pack.files.iter().map(|file| pack.name_of(&file.path)))
        };
        let is_known = names().any(|name| name == found.file) || found.code == "S0001";
        assert!(
            is_known && found.line >= 1 && found.column >= 1,
            "{found:?}"
        );
    }
}
