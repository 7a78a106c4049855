//! Repeated entries: sets, pool lengths and laps.

use std::collections::BTreeMap;
use std::fmt::Write;

use stadion_activity::fields::PART_FIELDS;

use super::super::seen::{FieldSeen, PartSeen, Seen, SportSeen};
use super::Titles;
use super::metrics::typed;

/// Kind in files, name in the pack, and the fields that say something.
const KINDS: [(&str, &str, &[&str]); 3] = [
    (
        "fit:set",
        "set",
        &["category", "repetitions", "weight", "duration"],
    ),
    (
        "fit:length",
        "length",
        &["swim_stroke", "total_elapsed_time", "total_strokes"],
    ),
    (
        "fit:lap",
        "lap",
        &[
            "total_timer_time",
            "total_distance",
            "avg_speed",
            "avg_heart_rate",
            "avg_power",
            "total_ascent",
        ],
    ),
];

/// One row alone repeats the whole.
fn is_told(part: &PartSeen) -> bool {
    part.most > 1
}

pub fn names(told: &SportSeen) -> Vec<&'static str> {
    let there = |kind: &str| told.parts.get(kind).is_some_and(is_told);
    let has_entries = KINDS[..2].iter().any(|(kind, ..)| there(kind));
    let found = KINDS.iter().filter(|(kind, ..)| there(kind));
    // Sets and lengths say more than the laps around them.
    let found = found.filter(|(kind, ..)| *kind != "fit:lap" || !has_entries);
    found.map(|(_, name, _)| *name).collect()
}

/// A field over all sports that show the part.
fn fields<'s>(seen: &'s Seen, kind: &str, name: &str) -> Option<&'s FieldSeen> {
    let parts = seen
        .sports
        .values()
        .filter_map(|sport| sport.parts.get(kind));
    let mut found = parts.filter_map(|part| part.fields.get(name));
    found.next()
}

/// Kind in files, name in the pack, and the fields that were seen.
type Used<'s> = (
    &'static str,
    &'static str,
    Vec<(&'static str, &'s FieldSeen)>,
);

fn used(seen: &Seen) -> Vec<Used<'_>> {
    let mut all = Vec::new();
    for (kind, name, wanted) in KINDS {
        if seen
            .sports
            .values()
            .any(|sport| names(sport).contains(&name))
        {
            let found = wanted
                .iter()
                .filter_map(|field| Some((*field, fields(seen, kind, field)?)));
            let found: Vec<_> = found.collect();
            if !found.is_empty() {
                all.push((kind, name, found));
            }
        }
    }
    all
}

pub fn yaml(seen: &Seen) -> (String, Titles) {
    let (mut text, mut titles) = (String::new(), Titles::new());
    for (kind, name, fields) in used(seen) {
        let _ = writeln!(text, "{name}:\n  source: {kind}\n  fields:");
        titles.push((format!("parts-{name}-title"), name.to_owned()));
        for (field, told) in fields {
            let unit = unit_of(kind, field);
            let typed = typed(unit, told).join(", ");
            let _ = writeln!(text, "    {field}: {{{typed}}}   # {}", told.told(unit));
            titles.push((format!("parts-{name}-{field}-title"), field.to_owned()));
        }
    }
    if !text.is_empty() {
        text.insert_str(0, "# A workout's entries, as files have them.\n");
    }
    (text, titles)
}

fn unit_of(kind: &str, field: &str) -> &'static str {
    let part = PART_FIELDS.iter().find(|part| part.kind == kind);
    let field = part.and_then(|part| part.fields.iter().find(|known| known.name == field));
    field.map_or("", |field| field.unit)
}

/// What entries add up to: name and YAML.
pub fn metrics(seen: &Seen) -> BTreeMap<&'static str, String> {
    let mut found = BTreeMap::new();
    for (kind, _, fields) in used(seen) {
        let has = |name: &str| fields.iter().any(|(field, _)| *field == name);
        match kind {
            "fit:set" if has("weight") => {
                let by = if has("category") {
                    ", by: category"
                } else {
                    ""
                };
                found.insert("heaviest", format!("heaviest:\n  quantity: mass\n  unit: kg\n  display: {{metric: kg, imperial: lb, decimals: 1}}\n  derive: max(set.weight)\n  aggregate: max\n  better: higher\n  records: [{{max: set.weight{by}}}]\n"));
                if has("repetitions") {
                    found.insert("volume", "volume:\n  quantity: mass\n  unit: kg\n  display: {metric: kg, imperial: lb, decimals: 0}\n  derive: sum(set.repetitions * set.weight)\n  better: higher\n  records: [{max: volume}]\n".to_owned());
                }
            }
            "fit:length" => {
                found.insert("lengths", "lengths:\n  derive: count(length)\n  better: higher\n  records: [{max: lengths}]\n".to_owned());
            }
            _ => {}
        }
    }
    found
}

/// Those that the parts of one sport fill.
pub fn metric_names(told: &SportSeen) -> Vec<&'static str> {
    let parts = names(told);
    let mut found = Vec::new();
    if parts.contains(&"set") {
        found.extend(["volume", "heaviest"]);
    }
    if parts.contains(&"length") {
        found.push("lengths");
    }
    found
}
