//! Sound packs, and what they become.

use schemars::JsonSchema;
use serde::Deserialize;
use stadion_pack::diff::{Sheet, Tells};
use stadion_pack::figure::Figure;
use stadion_pack::finding::Report;
use stadion_pack::model::{Aggregate, Better, Format, MetricType, Over, RecordShape};
use stadion_pack::value::{Dim, Value};
use stadion_pack::{At, Kind, KindSet, Scope, compile, render};

use crate::support::{compiled, fields, packs};

/// What sports share, all in one file.
pub const CORE: &str = r#"id: sample
version: 1.2.0
title: {en: Sample, ru: Пример}
locales: [en, ru]
theme: {accent: "oklch(0.62 0.15 150)", icon: run}
metrics:
  distance:
    title: {en: Distance, ru: Дистанция}
    quantity: length
    unit: m
    display: {metric: km, imperial: mi, decimals: 2}
    source: ["fit:session.total_distance", "track:length"]
    input: {min: 0, max: 1000 km}
    better: higher
    records: [{max: distance}]
  pace:
    title: {en: Pace, ru: Темп}
    derive: workout.duration / workout.distance
    display: {metric: min/km, imperial: min/mi, format: "m:ss"}
    better: lower
    records: [{best: pace, over: distance, at: [1 km, 5 km]}]
  duration:
    title: {en: Time, ru: Время}
    quantity: duration
    source: ["fit:session.total_timer_time"]
    input: {max: PT48H}
    required: true
  feeling: {title: {en: Feeling, ru: Самочувствие}, type: rating, input: {}}
sports:
  run:
    title: {en: Running, ru: Бег}
    archetype: track
    fit: [running, running/trail]
    metrics: [pace, distance, duration, feeling]
    charts: [pace, heart_rate]
norms:
  weekly:
    title: {en: Active time, ru: Активность}
    metric: duration
    per: P7D
    targets: {amateur: {adult: 150 min}}
    source: WHO guidelines on physical activity, 2020
"#;

/// Sets without distance, a nested part, presets, value lists, in files of their own.
pub const STRENGTH: &str = r#"id: sample
version: 1.0.0
locales: [en]
requires: {core: "^1"}
#// parts.yaml
set:
  title: Set
  source: fit:set
  fields:
    exercise: {title: Exercise, type: enum, values: exercises, source: category}
    reps: {title: Reps, type: count, source: repetitions}
    load: {title: Load, quantity: mass, unit: kg, source: weight}
hole:
  title: Hole
  parent: set
  fields: {par: {title: Par, type: count}, length: {title: Length, quantity: length}}
  presets: {home: {title: Home, rows: [{par: 3, length: 90 m}, {par: 4}]}}
#// values.yaml
exercises: {squat: Squat, bench_press: Bench press}
#// metrics.yaml
volume:
  title: Volume
  derive: sum(set.reps * set.load)
  records: [{max: volume}, {max: set.load, by: exercise}]
#// sports.yaml
lift:
  title: Lifting
  archetype: sets
  metrics: [volume, duration]
  parts: [set, hole]
#// locales/es.ftl
sports-lift-title = Levantamiento
#// core/pack.yaml
id: core
version: 1.3.0
metrics:
  duration: {title: Time, quantity: duration, input: {}}
"#;

#[test]
fn a_sport_becomes_typed() {
    let (compiled, sources) = compiled(CORE);
    assert_eq!(render::text(&compiled.findings, &sources, false), "");
    let (pack, sport) = compiled.packs.sport("sample.run").unwrap();
    assert_eq!(pack.title.get("ru"), "Пример");
    let names: Vec<_> = sport.metrics.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(names, ["pace", "distance", "duration", "feeling"]);
    let form: Vec<_> = sport.form.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(form, ["distance", "duration", "feeling"]);
    assert_eq!(sport.derived.len(), 1);
    assert_eq!(sport.place.line, 30);
    let (_, trail) = compiled.packs.sport_for_fit("running", "trail").unwrap();
    let (_, road) = compiled.packs.sport_for_fit("running", "street").unwrap();
    assert_eq!((&trail.id, &road.id), (&sport.id, &sport.id));
    assert!(compiled.packs.sport_for_fit("cycling", "road").is_none());
}

