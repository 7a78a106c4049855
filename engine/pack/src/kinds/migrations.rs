//! `migrations`: what becomes of facts that an earlier version of the pack gave their names.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use semver::Version;
use serde::Deserialize;

use crate::diff::Sheet;
use crate::expr::{Checked, Want};
use crate::finding::Report;
use crate::ids;
use crate::kind::Kind;
use crate::kinds::{metrics::Metrics, parts::Parts, values::Values};
use crate::load::run::Draft;
use crate::model::{Metric, MetricType, Migration, Part, Retired};
use crate::place::At;
use crate::renames::{FIELDS, Rename};
use crate::scope::Scope;

pub struct Migrations;

/// Under this key of `retire`, words of a value list: `surfaces.clay`.
const WORDS: &str = "words";
/// Under this key of `retire`, what people state of their gear: `shoes.drop`.
const ATTRIBUTES: &str = "attributes";

/// Old names, each with the new one.
type NewNames = IndexMap<At<String>, At<String>>;

/// A migration: what a version called otherwise, gave up, or asks for the first time.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawMigration {
    /// The version of the pack that brings it.
    pub to: At<String>,
    /// By kind, the old name and the new one: `{metrics: {tempo: pace}}`. Under `fields` the old
    /// name has its part before it: `{fields: {set.weight: load}}`.
    pub rename: Option<IndexMap<At<String>, NewNames>>,
    /// By kind, what is no longer there: `{metrics: [steps]}`. Under `fields` (`set.weight`), `words`
    /// (`surfaces.clay`) and `attributes` (`shoes.drop`) what no longer is within a definition.
    pub retire: Option<IndexMap<At<String>, Vec<At<String>>>>,
    /// A figure for workouts that were never asked for the metric: a formula over their others. Of a
    /// part's field (`set.rest`), one figure for all entries without it.
    #[schemars(extend("x-names" = "metrics"))]
    pub backfill: Option<IndexMap<At<String>, At<String>>>,
}

impl Kind for Migrations {
    const NAME: &'static str = "migrations";
    const TITLE: &'static str = "Migrations";
    const DOC: &'static str = "\
What becomes of what people stored under an earlier version of the pack. `stadion diff` says which \
change needs which; a release is refused while one is missing.

- `rename`: it is called otherwise now. What was typed keeps the name it was typed with and is found \
under the new one, and under the old one again after a rollback. Figures, records and badges move \
over in the background, sports and gear too. Any kind of which people hold something can be named \
(metrics, parts, sports, gear, achievements), and `fields` of parts.
- `retire`: it is gone. What was typed stays stored and in everybody's export; no page shows it.
- `backfill`: a figure for those who were never asked, where a metric is `required` from now on, or \
for any metric that files and forms leave open. A formula over the workout's other figures, or a \
figure such as `km(0)`. It holds where nothing was stated, and never over what a person took out.

A migration stays in the file for good: it is what tells the old name's meaning. So an id that was \
renamed or retired is not given to something else. `to` is the version that brings the change; a \
pack whose version is older than `to` is in error. Derived figures, records, badges and wear need no \
migration: they are told anew after each change, in the background.";
    const EXAMPLE: &'static str = "\
plain_names:
  to: 1.0.0
  rename:
    metrics: {tempo: pace}
  retire:
    metrics: [steps]
  backfill:
    distance: km(0)
";
    const CODES: &'static [(&'static str, &'static str)] = &[
        (
            "S0120",
            "A migration names a kind of which people hold nothing, or no kind at all.",
        ),
        (
            "S0121",
            "A thing is renamed to a name that the pack does not have.",
        ),
        (
            "S0122",
            "The old name of something renamed or retired is in the pack still, or again. An id that once meant something keeps that meaning.",
        ),
        (
            "S0123",
            "One thing has two new names, two have the same, names go in a circle, or one is renamed and retired in one version.",
        ),
        (
            "S0124",
            "A migration is for a later version than the pack's. Raise the pack's `version`, or mend `to`.",
        ),
        (
            "S0125",
            "A `backfill` of what cannot have one: a derived metric has its formula, and a formula here reads stated metrics alone and gives a figure of the metric's dimension.",
        ),
    ];

    type Raw = RawMigration;
    type Element = Migration;
    const HELD: Option<&'static str> = None;

    fn compile(_: &str, raw: RawMigration, cx: &mut Scope<'_>) -> Option<Migration> {
        let to = version(&raw.to, cx);
        let rename = renames(raw.rename.unwrap_or_default(), cx);
        let retire = retired(raw.retire.unwrap_or_default(), cx);
        let backfill = raw.backfill.unwrap_or_default();
        let formulas: Vec<_> = backfill
            .iter()
            .map(|(name, formula)| backfilled(name, formula, cx))
            .collect();
        Some(Migration {
            to: to?,
            rename: rename?,
            retire: retire?,
            backfill: formulas.into_iter().collect::<Option<_>>()?,
            place: cx.place(),
        })
    }

    fn sheet(element: &Migration, sheet: &mut Sheet) {
        sheet.look("to", Some(&element.to));
        for one in &element.rename {
            let words = format!("{} → {}", one.old, one.new);
            sheet.look("rename", Some(format!("{} {words}", one.kind)));
        }
        for one in &element.retire {
            sheet.look("retire", Some(format!("{} {}", one.kind, one.name)));
        }
        for (metric, formula) in &element.backfill {
            sheet.look("backfill", Some(format!("{metric}: {}", formula.source())));
        }
    }
}

