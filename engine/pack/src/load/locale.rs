//! `locales/*.ftl`: a language is one file, which may give any title by its key.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::{ErrorKind, ParserError};
use indexmap::IndexMap;
use unic_langid::LanguageIdentifier;

use crate::finding::Report;
use crate::ids;
use crate::place::Span;

/// The texts of one pack by language.
#[derive(Default)]
pub(crate) struct Locales {
    /// The pack's languages: those `pack.yaml` lists, then those that have a file.
    pub tags: Vec<String>,
    files: BTreeMap<String, LocaleFile>,
    /// Every key that an element asked for.
    asked: RefCell<HashSet<String>>,
}

struct LocaleFile {
    source: String,
    messages: IndexMap<String, Message>,
}

struct Message {
    span: Span,
    /// `None` for a message that takes variables; it can be no title.
    text: Option<String>,
}

impl Locales {
    /// The language of texts that name none.
    pub fn first(&self) -> &str {
        self.tags.first().map_or("en", String::as_str)
    }

    /// What the files say for a key, as `(language, text)`. Notes the key as one there is.
    pub fn texts<'a>(&'a self, key: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.asked.borrow_mut().insert(key.to_owned());
        self.files.iter().filter_map(move |(tag, file)| {
            Some((tag.as_str(), file.messages.get(key)?.text.as_deref()?))
        })
    }

    /// The files as they are, for wording beyond titles.
    pub fn sources(&self) -> BTreeMap<String, String> {
        self.files
            .iter()
            .map(|(tag, file)| (tag.clone(), file.source.clone()))
            .collect()
    }

    /// Reads `locales/<tag>.ftl`.
    pub fn read(&mut self, tag: &str, file: u32, text: &str) -> Vec<Report> {
        if !is_language(tag) {
            let report = Report::error(
                "S0050",
                Span::new(file, 0..0),
                format!("`{tag}` is not a language tag"),
            );
            return vec![report.help("name the file by a BCP 47 tag: en.ftl, ru.ftl, pt-BR.ftl")];
        }
        let (resource, errors) = match fluent_syntax::parser::parse(text) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors),
        };
        let mut reports: Vec<_> = errors.iter().map(|e| syntax_report(e, file)).collect();
        let mut messages = IndexMap::new();
        for entry in resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let span = span_in(text, message.id.name, file);
            let plain = message.value.as_ref().and_then(plain_text);
            let swallowed = message
                .value
                .as_ref()
                .map(|value| swallowed(text, value, file));
            reports.extend(swallowed.into_iter().flatten());
            let name = message.id.name.to_owned();
            if messages.contains_key(&name) {
                reports.push(
                    Report::error(
                        "S0012",
                        span,
                        format!("`{name}` is written twice in this file"),
                    )
                    .help("keep one of the two; the other would silently be lost"),
                );
            } else {
                messages.insert(name, Message { span, text: plain });
            }
        }
        if !self.tags.iter().any(|known| known == tag) {
            self.tags.push(tag.to_owned());
        }
        self.files.insert(
            tag.to_owned(),
            LocaleFile {
                source: text.to_owned(),
                messages,
            },
        );
        reports
    }

    /// Messages that look like a title's and belong to nothing, or cannot serve as one.
    pub fn leftovers(&self, kinds: &[&str]) -> Vec<Report> {
        let asked = self.asked.borrow();
        let messages = self
            .files
            .values()
            .flat_map(|file| file.messages.iter().map(move |found| (file, found)));
        messages
            .filter(|(_, (key, _))| {
                kinds
                    .iter()
                    .any(|k| key.strip_prefix(k).is_some_and(|r| r.starts_with('-')))
            })
            .filter_map(|(file, (key, message))| {
                if !asked.contains(key) {
                    let near = ids::nearest(key, asked.iter().map(String::as_str));
                    // A key that the file has would stand there twice.
                    let near = near.filter(|near| !file.messages.contains_key(*near));
                    let report = Report::warning(
                        "S0053",
                        message.span,
                        format!("`{key}` belongs to nothing in this pack"),
                    );
                    Some(
                        report
                            .help("no element of that kind and id asks for this text")
                            .suggest(near.map(str::to_owned)),
                    )
                } else if message.text.is_none() {
                    let report = Report::error(
                        "S0054",
                        message.span,
                        format!("`{key}` is a title and takes no variables"),
                    );
                    Some(report.help("write plain text; a literal brace is written {\"{\"}"))
                } else {
                    None
                }
            })
            .collect()
    }
}

