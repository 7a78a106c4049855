//! Reads a file's lines into blocks that keep what a YAML parser drops: comments, blank lines,
//! and how each value was written. It knows the YAML that packs are written in and says where a
//! file goes beyond; whether it read right is for `format` to see.

use super::flow::{Flow, Reader};

/// A comment, or a blank line where it is empty.
pub type Trivia = String;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Map(Vec<Entry>, Vec<Trivia>),
    List(Vec<Item>, Vec<Trivia>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub above: Vec<Trivia>,
    /// As written, quotes included.
    pub key: String,
    pub value: Value,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub above: Vec<Trivia>,
    pub value: Value,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// `&name`, which an alias elsewhere means.
    pub anchor: Option<String>,
    pub content: Content,
    /// Behind the value, with the spaces before it.
    pub comment: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Nothing,
    Flow(Flow),
    /// What begins behind the key and goes on in these lines, by their own indentation.
    Lines(String, Vec<String>),
    Block(Block),
}

/// A list of words written over several lines stays so where it is longer.
const LONG_LIST: usize = 100;

/// What the formatter does not know, in the line counted from zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    pub line: usize,
    pub what: &'static str,
}

/// The file's map or list; `None` where it holds comments alone.
pub fn scan(text: &str) -> Result<Option<Block>, Unknown> {
    let lines = text
        .lines()
        .map(|line| line.trim_end_matches('\r').to_owned());
    let mut scanner = Scanner {
        lines: lines.collect(),
        at: 0,
    };
    let Some(first) = scanner.next_line(0) else {
        return Ok(None);
    };
    let indent = indent_of(&scanner.lines[first]);
    let block = scanner.block(indent, 0)?;
    match scanner.next_line(scanner.at) {
        Some(line) => Err(unknown(line, "its indentation belongs to nothing above")),
        None => Ok(Some(block)),
    }
}

