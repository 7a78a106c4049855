//! The paths that a Rust text names: in `use` trees, and written out in code.

/// A path by its segments, and the line it stands on.
#[derive(Debug, PartialEq)]
pub struct Named {
    pub line: usize,
    pub segments: Vec<String>,
}

/// Every path in code whose comments and strings are gone (`source::lex`).
pub fn named(code: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = next_word(code, at) {
        let word = word_at(code, start);
        let line = code[..start].matches('\n').count() + 1;
        at = start + word.len();
        if word == "use" {
            let end = code[at..].find(';').map_or(code.len(), |n| at + n);
            let trees = expand(&code[at..end]);
            found.extend(trees.into_iter().map(|segments| Named { line, segments }));
            at = end;
        } else if code[at..].starts_with("::") {
            let segments = written_out(code, start);
            at = start + segments.iter().map(|s| s.len() + 2).sum::<usize>() - 2;
            found.push(Named { line, segments });
        }
    }
    found
}

/// A path with its `crate`, `self` and `super` resolved for a file of module `module`;
/// `None` when it begins with another crate or a name in scope.
pub fn resolve(segments: &[String], module: &[String]) -> Option<Vec<String>> {
    let (head, rest) = segments.split_first()?;
    let mut base = match head.as_str() {
        "crate" => Vec::new(),
        "self" => module.to_vec(),
        "super" => module[..module.len().saturating_sub(1)].to_vec(),
        _ => return None,
    };
    for segment in rest {
        if segment == "super" {
            base.pop();
        } else {
            base.push(segment.clone());
        }
    }
    Some(base)
}

/// The module path of a file below `src/`: `domains/gear/mod.rs` is `[domains, gear]`.
pub fn module_of(path: &str) -> Vec<String> {
    let inner = path.split_once("src/").map_or(path, |(_, inner)| inner);
    let inner = inner.trim_end_matches(".rs").trim_end_matches("/mod");
    inner
        .split('/')
        .filter(|part| *part != "lib" && *part != "mod")
        .map(str::to_owned)
        .collect()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn next_word(code: &str, from: usize) -> Option<usize> {
    code[from..].find(is_word).map(|n| from + n)
}

fn word_at(code: &str, at: usize) -> &str {
    let end = code[at..]
        .find(|c| !is_word(c))
        .map_or(code.len(), |n| at + n);
    &code[at..end]
}

fn written_out(code: &str, start: usize) -> Vec<String> {
    let mut segments = vec![word_at(code, start).to_owned()];
    let mut at = start + segments[0].len();
    while let Some(rest) = code[at..].strip_prefix("::") {
        let word = word_at(rest, 0);
        if word.is_empty() {
            break;
        }
        segments.push(word.to_owned());
        at += 2 + word.len();
    }
    segments
}

/// `a::{b, c::{self, d as e}}` as `a::b`, `a::c`, `a::c::d`.
fn expand(tree: &str) -> Vec<Vec<String>> {
    let tree = tree.trim();
    let Some((head, group)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        let segments = path
            .split("::")
            .map(str::trim)
            .filter(|s| !s.is_empty() && *s != "self" || path == "self");
        return vec![segments.map(str::to_owned).collect()];
    };
    let head: Vec<String> = head
        .split("::")
        .map(str::trim)
        .filter(|s| !s.is_empty())
        .map(str::to_owned)
        .collect();
    let group = group.rsplit_once('}').map_or(group, |(inner, _)| inner);
    branches(group)
        .into_iter()
        .flat_map(expand)
        .map(|tail| {
            head.iter()
                .cloned()
                .chain(tail.into_iter().filter(|s| s != "self"))
                .collect()
        })
        .collect()
}

/// A group's members, split at the commas of its own level.
fn branches(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&group[start..]);
    found
        .into_iter()
        .filter(|branch| !branch.trim().is_empty())
        .collect()
}

mod tests {
    use super::*;

    fn texts(code: &str) -> Vec<String> {
        named(code)
            .into_iter()
            .map(|path| path.segments.join("::"))
            .collect()
    }

    #[test]
    fn use_trees_are_expanded() {
        let code = "pub use crate::{a, b::{self, c as d, e::*}};\nuse super::store;";
        assert_eq!(
            texts(code),
            [
                "crate::a",
                "crate::b",
                "crate::b::c",
                "crate::b::e::*",
                "super::store"
            ]
        );
        assert_eq!(named(code)[4].line, 2);
    }

    #[test]
    fn written_out_paths_are_found() {
        assert_eq!(
            texts("fn f(x: crate::db::Db) { sqlx::query(y)::<Z>() }"),
            ["crate::db::Db", "sqlx::query"]
        );
    }

    #[test]
    fn relative_paths_are_resolved() {
        let module = module_of("engine/src/domains/gear/routes.rs");
        let resolve = |path: &str| {
            let segments: Vec<String> = path.split("::").map(str::to_owned).collect();
            resolve(&segments, &module).map(|path| path.join("::"))
        };
        assert_eq!(
            resolve("super::store::load").as_deref(),
            Some("domains::gear::store::load")
        );
        assert_eq!(
            resolve("super::super::shop::store").as_deref(),
            Some("domains::shop::store")
        );
        assert_eq!(resolve("crate::db").as_deref(), Some("db"));
        assert_eq!(resolve("sqlx::query"), None);
        assert_eq!(module_of("engine/src/lib.rs"), Vec::<String>::new());
        assert_eq!(module_of("engine/src/db/mod.rs"), ["db"]);
    }
}
