//! `docs/reference`: every page is written from the declarations in the code.

mod api;
mod command_line;
mod settings;

use std::collections::BTreeMap;

use clap::CommandFactory;
use stadion_engine::App;
use stadion_engine::adapters::canon::canon;
use stadion_engine::catalog::fields::source_fields;
use stadion_engine::domains::cases::spec;
use stadion_pack::{KindSet, docs};

use crate::commands::Cli;

const NOTE: &str = "<!-- Generated from the declarations in the code; edit those. -->\n\n";

const INDEX: &str = "| [cases](cases.md) | what tries a pack: `tests/*.yaml` |\n\n# Device adapters\n\n| page | what |\n|---|---|\n\
    | [adapter.yaml](adapters.md) | how data of a vendor, a file or a sensor becomes activities |\n\
    | [canonical fields](canonical.md) | what adapters fill |\n\n# The server\n\n| page | what |\n|---|---|\n\
    | [stadion](cli.md) | the command line |\n\
    | [settings](config.md) | what can be configured, and how |\n\
    | [API](api.md) | every operation, and the codes of problem documents |\n";

/// Text by file name.
pub fn pages(kinds: &KindSet) -> BTreeMap<String, String> {
    let mut pages = docs::markdown(kinds, &source_fields());
    pages.extend(docs::adapter_pages(&canon()));
    pages.entry("README.md".into()).or_default().push_str(INDEX);
    pages.insert("cases.md".into(), cases_page());
    pages.insert("config.md".into(), settings::page());
    pages.insert("cli.md".into(), command_line::page(Cli::command()));
    pages.insert("api.md".into(), api::page(&App::openapi()));
    pages
}

fn cases_page() -> String {
    let keys = docs::keys(&spec::schema());
    format!(
        "{NOTE}# {}\n\n{}\n\n## Example\n\n```yaml\n# tests/marathon.yaml\n{}```\n\n## Keys\n\n{keys}",
        spec::TITLE,
        spec::DOC,
        spec::EXAMPLE
    )
}

/// A text within a table's cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
