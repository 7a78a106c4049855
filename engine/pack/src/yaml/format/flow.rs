//! Values on one line: `{a: 1, b: [x, "y z"]}`.

/// As written; only spaces between the parts are lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flow {
    /// A word, a text in quotes, an alias.
    Scalar(String),
    List(Vec<Flow>),
    Map(Vec<(String, Flow)>),
}

/// Finds where quotes and brackets close, line by line.
#[derive(Debug, Default)]
pub struct Reader {
    open: usize,
    quote: Option<char>,
    nested: bool,
    comment: bool,
}

impl Reader {
    /// Whether it was a map or a list, not a text.
    pub fn is_nested(&self) -> bool {
        self.nested
    }

    /// Whether a comment stood inside.
    pub fn has_comment(&self) -> bool {
        self.comment
    }

    /// Reads a line on; where the value ends in it, if it does.
    pub fn end_of(&mut self, line: &str) -> Option<usize> {
        let mut chars = line.char_indices().peekable();
        let mut before = ' ';
        while let Some((at, c)) = chars.next() {
            match (self.quote, c) {
                (Some('"'), '\\') => {
                    chars.next();
                }
                (Some('\''), '\'') if chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                    chars.next();
                }
                (Some(quote), _) if c == quote => {
                    self.quote = None;
                    if self.open == 0 {
                        return Some(at + c.len_utf8());
                    }
                }
                (None, '"' | '\'') if begins_value(before) => self.quote = Some(c),
                (None, '{' | '[') => {
                    self.open += 1;
                    self.nested = true;
                }
                (None, '}' | ']') => {
                    self.open = self.open.saturating_sub(1);
                    if self.open == 0 {
                        return Some(at + 1);
                    }
                }
                (None, '#') if before == ' ' => {
                    self.comment = true;
                    return None;
                }
                _ => {}
            }
            before = c;
        }
        None
    }
}

/// A quote within a word is a letter: `O'Brien`.
fn begins_value(before: char) -> bool {
    matches!(before, ' ' | ',' | '[' | '{' | ':')
}

impl Flow {
    /// Reads one value that takes the whole text.
    pub fn read(text: &str) -> Option<Self> {
        let mut parser = Parser { rest: text };
        let flow = parser.value()?;
        parser.skip();
        parser.rest.is_empty().then_some(flow)
    }

    /// Maps or lists inside.
    pub fn is_deep(&self) -> bool {
        match self {
            Self::Scalar(_) => false,
            Self::List(items) => items.iter().any(|item| !matches!(item, Self::Scalar(_))),
            Self::Map(_) => true,
        }
    }

    /// Columns on one line. A text in quotes counts as the quotes alone: it is mostly a sentence,
    /// and no shorter in a line of its own.
    pub fn width(&self) -> usize {
        match self {
            Self::Scalar(text) if text.starts_with(['"', '\'']) => 2,
            Self::Scalar(text) => text.chars().count(),
            Self::List(items) => items.iter().map(|item| item.width() + 2).sum::<usize>(),
            Self::Map(entries) => {
                let of = |(key, value): &(String, Self)| key.chars().count() + 4 + value.width();
                entries.iter().map(of).sum()
            }
        }
    }

    /// On one line.
    pub fn line(&self) -> String {
        let join = |parts: Vec<String>| parts.join(", ");
        match self {
            Self::Scalar(text) => text.clone(),
            Self::List(items) => format!("[{}]", join(items.iter().map(Self::line).collect())),
            Self::Map(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, value)| format!("{key}: {}", value.line()));
                format!("{{{}}}", join(entries.collect()))
            }
        }
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn eat(&mut self, c: char) -> bool {
        self.skip();
        let eaten = self.rest.strip_prefix(c);
        self.rest = eaten.unwrap_or(self.rest);
        eaten.is_some()
    }

    /// The bounds of packs keep a file from nesting deep; the caller has parsed it.
    fn value(&mut self) -> Option<Flow> {
        if self.eat('{') {
            let mut entries = Vec::new();
            while !self.eat('}') {
                let key = self.scalar()?.to_owned();
                if !self.eat(':') {
                    return None;
                }
                entries.push((key, self.value()?));
                if !self.eat(',') && !self.rest.starts_with('}') {
                    return None;
                }
            }
            return Some(Flow::Map(entries));
        }
        if self.eat('[') {
            let mut items = Vec::new();
            while !self.eat(']') {
                items.push(self.value()?);
                if !self.eat(',') && !self.rest.starts_with(']') {
                    return None;
                }
            }
            return Some(Flow::List(items));
        }
        self.scalar().map(|text| Flow::Scalar(text.to_owned()))
    }

    /// A word, a text in quotes, or words up to what ends them here.
    fn scalar(&mut self) -> Option<&'a str> {
        self.skip();
        let end = match self.rest.chars().next()? {
            '"' | '\'' => Reader::default().end_of(self.rest)?,
            '&' | '!' => return None,
            _ => self.end_of_words(),
        };
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        let text = text.trim_end();
        (!text.is_empty()).then_some(text)
    }

    fn end_of_words(&self) -> usize {
        let ends = |(at, c): &(usize, char)| {
            let behind = self.rest[at + c.len_utf8()..].chars().next();
            match c {
                ',' | '[' | ']' | '{' | '}' => true,
                ':' => behind.is_none_or(|c| matches!(c, ' ' | ',' | '[' | ']' | '{' | '}')),
                _ => false,
            }
        };
        let mut letters = self.rest.char_indices();
        letters.find(ends).map_or(self.rest.len(), |(at, _)| at)
    }
}
