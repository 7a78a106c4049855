//! Two versions of packs, and what is said of the way from one to the other.

use std::collections::BTreeSet;

use stadion_pack::diff::{Diff, Side, Told, Work, between, diff};
use stadion_pack::{Compiled, KindSet, PackSource, render};

use crate::support::compiled;

const OLD: &str = "\
id: sample
version: 1.2.0
title: {en: Sample, ru: Пример}
locales: [en, ru]
#// values.yaml
surfaces: {clay: {en: Clay, ru: Грунт}, grass: {en: Grass, ru: Трава}}
#// parts.yaml
set:
  title: {en: Set, ru: Подход}
  fields:
    reps: {title: {en: Reps, ru: Повторы}, type: count, input: {min: 0, max: 100}}
    load: {title: {en: Load, ru: Вес}, quantity: mass, unit: kg}
#// metrics.yaml
way:
  title: {en: Way, ru: Путь}
  quantity: length
  unit: m
  source: [fit:session.total_distance]
  input: {min: 0, max: 100 km}
  records: [{max: way}]
time: {title: {en: Time, ru: Время}, quantity: duration, input: {}}
pace: {title: {en: Pace, ru: Темп}, derive: workout.time / workout.way, better: lower}
ground: {title: {en: Ground, ru: Покрытие}, type: enum, values: surfaces, input: {}}
mood: {title: {en: Mood, ru: Настроение}, type: rating, max: 5, input: {}}
volume: {title: {en: Volume, ru: Объём}, derive: sum(set.reps * set.load)}
#// sports.yaml
walk:
  title: {en: Walk, ru: Прогулка}
  archetype: track
  fit: [walking, hiking]
  metrics: [way, time, pace, ground, mood]
  form: [way, time, ground, mood]
  parts: [set]
#// norms.yaml
week:
  title: {en: A week, ru: Неделя}
  metric: way
  per: P7D
  targets: {amateur: {adult: 20 km}}
  source: a guess of ours
";

/// Compiles and is sure that it does.
fn sound(text: &str) -> (Compiled, Vec<PackSource>) {
    let (compiled, sources) = compiled(text);
    let told = render::text(&compiled.findings, &sources, false);
    assert!(
        !stadion_pack::finding::has_errors(&compiled.findings),
        "{told}\n{text}"
    );
    (compiled, sources)
}

fn between_texts(old: &str, new: &str) -> Option<Diff> {
    let (old, new) = (sound(old), sound(new));
    let side = |(compiled, sources): &'_ (Compiled, Vec<PackSource>)| -> (_, _) {
        (compiled.packs.clone(), sources.clone())
    };
    let (old, new) = (side(&old), side(&new));
    let sides = [&old, &new].map(|(packs, sources)| Side { packs, sources });
    let mut all = diff(sides[0], sides[1], &KindSet::language());
    assert!(all.len() <= 1);
    all.pop()
}

fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(OLD.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

/// Each change on a line: sign, what, from where to where, and its judgement.
fn lines(diff: &Diff) -> Vec<String> {
    let line = |change: &stadion_pack::diff::Change| {
        let key = change
            .key
            .as_ref()
            .map_or(String::new(), |key| format!(" {key}"));
        let old = change.old.as_deref().unwrap_or("-");
        let new = change.new.as_deref().unwrap_or("-");
        let judged = match (change.is_breaking, change.is_answered) {
            (false, _) => "safe",
            (true, true) => "answered",
            (true, false) => "BREAKING",
        };
        format!(
            "{:?} {} {}{key}: {old} → {new} {judged}",
            change.action, change.kind, change.id
        )
    };
    diff.changes.iter().map(line).collect()
}

fn codes(diff: &Diff) -> Vec<&str> {
    diff.problems.iter().map(|problem| problem.code).collect()
}

fn changed(edits: &[(&str, &str)]) -> Vec<String> {
    let raised = [("version: 1.2.0", "version: 1.3.0")];
    let all: Vec<_> = raised.iter().chain(edits).copied().collect();
    lines(&between_texts(OLD, &edited(&all)).unwrap())
}

#[test]
fn the_same_version_differs_in_nothing() {
    assert_eq!(between_texts(OLD, OLD), None);
}

#[test]
fn words_and_looks_are_safe() {
    assert_eq!(
        changed(&[
            ("en: Way,", "en: Distance,"),
            ("unit: m\n", "unit: m\n  display: {metric: km}\n")
        ]),
        [
            "Changed metrics way title en: Way → Distance safe",
            "Changed metrics way display: m or m, 1 decimals, decimal → km or km, 1 decimals, decimal safe",
        ]
    );
}

#[test]
fn what_clients_read_needs_a_major_version() {
    assert_eq!(
        changed(&[("unit: m\n", "unit: km\n")]),
        ["Changed metrics way unit: m → km BREAKING"]
    );
    let new = edited(&[("unit: m\n", "unit: km\n"), ("1.2.0", "2.0.0")]);
    let diff = between_texts(OLD, &new).unwrap();
    assert!(diff.is_breaking() && diff.problems.is_empty(), "{diff:#?}");
    assert_eq!(
        diff.changes[0].place.as_ref().map(|p| (p.line, p.column)),
        Some((4, 3))
    );
}

#[test]
fn what_a_stored_figure_means_cannot_change_under_its_id() {
    let heavy = "quantity: mass\n  input: {}\n";
    let changes = changed(&[
        (
            "quantity: length\n  unit: m\n  source: [fit:session.total_distance]\n  input: {min: 0, max: 100 km}\n",
            heavy,
        ),
        ("workout.time / workout.way", "workout.time / km(1)"),
        ("max: 5", "max: 10"),
        ("20 km", "20 kg"),
    ]);
    for breaking in [
        "Changed metrics way quantity: length → mass BREAKING",
        "Changed metrics mood max: 5 → 10 BREAKING",
    ] {
        assert!(changes.iter().any(|line| line == breaking), "{changes:#?}");
    }
    // The unit, the look and the bounds follow from it.
    assert!(
        !changes
            .iter()
            .any(|line| line.contains("way unit") || line.contains("way input")),
        "{changes:#?}"
    );
}

#[test]
fn formulas_sources_and_records_are_told_anew() {
    assert_eq!(
        changed(&[
            ("workout.time / workout.way", "workout.way / workout.time"),
            ("better: lower", "better: higher"),
        ])[..2],
        [
            "Changed metrics pace quantity: pace → speed BREAKING".to_owned(),
            "Changed metrics pace derive: workout.time / workout.way → workout.way / workout.time safe".to_owned(),
        ]
    );
    let changes = changed(&[
        (
            "source: [fit:session.total_distance]",
            "source: [track:length]",
        ),
        ("records: [{max: way}]", "records: [{max: way}, {min: way}]"),
    ]);
    assert_eq!(
        changes[..2],
        [
            "Changed metrics way source: fit:session.total_distance → track:length safe",
            "Added metrics way records min: - → - safe",
        ]
    );
    assert_eq!(
        changed(&[("records: [{max: way}]", "records: [{min: way}]")])
            .into_iter()
            .filter(|line| line.ends_with("BREAKING"))
            .collect::<Vec<_>>(),
        ["Removed metrics way records max: - → - BREAKING"]
    );
}

#[test]
fn bounds_are_judged_by_their_direction() {
    assert_eq!(
        changed(&[("max: 100 km", "max: 200 km")]),
        ["Changed metrics way input max: 100000 m → 200000 m safe"]
    );
    assert_eq!(
        changed(&[("max: 100 km", "max: 50 km")]),
        ["Changed metrics way input max: 100000 m → 50000 m BREAKING"]
    );
    assert_eq!(
        changed(&[("min: 0, max: 100}", "min: 1, max: 100}")]),
        ["Changed parts set fields reps.input min: 0 → 1 BREAKING"]
    );
    assert_eq!(
        changed(&[(", input: {min: 0, max: 100}", "")]),
        ["Removed parts set fields reps.input asked: - → - BREAKING"]
    );
}

#[test]
fn what_people_hold_needs_a_migration() {
    let gone: &[(&str, &str)] = &[
        (
            "volume: {title: {en: Volume, ru: Объём}, derive: sum(set.reps * set.load)}\n",
            "",
        ),
        (
            "    load: {title: {en: Load, ru: Вес}, quantity: mass, unit: kg}\n",
            "",
        ),
        (", grass: {en: Grass, ru: Трава}", ""),
        (
            "mood: {title: {en: Mood, ru: Настроение}, type: rating, max: 5, input: {}}\n",
            "",
        ),
        ("pace, ground, mood]", "pace, ground]"),
        ("ground, mood]", "ground]"),
        ("version: 1.2.0", "version: 2.0.0"),
    ];
    let without = edited(gone);
    let diff = between_texts(OLD, &without).unwrap();
    assert_eq!(
        lines(&diff),
        [
            "Removed values surfaces grass: - → - BREAKING",
            "Removed values surfaces grass en: Grass → - safe",
            "Removed values surfaces grass ru: Трава → - safe",
            "Removed parts set fields load: - → - BREAKING",
            "Removed metrics mood: - → - BREAKING",
            "Removed metrics volume: - → - BREAKING",
            "Removed sports walk metrics sample.mood: sample.mood → - answered",
            "Removed sports walk form sample.mood: sample.mood → - safe",
        ]
    );
    assert_eq!(codes(&diff), ["S0130"; 4]);
    assert!(
        diff.problems[3].remedy.contains("rename: {metrics:"),
        "{:?}",
        diff.problems
    );
    let migrations = "#// migrations.yaml\nless:\n  to: 2.0.0\n  retire: {metrics: [mood, volume], fields: [set.load], words: [surfaces.grass]}\n";
    let diff = between_texts(OLD, &format!("{without}{migrations}")).unwrap();
    assert_eq!(codes(&diff), [""; 0], "{:#?}", lines(&diff));
    assert!(diff.is_breaking() && diff.changes.iter().all(|change| change.is_answered));
}

#[test]
fn a_rename_is_one_change_and_nothing_follows_from_it() {
    let new = edited(&[
        ("way:\n", "distance:\n"),
        ("{max: way}", "{max: distance}"),
        ("workout.way", "workout.distance"),
        ("metrics: [way,", "metrics: [distance,"),
        ("form: [way,", "form: [distance,"),
        ("metric: way", "metric: distance"),
        ("    load:", "    weight:"),
        ("set.load", "set.weight"),
        ("walk:\n", "stroll:\n"),
        ("version: 1.2.0", "version: 2.0.0"),
    ]);
    let stated = "#// migrations.yaml\nplain:\n  to: 2.0.0\n  rename: {metrics: {way: distance}, fields: {set.load: weight}, sports: {walk: stroll}}\n";
    let diff = between_texts(OLD, &format!("{new}{stated}")).unwrap();
    assert_eq!(
        lines(&diff),
        [
            "Renamed metrics distance: way → distance answered",
            "Renamed sports stroll: walk → stroll answered",
            "Added migrations plain: - → - safe",
        ]
    );
    assert_eq!(codes(&diff), [""; 0]);
    let (old, new) = (sound(OLD), sound(&format!("{new}{stated}")));
    let kinds = KindSet::language();
    let renames = between(&old.0.packs, &new.0.packs);
    assert_eq!(
        renames.now("fields", "sample.set.load"),
        "sample.set.weight"
    );
    let before = Told::of(&old.0.packs, &kinds).by_names(&renames);
    let after = Told::of(&new.0.packs, &kinds);
    assert_eq!(after.since(&before), BTreeSet::new());
    assert!(
        before.records().contains("sample.distance/max"),
        "{before:?}"
    );
    // Without the migration they are other things.
    let before = Told::of(&old.0.packs, &kinds);
    let work = Told::of(&new.0.packs, &kinds).since(&before);
    assert!(
        work.contains(&Work::Workouts("sample.stroll".into())),
        "{work:?}"
    );
    // A rollback is read by the old names again.
    let back = between(&new.0.packs, &old.0.packs);
    assert_eq!(back.now("sports", "sample.stroll"), "sample.walk");
    let sides = [&new, &old].map(|(compiled, sources)| Side {
        packs: &compiled.packs,
        sources,
    });
    let back = diff_of(sides[0], sides[1]);
    assert!(lines(&back).contains(&"Renamed metrics way: distance → way answered".to_owned()));
    assert_eq!(codes(&back), ["S0131"]);
}

fn diff_of(old: Side<'_>, new: Side<'_>) -> Diff {
    diff(old, new, &KindSet::language()).pop().unwrap()
}

#[test]
fn what_has_to_be_stated_from_now_on_says_what_holds_of_the_past() {
    let asked = edited(&[
        (
            "mood]\n  form: [way, time, ground, mood]",
            "mood, wind]\n  form: [way, time, ground, mood, wind]",
        ),
        (
            "volume:",
            "wind: {title: {en: Wind, ru: Ветер}, quantity: speed, input: {}, required: true}\nvolume:",
        ),
        ("unit: kg}", "unit: kg, required: true}"),
        ("1.2.0", "2.0.0"),
    ]);
    let diff = between_texts(OLD, &asked).unwrap();
    let breaking: Vec<_> = lines(&diff)
        .into_iter()
        .filter(|l| l.ends_with("BREAKING"))
        .collect();
    assert_eq!(
        breaking,
        [
            "Changed parts set fields load.required: no → yes BREAKING",
            "Added sports walk form sample.wind: - → sample.wind BREAKING",
        ]
    );
    assert!(
        diff.problems[1].remedy.contains("backfill: {wind: …}"),
        "{:?}",
        diff.problems
    );
    let filled = format!(
        "{asked}#// migrations.yaml\ncalm:\n  to: 2.0.0\n  backfill: {{wind: km(0) / hours(1), set.load: kg(0)}}\n"
    );
    let diff = between_texts(OLD, &filled).unwrap();
    assert_eq!(codes(&diff), [""; 0], "{:#?}", diff.problems);
}

#[test]
fn a_release_has_a_number_of_its_own_that_says_what_it_does() {
    let codes = |edits: &[(&str, &str)]| {
        let diff = between_texts(OLD, &edited(edits)).unwrap();
        diff.problems.iter().map(|p| p.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&[("en: Way", "en: Path")]), ["S0131"]);
    assert_eq!(
        codes(&[("en: Way", "en: Path"), ("1.2.0", "1.1.9")]),
        ["S0131"]
    );
    assert_eq!(
        codes(&[("en: Way", "en: Path"), ("1.2.0", "1.2.1")]),
        [""; 0]
    );
    assert_eq!(
        codes(&[("unit: m\n", "unit: km\n"), ("1.2.0", "1.3.0")]),
        ["S0130", "S0132"]
    );
    // A comment is a version too.
    assert_eq!(
        codes(&[("title: {en: Sample", "# mine\ntitle: {en: Sample")]),
        ["S0131"]
    );
}

#[test]
fn a_migration_is_of_the_version_that_brings_it() {
    let with = |migration: &str| {
        let text = format!(
            "{}#// migrations.yaml\n{migration}",
            edited(&[("1.2.0", "2.0.0")])
        );
        between_texts(OLD, &text).unwrap()
    };
    assert_eq!(
        codes(&with("a: {to: 2.0.0, retire: {metrics: [steps]}}\n")),
        ["S0133"]
    );
    assert_eq!(
        codes(&with("a: {to: 1.1.0, retire: {metrics: [steps]}}\n")),
        ["S0134"]
    );
}

#[test]
fn languages_claims_and_lists_of_sports_are_offers() {
    let changes = changed(&[
        ("locales: [en, ru]", "locales: [en]"),
        ("fit: [walking, hiking]", "fit: [walking]"),
        (
            "  metrics: [way, time, pace, ground, mood]",
            "  metrics: [way, time, ground, mood]",
        ),
        ("per: P7D", "per: P14D"),
        ("adult: 20 km", "adult: 30 km"),
    ]);
    assert_eq!(
        changes,
        [
            "Removed pack sample locales ru: - → - BREAKING",
            "Removed sports walk fit hiking: - → - BREAKING",
            "Removed sports walk metrics sample.pace: sample.pace → - BREAKING",
            "Changed norms week per: 7 d → 14 d safe",
            "Changed norms week targets amateur.adult: 20000 m → 30000 m safe",
        ]
    );
}

#[test]
fn only_what_is_told_otherwise_is_told_anew() {
    let kinds = KindSet::language();
    let told = |text: &str| Told::of(&sound(text).0.packs, &kinds);
    let work = |edits: &[(&str, &str)]| told(&edited(edits)).since(&told(OLD));
    let walk = BTreeSet::from([Work::Workouts("sample.walk".into())]);
    assert_eq!(
        work(&[("en: Way,", "en: Path,"), ("per: P7D", "per: P14D")]),
        BTreeSet::new()
    );
    assert_eq!(work(&[("max: 100 km", "max: 10 km")]), BTreeSet::new());
    assert_eq!(
        work(&[(
            "workout.time / workout.way",
            "workout.time / workout.way * 2"
        )]),
        walk
    );
    assert_eq!(
        work(&[("records: [{max: way}]", "records: [{min: way}]")]),
        walk
    );
    assert_eq!(
        work(&[(
            "grass: {en: Grass, ru: Трава}",
            "hard: {en: Hard, ru: Хард}"
        )]),
        walk
    );
    // With the projections of what was given up gone, the rest stays as it is.
    let less = edited(&[
        ("pace, ground, mood]", "pace, ground]"),
        ("ground, mood]", "ground]"),
    ]);
    assert_eq!(told(&less).since(&told(OLD)), walk);
    let gone = [("metrics", "sample.mood")];
    assert_eq!(
        told(&less).since(&told(OLD).without(&gone)),
        BTreeSet::new()
    );
    // A metric that the sport does not show is followed by nothing of it.
    assert_eq!(
        work(&[("sum(set.reps * set.load)", "sum(set.reps) * 2")]),
        BTreeSet::new()
    );
    let json = serde_json::to_value(told(OLD)).unwrap();
    assert_eq!(serde_json::from_value::<Told>(json).unwrap(), told(OLD));
}
