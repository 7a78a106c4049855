//! The same of device adapters.

use super::*;

const WITHINGS: &str = "withings/adapter.yaml";
const WHEEL: &str = "ble-cycling-speed-cadence/adapter.yaml";

fn shipped() -> Shipped {
    Shipped::copied(
        "device-adapters",
        &["withings", "ble-cycling-speed-cadence"],
    )
}

/// The file with other words in it, the cursor at `|`.
fn with(shipped: &Shipped, path: &str, from: &str, to: &str) -> String {
    let text = shipped.on_disk(path);
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

#[test]
fn a_mistake_in_an_adapter_is_told_and_mended() {
    let mut adapters = shipped();
    let file = adapters.file(WITHINGS);
    let sound = adapters.on_disk(WITHINGS);
    adapters.editor.open(&file, &sound);
    let wrong = sound.replace("field: total_distance", "field: total_distence");
    let version = adapters.editor.rewrite(&file, &wrong);
    let findings = adapters.editor.findings_of(&file, version);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0]["code"], "S0502");
    let range = &findings[0]["range"];
    let (line, column) = place(&wrong, "total_distence");
    assert_eq!(range["start"], json!({ "line": line, "character": column }));
    let fixes = adapters.editor.ask(
        "textDocument/codeAction",
        &json!({ "textDocument": { "uri": uri(&file) }, "range": range, "context": { "diagnostics": [] } }),
    );
    let edit = &fixes[0]["edit"]["changes"][uri(&file)][0];
    assert_eq!(applied(&wrong, edit), sound, "{fixes}");

    // A key that means nothing, and a fixture that is not there.
    let wrong = sound.replace("label: simulated", "lable: simulated");
    let version = adapters.editor.rewrite(&file, &wrong);
    let findings = adapters.editor.findings_of(&file, version);
    assert!(
        findings.iter().any(|one| one["code"] == "S0021"),
        "{findings:?}"
    );
    let wrong = sound.replace(
        "payload: fixtures/workouts.json",
        "payload: fixtures/none.json",
    );
    let version = adapters.editor.rewrite(&file, &wrong);
    let findings = adapters.editor.findings_of(&file, version);
    assert!(
        findings.iter().any(|one| one["code"] == "S0513"),
        "{findings:?}"
    );

    let version = adapters.editor.rewrite(&file, &sound);
    assert!(adapters.editor.findings_of(&file, version).is_empty());
}

#[test]
fn an_adapter_that_was_never_saved_is_read_and_no_text_of_one_ends_the_server() {
    let mut adapters = shipped();
    let file = adapters.file("acme/adapter.yaml");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    adapters.editor.open(&file, "id: acme\nversion: 1.0.0\n");
    let findings = adapters.editor.findings(&file);
    assert!(!findings.is_empty());
    for text in [
        "",
        "- a\n",
        "{{{{",
        "normalize: [&a [*a]]\n",
        "transport:\n  pull: \"\n",
    ] {
        adapters.editor.rewrite(&file, text);
        for (line, character) in [(0, 0), (0, 1), (0, 99), (1, 3), (7, 7)] {
            for method in ["completion", "hover", "definition"] {
                let method = format!("textDocument/{method}");
                adapters.editor.ask_at(&method, &file, line, character);
            }
        }
    }
}

