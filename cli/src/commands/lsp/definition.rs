//! From a name to where it is defined, in this pack or one that it requires.

use std::ops::Range;

use stadion_pack::expr::SCRIPTS;

use super::expression::{Word, word_at};
use super::names::Definition;
use super::place::Place;

/// A file's name and the place of the defining word in it.
pub type Target = (String, Range<usize>);

pub fn target(place: &Place<'_>) -> Option<Target> {
    if place.expression().is_some() {
        let word = word_at(place.text, &place.slot.span, place.cursor)?;
        return match meant(place, &word)? {
            Meant::Definition(definition) => Some(of(definition)),
            Meant::Field(part, field) => field_target(part, &field),
        };
    }
    if place.is_key() {
        let pack = place.names() == Some("packs");
        let pack = place.shelf.names.pack(place.word()).filter(|_| pack);
        let Some(pack) = pack else {
            return named(place).map(|found| match found {
                Meant::Definition(definition) => of(definition),
                Meant::Field(part, _) => of(part),
            });
        };
        return Some((format!("{}/{}", pack.root, pack.header), pack.span.clone()));
    }
    if place.names() == Some("files") {
        let own = place.shelf.names.pack(place.pack)?;
        let file = format!("{}/{}", own.root, place.word());
        return place.shelf.text(&file).is_some().then_some((file, 0..0));
    }
    match named(place)? {
        Meant::Definition(definition) => Some(of(definition)),
        Meant::Field(part, field) => field_target(part, &field),
    }
}

/// What a name means.
pub enum Meant<'a> {
    Definition(&'a Definition),
    /// A part's field by its id.
    Field(&'a Definition, String),
}

fn of(definition: &Definition) -> Target {
    (definition.file.clone(), definition.span.clone())
}

fn field_target(part: &Definition, field: &str) -> Option<Target> {
    let (_, _, span) = part.fields().find(|(id, ..)| *id == field)?;
    Some((part.file.clone(), span))
}

/// The definition that a value names.
pub fn named<'a>(place: &Place<'a>) -> Option<Meant<'a>> {
    let names = &place.shelf.names;
    let kind = place.names()?;
    let word = place.word();
    if let Some(found) = names.find(place.pack, kind, word) {
        return Some(Meant::Definition(found));
    }
    // A record may be of a part's field.
    let (part, field) = word.split_once('.').filter(|_| kind == "metrics")?;
    let part = names.find(place.pack, "parts", part)?;
    Some(Meant::Field(part, field.to_owned()))
}

/// The definition that a word of an expression means.
pub fn meant<'a>(place: &Place<'a>, word: &Word<'_>) -> Option<Meant<'a>> {
    let names = &place.shelf.names;
    let find = |kind: &str, name: &str| names.find(place.pack, kind, name);
    if place.is_of_adapter() {
        let found = match word.root {
            Some("setting") => find("settings", word.name),
            Some(SCRIPTS) => find("scripts", word.name),
            Some(root) => find(root, word.name).or_else(|| find("rows", root)),
            None => find("rows", word.name),
        };
        return found.map(Meant::Definition);
    }
    if word.is_text {
        let is_sport = word.compared == Some("workout.sport");
        let sport = find("sports", word.name).filter(|_| is_sport)?;
        return Some(Meant::Definition(sport));
    }
    match word.root {
        Some("workout") => find("metrics", word.name).map(Meant::Definition),
        Some(SCRIPTS) => find("scripts", word.name).map(Meant::Definition),
        Some(part) => {
            let part = find("parts", part)?;
            Some(Meant::Field(part, word.name.to_owned()))
        }
        // `sum(distance)` names a metric, `count(set)` and `set.load` a part.
        None => find("metrics", word.name)
            .or_else(|| find("parts", word.name))
            .map(Meant::Definition),
    }
}
