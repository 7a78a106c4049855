//! Mistakes in keys and values, made where the tree of a file says that these stand.

use std::ops::Range;

use stadion_activity::sample::Random;
use stadion_pack::yaml::{Key, Node, Tree};

use super::change::{Edit, File, Ground};

/// Calls `take` with every scalar and the key it stands under.
pub fn scalars<'n>(node: &'n Node, take: &mut dyn FnMut(&'n str, &'n Node)) {
    below("", node, take);
}

fn below<'n>(under: &'n str, node: &'n Node, take: &mut dyn FnMut(&'n str, &'n Node)) {
    match &node.tree {
        Tree::List(items) => items.iter().for_each(|item| below(under, item, take)),
        Tree::Map(entries) => entries
            .iter()
            .for_each(|(key, node)| below(&key.name, node, take)),
        _ => take(under, node),
    }
}

fn entries<'n>(node: &'n Node, all: &mut Vec<(&'n Key, &'n Node)>) {
    match &node.tree {
        Tree::List(items) => items.iter().for_each(|item| entries(item, all)),
        Tree::Map(map) => {
            for (key, node) in map {
                all.push((key, node));
                entries(node, all);
            }
        }
        _ => {}
    }
}

/// The keys that are ids of definitions.
pub fn ids<'n>(path: &str, node: &'n Node) -> Vec<&'n Key> {
    const HEADER: [&str; 3] = ["requires", "theme", "title"];
    if path != "pack.yaml" {
        return node.entries().iter().map(|(key, _)| key).collect();
    }
    let kinds = node
        .entries()
        .iter()
        .filter(|(key, _)| !HEADER.contains(&key.name.as_str()));
    kinds
        .flat_map(|(_, node)| node.entries())
        .map(|(key, _)| key)
        .collect()
}

/// The keys that definitions call their own parts by.
pub fn inner_ids(node: &Node) -> Vec<&Key> {
    let mut all = Vec::new();
    entries(node, &mut all);
    let outer = all
        .iter()
        .filter(|(key, _)| ["fields", "presets", "attributes"].contains(&key.name.as_str()));
    outer
        .flat_map(|(_, node)| node.entries())
        .map(|(key, _)| key)
        .collect()
}

fn any_scalar<'n>(
    file: &'n File,
    random: &mut Random,
    is_wanted: impl Fn(&str, &Node, &str) -> bool,
) -> Option<(&'n Node, &'n str)> {
    let mut found = Vec::new();
    scalars(file.node.as_ref()?, &mut |under, scalar| {
        let written = &file.text[scalar.span.range()];
        if is_wanted(under, scalar, written) {
            found.push((scalar, written));
        }
    });
    random.pick(&found).copied()
}

/// A slip of the finger.
pub fn slip(random: &mut Random, word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = (random.next() % letters.len().max(1) as u64) as usize;
    match random.next() % 6 {
        0 if letters.len() > 1 => {
            letters.remove(at);
        }
        1 => letters.insert(at, 'x'),
        2 if letters.len() > at + 1 => letters.swap(at, at + 1),
        3 => letters.push('s'),
        4 => letters[at] = letters[at].to_uppercase().next().unwrap_or('X'),
        _ => letters[at] = 'q',
    }
    letters.into_iter().collect()
}

pub fn key_renamed(_: &Ground, file: &File, random: &mut Random) -> Option<Edit> {
    let mut all = Vec::new();
    entries(file.node.as_ref()?, &mut all);
    let ids = ids(&file.path, file.node.as_ref()?);
    all.retain(|(key, _)| !ids.contains(key));
    let (key, _) = random.pick(&all)?;
    let new = slip(random, &key.name);
    Some(Edit::replace(&file.text, key.span.range(), &new))
}

pub fn id_renamed(_: &Ground, file: &File, random: &mut Random) -> Option<Edit> {
    let ids = ids(&file.path, file.node.as_ref()?);
    let key = random.pick(&ids)?;
    let new = slip(random, &key.name);
    Some(Edit::replace(&file.text, key.span.range(), &new))
}

/// The entry once more: behind itself in a flow map, in lines of its own otherwise.
pub fn key_doubled(_: &Ground, file: &File, random: &mut Random) -> Option<Edit> {
    let mut all = Vec::new();
    entries(file.node.as_ref()?, &mut all);
    let (key, node) = random.pick(&all)?;
    let text = &file.text;
    let line = text[..key.span.range().start]
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let end = value_end(text, node)?;
    if text[line..key.span.range().start].trim().is_empty() {
        let end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        let entry = text[line..end].to_owned();
        return Some(Edit::replace(text, end..end, &entry));
    }
    let entry = format!(", {}", &text[key.span.range().start..end]);
    Some(Edit::replace(text, end..end, &entry))
}

