//! `stadion diff` as an author meets it, and that no kind, and no key of a kind, is left out of it.

use std::collections::BTreeSet;

use serde_json::Value;
use stadion_engine::catalog::fields::source_fields;
use stadion_engine::domains;
use stadion_pack::schema::schema;
use stadion_pack::{PackSource, compile, render};

use crate::cli::{BROKEN, out, run, talk, write};

/// Says everything that a pack can say.
const EVERYTHING: &str = "\
id: whole
version: 1.0.0
title: Whole
locales: [en]
values: {grounds: {sand: Sand, grass: Grass}}
parts:
  game: {title: Game, fields: {won: {title: Won, type: flag}}}
  point:
    title: Point
    titles: Points
    parent: game
    source: fit:set
    fields:
      load: {title: Load, quantity: mass, unit: kg, source: weight, required: true, display: {imperial: lb}, input: {min: 0, max: 500 kg}}
    presets: {light: {title: Light, rows: [{load: 5 kg}]}}
metrics:
  way: {title: Way, short: W, quantity: length, unit: m, display: {metric: km}, source: [fit:session.total_distance], input: {min: 0}, required: true, aggregate: sum, better: higher, records: [{max: way}]}
  best: {title: Best, type: count, derive: script.score(point)}
  twice: {title: Twice, derive: workout.way * 2}
  ground: {title: Ground, type: enum, values: grounds, ordered: true, input: {}}
  mood: {title: Mood, type: rating, max: 7, input: {}}
sports:
  walk: {title: Walk, archetype: track, icon: run, fit: [walking], health_connect: [walking], metrics: [way, twice, best, ground, mood], form: [way], parts: [point, game], charts: [pace]}
norms:
  week: {title: Week, metric: way, per: P7D, targets: {amateur: {adult: 10 km}}, source: a guess of ours}
  often: {title: Often, count: workouts, per: P7D, targets: {amateur: {adult: 2}}, source: a guess of ours}
gear:
  boots: {title: Boots, description: For the feet, icon: shoe, wear: {by: way, life: 700 km}, service: {every: 100 km}, needed_by: [walk], attributes: {size: {type: integer}}, catalog: {category: shoes/walking}, components: [soles]}
  soles: {title: Soles, wear: {formula: workout.way * 2, life: 100 km}}
achievements:
  far: {title: Far, description: A long way, icon: medal, on: workout.recorded, when: workout.way >= km(10), tiers: [{at: 1}, {at: 5}], per: once}
app:
  home: {title: Start, blocks: [week, recent], nav: true}
segments:
  eager: {title: Eager, description: Every day, who: 'count(workouts, days(7)) > 6'}
scripts:
  score: {title: Score, file: scripts/score.rhai, function: best, takes: {rows: {rows: point}}, gives: {type: count}}
age_groups:
  others: {regions: [DE], teen: 14, adult: 18, source: a law of 2018}
migrations:
  plain: {to: 1.0.0, rename: {metrics: {weg: way}}, retire: {metrics: [steps]}, backfill: {way: km(0)}}
";

#[test]
fn every_key_of_every_kind_is_compared() {
    let kinds = domains::kinds();
    let script = ("scripts/score.rhai", "fn best(rows) { rows.len() }\n");
    let source = PackSource::from_texts("whole", [("pack.yaml", EVERYTHING), script]);
    let sources = [source];
    let compiled = compile(&sources, &kinds, &source_fields());
    let told = render::text(&compiled.findings, &sources, false);
    assert!(
        !stadion_pack::finding::has_errors(&compiled.findings),
        "{told}"
    );
    let pack = compiled.packs.pack("whole").unwrap();
    for kind in kinds.names() {
        let sheets = kinds.sheets(kind, pack);
        assert!(!sheets.is_empty(), "{kind}: say one in this test");
        let facets = sheets.values().flat_map(|sheet| &sheet.facets);
        let compared: BTreeSet<&str> = facets
            .flat_map(|facet| {
                let outer = facet.within.as_ref().map(|(key, _)| *key);
                outer.into_iter().chain([facet.key])
            })
            .collect();
        let schema = schema(&kinds, kind).unwrap();
        let keys = schema["additionalProperties"]["properties"].as_object();
        for key in keys.into_iter().flat_map(serde_json::Map::keys) {
            assert!(
                compared.contains(key.as_str()),
                "{kind}: a changed `{key}` goes unseen"
            );
        }
    }
}

const PACK: &str = "\
id: sample
version: 1.0.0
title: Sample
locales: [en]
metrics:
  way:
    title: Way
    quantity: length
    unit: m
    input: {}
sports:
  walk: {title: Walk, archetype: session, metrics: [way]}
";