fn version(to: &At<String>, cx: &mut Scope<'_>) -> Option<Version> {
    let Ok(version) = Version::parse(to) else {
        let report = Report::error("S0037", to.span, "this is not a version");
        cx.report(report.help("versions are semver: three numbers, such as 2.0.0"));
        return None;
    };
    let here = cx.pack_version().clone();
    if version > here {
        let message = format!("this is for {version}, and the pack is {here}");
        let report = Report::error("S0124", to.span, message);
        cx.report(report.help("raise `version` in pack.yaml with it"));
        return None;
    }
    Some(version)
}

/// Whether people hold something under names of this kind; reports one of which they do not.
fn holds(kind: &At<String>, more: &[&'static str], cx: &mut Scope<'_>) -> bool {
    let held = cx.kinds_held();
    let known: Vec<&str> = held.iter().chain(more).copied().collect();
    if known.contains(&kind.as_str()) {
        return true;
    }
    let near = ids::nearest(kind, known.iter().copied()).map(str::to_owned);
    let message = format!("people hold nothing of `{}`", **kind);
    let report = Report::error("S0120", kind.span, message);
    cx.report(
        report
            .help(format!("one of: {}", known.join(", ")))
            .suggest(near),
    );
    false
}

fn renames(raw: IndexMap<At<String>, NewNames>, cx: &mut Scope<'_>) -> Option<Vec<At<Rename>>> {
    let mut found = Vec::new();
    let mut sound = true;
    for (kind, names) in raw {
        if !holds(&kind, &[FIELDS], cx) {
            sound = false;
            continue;
        }
        for (old, new) in names {
            let (from, to) = ends(&kind, &old, &new);
            sound &= is_gone(&kind, &old, &from, cx);
            let pack = cx.pack_id();
            let rename = Rename {
                kind: kind.value.clone(),
                old: format!("{pack}.{from}"),
                new: format!("{pack}.{to}"),
            };
            found.push(At::new(rename, new.span));
        }
    }
    sound.then_some(found)
}

/// Both names in full: a field's new name stands in the same part.
fn ends(kind: &str, old: &str, new: &str) -> (String, String) {
    match old.split_once('.') {
        Some((part, _)) if kind == FIELDS && !new.contains('.') => {
            (old.to_owned(), format!("{part}.{new}"))
        }
        _ => (old.to_owned(), new.to_owned()),
    }
}

fn is_gone(kind: &str, name: &At<String>, full: &str, cx: &mut Scope<'_>) -> bool {
    if !cx.has(kind, full) {
        return true;
    }
    let message = format!("`{full}` is in the pack");
    let report = Report::error("S0122", name.span, message);
    cx.report(report.help("an id that was given up stays without a meaning: choose another one"));
    false
}

fn retired(
    raw: IndexMap<At<String>, Vec<At<String>>>,
    cx: &mut Scope<'_>,
) -> Option<Vec<At<Retired>>> {
    let mut found = Vec::new();
    let mut sound = true;
    for (kind, names) in raw {
        if !holds(&kind, &[FIELDS, WORDS, ATTRIBUTES], cx) {
            sound = false;
            continue;
        }
        for name in names {
            sound &= is_gone(&kind, &name, &name, cx);
            let retired = Retired {
                kind: kind.value.clone(),
                name: format!("{}.{}", cx.pack_id(), *name),
            };
            found.push(At::new(retired, name.span));
        }
    }
    sound.then_some(found)
}

/// The metric's id and the formula that stands in for what was never stated.
fn backfilled(
    name: &At<String>,
    formula: &At<String>,
    cx: &mut Scope<'_>,
) -> Option<(String, Checked)> {
    if let Some((part, field)) = name.split_once('.')
        && cx.declares(Parts::NAME, part)
    {
        return backfilled_field(name, (part, field), formula, cx);
    }
    let metric = cx.element::<Metrics>(name)?;
    let want = match metric.ty {
        _ if metric.derive.is_some() => None,
        MetricType::Flag => Some(Want::Flag),
        MetricType::Quantity | MetricType::Count | MetricType::Rating { .. } => {
            Some(Want::Number(Some(metric.dim)))
        }
        MetricType::Enum { .. } | MetricType::Text => None,
    };
    let Some(want) = want else {
        let message = format!("`{}` is no figure that a workout states", metric.name);
        let report = Report::error("S0125", name.span, message);
        cx.report(report.help("a derived metric has its formula; of words nothing can be told"));
        return None;
    };
    let context = cx.derive_context();
    let checked = cx.expr(formula, &context, want)?;
    let derived = checked
        .slots()
        .iter()
        .filter(|slot| slot.root == "workout")
        .find(|slot| reads_derived(&slot.field, &metric, cx));
    if let Some(slot) = derived {
        let message = format!("`workout.{}` is not stated", slot.field);
        let report = Report::error("S0125", formula.span, message);
        cx.report(report.help("read metrics that files and forms give, and not the metric itself"));
        return None;
    }
    Some((metric.id.clone(), checked))
}

/// A field of entries that were never asked for it: one figure for all of them.
fn backfilled_field(
    name: &At<String>,
    (part, field): (&str, &str),
    figure: &At<String>,
    cx: &mut Scope<'_>,
) -> Option<(String, Checked)> {
    let parts = cx.own::<Parts>();
    let found = parts.and_then(|parts| parts.get(part)?.fields.get(field));
    let Some(found) = found else {
        let message = format!("`{part}` has no field `{field}`");
        cx.report(Report::error("S0032", name.span, message));
        return None;
    };
    let want = match found.ty {
        MetricType::Quantity | MetricType::Count | MetricType::Rating { .. } => {
            Want::Number(Some(found.dim))
        }
        MetricType::Flag => Want::Flag,
        MetricType::Enum { .. } | MetricType::Text => {
            let report =
                Report::error("S0125", name.span, "a word stands for no entry but its own");
            cx.report(report.help("leave the field open: it need not be `required`"));
            return None;
        }
    };
    let context = cx.derive_context();
    let checked = cx.expr(figure, &context, want)?;
    if !checked.is_constant() {
        let report = Report::error(
            "S0125",
            figure.span,
            "an entry has one figure, not a formula",
        );
        cx.report(report.help("write the figure: kg(0)"));
        return None;
    }
    Some((format!("{}.{name}", cx.pack_id(), name = **name), checked))
}

fn reads_derived(name: &str, of: &Metric, cx: &Scope<'_>) -> bool {
    let seen = cx.visible::<Metrics>();
    seen.get(name)
        .is_some_and(|metric| metric.derive.is_some() || metric.id == of.id)
}

impl Scope<'_> {
    /// Whether the pack itself has an element of a kind; of `fields` and `words`, by the name of
    /// what they stand in.
    fn has(&self, kind: &str, name: &str) -> bool {
        match (kind, name.split_once('.')) {
            (FIELDS, Some((part, field))) => has_field(self.own::<Parts>(), part, field),
            (WORDS, Some((list, word))) => has_word(self, list, word),
            _ => self.declares(kind, name),
        }
    }
}

