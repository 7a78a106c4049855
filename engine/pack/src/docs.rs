//! The reference, written from the declarations themselves.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use crate::adapter::{self, Canon, CanonField, PLAIN, Plain};
use crate::codes::{self, CODES};
use crate::expr;
use crate::kind::{Entry, FitList, Kind, KindSet};
use crate::kinds::scripts::Scripts;
use crate::load::{RawHeader, SourceField};
use crate::schema::schema_of;
use crate::scope;
use crate::script;
use crate::units;
use crate::value::Dim;

/// `docs/reference/`: a page for each kind, for `pack.yaml`, units, functions and codes, and an
/// index, by file name.
pub fn markdown(kinds: &KindSet, fields: &[SourceField]) -> BTreeMap<String, String> {
    let mut pages: BTreeMap<_, _> = kinds
        .entries()
        .iter()
        .map(|entry| (format!("{}.md", entry.name), kind_page(entry)))
        .collect();
    pages.insert("pack.md".into(), pack_page(kinds));
    pages.insert("codes.md".into(), codes_page(kinds));
    pages.insert("units.md".into(), units_page());
    pages.insert("sources.md".into(), sources_page(kinds, fields));
    pages.insert("functions.md".into(), functions_page());
    pages.insert("README.md".into(), index_page(kinds));
    pages
}

/// `docs/reference/adapters.md` and `canonical.md`: what adapters are written in, and what they fill.
pub fn adapter_pages(canon: &Canon) -> BTreeMap<String, String> {
    let adapters = format!(
        "{NOTE}# {}\n\n{}\n\n## Example\n\n```yaml\n# adapter.yaml\n{}```\n\n## Keys\n\n{}",
        adapter::TITLE,
        adapter::DOC,
        adapter::EXAMPLE,
        keys(&adapter::schema())
    );
    BTreeMap::from([
        ("adapters.md".to_owned(), adapters),
        ("canonical.md".to_owned(), canonical_page(canon)),
    ])
}

fn canonical_page(canon: &Canon) -> String {
    let mut page = format!(
        "{NOTE}# Canonical fields\n\nWhat entries of an adapter's `normalize` fill: the activity is \
         one shape for every vendor, its names are those of the FIT profile. A value outside of what \
         can be true is left out and told.\n\n## Of the activity\n\n| field | unit | what it is |\n|---|---|---|\n"
    );
    for Plain { name, unit, doc } in PLAIN {
        let unit = if unit.is_empty() {
            String::new()
        } else {
            format!("`{unit}`")
        };
        let _ = writeln!(page, "| `{name}` | {unit} | {doc} |");
    }
    let figures = canon
        .figures
        .iter()
        .filter_map(|field| Some((field.name.strip_prefix("fit:session.")?, field)));
    for (name, field) in figures {
        page += &canonical_row(name, field, &field.doc);
    }
    page += "\n## Channels of samples\n\n| field | unit | taken |\n|---|---|---|\n";
    for field in &canon.channels {
        let range = field
            .range
            .map_or_else(String::new, |(low, high)| format!("{low} to {high}"));
        page += &canonical_row(&field.name, field, &range);
    }
    for (kind, fields) in &canon.parts {
        let kind = kind.strip_prefix("fit:").unwrap_or(kind);
        let _ = write!(
            page,
            "\n## Of a `{kind}`\n\n| field | unit | what it is |\n|---|---|---|\n"
        );
        for field in fields {
            page += &canonical_row(&field.name, field, &field.doc);
        }
    }
    page
}

fn canonical_row(name: &str, field: &CanonField, what: &str) -> String {
    let unit = field
        .unit
        .as_ref()
        .map_or_else(String::new, |unit| format!("`{}`", unit.symbol));
    format!(
        "| `{name}` | {unit} | {} |\n",
        flat(what).replace('|', "\\|")
    )
}

const NOTE: &str = "<!-- Generated from the declarations in the code; edit those. -->\n\n";