fn unknown(line: usize, what: &'static str) -> Unknown {
    Unknown { line, what }
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn is_trivia(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

fn is_item(content: &str) -> bool {
    content == "-" || content.starts_with("- ")
}

struct Scanner {
    lines: Vec<String>,
    at: usize,
}

impl Scanner {
    /// The first line from `at` on that is more than a comment.
    fn next_line(&self, at: usize) -> Option<usize> {
        (at..self.lines.len()).find(|n| !is_trivia(&self.lines[*n]))
    }

    /// The trivia up to line `end`.
    fn trivia(&mut self, end: usize) -> Vec<Trivia> {
        let lines = self.lines.get(self.at..end).unwrap_or_default();
        let trivia = lines.iter().map(|line| line.trim().to_owned()).collect();
        self.at = end;
        trivia
    }

    /// What still belongs to a block that has ended: comments from the column `from` on.
    fn tail(&mut self, from: usize) -> Vec<Trivia> {
        let end = self.next_line(self.at).unwrap_or(self.lines.len());
        let is_inside = |n: &usize| {
            let line = &self.lines[*n];
            !line.trim().is_empty() && indent_of(line) >= from
        };
        let outside = |n: &usize| !self.lines[*n].trim().is_empty() && !is_inside(n);
        let first_outside = (self.at..end).find(outside).unwrap_or(end);
        let last = (self.at..first_outside).rev().find(is_inside);
        last.map_or_else(Vec::new, |last| self.trivia(last + 1))
    }

    /// The block whose lines stand at `indent`; comments from the column `tail` on end with it.
    fn block(&mut self, indent: usize, tail: usize) -> Result<Block, Unknown> {
        let first = self.next_line(self.at).map(|n| self.lines[n].as_str());
        let is_list = first.is_some_and(|line| is_item(line.trim_start()));
        let (mut entries, mut items) = (Vec::new(), Vec::new());
        while let Some(next) = self.next_line(self.at) {
            let line = &self.lines[next];
            let is_here = indent_of(line) == indent && is_item(line.trim_start()) == is_list;
            if indent_of(line) > indent {
                return Err(unknown(next, "its indentation fits nothing above"));
            }
            if !is_here {
                break;
            }
            let above = self.trivia(next);
            if is_list {
                let value = self.item(indent)?;
                items.push(Item { above, value });
            } else {
                let (key, value) = self.entry(indent)?;
                entries.push(Entry { above, key, value });
            }
        }
        let tail = self.tail(tail);
        Ok(if is_list {
            Block::List(items, tail)
        } else {
            Block::Map(entries, tail)
        })
    }

    fn entry(&mut self, indent: usize) -> Result<(String, Value), Unknown> {
        let line = &self.lines[self.at][indent..];
        let (key, rest) =
            split_key(line).ok_or_else(|| unknown(self.at, "it is no `key: value`"))?;
        let (key, rest) = (key.to_owned(), rest.to_owned());
        let value = self.value(&rest, indent, true)?;
        Ok((key, value))
    }

    fn item(&mut self, indent: usize) -> Result<Value, Unknown> {
        let line = &self.lines[self.at];
        let rest = line[indent + 1..].to_owned();
        let content = rest.trim_start();
        if is_item(content) || split_key(content).is_some() {
            // What begins behind the dash goes on below its first letter.
            let column = line.len() - content.len();
            self.lines[self.at] = " ".repeat(column) + content;
            let block = self.block(column, column)?;
            return Ok(Value {
                anchor: None,
                content: Content::Block(block),
                comment: None,
            });
        }
        self.value(&rest, indent, false)
    }

    /// The value of a key (or behind a dash) that stands at `indent`.
    fn value(&mut self, rest: &str, indent: usize, of_key: bool) -> Result<Value, Unknown> {
        let mut gap = rest.len() - rest.trim_start().len();
        let mut rest = rest.trim_start();
        let mut anchor = None;
        if rest.starts_with('&') {
            let (name, behind) = rest.split_once(' ').unwrap_or((rest, ""));
            anchor = Some(name.to_owned());
            gap = 1 + behind.len() - behind.trim_start().len();
            rest = behind.trim_start();
        }
        if rest.is_empty() || rest.starts_with('#') {
            let comment = (!rest.is_empty()).then(|| " ".repeat(gap.max(1)) + rest.trim_end());
            self.at += 1;
            let content = self.below(indent, of_key)?;
            return Ok(Value {
                anchor,
                content,
                comment,
            });
        }
        let (content, comment) = match rest.as_bytes().first() {
            Some(b'!') => return Err(unknown(self.at, "tags mean nothing in a pack")),
            Some(b'|' | b'>') => (self.block_text(rest, indent)?, None),
            Some(b'{' | b'[' | b'"' | b'\'') => self.enclosed(rest)?,
            _ => self.plain(rest, indent),
        };
        Ok(Value {
            anchor,
            content,
            comment,
        })
    }

    /// The block below a key that has no value behind it.
    fn below(&mut self, indent: usize, of_key: bool) -> Result<Content, Unknown> {
        let Some(next) = self.next_line(self.at) else {
            return Ok(Content::Nothing);
        };
        let line = &self.lines[next];
        let column = indent_of(line);
        if column > indent {
            if split_key(line.trim_start()).is_none() && !is_item(line.trim_start()) {
                return Err(unknown(next, "a value stands below its key"));
            }
            return self.block(column, column).map(Content::Block);
        }
        // A list may stand right below its key.
        if of_key && column == indent && is_item(line.trim_start()) {
            return self.block(column, column + 1).map(Content::Block);
        }
        Ok(Content::Nothing)
    }

    /// `|` and `>`, which keep their lines.
    fn block_text(&mut self, head: &str, indent: usize) -> Result<Content, Unknown> {
        if head
            .split('#')
            .next()
            .unwrap_or_default()
            .contains(|c: char| c.is_ascii_digit())
        {
            return Err(unknown(self.at, "the block states its own indentation"));
        }
        self.at += 1;
        let begin = self.at;
        let is_in = |line: &String| line.trim().is_empty() || indent_of(line) > indent;
        while self.lines.get(self.at).is_some_and(is_in) {
            self.at += 1;
        }
        // Blank lines behind it are what stands between definitions.
        while !head.contains('+') && self.at > begin && self.lines[self.at - 1].trim().is_empty() {
            self.at -= 1;
        }
        let lines = moved_left(&self.lines[begin..self.at]);
        Ok(Content::Lines(head.trim_end().to_owned(), lines))
    }

    /// A text in quotes, or a map or list in brackets, over as many lines as it takes.
    fn enclosed(&mut self, first: &str) -> Result<(Content, Option<String>), Unknown> {
        let begin = self.at;
        let mut reader = Reader::default();
        let mut rest = first.to_owned();
        let behind = loop {
            if let Some(end) = reader.end_of(&rest) {
                break rest.split_off(end);
            }
            self.at += 1;
            let Some(line) = self.lines.get(self.at) else {
                return Err(unknown(begin, "a quote or bracket is left open"));
            };
            rest.clone_from(line);
        };
        self.at += 1;
        let comment = match behind.trim_start() {
            "" => None,
            text if text.starts_with('#') && behind.starts_with(' ') => {
                Some(behind.trim_end().to_owned())
            }
            _ => return Err(unknown(self.at - 1, "something stands behind the value")),
        };
        let last = self.lines[self.at - 1].len() - behind.len();
        let mut lines: Vec<String> = self.lines[begin + 1..self.at].to_vec();
        if let Some(line) = lines.last_mut() {
            line.truncate(last);
        }
        let first = if lines.is_empty() {
            rest
        } else {
            first.to_owned()
        };
        if lines.is_empty() || (reader.is_nested() && !reader.has_comment()) {
            let parts = [first.trim()]
                .into_iter()
                .chain(lines.iter().map(|line| line.trim()));
            let joined = parts.collect::<Vec<_>>().join(" ");
            let flow = Flow::read(&joined)
                .ok_or_else(|| unknown(begin, "its brackets hold what packs do not"))?;
            let fits = flow.is_deep() || flow.width() <= LONG_LIST;
            if lines.is_empty() || fits {
                return Ok((Content::Flow(flow), comment));
            }
        }
        let rest = if reader.is_nested() {
            let closing = lines.pop_if(|line| is_closing(line));
            let mut rest = moved_left(&lines);
            rest.extend(closing.map(|line| line.trim().to_owned()));
            rest
        } else {
            // Folding takes the spaces at a line's start anyway.
            lines
                .iter()
                .map(|line| line.trim_start().to_owned())
                .collect()
        };
        Ok((Content::Lines(first.trim_end().to_owned(), rest), comment))
    }

    /// A text without quotes, which may go on in lines that are indented deeper.
    fn plain(&mut self, first: &str, indent: usize) -> (Content, Option<String>) {
        let (text, comment) = match first.find(" #") {
            Some(at) => {
                let text = first[..at].trim_end();
                (text, Some(first[text.len()..].trim_end().to_owned()))
            }
            None => (first.trim_end(), None),
        };
        self.at += 1;
        let mut lines = Vec::new();
        while comment.is_none() {
            let Some(next) =
                (self.at..self.lines.len()).find(|n| !self.lines[*n].trim().is_empty())
            else {
                break;
            };
            if indent_of(&self.lines[next]) <= indent || is_trivia(&self.lines[next]) {
                break;
            }
            let more = &self.lines[self.at..=next];
            lines.extend(more.iter().map(|line| line.trim().to_owned()));
            self.at = next + 1;
        }
        let content = if lines.is_empty() {
            Content::Flow(Flow::Scalar(text.to_owned()))
        } else {
            Content::Lines(text.to_owned(), lines)
        };
        (content, comment)
    }
}

/// Brackets that close what began in another line, and nothing else.
pub(super) fn is_closing(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.chars().all(|c| matches!(c, ']' | '}'))
}

/// The lines without the indentation that all of them have.
fn moved_left(lines: &[String]) -> Vec<String> {
    let full = lines.iter().filter(|line| !line.trim().is_empty());
    let least = full.map(|line| indent_of(line)).min().unwrap_or(0);
    let moved = lines
        .iter()
        .map(|line| line.get(least..).unwrap_or_default().to_owned());
    moved.collect()
}

/// A key as written, and what stands behind its colon.
pub(super) fn split_key(content: &str) -> Option<(&str, &str)> {
    let end = match content.chars().next()? {
        '"' | '\'' => Reader::default().end_of(content)?,
        '{' | '[' | '&' | '*' | '!' | '|' | '>' | '%' | '@' | '`' | '#' => return None,
        '-' | '?' if content[1..].starts_with(' ') => return None,
        _ => content.match_indices(':').find_map(|(at, _)| {
            let behind = &content[at + 1..];
            (behind.is_empty() || behind.starts_with(' ')).then_some(at)
        })?,
    };
    let behind = content[end..].trim_start().strip_prefix(':')?;
    let key = content[..end].trim_end();
    let is_key =
        (behind.is_empty() || behind.starts_with(' ')) && !key.is_empty() && !key.contains(" #");
    is_key.then_some((key, behind))
}