#[test]
fn what_may_be_written_in_an_adapter_is_proposed() {
    let mut adapters = shipped();
    let at = |adapters: &Shipped, from: &str, to: &str| with(adapters, WITHINGS, from, to);

    let text = at(&adapters, "label: simulated", "label: simulated\n|");
    has(
        &adapters.labels(WITHINGS, &text),
        &["owner", "engine", "settings"],
        &["vendor", "label"],
    );
    let text = at(&adapters, "label: simulated", "label: |");
    assert_eq!(adapters.labels(WITHINGS, &text), ["simulated", "live"]);
    let text = at(&adapters, "{field: total_distance,", "{field: |,");
    has(
        &adapters.labels(WITHINGS, &text),
        &["total_distance", "start_time", "sport"],
        &["heart_rate"],
    );
    let text = at(
        &adapters,
        "fields: [{field: heart_rate,",
        "fields: [{field: |,",
    );
    has(
        &adapters.labels(WITHINGS, &text),
        &["heart_rate", "power"],
        &["total_distance"],
    );
    let text = at(
        &adapters,
        "data.manual_distance], unit: m}",
        "data.manual_distance], unit: |}",
    );
    has(
        &adapters.labels(WITHINGS, &text),
        &["m", "km"],
        &["total_distance"],
    );
    let text = at(
        &adapters,
        "from: startdate, as: unix",
        "from: startdate, as: |",
    );
    has(
        &adapters.labels(WITHINGS, &text),
        &["iso8601", "unix_ms"],
        &[],
    );

    // Paths are those of the payloads, from a record on.
    let text = at(&adapters, "from: data.hr_average", "from: |");
    has(
        &adapters.labels(WITHINGS, &text),
        &["data.hr_average", "startdate"],
        &["body.series[*].startdate"],
    );
    let text = at(&adapters, "records: body.series[*]", "records: |");
    let taken = adapters.taken(WITHINGS, &text);
    let series = taken.iter().find(|(label, _)| label == "body.series[*]");
    assert!(series.unwrap().1.contains("records: \"body.series[*]\""));

    let text = at(&adapters, "stream: workouts, since", "stream: |, since");
    assert_eq!(adapters.labels(WITHINGS, &text), ["workouts"]);
    let text = at(&adapters, "payload: fixtures/workouts.json", "payload: |");
    has(
        &adapters.labels(WITHINGS, &text),
        &["fixtures/workouts.json", "fixtures/intraday.json"],
        &["adapter.yaml"],
    );
    let text = at(
        &adapters,
        "{fields: {heart_rate: {min: 25 /min",
        "{fields: {|, heart_rate: {min: 25 /min",
    );
    has(
        &adapters.labels(WITHINGS, &text),
        &["power", "total_distance"],
        &["heart_rate", "sport"],
    );
}

#[test]
fn expressions_of_an_adapter_name_what_it_defines() {
    let mut adapters = shipped();
    let at = |adapters: &Shipped, from: &str, to: &str| with(adapters, WITHINGS, from, to);
    let text = at(
        &adapters,
        "compute: record.end - record.begin",
        "compute: record.|",
    );
    assert_eq!(adapters.labels(WITHINGS, &text), ["begin", "end"]);
    let text = at(
        &adapters,
        "compute: record.end - record.begin",
        "compute: record.end - |",
    );
    has(
        &adapters.labels(WITHINGS, &text),
        &["record", "setting", "km"],
        &["workout", "body"],
    );
    let text = at(
        &adapters,
        "error_predicate: body.code != 0",
        "error_predicate: body.|",
    );
    assert_eq!(adapters.labels(WITHINGS, &text), ["code", "said"]);
    let text = at(
        &adapters,
        "error_predicate: body.code != 0",
        "error_predicate: response.|",
    );
    assert_eq!(adapters.labels(WITHINGS, &text), ["status"]);
    let text = with(&adapters, WHEEL, "times: wheel", "times: |");
    assert_eq!(adapters.labels(WHEEL, &text), ["wheel"]);
}

#[test]
fn words_of_an_adapter_are_explained_and_lead_somewhere() {
    let mut adapters = shipped();
    let at = |adapters: &Shipped, from: &str, to: &str| with(adapters, WITHINGS, from, to);
    for (from, to, told) in [
        ("error_predicate:", "error_pre|dicate:", "error_predicate"),
        (
            "field: total_distance",
            "field: total_dist|ance",
            "Distance covered",
        ),
        ("field: start_time", "field: start_|time", "when it began"),
        ("unit: kcal", "unit: kc|al", "energy"),
        (
            "record.end - record.begin",
            "record.en|d - record.begin",
            "defined in withings/adapter.yaml",
        ),
        ("{fields: {heart_rate:", "{fields: {heart_|rate:", "in /min"),
    ] {
        let text = at(&adapters, from, to);
        let hover = adapters.hover(WITHINGS, &text);
        assert!(hover.contains(told), "{to}: {hover}");
    }
    for (from, to, target) in [
        (
            "record.end - record.begin",
            "record.end - record.be|gin",
            "withings/adapter.yaml: record: {begin:",
        ),
        (
            "stream: workouts, since",
            "stream: work|outs, since",
            "withings/adapter.yaml: workouts:",
        ),
        (
            "when: body.code == 601",
            "when: body.co|de == 601",
            "withings/adapter.yaml: body: {code:",
        ),
        (
            "payload: fixtures/workouts.json",
            "payload: fixtures/work|outs.json",
            "withings/fixtures/workouts.json: {",
        ),
        ("field: total_distance", "field: total_|distance", "nowhere"),
    ] {
        let text = at(&adapters, from, to);
        let led = adapters.target(WITHINGS, &text);
        assert!(led.starts_with(target), "{to}: {led}");
    }
    let text = with(&adapters, WHEEL, "times: wheel", "times: whe|el");
    let led = adapters.target(WHEEL, &text);
    assert!(led.contains("wheel:"), "{led}");
}
