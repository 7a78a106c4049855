//! Where keys and values stand in a YAML text, also in one that does not parse: what is under the
//! cursor is half written. Reads indentation and brackets alone; the compiler judges.

mod flow;

use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Key(String),
    Item(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A key of the map at `path`, with its colon or still without.
    Key { has_colon: bool },
    /// What stands at `path`.
    Value,
    /// Something begins at `path`: a value, or the first key of a map.
    Fresh,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub path: Vec<Step>,
    pub role: Role,
    pub span: Range<usize>,
}

/// All keys and values of a text, and the empty place where the cursor is.
pub struct Outline<'a> {
    text: &'a str,
    slots: Vec<Slot>,
}

impl<'a> Outline<'a> {
    pub fn new(text: &'a str, cursor: usize) -> Self {
        let mut scan = Scan {
            text,
            cursor,
            at: 0,
            frames: Vec::new(),
            slots: Vec::new(),
        };
        while scan.at < text.len() {
            scan.line();
        }
        if cursor == text.len() && (text.is_empty() || text.ends_with('\n')) {
            scan.blank(cursor);
        }
        Self {
            text,
            slots: scan.slots,
        }
    }

    /// What the cursor is in, or at the end of.
    pub fn at(&self, cursor: usize) -> Option<&Slot> {
        let touching = |slot: &&Slot| slot.span.start <= cursor && cursor <= slot.span.end;
        self.slots.iter().rev().find(touching)
    }

    /// The keys written in the map at a path, without the one at `but`.
    pub fn keys(&self, path: &[Step], but: &Range<usize>) -> Vec<&'a str> {
        let written = |slot: &&Slot| {
            slot.role == Role::Key { has_colon: true } && slot.path == path && slot.span != *but
        };
        let keys = self.slots.iter().filter(written);
        keys.filter_map(|slot| Some(unquoted(self.text.get(slot.span.clone())?)))
            .collect()
    }

    /// The other entries of the list that an entry stands in.
    pub fn items(&self, entry: &Slot) -> Vec<&'a str> {
        let Some((Step::Item(_), list)) = entry.path.split_last() else {
            return Vec::new();
        };
        let beside = self.slots.iter().filter(|slot| {
            let is_item = matches!(slot.path.split_last(), Some((Step::Item(_), of)) if of == list);
            is_item && !matches!(slot.role, Role::Key { .. }) && slot.span != entry.span
        });
        beside
            .filter_map(|slot| Some(unquoted(self.text.get(slot.span.clone())?)))
            .collect()
    }
}

/// A scalar without its quotes. Escapes stay: no name has any.
pub fn unquoted(text: &str) -> &str {
    let inner = text.strip_prefix(['"', '\'']).unwrap_or(text);
    if inner.len() == text.len() {
        text
    } else {
        inner.strip_suffix(['"', '\'']).unwrap_or(inner)
    }
}

/// A map or list written in lines, that is still open.
#[derive(Clone)]
struct Frame {
    indent: usize,
    path: Vec<Step>,
    is_list: bool,
    /// Entries of a list so far.
    count: usize,
    /// The last key of a map.
    last: String,
}

impl Frame {
    /// Where what stands deeper belongs.
    fn child(&self) -> Vec<Step> {
        let step = if self.is_list {
            Step::Item(self.count.saturating_sub(1))
        } else {
            Step::Key(self.last.clone())
        };
        self.path.iter().cloned().chain([step]).collect()
    }
}

struct Scan<'a> {
    text: &'a str,
    cursor: usize,
    at: usize,
    frames: Vec<Frame>,
    slots: Vec<Slot>,
}