/// Where a value ends; a flow list or map is told without its closing sign.
fn value_end(text: &str, node: &Node) -> Option<usize> {
    let mut end = node.span.range().end;
    for _ in 0..flow_depth(text, node) {
        let rest = &text[end..];
        let sign = rest.find(['}', ']'])?;
        end += sign + 1;
    }
    Some(end)
}

/// How many brackets close behind the last scalar of a value.
fn flow_depth(text: &str, node: &Node) -> usize {
    let opens = match &node.tree {
        Tree::Map(_) => '{',
        Tree::List(_) => '[',
        _ => return 0,
    };
    let last = match &node.tree {
        Tree::Map(entries) => entries.last().map(|(_, node)| node),
        Tree::List(items) => items.last(),
        _ => None,
    };
    let before = text[..=node.span.range().start].trim_end();
    let is_flow = before.ends_with(opens) || before[..before.len() - 1].trim_end().ends_with(opens);
    usize::from(is_flow) + last.map_or(0, |last| flow_depth(text, last))
}

const VALUES: [&str; 7] = ["7", "true", "~", "[x, y]", "{a: b}", "some words", "\"\""];

pub fn type_changed(_: &Ground, file: &File, random: &mut Random) -> Option<Edit> {
    let mut all = Vec::new();
    entries(file.node.as_ref()?, &mut all);
    let (key, node) = random.pick(&all)?;
    let mut new = *random.pick(&VALUES)?;
    let end = value_end(&file.text, node)?;
    if matches!(
        (&node.tree, new),
        (Tree::Text(_), "some words") | (Tree::Number(..), "7") | (Tree::Bool(_), "true")
    ) {
        new = "[x, y]";
    }
    let colon = file.text[key.span.range().end..].find(':')? + key.span.range().end;
    Some(Edit::replace(
        &file.text,
        colon + 1..end,
        &format!(" {new}"),
    ))
}

pub fn reference_broken(ground: &Ground, file: &File, random: &mut Random) -> Option<Edit> {
    let (scalar, written) = any_scalar(file, random, |under, _, written| {
        under != "id" && file.path != "values.yaml" && ground.names.contains(written)
    })?;
    let new = slip(random, written);
    Some(Edit::replace(&file.text, scalar.span.range(), &new))
}

/// Units by what they measure.
const UNITS: [&[&str]; 7] = [
    &["m", "km", "mi", "ft"],
    &["s", "min", "h"],
    &["kg", "lb"],
    &["/min", "bpm", "spm"],
    &["m/h", "km/h", "mi/h"],
    &["min/km", "min/mi", "min/100m"],
    &["kcal", "kJ"],
];

pub fn unit_swapped(_: &Ground, file: &File, random: &mut Random) -> Option<Edit> {
    let group = |unit: &str| UNITS.iter().position(|group| group.contains(&unit));
    let unit_of = |written: &str| -> Option<Range<usize>> {
        let start = written.rfind(' ').map_or(0, |at| at + 1);
        group(&written[start..]).map(|_| start..written.len())
    };
    let (scalar, written) = any_scalar(file, random, |under, _, written| {
        under != "by" && unit_of(written).is_some()
    })?;
    let unit = unit_of(written)?;
    let own = group(&written[unit.clone()])?;
    let others: Vec<&str> = UNITS
        .iter()
        .enumerate()
        .filter(|(n, _)| *n != own)
        .flat_map(|(_, group)| *group)
        .copied()
        .collect();
    let new = random.pick(&others)?;
    let start = scalar.span.range().start;
    Some(Edit::replace(
        &file.text,
        start + unit.start..start + unit.end,
        new,
    ))
}

/// Keys whose numbers are part of something else.
const FREE: [&str; 8] = [
    "source", "accent", "version", "engine", "fit", "derive", "when", "formula",
];

pub fn out_of_bounds(_: &Ground, file: &File, random: &mut Random) -> Option<Edit> {
    const NUMBERS: [&str; 9] = [
        "-1",
        "0",
        "-5",
        "1e12",
        "999999999999",
        "1e999",
        ".nan",
        "0.0000001",
        "1.5",
    ];
    let number = |written: &str| -> Option<Range<usize>> {
        let digit = |c: char| c.is_ascii_digit() || c == '.';
        let start = written.find(|c: char| c.is_ascii_digit())?;
        let end = written[start..]
            .find(|c| !digit(c))
            .map_or(written.len(), |at| start + at);
        let quoted = written.starts_with(['"', '\'']);
        (!quoted).then_some(start..end)
    };
    let (scalar, written) = any_scalar(file, random, |under, _, written| {
        !FREE.contains(&under)
            && written.split(' ').count() <= 2
            && number(written).is_some_and(|range| range.start == 0 || written.starts_with('P'))
    })?;
    let range = number(written)?;
    let start = scalar.span.range().start;
    let new = random.pick(&NUMBERS)?;
    Some(Edit::replace(
        &file.text,
        start + range.start..start + range.end,
        new,
    ))
}
