//! The rules of ARCHITECTURE.md that a text can be held to. Each rule is a function from a file's path and text
//! to findings, so its own tests feed it texts; here every rule meets the repository.

mod files;
mod imports;
mod languages;
mod paths;
mod routes;
mod source;
mod storage;
mod words;

use std::collections::BTreeMap;

use source::{File, repository};

/// Fails with all findings of a run, not the first.
fn assert_clean(findings: &[String]) {
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

fn check(wanted: impl Fn(&File) -> bool, rule: impl Fn(&str, &str) -> Vec<String>) {
    let files: Vec<File> = repository().into_iter().filter(wanted).collect();
    assert!(
        !files.is_empty(),
        "the rule met no file: was a folder renamed?"
    );
    let findings: Vec<String> = files
        .iter()
        .flat_map(|file| rule(&file.path, &file.text))
        .collect();
    assert_clean(&findings);
}

#[test]
fn imports_follow_the_map() {
    check(|file| file.is_rust_in("engine/src/"), imports::directions);
}

#[test]
fn rules_are_pure() {
    check(|file| file.is_rust_in("engine/src/"), imports::purity);
}

#[test]
fn crates_depend_in_one_direction() {
    check(|file| file.path.ends_with("Cargo.toml"), imports::manifest);
}

#[test]
fn sql_stays_in_the_stores() {
    let ours = |file: &File| file.is_rust_in("engine/") || file.is_rust_in("cli/");
    check(ours, storage::sql_outside_stores);
}

#[test]
fn every_route_goes_through_the_table() {
    check(
        |file| file.is_rust_in("engine/src/"),
        routes::outside_the_table,
    );
}

/// A description has one place for each name: of two shapes with the same one, the API would tell one alone.
#[test]
fn no_two_shapes_of_the_api_share_a_name() {
    let mut known = BTreeMap::new();
    let mut findings = Vec::new();
    for file in repository()
        .iter()
        .filter(|file| file.is_rust_in("engine/src/"))
    {
        for name in routes::shapes(&file.path, &file.text) {
            if let Some(other) = known.insert(name.clone(), file.path.clone()) {
                findings.push(format!("{}: `{name}` is a shape of {other} too", file.path));
            }
        }
    }
    assert!(known.len() > 50, "{} shapes", known.len());
    assert_clean(&findings);
}

#[test]
fn tests_open_databases_through_the_harness() {
    check(
        |file| file.is_rust_in("engine/src/"),
        storage::own_databases,
    );
    assert_clean(&storage::untested_stores(&repository()));
}

#[test]
fn the_engine_names_no_sport() {
    check(|file| file.path.starts_with("engine/"), words::sports);
}

#[test]
fn nothing_that_ships_names_a_further_language() {
    let further = languages::further(&repository());
    assert!(further.len() >= 2, "{further:?}");
    let ours = |file: &File| {
        let path = file.path.as_str();
        ["engine/", "cli/", "migrations/"]
            .iter()
            .any(|folder| path.starts_with(folder))
    };
    check(ours, |path, text| languages::named(path, text, &further));
}

#[test]
fn files_stay_short() {
    check(|file| files::is_written_by_hand(&file.path), files::length);
}

#[test]
fn no_file_knows_a_machine() {
    check(|file| file.path != files::OWN_PATH, files::machine_traces);
}

#[test]
fn every_language_has_every_text() {
    assert_clean(&files::missing_texts(&repository()));
}
