//! What names mean, as an editor shows it: one line beside a name, or a few of Markdown.

use std::fmt::Write;

use serde_json::Value;
use stadion_pack::docs;
use stadion_pack::expr::FunctionDoc;
use stadion_pack::model::{Metric, MetricType};
use stadion_pack::units::{UnitDef, quantity_kind};
use stadion_pack::value::Dim;

use super::names::Definition;
use super::shelf::Shelf;

/// `length in m`, `a count`: what a metric's values are.
pub fn type_of(ty: &MetricType, dim: Dim, unit: &str) -> String {
    match ty {
        MetricType::Quantity if dim == Dim::NONE && unit == "1" => "a plain number".to_owned(),
        MetricType::Quantity => format!("{} in {unit}", dim.describe()),
        MetricType::Count => "a count".to_owned(),
        MetricType::Enum { values, ordered } => {
            let words: Vec<&str> = values.values.keys().map(String::as_str).collect();
            let ranked = if *ordered { ", lowest first" } else { "" };
            format!("one of {}{ranked}", words.join(", "))
        }
        MetricType::Flag => "true or false".to_owned(),
        MetricType::Rating { max } => format!("a rating from 1 to {max}"),
        MetricType::Text => "a text".to_owned(),
    }
}

fn metric<'s>(shelf: &'s Shelf, definition: &Definition) -> Option<&'s Metric> {
    let is_metric = definition.kind == "metrics";
    let found = shelf.sound.metric(&definition.qualified());
    found.filter(|_| is_metric).map(AsRef::as_ref)
}

/// What stands beside the name in a list.
pub fn brief(shelf: &Shelf, definition: &Definition) -> String {
    match metric(shelf, definition) {
        Some(metric) => type_of(&metric.ty, metric.dim, &metric.unit.symbol),
        None => written_type(definition).unwrap_or_else(|| title(shelf, definition)),
    }
}

/// `best_run(hole)`: how an expression calls a script.
pub fn usage(script: &Definition) -> String {
    let takes = script.node.get("takes").into_iter();
    let takes = takes.flat_map(|(_, takes)| takes.entries());
    let one = |(name, taken): &(stadion_pack::yaml::Key, stadion_pack::yaml::Node)| {
        let rows = taken.get("rows").map(|(_, part)| part.to_json());
        let part = rows.as_ref().and_then(Value::as_str);
        part.unwrap_or(&name.name).to_owned()
    };
    let takes: Vec<String> = takes.map(one).collect();
    format!("{}({})", script.id, takes.join(", "))
}

/// What a metric's own keys say, while its pack was never sound.
fn written_type(definition: &Definition) -> Option<String> {
    let text = |key| definition.text(key);
    match definition.kind {
        "metrics" => {}
        "streams" => return text("path").map(str::to_owned),
        "settings" | "record" | "body" => {
            let ty = text("unit").map(|unit| format!("in {unit}"));
            return ty.or_else(|| text("type").map(str::to_owned));
        }
        _ => return None,
    }
    let Some(quantity) = text("quantity") else {
        return text("type").map(str::to_owned);
    };
    let unit = text("unit").map(str::to_owned);
    let usual = || Some(quantity_kind(quantity)?.1.symbol);
    let unit = unit.or_else(usual)?;
    Some(format!("{} in {unit}", quantity.replace('_', " ")))
}

fn title(shelf: &Shelf, definition: &Definition) -> String {
    let pack = shelf.sound.packs.get(&definition.pack);
    let id = definition.id.as_str();
    let text = pack.and_then(|pack| match definition.kind {
        "metrics" => Some(&pack.metrics.get(id)?.title),
        "sports" => Some(&pack.sports.get(id)?.title),
        "parts" => Some(&pack.parts.get(id)?.title),
        "norms" => Some(&pack.norms.get(id)?.title),
        _ => None,
    });
    let text = text
        .map(|text| text.get("en"))
        .filter(|text| !text.is_empty());
    text.or_else(|| definition.text("title"))
        .map_or_else(|| stadion_pack::words::humanise(id), str::to_owned)
}

/// A definition in whole: its title, what it is and where it is written.
pub fn story(shelf: &Shelf, definition: &Definition) -> String {
    let mut lines = vec![format!(
        "**{}** `{}` ({})",
        title(shelf, definition),
        definition.qualified(),
        definition.kind.replace('_', " ")
    )];
    if let Some(metric) = metric(shelf, definition) {
        lines.push(type_of(&metric.ty, metric.dim, &metric.unit.symbol));
        if let Some(formula) = &metric.derive {
            lines.push(format!("`{}`", formula.source()));
        }
        if !metric.source.is_empty() {
            let names = metric.source.iter();
            let names: Vec<_> = names
                .map(|s| format!("`{}:{}`", s.scheme, s.path))
                .collect();
            lines.push(format!("from {}", names.join(", ")));
        }
    } else {
        lines.extend(written_type(definition));
        lines.extend(
            definition
                .text("derive")
                .map(|formula| format!("`{formula}`")),
        );
    }
    let fields: Vec<_> = definition
        .fields()
        .map(|(id, ..)| format!("`{id}`"))
        .collect();
    if !fields.is_empty() {
        lines.push(format!("fields: {}", fields.join(", ")));
    }
    let text = shelf.text(&definition.file).unwrap_or_default();
    let before = text.get(..definition.span.start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let root = shelf
        .names
        .pack(&definition.pack)
        .map(|pack| pack.root.as_str());
    let inside = root.and_then(|root| definition.file.strip_prefix(root));
    let inside = inside.unwrap_or(&definition.file).trim_start_matches('/');
    lines.push(format!("defined in {}/{inside}:{line}", definition.pack));
    lines.join("\n\n")
}

/// A key with what may be written, and its story.
pub fn key(name: &str, schema: &Value) -> String {
    let text = schema.get("description").and_then(Value::as_str);
    format!(
        "**`{name}`**: {}\n\n{}",
        docs::type_of(schema),
        text.unwrap_or_default()
    )
}

pub fn function(function: &FunctionDoc) -> String {
    let usage = function.usage.replace(" · ", "\n");
    format!("```\n{usage}\n```\n\n{}", function.doc)
}

pub fn unit(unit: &UnitDef) -> String {
    let mut text = format!("**`{}`** measures {}", unit.symbol, unit.dim.describe());
    if !unit.aliases.is_empty() {
        let also: Vec<_> = unit.aliases.iter().map(|a| format!("`{a}`")).collect();
        let _ = write!(text, "; also written {}", also.join(", "));
    }
    if let Some(function) = unit.function {
        let _ = write!(text, "\n\nIn expressions: `{function}(5)`");
    }
    text
}
