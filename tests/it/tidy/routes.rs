//! Every route declares who may call it: `web::Routes` takes none without, so none may go past it.

use super::source::{lex, split_tests};

/// The table itself, the address of its own that serves `/metrics` and nothing else, and what drives a simulated
/// vendor, which is never part of the server.
const MAY: [&str; 3] = [
    "engine/src/web/routes.rs",
    "engine/src/web/serve.rs",
    "engine/src/simulator/control.rs",
];
const WAYS: [&str; 6] = [
    "Router::new",
    "Router::default",
    "OpenApiRouter",
    ".route(",
    ".route_service(",
    ".nest_service(",
];

/// Findings for routes that no table knows.
pub fn outside_the_table(path: &str, text: &str) -> Vec<String> {
    if MAY.contains(&path) {
        return Vec::new();
    }
    let (ships, _) = split_tests(path, text);
    let code = lex(ships).code;
    let lines = code.lines().enumerate();
    lines
        .filter(|(_, line)| WAYS.iter().any(|way| line.contains(way)))
        .map(|(n, _)| format!("{path}:{}: a route goes through web::Routes", n + 1))
        .collect()
}

/// The names that a file gives to shapes of the API: a description has one place for each name.
pub fn shapes(path: &str, text: &str) -> Vec<String> {
    let (ships, _) = split_tests(path, text);
    let mut is_shape = false;
    let mut names = Vec::new();
    for line in ships.lines().map(str::trim) {
        is_shape |= line.starts_with("#[derive") && line.contains("ToSchema");
        is_shape |= line.contains("ToSchema,");
        let rest = line.strip_prefix("pub ").unwrap_or(line);
        let rest = rest.strip_prefix("pub(super) ").unwrap_or(rest);
        let rest = rest.strip_prefix("(super) ").unwrap_or(rest);
        let name = rest
            .strip_prefix("struct ")
            .or_else(|| rest.strip_prefix("enum "));
        if let Some(name) = name {
            let end = |c: char| !c.is_alphanumeric();
            if is_shape {
                names.push(name.split(end).next().unwrap_or(name).to_owned());
            }
            is_shape = false;
        }
    }
    names
}

mod tests {
    use super::*;

    #[test]
    fn a_route_past_the_table_is_found() {
        let text =
            "fn f() {\n let all = Router::new()\n  .route(\"/x\", get(x)); // Router::new\n}";
        let found = outside_the_table("engine/src/domains/gear/routes.rs", text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(outside_the_table("engine/src/web/serve.rs", text).len(), 0);
        assert_eq!(outside_the_table("engine/src/web/tests.rs", text).len(), 0);
        let twice = "#[derive(Serialize, ToSchema)]\nstruct PartBody {\n}\nstruct Other;\n";
        assert_eq!(
            shapes("engine/src/domains/gear/routes.rs", twice),
            ["PartBody"]
        );
        let table = "fn f() { routes.page(Access::User, \"get\", \"/x\", get(x)) }";
        assert_eq!(outside_the_table("engine/src/web/dev.rs", table).len(), 0);
    }
}
