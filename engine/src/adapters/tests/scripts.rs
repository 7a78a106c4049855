//! Formulas over rows, and scripts: checked at load, bounded at work, told where they fail.

use super::*;

const YAML: &str = r#"
id: acme-band
version: 1.0.0
vendor: Acme
label: simulated
data_policy: {visible_to: public, rankings: true, promos: true, models: true}
transport: {api: {id: id}}
decode: {format: json, records: "all[*]"}
record: {lasted: {from: lasted, type: text}}
rows: {leg: {from: "legs[*]", fields: {length: {from: m, unit: m}, way: {from: way, type: text}}}}
scripts:
  spelled: {file: scripts/band.rhai, takes: {text: {type: text}}, gives: {quantity: duration}}
  uphill: {file: scripts/band.rhai, takes: {legs: {rows: leg}}, gives: {quantity: length}}
normalize:
  - {field: start_time, from: start}
  - {field: total_timer_time, compute: script.spelled(record.lasted)}
  - {field: total_distance, compute: sum(leg.length)}
  - {field: total_ascent, compute: script.uphill(leg)}
dedupe: {id: id}
examples:
  - name: none
    given: {text: "{}"}
    expect: {activities: []}
"#;
const RHAI: &str = r#"
// "1h 04m 33s" in seconds.
fn spelled(text) {
    let seconds = 0;
    for word in text.split(" ") {
        let number = parse_int(word.sub_string(0, word.len() - 1));
        if word.ends_with("h") { seconds += number * 3600; }
        if word.ends_with("m") { seconds += number * 60; }
        if word.ends_with("s") { seconds += number; }
    }
    seconds
}
fn uphill(legs) {
    let metres = 0.0;
    for leg in legs {
        if leg.way == "up" { metres += leg.length; }
    }
    metres
}
"#;

fn with(yaml: &str, script: &str) -> (Vec<PackSource>, Compiled) {
    let files = [("adapter.yaml", yaml), ("scripts/band.rhai", script)];
    let sources = vec![PackSource::from_texts("", files)];
    let compiled = compiled(&sources).remove(0);
    (sources, compiled)
}

fn told(yaml: &str, script: &str) -> String {
    let (sources, compiled) = with(yaml, script);
    render::text(&compiled.findings, &sources, false)
}

fn record(lasted: &str) -> String {
    format!(
        "{{\"id\": \"{lasted}\", \"start\": \"2026-06-19T06:00:00Z\", \"lasted\": \"{lasted}\", \
         \"legs\": [{{\"m\": 1000, \"way\": \"up\"}}, {{\"m\": 500, \"way\": \"down\"}}, {{\"way\": \"up\", \"m\": 250}}]}}"
    )
}

#[test]
fn a_script_and_rows_give_what_paths_cannot_say() {
    let (_, compiled) = with(YAML, RHAI);
    let adapter = compiled
        .adapter
        .unwrap_or_else(|| panic!("{}", told(YAML, RHAI)));
    assert!(compiled.findings.is_empty(), "{}", told(YAML, RHAI));
    let records = [record("1h 04m 33s"), record("an hour")].join(", ");
    let output = given(&adapter, &format!("{{\"all\": [{records}]}}"));
    let activities: Vec<_> = output.activities().collect();
    let figure = |at: usize, name: &str| {
        let value = activities[at].fields.get(&format!("fit:session.{name}"));
        value.map(|value| serde_json::to_value(value).unwrap())
    };
    assert_eq!(figure(0, "total_timer_time"), Some(json!(3_873.0)));
    assert_eq!(figure(0, "total_distance"), Some(json!(1_750.0)));
    assert_eq!(figure(0, "total_ascent"), Some(json!(1_250.0)));
    // One that fails leaves its field alone, and says where.
    assert_eq!(figure(1, "total_timer_time"), None);
    assert_eq!(figure(1, "total_ascent"), Some(json!(1_250.0)));
    let refused = &output.refused[0];
    assert_eq!(
        (refused.code, refused.place.as_str()),
        ("script-failed", "all[1]")
    );
    assert!(
        refused.reason.contains("scripts/band.rhai:6"),
        "{}",
        refused.reason
    );
}

