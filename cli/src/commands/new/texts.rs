//! First words for what the FIT profile names: a file for each language in `words/`.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use stadion_pack::words::humanise;

static WORDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/commands/new/words");

/// The profile's own language.
const PROFILE: &str = "en";

/// A language and what it has words for.
pub struct Language {
    pub tag: String,
    words: BTreeMap<&'static str, &'static str>,
}

/// All there are, that of the profile first.
pub fn languages() -> Vec<Language> {
    let files = WORDS.files().filter_map(|file| {
        let tag = file.path().file_stem()?.to_str()?.to_owned();
        let lines = file.contents_utf8()?.lines();
        let words = lines.filter_map(|line| line.split_once(" = ")).collect();
        Some(Language { tag, words })
    });
    let mut all: Vec<Language> = files.collect();
    all.sort_by_key(|language| (language.tag != PROFILE, language.tag.clone()));
    all
}

impl Language {
    /// The words; `false` where they are the profile's and not yet translated.
    pub fn title(&self, name: &str) -> (String, bool) {
        match self.words.get(name) {
            Some(words) => ((*words).to_owned(), true),
            // `total_ascent` is an ascent.
            None => (
                humanise(name.strip_prefix("total_").unwrap_or(name)),
                self.tag == PROFILE,
            ),
        }
    }
}
