//! Texts of a definition: written inline, or given by the pack's locale files.

use super::Scope;
use crate::finding::Report;
use crate::load::locale::is_language;
use crate::load::run::Draft;
use crate::model::Text;
use crate::place::{At, Span};
use crate::words::{Words, humanise};

/// Texts.
impl Scope<'_> {
    /// A text in every language that gives one: what is written here, then what the locale files
    /// say under `<kind>-<id>-<part>`. A text in no language becomes the id as words; languages
    /// of the pack that lack it are a warning.
    pub fn text(&mut self, words: Option<&At<Words>>, part: &str) -> Text {
        let id = self.id;
        self.text_of(words, part, id, self.key_span)
    }

    /// As `text`, for something inside the definition that has an own id and place.
    pub fn text_of(&mut self, words: Option<&At<Words>>, part: &str, id: &str, at: Span) -> Text {
        let key = self.text_key(part);
        let mut text = self.gather(words, &key);
        self.report_missing(&text, &key, id, words.map_or(at, |w| w.span));
        if text.0.is_empty() {
            text.0
                .insert(self.draft.locales.first().to_owned(), humanise(id));
        }
        text
    }

    /// A text that may be left out altogether: `None` in no language. One that is given in some
    /// language and not in another would be read in the wrong one there, which is a warning.
    pub fn optional_text(&mut self, words: Option<&At<Words>>, part: &str) -> Option<Text> {
        let key = self.text_key(part);
        let text = self.gather(words, &key);
        if text.0.is_empty() {
            return None;
        }
        let id = self.id;
        let span = words.map_or(self.key_span, |w| w.span);
        self.report_missing(&text, &key, id, span);
        Some(text)
    }

    /// Tells the languages of the pack that a text lacks.
    fn report_missing(&mut self, text: &Text, key: &str, id: &str, span: Span) {
        let tags = self.draft.locales.tags.iter();
        let missing: Vec<_> = tags
            .filter(|tag| !text.0.contains_key(*tag))
            .map(String::as_str)
            .collect();
        let Some(first) = missing.first() else { return };
        let what = key.rsplit('-').next().unwrap_or(key);
        let help = format!("add it to the map of languages, or `{key} = …` to locales/{first}.ftl");
        let message = format!("`{id}` has no {what} in {}", missing.join(", "));
        self.report(Report::warning("S0052", span, message).help(help));
    }

    fn text_key(&self, part: &str) -> String {
        format!("{}-{}-{part}", self.kind, self.id)
    }

    fn gather(&mut self, words: Option<&At<Words>>, key: &str) -> Text {
        let mut reports = Vec::new();
        let text = gather(self.draft, words, key, &mut reports);
        self.run.report_all(reports);
        text
    }
}

/// The written words, then those of the locale files for languages not written.
pub(crate) fn gather(
    draft: &Draft,
    words: Option<&At<Words>>,
    key: &str,
    reports: &mut Vec<Report>,
) -> Text {
    let mut text = Text::default();
    match words.map(|w| &w.value) {
        None => {}
        Some(Words::Plain(plain)) => {
            text.0
                .insert(draft.locales.first().to_owned(), plain.clone());
        }
        Some(Words::ByLocale(map)) => {
            for (tag, words) in map {
                if is_language(tag) {
                    text.0.insert(tag.value.clone(), words.value.clone());
                } else {
                    let message = format!("`{}` is not a language tag", **tag);
                    reports.push(
                        Report::error("S0050", tag.span, message)
                            .help("languages are BCP 47 tags: en, ru, pt-BR"),
                    );
                }
            }
        }
    }
    for (tag, words) in draft.locales.texts(key) {
        text.0
            .entry(tag.to_owned())
            .or_insert_with(|| words.to_owned());
    }
    text
}