#[test]
fn a_script_that_is_not_there_or_not_used_is_found() {
    let yaml = |from: &str, to: &str| {
        assert!(YAML.contains(from), "{from}");
        YAML.replacen(from, to, 1)
    };
    for (yaml, script, code, word) in [
        (
            yaml(
                "scripts/band.rhai, takes: {text",
                "scripts/bund.rhai, takes: {text",
            ),
            RHAI,
            "S0094",
            "did you mean `scripts/band.rhai`?",
        ),
        (
            yaml("script.spelled(record", "script.speled(record"),
            RHAI,
            "S0203",
            "script.spelled",
        ),
        (
            yaml("compute: script.uphill(leg)", "from: up, unit: m"),
            RHAI,
            "S0521",
            "no formula calls `script.uphill`",
        ),
        (
            YAML.to_owned(),
            &format!("{RHAI}\nfn idle() {{ 1 }}"),
            "S0521",
            "uses this function: `idle`",
        ),
        (
            YAML.to_owned(),
            &RHAI.replace("fn uphill", "fn uphil"),
            "S0094",
            "did you mean `function: uphil`?",
        ),
        (
            yaml("{legs: {rows: leg}}", "{legs: {rows: lag}}"),
            RHAI,
            "S0512",
            "did you mean `leg`?",
        ),
        (
            yaml("gives: {quantity: duration}", "gives: {quantity: moment}"),
            RHAI,
            "S0044",
            "there is no quantity `moment`",
        ),
        (
            YAML.to_owned(),
            &RHAI.replace("leg.way ==", "leg.wai =="),
            "S0093",
            "a row has no field `wai`",
        ),
        (
            YAML.to_owned(),
            &RHAI.replace("let metres = 0.0;", "let metres = 0.0; sleep(9);"),
            "S0093",
            "no function `sleep`",
        ),
        (YAML.to_owned(), "import \"os\";", "S009", "band.rhai"),
        (YAML.to_owned(), "fn (", "S0091", "band.rhai"),
        (
            yaml("rows: {leg: {from", "rows: {record: {from"),
            RHAI,
            "S0503",
            "another meaning",
        ),
    ] {
        let told = told(&yaml, script);
        assert!(
            told.contains(code) && told.contains(word),
            "{code} {word}: {told}"
        );
    }
    let unnamed = PackSource::from_texts(
        "",
        [
            ("adapter.yaml", MADE_UP),
            ("scripts/a.rhai", "fn a() { 1 }"),
        ],
    );
    let found = compiled(&[unnamed]).remove(0).findings;
    assert!(found.iter().any(|one| one.code == "S0521"), "{found:?}");
}

#[test]
fn hostile_scripts_are_stopped_and_soon_no_longer_asked() {
    let body = |code: &str| RHAI.replace("let metres = 0.0;", &format!("let metres = 0.0; {code}"));
    let many: Vec<String> = (0..200).map(|at| record(&format!("{at}s"))).collect();
    let payload = format!("{{\"all\": [{}]}}", many.join(", "));
    for code in [
        "while true { metres += 1.0; }",
        "let all = [1]; while true { all.append(all); }",
        "let text = \"abc\"; while true { text += text; }",
        "return uphill(legs);",
    ] {
        let (_, compiled) = with(YAML, &body(code));
        let adapter = compiled
            .adapter
            .unwrap_or_else(|| panic!("{}", told(YAML, &body(code))));
        let before = adapter.scripts["uphill"].failed();
        let output = given(&adapter, &payload);
        assert_eq!(output.activities().count(), 200, "{code}");
        let failed: Vec<_> = output
            .refused
            .iter()
            .filter(|one| one.code == "script-failed")
            .collect();
        assert!(
            failed[0].reason.contains("limit"),
            "{code}: {:?}",
            failed[0]
        );
        let after = failed
            .iter()
            .find(|one| one.reason.contains("no more of them"));
        assert!(
            after.is_some_and(|one| one.count > 100),
            "{code}: {failed:?}"
        );
        assert_eq!(adapter.scripts["uphill"].failed() - before, 20, "{code}");
    }
    // What is no limit is told of each record.
    for code in ["1 / 0;", "let a = []; a[7];", "return \"far\";"] {
        let (_, compiled) = with(YAML, &body(code));
        let Some(adapter) = compiled.adapter else {
            continue;
        };
        let output = given(&adapter, &payload);
        let failed = output
            .refused
            .iter()
            .filter(|one| one.code == "script-failed");
        assert_eq!(failed.count(), 200, "{code}");
    }
}
