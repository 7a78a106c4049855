//! JSON Schemas of the kinds: for editors, and for checking a definition's shape.

use jsonschema::Validator;
use jsonschema::error::{TypeKind, ValidationError, ValidationErrorKind};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::finding::Report;
use crate::ids;
use crate::kind::KindSet;
use crate::load::RawHeader;
use crate::place::Span;
use crate::yaml::{Key, Node, PathStep, Tree};

/// In a key's schema, what its words name, for editors: definitions of a kind (`metrics`), `units`,
/// `quantities`, `sources`, `icons`, `fit`, `regions` or `packs` (the map's keys). `formula` and `rule`
/// are expressions, of which a rule sees people and their history too. Of adapters: `canonical`, `channels`,
/// `path`, `files`, `streams`, `settings`, `layouts`, and `predicate`, an expression over a record or an answer.
pub const NAMES: &str = "x-names";

/// In a key's schema, words that may stand there besides such names: `uses` and `age` of what wears.
pub const WORDS: &str = "x-words";

/// The schema of a type, without references and without `null`: an optional key is left out, not
/// written empty.
pub(crate) fn schema_of<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|s| {
        s.inline_subschemas = true;
        s.meta_schema = None;
    });
    let mut schema = settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value();
    drop_null(&mut schema);
    schema
}

fn drop_null(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            drop_null_here(map);
            map.values_mut().for_each(drop_null);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_null),
        _ => {}
    }
}

fn drop_null_here(map: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = map.get_mut("type") {
        types.retain(|t| t != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            map.insert("type".into(), only);
        }
    }
    if let Some(Value::Array(options)) = map.get_mut("enum") {
        options.retain(|o| !o.is_null());
    }
    if map.get("default").is_some_and(Value::is_null) {
        map.remove("default");
    }
    let Some(Value::Array(options)) = map.get_mut("anyOf") else {
        return;
    };
    options.retain(|o| o.get("type").is_none_or(|t| t != "null"));
    if let [Value::Object(only)] = options.as_slice() {
        let only = only.clone();
        map.remove("anyOf");
        for (key, value) in only {
            map.entry(key).or_insert(value);
        }
    }
}

