//! The repository's files, and Rust text taken apart into code and string literals. Scanning, not parsing:
//! enough for the rules here, and it reads a file that does not compile yet.

use std::fs;
use std::path::{Path, PathBuf};

/// A text file of the repository.
pub struct File {
    /// From the repository's root, with `/`.
    pub path: String,
    pub text: String,
}

impl File {
    pub fn is_rust_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder) && is_rust(&self.path)
    }
}

pub fn is_rust(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "rs")
}

/// Every text file that belongs to the repository: what is built, fetched or recorded is left out.
pub fn repository() -> Vec<File> {
    const NOT_OURS: [&str; 8] = [
        ".git",
        ".tools",
        ".venv",
        "__pycache__",
        "data",
        "fixtures",
        "node_modules",
        "target",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("cli/ lies in the repository");
    let mut folders: Vec<PathBuf> = vec![root.to_path_buf()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).expect("a readable folder").flatten();
        for entry in
            entries.filter(|entry| !NOT_OURS.iter().any(|other| entry.file_name() == *other))
        {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                let path = path.strip_prefix(root).expect("under the root");
                let path = path.to_string_lossy().replace('\\', "/");
                files.push(File { path, text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// A string literal and where it stands.
pub struct Literal {
    pub line: usize,
    pub text: String,
    /// The code of its statement up to it.
    pub before: String,
}

/// Rust text without comments and with every string literal emptied; line breaks are kept.
#[derive(Default)]
pub struct Lexed {
    pub code: String,
    pub literals: Vec<Literal>,
}

/// Takes Rust text apart.
pub fn lex(text: &str) -> Lexed {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Lexed::default();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let next = chars.get(at + 1).copied();
        at = match (c, next) {
            ('/', Some('/')) => end_of_line(&chars, at),
            ('/', Some('*')) => block_comment(&chars, at, &mut out.code),
            ('"', _) => string(&chars, at, &mut out),
            ('\'', Some(_)) => character(&chars, at, &mut out.code),
            _ => {
                out.code.push(c);
                at + 1
            }
        };
    }
    out
}

fn end_of_line(chars: &[char], at: usize) -> usize {
    chars[at..]
        .iter()
        .position(|c| *c == '\n')
        .map_or(chars.len(), |n| at + n)
}

fn block_comment(chars: &[char], mut at: usize, code: &mut String) -> usize {
    let mut depth = 0;
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            (c, _) => {
                code.extend((c == '\n').then_some(c));
                at += 1;
            }
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn string(chars: &[char], at: usize, out: &mut Lexed) -> usize {
    let hashes = raw_hashes(&out.code);
    let mut end = at + 1;
    while end < chars.len() {
        match (chars[end], hashes) {
            ('\\', None) => end += 1,
            ('"', None) => break,
            ('"', Some(n))
                if chars[end + 1..]
                    .iter()
                    .take(n)
                    .filter(|c| **c == '#')
                    .count()
                    == n =>
            {
                break;
            }
            _ => {}
        }
        end += 1;
    }
    let text: String = chars[at + 1..end.min(chars.len())].iter().collect();
    let before = out
        .code
        .rsplit([';', '{', '}'])
        .next()
        .unwrap_or_default()
        .to_owned();
    let line = out.code.matches('\n').count() + 1;
    out.code.push('"');
    out.code.extend(text.chars().filter(|c| *c == '\n'));
    out.code.push('"');
    out.literals.push(Literal { line, text, before });
    end + 1
}

/// The number of `#` before a raw string's quote, when the code so far ends as one begins.
fn raw_hashes(code: &str) -> Option<usize> {
    let stem = code.trim_end_matches('#');
    let hashes = code.len() - stem.len();
    let stem = stem.strip_suffix('r')?;
    let stem = stem.strip_suffix(['b', 'c']).unwrap_or(stem);
    (!stem.ends_with(|c: char| c.is_alphanumeric() || c == '_')).then_some(hashes)
}

/// A character literal is dropped; a lifetime stays.
fn character(chars: &[char], at: usize, code: &mut String) -> usize {
    if chars.get(at + 1) == Some(&'\\') {
        let end = chars[at + 3..].iter().position(|c| *c == '\'');
        return end.map_or(chars.len(), |n| at + 3 + n + 1);
    }
    if chars.get(at + 2) == Some(&'\'') {
        return at + 3;
    }
    code.push('\'');
    at + 1
}

/// A file's text as (what ships, what only tests). A `tests.rs`, a `tests/` folder, `samples/` (page contexts
/// that tests render) and the database harness are tests whole; elsewhere the tests are the module at the end.
pub fn split_tests<'a>(path: &str, text: &'a str) -> (&'a str, &'a str) {
    let whole = [
        "/tests.rs",
        "/testing.rs",
        "/samples/",
        "/tests/",
        "/benches/",
        "/fuzz/",
    ];
    if whole.iter().any(|part| path.contains(part)) {
        return ("", text);
    }
    let mut from = 0;
    while let Some(found) = text[from..].find("#[cfg(test)]") {
        let at = from + found;
        let rest = text[at + "#[cfg(test)]".len()..].trim_start();
        if rest.starts_with("mod ") && rest.lines().next().is_some_and(|line| line.ends_with('{')) {
            return text.split_at(at);
        }
        from = at + 1;
    }
    (text, "")
}

mod tests {
    use super::*;

    #[test]
    fn comments_go_and_strings_are_taken_out() {
        let lexed = lex(
            "let a = \"x // y\"; // \"no\"\n/* /* deep */ \"no\" */ const B: &str = r#\"say \"hi\"\"#;",
        );
        assert_eq!(lexed.code, "let a = \"\"; \n const B: &str = r#\"\"#;");
        let texts: Vec<&str> = lexed
            .literals
            .iter()
            .map(|literal| literal.text.as_str())
            .collect();
        assert_eq!(texts, ["x // y", "say \"hi\""]);
        assert_eq!(
            (lexed.literals[1].line, lexed.literals[1].before.trim()),
            (2, "const B: &str = r#")
        );
    }

    #[test]
    fn escapes_characters_and_lifetimes_are_told_apart() {
        let lexed = lex(r#"fn f<'a>(x: &'a str) -> char { g("a\"b", '"', '\'', '\n') }"#);
        assert_eq!(lexed.literals.len(), 1);
        assert_eq!(lexed.literals[0].text, "a\\\"b");
        assert!(lexed.code.contains("<'a>"));
    }

    #[test]
    fn tests_are_split_from_what_ships() {
        let text =
            "#[cfg(test)]\nmod tests;\nfn a() {}\n#[cfg(test)]\nmod tests {\n fn b() {}\n}\n";
        let (ships, tests) = split_tests("engine/src/x.rs", text);
        assert!(ships.contains("fn a()") && !ships.contains("fn b()"));
        assert!(tests.contains("fn b()"));
        assert_eq!(split_tests("engine/src/x/tests.rs", text).0, "");
    }
}
