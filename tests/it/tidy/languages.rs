//! A language is files, so nothing that ships names one but the first, which others fall back to.

use std::collections::BTreeSet;

use super::source::{File, is_rust, lex, split_tests};

const FIRST: &str = "en";
const TEXTS: [&str; 4] = [".css", ".html", ".js", ".sql"];

/// The languages of the interface without the first: the folders of `engine/locales`.
pub fn further(files: &[File]) -> BTreeSet<String> {
    let tags = files.iter().filter_map(|file| {
        let (tag, _) = file.path.strip_prefix("engine/locales/")?.split_once('/')?;
        (tag != FIRST).then(|| tag.to_owned())
    });
    tags.collect()
}

/// Findings for a further language's tag in code, templates, scripts, styles and SQL. Examples of
/// documents and of what a language tag looks like may have one.
pub fn named(path: &str, text: &str, further: &BTreeSet<String>) -> Vec<String> {
    // The demo's people are made up, and each of them speaks some language.
    if path.starts_with("engine/src/domains/demo/") {
        return Vec::new();
    }
    let mut found: Vec<(usize, String)> = Vec::new();
    if is_rust(path) {
        for literal in lex(split_tests(path, text).0).literals {
            let before = literal.before.to_lowercase();
            let is_example = before.contains("const doc") || before.contains("example");
            if !is_example && !literal.text.contains("BCP 47") {
                found.extend(tags(&literal.text, further).map(|tag| (literal.line, tag)));
            }
        }
    } else if TEXTS.iter().any(|ending| path.ends_with(ending)) {
        for (at, line) in text.lines().enumerate() {
            found.extend(tags(line, further).map(|tag| (at + 1, tag)));
        }
    }
    found
        .into_iter()
        .map(|(line, tag)| format!("{path}:{line}: names the language {tag}"))
        .collect()
}

fn tags<'a>(text: &'a str, further: &'a BTreeSet<String>) -> impl Iterator<Item = String> + 'a {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words
        .filter(|word| further.contains(*word))
        .map(str::to_owned)
}

mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        named(
            path,
            text,
            &BTreeSet::from(["ru".to_owned(), "pt-BR".to_owned()]),
        )
        .len()
    }

    #[test]
    fn a_further_language_is_found_in_what_ships() {
        assert_eq!(
            found("engine/src/a.rs", "fn f() { if tag == \"ru\" {} }"),
            1
        );
        assert_eq!(
            found("engine/templates/a.html", "<p>\n<p lang=\"pt-BR\">"),
            1
        );
        assert_eq!(
            found("engine/assets/a.css", ":lang(ru) { hyphens: auto }"),
            1
        );
        assert_eq!(found("engine/assets/a.js", "if (lang === 'ru') {}"), 1);
    }

    #[test]
    fn the_first_one_tests_and_examples_may_stand() {
        assert_eq!(
            found("engine/src/a.rs", "fn f() { say(\"en\"); run(\"true\") }"),
            0
        );
        assert_eq!(
            found(
                "engine/src/a.rs",
                "const EXAMPLE: &str = \"{en: A, ru: B}\";"
            ),
            0
        );
        assert_eq!(
            found("engine/src/a.rs", "fn f() { say(\"BCP 47: en, pt-BR\") }"),
            0
        );
        let test = "#[cfg(test)]\nmod tests {\n const S: &str = \"ru\";\n}";
        assert_eq!(found("engine/src/a.rs", test), 0);
    }

    #[test]
    fn languages_are_the_folders() {
        let file = |path: &str| File {
            path: path.into(),
            text: String::new(),
        };
        let files = [
            "engine/locales/en/a.ftl",
            "engine/locales/nb/a.ftl",
            "engine/src/a.rs",
        ];
        let tags = further(&files.map(file));
        assert_eq!(tags, BTreeSet::from(["nb".to_owned()]));
    }
}
