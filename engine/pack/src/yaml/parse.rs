//! Reads one YAML text into a tree, within bounds; what YAML itself forbids becomes a report.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use serde_saphyr::{DuplicateKeyPolicy, Error, Location, Options, Spanned};

use crate::finding::Report;
use crate::place::{Span, line_column};
use crate::yaml::{Key, Node, Tree, slips};

/// Maps and lists inside each other.
const MAX_DEPTH: usize = 32;
/// Nodes of one file, aliases expanded.
const MAX_NODES: usize = 200_000;
const MAX_ALIASES: usize = 200;

/// Parses `text`, the file with index `file`. A tree comes back whenever one can be had, so that
/// the rest of the file is checked too.
pub fn parse(file: u32, text: &str) -> (Option<Node>, Vec<Report>) {
    match read(text, DuplicateKeyPolicy::Error) {
        Ok(tree) => {
            let root = build(tree, file, text);
            let reports = root.as_ref().map(|root| tabs(root, text));
            (root, reports.unwrap_or_default())
        }
        Err(error) if matches!(error.without_snippet(), Error::DuplicateMappingKey { .. }) => {
            let first = explain(&error, file, text);
            // Read again with all entries, so that every repeated key is told, not the first.
            match read(text, DuplicateKeyPolicy::LastWins) {
                Ok(tree) => {
                    let mut root = build(tree, file, text);
                    let repeated = root.as_mut().map(keep_first).unwrap_or_default();
                    let reports: Vec<_> = repeated
                        .iter()
                        .map(|keys| repeated_key(keys, text))
                        .collect();
                    (
                        root,
                        if reports.is_empty() {
                            vec![first]
                        } else {
                            reports
                        },
                    )
                }
                Err(error) => (None, vec![first, explain(&error, file, text)]),
            }
        }
        Err(error) => (None, vec![explain(&error, file, text)]),
    }
}

/// Takes out the entries whose key stood before in their map, and gives their keys with the first ones.
fn keep_first(node: &mut Node) -> Vec<(Key, Key)> {
    let mut repeated = Vec::new();
    match &mut node.tree {
        Tree::List(items) => repeated.extend(items.iter_mut().flat_map(keep_first)),
        Tree::Map(entries) => {
            let mut seen: HashMap<String, Key> = HashMap::new();
            entries.retain(|(key, _)| {
                if let Some(first) = seen.get(&key.name) {
                    repeated.push((key.clone(), first.clone()));
                    return false;
                }
                seen.insert(key.name.clone(), key.clone());
                true
            });
            repeated.extend(entries.iter_mut().flat_map(|(_, node)| keep_first(node)));
        }
        _ => {}
    }
    repeated
}

fn repeated_key((key, first): &(Key, Key), text: &str) -> Report {
    let line = |key: &Key| line_column(text, key.span.range().start).line;
    let first = match line(first) {
        same if same == line(key) => String::new(),
        other => format!(", first on line {other}"),
    };
    let message = format!("`{}` is written twice in one map{first}", key.name);
    Report::error("S0012", key.span, message)
        .help("keep one of the two; the other would silently be lost")
}

/// Keys that a tab stands before. YAML forbids it; this parser counts it as some blanks.
fn tabs(root: &Node, text: &str) -> Vec<Report> {
    let mut reports = Vec::new();
    if text.contains('\t') {
        tabs_below(root, text, &mut reports);
    }
    reports
}

fn tabs_below(node: &Node, text: &str, reports: &mut Vec<Report>) {
    if let Tree::List(items) = &node.tree {
        for item in items {
            tabs_below(item, text, reports);
        }
    }
    for (key, node) in node.entries() {
        let before = text.get(..key.span.range().start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        if line.contains('\t') && line.trim().is_empty() {
            let report = Report::error("S0011", key.span, "a tab stands before this key");
            reports.push(report.help("YAML indents with spaces"));
        }
        tabs_below(node, text, reports);
    }
}

fn build(tree: Spanned<Raw>, file: u32, text: &str) -> Option<Node> {
    let node = Placer { file, text }.node(tree);
    (node.tree != Tree::Null).then_some(node)
}

fn read(text: &str, duplicates: DuplicateKeyPolicy) -> Result<Spanned<Raw>, Error> {
    serde_saphyr::from_str_with_options(text, options(duplicates))
}

fn options(duplicates: DuplicateKeyPolicy) -> Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            flow_nesting_limit: MAX_DEPTH,
            max_nodes: MAX_NODES,
            max_events: 4 * MAX_NODES,
            max_aliases: MAX_ALIASES,
            max_anchors: MAX_ALIASES,
            max_documents: 2,
            enforce_alias_anchor_ratio: false,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: MAX_NODES,
            max_replay_stack_depth: 8,
        },
        duplicate_keys: duplicates,
        strict_booleans: true,
        reject_unsupported_tags: true,
        non_finite_float_policy: serde_saphyr::NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    }
}

