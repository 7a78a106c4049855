//! Where a mistake in YAML was likely made, when the parser stops further down.

use std::ops::Range;

use crate::finding::Report;
use crate::place::{Span, line_column};

/// A report of what was likely meant, for an error of the parser at a place.
pub(super) fn explain(text: &str, stopped: Span) -> Option<Report> {
    let open = || open_bracket(text, stopped);
    open_text(text, stopped)
        .or_else(open)
        .or_else(|| uneven_lines(text, stopped))
        .or_else(|| tab(text, stopped))
}

/// A quoted text that goes on over lines and ends where the next one was to begin.
fn open_text(text: &str, stopped: Span) -> Option<Report> {
    let at = stopped.range().start;
    let is_it =
        |found: &Range<usize>| found.start < at && at <= found.end + 1 && spans_lines(text, found);
    let found = quoted(text).into_iter().find(is_it)?;
    let first = text.get(found.clone())?.lines().next()?.len();
    let span = Span::new(stopped.file, found.start..found.start + first);
    let message = if found.end < text.len() {
        let last = line_column(text, found.end).line;
        format!("the text that begins here goes on to line {last}")
    } else {
        "the text that begins here has no end".to_owned()
    };
    Some(Report::error("S0011", span, message).help("is its closing quote missing?"))
}

fn spans_lines(text: &str, found: &Range<usize>) -> bool {
    text.get(found.clone())
        .is_some_and(|found| found.contains('\n'))
}

/// Quoted scalars, as far as one can tell without parsing: a quote opens where a value may begin.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut letters = text.char_indices().peekable();
    let (mut may_begin, mut is_blank) = (true, true);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '#' if is_blank => while letters.next_if(|(_, c)| *c != '\n').is_some() {},
            '"' | '\'' if may_begin => {
                let end = end_of_quote(text, at, letter);
                found.push(at..end);
                while letters.next_if(|(next, _)| *next < end).is_some() {}
                may_begin = false;
            }
            '\n' | ',' | '[' | '{' => may_begin = true,
            ':' | '-' | '?' if letters.peek().is_none_or(|(_, next)| next.is_whitespace()) => {
                may_begin = true;
            }
            c if c.is_whitespace() => {}
            _ => may_begin = false,
        }
        is_blank = letter.is_whitespace();
    }
    found
}

/// A list or map in brackets that goes on into the next entry of a block.
fn open_bracket(text: &str, stopped: Span) -> Option<Report> {
    let upto = text.get(..stopped.range().start)?;
    let line = upto.rfind('\n').map_or(0, |at| at + 1);
    let mut open: Vec<usize> = Vec::new();
    let texts = quoted(text.get(..line)?);
    let mut is_comment = false;
    for (at, letter) in text.get(..line)?.char_indices() {
        match letter {
            _ if texts.iter().any(|quoted| quoted.contains(&at)) => {}
            '\n' => is_comment = false,
            '#' if text.get(..at)?.ends_with(char::is_whitespace) => is_comment = true,
            _ if is_comment => {}
            '[' | '{' => open.push(at),
            ']' | '}' => drop(open.pop()),
            _ => {}
        }
    }
    let first = *open.first()?;
    let own_line = text.get(..first)?.rfind('\n').map_or(0, |at| at + 1);
    let own = depth(text.get(own_line..)?.lines().next()?)?;
    let next = text.get(line..)?.lines().next()?;
    let is_entry = next
        .split(": ")
        .next()
        .is_some_and(|key| !key.contains(['{', '[', ',']));
    if !is_entry || depth(next)? > own {
        return None;
    }
    let span = Span::new(stopped.file, first..first + 1);
    let number = line_column(text, line).line;
    let message = format!("the bracket that opens here is still open on line {number}");
    Some(Report::error("S0011", span, message).help("close it where its list or map ends"))
}

/// Behind the quote that closes the one at `start`; the end of the text where none does.
fn end_of_quote(text: &str, start: usize, quote: char) -> usize {
    let mut letters = text
        .get(start + 1..)
        .unwrap_or_default()
        .char_indices()
        .peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' if quote == '"' => {
                letters.next();
            }
            c if c == quote => {
                let is_doubled =
                    quote == '\'' && letters.next_if(|(_, next)| *next == quote).is_some();
                if !is_doubled {
                    return start + 1 + at + quote.len_utf8();
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// The first line, up to where the parser stopped, that is indented by a tab.
fn tab(text: &str, stopped: Span) -> Option<Report> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if start > stopped.range().start {
            break;
        }
        let blank = line.len() - line.trim_start().len();
        if line.get(..blank)?.contains('\t') && !line.trim().is_empty() {
            let words = start + blank..start + line.trim_end().len();
            let span = Span::new(stopped.file, words);
            let report = Report::error("S0011", span, "a tab stands before this line");
            return Some(report.help("YAML indents with spaces"));
        }
        start += line.len();
    }
    None
}

/// A line further out than those above it, and further in than the one these stand under.
fn uneven_lines(text: &str, stopped: Span) -> Option<Report> {
    let line = line_column(text, stopped.range().start).line;
    let lines: Vec<&str> = text.lines().take(line).collect();
    let own = depth(lines.last()?)?;
    let above = lines.iter().enumerate().rev().skip(1);
    let mut above = above.filter_map(|(at, line)| Some((at, depth(line)?)));
    let mut first = None;
    let outer = loop {
        match above.next() {
            Some((at, deep)) if deep > own => first = Some((at, deep)),
            other => break other,
        }
    };
    let (at, deep) = first?;
    if outer.is_some_and(|(_, outer)| outer >= own) {
        return None;
    }
    let message = format!(
        "this line is indented by {own}, and those from line {} on by {deep}",
        at + 1
    );
    let help = format!(
        "indent them alike, or write above line {} what they stand under",
        at + 1
    );
    Some(Report::error("S0011", stopped, message).help(help))
}

/// How far in a line begins that says something.
fn depth(line: &str) -> Option<usize> {
    let words = line.trim_start_matches(' ');
    (!words.is_empty() && !words.starts_with('#')).then_some(line.len() - words.len())
}

#[cfg(test)]
mod tests {
    use crate::yaml::parse;

    fn told(text: &str) -> (String, String) {
        let (_, reports) = parse(0, text);
        let report = &reports[0];
        (text[report.span.range()].to_owned(), report.message.clone())
    }

    #[test]
    fn a_text_without_its_closing_quote_is_told_where_it_begins() {
        let text = "id: x\nrequires: {core: \"^1}\nowner: me\ntheme: {accent: \"#aabbcc\"}\n";
        let (place, message) = told(text);
        assert_eq!(place, "\"^1}");
        assert_eq!(message, "the text that begins here goes on to line 4");
    }

    #[test]
    fn a_bracket_that_is_not_closed_is_told_where_it_opens() {
        let text = "five:\n  tiers: [{at: 1}, {at: 5}\n\n# Going on\nten:\n  icon: medal\n";
        let (place, message) = told(text);
        assert_eq!(place, "[");
        assert_eq!(
            message,
            "the bracket that opens here is still open on line 5"
        );
    }

    #[test]
    fn lines_that_lost_what_they_stand_under_are_told() {
        let text = "set:\n    a: {type: count}\n    b: {type: count}\n  source: fit:set\n";
        let (_, message) = told(text);
        assert_eq!(
            message,
            "this line is indented by 2, and those from line 2 on by 4"
        );
    }
}