fn index_page(kinds: &KindSet) -> String {
    let mut page = format!(
        "{NOTE}# The pack language\n\nA sport pack is a folder. `pack.yaml` says what it is; each \
         kind of definition has its own file, a map from id to definition, or stands under its \
         name in `pack.yaml`; `locales/<language>.ftl` may give any text by its key.\n\n\
         | page | what |\n|---|---|\n| [pack.yaml](pack.md) | what a pack is and needs |\n"
    );
    for entry in kinds.entries() {
        let first = entry
            .doc
            .split_inclusive(['.', ':'])
            .next()
            .unwrap_or_default();
        let first = first.trim_end_matches(':').replace('\n', " ");
        let _ = writeln!(page, "| [{0}]({0}.md) | {first} |", entry.name);
    }
    page += "| [units](units.md) | kinds of quantity, and the units of figures |\n";
    page += "| [sources](sources.md) | what files give, and the names of FIT sports and icons |\n";
    page += "| [functions](functions.md) | what expressions can call |\n";
    page += "| [codes](codes.md) | every finding, and what to do about it |\n";
    page
}

fn kind_page(entry: &Entry) -> String {
    let mut page = format!(
        "{NOTE}# {}\n\n`{name}.yaml`, or `{name}:` in `pack.yaml`.\n\n{}\n\n## Example\n\n\
         ```yaml\n# {name}.yaml\n{}```\n\n## Keys\n\n",
        entry.title,
        entry.doc,
        entry.example,
        name = entry.name
    );
    describe(&entry.schema, &mut page);
    if entry.name == Scripts::NAME {
        page += &sandbox();
    }
    page
}

/// What scripts may call, and their limits.
fn sandbox() -> String {
    let mut page =
        "\n## What a script may call\n\nBesides operators, the functions of its own file and \
                    these of Rhai:\n\n| | functions |\n|---|---|\n"
            .to_owned();
    for group in script::GROUPS {
        let names: Vec<_> = group.names.iter().map(|name| format!("`{name}`")).collect();
        let _ = writeln!(page, "| {} | {} |", group.title, names.join(", "));
    }
    page += "\n## Limits\n\nA call of a script is stopped at the first of these, and gives nothing:\n\n";
    for limit in script::LIMITS {
        let _ = writeln!(page, "- {limit}");
    }
    page += "\nTogether they keep what a call can hold below 16 MiB of memory.\n";
    page
}

fn pack_page(kinds: &KindSet) -> String {
    let schema = schema_of::<RawHeader>();
    let names: Vec<_> = kinds.names().map(|n| format!("[{n}]({n}.md)")).collect();
    let mut page = format!(
        "{NOTE}# pack.yaml\n\n{}\n\nKinds: {}.\n\n## Example\n\n```yaml\n{HEADER_EXAMPLE}```\n\n\
         ## Keys\n\n",
        schema
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default(),
        names.join(", ")
    );
    describe(&schema, &mut page);
    page
}