/// The tree as the parser gives it: nodes with the parser's locations.
enum Raw {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, b: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(b))
    }

    fn visit_i64<E>(self, n: i64) -> Result<Raw, E> {
        Ok(Raw::Number(n.into()))
    }

    fn visit_u64<E>(self, n: u64) -> Result<Raw, E> {
        Ok(Raw::Number(n.into()))
    }

    fn visit_f64<E>(self, n: f64) -> Result<Raw, E> {
        Ok(Number::from_f64(n).map_or_else(|| Raw::Text(n.to_string()), Raw::Number))
    }

    fn visit_str<E>(self, s: &str) -> Result<Raw, E> {
        Ok(Raw::Text(s.to_owned()))
    }

    fn visit_string<E>(self, s: String) -> Result<Raw, E> {
        Ok(Raw::Text(s))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key()? {
            entries.push((key, map.next_value()?));
        }
        Ok(Raw::Map(entries))
    }
}

/// Turns the parser's locations into byte spans of the file.
struct Placer<'a> {
    file: u32,
    text: &'a str,
}

impl Placer<'_> {
    fn node(&self, raw: Spanned<Raw>) -> Node {
        let mut span = self.span(raw.defined);
        let tree = match raw.value {
            Raw::Null => Tree::Null,
            Raw::Bool(b) => Tree::Bool(b),
            Raw::Number(n) => {
                let written = self
                    .text
                    .get(span.range())
                    .map(str::trim)
                    .unwrap_or_default();
                let written = if written.is_empty() {
                    n.to_string()
                } else {
                    written.to_owned()
                };
                Tree::Number(n, written)
            }
            Raw::Text(s) => Tree::Text(s),
            Raw::List(items) => {
                let items: Vec<_> = items.into_iter().map(|item| self.node(item)).collect();
                span = items.last().map_or(span, |last| widen(span, last.span));
                Tree::List(items)
            }
            Raw::Map(entries) => {
                let entries: Vec<_> = entries
                    .into_iter()
                    .map(|(k, v)| (self.key(k), self.node(v)))
                    .collect();
                if let (Some((first, _)), Some((last_key, last))) =
                    (entries.first(), entries.last())
                {
                    span = widen(
                        first.span,
                        if last.span.end == 0 {
                            last_key.span
                        } else {
                            last.span
                        },
                    );
                }
                Tree::Map(entries)
            }
        };
        Node { tree, span }
    }

    fn key(&self, key: Spanned<String>) -> Key {
        Key {
            name: key.value,
            span: self.span(key.defined),
        }
    }

    fn span(&self, location: Location) -> Span {
        span_of(location, self.file, self.text)
    }
}

/// An alias' content stands elsewhere in the file; then the span stays that of the start.
fn widen(from: Span, last: Span) -> Span {
    if last.end >= from.start {
        from.to(last)
    } else {
        from
    }
}

fn span_of(location: Location, file: u32, text: &str) -> Span {
    let span = location.span();
    let start = match span.byte_offset() {
        Some(offset) => offset as usize,
        None => offset_of(location, text),
    };
    let len = span.byte_len().unwrap_or_default() as usize;
    let end = (start + len).min(text.len());
    let written = text.get(start.min(end)..end).unwrap_or_default();
    Span::new(
        file,
        start.min(end)..start.min(end) + written.trim_end().len(),
    )
}

/// The byte offset of a place that the parser tells by line and column only.
fn offset_of(location: Location, text: &str) -> usize {
    let line = (location.line() as usize).saturating_sub(1);
    let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(before..).unwrap_or_default();
    let column = (location.column() as usize).saturating_sub(1);
    before + rest.chars().take(column).map(char::len_utf8).sum::<usize>()
}

/// The parser's error in this language's words.
fn explain(error: &Error, file: u32, text: &str) -> Report {
    let error = innermost(error);
    let mut span = error
        .location()
        .map_or_else(Span::default, |l| span_of(l, file, text));
    span.file = file;
    if is_beyond_bounds(error) {
        return Report::error("S0013", span, "the file is beyond the language's bounds").help(
            format!(
                "a file may nest {MAX_DEPTH} levels, hold {MAX_NODES} values once its aliases are \
             written out, and use {MAX_ALIASES} aliases"
            ),
        );
    }
    match error {
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.as_deref().unwrap_or("this key");
            Report::error(
                "S0012",
                span,
                format!("`{key}` is written twice in one map"),
            )
            .help("keep one of the two; the other would silently be lost")
        }
        Error::UnknownAnchor { .. } => Report::error(
            "S0011",
            span,
            "this alias (`*name`) names no anchor (`&name`) above it",
        )
        .help("write the value itself, or quote the text if the star belongs to it"),
        Error::UnsupportedTag { tag, .. } => Report::error(
            "S0011",
            span,
            format!("the YAML tag `{tag}` has no meaning in a pack"),
        )
        .help("leave the tag out; quote the text if the `!` belongs to it"),
        Error::MultipleDocuments { .. } => {
            Report::error("S0011", span, "a second YAML document begins here")
                .help("a pack file is one document: take the `---` out")
        }
        other if other.to_string().contains("null into string") => {
            Report::error("S0011", span, "a key of this map says nothing")
                .help("write the key, or quote it if it is the word `null`")
        }
        other => slips::explain(text, span).unwrap_or_else(|| {
            let message = format!("this is not YAML: {}", first_line(other));
            Report::error("S0011", span, message).help(yaml_hint(text, span))
        }),
    }
}

