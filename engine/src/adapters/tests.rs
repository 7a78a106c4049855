//! Adapters as wholes: those that ship, one of a made-up vendor, what cannot be read, sensors' bytes.

mod scripts;

use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde_json::{Value, json};
use stadion_activity::Limits;
use stadion_pack::adapter::model::{Layout, Payload};
use stadion_pack::adapter::{Adapter, Compiled};
use stadion_pack::{PackSource, finding, render, source};

use super::{Input, Output, compiled, examples, layout, read};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn shipped() -> Vec<(PackSource, Compiled)> {
    let sources = source::read_adapters(&root().join("device-adapters")).unwrap();
    let all = compiled(&sources);
    sources.into_iter().zip(all).collect()
}

fn one(yaml: &str) -> (Vec<PackSource>, Compiled) {
    let sources = vec![PackSource::from_texts("", [("adapter.yaml", yaml)])];
    let compiled = compiled(&sources).remove(0);
    (sources, compiled)
}

fn sound(yaml: &str) -> Adapter {
    let (sources, compiled) = one(yaml);
    let told = render::text(&compiled.findings, &sources, false);
    compiled.adapter.unwrap_or_else(|| panic!("{told}"))
}

fn given(adapter: &Adapter, text: &str) -> Output {
    let payload = Payload::Bytes {
        name: "payload".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    read(
        adapter,
        &Input {
            payload: &payload,
            stream: None,
            details: &IndexMap::new(),
            settings: &IndexMap::new(),
            now: "2026-06-20T12:00:00Z".parse().unwrap(),
            limits: Limits::default(),
        },
    )
}

#[test]
fn adapters_that_ship_are_sound_and_their_examples_pass() {
    let all = shipped();
    assert!(all.len() >= 19, "{} adapters", all.len());
    let mut told = String::new();
    for (source, compiled) in &all {
        let sources = std::slice::from_ref(source);
        told += &render::text(&compiled.findings, sources, false);
        let Some(adapter) = &compiled.adapter else {
            continue;
        };
        let (ran, _) = examples::run(compiled);
        if !examples::all_pass(adapter, &ran) {
            let failures: Vec<_> = ran.into_iter().flat_map(|one| one.failures).collect();
            told += &adapter.id;
            told += &render::text(&failures, sources, false);
        }
    }
    assert!(told.is_empty(), "{told}");
}

#[test]
fn an_adapter_is_eighty_lines_beside_its_examples_as_the_readme_says_and_has_no_script() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let listed = readme.split("| adapter | lines |").nth(1).unwrap();
    let listed = listed.split("\n\n").next().unwrap();
    let rows: Vec<&str> = listed
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    let all = shipped();
    assert_eq!(
        rows.len(),
        all.len(),
        "README.md lists those that ship and no other"
    );
    for (source, compiled) in all {
        let file = source
            .files
            .iter()
            .find(|file| file.path == "adapter.yaml")
            .unwrap();
        let text = String::from_utf8(file.bytes.clone()).unwrap();
        let lines = text.lines().take_while(|line| *line != "examples:").count();
        assert!(lines <= 80, "{}: {lines} lines", source.id_hint);
        let adapter = compiled.adapter.unwrap();
        let label = serde_json::to_value(adapter.label).unwrap();
        let row = format!(
            "| `{}` | {lines} | {} |",
            adapter.id,
            label.as_str().unwrap()
        );
        assert!(
            rows.iter().any(|known| known.starts_with(&row)),
            "README.md lacks {row}"
        );
        assert!(adapter.scripts.is_empty(), "{}", adapter.id);
        let is_script = |path: &str| {
            Path::new(path)
                .extension()
                .is_some_and(|kind| kind == "rhai")
        };
        assert!(!source.files.iter().any(|file| is_script(&file.path)));
    }
}

