//! Writes blocks in the one way.

use serde_json::Value as Json;

use super::flow::Flow;
use super::scan::{Block, Content, Entry, Item, Trivia, Value, is_closing};
use super::shape::Shape;
use crate::yaml::{Tree, parse};

/// Columns that a map in braces may take, the words of its texts in quotes left out.
const WIDTH: usize = 120;

/// Words that other readers of YAML take for something else.
const LOADED: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

pub fn print(block: &Block, shape: &Shape) -> String {
    let mut printer = Printer {
        out: String::new(),
        at_line: true,
    };
    printer.block(block, 0, shape.root());
    let end = printer.out.trim_end().len();
    printer.out.truncate(end);
    printer.out + "\n"
}

struct Printer {
    out: String,
    /// Whether the next line must be indented: not behind a dash.
    at_line: bool,
}

impl Printer {
    fn indent(&mut self, indent: usize) {
        if self.at_line {
            self.out.push_str(&" ".repeat(indent));
        }
        self.at_line = true;
    }

    fn trivia(&mut self, lines: &[Trivia], indent: usize) {
        for line in lines {
            if !line.is_empty() {
                self.indent(indent);
                self.out.push_str(line);
            }
            self.out.push('\n');
        }
    }

    fn block(&mut self, block: &Block, indent: usize, schema: Option<&Json>) {
        match block {
            Block::Map(entries, tail) => {
                for entry in &Shape::ordered(entries, schema, |entry| &entry.key) {
                    self.entry(entry, indent, schema);
                }
                self.trivia(tail, indent);
            }
            Block::List(items, tail) => {
                let schema = Shape::of_items(schema);
                for Item { above, value } in items {
                    self.trivia(above, indent);
                    self.indent(indent);
                    self.out.push('-');
                    self.value(value, indent, schema, true);
                }
                self.trivia(tail, indent);
            }
        }
    }

    fn entry(&mut self, entry: &Entry, indent: usize, schema: Option<&Json>) {
        self.trivia(&entry.above, indent);
        self.indent(indent);
        self.out.push_str(&entry.key);
        self.out.push(':');
        self.value(
            &entry.value,
            indent,
            Shape::of_key(schema, &entry.key),
            false,
        );
    }

    /// A value behind a key or a dash at `indent`.
    fn value(&mut self, value: &Value, indent: usize, schema: Option<&Json>, in_list: bool) {
        if let Some(anchor) = &value.anchor {
            self.out.push(' ');
            self.out.push_str(anchor);
        }
        let comment = value.comment.as_deref().unwrap_or_default();
        match &value.content {
            Content::Nothing => self.end(comment),
            Content::Lines(first, lines) => {
                self.out.push(' ');
                self.out.push_str(first);
                let in_brackets = first.starts_with(['[', '{']);
                for line in lines {
                    self.out.push('\n');
                    if !line.is_empty() {
                        let closes = in_brackets && is_closing(line);
                        self.indent(if closes { indent } else { indent + 2 });
                        self.out.push_str(line);
                    }
                }
                self.end(comment);
            }
            Content::Flow(flow) => {
                let flow = settled(flow, schema);
                let begun = self.out.rfind('\n').map_or(0, |n| n + 1);
                let column = self.out.get(begun..).unwrap_or_default().chars().count();
                if flow.is_deep() && column + 1 + flow.width() > WIDTH {
                    let block = unfolded(flow);
                    self.below(
                        &block,
                        indent,
                        comment,
                        schema,
                        in_list && value.anchor.is_none(),
                    );
                } else {
                    self.out.push(' ');
                    self.out.push_str(&flow.line());
                    self.end(comment);
                }
            }
            Content::Block(block) => {
                let is_inline = in_list && value.anchor.is_none();
                self.below(block, indent, comment, schema, is_inline);
            }
        }
    }

    /// A block below its key, or behind its dash where nothing stands between the two.
    fn below(
        &mut self,
        block: &Block,
        indent: usize,
        comment: &str,
        schema: Option<&Json>,
        in_list: bool,
    ) {
        let above = match block {
            Block::Map(entries, _) => Shape::ordered(entries, schema, |entry| &entry.key)
                .first()
                .map(|entry| entry.above.is_empty()),
            Block::List(items, _) => items.first().map(|item| item.above.is_empty()),
        };
        if in_list && comment.is_empty() && above == Some(true) {
            self.out.push(' ');
            self.at_line = false;
        } else {
            self.end(comment);
        }
        self.block(block, indent + 2, schema);
    }

    fn end(&mut self, comment: &str) {
        self.out.push_str(comment);
        self.out.push('\n');
    }
}

/// In the order of the schema, without quotes that are not needed.
fn settled(flow: &Flow, schema: Option<&Json>) -> Flow {
    match flow {
        Flow::Scalar(text) => Flow::Scalar(scalar(text)),
        Flow::List(items) => {
            let schema = Shape::of_items(schema);
            Flow::List(items.iter().map(|item| settled(item, schema)).collect())
        }
        Flow::Map(entries) => {
            let ordered = Shape::ordered(entries, schema, |(key, _)| key);
            let settle = |(key, value): &(String, Flow)| {
                (key.clone(), settled(value, Shape::of_key(schema, key)))
            };
            Flow::Map(ordered.into_iter().map(settle).collect())
        }
    }
}

/// A map or list that is too long for a line.
fn unfolded(flow: Flow) -> Block {
    let value = |flow| Value {
        anchor: None,
        content: Content::Flow(flow),
        comment: None,
    };
    match flow {
        Flow::Map(entries) => {
            let entries = entries.into_iter().map(|(key, flow)| Entry {
                above: Vec::new(),
                key,
                value: value(flow),
            });
            Block::Map(entries.collect(), Vec::new())
        }
        Flow::List(items) => {
            let items = items.into_iter().map(|flow| Item {
                above: Vec::new(),
                value: value(flow),
            });
            Block::List(items.collect(), Vec::new())
        }
        Flow::Scalar(_) => Block::List(
            vec![Item {
                above: Vec::new(),
                value: value(flow),
            }],
            Vec::new(),
        ),
    }
}

/// Quotes go where plain words are words for every reader of YAML; those that stay are double
/// where that takes no escapes.
fn scalar(written: &str) -> String {
    let Some(quote) = written.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return written.to_owned();
    };
    let inner = written
        .strip_prefix(quote)
        .and_then(|text| text.strip_suffix(quote));
    let Some(inner) = inner.filter(|text| !text.contains(['"', '\'', '\\'])) else {
        return written.to_owned();
    };
    if is_words(inner) {
        inner.to_owned()
    } else {
        format!("\"{inner}\"")
    }
}

fn is_words(text: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '/' | '.');
    text.starts_with(char::is_alphabetic)
        && text.chars().all(is_word)
        && text.trim_end() == text
        && !LOADED.contains(&text.to_lowercase().as_str())
        && is_plain(text)
}

/// Whether a text without quotes is read as itself, in a line and in brackets.
pub(super) fn is_plain(text: &str) -> bool {
    let items = parse(0, &format!("[{text}]")).0.map(|node| node.tree);
    let Some(Tree::List(items)) = items else {
        return false;
    };
    matches!(items.as_slice(), [item] if item.tree == Tree::Text(text.to_owned()))
}
