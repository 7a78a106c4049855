//! The language server as an editor meets it: the real executable, over its stdin and stdout.

mod editor;
mod questions;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use self::editor::{Editor, uri};
use crate::folders;
use crate::server::root;

/// Two packs beside each other, one on top of the other.
struct Packs(tempfile::TempDir);

const METRICS: &str = "\
# Темп — это время на длину
pace:
  title: {en: Pace, ru: Темп}
  derive: workout.duration / workout.distance
  better: lower
";
const HEADER: &str = "\
id: walking
version: 1.0.0
title: {en: Walking, ru: Ходьба}
requires: {core: \"^1\"}
locales: [en, ru]
sports:
  walk:
    title: {en: Walk, ru: Прогулка}
    archetype: track
    metrics: [distance, duration, pace]
    form: [distance, duration]
";

impl Packs {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        folders::copy(
            &root().join("sport-packs/core"),
            &folder.path().join("core"),
        );
        let packs = Self(folder);
        std::fs::create_dir_all(packs.file("walking")).unwrap();
        std::fs::write(packs.header(), HEADER).unwrap();
        std::fs::write(packs.metrics(), METRICS).unwrap();
        packs
    }

    fn file(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn header(&self) -> PathBuf {
        self.file("walking/pack.yaml")
    }

    fn metrics(&self) -> PathBuf {
        self.file("walking/metrics.yaml")
    }
}

fn editor() -> Editor {
    Editor::start(&json!({}))
}

/// Line and UTF-16 column of the first `what`.
fn place(text: &str, what: &str) -> (u64, u64) {
    let at = text.find(what).unwrap();
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.matches('\n').count() as u64;
    (line, before[start..].encode_utf16().count() as u64)
}

fn messages(findings: &[Value]) -> Vec<&str> {
    findings
        .iter()
        .map(|f| f["message"].as_str().unwrap())
        .collect()
}

#[test]
fn a_mistake_is_told_as_it_is_typed_and_gone_when_mended() {
    let packs = Packs::new();
    let file = packs.metrics();
    let mut editor = editor();
    editor.open(&file, METRICS);
    let (line, column) = place(METRICS, "lower");
    let version = editor.type_at(&file, line, column, "s");
    let findings = editor.findings_of(&file, version);
    assert_eq!(findings.len(), 1, "{findings:?}");
    let finding = &findings[0];
    assert!(messages(&findings)[0].starts_with("`slower` is not one of the words"));
    assert_eq!(
        (&finding["code"], &finding["source"]),
        (&json!("S0024"), &json!("stadion"))
    );
    assert_eq!(finding["severity"], 1);
    let range = &finding["range"];
    assert_eq!(range["start"], json!({ "line": line, "character": column }));
    assert_eq!(
        range["end"],
        json!({ "line": line, "character": column + 6 })
    );

    let version = editor.rewrite(&file, METRICS);
    assert!(editor.findings_of(&file, version).is_empty());
    assert_eq!(editor.leave(), Some(0));
}

#[test]
fn a_key_typed_letter_by_letter_ends_in_one_finding() {
    let packs = Packs::new();
    let file = packs.metrics();
    let mut editor = editor();
    editor.open(&file, METRICS);
    let end = METRICS.lines().count() as u64;
    let version = editor.type_at(&file, end, 0, "  titel: {en: Темп}\n");
    let findings = editor.findings_of(&file, version);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(
        findings[0]["range"]["start"],
        json!({ "line": end, "character": 2 })
    );
    assert!(messages(&findings)[0].contains("titel"));
    assert_eq!(editor.leave(), Some(0));
}

#[test]
fn columns_after_cyrillic_are_in_utf_16_or_in_the_bytes_that_were_offered() {
    let packs = Packs::new();
    let file = packs.metrics();
    let text =
        "pace: {title: {en: Pace, ru: Темп 🏃}, derive: workout.duratoin / workout.distance}\n";
    let (_, utf16) = place(text, "workout.duratoin");
    let utf8 = text.find("workout.duratoin").unwrap() as u64;
    let offers = json!({ "general": { "positionEncodings": ["utf-16", "utf-8"] } });
    for (capabilities, kind, column) in [(json!({}), "utf-16", utf16), (offers, "utf-8", utf8)] {
        let mut editor = Editor::start(&capabilities);
        assert_eq!(editor.capabilities["positionEncoding"], kind);
        editor.open(&file, text);
        let findings = editor.findings(&file);
        let finding = findings
            .iter()
            .find(|f| f["code"] == "S0202")
            .expect("an unknown name");
        let start = finding["range"]["start"]["character"].as_u64().unwrap();
        assert!((column..=column + 8).contains(&start), "{kind}: {finding}");
        assert_eq!(finding["range"]["end"]["character"], column + 16, "{kind}");
        assert_eq!(editor.leave(), Some(0));
    }
}

#[test]
fn text_that_is_no_yaml_is_told_with_its_place() {
    let packs = Packs::new();
    let file = packs.metrics();
    let mut editor = editor();
    editor.open(&file, "pace:\n  title: {en: [Pace\n");
    let findings = editor.findings(&file);
    assert!(
        findings[0]["code"].as_str().unwrap().starts_with("S00"),
        "{findings:?}"
    );
    for text in [
        "",
        "\u{feff}",
        "\t",
        "- a\n",
        "pace: &a [*a]\n",
        "{{{{",
        "pace:\n  derive: \"\n",
    ] {
        editor.rewrite(&file, text);
        for (line, character) in [(0, 0), (0, 1), (0, 99), (1, 3), (7, 7)] {
            for method in ["completion", "hover", "definition"] {
                editor.ask_at(&format!("textDocument/{method}"), &file, line, character);
            }
        }
    }
    let version = editor.rewrite(&file, &METRICS.replace("lower", "slower"));
    assert_eq!(editor.findings_of(&file, version).len(), 1);
    assert_eq!(editor.leave(), Some(0));
}

#[test]
fn a_change_in_one_file_is_told_in_the_other_open_or_not() {
    let packs = Packs::new();
    let (header, metrics) = (packs.header(), packs.metrics());
    let mut editor = editor();
    editor.open(&metrics, METRICS);
    let version = editor.rewrite(&metrics, &METRICS.replace("pace:", "tempo:"));
    let findings = editor.findings(&header);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(messages(&findings)[0].contains("`pace`"));
    assert!(version > 0);

    editor.rewrite(&metrics, METRICS);
    assert!(editor.findings(&header).is_empty());
    // What stands in a required pack is told here where it matters.
    let core = packs.file("core/pack.yaml");
    let broken = std::fs::read_to_string(&core)
        .unwrap()
        .replace("version:", "vershun:");
    editor.open(&core, &broken);
    assert!(!editor.findings(&core).is_empty());
    assert!(messages(&editor.findings(&header))[0].contains("`core`"));
    // Closed without being saved, it is again as on disk.
    editor.tell(
        "textDocument/didClose",
        &json!({ "textDocument": { "uri": uri(&core) } }),
    );
    assert!(editor.findings(&core).is_empty());
    assert!(editor.findings(&header).is_empty());
    assert_eq!(editor.leave(), Some(0));
}

#[test]
fn files_changed_outside_of_the_editor_are_read_again() {
    let packs = Packs::new();
    let (header, metrics) = (packs.header(), packs.metrics());
    let watching =
        json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut editor = Editor::start(&watching);
    let asked = editor.request("client/registerCapability");
    let watched = &asked["params"]["registrations"][0];
    assert_eq!(watched["method"], "workspace/didChangeWatchedFiles");
    editor.open(&header, HEADER);
    std::fs::write(&metrics, "").unwrap();
    let changes = json!({ "changes": [{ "uri": uri(&metrics), "type": 2 }] });
    editor.tell("workspace/didChangeWatchedFiles", &changes);
    assert!(messages(&editor.findings(&header))[0].contains("`pace`"));
    std::fs::write(&metrics, METRICS).unwrap();
    let saved = json!({ "textDocument": { "uri": uri(&metrics) } });
    editor.tell("textDocument/didSave", &saved);
    assert!(editor.findings(&header).is_empty());
    assert_eq!(editor.leave(), Some(0));
}

#[test]
fn a_closed_pack_has_no_findings() {
    let packs = Packs::new();
    let file = packs.metrics();
    let mut editor = editor();
    editor.open(&file, &METRICS.replace("lower", "slower"));
    assert_eq!(editor.findings(&file).len(), 1);
    editor.tell(
        "textDocument/didClose",
        &json!({ "textDocument": { "uri": uri(&file) } }),
    );
    assert!(editor.findings(&file).is_empty());
    assert_eq!(editor.leave(), Some(0));
}

#[test]
fn a_file_outside_of_any_pack_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("metrics.yaml");
    let mut editor = editor();
    editor.open(&file, "a: [");
    editor.open(Path::new("/nowhere/metrics.yaml"), "pace: {");
    let untitled =
        json!({ "uri": "untitled:Untitled-1", "languageId": "yaml", "version": 0, "text": "a" });
    editor.tell("textDocument/didOpen", &json!({ "textDocument": untitled }));
    editor.rewrite(&file, "b: {");
    assert!(!editor.was_told());
    assert_eq!(editor.leave(), Some(0));
}

#[test]
fn requests_that_cannot_be_answered_are_refused_and_the_server_stays() {
    let mut editor = editor();
    let unknown = editor.answer("textDocument/dance", &json!({}));
    assert_eq!(unknown["error"]["code"], -32601, "{unknown}");
    editor.tell("textDocument/didOpen", &json!({ "nonsense": 1 }));
    editor.tell("$/setTrace", &json!({ "value": "off" }));
    editor.ask("shutdown", &Value::Null);
    let late = editor.answer("textDocument/hover", &json!({}));
    assert_eq!(late["error"]["code"], -32600, "{late}");
    editor.tell("exit", &Value::Null);
    assert_eq!(editor.ended(), Some(0));
}

#[test]
fn an_editor_that_goes_without_a_word_ends_the_server_with_1() {
    let mut abrupt = editor();
    abrupt.tell("exit", &Value::Null);
    assert_eq!(abrupt.ended(), Some(1));
    assert_eq!(editor().hang_up(), Some(1));
    assert_eq!(Editor::mute().hang_up(), Some(1));
}