const MADE_UP: &str = r#"
id: zephyr-band
version: 1.0.0
vendor: Zephyr
label: simulated
data_policy: {visible_to: club, rankings: true, promos: false, models: false}
settings: {stride: {unit: cm, default: 150 cm}}
transport:
  pull:
    hosts: [cloud.zephyr.example]
    base: https://cloud.zephyr.example
    auth: {oauth2: {authorize: "https://cloud.zephyr.example/a", token: "https://cloud.zephyr.example/t"}}
    streams: {outings: {path: /outings, query: {from: "{since}"}, incremental: {from: began, as: unix}}}
    body: {code: {from: err.code}}
    error_predicate: has(body.code) && body.code != 0
    responses: [{when: body.code == 7, then: rate_limited}]
decode: {format: xml, records: "zephyr.outing[*]"}
record: {strides: {from: "@strides"}, night: {from: night, type: flag}}
normalize:
  - {field: start_time, from: began, as: unix}
  - {field: sport, from: what, words: {amble: walking}}
  - {field: total_distance, compute: record.strides * setting.stride}
  - {field: name, value: By night, when: record.night}
  - {field: total_timer_time, from: lasted, as: clock, required: true}
  - samples:
      columns: trace
      time: {every: step}
      fields: [{field: altitude, from: height, split: space, unit: "[ft_i]"}]
validate: {clock: {behind: P1Y}, fields: {altitude: {max: 3000 m, per_second: 20 m}}}
dedupe: {id: "@id"}
"#;

#[test]
fn a_made_up_vendor_is_yaml_alone() {
    let adapter = sound(&MADE_UP.replace("[ft_i]", "ft"));
    let output = given(
        &adapter,
        "<zephyr><outing id=\"1\" strides=\"1000\"><began>1781848800</began><what>amble</what><night>true</night>\
         <lasted>0:30:00</lasted><trace><step>10</step><height>1000 1010 9000 1020 x 20000</height></trace></outing>\
         <outing id=\"2\"><began>1781848800</began><what>amble</what></outing>\
         <outing id=\"3\"><began>9781848800</began><lasted>1:00</lasted></outing>\
         <outing id=\"1\"><began>1</began></outing></zephyr>",
    );
    let activities: Vec<_> = output.activities().collect();
    assert_eq!(activities.len(), 1, "{:?}", output.refused);
    let activity = activities[0];
    assert_eq!(
        (activity.sport.as_str(), activity.name.as_deref()),
        ("walking", Some("By night"))
    );
    let figure = |name: &str| serde_json::to_value(&activity.fields[name]).unwrap();
    assert_eq!(figure("fit:session.total_distance"), json!(1_500.0));
    assert_eq!(figure("fit:session.total_timer_time"), json!(1_800.0));
    let refused: Vec<_> = output
        .refused
        .iter()
        .map(|one| (one.code, one.place.as_str(), one.count))
        .collect();
    assert_eq!(
        refused,
        [
            ("duplicate-record", "zephyr.outing[3]", 1),
            ("bad-value", "zephyr.outing[0].trace.height[4]", 1),
            ("too-fast", "zephyr.outing[0].trace.height[2]", 1),
            ("out-of-range", "zephyr.outing[0].trace.height[5]", 1),
            ("required", "zephyr.outing[1]", 1),
            ("clock", "zephyr.outing[2]", 1),
        ]
    );
    assert!(
        output
            .refused
            .iter()
            .all(|one| !one.reason.is_empty() && !one.remedy.is_empty())
    );
    assert_eq!(output.records.len(), 3);
}

#[test]
fn what_an_example_expects_is_held_to_and_can_be_written() {
    let yaml = stadion_pack::adapter::EXAMPLE;
    let (_, whole) = one(yaml);
    assert!(
        !finding::has_errors(&whole.findings),
        "{:?}",
        whole.findings
    );
    let (told, rewrites) = examples::run(&whole);
    assert!(
        told[0].passed && rewrites.is_empty(),
        "{:?}",
        told[0].failures
    );

    let wrong = yaml
        .replace("5.2 km, samples: 2", "5 km, samples: 2")
        .replace("out-of-range", "too-fast");
    let (sources, broken) = one(&wrong);
    let (told, rewrites) = examples::run(&broken);
    let text = render::text(&told[0].failures, &sources, false);
    assert!(
        !told[0].passed && text.contains("`total_distance` is 5200 m, and 5 km is expected"),
        "{text}"
    );
    assert!(
        text.contains("1 × `too-fast`") && text.contains("more was refused"),
        "{text}"
    );
    let mended = examples::rewritten(&wrong, &rewrites);
    let (told, _) = examples::run(&one(&mended).1);
    assert!(told[0].passed, "{mended}");
}

