//! `stadion schema`

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use stadion_engine::domains::cases::spec;
use stadion_engine::{App, domains};
use stadion_pack::schema::schema;
use stadion_pack::{KindSet, adapter};

use crate::outcome::{Outcome, failure, say, usage, write};
use crate::reference;

/// Print the JSON Schema of a pack kind or of adapters, or the API's description
///
/// For an editor's completion: `stadion schema metrics > metrics.schema.json`, then
/// `# yaml-language-server: $schema=metrics.schema.json` in the first line of metrics.yaml.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// A kind (`metrics`, `gear`, …), `pack`, `cases`, `adapter`, `all` or `openapi`
    #[arg(value_name = "KIND", required_unless_present = "docs")]
    kind: Option<String>,
    /// Write the reference pages into this folder instead
    #[arg(long, value_name = "DIR", conflicts_with = "kind")]
    docs: Option<PathBuf>,
}

pub fn run(args: &Args) -> Outcome {
    let kinds = domains::kinds();
    if let Some(folder) = &args.docs {
        return write_docs(folder, &kinds);
    }
    let kind = args.kind.as_deref().unwrap_or_default();
    let json = match kind {
        "openapi" => serde_json::to_value(App::openapi()).ok(),
        "cases" => Some(spec::file_schema()),
        "adapter" => Some(adapter::schema()),
        "all" => Some(all(&kinds)),
        name => schema(&kinds, name),
    };
    let Some(json) = json else {
        return usage(format_args!(
            "`{kind}` is no kind; take one of {}, cases, adapter, all, openapi",
            names(&kinds).collect::<Vec<_>>().join(", ")
        ));
    };
    match serde_json::to_string_pretty(&json) {
        Ok(text) => write(text + "\n", Outcome::Well),
        Err(error) => failure(error),
    }
}

fn names(kinds: &KindSet) -> impl Iterator<Item = &'static str> {
    ["pack"].into_iter().chain(kinds.names())
}

fn all(kinds: &KindSet) -> Value {
    let schemas = names(kinds).filter_map(|name| Some((name.to_owned(), schema(kinds, name)?)));
    Value::Object(schemas.collect::<Map<_, _>>())
}

fn write_docs(folder: &Path, kinds: &KindSet) -> Outcome {
    let pages = reference::pages(kinds);
    for (name, text) in &pages {
        let path = folder.join(name);
        let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, text));
        if let Err(error) = written {
            return failure(format_args!("{}: {error}", path.display()));
        }
    }
    say(format_args!(
        "{} pages written to {}",
        pages.len(),
        folder.display()
    ));
    Outcome::Well
}
