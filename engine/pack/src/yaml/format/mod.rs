//! One way to write a pack's YAML: keys in the order in which the kind declares them, two spaces,
//! no quotes around plain words, maps in braces as long as they fit. Comments and blank lines stay
//! with what they stand above.
//!
//! The formatter reads lines, not the tree, or comments would be lost. So that a mistake of its
//! own can harm nobody, the result is parsed again: it must say the same, keep every comment and
//! not change when formatted again, or it is refused.

mod flow;
mod print;
mod scan;
mod shape;
#[cfg(test)]
mod tests;

use serde_json::Value as Json;

use self::scan::{Block, Content, Value, scan};
pub use self::shape::Shape;
use crate::finding::Report;
use crate::yaml::{Node, Tree, parse};

/// Why a file is left as it is.
#[derive(Clone, Debug)]
pub enum Unformatted {
    /// It is no YAML, or not the YAML of packs.
    NotYaml(Vec<Report>),
    /// It uses what the formatter does not know, in the line counted from one.
    Unknown { line: usize, what: &'static str },
    /// The formatted text would not be the same: a fault of the formatter.
    Unsafe(&'static str),
}

/// The text in the one way.
///
/// # Errors
/// Where the text cannot be read, or could not be kept in all it says.
pub fn format(text: &str, shape: &Shape) -> Result<String, Unformatted> {
    let (mark, body) = match text.strip_prefix('\u{feff}') {
        Some(body) => ("\u{feff}", body),
        None => ("", text),
    };
    let (before, reports) = parse(0, body);
    if !reports.is_empty() {
        return Err(Unformatted::NotYaml(reports));
    }
    let Some(before) = before else {
        return Ok(text.to_owned());
    };
    let (new, comments) = once(body, shape)?;
    let after = parse(0, &new).0;
    if !after.is_some_and(|after| says_the_same(&before, &after, shape.root())) {
        return Err(Unformatted::Unsafe("it would say something else"));
    }
    let (again, kept) = once(&new, shape)?;
    if comments != kept {
        return Err(Unformatted::Unsafe("a comment would be lost"));
    }
    if again != new {
        return Err(Unformatted::Unsafe("it would change when formatted again"));
    }
    Ok(mark.to_owned() + new.as_str())
}

/// The printed text, and the comments of the one that was read, sorted.
fn once(text: &str, shape: &Shape) -> Result<(String, Vec<String>), Unformatted> {
    let block = scan(text).map_err(|unknown| Unformatted::Unknown {
        line: unknown.line + 1,
        what: unknown.what,
    })?;
    let Some(block) = block else {
        return Ok((text.to_owned(), Vec::new()));
    };
    let mut comments = Vec::new();
    comments_of(&block, &mut comments);
    comments.sort();
    Ok((print::print(&block, shape), comments))
}

fn comments_of(block: &Block, comments: &mut Vec<String>) {
    let mut note = |lines: &[String]| {
        let full = lines.iter().filter(|line| !line.is_empty());
        comments.extend(full.cloned());
    };
    let values: Vec<&Value> = match block {
        Block::Map(entries, tail) => {
            note(tail);
            for entry in entries {
                note(&entry.above);
            }
            entries.iter().map(|entry| &entry.value).collect()
        }
        Block::List(items, tail) => {
            note(tail);
            for item in items {
                note(&item.above);
            }
            items.iter().map(|item| &item.value).collect()
        }
    };
    for value in values {
        let behind = value.comment.as_ref().map(|text| text.trim().to_owned());
        comments.extend(behind);
        match &value.content {
            Content::Block(block) => comments_of(block, comments),
            Content::Lines(_, lines) => {
                comments.extend(lines.iter().map(|line| line.trim().to_owned()));
            }
            Content::Flow(_) | Content::Nothing => {}
        }
    }
}

/// The same values under the same keys; in the same order too, but for keys that have a place.
fn says_the_same(before: &Node, after: &Node, schema: Option<&Json>) -> bool {
    match (&before.tree, &after.tree) {
        (Tree::List(before), Tree::List(after)) => {
            let schema = Shape::of_items(schema);
            let mut pairs = before.iter().zip(after);
            before.len() == after.len() && pairs.all(|(a, b)| says_the_same(a, b, schema))
        }
        (Tree::Map(before), Tree::Map(after)) => {
            let ordered = Shape::ordered(before, schema, |(key, _)| &key.name);
            let mut pairs = ordered.iter().zip(after);
            before.len() == after.len()
                && pairs.all(|((key, a), (other, b))| {
                    key.name == other.name && says_the_same(a, b, Shape::of_key(schema, &key.name))
                })
        }
        (before, after) => before == after,
    }
}
