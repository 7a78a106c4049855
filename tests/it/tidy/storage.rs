//! SQL lives in the stores, and the stores are tested on both databases.

use super::source::{File, lex, split_tests};

/// How a statement begins, and a word that it must also hold where the first alone is plain English.
const STATEMENTS: [(&str, &str); 9] = [
    ("select ", " from "),
    ("insert into ", ""),
    ("update ", " set "),
    ("delete from ", ""),
    ("with ", " as ("),
    ("create table ", ""),
    ("create index ", ""),
    ("alter table ", ""),
    ("drop table ", ""),
];

fn may_hold_sql(path: &str) -> bool {
    let store = path.ends_with("/store.rs") || path.contains("/store/");
    store || path.starts_with("engine/src/db/") || path.starts_with("engine/src/events/")
}

/// Findings for SQL text outside a slice's store, `db` and `events`.
pub fn sql_outside_stores(path: &str, text: &str) -> Vec<String> {
    if may_hold_sql(path) {
        return Vec::new();
    }
    let (ships, _) = split_tests(path, text);
    let literals = lex(ships)
        .literals
        .into_iter()
        .filter(|literal| is_sql(&literal.text));
    literals
        .map(|literal| {
            format!(
                "{path}:{}: SQL belongs into the slice's store.rs",
                literal.line
            )
        })
        .collect()
}

fn is_sql(text: &str) -> bool {
    let text = text
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    STATEMENTS
        .iter()
        .any(|(start, then)| text.starts_with(start) && text.contains(then))
}

/// Findings for tests that open a database of their own, which would be one of the two only.
pub fn own_databases(path: &str, text: &str) -> Vec<String> {
    const OWN: [&str; 4] = ["SqlitePool::", "PgPool::", "sqlite::memory:", "Db::open("];
    if path.starts_with("engine/src/db/") {
        return Vec::new();
    }
    let (_, tests) = split_tests(path, text);
    let found = OWN.into_iter().filter(|own| tests.contains(own));
    found
        .map(|own| format!("{path}: {own} in a test: go through db::testing::both"))
        .collect()
}

/// Findings for stores in whose folder no test runs on both databases.
pub fn untested_stores(files: &[File]) -> Vec<String> {
    let stores = files.iter().filter_map(|file| {
        let folder = file
            .path
            .strip_suffix("store.rs")
            .or_else(|| file.path.strip_suffix("store/mod.rs"))?;
        (folder.starts_with("engine/src/") && folder.ends_with('/')).then_some((file, folder))
    });
    stores
        .filter(|(_, folder)| {
            !files
                .iter()
                .any(|file| file.path.starts_with(*folder) && tests_both(file))
        })
        .map(|(store, _)| {
            format!(
                "{}: no test of its folder goes through db::testing::both",
                store.path
            )
        })
        .collect()
}

fn tests_both(file: &File) -> bool {
    let (_, tests) = split_tests(&file.path, &file.text);
    lex(tests).code.contains("both(")
}

mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File {
            path: path.into(),
            text: text.into(),
        }
    }

    #[test]
    fn sql_in_a_handler_is_found() {
        let text = "fn f() {\n db.q(\"SELECT id\\n  from workout\"); db.q(\"update gear set wear = 1\"); }";
        assert_eq!(
            sql_outside_stores("engine/src/domains/gear/routes.rs", text).len(),
            2
        );
        assert_eq!(
            sql_outside_stores("engine/src/domains/gear/store.rs", text).len(),
            0
        );
        assert_eq!(
            sql_outside_stores("engine/src/domains/gear/store/wear.rs", text).len(),
            0
        );
        assert_eq!(sql_outside_stores("engine/src/db/query.rs", text).len(), 0);
        assert_eq!(
            sql_outside_stores("engine/src/domains/gear/tests.rs", text).len(),
            0
        );
    }

    #[test]
    fn english_is_no_sql() {
        let text = "fn f() { a(\"update your profile\", \"select a file\", \"with care\") } // select x from y";
        assert_eq!(
            sql_outside_stores("engine/src/web/mod.rs", text),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_database_of_a_tests_own_is_found() {
        let text = "#[cfg(test)]\nmod tests {\n async fn f() { SqlitePool::connect(\"sqlite::memory:\").await; }\n}";
        assert_eq!(
            own_databases("engine/src/domains/gear/store.rs", text).len(),
            2
        );
        assert_eq!(own_databases("engine/src/db/mod.rs", text).len(), 0);
        assert_eq!(
            own_databases("engine/src/lib.rs", "fn open() { Db::open(url) }").len(),
            0
        );
    }

    #[test]
    fn a_store_without_a_test_on_both_is_found() {
        let store = || file("engine/src/domains/gear/store.rs", "pub fn both() {}");
        let tested = file(
            "engine/src/domains/gear/tests.rs",
            "fn f() { both(|db| async move {}) }",
        );
        let talked_of = file("engine/src/domains/gear/tests.rs", "// both(db)");
        assert_eq!(untested_stores(&[store()]).len(), 1);
        assert_eq!(untested_stores(&[store(), talked_of]).len(), 1);
        assert_eq!(untested_stores(&[store(), tested]).len(), 0);
    }
}