/// A complete `pack.yaml`.
pub const HEADER_EXAMPLE: &str = "\
id: trail-running
version: 1.0.0
engine: \">=0.1\"
requires: {core: \"^1\"}
title: {en: Trail running, ru: Трейлраннинг}
description: {en: Hills and forests, ru: Холмы и леса}
owner: Outdoor team
locales: [en, ru]
theme: {accent: oklch(0.62 0.15 150), icon: hike}
";

fn units_page() -> String {
    let mut page = format!(
        "{NOTE}# Units\n\nA figure is a number and a unit (`700 km`, `165 /min`, `4:30 min/km`), a \
         percentage (`80 %`) or an ISO 8601 duration (`PT52M`). A bare `0` needs no unit. Units \
         are UCUM's, with the other spellings below.\n\n## Kinds of quantity\n\n\
         | `quantity` | dimension | usual unit |\n|---|---|---|\n"
    );
    for kind in units::QUANTITY_KINDS {
        let _ = writeln!(
            page,
            "| `{}` | {} | `{}` |",
            kind.name,
            kind.dim.symbol(),
            kind.unit
        );
    }
    page += "\nA derived number without dimension is a plain number; say `quantity: angle` for one \
             in degrees.\n\n## Units of pace\n\nUnits are divided and multiplied: `m/s2`, \
             `W/kg`, `kg.m2/s2`. A pace is a time by a length, and a whole number may stand before \
             the length: `min/km`, `min/mi`, `s/km`, `min/500m` for rowers, `min/100m` and \
             `min/100yd` for swimmers. `format: \"m:ss\"` shows minutes as 4:30. The splits of a \
             workout are as long as the sport's first pace counts: 500 m, 100 m, else 1 km or 1 mi.\n";
    page += "\n## Units of figures\n\n\
             | unit | also written | in expressions | measures |\n|---|---|---|---|\n";
    for unit in units::UNITS {
        let aliases: Vec<_> = unit.aliases.iter().map(|a| format!("`{a}`")).collect();
        let function = unit
            .function
            .map_or_else(String::new, |f| format!("`{f}(5)`"));
        let (aliases, measures) = (aliases.join(", "), unit.dim.describe());
        let _ = writeln!(
            page,
            "| `{}` | {aliases} | {function} | {measures} |",
            unit.symbol
        );
    }
    page
}

/// The words of a `source`, of `fit` and of `icon`.
fn sources_page(kinds: &KindSet, fields: &[SourceField]) -> String {
    let mut page = format!(
        "{NOTE}# Sources, FIT sports and icons\n\n## Sources\n\nWhat `source` of a metric may \
         name. The names are those of the FIT profile, whatever the file's format; GPX and TCX \
         files fill those they know. `track:` figures are computed from the samples. The sources \
         of a part's field stand under the part's own (`fit:set`), and are written without it: \
         `source: weight`.\n\n| source | measures | what it is |\n|---|---|---|\n"
    );
    for field in fields {
        let measures = if field.dim == Dim::NONE {
            "a plain number or word".to_owned()
        } else {
            field.dim.describe()
        };
        let _ = writeln!(
            page,
            "| `{}` | {measures} | {} |",
            field.name,
            flat(&field.doc).replace('|', "\\|")
        );
    }
    for (title, about, list) in [
        (
            "FIT sports",
            "What `fit` of a sport may claim; `sport/sub_sport` claims one sub-sport of it. A \
             sport claimed without one takes all its sub-sports that nothing claims by name: to \
             leave one out, let another sport claim it.",
            kinds.fit_words(FitList::Sports),
        ),
        (
            "FIT sub-sports",
            "After the `/`, with any sport.",
            kinds.fit_words(FitList::SubSports),
        ),
        (
            "Icons",
            "The built-in set; packs bring no drawings of their own.",
            kinds.icon_names(),
        ),
    ] {
        let words: Vec<_> = list.iter().map(|word| format!("`{word}`")).collect();
        let _ = write!(page, "\n## {title}\n\n{about}\n\n{}\n", words.join(", "));
    }
    page += "\n## Health Connect\n\n`health_connect` of a sport takes Health Connect's exercise \
             types in `snake_case`: `running`, `exercise_class`. They are kept \
             with the sport and not checked: nothing imports from there yet.\n";
    page
}

const OPERATORS: &str = "\
| `&&` `\\|\\|` `!` | true or false; unknown stays unknown unless the other side decides |
| `==` `!=` | values of one type and dimension |
| `<` `<=` `>` `>=` | numbers, dates, times, money, words of an `ordered` list |
| `in` `!in` | a value and a list: `workout.surface in [\"track\", \"trail\"]` |
| `+` `-` `*` `/` `%` | numbers with their dimensions; a date or time and a duration; money |
| `??` | the left value, or the right one where it is missing |
";

fn functions_page() -> String {
    let mut page = format!(
        "{NOTE}# Functions of expressions\n\nUnit constants such as `km(5)` stand with the \
         [units](units.md). A value that is missing stays missing; an unknown rule is false.\n\n\
         ## Names\n\n| name | what it is |\n|---|---|\n"
    );
    for (name, what) in scope::rule_names() {
        let _ = writeln!(page, "| `{name}` | {what} |");
    }
    let _ = write!(
        page,
        "| `workout.…` | every metric that the pack sees, by its id |\n\
         | `set.…` | fields of a part's rows, inside `sum`, `mean`, `min`, `max` and `count` |\n\
         | `script.…(…)` | a [script](scripts.md) of the pack, with its arguments |\n\n\
         ## Operators\n\n| operator | of what |\n|---|---|\n{OPERATORS}\n\
         ## Functions\n\n\
         | function | for example | what it gives |\n|---|---|---|\n"
    );
    for function in expr::FUNCTIONS {
        let usage = function.usage.replace('|', "\\|");
        let _ = writeln!(
            page,
            "| `{}` | `{usage}` | {} |",
            function.name,
            flat(function.doc)
        );
    }
    page
}

fn codes_page(kinds: &KindSet) -> String {
    let mut page = format!(
        "{NOTE}# Codes of findings\n\n`stadion explain S0042` tells of one on the terminal.\n\n"
    );
    for code in CODES {
        let _ = write!(
            page,
            "## {}: {}\n\nIn {}.\n\n{}\n\n",
            code.code, code.title, code.files, code.story
        );
        if let Some(example) = code.example() {
            let (language, comment) = match example.kind.strip_suffix(".rhai") {
                Some(_) => ("rust", "//"),
                None => ("yaml", "#"),
            };
            let _ = write!(
                page,
                "```{language}\n{comment} wrong\n{}\n{comment} right\n{}```\n\n",
                example.wrong, example.right
            );
        }
    }
    for group in codes::groups(kinds) {
        let title = group.title;
        let _ = writeln!(page, "## Of {title}\n\n| code | what |\n|---|---|");
        for (code, what) in group.codes {
            let _ = writeln!(page, "| {code} | {what} |");
        }
        page.push('\n');
    }
    page
}

/// The keys of a schema, for a page about what is written beside the definitions.
pub fn keys(schema: &Value) -> String {
    let mut page = String::new();
    describe(schema, &mut page);
    page
}

/// The properties of a schema as a table, then those of the maps inside it.
fn describe(schema: &Value, page: &mut String) {
    let mut nested = Vec::new();
    table(schema, "", page, &mut nested);
    while !nested.is_empty() {
        for (path, schema) in std::mem::take(&mut nested) {
            let _ = write!(page, "\n### `{path}`\n\n");
            if let Some(text) = schema.get("description").and_then(Value::as_str) {
                let _ = write!(page, "{}\n\n", flat(text));
            }
            table(&schema, &path, page, &mut nested);
        }
    }
}

fn table(schema: &Value, path: &str, page: &mut String, nested: &mut Vec<(String, Value)>) {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        let _ = writeln!(page, "{}", type_of(schema));
        return;
    };
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    *page += "| key | value | |\n|---|---|---|\n";
    for (name, property) in properties {
        let must = if required.contains(&name.as_str()) {
            "**required**. "
        } else {
            ""
        };
        let text = property
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let text = flat(text).replace('|', "\\|");
        let _ = writeln!(
            page,
            "| `{name}` | {} | {must}{text} |",
            type_of(property).replace('|', "\\|")
        );
        let here = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        collect_nested(property, here, nested);
    }
}

