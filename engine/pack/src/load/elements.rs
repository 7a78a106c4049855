//! Compiles the definitions of one kind in one pack.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::finding::Report;
use crate::ids;
use crate::kind::{Entry, Kind};
use crate::load::order::{Order, dependency_order};
use crate::load::run::{Draft, Run};
use crate::scope::Scope;
use crate::yaml::{Key, Node, Tree, from_node};

/// Definitions of a kind as they stand in one file: the whole of `metrics.yaml`, or what is under
/// `metrics:` in `pack.yaml`.
pub(crate) struct Section {
    pub node: Node,
}

/// One definition under its id.
pub(crate) type Definition = (Key, Node);

/// Definitions of one kind in one pack. Far above what people write; it keeps checking quick.
const MAX_DEFINITIONS: usize = 1_000;

struct Pending<R> {
    key: Key,
    raw: R,
    /// Without a fault in its shape; one with faults is compiled for its other findings only.
    is_whole: bool,
}

/// Reads, orders and compiles the definitions into the draft.
pub(crate) fn compile_definitions<K: Kind>(
    entry: &Entry,
    run: &Run<'_>,
    mut draft: Draft,
    written: Vec<Definition>,
) -> Draft {
    let mut pending: IndexMap<String, Pending<K::Raw>> = IndexMap::new();
    for (key, node) in written {
        if let Some((raw, is_whole)) = read_definition::<K>(entry, run, &key, &node) {
            pending.insert(key.name.clone(), Pending { key, raw, is_whole });
        }
    }
    let needs: IndexMap<&str, Vec<String>> = pending
        .iter()
        .map(|(id, p)| (id.as_str(), K::needs(&p.raw)))
        .collect();
    let Order { sorted, cycles } = dependency_order(&needs);
    for cycle in cycles {
        report_cycle::<K>(run, &pending, &cycle);
    }
    for id in sorted {
        let Some(definition) = pending.shift_remove(&id) else {
            continue;
        };
        let Pending { key, raw, .. } = definition;
        let told = run.told();
        let mut scope = Scope::new(run, &draft, K::NAME, &key);
        let element = K::compile(&id, raw, &mut scope);
        if !definition.is_whole {
            // What it lacks as a whole may be what was taken out.
            run.forget(told, key.span);
        } else if let Some(element) = element {
            draft.elements.insert::<K>(&id, Arc::new(element));
        }
    }
    restore_order::<K>(&mut draft);
    draft
}

/// The ids and nodes of all sections of a kind; ids are checked and noted as declared. All kinds
/// are declared before any is compiled, so that a definition may name one of a later kind.
pub(crate) fn declare(
    kind: &'static str,
    run: &Run<'_>,
    draft: &mut Draft,
    sections: Vec<Section>,
) -> Vec<Definition> {
    let ids = draft.declared.entry(kind).or_default();
    let mut found = Vec::new();
    for Section { node } in sections {
        let Tree::Map(entries) = node.tree else {
            draft.unread.insert(kind);
            run.report(
                Report::error(
                    "S0014",
                    node.span,
                    format!(
                        "`{}` is a map from id to definition, not {}",
                        kind,
                        node.describe()
                    ),
                )
                .help("write each definition under its own id"),
            );
            continue;
        };
        let misplaced = misplaced_keys(run, kind, &entries);
        for (key, node) in entries {
            if misplaced.contains(&key.name) {
                continue;
            }
            if ids.len() >= MAX_DEFINITIONS {
                let message = format!("a pack has at most {MAX_DEFINITIONS} {kind}");
                run.report(
                    Report::error("S0015", key.span, message)
                        .help("from here on they were not read: split the pack in two"),
                );
                draft.unread.insert(kind);
                break;
            }
            if ids.contains_key(&key.name) {
                run.report(
                    Report::error(
                        "S0012",
                        key.span,
                        format!("`{}` is defined twice", key.name),
                    )
                    .help("an id stands once in a pack and kind, in whichever file"),
                );
            } else if check_id(run, &key) {
                ids.insert(key.name.clone(), key.span);
                found.push((key, node));
            }
        }
    }
    found
}

