//! Rules for whole files: their length, what they must not know, and the languages' texts.

use std::collections::{BTreeMap, BTreeSet};

use super::source::File;

const MAX_LINES: usize = 600;
/// This file names what it looks for.
pub const OWN_PATH: &str = "tests/it/tidy/files.rs";
/// Folders of somebody's machine; a build that names one works there alone.
const FOLDERS: [&str; 3] = ["/home/", "/root/", "/Users/"];
/// Where packages come from is the builder's choice, a mirror included.
const HOSTS: [&str; 6] = [
    "deb.debian.org",
    "files.pythonhosted.org",
    "index.crates.io",
    "pypi.org",
    "registry.npmjs.org",
    "static.crates.io",
];

/// Whether a person keeps the file, so that its length is a choice.
pub fn is_written_by_hand(path: &str) -> bool {
    const KINDS: [&str; 11] = [
        ".css", ".ftl", ".html", ".js", ".md", ".mjs", ".rs", ".sh", ".sql", ".toml", ".yaml",
    ];
    let generated = path.starts_with("docs/reference/")
        || path.ends_with(".min.js")
        || path.contains("/vendor/");
    !generated && KINDS.iter().any(|kind| path.ends_with(kind))
}

pub fn length(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().count();
    let long = lines > MAX_LINES;
    long.then(|| format!("{path}: {lines} lines, over {MAX_LINES}: where is the seam?"))
        .into_iter()
        .collect()
}

pub fn machine_traces(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().enumerate();
    lines
        .flat_map(|(at, line)| {
            traces(line).map(move |trace| format!("{path}:{}: names {trace}", at + 1))
        })
        .collect()
}

fn traces(line: &str) -> impl Iterator<Item = &'static str> {
    let folders = FOLDERS
        .into_iter()
        .filter(move |folder| begins_a_path(line, folder));
    folders.chain(HOSTS.into_iter().filter(move |host| line.contains(host)))
}

/// True when the folder stands at a path's beginning: `/running/home/` is an address, `"/home/me` is a machine.
fn begins_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || "/.}-_>*$".contains(c))
    })
}

/// Findings for texts that one language has and another lacks, in `locales/<language>/<file>.ftl` of the engine.
pub fn missing_texts(files: &[File]) -> Vec<String> {
    let mut keys: BTreeMap<(&str, &str), BTreeMap<&str, BTreeSet<String>>> = BTreeMap::new();
    let mut languages: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for file in files.iter().filter(|file| file.path.starts_with("engine/")) {
        let Some((folder, language, name)) = locale_of(&file.path) else {
            continue;
        };
        keys.entry((folder, name))
            .or_default()
            .insert(language, text_keys(&file.text));
        languages.entry(folder).or_default().insert(language);
    }
    let mut findings = Vec::new();
    for ((folder, name), by_language) in &keys {
        let all: BTreeSet<&String> = by_language.values().flatten().collect();
        for language in &languages[folder] {
            let own = by_language.get(language);
            let missing = all
                .iter()
                .filter(|key| own.is_none_or(|own| !own.contains(**key)));
            findings
                .extend(missing.map(|key| format!("{folder}/{language}/{name}: {key} is missing")));
        }
    }
    findings
}

/// `…/locales`, `en` and `common.ftl` of `…/locales/en/common.ftl`.
fn locale_of(path: &str) -> Option<(&str, &str, &str)> {
    let at = path.find("/locales/")? + "/locales".len();
    let (language, name) = path[at + 1..].split_once('/')?;
    let fluent = name.rsplit('.').next() == Some("ftl");
    fluent.then_some((&path[..at], language, name))
}

/// The messages, terms and attributes (`message.attribute`) of a Fluent file.
fn text_keys(text: &str) -> BTreeSet<String> {
    let mut message = String::new();
    let mut keys = BTreeSet::new();
    for line in text.lines() {
        let Some((left, _)) = line.split_once('=') else {
            continue;
        };
        let left = left.trim_end();
        if left.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-') && !left.contains(' ') {
            left.clone_into(&mut message);
            keys.insert(message.clone());
        } else if let Some(attribute) = left.trim_start().strip_prefix('.') {
            keys.insert(format!("{message}.{attribute}"));
        }
    }
    keys
}

mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File {
            path: path.into(),
            text: text.into(),
        }
    }

    #[test]
    fn a_long_file_is_found() {
        assert_eq!(length("a.rs", &"x\n".repeat(600)).len(), 0);
        assert_eq!(length("a.rs", &"x\n".repeat(601)).len(), 1);
        assert!(
            !is_written_by_hand("docs/reference/metrics.md") && !is_written_by_hand("Cargo.lock")
        );
    }

    #[test]
    fn traces_of_a_machine_are_found() {
        assert_eq!(
            machine_traces("a.toml", "ok\npath = \"/home/me/packs\" # see pypi.org").len(),
            2
        );
        assert_eq!(machine_traces("a.sh", "cd /home/stadion").len(), 1);
        assert_eq!(
            machine_traces(
                "a.rs",
                "\"/{pack}/home/\" \"/running/root/\" https://stadion.example/root/"
            )
            .len(),
            0
        );
    }

    #[test]
    fn texts_that_one_language_lacks_are_found() {
        let en = file(
            "engine/locales/en/a.ftl",
            "# = note\nhello = Hello\n    .title = Hi\n    = x\nbye = Bye\n",
        );
        let ru = file("engine/locales/ru/a.ftl", "hello = Привет\nbye = Пока\n");
        let more = file("engine/locales/en/b.ftl", "only = Here\n");
        assert_eq!(
            missing_texts(&[en, ru, more]),
            [
                "engine/locales/ru/a.ftl: hello.title is missing",
                "engine/locales/ru/b.ftl: only is missing"
            ]
        );
    }
}
