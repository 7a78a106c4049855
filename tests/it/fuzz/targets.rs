//! Texts of packs: YAML, its one way of writing, Fluent.

use stadion_pack::finding::Report;
use stadion_pack::yaml::format::{Shape, format as write};
use stadion_pack::yaml::{Node, Tree, parse};
use stadion_pack::{KindSet, PackSource, compile, render};

use super::Target;

pub const YAML: Target = Target {
    name: "yaml",
    seeds: yaml_files,
    words: WORDS,
    run: yaml,
};
pub const FORMAT: Target = Target {
    name: "format",
    seeds: yaml_files,
    words: WORDS,
    run: format,
};
pub const FLUENT: Target = Target {
    name: "fluent",
    seeds: locale_files,
    words: FLUENT_WORDS,
    run: fluent,
};

pub const WORDS: &[&str] = &[
    ":",
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    ", ",
    "*a",
    "&a ",
    "!!int ",
    "!x",
    "\"",
    "'",
    "|\n",
    ">-\n",
    "\t",
    "\n  ",
    "\r\n",
    "~",
    "null",
    "-1e999",
    ".nan",
    "0x10",
    "9999999999999999999",
    "Ж",
    "\u{feff}",
    "\u{2028}",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "# ",
    " #",
    "? ",
    "<<: *a",
    "PT1H",
    "P7D",
    "{en: x}",
    "[]",
    "{}",
    "\\u0000",
    "id: ",
    "requires: ",
    "metrics:\n",
    "core.",
    "workout.",
    "sum(",
    "title: ",
    "quantity: ",
    "unit: ",
    "derive: ",
    "when: ",
    " km",
    " min/km",
    "1e308",
    "true",
];

const FLUENT_WORDS: &[&str] = &[
    " = ",
    "{ $x }",
    "{ -term }",
    "{ \"{\" }",
    "{",
    "}",
    "*[other] ",
    "[one] ",
    " ->",
    ".attribute = ",
    "-brand = ",
    "# ",
    "### ",
    "\n    ",
    "\\u0000",
    "\\U10FFFF",
    "{ NUMBER($x) }",
    "metrics-",
    "-title",
    "\r\n",
    "Ж",
    "pack-title = ",
];

fn files(wanted: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    let packs = crate::packs::sources();
    let files = packs.into_iter().flat_map(|pack| pack.files);
    files
        .filter(|file| wanted(&file.path))
        .map(|file| file.bytes)
        .collect()
}

fn yaml_files() -> Vec<Vec<u8>> {
    files(|path| path.ends_with(".yaml"))
}

fn locale_files() -> Vec<Vec<u8>> {
    files(|path| path.ends_with(".ftl"))
}

fn yaml(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let (node, reports) = parse(0, &text);
    for report in &reports {
        stands_in(report, &text);
    }
    if let Some(node) = &node {
        below(node, &text);
    }
    // A file that says nothing is no fault.
    assert!(
        node.is_some() || !reports.is_empty() || says_nothing(&text),
        "{text}"
    );
}

fn says_nothing(text: &str) -> bool {
    serde_json::to_string(text).is_ok() && parse(0, &format!("{text}\n")).0.is_none()
}

fn stands_in(report: &Report, text: &str) {
    assert!(text.get(report.span().range()).is_some(), "{report:?}");
    assert!(!report.message().is_empty());
}

fn below(node: &Node, text: &str) {
    assert!(text.get(node.span.range()).is_some(), "{node:?}");
    if let Tree::List(items) = &node.tree {
        for item in items {
            below(item, text);
        }
    }
    for (key, node) in node.entries() {
        assert!(text.get(key.span.range()).is_some(), "{key:?}");
        below(node, text);
    }
}

/// What is written anew says the same, and written once more is the same.
fn format(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let kinds = KindSet::language();
    for path in ["pack.yaml", "metrics.yaml"] {
        let shape = Shape::of(&kinds, path).unwrap();
        let Ok(new) = write(&text, &shape) else {
            continue;
        };
        let (old_tree, new_tree) = (parse(0, &text).0, parse(0, &new).0);
        let json = |node: Option<Node>| node.map(|node| node.to_json());
        assert_eq!(json(old_tree), json(new_tree), "{text}\n→\n{new}");
        assert_eq!(write(&new, &shape).unwrap(), new, "{text}");
    }
}

const SMALL: &str = "id: sample\nversion: 1.0.0\nmetrics:\n  pace: {type: count, input: {}}\n";

fn fluent(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let pack = [PackSource::from_texts(
        "sample",
        [("pack.yaml", SMALL), ("locales/en.ftl", &text)],
    )];
    let compiled = compile(&pack, &KindSet::language(), &[]);
    render::text(&compiled.findings, &pack, false);
    for finding in &compiled.findings {
        assert!(
            finding.line >= 1
                && finding.line <= text.lines().count().max(SMALL.lines().count()) + 1
        );
    }
}