/// Maps with known keys inside a property: its own, its members', or its definitions'.
fn collect_nested(property: &Value, path: String, nested: &mut Vec<(String, Value)>) {
    if property.get("properties").is_some() {
        nested.push((path, property.clone()));
        return;
    }
    if let Some(items) = property.get("items").filter(|i| i.is_object()) {
        collect_nested(items, format!("{path}[]"), nested);
    }
    if let Some(values) = property
        .get("additionalProperties")
        .filter(|v| v.is_object())
    {
        collect_nested(values, format!("{path}.<id>"), nested);
    }
}

fn flat(text: &str) -> String {
    text.replace('\n', " ")
}

/// What may be written, in a few words.
pub fn type_of(schema: &Value) -> String {
    if let Some(options) = schema.get("enum").and_then(Value::as_array) {
        let words: Vec<_> = options
            .iter()
            .filter_map(Value::as_str)
            .map(|w| format!("`{w}`"))
            .collect();
        return words.join(" \\| ").replace("\\|", "|");
    }
    let one = |name: &str| match name {
        "string" => "text".to_owned(),
        "array" => match schema.get("items").filter(|i| i.is_object()) {
            Some(items) => format!("list of {}", type_of(items)),
            None => "list".to_owned(),
        },
        "object" => match schema.get("additionalProperties").filter(|v| v.is_object()) {
            Some(values) if schema.get("properties").is_none() => {
                format!("map of {}", type_of(values))
            }
            _ => "map".to_owned(),
        },
        "boolean" => "true, false".to_owned(),
        other => other.to_owned(),
    };
    match schema.get("type") {
        Some(Value::String(name)) => one(name),
        Some(Value::Array(names)) => {
            let names: Vec<_> = names.iter().filter_map(Value::as_str).collect();
            match names.as_slice() {
                ["string", "number", "boolean"] => "figure".to_owned(),
                ["string", "object"] => "text, or map of language to text".to_owned(),
                names => names
                    .iter()
                    .map(|n| one(n))
                    .collect::<Vec<_>>()
                    .join(", or "),
            }
        }
        _ => "any".to_owned(),
    }
}
