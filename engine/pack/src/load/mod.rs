//! From packs' files to compiled packs: every finding told, nothing half-checked let through.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::finding::{Finding, Report, sort};
use crate::kind::{Kind, KindSet};
use crate::kinds::migrations::{self, Migrations};
use crate::kinds::{
    metrics::Metrics, norms::Norms, parts::Parts, scripts::Scripts, sports::Sports, values::Values,
};
use crate::load::elements::declare;
use crate::model::{Pack, Packs, Place};
use crate::place::Span;
use crate::scope::{gather, visible};
use crate::source::{Files, PackSource};
use crate::value::Dim;
use crate::words::humanise;

pub(crate) mod elements;
mod header;
pub(crate) mod locale;
mod open;
pub(crate) mod order;
pub(crate) mod run;

pub(crate) use header::{Header, RawHeader};
use open::{Opened, open};
use order::dependency_order;
use run::{Draft, Run};

/// A canonical field that files may fill, as packs name it in `source`. The fields of a part
/// stand under its kind: `fit:set.weight`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceField {
    /// `fit:session.total_distance`, `track:length`
    pub name: String,
    /// The dimension of its figures; none for counts and texts.
    pub dim: Dim,
    /// One line for the reference.
    pub doc: String,
}

/// What compiling gave: the packs that are sound, and all findings about the others and them.
#[derive(Debug, Default)]
pub struct Compiled {
    pub packs: Packs,
    /// Sorted by file and place.
    pub findings: Vec<Finding>,
}

/// Compiles packs together. Never fails and never panics: a pack with an error, and every pack
/// that requires it, is left out of `packs`, with the reason among the findings.
pub fn compile(sources: &[PackSource], kinds: &KindSet, fields: &[SourceField]) -> Compiled {
    let mut run = Run {
        files: Files::default(),
        kinds,
        fields: fields.iter().map(|f| (f.name.as_str(), f)).collect(),
        drafts: BTreeMap::new(),
        reports: RefCell::new(Vec::new()),
        used: RefCell::new(HashSet::new()),
        circular: HashSet::new(),
        contexts: RefCell::new(HashMap::new()),
        claims: RefCell::new(HashMap::new()),
    };
    let opened = open_all(&mut run, sources);
    compile_in_order(&mut run, opened);
    report_unused(&run);
    report_unreached_functions(&run);
    report_unkept_records(&run);
    let packs = finish(&mut run);
    let reports = run.reports.take();
    let mut findings: Vec<_> = reports.into_iter().map(|r| r.settle(&run.files)).collect();
    sort(&mut findings);
    Compiled { packs, findings }
}

/// Every pack by its id; a second one of the same id is refused.
fn open_all(run: &mut Run<'_>, sources: &[PackSource]) -> IndexMap<String, Opened> {
    let mut all: IndexMap<String, Opened> = IndexMap::new();
    for source in sources {
        let opened = open(run, source);
        let id = opened.draft.header.id.clone();
        if let Some(first) = all.get(&id) {
            let other = run
                .files
                .get(first.draft.header.span.file)
                .map_or("", |f| f.name.as_str());
            let message = format!("the pack id `{id}` is taken by {other}");
            run.report(
                Report::error("S0035", opened.draft.header.span, message)
                    .help("two live packs have two ids"),
            );
        } else {
            all.insert(id, opened);
        }
    }
    all
}

/// Required packs first. Packs in a circle are compiled too, for their own findings, and refused.
fn compile_in_order(run: &mut Run<'_>, mut opened: IndexMap<String, Opened>) {
    let needs: IndexMap<String, Vec<String>> = opened
        .iter()
        .map(|(id, o)| {
            (
                id.clone(),
                o.draft.header.requires.keys().cloned().collect(),
            )
        })
        .collect();
    let needs = needs
        .iter()
        .map(|(id, list)| (id.as_str(), list.clone()))
        .collect();
    let order = dependency_order(&needs);
    for cycle in &order.cycles {
        let Some(first) = cycle.first().and_then(|id| opened.get(id)) else {
            continue;
        };
        let round = cycle
            .iter()
            .chain(cycle.first())
            .cloned()
            .collect::<Vec<_>>()
            .join(" → ");
        run.report(
            Report::error(
                "S0041",
                first.draft.header.span,
                format!("packs require each other: {round}"),
            )
            .help("move what they share into a pack that both require"),
        );
        for id in cycle {
            if let Some(o) = opened.get_mut(id) {
                o.draft.broken = true;
            }
        }
    }
    run.circular = order.cycles.iter().flatten().cloned().collect();
    let circular = order.cycles.into_iter().flatten();
    for id in order
        .sorted
        .iter()
        .cloned()
        .chain(circular)
        .collect::<Vec<_>>()
    {
        if let Some(pack) = opened.shift_remove(&id) {
            let draft = compile_pack(run, pack);
            run.drafts.insert(id, draft);
        }
    }
}

