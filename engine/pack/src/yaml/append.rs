//! Adds a definition to a file by inserting lines; every other byte stays as it is.

use crate::yaml::{Node, Tree, parse};

/// A file with a definition more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    pub text: String,
    /// Of the new definition's key, counted from one.
    pub line: usize,
}

/// Adds `definition` behind the last one of `text`, or behind the last one under its key
/// `section`. The definition is written from the first column: comments, then `id:` and what is
/// indented below it.
///
/// `None` where it cannot be done by adding lines: the map is written in braces, the section is
/// not there, the id is, or the file is no YAML.
pub fn append(text: &str, section: Option<&str>, definition: &str) -> Option<Appended> {
    let (tree, reports) = parse(0, text);
    if !reports.is_empty() {
        return None;
    }
    let (indent, at) = match (section, &tree) {
        (None, None) => (0, text.len()),
        (None, Some(tree)) => (indent_of(text, tree)?, text.len()),
        (Some(name), tree) => {
            let (key, node) = tree.as_ref()?.get(name)?;
            let indent = indent_of(text, node)?;
            let key = key.span.range().start;
            (indent, end_of_section(text, key, column(text, key)))
        }
    };
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let (before, after) = text.split_at_checked(at)?;
    let mut new = before.to_owned();
    if !before.is_empty() && !before.ends_with('\n') {
        new += ending;
    }
    let first = new.lines().count() + 1;
    for line in definition.lines() {
        new.extend([" ".repeat(indent).as_str(), line, ending]);
    }
    let comments = definition.lines().take_while(|line| line.starts_with('#'));
    let line = first + comments.count();
    new += after;
    let added = parse(0, definition).0?;
    has_only_gained(tree.as_ref(), section, &added, &parse(0, &new))
        .then_some(Appended { text: new, line })
}

/// How far the keys of a map are indented; `None` where they do not stand in lines of their own.
fn indent_of(text: &str, node: &Node) -> Option<usize> {
    let (key, _) = node.entries().first()?;
    let start = key.span.range().start;
    let line = text.get(..start)?.rfind('\n').map_or(0, |n| n + 1);
    let before = text.get(line..start)?.trim_start_matches('\u{feff}');
    before.chars().all(|c| c == ' ').then_some(before.len())
}

fn column(text: &str, at: usize) -> usize {
    at - text
        .get(..at)
        .unwrap_or_default()
        .rfind('\n')
        .map_or(0, |n| n + 1)
}

/// Behind the last line that is indented deeper than the section's key.
fn end_of_section(text: &str, key: usize, column: usize) -> usize {
    let rest = text.get(key..).unwrap_or_default();
    let mut end = key;
    let mut at = key;
    for (n, line) in rest.split_inclusive('\n').enumerate() {
        at += line.len();
        let is_blank = line.trim().is_empty();
        let is_inside = line.len() - line.trim_start_matches(' ').len() > column;
        if n == 0 || (is_inside && !is_blank) {
            end = at;
        } else if !is_blank {
            break;
        }
    }
    end
}

/// The promise: what was there is there, in its order, and the new definition behind it.
fn has_only_gained(
    before: Option<&Node>,
    section: Option<&str>,
    added: &Node,
    after: &(Option<Node>, Vec<crate::finding::Report>),
) -> bool {
    let (Some(after), []) = (&after.0, after.1.as_slice()) else {
        return false;
    };
    let find = |node: &Node| match section {
        None => Some(entries(node)),
        Some(name) => node.get(name).map(|(_, node)| entries(node)),
    };
    let mut wanted = before.and_then(find).unwrap_or_default();
    wanted.extend(entries(added));
    let others = |node: Option<&Node>| {
        let mut all = node.map(entries).unwrap_or_default();
        all.retain(|(name, _)| section.is_some_and(|section| section != name));
        all
    };
    find(after) == Some(wanted) && others(before) == others(Some(after))
}

fn entries(node: &Node) -> Vec<(String, serde_json::Value)> {
    match &node.tree {
        Tree::Map(entries) => {
            let entries = entries.iter();
            entries
                .map(|(key, node)| (key.name.clone(), node.to_json()))
                .collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAPS: &str = "# Counted.\nlaps:\n  type: count\n";

    #[test]
    fn a_definition_goes_to_the_end_of_a_file() {
        for (text, wanted, line) in [
            ("", "# Counted.\nlaps:\n  type: count\n", 2),
            ("# mine\n", "# mine\n# Counted.\nlaps:\n  type: count\n", 3),
            ("a: {}", "a: {}\n# Counted.\nlaps:\n  type: count\n", 3),
            (
                "  a:\r\n    type: count # c\r\n",
                "  a:\r\n    type: count # c\r\n  # Counted.\r\n  laps:\r\n    type: count\r\n",
                4,
            ),
        ] {
            let appended = append(text, None, LAPS).unwrap();
            assert_eq!((appended.text.as_str(), appended.line), (wanted, line));
        }
    }

    #[test]
    fn a_definition_goes_to_the_end_of_its_section() {
        let text =
            "id: a\nmetrics:\n   b: {}   # kept\n   # of b\n\n# of sports\nsports:\n  c: {}\n";
        let appended = append(text, Some("metrics"), LAPS).unwrap();
        let wanted = "id: a\nmetrics:\n   b: {}   # kept\n   # of b\n   # Counted.\n   laps:\n     \
                      type: count\n\n# of sports\nsports:\n  c: {}\n";
        assert_eq!((appended.text.as_str(), appended.line), (wanted, 6));
    }

    #[test]
    fn what_lines_cannot_be_added_to_is_left_alone() {
        for (text, section) in [
            ("{a: {}}\n", None),
            ("[a]\n", None),
            ("laps: {}\n", None),
            ("a: [\n", None),
            ("a: {}\n...\n", None),
            ("id: a\nmetrics: {b: {}}\n", Some("metrics")),
            ("id: a\n", Some("metrics")),
        ] {
            assert_eq!(append(text, section, LAPS), None, "{text}");
        }
    }
}
