//! Device adapters: a folder of YAML that says how bytes of a vendor, a file or a sensor become
//! activities. `raw` is what is written, `compile` checks it, `model` is what the engine uses.

mod canon;
mod codes;
mod compile;
mod diff;
pub mod model;
mod path;
mod raw;
mod template;

use serde_json::Value;

pub use canon::{Canon, CanonField, PLAIN, Plain};
pub use codes::{CODES, DOC, EXAMPLE, TITLE};
pub use diff::diff;
pub use model::Adapter;
pub use path::{Found, Path, PathError, plain};
pub use raw::RawAdapter;
pub use template::Template;

use crate::finding::{Finding, Report, has_errors};
use crate::place::Span;
use crate::reading::{Reading, Shape};
use crate::schema::schema_of;
use crate::source::{PackSource, is_text};
use crate::yaml::{Key, Node, Tree};
use compile::Cx;
use compile::scripts::is_script;

/// The file that makes a folder an adapter.
pub const FILE: &str = "adapter.yaml";

/// What reading a folder gave. With an error among the findings there is no adapter.
#[derive(Debug, Default)]
pub struct Compiled {
    pub adapter: Option<Adapter>,
    pub findings: Vec<Finding>,
    /// Its texts, for whoever tells of places in them.
    pub reading: Reading,
}

/// Reads and checks an adapter. Never fails and never panics: all that is wrong is told.
pub fn compile(source: &PackSource, canon: &Canon) -> Compiled {
    let mut reading = Reading::default();
    let adapter = read(source, canon, &mut reading);
    let findings = reading.findings();
    let adapter = adapter.filter(|_| !has_errors(&findings));
    Compiled {
        adapter,
        findings,
        reading,
    }
}

/// Several adapters; two of one id are refused.
pub fn compile_all(sources: &[PackSource], canon: &Canon) -> Vec<Compiled> {
    let mut all: Vec<Compiled> = sources.iter().map(|one| compile(one, canon)).collect();
    let ids: Vec<Option<String>> = all
        .iter()
        .map(|one| one.adapter.as_ref().map(|adapter| adapter.id.clone()))
        .collect();
    for (at, one) in all.iter_mut().enumerate() {
        let (Some(Some(id)), Some(adapter)) = (ids.get(at), &one.adapter) else {
            continue;
        };
        if !ids.iter().take(at).any(|other| other.as_ref() == Some(id)) {
            continue;
        }
        let message = format!("the adapter id `{id}` is taken by another folder");
        let report =
            Report::error("S0520", adapter.span, message).help("two adapters have two ids");
        one.findings.extend(one.reading.settle(vec![report]));
        one.adapter = None;
    }
    all
}

fn read(source: &PackSource, canon: &Canon, reading: &mut Reading) -> Option<Adapter> {
    check_files(source, reading);
    let file = source.files.iter().find(|file| file.path == FILE);
    let Some(file) = file else {
        let span = reading.place_in(source.name_of(FILE));
        let report = Report::error("S0500", span, "the folder has no adapter.yaml");
        let help = "it names the adapter and says how its data is read: `stadion new adapter ID` begins one";
        reading.reports.push(report.help(help));
        return None;
    };
    let told = reading.reports.len();
    let node = reading.open(source, file);
    let Some(node) = node.filter(|node| matches!(node.tree, Tree::Map(_))) else {
        if reading.reports.len() == told {
            let span = reading.place_in(source.name_of(FILE));
            let report = Report::error("S0500", span, "adapter.yaml says nothing");
            reading
                .reports
                .push(report.help("`stadion new adapter ID` begins one"));
        }
        return None;
    };
    let key = Key {
        name: FILE.to_owned(),
        span: Span {
            end: node.span.start,
            ..node.span
        },
    };
    let raw = match Shape::<RawAdapter>::default().read(&key, &node) {
        Ok(raw) => raw,
        Err(reports) => {
            reading.reports.extend(reports);
            return None;
        }
    };
    let adapter = Cx::new(source, canon, reading).adapter(raw)?;
    Some(Adapter {
        written: node.to_json(),
        ..adapter
    })
}

/// What a folder of an adapter may hold beside its YAML.
const LEFT_ALONE: [&str; 5] = ["fixtures/", "images/", "README", "LICENSE", "CHANGELOG"];

fn check_files(source: &PackSource, reading: &mut Reading) {
    for refused in &source.refused {
        let span = reading.place_in(source.name_of(&refused.path));
        let message = format!("the file was not read: {}", refused.reason);
        let report = Report::error("S0002", span, message);
        let help = "an adapter is plain files: texts to 1 MiB each, 16 MiB and 1000 files in all";
        reading.reports.push(report.help(help));
    }
    for file in &source.files {
        let path = file.path.as_str();
        if path == FILE || is_script(path) || LEFT_ALONE.iter().any(|known| path.starts_with(known))
        {
            continue;
        }
        let span = reading.place_in(source.name_of(path));
        let message = "nothing in an adapter has this file name";
        let report = if is_text(path) {
            Report::error("S0004", span, message)
        } else {
            Report::warning("S0004", span, message)
        };
        let help = "an adapter holds adapter.yaml, fixtures/, images/ and scripts/*.rhai";
        reading.reports.push(report.help(help));
    }
}

/// The JSON Schema of `adapter.yaml`.
pub fn schema() -> Value {
    let mut schema = schema_of::<RawAdapter>();
    if let Some(map) = schema.as_object_mut() {
        let version = "https://json-schema.org/draft/2020-12/schema";
        map.insert("$schema".to_owned(), Value::String(version.to_owned()));
    }
    schema
}

/// The tree of an adapter's YAML, for whoever changes it.
pub fn tree(text: &str) -> Option<Node> {
    crate::yaml::parse(0, text).0
}