fn has_field(parts: Option<&IndexMap<String, Arc<Part>>>, part: &str, field: &str) -> bool {
    let part = parts.and_then(|parts| parts.get(part));
    part.is_some_and(|part| part.fields.contains_key(field))
}

/// In a list of its own, or in one that stands with its metric.
fn has_word(cx: &Scope<'_>, list: &str, word: &str) -> bool {
    let named = cx.own::<Values>().and_then(|lists| lists.get(list));
    if let Some(list) = named {
        return list.values.contains_key(word);
    }
    let metric = cx.own::<Metrics>().and_then(|metrics| metrics.get(list));
    metric.is_some_and(|metric| match &metric.ty {
        MetricType::Enum { values, .. } => values.values.contains_key(word),
        _ => false,
    })
}

/// What is wrong with the renames of a pack taken together.
pub(crate) fn chains(draft: &Draft) -> Vec<Report> {
    let migrations = draft.elements.of::<Migrations>().into_iter().flatten();
    let mut migrations: Vec<&Migration> = migrations.map(|(_, one)| one.as_ref()).collect();
    migrations.sort_by(|a, b| a.to.cmp(&b.to));
    let renames: Vec<&At<Rename>> = migrations.iter().flat_map(|one| &one.rename).collect();
    let retired: BTreeSet<&Retired> = migrations
        .iter()
        .flat_map(|one| &one.retire)
        .map(|one| &one.value)
        .collect();
    let next = |kind: &str, name: &str| {
        let mut all = renames.iter().copied();
        all.find(|one| one.kind == kind && one.old == name)
    };
    let mut reports = Vec::new();
    for (at, one) in renames.iter().enumerate() {
        let same = |other: &&&At<Rename>| {
            other.kind == one.kind && (other.old == one.old || other.new == one.new)
        };
        let is_retired = retired.contains(&Retired {
            kind: one.kind.clone(),
            name: one.old.clone(),
        });
        if renames.iter().take(at).any(|other| same(&other)) || is_retired {
            let message = format!(
                "`{}` cannot become `{}` as well",
                plain(&one.old),
                plain(&one.new)
            );
            reports.push(
                Report::error("S0123", one.span, message)
                    .help("a thing has one old name and one new one, and is renamed or retired"),
            );
            continue;
        }
        let mut last = *one;
        let mut steps = 0;
        while let Some(further) = next(&last.kind, &last.new) {
            steps += 1;
            last = further;
            if steps > renames.len() {
                break;
            }
        }
        if steps > renames.len() {
            let message = format!("the renames of `{}` go in a circle", plain(&one.old));
            reports.push(
                Report::error("S0123", one.span, message).help("take the one out that leads back"),
            );
        } else if !is_there(draft, &retired, last) {
            let kind = last.kind.replace('_', " ");
            let message = format!("there is no `{}` among the {kind}", plain(&last.new));
            reports.push(
                Report::error("S0121", last.span, message)
                    .help("name what it is called now, in this pack"),
            );
        }
    }
    reports
}

/// Whether what the last rename leads to is in the pack, or was retired since.
fn is_there(draft: &Draft, retired: &BTreeSet<&Retired>, last: &Rename) -> bool {
    let name = plain(&last.new);
    let is_declared = match name.split_once('.') {
        Some((part, field)) if last.kind == FIELDS => {
            has_field(draft.elements.of::<Parts>(), part, field)
        }
        _ => draft.declares(&last.kind, name),
    };
    let given_up = Retired {
        kind: last.kind.clone(),
        name: last.new.clone(),
    };
    is_declared || retired.contains(&given_up)
}

/// Without the pack.
fn plain(name: &str) -> &str {
    name.split_once('.').map_or(name, |(_, plain)| plain)
}
