//! Checking packs: one that ships with what it requires, two hundred made up for the purpose, and ten
//! thousand rules, of which the parsing is told apart from the rest.
//!
//! `STADION_BENCH_ONCE=<name>` runs one of them a few times and nothing else, to be counted in
//! instructions: see benches/README.md.

#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    clippy::format_collect,
    clippy::format_push_string,
    reason = "a benchmark makes its packs as texts"
)]

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use indexmap::IndexMap;
use stadion_engine::catalog::fields::source_fields;
use stadion_engine::domains::kinds;
use stadion_pack::expr::{Checked, Context, Parsed, RuleIndex, Type, Want};
use stadion_pack::model::{Text, ValueList};
use stadion_pack::source::{PackSource, SourceFile, read_dir};
use stadion_pack::value::Dim;
use stadion_pack::yaml::parse;
use stadion_pack::{KindSet, Packs, SourceField, compile};

/// A pack of an invented sport: eight metrics, a part, a list, a norm, twelve rules, two languages.
fn made_up(number: usize) -> PackSource {
    let id = format!("sport-{number}");
    let header = format!(
        "id: {id}\nversion: 1.0.0\nrequires: {{core: \"^1\"}}\nlocales: [en, ru]\n\
         theme: {{accent: \"oklch(0.6 0.15 {})\"}}\nsports:\n  outing:\n    archetype: track\n    \
         metrics: [distance, duration, pace, avg_heart_rate, ascent, rate, laps, load, points, style, effort, feeling]\n    \
         form: [distance, duration, avg_heart_rate, laps, points, style, effort]\n    parts: [round]\n  practice:\n    \
         archetype: session\n    metrics: [duration, laps, style, effort]\n    form: [duration, laps, style]\n\
         values:\n  styles: [short, long, mixed, free]\n",
        number % 360
    );
    let metrics = "\
pace:
  display: {metric: min/km, imperial: min/mi, format: \"m:ss\"}
  derive: workout.duration / workout.distance
  better: lower
  records:
    - {best: pace, over: distance, at: [400 m, 1 km, 5 km, 10 km]}
    - {best: pace, over: duration, at: [12 min, 1 h]}
rate:
  quantity: speed
  unit: m/h
  display: {metric: m/h, imperial: ft/h, decimals: 0}
  derive: workout.ascent / workout.duration
  better: higher
laps: {type: count, input: {min: 0, max: 500}, better: higher, records: [{max: laps}]}
load: {quantity: mass, unit: kg, derive: sum(round.load), better: higher}
rounds: {derive: count(round)}
points: {type: rating, max: 10, input: {}}
style: {type: enum, values: styles, input: {}}
heaviest: {quantity: mass, unit: kg, derive: max(round.load), aggregate: max, records: [{max: round.load}]}
";
    let parts = "round:\n  fields:\n    load: {quantity: mass, unit: kg, input: {min: 0 kg, max: 500 kg}}\n    \
                 time: {quantity: duration, unit: s, input: {min: 0 s, max: 1 h}}\n    hits: {type: count, input: {}}\n";
    let norms = "weekly:\n  metric: duration\n  per: P7D\n  targets:\n    amateur: {adult: 150 min}\n    \
                 athlete: {adult: 300 min}\n  source: made up for a benchmark\n";
    let mut rules = String::new();
    for n in 0..12 {
        rules += &format!(
            "badge_{n}:\n  on: workout.recorded\n  when: {}\n  tiers: [{{at: 1}}, {{at: 10}}]\n",
            rule(n)
        );
    }
    let metric_ids = [
        "pace", "rate", "laps", "load", "rounds", "points", "style", "heaviest",
    ];
    let texts = |language: &str| {
        let mut keys = vec![
            "pack-title".to_owned(),
            "parts-round-title".into(),
            "norms-weekly-title".into(),
        ];
        keys.extend(["outing", "practice"].map(|id| format!("sports-{id}-title")));
        keys.extend(metric_ids.map(|id| format!("metrics-{id}-title")));
        keys.extend(["load", "time", "hits"].map(|id| format!("parts-round-{id}-title")));
        keys.extend(
            ["short", "long", "mixed", "free"].map(|id| format!("values-styles-{id}-title")),
        );
        keys.extend((0..12).map(|n| format!("achievements-badge_{n}-title")));
        keys.iter()
            .map(|key| format!("{key} = {language} of {key}\n"))
            .collect::<String>()
    };
    let (en, ru) = (texts("Words"), texts("Слова"));
    PackSource::from_texts(
        &id,
        [
            ("pack.yaml", header.as_str()),
            ("metrics.yaml", metrics),
            ("parts.yaml", parts),
            ("norms.yaml", norms),
            ("achievements.yaml", rules.as_str()),
            ("locales/en.ftl", en.as_str()),
            ("locales/ru.ftl", ru.as_str()),
        ],
    )
}

fn rule(n: usize) -> String {
    match n % 6 {
        0 => format!("workout.distance >= km({})", n + 1),
        1 => format!(
            "workout.duration >= minutes({}) && workout.avg_heart_rate <= per_minute(140)",
            n + 20
        ),
        2 => format!("sum(distance, days(30)) >= km({})", n + 50),
        3 => format!("streak(weeks) >= {}", n + 1),
        4 => format!("best(pace, km(5)) <= minutes({}) / km(5)", n + 15),
        _ => format!(
            "workout.style in [\"long\", \"mixed\"] && user.category == \"amateur\" && workout.laps >= {n}"
        ),
    }
}

struct Ground {
    kinds: KindSet,
    fields: Vec<SourceField>,
    running: Vec<PackSource>,
    many: Vec<PackSource>,
}

impl Ground {
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sport-packs");
        let shipped = read_dir(&folder).expect("the packs that ship");
        let named = |id: &str| {
            shipped
                .iter()
                .find(|pack| pack.id_hint == id)
                .expect("a pack")
                .clone()
        };
        let mut many = vec![named("core")];
        many.extend((0..200).map(made_up));
        Self {
            kinds: kinds(),
            running: vec![named("core"), named("running")],
            fields: source_fields(),
            many,
        }
    }

    fn check(&self, packs: &[PackSource]) -> Packs {
        let compiled = compile(packs, &self.kinds, &self.fields);
        assert_eq!(
            compiled.packs.packs.len(),
            packs.len(),
            "{:#?}",
            compiled.findings
        );
        compiled.packs
    }

    /// The YAML of the packs, read and thrown away.
    fn read(packs: &[PackSource]) -> usize {
        let is_yaml = |file: &&SourceFile| file.path.ends_with(".yaml") && !file.path.contains('/');
        let files = packs
            .iter()
            .flat_map(|pack| pack.files.iter().filter(is_yaml));
        files
            .filter(|file| {
                parse(0, std::str::from_utf8(&file.bytes).expect("UTF-8"))
                    .0
                    .is_some()
            })
            .count()
    }
}

