//! The packs of the repository: checked, complete in every language, small, right in their rules.

mod cases;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use indexmap::IndexMap;
use stadion_engine::catalog::fields::source_fields;
use stadion_engine::domains;
use stadion_engine::domains::achievements::model::{Achievement, Per};
use stadion_engine::domains::achievements::spec::Achievements;
use stadion_engine::domains::app::spec::AppPages;
use stadion_engine::domains::gear::model::WearBy;
use stadion_engine::domains::gear::spec::Gear;
use stadion_engine::web::ui::blocks::{Block, PageName};
use stadion_pack::expr::{Env, PartRow, SlotRef};
use stadion_pack::model::{Archetype, MetricType, Pack, Packs, RecordShape};
use stadion_pack::source::{PackSource, read_dir};
use stadion_pack::value::{Dim, Value};
use stadion_pack::{Compiled, compile, docs, render};

static SHIPPED: LazyLock<Compiled> = LazyLock::new(|| {
    let sources = sources();
    let compiled = compile(&sources, &domains::kinds(), &source_fields());
    let told = render::text(&compiled.findings, &sources, false);
    assert!(compiled.findings.is_empty(), "{told}");
    compiled
});

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

pub fn sources() -> Vec<PackSource> {
    ["sport-packs", "examples/new-sport"]
        .iter()
        .flat_map(|folder| read_dir(&root().join(folder)).unwrap())
        .collect()
}

fn pack(id: &str) -> &'static Pack {
    packs().pack(id).unwrap_or_else(|| panic!("pack {id}"))
}

fn packs() -> &'static Packs {
    &SHIPPED.packs
}

/// A workout and its parts.
#[derive(Default)]
struct Sample {
    workout: IndexMap<&'static str, f64>,
    rows: Vec<PartRow>,
}

impl Env for Sample {
    fn slot(&self, _: usize, slot: &SlotRef) -> Option<Value> {
        assert_eq!(slot.root, "workout");
        let figure = self.workout.get(slot.field.as_str()).copied();
        figure.map(Value::Number)
    }

    fn parts(&self, _: &str) -> &[PartRow] {
        &self.rows
    }
}

type Facts = &'static [(&'static str, f64)];

fn workout(facts: Facts) -> Sample {
    Sample {
        workout: facts.iter().copied().collect(),
        ..Sample::default()
    }
}

fn row(fields: &[(&str, f64)]) -> PartRow {
    fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::Number(*value)))
        .collect()
}

fn derived(pack_id: &str, metric: &str, sample: &Sample) -> Option<f64> {
    let metric = pack(pack_id).metrics.get(metric).unwrap();
    metric
        .derive
        .as_ref()
        .unwrap()
        .eval(sample)
        .and_then(|value| value.number())
}

fn near(value: Option<f64>, expected: f64) -> bool {
    value.is_some_and(|value| (value - expected).abs() < 1e-9)
}

#[test]
fn shipped_packs_have_no_findings() {
    let ids: Vec<_> = packs().packs.keys().map(String::as_str).collect();
    let shipped = [
        "core",
        "cycling",
        "disc-golf",
        "hiking",
        "nordic-skiing",
        "padel",
        "running",
        "strength",
        "swimming",
        "triathlon",
        "yoga",
    ];
    assert_eq!(ids, shipped);
    assert_eq!(SHIPPED.findings.len(), 0);
}

#[test]
fn every_language_says_the_same() {
    let interface = languages();
    assert!(interface.len() >= 3, "{interface:?}");
    for source in sources() {
        let own: BTreeSet<String> = pack(&source.id_hint).locales.iter().cloned().collect();
        let is_example = source.root.contains("examples");
        assert!(
            is_example || own == interface,
            "{}: {own:?}",
            source.id_hint
        );
        let keys = |tag: &str| {
            let path = format!("locales/{tag}.ftl");
            let file = source.files.iter().find(|file| file.path == path);
            let file = file.unwrap_or_else(|| panic!("{} has no {path}", source.id_hint));
            keys(std::str::from_utf8(&file.bytes).unwrap())
        };
        for tag in &own {
            assert_eq!(keys(tag), keys("en"), "{} in {tag}", source.id_hint);
        }
    }
    let marathon = &pack("running").elements::<Achievements>()["marathon"];
    assert_eq!(marathon.title.get("ru"), "Марафонец");
    assert_eq!(pack("running").metrics["pace"].title.get("ru"), "Темп");
}