#[test]
fn an_example_that_asserts_nothing_is_an_error() {
    let yaml = stadion_pack::adapter::EXAMPLE;
    let at = yaml.find("    expect:").unwrap();
    let (_, vain) = one(&format!("{}    expect: {{}}\n", &yaml[..at]));
    assert!(
        vain.findings.iter().any(|one| one.code == "S0514"),
        "{:?}",
        vain.findings
    );
    let (_, unknown) = one(&yaml.replace("max.heart_rate", "max.heart_rat"));
    assert!(
        unknown
            .findings
            .iter()
            .any(|one| one.code == "S0514" && one.suggestion.is_some())
    );
}

#[test]
fn nothing_that_is_sent_makes_it_panic() {
    let json = sound(stadion_pack::adapter::EXAMPLE);
    let xml = sound(&MADE_UP.replace("[ft_i]", "ft"));
    for text in [
        "",
        "null",
        "[]",
        "{\"workouts\": 5}",
        "{\"workouts\": [null, 1, \"x\", [], {}]}",
        "{\"workouts\": [{\"started_at\": 5, \"pulse\": {\"t\": 1e999}}]}",
        "{\"workouts\": [{\"started_at\": \"2026-06-19T06:00:00Z\", \"seconds\": -1e308, \"km\": \"NaN\", \"pulse\": [{\"t\": -9e18, \"bpm\": 80}]}]}",
        "<zephyr><outing/><outing><began>1e18</began></outing></zephyr>",
        "<a><b>",
    ] {
        for adapter in [&json, &xml] {
            let output = given(adapter, text);
            for activity in output.activities() {
                assert!(activity.streams.time_ms.is_sorted());
            }
        }
    }
}

/// `tests/vectors/ble-layouts.json`: the layouts that ship, compiled, and what bytes give by them. The
/// page's interpreter is held to the same file. `STADION_UPDATE_VECTORS=1` writes the layouts anew.
#[test]
fn layouts_read_the_shared_vectors() {
    let path = root().join("tests/vectors/ble-layouts.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut vectors: Value = serde_json::from_str(&text).unwrap();
    let mut layouts = serde_json::Map::new();
    for (_, compiled) in shipped() {
        let Some(adapter) = compiled.adapter else {
            continue;
        };
        for (name, layout) in &adapter.decode.layouts {
            layouts.insert(
                format!("{}/{name}", adapter.id),
                serde_json::to_value(layout).unwrap(),
            );
        }
    }
    let layouts = Value::Object(layouts);
    if std::env::var_os("STADION_UPDATE_VECTORS").is_some() {
        vectors["layouts"] = layouts.clone();
        std::fs::write(
            &path,
            serde_json::to_string_pretty(&vectors).unwrap() + "\n",
        )
        .unwrap();
    }
    assert_eq!(
        vectors["layouts"], layouts,
        "the layouts have changed: STADION_UPDATE_VECTORS=1"
    );
    let cases = vectors["cases"].as_array().unwrap();
    assert!(cases.len() >= 15);
    for case in cases {
        let by = case["layout"].as_str().unwrap();
        let layout: Layout = serde_json::from_value(layouts[by].clone()).unwrap();
        let hex: String = case["hex"].as_str().unwrap().split_whitespace().collect();
        let found = layout::read(&layout, &hex::decode(hex).unwrap());
        let found = match found {
            Ok(fields) => Value::Object(fields),
            Err(short) => json!({ "short": short.field }),
        };
        let wanted = &case["gives"];
        let is_same = |one: &Value, other: &Value| match (one.as_f64(), other.as_f64()) {
            (Some(one), Some(other)) => (one - other).abs() < 1e-9,
            _ => {
                one == other || serde_json::to_string(one).ok() == serde_json::to_string(other).ok()
            }
        };
        let (found, wanted) = (found.as_object().unwrap(), wanted.as_object().unwrap());
        assert_eq!(found.len(), wanted.len(), "{case}\n{found:?}");
        for (name, value) in wanted {
            let of = found.get(name).unwrap_or(&Value::Null);
            let lists = of.as_array().zip(value.as_array());
            let agree = lists.map_or_else(
                || is_same(of, value),
                |(a, b)| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b)),
            );
            assert!(agree, "{case}: `{name}` is {of}");
        }
    }
}

