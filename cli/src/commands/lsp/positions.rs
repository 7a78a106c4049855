//! Byte offsets and the protocol's positions: lines from zero, and columns in UTF-16 code units
//! unless the editor takes bytes.

use std::ops::Range;

use lsp_types::{Position, PositionEncodingKind, Range as Stretch};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
}

impl Encoding {
    /// Bytes where the editor offers them; else what every editor knows.
    pub fn chosen(offered: Option<&[PositionEncodingKind]>) -> Self {
        if offered.is_some_and(|kinds| kinds.contains(&PositionEncodingKind::UTF8)) {
            Self::Utf8
        } else {
            Self::Utf16
        }
    }

    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn width(self, letter: char) -> usize {
        match self {
            Self::Utf8 => letter.len_utf8(),
            Self::Utf16 => letter.len_utf16(),
        }
    }
}

/// A text with the starts of its lines, for many questions.
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str, encoding: Encoding) -> Self {
        let after = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(after).collect(),
            encoding,
        }
    }

    /// Of a byte offset; one inside a letter or past the end is moved before it.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let start = self.starts.get(line).copied().unwrap_or_default();
        let rest = self.text.get(start..).unwrap_or_default();
        let before = rest
            .char_indices()
            .take_while(|(at, letter)| start + at + letter.len_utf8() <= offset);
        let column: usize = before.map(|(_, letter)| self.encoding.width(letter)).sum();
        Position::new(number(line), number(column))
    }

    pub fn range(&self, span: &Range<usize>) -> Stretch {
        Stretch::new(self.position(span.start), self.position(span.end))
    }

    /// The byte offset of a position; one past the end of its line is moved there, as the protocol
    /// asks.
    pub fn offset(&self, position: Position) -> usize {
        let line = position.line as usize;
        let Some(start) = self.starts.get(line).copied() else {
            return self.text.len();
        };
        let end = self.starts.get(line + 1).map_or(self.text.len(), |n| n - 1);
        let text = self.text.get(start..end).unwrap_or_default();
        let mut column = 0;
        for (at, letter) in text.char_indices() {
            if column >= position.character as usize {
                return start + at;
            }
            column += self.encoding.width(letter);
        }
        start + text.trim_end_matches('\r').len()
    }

    pub fn span(&self, range: Stretch) -> Range<usize> {
        let start = self.offset(range.start);
        start..self.offset(range.end).max(start)
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_as_agreed() {
        let text = "a: Бег 🏃!\r\nunit: m";
        let at = text.find('!').unwrap();
        for (encoding, column) in [(Encoding::Utf16, 9), (Encoding::Utf8, 14)] {
            let lines = Lines::new(text, encoding);
            assert_eq!(lines.position(at), Position::new(0, column));
            assert_eq!(lines.offset(Position::new(0, column)), at);
            assert_eq!(lines.offset(Position::new(0, 99)), at + 1, "before the \\r");
            assert_eq!(lines.offset(Position::new(1, 6)), text.len() - 1);
            assert_eq!(lines.offset(Position::new(9, 0)), text.len());
            assert_eq!(lines.position(9_999), Position::new(1, 7));
        }
    }

    #[test]
    fn bytes_are_taken_where_they_are_offered() {
        let both = [PositionEncodingKind::UTF16, PositionEncodingKind::UTF8];
        assert_eq!(Encoding::chosen(Some(&both)), Encoding::Utf8);
        assert_eq!(Encoding::chosen(Some(&both[..1])), Encoding::Utf16);
        assert_eq!(Encoding::chosen(None), Encoding::Utf16);
    }
}
