//! `stadion diff`

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::Path;
use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::json;
use stadion_engine::catalog::fields::source_fields;
use stadion_engine::domains;
use stadion_pack::diff::{self, Diff, Side};
use stadion_pack::{
    Finding, PackSource, Packs, adapter, archive, compile, finding, render, source,
};

mod adapters;

use super::packs::neighbours;
use crate::outcome::{Outcome, failure, usage, write};
use crate::remote::{Server, Token, Trouble};

/// Say what two versions of packs differ in, and what of it breaks
///
/// OLD and NEW are the folder of a pack or of a device adapter each, or a folder of them each; with --to there is one folder, of a pack, which is
/// compared with what the server has live (also of a device adapter), and it is told how much people hold of what breaks. What breaks what people stored needs a migration
/// (`migrations.yaml`), and everything that breaks needs a new major version: what is missing is shown as an error, and
/// would be refused at publishing. Packs that stand beside a pack are read too, for what it requires.
///
/// Exits 0 where nothing differs, 10 where all is safe, 11 where something breaks (answered by a migration or not), and
/// 1 where a pack has errors.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What is out, and what is to follow; with --to the latter alone
    #[arg(value_names = ["OLD", "NEW"], required = true, num_args = 1..=2)]
    packs: Vec<PathBuf>,
    /// A server's address: what it has live is what is out
    #[arg(long, value_name = "URL")]
    to: Option<String>,
    #[command(flatten)]
    token: Token,
    /// How the difference is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// A line for each change, and what those that break need
    #[default]
    Text,
    /// `{"packs": […], "breaking": true}`
    Json,
}

pub fn run(args: &Args) -> Outcome {
    match (args.packs.as_slice(), &args.to) {
        ([pack], Some(address)) => match with_server(args, pack, address) {
            Ok(done) => done,
            Err(trouble) => trouble.end(),
        },
        ([old, new], None) => of_folders(args, old, new),
        ([_], None) => usage("give OLD and NEW, or the address of a server with --to"),
        _ => usage("with --to give one pack: what the server has live is the other"),
    }
}

fn with_server(args: &Args, pack: &Path, address: &str) -> Result<Outcome, Trouble> {
    let found = if pack.join(adapter::FILE).is_file() {
        source::read_adapters(pack)
    } else {
        source::read_dir(pack)
    };
    let mut found = found.map_err(|error| Trouble::Asked(error.to_string()))?;
    let (Some(source), true) = (found.pop(), found.is_empty()) else {
        let why = format!("{}: one pack is compared at a time", pack.display());
        return Err(Trouble::Asked(why));
    };
    let archive = archive::pack(&source).map_err(|error| Trouble::Refused(error.to_string()))?;
    let server = Server::open("--to", address, &args.token)?;
    let plan = server.post_zip("/api/v1/packs/plan", &archive)?;
    let nothing = plan["packs"].as_array().is_none_or(Vec::is_empty);
    let done = match (nothing, plan["breaking"].as_bool()) {
        (true, _) => Outcome::Well,
        (_, Some(true)) => Outcome::Breaks,
        _ => Outcome::Differs,
    };
    Ok(match args.format {
        Format::Text => write(plan["text"].as_str().unwrap_or_default(), done),
        Format::Json => write(format!("{plan:#}\n"), done),
    })
}

fn of_folders(args: &Args, old: &Path, new: &Path) -> Outcome {
    if let Some(diffs) = adapters::of_folders(old, new) {
        return match diffs {
            Ok(diffs) => told(args.format, &diffs),
            Err(outcome) => outcome,
        };
    }
    let sides = [old, new].map(Version::read);
    let (old, new) = match sides {
        [Ok(old), Ok(new)] => (old, new),
        [Err(why), _] | [_, Err(why)] => return usage(why),
    };
    for version in [&old, &new] {
        if finding::has_errors(&version.findings) {
            let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            let told = render::text(&version.findings, &version.sources, colour);
            return write(told, Outcome::Findings);
        }
    }
    let mut diffs = diff::diff(old.side(), new.side(), &domains::kinds());
    diffs.retain(|diff| old.named.contains(&diff.pack) || new.named.contains(&diff.pack));
    told(args.format, &diffs)
}

fn told(format: Format, diffs: &[Diff]) -> Outcome {
    let done = outcome(diffs);
    match format {
        Format::Text => write(diff::text(diffs, |_| None), done),
        Format::Json => {
            let json = json!({ "packs": diffs, "breaking": done == Outcome::Breaks });
            match serde_json::to_string_pretty(&json) {
                Ok(json) => write(json + "\n", done),
                Err(error) => failure(error),
            }
        }
    }
}

fn outcome(diffs: &[Diff]) -> Outcome {
    if diffs.is_empty() {
        Outcome::Well
    } else if diffs.iter().any(Diff::is_breaking) {
        Outcome::Breaks
    } else {
        Outcome::Differs
    }
}

/// One side: the packs of a path, with those beside a single one.
struct Version {
    sources: Vec<PackSource>,
    packs: Packs,
    /// Of the packs that were named alone.
    findings: Vec<Finding>,
    named: BTreeSet<String>,
}

impl Version {
    fn read(path: &Path) -> Result<Self, String> {
        let named = source::read_dir(path).map_err(|error| {
            format!(
                "{}: {error}; give a pack's folder or a folder of packs",
                path.display()
            )
        })?;
        let roots: Vec<String> = named.iter().map(|pack| pack.root.clone()).collect();
        let ids = named.iter().map(PackSource::id).collect();
        let beside = neighbours(path, &roots);
        let sources: Vec<PackSource> = beside.into_iter().chain(named).collect();
        let compiled = compile(&sources, &domains::kinds(), &source_fields());
        let mut findings = compiled.findings;
        findings.retain(|found| {
            roots
                .iter()
                .any(|root| stadion_engine::catalog::is_below(&found.file, root))
        });
        Ok(Self {
            sources,
            packs: compiled.packs,
            findings,
            named: ids,
        })
    }

    fn side(&self) -> Side<'_> {
        Side {
            packs: &self.packs,
            sources: &self.sources,
        }
    }
}