/// Those that the interface is in.
fn languages() -> BTreeSet<String> {
    let folders = fs::read_dir(root().join("engine/locales")).unwrap();
    folders
        .map(|folder| folder.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn keys(fluent: &str) -> BTreeSet<&str> {
    fluent
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, _)| key)
        .collect()
}

#[test]
fn a_pack_is_less_than_150_lines_of_yaml_as_the_readme_says() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for source in sources() {
        let yaml = source.files.iter().filter(|file| {
            let end = Path::new(&file.path).extension();
            end.is_some_and(|end| end == "yaml") && !file.path.starts_with("tests/")
        });
        let lines: usize = yaml
            .map(|file| file.bytes.split(|b| *b == b'\n').count() - 1)
            .sum();
        assert!(lines < 150, "{}: {lines} lines", source.id_hint);
        let row = format!("| `{}` | {lines} |", source.id_hint);
        let is_example = source.root.contains("examples");
        assert!(is_example || readme.contains(&row), "README.md lacks {row}");
    }
}

#[test]
fn files_find_their_sport() {
    let sport = |sport, sub| {
        packs()
            .sport_for_fit(sport, sub)
            .map(|(_, s)| s.id.as_str())
    };
    assert_eq!(sport("running", "generic"), Some("running.run"));
    assert_eq!(sport("running", "treadmill"), Some("running.run"));
    assert_eq!(sport("running", "trail"), Some("running.trail_run"));
    assert_eq!(
        sport("training", "strength_training"),
        Some("strength.strength_training")
    );
    assert_eq!(sport("disc_golf", "generic"), Some("disc-golf.round"));
    assert_eq!(sport("generic", "generic"), Some("core.other"));
    assert_eq!(sport("sailing", "generic"), None);
    assert_eq!(sport("cycling", "mountain"), Some("cycling.mountain_bike"));
    assert_eq!(
        sport("swimming", "lap_swimming"),
        Some("swimming.pool_swim")
    );
    assert_eq!(sport("racket", "padel"), Some("padel.padel_match"));
}

#[test]
fn strength_knows_no_distance() {
    let (_, sport) = packs().sport("strength.strength_training").unwrap();
    assert_eq!(sport.archetype, Archetype::Sets);
    let spatial = |dim: Dim| dim.length != 0 && dim.mass == 0;
    let metrics = sport.metrics.iter().chain(&sport.form);
    assert!(metrics.clone().count() > 5);
    for metric in metrics {
        assert!(!spatial(metric.dim), "{}", metric.id);
    }
}

#[test]
fn strength_has_exercises_and_a_record_for_each() {
    let strength = pack("strength");
    let exercises = &strength.value_lists["exercises"].values;
    assert!(exercises.len() >= 40);
    for watch in [
        "bench_press",
        "squat",
        "deadlift",
        "pull_up",
        "olympic_lift",
    ] {
        assert!(exercises.contains_key(watch), "{watch}");
    }
    assert!(matches!(
        strength.parts["set"].fields["exercise"].ty,
        MetricType::Enum { .. }
    ));
    let records = &strength.metrics["heaviest"].records;
    assert!(records.iter().any(|record| matches!(
        &record.shape,
        RecordShape::PartExtreme { field, by: Some(by), .. } if field == "load" && by == "exercise"
    )));
}

#[test]
fn running_keeps_the_records_that_runners_know() {
    let stretches: Vec<f64> = pack("running").metrics["pace"]
        .records
        .iter()
        .filter_map(|record| match record.shape {
            RecordShape::Best { at, .. } => Some(at),
            _ => None,
        })
        .collect();
    let distances = [
        400.0, 1_000.0, 1_609.344, 5_000.0, 10_000.0, 21_097.5, 42_195.0,
    ];
    assert_eq!(
        stretches,
        [distances.as_slice(), &[720.0, 3_600.0]].concat()
    );
}

