//! What an editor asks at the cursor: completion, hover, definition, quick fixes.

mod adapters;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::editor::{Editor, uri};
use super::place;
use crate::folders;
use crate::server::root;

/// The packs that ship, in a folder of their own; the file is written over in the editor.
struct Shipped {
    folder: tempfile::TempDir,
    editor: Editor,
}

impl Shipped {
    fn new() -> Self {
        Self::of(&["core", "running", "strength"])
    }

    fn of(packs: &[&str]) -> Self {
        Self::copied("sport-packs", packs)
    }

    /// Folders of one that the repository has.
    fn copied(of: &str, folders: &[&str]) -> Self {
        let snippets = json!({ "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } } });
        let folder = tempfile::tempdir().unwrap();
        for one in folders {
            let from = root().join(of).join(one);
            folders::copy(&from, &folder.path().join(one));
        }
        Self {
            folder,
            editor: Editor::start(&snippets),
        }
    }

    fn file(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn on_disk(&self, path: &str) -> String {
        std::fs::read_to_string(self.file(path)).unwrap()
    }

    /// Opens a file with a text in which `|` is the cursor, and asks there.
    fn ask(&mut self, method: &str, path: &str, marked: &str) -> Value {
        let (line, character) = place(marked, "|");
        let file = self.file(path);
        let before = self.on_disk(path);
        self.editor.open(&file, &before);
        // Editors ask as soon as a file is shown.
        self.editor.ask_at("textDocument/hover", &file, 0, 0);
        self.editor.rewrite(&file, &marked.replacen('|', "", 1));
        self.editor
            .ask_at(&format!("textDocument/{method}"), &file, line, character)
    }

    /// The text after each proposal was taken, by its label.
    fn taken(&mut self, path: &str, marked: &str) -> Vec<(String, String)> {
        let items = self.ask("completion", path, marked);
        let text = marked.replacen('|', "", 1);
        let items = items.as_array().unwrap().iter();
        let label = |item: &Value| item["label"].as_str().unwrap().to_owned();
        items
            .map(|item| (label(item), applied(&text, &item["textEdit"])))
            .collect()
    }

    fn labels(&mut self, path: &str, marked: &str) -> Vec<String> {
        let taken = self.taken(path, marked).into_iter();
        taken.map(|(label, _)| label).collect()
    }

    fn hover(&mut self, path: &str, marked: &str) -> String {
        let told = self.ask("hover", path, marked);
        told["contents"]["value"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The file and the line that a name leads to.
    fn target(&mut self, path: &str, marked: &str) -> String {
        let target = self.ask("definition", path, marked);
        if target.is_null() {
            return "nowhere".to_owned();
        }
        let file = url::Url::parse(target["uri"].as_str().unwrap()).unwrap();
        let file = file.to_file_path().unwrap();
        let inside = file.strip_prefix(self.folder.path()).unwrap().to_owned();
        let line = target["range"]["start"]["line"].as_u64().unwrap() as usize;
        let text = std::fs::read_to_string(file).unwrap();
        format!(
            "{}: {}",
            inside.display(),
            text.lines().nth(line).unwrap().trim()
        )
    }
}

/// The text after an edit; positions are UTF-16.
fn applied(text: &str, edit: &Value) -> String {
    let offset = |at: &Value| {
        let lines = text.split_inclusive('\n');
        let line = at["line"].as_u64().unwrap() as usize;
        let start: usize = lines.clone().take(line).map(str::len).sum();
        let units = at["character"].as_u64().unwrap() as usize;
        let letters = lines.clone().nth(line).unwrap_or_default().chars();
        let mut left = units;
        let mut bytes = 0;
        for letter in letters {
            if left == 0 {
                break;
            }
            left -= letter.len_utf16();
            bytes += letter.len_utf8();
        }
        start + bytes
    };
    let range = &edit["range"];
    let mut text = text.to_owned();
    text.replace_range(
        offset(&range["start"])..offset(&range["end"]),
        edit["newText"].as_str().unwrap(),
    );
    text
}

fn has(labels: &[String], wanted: &[&str], unwanted: &[&str]) {
    for word in wanted {
        assert!(
            labels.iter().any(|label| label == word),
            "no {word} in {labels:?}"
        );
    }
    for word in unwanted {
        assert!(
            !labels.iter().any(|label| label == word),
            "{word} in {labels:?}"
        );
    }
}

const METRICS: &str = "running/metrics.yaml";
const BADGES: &str = "running/achievements.yaml";

#[test]
fn keys_that_are_not_there_yet_are_proposed_those_needed_first() {
    let mut packs = Shipped::new();
    let text = "# Темп\npace:\n  derive: workout.duration / workout.distance\n  be|\n";
    let taken = packs.taken(METRICS, text);
    let labels: Vec<String> = taken.iter().map(|(label, _)| label.clone()).collect();
    has(&labels, &["better", "unit", "records"], &["derive", "pace"]);
    let better = taken.iter().find(|(label, _)| label == "better").unwrap();
    assert_eq!(better.1, text.replace("be|\n", "better: \n"));

    let labels = packs.labels(BADGES, "five_km:\n  |\n");
    assert_eq!(&labels[..2], ["on", "when"]);
    let labels = packs.labels(METRICS, "pace: {display: {metric: min/km, |}}\n");
    has(&labels, &["imperial", "format"], &["metric", "unit"]);
    let labels = packs.labels(
        "running/pack.yaml",
        "id: running\nsports:\n  run:\n    archetype: track\n    |\n",
    );
    has(&labels, &["metrics", "fit"], &["archetype", "version"]);
    let labels = packs.labels("running/pack.yaml", "id: running\n|");
    has(&labels, &["version", "requires", "gear"], &["id"]);
    let written = packs.taken("running/pack.yaml", "id: running\nrequires: {co|}\n");
    let core = written.iter().find(|(label, _)| label == "core").unwrap();
    assert!(core.1.ends_with("requires: {core: \"^1\"}\n"), "{core:?}");
}

#[test]
fn words_units_and_names_are_proposed_where_they_belong() {
    let mut packs = Shipped::new();
    let labels = packs.labels(METRICS, "pace:\n  better: |\n");
    assert_eq!(labels, ["higher", "lower", "neither"]);
    let taken = packs.taken(METRICS, "pace:\n  better:|\n");
    assert_eq!(taken[1].1, "pace:\n  better: lower\n");
    let labels = packs.labels(METRICS, "pace: {quantity: |}\n");
    has(&labels, &["pace", "length"], &["km"]);
    let labels = packs.labels(METRICS, "pace: {unit: |}\n");
    has(&labels, &["km", "min/km", "W/kg"], &["length"]);
    let labels = packs.labels(METRICS, "pace: {source: [fit|]}\n");
    has(&labels, &["fit:session.total_distance"], &[]);
    let labels = packs.labels(METRICS, "pace: {required: |}\n");
    assert_eq!(labels, ["true", "false"]);
    let taken = packs.taken(
        "running/gear.yaml",
        "shoes:\n  wear: {by: distance, life: 700 k|}\n",
    );
    let km = taken.iter().find(|(label, _)| label == "km").unwrap();
    assert_eq!(km.1, "shoes:\n  wear: {by: distance, life: 700 km}\n");
    let none = packs.labels(
        "running/gear.yaml",
        "shoes: {wear: {by: distance, life: 70|}}\n",
    );
    assert!(none.iter().all(|label| label != "pace"), "{none:?}");
}

#[test]
fn definitions_are_proposed_where_they_are_named() {
    let mut packs = Shipped::new();
    let sport = "id: running\nrequires: {core: \"^1\"}\nsports:\n  run:\n    archetype: track\n";
    let labels = packs.labels(
        "running/pack.yaml",
        &format!("{sport}    metrics: [distance, |]\n"),
    );
    has(
        &labels,
        &["duration", "pace", "cadence"],
        &["distance", "run"],
    );
    let labels = packs.labels(
        "running/pack.yaml",
        &format!("{sport}    form:\n      - |\n"),
    );
    has(&labels, &["duration", "distance"], &["pace"]);
    let labels = packs.labels(
        "running/pack.yaml",
        &format!("{sport}    fit: [running/|]\n"),
    );
    has(&labels, &["running/trail"], &["running"]);
    let labels = packs.labels("running/pack.yaml", &format!("{sport}    icon: |\n"));
    has(&labels, &["run", "hike"], &[]);
    let labels = packs.labels("running/gear.yaml", "shoes: {wear: {by: |}}\n");
    has(&labels, &["distance", "uses", "age"], &["run"]);
    let labels = packs.labels("running/app.yaml", "home: {blocks: [week, |]}\n");
    has(&labels, &["recent"], &["week"]);
    let labels = packs.labels("running/gear.yaml", "shoes:\n  needed_by: [|]\n");
    has(&labels, &["run"], &["walk", "pace"]);
}

#[test]
fn an_expression_is_completed_with_what_it_may_name() {
    let mut packs = Shipped::new();
    let rule =
        |rule: &str| format!("five_km:\n  icon: medal\n  on: workout.recorded\n  when: {rule}\n");
    let labels = packs.labels(BADGES, &rule("workout.|"));
    has(
        &labels,
        &["distance", "pace", "start", "sport"],
        &["km", "workout"],
    );
    let labels = packs.labels(BADGES, &rule("workout.distance >= |"));
    has(
        &labels,
        &["km", "workout", "user", "now", "streak", "sum"],
        &["start"],
    );
    let labels = packs.labels(BADGES, &rule("user.|"));
    has(&labels, &["category", "age", "weight"], &["distance"]);
    let labels = packs.labels(BADGES, &rule("user.category == \"|\""));
    assert_eq!(labels, ["athlete", "amateur"]);
    let labels = packs.labels(BADGES, &rule("workout.sport == \"ru|\""));
    has(&labels, &["running.run", "running.trail_run"], &[]);
    let taken = packs.taken(BADGES, &rule("workout.distance >= k|"));
    let km = taken.iter().find(|(label, _)| label == "km").unwrap();
    assert_eq!(km.1, rule("workout.distance >= km($0)"));
    let taken = packs.taken(BADGES, &rule("workout.distance >= k|(5)"));
    let km = taken.iter().find(|(label, _)| label == "km").unwrap();
    assert_eq!(km.1, rule("workout.distance >= km(5)"));

    let labels = packs.labels(METRICS, "pace: {derive: workout.|}\n");
    has(&labels, &["distance"], &[]);
    let labels = packs.labels(METRICS, "pace:\n  derive: |\n");
    has(&labels, &["workout", "sum"], &["user", "streak"]);
    let labels = packs.labels("strength/metrics.yaml", "tonnage:\n  derive: sum(set.|)\n");
    has(&labels, &["reps", "load"], &["distance"]);
}

#[test]
fn hover_tells_what_a_word_means() {
    let mut packs = Shipped::new();
    let rule = |rule: &str| format!("# ю\nfive_km:\n  on: workout.recorded\n  when: {rule}\n");
    for (path, text, told) in [
        (
            METRICS,
            "pace:\n  bet|ter: lower\n".to_owned(),
            &["Which way is better", "`higher`"][..],
        ),
        (
            METRICS,
            "pace:\n  better: low|er\n".to_owned(),
            &["Which way is better"],
        ),
        (
            METRICS,
            "pace:\n  unit: min/|km\n".to_owned(),
            &["measures pace"],
        ),
        (
            METRICS,
            "pace:\n  quantity: len|gth\n".to_owned(),
            &["usually in `m`"],
        ),
        (
            METRICS,
            "pace: {source: [fit:session.total_dist|ance]}\n".to_owned(),
            &["length"],
        ),
        (
            METRICS,
            "pa|ce:\n  derive: workout.duration / workout.distance\n".to_owned(),
            &[
                "**Pace** `running.pace`",
                "pace in",
                "`workout.duration / workout.distance`",
            ],
        ),
        (
            BADGES,
            rule("workout.dis|tance >= km(5)"),
            &[
                "**Distance** `core.distance`",
                "length in m",
                "defined in core/metrics.yaml:",
            ],
        ),
        (
            BADGES,
            rule("workout.distance >= k|m(5)"),
            &["measures length", "`km(5)`"],
        ),
        (
            BADGES,
            rule("str|eak(weeks) >= 4"),
            &["streak(weeks)", "Consecutive weeks"],
        ),
        (
            BADGES,
            rule("user.cate|gory == \"athlete\""),
            &["`athlete`, `amateur`"],
        ),
        (
            BADGES,
            rule("workout.sport == \"run|ning.run\""),
            &["**Run", "`running.run`"],
        ),
        (
            "running/gear.yaml",
            "shoes: {wear: {by: dis|tance, life: 700 km}}\n".to_owned(),
            &["core.distance"],
        ),
        (
            "running/gear.yaml",
            "shoes: {wear: {by: distance, life: 700 k|m}}\n".to_owned(),
            &["measures length"],
        ),
        (
            "running/pack.yaml",
            "id: running\nrequires: {co|re: \"^1\"}\n".to_owned(),
            &["`core` 1."],
        ),
        (
            "strength/metrics.yaml",
            "tonnage: {derive: sum(set.lo|ad)}\n".to_owned(),
            &["**`set.load`**: mass in kg"],
        ),
    ] {
        let hover = packs.hover(path, &text);
        for words in told {
            assert!(hover.contains(words), "{text}: no {words} in {hover}");
        }
    }
    assert_eq!(packs.hover(METRICS, "pace: {better: lower}\n# no|te\n"), "");
}

#[test]
fn a_pack_that_was_never_sound_is_explained_by_what_is_written() {
    let mut packs = Shipped::new();
    std::fs::write(packs.file("core/pack.yaml"), "id: core\n").unwrap();
    let text = "a:\n  when: workout.dis|tance >= km(5)\n";
    let hover = packs.hover(BADGES, text);
    for words in [
        "`core.distance`",
        "length in m",
        "defined in core/metrics.yaml:",
    ] {
        assert!(hover.contains(words), "no {words} in {hover}");
    }
    let found = packs.target(BADGES, text);
    assert_eq!(found, "core/metrics.yaml: distance:");
}

#[test]
fn a_name_leads_to_its_definition_in_this_pack_or_another() {
    let mut packs = Shipped::new();
    let sport = "id: running\nrequires: {core: \"^1\"}\nsports:\n  run:\n    archetype: track\n";
    for (path, text, target) in [
        (
            "running/pack.yaml",
            format!("{sport}    metrics: [distance, pa|ce]\n"),
            "running/metrics.yaml: pace:",
        ),
        (
            "running/pack.yaml",
            format!("{sport}    metrics: [dist|ance]\n"),
            "core/metrics.yaml: distance:",
        ),
        (
            "running/pack.yaml",
            format!("{sport}    metrics: [core.dist|ance]\n"),
            "core/metrics.yaml: distance:",
        ),
        (
            "running/pack.yaml",
            "id: running\nrequires: {co|re: \"^1\"}\n".to_owned(),
            "core/pack.yaml: id: core",
        ),
        (
            BADGES,
            "a:\n  when: workout.distance >= km(5) && workout.pa|ce < minutes(5) / km(1)\n"
                .to_owned(),
            "running/metrics.yaml: pace:",
        ),
        (
            BADGES,
            "a:\n  when: sum(asc|ent, days(30)) >= metres(5)\n".to_owned(),
            "core/metrics.yaml: ascent:",
        ),
        (
            "running/gear.yaml",
            "running_shoes: {components: [inso|les]}\ninsoles: {}\n".to_owned(),
            "running/gear.yaml: insoles:",
        ),
        (METRICS, "pace: {better: lo|wer}\n".to_owned(), "nowhere"),
    ] {
        let found = packs.target(path, &text);
        if target.ends_with("insoles:") {
            // The file is written over in the editor; its line there counts.
            assert!(found.starts_with("running/gear.yaml"), "{found}");
        } else {
            assert_eq!(found, target, "{text}");
        }
    }
}

#[test]
fn a_quick_fix_writes_what_was_meant_and_the_finding_is_gone() {
    let mut packs = Shipped::new();
    let file = packs.file(METRICS);
    let good = packs.on_disk(METRICS);
    let bad = format!("# Опечатка\n{good}").replace("better: lower", "beter: lower");
    packs.editor.open(&file, &bad);
    let findings = packs.editor.findings(&file);
    assert!(!findings.is_empty());
    let fix = fixes(
        &mut packs.editor,
        &file,
        &findings[0]["range"],
        &json!({ "diagnostics": [] }),
    );
    assert_eq!(fix.len(), 1, "{fix:?}");
    assert_eq!(fix[0]["title"], "Write `better`");
    assert_eq!(
        (&fix[0]["kind"], &fix[0]["isPreferred"]),
        (&json!("quickfix"), &json!(true))
    );
    assert_eq!(fix[0]["diagnostics"][0]["code"], findings[0]["code"]);
    let edit = &fix[0]["edit"]["changes"][uri(&file)][0];
    let mended = applied(&bad, edit);
    let version = packs.editor.change(
        &file,
        &json!([{ "range": edit["range"], "text": edit["newText"] }]),
    );
    let left = packs.editor.findings_of(&file, version);
    assert!(left.is_empty(), "{left:?} in {mended}");

    let nothing = fixes(
        &mut packs.editor,
        &file,
        &findings[0]["range"],
        &json!({ "diagnostics": [] }),
    );
    assert!(nothing.is_empty());
    packs.editor.rewrite(&file, &bad);
    let refactors = json!({ "diagnostics": [], "only": ["refactor"] });
    assert!(fixes(&mut packs.editor, &file, &findings[0]["range"], &refactors).is_empty());
}

fn fixes(editor: &mut Editor, file: &Path, range: &Value, context: &Value) -> Vec<Value> {
    let params =
        json!({ "textDocument": { "uri": uri(file) }, "range": range, "context": context });
    let fixes = editor.ask("textDocument/codeAction", &params);
    fixes.as_array().unwrap().clone()
}

/// How soon findings follow a change; a bound that only a server gone wrong passes.
#[test]
#[expect(clippy::disallowed_methods, reason = "measures how long it takes")]
fn findings_of_a_pack_that_ships_follow_soon() {
    let names = folders::entries(&root().join("sport-packs"));
    let names = names.iter().filter_map(|path| path.file_name()?.to_str());
    let mut packs = Shipped::of(&names.collect::<Vec<_>>());
    let file = packs.file(METRICS);
    let good = packs.on_disk(METRICS);
    packs.editor.open(&file, &good);
    let mut slowest = std::time::Duration::ZERO;
    for n in 0..5 {
        let bad = good.replacen("pace:", &format!("Pace{n}:"), 1);
        let begun = std::time::Instant::now();
        let version = packs.editor.rewrite(&file, &bad);
        assert!(!packs.editor.findings_of(&file, version).is_empty());
        slowest = slowest.max(begun.elapsed());
    }
    assert!(slowest.as_secs() < 10, "{slowest:?}");
    eprintln!("from a change to its findings: {slowest:?} at most");
}

#[test]
fn scripts_are_proposed_led_to_and_checked() {
    let mut shipped = Shipped::of(&["core", "padel"]);
    let badge = "win:\n  on: workout.recorded\n  when: script.|\n";
    let labels = shipped.labels("padel/achievements.yaml", badge);
    assert_eq!(labels, ["turned"]);
    let badge = "win:\n  on: workout.recorded\n  when: script.tur|ned(set)\n";
    let target = shipped.target("padel/achievements.yaml", badge);
    assert!(target.contains("scripts.yaml"), "{target}");

    let script = shipped.file("padel/scripts/match.rhai");
    let text = shipped.on_disk("padel/scripts/match.rhai");
    shipped.editor.open(&script, &text);
    let version = shipped
        .editor
        .rewrite(&script, &text.replace("one.own >", "one.wn >"));
    let told = shipped.editor.findings_of(&script, version);
    let codes: Vec<_> = told.iter().map(|found| &found["code"]).collect();
    assert_eq!(codes, ["S0093"], "{told:?}");
}
