//! Where a part of a YAML text stands in the file, whichever way the text is written: plain, quoted,
//! folded or as a block.

use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

/// The place of `part` of `text` within `written`, the scalar as it stands in the file. Nothing
/// where the two cannot be followed side by side, as with an escape of a letter.
pub(crate) fn written(written: &str, text: &str, part: &Range<usize>) -> Option<Range<usize>> {
    let body = body(written);
    let mut found: Option<Range<usize>> = None;
    let mut rest = written.get(body.clone())?.char_indices().peekable();
    for (at, letter) in text.char_indices() {
        if at >= part.end.max(part.start + 1) {
            break;
        }
        let (from, to) = follow(&mut rest, letter)?;
        if at >= part.start {
            let start = found.as_ref().map_or(from, |range| range.start);
            found = Some(start..to);
        }
    }
    // An error at the very end of a text points behind it.
    let end = || written.len()..written.len();
    let inside = |range: Range<usize>| body.start + range.start..body.start + range.end;
    match found {
        Some(range) if part.is_empty() => Some(inside(range.start..range.start)),
        Some(range) => Some(inside(range)),
        None => (part.start >= text.trim_end().len()).then(end),
    }
}

/// Without quotes, or without the line that opens a block.
fn body(written: &str) -> Range<usize> {
    match written.chars().next() {
        Some('"' | '\'') => 1..written.len(),
        Some('|' | '>') => written.find('\n').unwrap_or(0)..written.len(),
        _ => 0..written.len(),
    }
}

/// Takes from `rest` what stands for `letter`: from where to where.
fn follow(rest: &mut Peekable<CharIndices<'_>>, letter: char) -> Option<(usize, usize)> {
    loop {
        let (from, found) = rest.next()?;
        match found {
            c if c == letter && c == '\'' => {
                // Single quotes double the ones inside.
                let doubled = rest.next_if(|(_, next)| *next == '\'');
                return Some((from, from + 1 + usize::from(doubled.is_some())));
            }
            c if c == letter => return Some((from, from + c.len_utf8())),
            c if c.is_whitespace() && letter.is_whitespace() => {
                let mut to = from + c.len_utf8();
                while let Some((at, blank)) = rest.next_if(|(_, next)| next.is_whitespace()) {
                    to = at + blank.len_utf8();
                }
                return Some((from, to));
            }
            c if c.is_whitespace() => {}
            '\\' => match rest.next()? {
                (at, next) if next == letter => return Some((from, at + next.len_utf8())),
                (_, '\n') => {}
                _ => return None,
            },
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(scalar: &str, text: &str, part: &str) -> Option<String> {
        let at = text.find(part)?;
        let range = written(scalar, text, &(at..at + part.len()))?;
        Some(format!("{}:{}", range.start, scalar.get(range.clone())?))
    }

    #[test]
    fn a_part_is_found_however_the_text_is_written() {
        let text = "a.b + wrong * 2";
        for scalar in [
            "a.b + wrong * 2",
            "\"a.b + wrong * 2\"",
            "'a.b + wrong * 2'",
            ">-\n    a.b +\n    wrong\n    * 2",
            "a.b\n    + wrong\n  * 2",
        ] {
            let found = place(scalar, text, "wrong").expect(scalar);
            let at = scalar.find("wrong").expect("written");
            assert_eq!(found, format!("{at}:wrong"), "{scalar}");
        }
        let block = "|\n  a ==\n    \"x\"\n";
        assert_eq!(
            place(block, "a ==\n  \"x\"\n", "\"x\""),
            Some("13:\"x\"".into())
        );
        let quoted = r#""m == \"sensed\" && n""#;
        assert_eq!(
            place(quoted, "m == \"sensed\" && n", "\"sensed\""),
            Some(r#"6:\"sensed\""#.into())
        );
        assert_eq!(place(r#""\u0061 b""#, "a b", "b"), None);
    }
}