#[test]
fn formulas_give_their_figures() {
    let run = workout(&[
        ("duration", 3_000.0),
        ("distance", 10_000.0),
        ("ascent", 100.0),
        ("avg_cadence", 1.5),
    ]);
    assert!(near(derived("running", "pace", &run), 0.3));
    assert!(near(derived("running", "cadence", &run), 3.0)); // 180 steps a minute
    assert!(near(derived("core", "avg_speed", &run), 10.0 / 3.0));
    let sets = Sample {
        rows: vec![
            row(&[("reps", 5.0), ("load", 100.0)]),
            row(&[("reps", 8.0), ("load", 60.0)]),
            row(&[("reps", 12.0)]),
        ],
        ..Sample::default()
    };
    assert!(near(derived("strength", "volume", &sets), 980.0));
    assert!(near(derived("strength", "sets", &sets), 3.0));
    assert!(near(derived("strength", "repetitions", &sets), 25.0));
    assert!(near(derived("strength", "heaviest", &sets), 100.0));
    let lengths = Sample {
        rows: vec![
            row(&[("time", 24.0), ("strokes", 18.0)]),
            row(&[("time", 26.0), ("strokes", 20.0)]),
        ],
        ..Sample::default()
    };
    assert!(near(derived("swimming", "swolf", &lengths), 44.0));
    let sets = Sample {
        rows: vec![
            row(&[("own", 6.0), ("theirs", 4.0)]),
            row(&[("own", 3.0), ("theirs", 6.0)]),
            row(&[("own", 6.0), ("theirs", 3.0)]),
        ],
        ..Sample::default()
    };
    assert!(near(derived("padel", "sets_won", &sets), 2.0));
    assert!(near(derived("padel", "share_won", &sets), 15.0 / 28.0));
    let leg = |discipline: &str, time: f64, way: Option<f64>| {
        let mut leg = row(&[("time", time)]);
        leg.insert("discipline".to_owned(), Value::Text(discipline.into()));
        leg.extend(way.map(|way| ("way".to_owned(), Value::Number(way))));
        leg
    };
    let race = Sample {
        rows: vec![
            leg("swim", 1_650.0, Some(1_500.0)),
            leg("t1", 95.0, None),
            leg("ride", 4_000.0, Some(40_000.0)),
            leg("t2", 60.0, None),
            leg("run", 2_700.0, Some(10_000.0)),
        ],
        ..Sample::default()
    };
    assert!(near(derived("triathlon", "swim_pace", &race), 1.1));
    assert!(near(derived("triathlon", "ride_speed", &race), 10.0));
    assert!(near(derived("triathlon", "run_time", &race), 2_700.0));
    assert!(near(derived("triathlon", "transitions", &race), 155.0));
    assert!(near(derived("triathlon", "race_distance", &race), 51_500.0));
    let hike = workout(&[("distance", 12_000.0), ("ascent", 800.0)]);
    assert!(near(derived("hiking", "effort_distance", &hike), 20_000.0));
    let round = Sample {
        rows: vec![
            row(&[("par", 3.0), ("throws", 1.0)]),
            row(&[("par", 4.0), ("throws", 5.0)]),
        ],
        ..Sample::default()
    };
    assert!(near(derived("disc-golf", "throws", &round), 6.0));
    assert!(near(derived("disc-golf", "to_par", &round), -1.0));
    assert!(near(derived("disc-golf", "aces", &round), 1.0));
}

#[test]
fn a_run_that_went_nowhere_has_no_pace() {
    assert_eq!(
        derived(
            "running",
            "pace",
            &workout(&[("duration", 60.0), ("distance", 0.0)])
        ),
        None
    );
    assert_eq!(
        derived("running", "pace", &workout(&[("duration", 60.0)])),
        None
    );
}

fn achievement(id: &str) -> &'static Achievement {
    let (pack_id, name) = id.split_once('.').unwrap();
    &pack(pack_id).elements::<Achievements>()[name]
}

#[test]
fn levels_count_workouts() {
    let ten_km = achievement("running.ten_km");
    assert_eq!(ten_km.tier_at(0), None);
    assert_eq!(ten_km.tier_at(9), Some(0));
    assert_eq!(ten_km.tier_at(50), Some(2));
    assert_eq!(achievement("running.calm_long_run").per, Per::Each);
}

