//! The word under the cursor in an expression.

use std::ops::Range;

#[derive(Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// What stands before its dot: `workout` of `workout.distance`.
    pub root: Option<&'a str>,
    pub name: &'a str,
    pub span: Range<usize>,
    /// Inside a text of the expression: what that text is compared with, `user.category`.
    pub compared: Option<&'a str>,
    pub is_text: bool,
}

/// The word at the cursor, possibly empty, in the expression that stands at `span`.
pub fn word_at<'a>(text: &'a str, span: &Range<usize>, cursor: usize) -> Option<Word<'a>> {
    let written = text.get(span.clone())?;
    // The quotes of YAML are not those of a text.
    let opening = written.starts_with(['"', '\'']);
    let from = span.start + usize::from(opening);
    let before = text.get(from..cursor)?;
    let is_text = before.matches('"').count() % 2 == 1;
    let belongs = |c: char| c.is_alphanumeric() || c == '_' || (is_text && matches!(c, '.' | '-'));
    let start = cursor - tail(before, belongs).len();
    let after = text.get(cursor..span.end.max(cursor))?;
    let length = after.find(|c| !belongs(c)).unwrap_or(after.len());
    let span = start..cursor + length;
    let left = text.get(from..start)?;
    let name = |c: char| c.is_alphanumeric() || c == '_';
    let root = left.strip_suffix('.').map(|left| tail(left, name));
    Some(Word {
        root: root.filter(|root| !is_text && !root.is_empty()),
        name: text.get(span.clone())?,
        span,
        compared: if is_text { compared(left) } else { None },
        is_text,
    })
}

/// The longest end of a text of such letters.
fn tail(text: &str, belongs: impl Fn(char) -> bool) -> &str {
    let start = text.rfind(|c| !belongs(c));
    let behind = |at: usize| {
        at + text
            .get(at..)
            .and_then(|t| t.chars().next())
            .map_or(1, char::len_utf8)
    };
    text.get(start.map_or(0, behind)..).unwrap_or_default()
}

/// `user.category` of `… user.category == "`, and of `… in ["a", "`.
fn compared(left: &str) -> Option<&str> {
    let left = left.trim_end_matches(['"', '\\']).trim_end();
    let left = match left.rfind('[') {
        Some(list) if !left.get(list..).is_some_and(|l| l.contains(']')) => left.get(..list)?,
        _ => left,
    };
    let left = left.trim_end();
    let sides = ["==", "!=", "!in", "in"];
    let left = sides.into_iter().find_map(|sign| left.strip_suffix(sign))?;
    let dotted = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    Some(tail(left.trim_end(), dotted)).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(marked: &str) -> (Option<String>, String, Option<String>) {
        let cursor = marked.find('|').expect("a cursor");
        let text = marked.replacen('|', "", 1);
        let word = word_at(&text, &(0..text.len()), cursor).expect("a word");
        assert_eq!(text.get(word.span.clone()), Some(word.name));
        let owned = |text: Option<&str>| text.map(str::to_owned);
        (owned(word.root), word.name.to_owned(), owned(word.compared))
    }

    #[test]
    fn words_have_what_stands_before_their_dot() {
        let some = |text: &str| Some(text.to_owned());
        let word = |text: &str| text.to_owned();
        assert_eq!(
            at("workout.dis|tance > km(5)"),
            (some("workout"), word("distance"), None)
        );
        assert_eq!(at("workout.|"), (some("workout"), word(""), None));
        assert_eq!(at("a && |"), (None, word(""), None));
        assert_eq!(at("workout.distance > k|m(5)"), (None, word("km"), None));
        assert_eq!(at("\"wor|\""), (None, word("wor"), None));
        assert_eq!(
            at("user.category == \"ath|\""),
            (None, word("ath"), some("user.category"))
        );
        assert_eq!(
            at("\"workout.sport in [\\\"a.b\\\", \\\"run|\\\"]\""),
            (None, word("run"), some("workout.sport"))
        );
    }
}