/// Without the parser's own wrappings.
fn innermost(error: &Error) -> &Error {
    match error.without_snippet() {
        Error::AliasError { error, .. } => innermost(error),
        other => other,
    }
}

fn is_beyond_bounds(error: &Error) -> bool {
    matches!(
        error,
        Error::Budget { .. }
            | Error::AliasReplayLimitExceeded { .. }
            | Error::AliasExpansionLimitExceeded { .. }
            | Error::AliasReplayStackDepthExceeded { .. }
            | Error::RecursiveReferencesRequireWeakTypes { .. }
    ) || error.to_string().contains("recursion limit")
}

fn first_line(error: &Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    let line = line.strip_prefix("error: ").unwrap_or(line);
    line.split(" at line ").next().unwrap_or(line).to_owned()
}

/// The likeliest slip, judged by the line that the parser stopped at.
fn yaml_hint(text: &str, span: Span) -> &'static str {
    let upto = text.get(..span.range().start).unwrap_or(text);
    let start = upto.rfind('\n').map_or(0, |n| n + 1);
    let line = text
        .get(start..)
        .and_then(|t| t.lines().next())
        .unwrap_or_default();
    if line.contains('\t') {
        "YAML indents with spaces; there is a tab in this line"
    } else if line.contains(": ") && line.matches(": ").count() > 1 && !line.contains('{') {
        "quote a text that contains a colon: `title: \"Run: easy\"`"
    } else {
        "look at the indentation and the quotes of this line and the one above"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slice<'a>(text: &'a str, node: &Node) -> &'a str {
        &text[node.span.range()]
    }

    #[test]
    fn every_node_knows_its_place() {
        let text = "а: {title: Ж, unit: 5 km}\nlist: [1, 2.50, 'x y']\nnested:\n  deep: true\n";
        let (tree, reports) = parse(0, text);
        assert!(reports.is_empty());
        let tree = tree.unwrap();
        let (key, first) = tree.get("а").unwrap();
        assert_eq!(&text[key.span.range()], "а");
        assert_eq!(slice(text, first.get("unit").unwrap().1), "5 km");
        let Tree::List(items) = &tree.get("list").unwrap().1.tree else {
            panic!("a list")
        };
        assert_eq!(
            items[1].tree,
            Tree::Number(Number::from_f64(2.5).unwrap(), "2.50".into())
        );
        assert_eq!(slice(text, &items[2]), "'x y'");
        let deep = tree.get("nested").unwrap().1.get("deep").unwrap().1;
        assert_eq!(slice(text, deep), "true");
    }

    #[test]
    fn a_duplicate_key_is_reported_and_the_rest_still_read() {
        let (tree, reports) = parse(3, "a: 1\nb: 2\na: 3\n");
        assert_eq!(
            (reports[0].code, reports[0].span),
            ("S0012", Span::new(3, 10..11))
        );
        assert!(tree.unwrap().get("b").is_some());
    }

    #[test]
    fn hostile_files_are_refused() {
        let deep = "[".repeat(100_000);
        let mut bomb = String::from("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for pair in ["ab", "bc", "cd", "de", "ef", "fg", "gh", "hi", "ij"] {
            let (from, to) = pair.split_at(1);
            let nine = vec![format!("*{from}"); 9].join(",");
            bomb.push_str(&[to, ": &", to, " [", &nine, "]\n"].concat());
        }
        for text in [deep.as_str(), bomb.as_str()] {
            let (tree, reports) = parse(0, text);
            assert!(tree.is_none());
            assert_eq!(reports.len(), 1, "{reports:?}");
            assert_eq!(reports[0].code, "S0013", "{reports:?}");
        }
    }

    #[test]
    fn words_of_old_yaml_stay_texts() {
        let (tree, _) = parse(0, "on: no\nversion: 1.0.0\n");
        assert_eq!(
            tree.unwrap().get("on").unwrap().1.tree,
            Tree::Text("no".into())
        );
    }
}