#[test]
fn metrics_have_their_dimensions_bounds_and_records() {
    let (compiled, _) = compiled(CORE);
    let distance = compiled.packs.metric("sample.distance").unwrap();
    assert_eq!(distance.input.unwrap().max, Some(1_000_000.0));
    assert_eq!(distance.aggregate, Aggregate::Sum);
    assert_eq!(distance.source[1].path, "length");
    let pace = compiled.packs.metric("sample.pace").unwrap();
    assert_eq!((pace.dim.length, pace.dim.time), (-1, 1));
    assert_eq!(
        (pace.better, pace.display.format),
        (Better::Lower, Format::MinSec)
    );
    assert_eq!(pace.unit.symbol, "min/km");
    let keys: Vec<_> = pace.records.iter().map(|r| r.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "sample.pace/best/distance/1000",
            "sample.pace/best/distance/5000"
        ]
    );
    assert!(matches!(
        pace.records[1].shape,
        RecordShape::Best { over: Over::Distance, at } if (at - 5_000.0).abs() < 1e-9
    ));
    assert!(pace.records[1].lower_is_better);
    let pack = compiled.packs.pack("sample").unwrap();
    let norm = &pack.norms["weekly"];
    assert_eq!(norm.per_days, 7);
    let target = norm.targets[&("amateur".to_owned(), "adult".to_owned())];
    assert!((target - 9_000.0).abs() < 1e-9);
}

#[test]
fn parts_lists_and_required_packs_come_together() {
    let (compiled, _) = compiled(STRENGTH);
    let (pack, lift) = compiled.packs.sport("sample.lift").unwrap();
    assert_eq!(lift.metrics[1].id, "core.duration");
    assert_eq!(pack.visible_metrics["duration"].id, "core.duration");
    assert_eq!(lift.title.get("es"), "Levantamiento");
    assert_eq!(pack.locales, ["en", "es"]);
    let set = &pack.parts["set"];
    let MetricType::Enum { values, .. } = &set.fields["exercise"].ty else {
        panic!("an enum")
    };
    assert_eq!(values.values["bench_press"].get("en"), "Bench press");
    assert_eq!(set.fields["load"].source.as_deref(), Some("weight"));
    let hole = &pack.parts["hole"];
    assert_eq!(hole.parent.as_deref(), Some("set"));
    assert_eq!(hole.presets[0].rows[0]["length"], Value::Number(90.0));
    let volume = &pack.metrics["volume"];
    assert_eq!(volume.dim, Dim::MASS);
    assert_eq!(volume.records[1].key, "sample.volume/max/set.load/exercise");
    let missing = compiled
        .findings
        .iter()
        .filter(|f| f.code == "S0052")
        .count();
    assert_eq!(missing, compiled.findings.len());
}

#[test]
fn a_stream_has_best_means_and_a_race_a_record_for_each_format() {
    let (compiled, sources) = compiled(
        r#"id: sample
version: 1.0.0
metrics:
  race_time: {title: R, quantity: duration, input: {}, better: lower, records: [{min: race_time, by: format}]}
  format: {title: F, type: enum, values: {short: Short, long: Long}, input: {}}
  pulse:
    title: P
    quantity: heart_rate
    source: ["fit:session.avg_heart_rate", "track:avg_heart_rate"]
    better: higher
    records: [{best: pulse, over: duration, at: [5 s, 20 min]}]
  share: {title: S, derive: workout.pulse / workout.pulse}
sports:
  race: {title: Race, archetype: session, metrics: [race_time, format, pulse, share]}
"#,
    );
    assert_eq!(render::text(&compiled.findings, &sources, false), "");
    let pulse = compiled.packs.metric("sample.pulse").unwrap();
    assert_eq!(pulse.records[1].key, "sample.pulse/best/duration/1200");
    assert!(!pulse.records[1].lower_is_better);
    assert!(matches!(
        &pulse.records[1].shape,
        RecordShape::BestMean { stream, at } if stream == "heart_rate" && (at - 1_200.0).abs() < 1e-9
    ));
    let race = &compiled.packs.metric("sample.race_time").unwrap().records[0];
    assert_eq!(race.key, "sample.race_time/min/sample.format");
    assert!(matches!(
        &race.shape,
        RecordShape::Extreme { by: Some(by) } if by == "sample.format"
    ));
}

#[test]
fn several_entries_of_a_part_have_a_name_of_their_own() {
    let part = "parts:\n  set: {title: {en: Set, ru: Подход}, titles: {en: Sets}, fields: {reps: {title: {en: Reps, ru: Повторы}, type: count}}}\n";
    let (compiled, sources) = compiled(&format!("id: sample\nversion: 1.0.0\n{part}"));
    assert_eq!(render::text(&compiled.findings, &sources, false), "");
    let titles = &compiled.packs.pack("sample").unwrap().parts["set"].titles;
    assert_eq!((titles.get("en"), titles.get("ru")), ("Sets", "Подход"));
}

#[test]
fn the_digest_follows_every_byte() {
    let digest = |text: &str| {
        compiled(text)
            .0
            .packs
            .pack("sample")
            .unwrap()
            .digest
            .clone()
    };
    assert_eq!(digest(CORE), digest(CORE));
    assert_ne!(digest(CORE), digest(&CORE.replace("1.2.0", "1.2.1")));
    assert_eq!(digest(CORE).len(), 64);
}

