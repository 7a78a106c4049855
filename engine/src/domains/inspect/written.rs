//! The lines of a pack around a definition.

use stadion_pack::model::Place;

use crate::catalog::Catalog;
use crate::web::ui::pages::{SourceLine, WrittenAt};

/// Lines shown before a definition, and how many at most of all.
const BEFORE: usize = 2;
const MOST: usize = 40;

/// The place in the file that the live pack was compiled from.
pub fn written(catalog: &Catalog, place: &Place) -> Option<WrittenAt> {
    let (file, text) = catalog.written(place)?;
    Some(WrittenAt {
        file,
        line: place.line,
        lines: lines(&text, place.line),
    })
}

/// The definition that begins in a line goes on as long as lines are indented deeper.
fn lines(text: &str, first: usize) -> Vec<SourceLine> {
    let all: Vec<&str> = text.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let at = first.saturating_sub(1);
    let own = all.get(at).map_or(0, |line| indent(line));
    let goes_on = |line: &&&str| line.trim().is_empty() || indent(line) > own;
    let more = all.iter().skip(first).take_while(goes_on);
    // Blank lines at the end belong to nobody.
    let more: Vec<bool> = more.map(|line| !line.trim().is_empty()).collect();
    let last = at
        + more
            .iter()
            .rposition(|is_text| *is_text)
            .map_or(0, |n| n + 1);
    let from = at.saturating_sub(BEFORE);
    let shown = all.iter().enumerate().skip(from).take(MOST);
    shown
        .take_while(|(n, _)| *n <= last + 1)
        .map(|(n, line)| SourceLine {
            number: n + 1,
            text: (*line).to_owned(),
            is_here: (at..=last).contains(&n),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_ends_where_the_next_begins() {
        let text = "a:\n  x: 1\n\n# far\nb:\n  when: 1 < 2\n\n  per: each\n\nc: {}\n";
        let told: Vec<_> = lines(text, 5)
            .into_iter()
            .map(|line| (line.number, line.is_here))
            .collect();
        let expected = [
            (3, false),
            (4, false),
            (5, true),
            (6, true),
            (7, true),
            (8, true),
            (9, false),
        ];
        assert_eq!(told, expected);
        assert_eq!(lines("a: 1", 1).len(), 1);
        assert_eq!(lines("a: 1", 99).len(), 0);
        let long = format!("a:\n{}", "  b: 1\n".repeat(500));
        assert_eq!(lines(&long, 1).len(), MOST);
    }
}
