//! What the word under the cursor means.

use std::ops::Range;

use serde_json::Value;
use stadion_engine::catalog::fields::source_fields;
use stadion_pack::expr::FUNCTIONS;
use stadion_pack::scope::rule_names;
use stadion_pack::units::{self, UNITS};

use super::canonical;
use super::definition::{Meant, meant, named};
use super::expression::{Word, word_at};
use super::place::Place;
use super::words;

/// Markdown, and what it is about.
pub fn story(place: &Place<'_>) -> Option<(String, Range<usize>)> {
    if place.expression().is_some() {
        let word = word_at(place.text, &place.slot.span, place.cursor)?;
        return Some((of_word(place, &word)?, word.span));
    }
    let text = if place.is_key() {
        of_key(place)
    } else {
        of_value(place).or_else(|| of_declared(place))
    };
    Some((text?, place.slot.span.clone()))
}

fn of_key(place: &Place<'_>) -> Option<String> {
    let name = place.word();
    let known = place.declared.iter();
    let known = known.filter_map(|d| d.schema.get("properties")?.get(name));
    if let Some(schema) = known.into_iter().next() {
        return Some(words::key(name, schema));
    }
    if place.names() == Some("packs") {
        let pack = place.shelf.sound.packs.get(name)?;
        return Some(format!(
            "**{}** `{name}` {}\n\n{}",
            pack.title.get("en"),
            pack.version,
            pack.description.get("en")
        ));
    }
    if let Some(field) = canonical::find(place, name) {
        return Some(canonical::story(&field));
    }
    let kind = place.id_of.or(place.names())?;
    let found = place.shelf.names.find(place.pack, kind, name)?;
    Some(words::story(place.shelf, found))
}

fn of_value(place: &Place<'_>) -> Option<String> {
    let word = place.word();
    if let Some(found) = named(place) {
        return Some(of_meant(place, found));
    }
    if let Some(field) = canonical::find(place, word) {
        return Some(canonical::story(&field));
    }
    match place.names() {
        Some("units") => of_unit(word),
        Some("quantities") => {
            let kind = units::QUANTITY_KINDS
                .iter()
                .find(|kind| kind.name == word)?;
            Some(format!(
                "**`{word}`**: {}, usually in `{}`",
                kind.dim.symbol(),
                kind.unit
            ))
        }
        Some("sources") => {
            let field = source_fields()
                .into_iter()
                .find(|field| field.name == word)?;
            Some(format!(
                "**`{word}`**: {}\n\n{}",
                field.dim.describe(),
                field.doc
            ))
        }
        _ if place.is_figure() => {
            let unit =
                word.trim_start_matches(|c: char| c.is_ascii_digit() || ".:+-_ ".contains(c));
            of_unit(unit)
        }
        _ => None,
    }
}

/// What is told of the key that the value belongs to.
fn of_declared(place: &Place<'_>) -> Option<String> {
    let told = place.declared.iter();
    let mut told = told.filter(|d| d.schema.get("description").is_some_and(Value::is_string));
    told.next()
        .map(|declared| words::key(place.key(), declared.schema))
}

fn of_unit(symbol: &str) -> Option<String> {
    let is_it = |unit: &&units::UnitDef| unit.symbol == symbol || unit.aliases.contains(&symbol);
    if let Some(unit) = UNITS.iter().find(is_it) {
        return Some(words::unit(unit));
    }
    let unit = units::parse_unit(symbol)
        .ok()
        .filter(|_| !symbol.is_empty())?;
    Some(format!("**`{symbol}`** measures {}", unit.dim.describe()))
}

fn of_meant(place: &Place<'_>, found: Meant<'_>) -> String {
    match found {
        Meant::Definition(definition) => words::story(place.shelf, definition),
        Meant::Field(part, id) => {
            let sound = place.shelf.sound.packs.get(&part.pack);
            let compiled = sound.and_then(|pack| pack.parts.get(&part.id)?.fields.get(&id));
            let ty = compiled.map(|f| words::type_of(&f.ty, f.dim, &f.unit.symbol));
            let ty = ty.map(|ty| format!(": {ty}")).unwrap_or_default();
            format!(
                "**`{}.{id}`**{ty}\n\n{}",
                part.id,
                words::story(place.shelf, part)
            )
        }
    }
}

fn of_word(place: &Place<'_>, word: &Word<'_>) -> Option<String> {
    if word.root.is_none() && !word.is_text {
        let called = FUNCTIONS.iter().find(|function| function.name == word.name);
        let behind = place.text.get(word.span.end..).unwrap_or_default();
        if let Some(function) = called.filter(|_| behind.trim_start().starts_with('(')) {
            return Some(words::function(function));
        }
        if let Some(unit) = units::constant(word.name) {
            return Some(words::unit(unit));
        }
    }
    let full = match word.root {
        Some(root) => format!("{root}.{}", word.name),
        None => word.name.to_owned(),
    };
    if let Some((name, what)) = rule_names().find(|(name, _)| *name == full) {
        return Some(format!("**`{name}`**: {what}"));
    }
    meant(place, word).map(|found| of_meant(place, found))
}