/// The JSON Schema of a whole file: `metrics` for `metrics.yaml`, `pack` for `pack.yaml`.
pub fn schema(kinds: &KindSet, name: &str) -> Option<Value> {
    let mut schema = if name == "pack" {
        let mut schema = schema_of::<RawHeader>();
        for entry in kinds.entries() {
            if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
                properties.insert(
                    entry.name.to_owned(),
                    file_schema(entry.title, &entry.schema),
                );
            }
        }
        schema
    } else {
        let entry = kinds.get(name)?;
        file_schema(entry.title, &entry.schema)
    };
    if let Some(map) = schema.as_object_mut() {
        map.insert(
            "$schema".into(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
    }
    Some(schema)
}

fn file_schema(title: &str, definition: &Value) -> Value {
    json!({
        "title": title,
        "type": "object",
        "propertyNames": { "pattern": "^[a-z][a-z0-9]*(_[a-z0-9]+)*$" },
        "additionalProperties": definition,
    })
}

/// Checks the shape of nodes against one schema, with all that is wrong told at its place.
pub(crate) struct Checker {
    schema: Value,
    validator: Option<Validator>,
}

impl Checker {
    /// A schema that is itself wrong checks nothing; `every_schema_is_valid` keeps that from
    /// happening, and the typed reading still refuses what does not fit.
    pub fn new(schema: &Value) -> Self {
        Self {
            schema: schema.clone(),
            validator: jsonschema::validator_for(schema).ok(),
        }
    }

    #[cfg(test)]
    pub fn is_valid(&self) -> bool {
        self.validator.is_some()
    }

    /// Reports for all that does not fit; `key` is what the node stands under. What is left when
    /// the faulty keys and entries are taken out may be read for further findings; nothing is left
    /// where something is missing, or is of the wrong sort.
    pub fn check(&self, key: &Key, node: &Node) -> (Vec<Report>, Option<Node>) {
        let Some(validator) = &self.validator else {
            return (Vec::new(), None);
        };
        let json = node.to_json();
        let errors: Vec<_> = validator.iter_errors(&json).collect();
        let reports = errors
            .iter()
            .filter(|error| !self.is_mistyped(error, &errors))
            .flat_map(|error| self.explain(error, key, node));
        let mut reports: Vec<_> = reports.collect();
        empty_texts(node, &mut reports);
        let faulty: Option<Vec<_>> = errors.iter().map(faulty_paths).collect();
        let rest = faulty.map(|paths| {
            let mut rest = node.clone();
            for path in paths.iter().flatten() {
                rest.take_out(path);
            }
            rest.drop_marked();
            rest
        });
        (reports, rest)
    }

    fn explain(&self, error: &ValidationError<'_>, key: &Key, node: &Node) -> Vec<Report> {
        let path: Vec<_> = error.instance_path().iter().map(step).collect();
        let at = node.at_path(path.clone());
        let name_span = name_span(node, &path).unwrap_or(key.span);
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                let known = self.known_keys(error);
                unexpected
                    .iter()
                    .map(|name| unknown_key(name, at, &known))
                    .collect()
            }
            ValidationErrorKind::Required { property } => {
                let name = property.as_str().unwrap_or_default();
                let whose = path_name(&path).unwrap_or(&key.name);
                let report = Report::error("S0022", name_span, format!("`{whose}` needs `{name}`"));
                vec![match self.describe(error, name) {
                    Some(text) => report.help(text),
                    None => report,
                }]
            }
            ValidationErrorKind::Type { kind } => vec![
                Report::error(
                    "S0023",
                    place_of(at, name_span),
                    format!("expected {}, found {}", type_words(kind), at.describe()),
                )
                .help(type_help(kind, at)),
            ],
            ValidationErrorKind::Enum { options } => vec![wrong_word(options, at)],
            _ => vec![Report::error(
                "S0025",
                place_of(at, name_span),
                error.to_string(),
            )],
        }
    }

    /// Whether a key is missing that stands there mistyped, which is told with what was meant.
    fn is_mistyped(&self, error: &ValidationError<'_>, all: &[ValidationError<'_>]) -> bool {
        let ValidationErrorKind::Required { property } = error.kind() else {
            return false;
        };
        all.iter().any(|other| match other.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                let known = self.known_keys(other);
                let nearest = |name: &String| ids::nearest(name, known.iter().map(String::as_str));
                other.instance_path() == error.instance_path()
                    && unexpected
                        .iter()
                        .any(|name| nearest(name) == property.as_str())
            }
            _ => false,
        })
    }

    /// The keys that the schema at the error's place knows.
    fn known_keys(&self, error: &ValidationError<'_>) -> Vec<String> {
        self.parent_schema(error)
            .and_then(|s| s.get("properties"))
            .and_then(Value::as_object)
            .map(|p| p.keys().cloned().collect())
            .unwrap_or_default()
    }

    /// The first sentence of a property's description.
    fn describe(&self, error: &ValidationError<'_>, property: &str) -> Option<String> {
        let text = self
            .parent_schema(error)?
            .get("properties")?
            .get(property)?;
        let text = text.get("description")?.as_str()?;
        Some(format!(
            "`{property}`: {}",
            text.split("\n\n").next()?.replace('\n', " ")
        ))
    }

    fn parent_schema(&self, error: &ValidationError<'_>) -> Option<&Value> {
        let path = error.schema_path().as_str();
        self.schema
            .pointer(path.rsplit_once('/').map_or("", |(parent, _)| parent))
    }
}

/// A text of no letters is a slip wherever it stands: what is not said is left out.
fn empty_texts(node: &Node, reports: &mut Vec<Report>) {
    match &node.tree {
        Tree::Text(text) if text.trim().is_empty() => {
            if !reports.iter().any(|report| report.span == node.span) {
                let report = Report::error("S0025", node.span, "this text is empty");
                reports.push(report.help("write it, or leave the key out"));
            }
        }
        Tree::List(items) => {
            for item in items {
                empty_texts(item, reports);
            }
        }
        _ => {
            for (_, node) in node.entries() {
                empty_texts(node, reports);
            }
        }
    }
}

/// The unknown keys, or the entry that is none of the words allowed.
fn faulty_paths(error: &ValidationError<'_>) -> Option<Vec<Vec<PathStep<'static>>>> {
    let path: Vec<_> = error.instance_path().iter().map(step).collect();
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let child = |name: &String| {
                let name = PathStep::Name(std::borrow::Cow::Owned(name.clone()));
                path.iter().cloned().chain([name]).collect()
            };
            Some(unexpected.iter().map(child).collect())
        }
        ValidationErrorKind::Enum { .. } if !path.is_empty() => Some(vec![path]),
        _ => None,
    }
}

