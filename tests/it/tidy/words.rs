//! The engine serves any sport, so it names none. Decoders do: file formats number sports by name.

use super::source::{is_rust, lex, split_tests};

/// Words of the FIT profile's `sport` and of everyday speech that mean a sport and nothing else.
const SPORTS: [&str; 48] = [
    "badminton",
    "baseball",
    "basketball",
    "bicycle",
    "bike",
    "biking",
    "climbing",
    "cricket",
    "cycling",
    "fencing",
    "fishing",
    "football",
    "golf",
    "gymnastics",
    "handball",
    "hiking",
    "hockey",
    "judo",
    "karate",
    "kayaking",
    "kitesurfing",
    "lacrosse",
    "marathon",
    "motorcycling",
    "mountaineering",
    "paddling",
    "pilates",
    "rafting",
    "rowing",
    "rugby",
    "sailing",
    "skating",
    "skiing",
    "snowboarding",
    "snowmobiling",
    "snowshoeing",
    "soccer",
    "softball",
    "squash",
    "surfing",
    "swimming",
    "tennis",
    "triathlon",
    "volleyball",
    "wakeboarding",
    "windsurfing",
    "wrestling",
    "yoga",
];
/// Sports that are plain words too: found only in a text that is an id or a path.
const PLAIN: [&str; 5] = ["boxing", "diving", "running", "strength", "walking"];
/// What ships beside the code.
const TEXTS: [&str; 7] = [".css", ".ftl", ".html", ".js", ".mjs", ".sql", ".svg"];

/// Findings for a sport's name in what the engine ships; the examples of the language's own docs may name one.
pub fn sports(path: &str, text: &str) -> Vec<String> {
    if path.starts_with("engine/activity/") {
        return Vec::new();
    }
    let found = if is_rust(path) {
        in_rust(split_tests(path, text).0)
    } else if TEXTS.iter().any(|ending| path.ends_with(ending)) && !path.contains("/tests/") {
        in_text(text, 1)
    } else {
        Vec::new()
    };
    found
        .into_iter()
        .map(|(line, word)| format!("{path}:{line}: the engine names a sport: {word}"))
        .collect()
}

fn in_rust(text: &str) -> Vec<(usize, String)> {
    let lexed = lex(text);
    let literals = lexed
        .literals
        .iter()
        .filter(|literal| !is_example(&literal.before))
        .flat_map(|literal| {
            let plain = plain_words(&literal.text).map(|word| (literal.line, word));
            in_text(&literal.text, literal.line)
                .into_iter()
                .chain(plain)
        });
    in_text(&lexed.code, 1)
        .into_iter()
        .chain(literals.collect::<Vec<_>>())
        .collect()
}

/// `const EXAMPLE`, `const DOC` and the examples of API documents.
fn is_example(before: &str) -> bool {
    before.contains("const DOC") || before.to_lowercase().contains("example")
}

fn in_text(text: &str, first_line: usize) -> Vec<(usize, String)> {
    let lines = text.lines().enumerate();
    lines
        .flat_map(|(at, line)| {
            words(line)
                .into_iter()
                .map(move |word| (first_line + at, word))
        })
        .filter(|(_, word)| SPORTS.contains(&word.as_str()))
        .collect()
}

fn plain_words(text: &str) -> impl Iterator<Item = String> {
    let id = !text.contains(char::is_whitespace);
    words(text)
        .into_iter()
        .filter(move |word| id && PLAIN.contains(&word.as_str()))
}

/// The words of a text in lower case; `_` and a capital letter part them too.
fn words(text: &str) -> Vec<String> {
    let mut parted = String::new();
    let mut after_lower = false;
    for c in text.chars() {
        if c.is_uppercase() && after_lower {
            parted.push(' ');
        }
        after_lower = c.is_lowercase();
        parted.push(if c.is_alphanumeric() { c } else { ' ' });
    }
    parted
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        sports("engine/src/domains/gear/rules.rs", text).len()
    }

    #[test]
    fn sports_are_found_in_code_and_texts() {
        assert_eq!(found("enum Sport { Cycling, AlpineSkiing }"), 2);
        assert_eq!(
            found("fn f() { if sport == \"running\" || sport == \"core.walking\" {} }"),
            2
        );
        assert_eq!(found("fn f() { say(\"Time for a new bike\") }"), 1);
        assert_eq!(
            sports("engine/src/web/templates/home.html", "<p>\nTennis</p>"),
            ["engine/src/web/templates/home.html:2: the engine names a sport: tennis"]
        );
    }

    #[test]
    fn plain_words_examples_comments_and_decoders_may_stand() {
        assert_eq!(
            found("// cycling\nfn f() { say(\"already running\"); self.running.stop() }"),
            0
        );
        assert_eq!(
            found("const EXAMPLE: &str = \"running: {title: Cycling}\";"),
            0
        );
        assert_eq!(
            found("#[cfg(test)]\nmod tests {\n const S: &str = \"rowing\";\n}"),
            0
        );
        assert_eq!(
            sports("engine/activity/src/fit.rs", "enum Sport { Cycling }").len(),
            0
        );
    }
}
