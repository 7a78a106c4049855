//! Maps and lists in brackets.

use super::{Role, Scan, Step, key, unquoted};

/// Brackets inside each other; the compiler refuses far fewer.
const MAX_DEPTH: usize = 64;

impl Scan<'_> {
    /// From an opening bracket to behind its closing one; where that is missing, to the line that
    /// cannot belong to it.
    pub(super) fn flow(
        &mut self,
        open: usize,
        path: &[Step],
        column: usize,
        depth: usize,
    ) -> usize {
        if depth >= MAX_DEPTH {
            return self.text.len();
        }
        let is_map = self.from(open).starts_with('{');
        let mut at = open + 1;
        let mut count = 0;
        // Whether an entry may begin here: behind the bracket or a comma.
        let mut is_due = true;
        while let Some(next) = self.skip_blank(at, column) {
            let inner = inside(path, is_map, count);
            if is_due && (at..=next).contains(&self.cursor) {
                self.slot(inner.clone(), begun(is_map), self.cursor..self.cursor);
            }
            is_due = false;
            at = match self.from(next).chars().next() {
                Some('}' | ']') => return next + 1,
                Some(',') => {
                    is_due = true;
                    count += 1;
                    next + 1
                }
                Some(_) if is_map => self.flow_pair(next, &inner, column, depth),
                Some(_) => self.flow_value(next, inner, column, depth),
                None => return next,
            };
        }
        // The closing bracket is missing.
        let end = self.line_end(at);
        if is_due && (at..=end).contains(&self.cursor) {
            let inner = inside(path, is_map, count);
            self.slot(inner, begun(is_map), self.cursor..self.cursor);
        }
        end
    }

    /// The next word; nothing where the text ends, or a line begins that belongs further out.
    fn skip_blank(&self, mut at: usize, column: usize) -> Option<usize> {
        loop {
            let end = self.line_end(at);
            let line = self.text.get(at..end)?;
            let words = line.trim_start();
            if !words.is_empty() && !words.starts_with('#') {
                return Some(end - words.len());
            }
            at = self.next_line(end);
            let line = self.text.get(at..self.line_end(at))?;
            if at >= self.text.len() {
                return None;
            }
            let words = line.trim_start();
            let indent = line.len() - words.len();
            let begins = key(words).is_some() || words.starts_with("- ");
            if indent <= column && begins {
                return None;
            }
        }
    }

    /// A key with its value, or a key under way.
    fn flow_pair(&mut self, at: usize, path: &[Step], column: usize, depth: usize) -> usize {
        let behind = self.flow_word(at, true);
        let colon = self.from(behind).trim_start_matches(' ');
        let colon_at = self.from(behind).len() - colon.len() + behind;
        if !colon.starts_with(':') {
            self.slot(path.to_vec(), Role::Key { has_colon: false }, at..behind);
            return behind.max(at + usize::from(behind == at));
        }
        let name = self.text.get(at..behind).unwrap_or_default();
        self.slot(path.to_vec(), Role::Key { has_colon: true }, at..behind);
        let child = path.iter().cloned();
        let child = child
            .chain([Step::Key(unquoted(name).to_owned())])
            .collect();
        let from = colon_at + 1;
        let rest = self.text.get(from..self.line_end(from)).unwrap_or_default();
        let start = from + rest.len() - rest.trim_start().len();
        if matches!(
            self.from(start).chars().next(),
            None | Some(',' | '}' | ']' | '\r' | '\n')
        ) {
            let is_here = (from..=start).contains(&self.cursor);
            let place = if is_here { self.cursor } else { start };
            self.slot(child, Role::Value, place..place);
            return start;
        }
        self.flow_value(start, child, column, depth)
    }

    fn flow_value(&mut self, at: usize, path: Vec<Step>, column: usize, depth: usize) -> usize {
        if self.from(at).starts_with(['{', '[']) {
            return self.flow(at, &path, column, depth + 1);
        }
        let behind = self.flow_word(at, false);
        self.slot(path, Role::Value, at..behind);
        // Something is taken, whatever it is, so that the text ends.
        let letter = self.from(at).chars().next().map_or(1, char::len_utf8);
        behind.max(at + letter)
    }

    /// Behind a quoted or plain word. A key ends at its colon, a value has colons inside (`m:ss`).
    fn flow_word(&self, at: usize, is_key: bool) -> usize {
        let rest = self.from(at);
        if rest.starts_with(['"', '\'']) {
            return self.quoted(at);
        }
        let ends = |(place, letter): &(usize, char)| match letter {
            ',' | '{' | '}' | '[' | ']' | '\r' | '\n' => true,
            ':' if is_key => {
                let behind = rest.get(place + 1..).unwrap_or_default();
                behind.is_empty() || behind.starts_with([' ', ',', '}', '\r', '\n'])
            }
            _ => false,
        };
        let length = rest
            .char_indices()
            .find(ends)
            .map_or(rest.len(), |(n, _)| n);
        let word = rest.get(..length).unwrap_or_default();
        self.reached(at + word.trim_end().len(), at + length)
    }
}

fn inside(path: &[Step], is_map: bool, count: usize) -> Vec<Step> {
    let item = (!is_map).then_some(Step::Item(count));
    path.iter().cloned().chain(item).collect()
}

/// What an entry is that nothing is written of yet.
fn begun(is_map: bool) -> Role {
    if is_map {
        Role::Key { has_colon: false }
    } else {
        Role::Fresh
    }
}