#[test]
fn shoes_wear_by_distance_and_say_why() {
    let shoes = &pack("running").elements::<Gear>()["running_shoes"];
    let wear = shoes.wear.as_ref().unwrap();
    assert!(matches!(&wear.by, WearBy::Metric(metric) if metric.id == "core.distance"));
    assert!(near(wear.share(wear.warn_at * 700_000.0), 0.8));
    assert!(wear.source.is_some());
    assert_eq!(shoes.components, ["running.insoles"]);
    assert_eq!(shoes.attributes["drop_mm"].title.get("ru"), "Перепад, мм");
}

#[test]
fn a_pack_arranges_its_pages() {
    let record = &pack("running").elements::<AppPages>()["record"];
    assert_eq!((record.page, record.nav), (PageName::Record, true));
    assert_eq!(record.blocks, [Block::Upload, Block::Form]);
}

#[test]
fn norms_have_figures_and_sources() {
    let norm = &pack("core").norms["weekly_activity"];
    let target = |category: &str, age: &str| norm.targets[&(category.into(), age.into())];
    assert_eq!(norm.per_days, 7);
    assert!(near(Some(target("amateur", "adult")), 150.0 * 60.0));
    assert!(near(Some(target("amateur", "child")), 420.0 * 60.0));
    assert!(norm.source.contains("WHO"));
}

/// The files that the tutorial shows, by name: a line `name` in backticks, then a fence.
fn shown_files(tutorial: &str) -> IndexMap<String, String> {
    let mut files = IndexMap::new();
    let mut lines = tutorial.lines().peekable();
    while let Some(line) = lines.next() {
        let name = line
            .strip_prefix('`')
            .and_then(|rest| rest.strip_suffix('`'));
        let fence = lines.peek().is_some_and(|next| next.starts_with("```"));
        if let (Some(name), true) = (name, fence) {
            lines.next();
            let body = lines.by_ref().take_while(|line| *line != "```");
            files.insert(
                name.to_owned(),
                body.flat_map(|line| [line, "\n"]).collect(),
            );
        }
    }
    files
}

#[test]
fn the_tutorial_shows_exactly_the_files_of_its_pack() {
    let folder = root().join("examples/new-sport");
    let shown = shown_files(&fs::read_to_string(folder.join("README.md")).unwrap());
    let [pack] = read_dir(&folder).unwrap().try_into().unwrap();
    let names: BTreeSet<_> = pack.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        shown.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        names
    );
    for file in &pack.files {
        assert_eq!(shown[&file.path].as_bytes(), file.bytes, "{}", file.path);
    }
}

#[test]
fn the_guide_leads_somewhere() {
    let reference = docs::markdown(&domains::kinds(), &source_fields());
    for page in [
        "docs/packs/changing.md",
        "docs/packs/editor.md",
        "docs/packs/guide.md",
        "docs/packs/pages.md",
        "examples/new-sport/README.md",
        "README.md",
    ] {
        let path = root().join(page);
        let text = fs::read_to_string(&path).unwrap();
        let after = |opening: &'static str, closing: char| {
            let rests = text.split(opening).skip(1);
            rests.filter_map(move |rest| rest.split(closing).next())
        };
        let links = after("](", ')').chain(after("src=\"", '"'));
        let files = links
            .filter(|link| !link.contains("://"))
            .filter_map(|link| link.split('#').next());
        for file in files {
            let generated = file.split_once("reference/").map(|(_, name)| name);
            // The reference is made from the code; what else is there lies in the folder.
            let is_made = generated.is_some_and(|name| reference.contains_key(name));
            let there = path.parent().unwrap().join(file).exists();
            assert!(is_made || there, "{page}: {file}");
        }
    }
}

/// `UPDATE_FIXTURES=1` writes it anew.
#[test]
fn the_race_among_the_fixtures_is_a_made_up_one() {
    let file = root().join("sport-packs/triathlon/fixtures/sprint.fit");
    let made = stadion_activity::sample::fit_triathlon("2026-06-14T07:00:00Z".parse().unwrap());
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &made).unwrap();
    }
    assert!(
        std::fs::read(file).unwrap() == made,
        "run it with UPDATE_FIXTURES=1"
    );
}