fn compile_pack(run: &mut Run<'_>, opened: Opened) -> Draft {
    let Opened {
        mut draft,
        mut sections,
    } = opened;
    let before = run.errors();
    let lost = check_requires(run, &draft);
    let mut written = Vec::new();
    for entry in run.kinds.entries() {
        if let Some(sections) = sections.remove(entry.name) {
            written.push((entry, declare(entry.name, run, &mut draft, sections)));
        }
    }
    for (entry, definitions) in written {
        draft = (entry.compile)(entry, run, draft, definitions);
    }
    let mut reports = pack_texts(&draft);
    reports.extend(migrations::chains(&draft));
    draft.broken |= run.errors() > before || lost;
    if !draft.broken {
        let kinds: Vec<_> = run.kinds.names().chain(["pack"]).collect();
        reports.extend(draft.locales.leftovers(&kinds));
    }
    run.report_all(reports);
    draft.broken |= run.errors() > before;
    draft
}

/// Asks for the pack's own title and description, so that they do not count as left over, and
/// tells the languages that the title lacks.
fn pack_texts(draft: &Draft) -> Vec<Report> {
    let mut reports = Vec::new();
    let header = &draft.header;
    gather(
        draft,
        header.description.as_ref(),
        "pack-description",
        &mut reports,
    );
    let title = gather(draft, header.title.as_ref(), "pack-title", &mut reports);
    let tags = draft
        .locales
        .tags
        .iter()
        .filter(|tag| !title.0.contains_key(*tag));
    let missing: Vec<_> = tags.map(String::as_str).collect();
    if let Some(first) = missing.first() {
        let span = header.title.as_ref().map_or(header.span, |t| t.span);
        let message = format!("`{}` has no title in {}", header.id, missing.join(", "));
        reports.push(Report::warning("S0052", span, message).help(format!(
            "add it to the map of languages, or `pack-title = …` to locales/{first}.ftl"
        )));
    }
    reports
}

/// Whether a required pack is missing, of another version, or has errors of its own.
fn check_requires(run: &Run<'_>, draft: &Draft) -> bool {
    let mut lost = false;
    for (id, (range, span)) in &draft.header.requires {
        let report = match run.drafts.get(id) {
            _ if run.circular.contains(id) && draft.broken => continue,
            None => {
                let known = run.drafts.keys().map(String::as_str);
                let near = crate::ids::nearest(id, known);
                Report::error(
                    "S0036",
                    *span,
                    format!("the required pack `{id}` is not here"),
                )
                .help("give its folder too, or take the requirement out")
                .suggest(near.map(str::to_owned))
            }
            Some(other) if other.broken => Report::error(
                "S0040",
                *span,
                format!("the required pack `{id}` has errors of its own"),
            )
            .help("this pack is left out until they are mended"),
            Some(other) if !range.matches(&other.header.version) => {
                let message = format!(
                    "`{id}` is wanted as {range} and here as {}",
                    other.header.version
                );
                Report::error("S0036", *span, message)
                    .help("bring a matching version, or widen the range")
            }
            Some(_) => continue,
        };
        lost = true;
        run.report(report);
    }
    lost
}

/// Parts and value lists that nothing names, in packs that have sports (a pack without any is a
/// library for others).
fn report_unused(run: &Run<'_>) {
    let used = run.used.borrow();
    for draft in run
        .drafts
        .values()
        .filter(|d| !d.broken && d.declared.contains_key(Sports::NAME))
    {
        for (kind, what) in [
            (Parts::NAME, "no sport or metric uses this part"),
            (Values::NAME, "no metric or part uses this list"),
            (Scripts::NAME, "no formula or rule calls this script"),
        ] {
            let ids = draft.declared.get(kind).into_iter().flatten();
            for (id, span) in
                ids.filter(|(id, _)| !used.contains(&(kind, format!("{}.{id}", draft.header.id))))
            {
                run.report(
                    Report::warning("S0090", *span, format!("{what}: `{id}`"))
                        .help("name it where it belongs, or take it out"),
                );
            }
        }
    }
}

/// Functions of files of scripts that no declared script reaches.
fn report_unreached_functions(run: &Run<'_>) {
    for draft in run.drafts.values().filter(|draft| !draft.broken) {
        let scripts = draft.elements.of::<Scripts>();
        for library in draft.libraries.values().flatten() {
            let named = scripts.into_iter().flatten().map(|(_, script)| script);
            let named = named.filter(|script| Arc::ptr_eq(&script.library, library));
            for (name, span) in library.unreached(named.map(|script| script.function.as_str())) {
                let message = format!("no script of the pack uses this function: `{name}`");
                run.report(
                    Report::warning("S0090", span, message)
                        .help("declare it in scripts.yaml, or take it out"),
                );
            }
        }
    }
}

