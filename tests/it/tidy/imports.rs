//! Who may import whom: ARCHITECTURE.md, "The map".

use super::paths::{Named, module_of, named, resolve};
use super::source::{lex, split_tests};

/// The engine's modules from the ground up; each may use those of its own row and of the rows before it.
const ORDER: [&[&str]; 14] = [
    &["clock"],
    &["icons"],
    &["adapters"],
    &["config"],
    &["kept_key"],
    &["outgoing"],
    &["simulator"],
    &["blobs"],
    &["db"],
    &["catalog"],
    &["web", "events", "mail", "userdata"],
    &["domains"],
    &["testing"],
    &["lib"],
];
/// From here up a module may use the root's own items, such as `App`.
const FIRST_WITH_APP: &str = "web";
/// The files of a slice that no other slice may name. Its types (`model`) are part of its face.
const PRIVATE: [&str; 6] = ["rules", "spec", "store", "routes", "views", "react"];
/// What speaks to the outside world.
const IMPURE: [&str; 6] = ["axum", "reqwest", "sqlx", "tokio", "tower", "tower_http"];

/// Findings for imports against the map in a file of the engine.
pub fn directions(path: &str, text: &str) -> Vec<String> {
    let module = module_of(path);
    let (ships, _) = split_tests(path, text);
    named(&lex(ships).code)
        .into_iter()
        .filter_map(|found| {
            let target = resolve(&found.segments, &module)?;
            let fault =
                between_modules(&module, &target).or_else(|| within_domains(&module, &target))?;
            Some(format!(
                "{path}:{}: {}: {fault}",
                found.line,
                found.segments.join("::")
            ))
        })
        .collect()
}

fn between_modules(module: &[String], target: &[String]) -> Option<String> {
    let from = module.first().map_or("lib", String::as_str);
    let to = target.first().map_or("lib", String::as_str);
    let Some(rank) = rank(from) else {
        return Some(format!(
            "{from} is not on the map: add it to ARCHITECTURE.md and to ORDER in tests/it/tidy"
        ));
    };
    // A name that is no module is one of the root's own items.
    let allowed = match rank_of_module(to) {
        Some(other) => other <= rank,
        None => Some(rank) >= rank_of_module(FIRST_WITH_APP),
    };
    (!allowed).then(|| format!("{from} may not use {to}: the map points the other way"))
}

fn rank(name: &str) -> Option<usize> {
    ORDER.iter().position(|row| row.contains(&name))
}

fn rank_of_module(name: &str) -> Option<usize> {
    (name != "lib").then(|| rank(name)).flatten()
}

fn within_domains(module: &[String], target: &[String]) -> Option<String> {
    let slice_of = |path: &[String]| {
        (path.first()? == "domains")
            .then(|| path.get(1).cloned())
            .flatten()
    };
    let file_of = |path: &[String]| path.get(2).map_or("mod", String::as_str).to_owned();
    let to = slice_of(target)?;
    let (from, to_file) = (slice_of(module), file_of(target));
    if from.as_ref() != Some(&to) {
        let face = !PRIVATE.contains(&to_file.as_str());
        return (!face)
            .then(|| format!("{to}'s {to_file} is its own: call its face, or hear its event"));
    }
    let file = file_of(module);
    (!may_use(&file, &to_file)).then(|| format!("in a slice, {file} may not use {to_file}"))
}

/// `routes | views | react → store → model`, `rules → model`, `spec → model`; a file with another name is a use
/// case between them; `mod` puts the slice together; what is no layer's name is an item of the face.
fn may_use(file: &str, other: &str) -> bool {
    const OUTER: [&str; 3] = ["routes", "views", "react"];
    let layered = other == "model" || PRIVATE.contains(&other);
    if file == "mod" || file == other || !layered {
        return true;
    }
    match file {
        "model" => false,
        "rules" | "spec" | "store" => other == "model",
        _ => !OUTER.contains(&other),
    }
}

/// Findings for what decides (`rules`) and yet speaks to the outside world.
pub fn purity(path: &str, text: &str) -> Vec<String> {
    if module_of(path).get(2).is_none_or(|file| file != "rules") {
        return Vec::new();
    }
    let (ships, _) = split_tests(path, text);
    let impure = |found: &Named| {
        IMPURE
            .iter()
            .any(|name| found.segments.first().is_some_and(|s| s == name))
    };
    let paths = named(&lex(ships).code).into_iter().filter(impure);
    paths
        .map(|found| {
            format!(
                "{path}:{}: rules are pure: no {}",
                found.line, found.segments[0]
            )
        })
        .collect()
}

/// Findings for a crate's dependencies: `cli → engine → {pack, activity}`, and the leaves pure.
pub fn manifest(path: &str, text: &str) -> Vec<String> {
    let above: &[&str] = match path {
        "engine/pack/Cargo.toml" => &["stadion-activity", "stadion-engine", "stadion"],
        "engine/activity/Cargo.toml" => &["stadion-pack", "stadion-engine", "stadion"],
        "engine/Cargo.toml" => &["stadion"],
        _ => return Vec::new(),
    };
    let leaf = path != "engine/Cargo.toml";
    let dependencies = text.split("[dependencies]").nth(1).unwrap_or_default();
    let dependencies = dependencies.split("\n[").next().unwrap_or_default();
    dependencies
        .lines()
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| {
            above.contains(name) || leaf && IMPURE.contains(&name.replace('-', "_").as_str())
        })
        .map(|name| format!("{path}: may not depend on {name}"))
        .collect()
}

mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        directions(path, text).len()
    }

    #[test]
    fn ground_modules_do_not_look_up() {
        assert_eq!(
            count("engine/src/db/mod.rs", "use crate::domains::gear::Gear;"),
            1
        );
        assert_eq!(
            count(
                "engine/src/db/query.rs",
                "fn f() { crate::web::error::Error::new() }"
            ),
            1
        );
        assert_eq!(count("engine/src/clock.rs", "use crate::App;"), 1);
        assert_eq!(
            count("engine/src/web/mod.rs", "use crate::{App, db::Db};"),
            0
        );
        assert_eq!(
            count(
                "engine/src/db/mod.rs",
                "// use crate::web::X;\nlet s = \"crate::web\";"
            ),
            0
        );
        assert_eq!(
            count(
                "engine/src/lib.rs",
                "use crate::domains::routes;\npub mod db;"
            ),
            0
        );
    }

    #[test]
    fn neighbours_of_one_row_may_meet() {
        assert_eq!(
            count("engine/src/web/serve.rs", "use crate::events::Events;"),
            0
        );
        assert_eq!(
            count(
                "engine/src/events/mod.rs",
                "use crate::{App, web::error::Result};"
            ),
            0
        );
        assert_eq!(
            count("engine/src/web/serve.rs", "use crate::domains::routes;"),
            1
        );
    }

    #[test]
    fn an_unknown_module_is_found() {
        let findings = directions("engine/src/helpers/mod.rs", "use crate::db::Db;");
        assert!(
            findings[0].contains("helpers is not on the map"),
            "{findings:?}"
        );
    }

    #[test]
    fn a_slice_does_not_touch_anothers_store() {
        let path = "engine/src/domains/gear/routes.rs";
        assert_eq!(count(path, "use crate::domains::workouts::store;"), 1);
        assert_eq!(
            count(path, "use super::super::workouts::{store::load, Workout};"),
            1
        );
        assert_eq!(
            count(
                path,
                "use crate::domains::workouts::{Workout, model::Part, find};"
            ),
            0
        );
        assert_eq!(
            count(
                "engine/src/adapters/pull.rs",
                "use crate::domains::workouts::store;"
            ),
            1
        );
    }

    #[test]
    fn layers_keep_their_order() {
        assert_eq!(
            count(
                "engine/src/domains/gear/store.rs",
                "use super::routes::Page;"
            ),
            1
        );
        assert_eq!(
            count("engine/src/domains/gear/rules.rs", "use super::store;"),
            1
        );
        assert_eq!(
            count(
                "engine/src/domains/gear/model.rs",
                "use super::rules::wear;"
            ),
            1
        );
        assert_eq!(
            count(
                "engine/src/domains/gear/import.rs",
                "use super::views::Page;"
            ),
            1
        );
        assert_eq!(
            count(
                "engine/src/domains/gear/routes.rs",
                "use super::{Error, model::Gear, store};"
            ),
            0
        );
        assert_eq!(
            count(
                "engine/src/domains/gear/store/wear.rs",
                "use super::super::model::Gear;"
            ),
            0
        );
        assert_eq!(
            count(
                "engine/src/domains/gear/mod.rs",
                "pub use self::store::load;"
            ),
            0
        );
    }

    #[test]
    fn tests_may_look_anywhere() {
        let text = "#[cfg(test)]\nmod tests {\n use crate::domains::gear::store;\n}";
        assert_eq!(count("engine/src/db/mod.rs", text), 0);
        assert_eq!(
            count(
                "engine/src/domains/gear/tests.rs",
                "use crate::domains::shop::store;"
            ),
            0
        );
    }

    #[test]
    fn impure_rules_are_found() {
        let text = "use sqlx::Row;\nasync fn f() { tokio::spawn(g()) }";
        assert_eq!(purity("engine/src/domains/gear/rules.rs", text).len(), 2);
        assert_eq!(purity("engine/src/domains/gear/store.rs", text).len(), 0);
        assert_eq!(
            purity(
                "engine/src/domains/gear/rules.rs",
                "use super::model::Gear;"
            )
            .len(),
            0
        );
    }

    #[test]
    fn dependencies_that_point_up_are_found() {
        let text = "[package]\nname = \"x\"\n[dependencies]\nserde.workspace = true\nsqlx = \"0.9\"\nstadion-engine.workspace = true\n\n[dev-dependencies]\ntokio = \"1\"\n";
        assert_eq!(manifest("engine/pack/Cargo.toml", text).len(), 2);
        assert_eq!(manifest("engine/Cargo.toml", text).len(), 0);
    }
}