impl<'a> Scan<'a> {
    fn from(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    /// Up to the line's end, without it.
    fn line_end(&self, at: usize) -> usize {
        let rest = self.from(at);
        let length = rest.find('\n').unwrap_or(rest.len());
        let is_crlf = rest.get(..length).is_some_and(|line| line.ends_with('\r'));
        at + length - usize::from(is_crlf)
    }

    fn next_line(&self, at: usize) -> usize {
        let rest = self.from(at);
        rest.find('\n').map_or(self.text.len(), |n| at + n + 1)
    }

    fn slot(&mut self, path: Vec<Step>, role: Role, span: Range<usize>) {
        self.slots.push(Slot { path, role, span });
    }

    fn line(&mut self) {
        let start = self.at;
        let end = self.line_end(start);
        let line = self.text.get(start..end).unwrap_or_default();
        let words = line.trim_start_matches(' ');
        self.at = self.next_line(end);
        if words.trim().is_empty() {
            if (start..=end).contains(&self.cursor) {
                self.blank(start);
            }
        } else if !words.starts_with('#') && !matches!(words.trim_end(), "---" | "...") {
            let indent = line.len() - words.len();
            self.entry(start + indent, indent);
        }
    }

    /// The cursor in a line with nothing in it: its column says where it belongs.
    fn blank(&mut self, line: usize) {
        let column = self.cursor.saturating_sub(line);
        let frames = self.frames.clone();
        let (path, role) = self.belongs(column);
        self.slot(path, role, self.cursor..self.cursor);
        self.frames = frames;
    }

    /// Closes what is deeper than a column and is no list entry's; tells what a word there is.
    fn belongs(&mut self, column: usize) -> (Vec<Step>, Role) {
        self.close(column);
        match self.frames.last() {
            None => (Vec::new(), Role::Fresh),
            Some(map) if map.indent == column => (map.path.clone(), Role::Key { has_colon: false }),
            Some(outer) => (outer.child(), Role::Fresh),
        }
    }

    /// After this the last open is a map at the column, or stands to the left of it.
    fn close(&mut self, column: usize) {
        let is_over =
            |frame: &Frame| frame.indent > column || (frame.is_list && frame.indent == column);
        while self.frames.last().is_some_and(is_over) {
            self.frames.pop();
        }
    }

    /// An entry of a list, a key with its value, or a lone word.
    fn entry(&mut self, at: usize, column: usize) {
        let end = self.line_end(at);
        let words = self.text.get(at..end).unwrap_or_default();
        if words == "-" || words.starts_with("- ") {
            self.list_entry(at, column);
        } else if let Some((key, after)) = key(words) {
            self.close(column);
            let is_open = self.frames.last().is_some_and(|map| map.indent == column);
            if !is_open {
                let path = self.frames.last().map(Frame::child).unwrap_or_default();
                self.open(column, path, false);
            }
            let name = words.get(..key).unwrap_or_default();
            let Some(map) = self.frames.last_mut() else {
                return;
            };
            unquoted(name).clone_into(&mut map.last);
            let (path, child) = (map.path.clone(), map.child());
            self.slot(path, Role::Key { has_colon: true }, at..at + key);
            self.value(at + after, child, Role::Value, column);
        } else {
            let (path, role) = self.belongs(column);
            let outer = self.frames.last().map_or(0, |frame| frame.indent);
            self.value(at, path, role, outer);
        }
    }

    fn open(&mut self, indent: usize, path: Vec<Step>, is_list: bool) {
        self.frames.push(Frame {
            indent,
            path,
            is_list,
            count: 0,
            last: String::new(),
        });
    }

    fn list_entry(&mut self, at: usize, column: usize) {
        while self
            .frames
            .last()
            .is_some_and(|frame| frame.indent > column)
        {
            self.frames.pop();
        }
        let is_open = |list: &Frame| list.is_list && list.indent == column;
        if !self.frames.last().is_some_and(is_open) {
            let path = self.frames.last().map(Frame::child).unwrap_or_default();
            self.open(column, path, true);
        }
        let Some(list) = self.frames.last_mut() else {
            return;
        };
        list.count += 1;
        let child = list.child();
        let end = self.line_end(at);
        let rest = self.text.get(at + 1..end).unwrap_or_default();
        let blank = rest.len() - rest.trim_start().len();
        if rest.trim().is_empty() {
            let here = at + 1..=end;
            let place = if here.contains(&self.cursor) {
                self.cursor
            } else {
                end
            };
            self.slot(child, Role::Fresh, place..place);
        } else if rest.trim_start().starts_with('-') || key(rest.trim_start()).is_some() {
            self.entry(at + 1 + blank, column + 1 + blank);
        } else {
            self.value(at + 1 + blank, child, Role::Fresh, column);
        }
    }

    /// A value from `at` on, in a map or list at `column`; moves on behind it.
    fn value(&mut self, at: usize, path: Vec<Step>, role: Role, column: usize) {
        let end = self.line_end(at);
        let rest = self.text.get(at..end).unwrap_or_default();
        let start = at + rest.len() - rest.trim_start().len();
        let words = rest.trim_start();
        self.at = self.next_line(end);
        match words.chars().next() {
            None | Some('#') => {
                let here = at..=start;
                let place = if here.contains(&self.cursor) {
                    self.cursor
                } else {
                    start
                };
                self.slot(path, role, place..place);
            }
            Some('{' | '[') => {
                let behind = self.flow(start, &path, column, 0);
                self.at = self.next_line(behind);
            }
            Some('|' | '>') => {
                let behind = self.deeper(end, column, |_| true);
                self.slot(path, role, start..behind);
                self.at = self.next_line(behind);
            }
            Some('"' | '\'') => {
                let behind = self.quoted(start);
                self.slot(path, role, start..behind);
                self.at = self.next_line(behind);
            }
            Some(_) => {
                let shown = words.split(" #").next().unwrap_or_default();
                let behind = self.reached(start + shown.trim_end().len(), start + shown.len());
                let goes_on = |line: &str| {
                    key(line).is_none() && !line.starts_with('#') && !line.starts_with("- ")
                };
                let behind = if role == Role::Value && shown.len() == words.len() {
                    self.deeper(end, column, goes_on).max(behind)
                } else {
                    behind
                };
                self.slot(path, role, start..behind);
                self.at = self.next_line(behind);
            }
        }
    }

    /// The end of a word, or the cursor among the blanks behind it.
    fn reached(&self, end: usize, blank: usize) -> usize {
        if (end..=blank).contains(&self.cursor) {
            self.cursor
        } else {
            end
        }
    }

    /// The end of the last of the lines after `end` that are deeper than a column.
    fn deeper(&self, end: usize, column: usize, goes_on: impl Fn(&str) -> bool) -> usize {
        let (mut last, mut at) = (end, self.next_line(end));
        while at < self.text.len() {
            let end = self.line_end(at);
            let line = self.text.get(at..end).unwrap_or_default();
            let words = line.trim_start_matches(' ');
            if !words.is_empty() {
                if line.len() - words.len() <= column || !goes_on(words) {
                    break;
                }
                last = end;
            }
            at = self.next_line(at);
        }
        last
    }

    /// Behind the closing quote; behind the line where there is none.
    fn quoted(&self, start: usize) -> usize {
        let rest = self.from(start);
        let quote = rest.chars().next().unwrap_or('"');
        let mut letters = rest.char_indices().skip(1).peekable();
        while let Some((at, letter)) = letters.next() {
            if letter == '\\' && quote == '"' {
                letters.next();
            } else if letter == quote {
                let is_doubled = quote == '\'' && letters.peek().is_some_and(|(_, c)| *c == quote);
                if !is_doubled {
                    return start + at + 1;
                }
                letters.next();
            }
        }
        self.line_end(start)
    }
}

/// The length of the key that a line begins with, and where the text behind its colon begins.
fn key(line: &str) -> Option<(usize, usize)> {
    let quote = line.chars().next()?;
    let from = match quote {
        '"' | '\'' => line.get(1..)?.find(quote)? + 2,
        '{' | '[' | '#' | '&' | '*' | '!' | '|' | '>' => return None,
        _ => 0,
    };
    let rest = line.get(from..)?;
    let colon = rest.match_indices(':').find(|(at, _)| {
        let behind = rest.get(at + 1..).unwrap_or_default();
        behind.is_empty() || behind.starts_with([' ', '\t'])
    })?;
    let before = rest.get(..colon.0)?;
    let is_plain = from == 0 && !before.contains(" #") && !before.trim().is_empty();
    let is_quoted = from > 0 && before.trim().is_empty();
    let length = if from == 0 {
        before.trim_end().len()
    } else {
        from
    };
    (is_plain || is_quoted).then_some((length, from + colon.0 + 1))
}

#[cfg(test)]
mod tests;
