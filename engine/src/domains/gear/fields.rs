//! The fields of an item's form, made from the schemas of its kind's attributes.

use serde_json::{Map, Value as Json};

use super::model::{Attribute, GearType};
use crate::web::ui::format::Formats;
use crate::web::ui::pages::{Choice, Field, FieldKind, Problem};

/// What was typed, by attribute.
pub type Typed = std::collections::BTreeMap<String, String>;

fn type_of(attribute: &Attribute) -> &str {
    let ty = attribute.schema.get("type").and_then(Json::as_str);
    ty.unwrap_or("string")
}

fn values(attribute: &Attribute) -> &[Json] {
    let values = attribute.schema.get("enum").and_then(Json::as_array);
    values.map_or(&[], Vec::as_slice)
}

/// A value as one writes it.
fn written(value: &Json, formats: &Formats) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Number(n) => n
            .to_string()
            .replace('.', &formats.text("number-decimal", &[])),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

pub fn typed(attributes: &Map<String, Json>, formats: &Formats) -> Typed {
    let typed = attributes.iter();
    typed
        .map(|(name, value)| (name.clone(), written(value, formats)))
        .collect()
}

/// The typed values as JSON by their schemas; empty fields are left out. What is no number stays a
/// text, which its schema refuses.
pub fn read(kind: &GearType, typed: &Typed) -> Map<String, Json> {
    let mut attributes = Map::new();
    for (name, attribute) in &kind.attributes {
        let text = typed.get(name).map_or("", |text| text.trim());
        if !text.is_empty() {
            attributes.insert(name.clone(), value(attribute, text));
        }
    }
    attributes
}

fn value(attribute: &Attribute, text: &str) -> Json {
    let plain = |value: &&Json| match value {
        Json::String(known) => known == text,
        other => written_plainly(other) == text,
    };
    if let Some(known) = values(attribute).iter().find(plain) {
        return known.clone();
    }
    let number = || -> Option<Json> {
        let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let compact = compact.replace(',', ".");
        if let Ok(whole) = compact.parse::<i64>() {
            return Some(whole.into());
        }
        let number = compact.parse::<f64>().ok().filter(|n| n.is_finite())?;
        serde_json::Number::from_f64(number).map(Json::Number)
    };
    let read = match type_of(attribute) {
        "number" | "integer" => number(),
        "boolean" => Some(Json::Bool(text == "true")),
        _ => None,
    };
    read.unwrap_or_else(|| Json::String(text.to_owned()))
}

/// The fields, with what is wrong beside them: the rule of the schema, in the person's words.
pub fn fields(kind: &GearType, typed: &Typed, wrong: &[&str], formats: &Formats) -> Vec<Field> {
    let field = |(name, attribute): (&String, &Attribute)| {
        let text = typed.get(name).map_or("", String::as_str);
        let label = attribute.title.get(formats.locale.tag());
        let rule = rule(attribute, formats);
        let is_wrong = wrong.contains(&name.as_str());
        Field {
            choices: choices(attribute, text, formats),
            problem: is_wrong.then(|| Problem {
                message: rule
                    .clone()
                    .unwrap_or_else(|| formats.text("gear-attribute-wrong", &[])),
                fix: None,
            }),
            hint: rule,
            ..Field::attribute(name, label, kind_of(attribute), text)
        }
    };
    kind.attributes.iter().map(field).collect()
}

/// As JSON writes it.
fn written_plainly(value: &Json) -> String {
    value.to_string()
}

fn kind_of(attribute: &Attribute) -> FieldKind {
    match type_of(attribute) {
        _ if !values(attribute).is_empty() => FieldKind::Choice,
        "number" | "integer" => FieldKind::Number,
        "boolean" => FieldKind::Flag,
        _ => FieldKind::Text,
    }
}

fn choices(attribute: &Attribute, chosen: &str, formats: &Formats) -> Vec<Choice> {
    let choice = |value: &Json| {
        let text = match value {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        let title = attribute.values.get(&text);
        Choice {
            label: title.map_or_else(|| text.clone(), |t| t.get(formats.locale.tag()).to_owned()),
            is_chosen: text == chosen,
            value: text,
        }
    };
    values(attribute).iter().map(choice).collect()
}

/// `From 30 to 52.`
fn rule(attribute: &Attribute, formats: &Formats) -> Option<String> {
    if !matches!(type_of(attribute), "number" | "integer") {
        return None;
    }
    let bound = |key: &str| {
        let bound = attribute.schema.get(key)?;
        Some(written(bound, formats))
    };
    match (bound("minimum"), bound("maximum")) {
        (Some(min), Some(max)) => {
            let args = [("min", min.into()), ("max", max.into())];
            Some(formats.text("input-between", &args))
        }
        (None, Some(max)) => Some(formats.text("input-most", &[("max", max.into())])),
        (Some(min), None) => Some(formats.text("input-least", &[("min", min.into())])),
        (None, None) => None,
    }
}

/// A value in words, for the item's page.
pub fn shown(attribute: &Attribute, value: &Json, formats: &Formats) -> String {
    match value {
        Json::Bool(flag) => formats.text(if *flag { "yes" } else { "no" }, &[]),
        Json::String(text) => {
            let title = attribute.values.get(text);
            title.map_or_else(|| text.clone(), |t| t.get(formats.locale.tag()).to_owned())
        }
        other => written(other, formats),
    }
}