/// Keys of a definition that stand where ids do, as when its id was lost or moved in: told once for all.
fn misplaced_keys(run: &Run<'_>, kind: &str, entries: &[(Key, Node)]) -> Vec<String> {
    let schema = run.kinds.get(kind).map(|entry| &entry.schema);
    let Some(known) = schema.and_then(|schema| schema.get("properties")?.as_object()) else {
        return Vec::new();
    };
    let stray = entries
        .iter()
        .filter(|(key, _)| known.contains_key(&key.name));
    let is_value = |(_, node): &&(Key, Node)| !matches!(node.tree, Tree::Map(_));
    let Some((first, _)) = stray.clone().find(is_value) else {
        return Vec::new();
    };
    let message = format!(
        "`{}` is a key of a definition, and stands where an id does",
        first.name
    );
    run.report(
        Report::error("S0014", first.span, message)
            .help("write it under the id that it belongs to, indented"),
    );
    stray.map(|(key, _)| key.name.clone()).collect()
}

/// Reports an id that may not be one.
fn check_id(run: &Run<'_>, key: &Key) -> bool {
    let id = key.name.as_str();
    if !ids::is_element_id(id) {
        run.report(
            Report::error("S0030", key.span, format!("`{id}` is not an id"))
                .help(
                    "ids are snake_case: a-z, 0-9 and _, beginning with a letter, at most 64 long",
                )
                .suggest(ids::to_case(id, '_').filter(|s| ids::is_element_id(s))),
        );
        return false;
    }
    if crate::expr::RESERVED.contains(&id) {
        run.report(
            Report::error(
                "S0031",
                key.span,
                format!("`{id}` is a reserved word of expressions"),
            )
            .help("rules could not name it; choose another id")
            .suggest(format!("{id}_value")),
        );
        return false;
    }
    true
}

/// A definition with faults in its shape is read without them where it can be, for what else is
/// wrong with it; then the second is false.
fn read_definition<K: Kind>(
    entry: &Entry,
    run: &Run<'_>,
    key: &Key,
    node: &Node,
) -> Option<(K::Raw, bool)> {
    let (reports, rest) = entry.checker.check(key, node);
    if !reports.is_empty() {
        run.report_all(reports);
        return Some((from_node(&rest?).ok()?, false));
    }
    from_node(node)
        .map(|raw| (raw, true))
        .map_err(|error| {
            let span = error.span.unwrap_or(node.span);
            run.report(Report::error("S0020", span, error.message));
        })
        .ok()
}

fn report_cycle<K: Kind>(
    run: &Run<'_>,
    pending: &IndexMap<String, Pending<K::Raw>>,
    cycle: &[String],
) {
    let Some(first) = cycle.first().and_then(|id| pending.get(id)) else {
        return;
    };
    let round = cycle
        .iter()
        .chain(cycle.first())
        .map(|id| format!("`{id}`"));
    let round = round.collect::<Vec<_>>().join(" → ");
    let message = if cycle.len() == 1 {
        format!("`{}` needs itself", first.key.name)
    } else {
        format!("these need each other in a circle: {round}")
    };
    run.report(
        Report::error("S0042", first.key.span, message)
            .help("at least one of them has to be found without the others"),
    );
}

/// Elements stand in the order written, whatever order they were compiled in.
fn restore_order<K: Kind>(draft: &mut Draft) {
    let Draft {
        declared, elements, ..
    } = draft;
    let order: HashMap<&str, usize> = declared
        .get(K::NAME)
        .map(|ids| {
            ids.keys()
                .enumerate()
                .map(|(i, id)| (id.as_str(), i))
                .collect()
        })
        .unwrap_or_default();
    elements.sort_like::<K>(&order);
}
