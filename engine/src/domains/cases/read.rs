//! From the files in `tests/` to cases whose names are resolved.

use std::collections::BTreeSet;
use std::path::Path;

use stadion_pack::finding::{Finding, Report};
use stadion_pack::model::{Pack, Packs};
use stadion_pack::place::Span;
use stadion_pack::reading::{Reading, Shape};
use stadion_pack::source::{PackSource, SourceFile};
use stadion_pack::yaml::{Key, Node, Tree};

use super::expect;
use super::given::{self, Asked};
use super::model::Case;
use super::spec::{RawCase, SNAPSHOT, WORKOUT_KEYS};

/// The cases of some packs with the files they stand in.
#[derive(Default)]
pub struct Cases {
    pub reading: Reading,
    pub cases: Vec<Case>,
    /// What is wrong with how they are written; a case with errors is not among `cases`.
    pub findings: Vec<Finding>,
}

/// Reads the cases of those packs that are live.
pub fn read(packs: &Packs, sources: &[PackSource]) -> Cases {
    let mut cases = Cases::default();
    let shape = Shape::default();
    for source in sources {
        let Some(pack) = packs.pack(&source.id()) else {
            continue;
        };
        let mut known = BTreeSet::new();
        for file in source.files.iter().filter(|file| is_of_cases(file)) {
            let Some(node) = cases.reading.open(source, file) else {
                continue;
            };
            let asked = (packs, pack.as_ref(), source);
            let reports = of_file(asked, &shape, &node, &mut known, &mut cases.cases);
            cases.reading.reports.extend(reports);
        }
    }
    cases.findings = cases.reading.findings();
    cases
}

fn is_of_cases(file: &SourceFile) -> bool {
    let ending = Path::new(&file.path).extension();
    let is_yaml = ending.is_some_and(|ending| ending == "yaml" || ending == "yml");
    is_yaml && file.path.starts_with("tests/")
}

fn of_file(
    asked: (&Packs, &Pack, &PackSource),
    shape: &Shape<RawCase>,
    node: &Node,
    known: &mut BTreeSet<String>,
    cases: &mut Vec<Case>,
) -> Vec<Report> {
    let Tree::List(entries) = &node.tree else {
        let message = format!("a file of cases is a list, not {}", node.describe());
        let report = Report::error("S0080", node.span, message);
        return vec![report.help("begin each case with `- name: …`")];
    };
    let mut reports = Vec::new();
    for entry in entries {
        match of_entry(asked, shape, entry) {
            Ok(case) if !known.insert(case.name.clone()) => {
                let message = format!("another case is called `{}` too", case.name);
                let report = Report::error("S0080", case.at, message);
                reports.push(report.help("a name tells one case from another: choose another"));
            }
            Ok(case) => cases.push(case),
            Err(more) => reports.extend(more),
        }
    }
    reports
}

fn of_entry(
    (packs, pack, source): (&Packs, &Pack, &PackSource),
    shape: &Shape<RawCase>,
    entry: &Node,
) -> Result<Case, Vec<Report>> {
    let key = Key {
        name: "case".to_owned(),
        span: begin(entry),
    };
    let mut entry = entry.clone();
    let metrics = take_metrics(&mut entry);
    let snapshot = take_snapshot(&mut entry);
    let raw = shape.read(&key, &entry)?;
    let mut asked = Asked {
        packs,
        pack,
        source,
        reports: Vec::new(),
    };
    let given = given::read(&mut asked, &raw.given, &metrics);
    let workouts = given.names(&raw.given);
    let expect = expect::read(&mut asked, &raw, &workouts, snapshot);
    if !asked.reports.is_empty() {
        return Err(asked.reports);
    }
    Ok(Case {
        pack: pack.id.clone(),
        name: raw.name.value,
        at: raw.name.span,
        now: given.now,
        user: given.user,
        gear: given.gear,
        workouts: given.workouts,
        expect,
    })
}

/// A case runs over lines: what is said of it as a whole stands at its first key.
fn begin(entry: &Node) -> Span {
    entry
        .entries()
        .first()
        .map_or(entry.span, |(key, _)| key.span)
}

/// Takes the metrics, which are keys of the pack's, from among the workouts' own keys.
fn take_metrics(case: &mut Node) -> Vec<Vec<(Key, Node)>> {
    let Some(workouts) = below(case, "given").and_then(|given| below(given, "workouts")) else {
        return Vec::new();
    };
    let Tree::List(workouts) = &mut workouts.tree else {
        return Vec::new();
    };
    let take = |workout: &mut Node| {
        let Tree::Map(entries) = &mut workout.tree else {
            return Vec::new();
        };
        let all = std::mem::take(entries);
        let is_own = |(key, _): &(Key, Node)| WORKOUT_KEYS.contains(&key.name.as_str());
        let (own, metrics) = all.into_iter().partition(is_own);
        *entries = own;
        metrics
    };
    workouts.iter_mut().map(take).collect()
}

/// Takes `metrics: snapshot` out; answers where the word stands.
fn take_snapshot(case: &mut Node) -> Option<Span> {
    let expect = below(case, "expect")?;
    let Tree::Map(entries) = &mut expect.tree else {
        return None;
    };
    let is_asked = |(key, node): &(Key, Node)| {
        key.name == "metrics" && matches!(&node.tree, Tree::Text(text) if text == SNAPSHOT)
    };
    let at = entries.iter().position(is_asked)?;
    Some(entries.remove(at).1.span)
}

fn below<'n>(node: &'n mut Node, name: &str) -> Option<&'n mut Node> {
    let Tree::Map(entries) = &mut node.tree else {
        return None;
    };
    let found = entries.iter_mut().find(|(key, _)| key.name == name);
    found.map(|(_, node)| node)
}