/// Whether samples are read as a table or as a tree is nothing that anybody sees.
#[test]
fn lines_by_table_give_what_trees_give() {
    let all = shipped();
    let find = |id: &str| {
        let mut adapters = all.iter().filter_map(|(_, one)| one.adapter.as_ref());
        adapters.find(|adapter| adapter.id == id).unwrap()
    };
    let adapter = find("generic-json");
    let limits = Limits::default();
    let is_tabled = |adapter: &Adapter| super::tabled::wanted(adapter, &limits).is_some();
    assert!(is_tabled(adapter), "or this tests nothing");
    assert!(!is_tabled(find("health-connect")), "its rows lie deeper");
    let mut also_id = adapter.clone();
    also_id.dedupe.id = vec![stadion_pack::adapter::Path::parse("samples[0].t").unwrap()];
    assert!(!is_tabled(&also_id), "its samples are asked for otherwise");
    let start = r#""id": "a", "start_time": "2026-06-19T04:00:00Z", "sport": "cycling""#;
    let rows = [
        r#"[{"t": 0, "power": 100}, {"t": 1.5, "power": "200", "x": {}}, {"power": 5, "t": 2}]"#,
        r#"[null, {"t": 0, "power": []}, {"t": "soon", "power": 1}, 7, {"power": 300}, {"t": 9, "power": 90}]"#,
        r#"[{"t": 0, "heart_rate": 500}, {"t": 0, "heart_rate": 60}, {"t": 1, "heart_rate": null}]"#,
        r#"{"t": 3, "power": 100}"#,
        "[]",
        "null",
        r#"[{"t": 1e999}]"#,
    ];
    for rows in rows {
        let line = format!("{{{start}, \"samples\": {rows}}}");
        let tree = given(adapter, &line);
        let (record, mut refused) = super::line(adapter, 1, line.as_bytes(), &limits);
        let payload = Payload::Bytes {
            name: String::new(),
            bytes: Vec::new(),
        };
        let none = (IndexMap::new(), IndexMap::new());
        let input = Input {
            payload: &payload,
            stream: None,
            details: &none.0,
            settings: &none.1,
            now: "2026-06-20T12:00:00Z".parse().unwrap(),
            limits,
        };
        let told = record.map(|record| {
            let (told, own) = super::read_record(adapter, &input, record);
            refused.extend(own);
            told
        });
        let activity = |told: &super::Told| serde_json::to_value(&told.activity).unwrap();
        let by_tree = tree.records.first();
        assert_eq!(told.as_ref().map(activity), by_tree.map(activity), "{rows}");
        let streams = |told: &super::Told| {
            told.activity
                .as_ref()
                .map(|one| format!("{:?}", one.streams))
        };
        assert_eq!(told.as_ref().map(streams), by_tree.map(streams), "{rows}");
        let steps = |told: &super::Told| told.steps.clone();
        assert_eq!(told.as_ref().map(steps), by_tree.map(steps), "{rows}");
        assert_eq!(
            format!("{refused:?}"),
            format!("{:?}", tree.refused),
            "{rows}"
        );
    }
}