pub(crate) fn is_language(tag: &str) -> bool {
    // Longer primary languages are well formed and name none that exists: `english`.
    tag.parse::<LanguageIdentifier>()
        .is_ok_and(|id| id == tag && id.language.as_str().len() <= 3)
        && tag != "und"
}

fn span_in(text: &str, slice: &str, file: u32) -> Span {
    // `slice` is borrowed from `text` by the parser, so the difference is its offset.
    let start = (slice.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    Span::new(file, start..start + slice.len())
}

/// Lines of a text that are written as messages and begin with a blank, so that they belong to it.
fn swallowed(text: &str, pattern: &Pattern<&str>, file: u32) -> Vec<Report> {
    let elements = pattern.elements.iter().filter_map(|element| match element {
        PatternElement::TextElement { value } => Some(*value),
        PatternElement::Placeable { .. } => None,
    });
    let mut reports = Vec::new();
    for words in elements {
        let Some((key, _)) = words.trim_start().split_once('=') else {
            continue;
        };
        let key = key.trim_end();
        let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let span = span_in(text, words.trim_start(), file);
        let start = span.range().start;
        let line = text
            .get(..start)
            .and_then(|before| before.rfind('\n'))
            .map_or(0, |at| at + 1);
        let is_indented = text
            .get(line..start)
            .is_some_and(|before| !before.is_empty() && before.trim().is_empty());
        if is_indented && key.contains('-') && key.chars().all(is_letter) {
            let span = Span::new(file, start..start + key.len());
            let message = format!("`{key}` belongs to the text of the message above");
            let report = Report::error("S0051", span, message);
            reports.push(report.help("a message begins where its line does: take the blanks out"));
        }
    }
    reports
}

/// The text of a pattern without variables; `None` if it has any.
fn plain_text(pattern: &Pattern<&str>) -> Option<String> {
    let mut out = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value }
            | PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::StringLiteral { value }),
            } => out.push_str(value),
            PatternElement::Placeable { .. } => return None,
        }
    }
    Some(out.trim().to_owned())
}

fn syntax_report(error: &ParserError, file: u32) -> Report {
    let span = Span::new(file, error.pos.clone());
    let message = match &error.kind {
        ErrorKind::ExpectedToken(token) => format!("`{token}` is expected here"),
        other => other.to_string(),
    };
    Report::error("S0051", span, format!("this is not Fluent: {message}"))
        .help("a message is `key = Text`; longer texts go on in indented lines")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_have_texts_and_places() {
        let text = "metrics-pace-title = Темп { \"{\" }\nhello = Hi { $name }\n";
        let mut locales = Locales::default();
        assert!(locales.read("ru", 4, text).is_empty());
        assert_eq!(
            locales.texts("metrics-pace-title").collect::<Vec<_>>(),
            [("ru", "Темп {")]
        );
        assert!(locales.texts("hello").next().is_none());
        assert_eq!(locales.tags, ["ru"]);
        assert!(locales.leftovers(&["metrics"]).is_empty());
    }

    #[test]
    fn slips_are_told_at_their_place() {
        let mut locales = Locales::default();
        let reports = locales.read("en", 0, "a = x\na = y\nb x\nmetrics-pase-title = Pace\n");
        let codes: Vec<_> = reports.iter().map(|r| r.code).collect();
        assert_eq!(codes, ["S0051", "S0012"]);
        assert_eq!(locales.texts("metrics-pace-title").count(), 0);
        let left = locales.leftovers(&["metrics"]);
        assert_eq!(left[0].suggestion.as_deref(), Some("metrics-pace-title"));
        let mut taken = Locales::default();
        taken.read(
            "en",
            0,
            "metrics-pace-title = Pace\nmetrics-pase-title = Pace\n",
        );
        assert_eq!(taken.texts("metrics-pace-title").count(), 1);
        assert_eq!(taken.leftovers(&["metrics"])[0].suggestion, None);
        assert_eq!(locales.read("english", 0, "")[0].code, "S0050");
    }
}