#[test]
fn the_exit_code_says_whether_something_breaks() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "old/sample/pack.yaml", PACK);
    write(folder, "same/sample/pack.yaml", PACK);
    let safe = PACK
        .replace("1.0.0", "1.0.1")
        .replace("title: Way", "title: Path");
    write(folder, "safe/sample/pack.yaml", &safe);
    let breaking = PACK
        .replace("1.0.0", "1.1.0")
        .replace("unit: m", "unit: km");
    write(folder, "breaking/sample/pack.yaml", &breaking);
    let answered = breaking.replace("1.1.0", "2.0.0");
    write(folder, "answered/sample/pack.yaml", &answered);
    write(folder, "broken/sample/pack.yaml", BROKEN);

    let ends = |new: &str| {
        let output = run(folder, &["diff", "old", new]);
        (output.status.code(), out(&output), talk(&output))
    };
    assert_eq!(ends("same"), (Some(0), String::new(), String::new()));
    let (code, told, _) = ends("safe");
    assert_eq!(code, Some(10));
    assert!(
        told.contains("sample 1.0.0 → 1.0.1\n  ~ metrics way: title en Way → Path\n"),
        "{told}"
    );
    assert!(told.contains("1 change, 0 breaking\n"), "{told}");
    let (code, told, _) = ends("breaking");
    assert_eq!(code, Some(11));
    insta::assert_snapshot!(told);
    let (code, told, _) = ends("answered");
    assert_eq!(code, Some(11));
    assert!(
        told.contains("unit m → km  BREAKING, answered") && !told.contains("error["),
        "{told}"
    );
    let (code, told, _) = ends("broken");
    assert_eq!(code, Some(1));
    assert!(told.contains("titel"), "{told}");
    let (code, _, why) = ends("nowhere");
    assert_eq!(code, Some(2));
    assert!(why.contains("nowhere"), "{why}");
}

#[test]
fn a_difference_is_told_to_machines_too() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "old/sample/pack.yaml", PACK);
    write(
        folder,
        "new/sample/pack.yaml",
        &PACK.replace("unit: m", "unit: km"),
    );
    // A pack beside a pack: what stands beside them is not told of.
    write(
        folder,
        "new/other/pack.yaml",
        "id: other\nversion: 1.0.0\ntitle: Other\n",
    );
    let output = run(
        folder,
        &["diff", "old/sample", "new/sample", "--format", "json"],
    );
    assert_eq!(output.status.code(), Some(11));
    let json: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(json["breaking"], true);
    assert_eq!(json["packs"].as_array().map(Vec::len), Some(1));
    let change = &json["packs"][0]["changes"][0];
    for (key, value) in [
        ("kind", "metrics"),
        ("id", "way"),
        ("key", "unit"),
        ("action", "changed"),
        ("old", "m"),
        ("new", "km"),
    ] {
        assert_eq!(change[key], value, "{change:#}");
    }
    assert_eq!(change["place"]["line"], 9, "{change:#}");
    assert_eq!(json["packs"][0]["problems"][1]["code"], "S0131");
    let whole = run(folder, &["diff", "old", "new", "--format", "json"]);
    let json: Value = serde_json::from_str(&out(&whole)).unwrap();
    assert_eq!(json["packs"].as_array().map(Vec::len), Some(2));
}

#[test]
fn two_versions_of_an_adapter_are_compared_key_by_key() {
    let folder = tempfile::tempdir().unwrap();
    let shipped = crate::server::root().join("device-adapters/withings");
    let (old, new) = (
        folder.path().join("old/withings"),
        folder.path().join("new/withings"),
    );
    crate::folders::copy(&shipped, &old);
    crate::folders::copy(&shipped, &new);
    let same = run(folder.path(), &["diff", "old/withings", "new/withings"]);
    assert_eq!(same.status.code(), Some(0), "{}{}", out(&same), talk(&same));
    let path = new.join("adapter.yaml");
    let yaml = std::fs::read_to_string(&path).unwrap();
    let harmless = [
        ("max: 240 /min", "max: 230 /min"),
        (
            "{fields: {heart_rate",
            "{clock: {ahead: PT5M}, fields: {heart_rate",
        ),
        ("priority: 60", "priority: 55"),
        ("per: PT1M", "per: PT2M"),
        ("look_back: P1D", "look_back: P2D"),
        ("unit: kcal}", "unit: kJ}"),
        ("en: Workouts of", "en: All workouts of"),
    ];
    let changed = harmless.iter().fold(yaml.clone(), |yaml, (from, to)| {
        assert!(yaml.contains(from), "{from}");
        yaml.replacen(from, to, 1)
    });
    std::fs::write(&path, &changed).unwrap();
    let told = run(folder.path(), &["diff", "old", "new"]);
    let text = out(&told);
    assert_eq!(told.status.code(), Some(10), "{text}");
    for line in [
        "validate.fields.heart_rate.max 240 /min → 230 /min",
        "validate.clock.ahead PT5M",
        "dedupe.priority 60 → 55",
        "transport.pull.rate.app.0.per PT1M → PT2M",
        "transport.pull.streams.workouts.incremental.look_back P1D → P2D",
        "normalize.total_calories.unit kcal → kJ",
        "description.en ",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let breaking = changed
        .replace(
            "address: {secret: callback_secret}",
            "address: {secret: call_secret}",
        )
        .replace("user: body.userid", "user: body.user")
        .replace("  - {field: total_calories,", "  - {field: total_work,");
    std::fs::write(&path, breaking).unwrap();
    let told = run(folder.path(), &["diff", "old", "new"]);
    let text = out(&told);
    assert_eq!(told.status.code(), Some(11), "{text}");
    for line in [
        "transport.push.verify.address.secret callback_secret → call_secret  BREAKING",
        "transport.pull.auth.oauth2.user body.userid → body.user  BREAKING",
        "normalize total_calories",
        "set the secret and the vendor's side",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert!(
        !text.contains("normalize.total_work.from"),
        "told once: {text}"
    );
}
