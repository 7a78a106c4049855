//! Writes figures into the text of cases; all else stays byte for byte.

use std::collections::BTreeMap;

use stadion_pack::place::Span;

use super::model::Rewrite;
use super::read::Cases;

/// The new text of each file that some of `rewrites` are about, by the file's name in messages.
pub fn apply(cases: &Cases, rewrites: &[Rewrite]) -> BTreeMap<String, String> {
    let mut by_file: BTreeMap<u32, Vec<&Rewrite>> = BTreeMap::new();
    for rewrite in rewrites {
        by_file.entry(rewrite.at.file).or_default().push(rewrite);
    }
    let new = |(file, mut rewrites): (u32, Vec<&Rewrite>)| {
        let whole = Span::new(file, 0..0);
        let mut text = cases.reading.text(whole).to_owned();
        // From the end on, so that the places before stay where they are.
        rewrites.sort_by_key(|rewrite| std::cmp::Reverse(rewrite.at.start));
        rewrites.dedup_by_key(|rewrite| rewrite.at);
        for rewrite in rewrites {
            let range = rewrite.at.range();
            if text.get(range.clone()).is_some() {
                text.replace_range(range, &rewrite.text);
            }
        }
        (cases.reading.place(whole).0, text)
    };
    by_file.into_iter().map(new).collect()
}