const RULES: usize = 10_000;

/// Rules as the bench beside other engines makes them: equalities and a figure.
fn rules() -> Vec<String> {
    (0..RULES)
        .map(|n| {
            let category = if n % 3 == 0 { "athlete" } else { "amateur" };
            let region = match n % 20 {
                19 => String::new(),
                _ => format!(" && user.region == \"r{}\"", n / 20 % 40),
            };
            format!(
                "workout.sport == \"s{}\"{region} && user.category == \"{category}\" && workout.distance >= km({})",
                n % 20,
                n % 42
            )
        })
        .collect()
}

fn context() -> Context {
    let list = |id: &str, words: Vec<String>| {
        let values: IndexMap<String, Text> = words
            .into_iter()
            .map(|word| (word, Text::default()))
            .collect();
        Type::Enum(
            ValueList {
                id: id.to_owned(),
                values,
            }
            .into(),
        )
    };
    let numbered =
        |letter: char, count: usize| (0..count).map(|n| format!("{letter}{n}")).collect();
    let workout = [
        ("distance".to_owned(), Type::Number(Dim::LENGTH)),
        ("sport".to_owned(), list("sports", numbered('s', 20))),
    ];
    let user = [
        (
            "category".to_owned(),
            list("category", vec!["amateur".into(), "athlete".into()]),
        ),
        ("region".to_owned(), list("region", numbered('r', 40))),
    ];
    Context::new()
        .root("workout", IndexMap::from(workout))
        .root("user", IndexMap::from(user))
}

fn parsed(rules: &[String]) -> Vec<Parsed> {
    rules
        .iter()
        .map(|rule| Parsed::of(rule).expect("a rule"))
        .collect()
}

fn checked(rules: &[Parsed], context: &Context) -> Vec<Checked> {
    rules
        .iter()
        .map(|rule| rule.check(context, Want::Flag).expect("a rule"))
        .collect()
}

fn indexed(rules: &[Checked]) -> RuleIndex {
    RuleIndex::new(rules.iter().map(|rule| {
        let needs = rule.equalities().into_iter();
        needs
            .map(|(slot, values)| (slot.field.as_str(), values))
            .collect::<Vec<_>>()
    }))
}

fn benches(criterion: &mut Criterion) {
    let ground = Ground::new();
    let texts = rules();
    let context = context();
    let rules = parsed(&texts);
    let ready = checked(&rules, &context);
    if let Ok(name) = std::env::var("STADION_BENCH_ONCE") {
        for _ in 0..5 {
            match name.as_str() {
                "pack" => drop(black_box(ground.check(&ground.running))),
                "packs" => drop(black_box(ground.check(&ground.many))),
                "parse" => drop(black_box(parsed(&texts))),
                "check" => drop(black_box(checked(&rules, &context))),
                "index" => drop(black_box(indexed(&ready))),
                _ => {}
            }
        }
        return;
    }
    let mut group = criterion.benchmark_group("check");
    group.sample_size(20);
    group.bench_function("running with core", |b| {
        b.iter(|| ground.check(&ground.running));
    });
    group.bench_function("their YAML alone", |b| {
        b.iter(|| Ground::read(&ground.running));
    });
    group.sample_size(10);
    group.bench_function("200 packs with core", |b| {
        b.iter(|| ground.check(&ground.many));
    });
    group.bench_function("their YAML alone, 200", |b| {
        b.iter(|| Ground::read(&ground.many));
    });
    group.finish();
    let mut group = criterion.benchmark_group("10000 rules");
    group.sample_size(10);
    group.bench_function("parse", |b| b.iter(|| parsed(black_box(&texts))));
    group.bench_function("check", |b| b.iter(|| checked(black_box(&rules), &context)));
    group.bench_function("index", |b| b.iter(|| indexed(black_box(&ready))));
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