/// A kind as a slice of the engine declares it.
struct Shoes;

/// Worn shoes.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawShoe {
    /// The metric that wears them out.
    by: At<String>,
    /// How much of it they last.
    life: At<Figure>,
    /// Who is told.
    who: Option<At<String>>,
}

struct Shoe {
    life_si: f64,
    who: Option<stadion_pack::expr::Checked>,
}

impl Kind for Shoes {
    const NAME: &'static str = "shoes";
    const TITLE: &'static str = "Shoes";
    const DOC: &'static str = "What is worn.";
    const EXAMPLE: &'static str = "racer: {by: distance, life: 400 km}\n";
    type Raw = RawShoe;
    type Element = Shoe;
    const HELD: Option<&'static str> = Some("pairs");

    fn sheet(shoe: &Shoe, sheet: &mut Sheet) {
        sheet.look("life", Some(shoe.life_si));
        sheet.rule("who", shoe.who.as_ref(), Tells::Badges);
    }

    fn compile(_: &str, raw: RawShoe, cx: &mut Scope<'_>) -> Option<Shoe> {
        let metric = cx.metric(&raw.by)?;
        let life_si = cx.quantity(&raw.life, metric.dim)?;
        if life_si <= 0.0 {
            let report = Report::error("S0025", raw.life.span, "a life is longer than nothing");
            cx.report(report);
            return None;
        }
        let context = cx.workout_context();
        let who = match &raw.who {
            Some(rule) => Some(cx.expr(rule, &context, stadion_pack::expr::Want::Flag)?),
            None => None,
        };
        Some(Shoe { life_si, who })
    }
}

#[test]
fn a_slice_adds_a_kind_with_one_declaration() {
    let kinds = KindSet::language().with::<Shoes>();
    let rule = r#"workout.modality == "sensed" && workout.distance > km(5)"#;
    let shoes = format!("#// shoes.yaml\nracer: {{by: distance, life: 400 km, who: '{rule}'}}\n");
    let sources = packs(&format!("{CORE}{shoes}"));
    let compiled = compile(&sources, &kinds, &fields());
    assert_eq!(render::text(&compiled.findings, &sources, false), "");
    let pack = compiled.packs.pack("sample").unwrap();
    let racer = &pack.elements::<Shoes>()["racer"];
    assert!((racer.life_si - 400_000.0).abs() < 1e-6 && racer.who.is_some());
    let schema = stadion_pack::schema::schema(&kinds, "shoes").unwrap();
    assert_eq!(
        schema["additionalProperties"]["properties"]["life"]["description"],
        "How much of it they last."
    );
    assert!(
        stadion_pack::docs::markdown(&kinds, &[])["shoes.md"].contains("How much of it they last")
    );
}

#[test]
fn a_slices_kind_is_checked_like_the_languages_own() {
    let kinds = KindSet::language().with::<Shoes>();
    let sources = packs(&format!(
        "{CORE}#// shoes.yaml\na: {{by: distanse, life: 4 km}}\nb: {{by: distance, life: 0 km}}\nc: {{by: distance, live: 1 km}}\n"
    ));
    let compiled = compile(&sources, &kinds, &fields());
    let codes: Vec<_> = compiled.findings.iter().map(|f| f.code).collect();
    assert_eq!(codes, ["S0032", "S0025", "S0021"]);
    assert!(compiled.packs.pack("sample").is_none());
}

#[test]
fn an_unused_kind_is_an_empty_map() {
    let (compiled, _) = compiled(CORE);
    assert!(
        compiled
            .packs
            .pack("sample")
            .unwrap()
            .elements::<Shoes>()
            .is_empty()
    );
}

#[test]
fn every_example_of_the_reference_compiles() {
    let kinds = KindSet::language();
    let example = |name: &str| {
        let page = &stadion_pack::docs::markdown(&kinds, &[])[&format!("{name}.md")];
        let yaml = page.split("```yaml\n").nth(1).unwrap();
        yaml.split("```").next().unwrap().to_owned()
    };
    let mut text = String::from("id: sample\nversion: 1.0.0\n");
    for name in [
        "values",
        "parts",
        "metrics",
        "sports",
        "norms",
        "migrations",
    ] {
        text += &format!("#// {name}.yaml\n{}", example(name));
    }
    text = text
        .replace("surfaces:", "exercises: [squat]\nsurfaces:")
        .replace(
            "feeling:",
            "avg_heart_rate: {title: Heart rate, quantity: heart_rate}\nfeeling:",
        );
    let sources = packs(&text);
    let compiled = compile(&sources, &kinds, &fields());
    let errors: Vec<_> = compiled
        .findings
        .iter()
        .filter(|f| f.severity == stadion_pack::Severity::Error)
        .collect();
    assert!(
        errors.is_empty(),
        "{}",
        render::text(&compiled.findings, &sources, false)
    );
}