fn step(segment: jsonschema::paths::LocationSegment<'_>) -> PathStep<'static> {
    match segment {
        jsonschema::paths::LocationSegment::Index(i) => PathStep::Index(i),
        jsonschema::paths::LocationSegment::Property(name) => {
            PathStep::Name(std::borrow::Cow::Owned(name.to_string()))
        }
    }
}

fn path_name<'a>(path: &'a [PathStep<'_>]) -> Option<&'a str> {
    path.iter().rev().find_map(|step| match step {
        PathStep::Name(name) => Some(name.as_ref()),
        PathStep::Index(_) => None,
    })
}

/// The place of the last key on the path.
fn name_span(node: &Node, path: &[PathStep<'static>]) -> Option<Span> {
    let last = path
        .iter()
        .rposition(|step| matches!(step, PathStep::Name(_)))?;
    let PathStep::Name(name) = path.get(last)? else {
        return None;
    };
    let parent = node.at_path(path.get(..last)?.iter().cloned());
    parent.get(name).map(|(key, _)| key.span)
}

/// A node's own place, or its key's where the node is empty or runs over lines.
fn place_of(node: &Node, key: Span) -> Span {
    let scalar = !matches!(node.tree, Tree::Map(_) | Tree::List(_));
    if scalar && node.span.end > node.span.start {
        node.span
    } else {
        key
    }
}

fn unknown_key(name: &str, at: &Node, known: &[String]) -> Report {
    let span = at.get(name).map_or(at.span, |(key, _)| key.span);
    let nearest = ids::nearest(name, known.iter().map(String::as_str));
    let help = match nearest {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "nothing may stand here".to_owned(),
        None => format!("known here: {}", known.join(", ")),
    };
    Report::error("S0021", span, format!("unknown key `{name}`"))
        .help(help)
        .suggest(nearest.map(str::to_owned))
}

fn wrong_word(options: &Value, at: &Node) -> Report {
    let options: Vec<&str> = options
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let found = match &at.tree {
        Tree::Text(text) => text.clone(),
        Tree::Number(_, written) => written.clone(),
        _ => at.describe().to_owned(),
    };
    Report::error(
        "S0024",
        at.span,
        format!("`{found}` is not one of the words for this key"),
    )
    .help(format!("one of: {}", options.join(", ")))
    .suggest(ids::nearest(&found, options.iter().copied()).map(str::to_owned))
}

fn type_words(kind: &TypeKind) -> String {
    let word = |t: &jsonschema::JsonType| match t.as_str() {
        "object" => "a map",
        "array" => "a list",
        "string" => "a text",
        "integer" => "a whole number",
        "boolean" => "true or false",
        "null" => "nothing",
        _ => "a number",
    };
    match kind {
        TypeKind::Single(one) => word(one).to_owned(),
        TypeKind::Multiple(set) => set
            .iter()
            .map(|t| word(&t))
            .collect::<Vec<_>>()
            .join(" or "),
    }
}

fn type_help(kind: &TypeKind, at: &Node) -> String {
    let wants = type_words(kind);
    match &at.tree {
        Tree::Null => "write a value, or leave the key out".to_owned(),
        Tree::Number(_, n) if wants.contains("a text") => {
            format!("quote it to make it a text: \"{n}\"")
        }
        Tree::Bool(b) if wants.contains("a text") => {
            format!("quote it to make it a text: \"{b}\"")
        }
        Tree::Text(text) if wants.contains("a list") => {
            format!(
                "write a list, also of one: [{}]",
                text.lines().next().unwrap_or_default()
            )
        }
        _ => format!("this key takes {wants}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_is_valid_and_free_of_null() {
        let kinds = KindSet::language();
        for entry in kinds.entries() {
            assert!(entry.checker.is_valid(), "{}", entry.name);
            assert!(
                !entry.schema.to_string().contains("\"null\""),
                "{}",
                entry.schema
            );
        }
        for name in kinds.names().chain(["pack"]) {
            assert!(
                schema(&kinds, name).is_some_and(|s| s.get("$schema").is_some()),
                "{name}"
            );
        }
        assert_eq!(schema(&kinds, "metrix"), None);
    }
}