/// Records of metrics that no sport lists: a record is kept of what a workout has.
fn report_unkept_records(run: &Run<'_>) {
    let of_sports = run
        .drafts
        .values()
        .filter_map(|d| d.elements.of::<Sports>());
    let listed: HashSet<&str> = of_sports
        .flat_map(IndexMap::values)
        .flat_map(|sport| &sport.metrics)
        .map(|metric| metric.id.as_str())
        .collect();
    for draft in run
        .drafts
        .values()
        .filter(|d| !d.broken && d.declared.contains_key(Sports::NAME))
    {
        let metrics = draft.elements.of::<Metrics>().into_iter().flatten();
        let unkept =
            metrics.filter(|(_, m)| !m.records.is_empty() && !listed.contains(m.id.as_str()));
        for (id, _) in unkept {
            let declared = draft
                .declared
                .get(Metrics::NAME)
                .and_then(|ids| ids.get(id));
            if let Some(span) = declared {
                let message = format!("the records of `{id}` are never kept: no sport has it");
                run.report(
                    Report::warning("S0074", *span, message)
                        .help(format!("add `{id}` to the `metrics` of a sport")),
                );
            }
        }
    }
}

fn finish(run: &mut Run<'_>) -> Packs {
    let mut packs = BTreeMap::new();
    let ids: Vec<String> = run
        .drafts
        .iter()
        .filter(|(_, d)| !d.broken)
        .map(|(id, _)| id.clone())
        .collect();
    let seen: HashMap<String, _> = ids
        .iter()
        .filter_map(|id| {
            let draft = run.drafts.get(id)?;
            let required = draft
                .header
                .requires
                .keys()
                .filter_map(|id| run.drafts.get(id));
            Some((id.clone(), visible::<Metrics>(draft, required)))
        })
        .collect();
    for (id, visible_metrics) in seen {
        if let Some(draft) = run.drafts.remove(&id) {
            let places = places(&draft, &run.files);
            packs.insert(id, Arc::new(finish_pack(draft, visible_metrics, places)));
        }
    }
    Packs::new(packs)
}

type Places = BTreeMap<(&'static str, String), Place>;

fn places(draft: &Draft, files: &Files) -> Places {
    let place = |span: Span| Place {
        file: files
            .get(span.file)
            .map_or_else(String::new, |file| file.name.clone()),
        line: files.line(span),
    };
    let declared = draft.declared.iter().flat_map(|(kind, ids)| {
        let ids = ids.iter();
        ids.map(move |(id, span)| ((*kind, id.clone()), *span))
    });
    let header = (("pack", draft.header.id.clone()), draft.header.span);
    declared
        .chain([header])
        .map(|(key, span)| (key, place(span)))
        .collect()
}

fn finish_pack(
    mut draft: Draft,
    visible_metrics: IndexMap<String, Arc<crate::model::Metric>>,
    places: Places,
) -> Pack {
    let mut nothing = Vec::new();
    let mut title = gather(
        &draft,
        draft.header.title.as_ref(),
        "pack-title",
        &mut nothing,
    );
    if title.0.is_empty() {
        title
            .0
            .insert(draft.locales.first().to_owned(), humanise(&draft.header.id));
    }
    let description = gather(
        &draft,
        draft.header.description.as_ref(),
        "pack-description",
        &mut nothing,
    );
    let requires = draft
        .header
        .requires
        .into_iter()
        .map(|(id, (range, _))| (id, range))
        .collect();
    let migrations = draft.elements.of::<Migrations>().cloned();
    let mut migrations: Vec<_> = migrations.unwrap_or_default().into_values().collect();
    migrations.sort_by(|a, b| a.to.cmp(&b.to));
    Pack {
        migrations,
        places,
        id: draft.header.id,
        version: draft.header.version,
        title,
        description,
        owner: draft.header.owner,
        requires,
        theme: draft.header.theme,
        sports: draft.elements.take::<Sports>(),
        metrics: draft.elements.take::<Metrics>(),
        visible_metrics,
        parts: draft.elements.take::<Parts>(),
        norms: draft.elements.take::<Norms>(),
        scripts: draft.elements.take::<Scripts>(),
        value_lists: draft.elements.take::<Values>(),
        texts: draft.locales.sources(),
        locales: draft.locales.tags,
        digest: draft.digest,
        elements: draft.elements,
    }
}
