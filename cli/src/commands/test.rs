//! `stadion test`

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::PathBuf;

use clap::ValueEnum;
use rlimit::Resource;
use serde_json::json;
use stadion_engine::adapters::examples::{self, ExampleTold};
use stadion_engine::domains::cases;
use stadion_engine::domains::cases::model::{CaseTold, Coverage, Told};
use stadion_pack::{Finding, PackSource, adapter, finding, render};

use super::block_on;
use super::packs::{Checked, folders};
use crate::noted::Moment;
use crate::outcome::{Outcome, failure, say, usage, write};

/// Run the cases of packs and the examples of adapters on the server's own code
///
/// PATH is the folder of a pack or an adapter, or a folder of them. Cases of packs stand in `tests/`,
/// examples in `adapter.yaml`. Each case has a
/// person of its own, at a time of its own, in a database made for the run. Exits 0 when all pass,
/// 1 when one does not or the packs have errors.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The folder of a pack or an adapter, or a folder of them
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Write what came out: figures that differ and `metrics: snapshot` in cases, what differs in examples
    #[arg(long)]
    update: bool,
    /// Take at most a minute of one core, 2 GiB of memory and small files: for packs of strangers
    #[arg(long)]
    bounded: bool,
    /// How results are printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// A line for each case, failures with their place, and which rules the cases saw
    #[default]
    Text,
    /// `{"cases": […], "examples": […], "coverage": […], "findings": […]}`
    Json,
}

pub fn run(args: &Args) -> Outcome {
    if args.bounded
        && let Err(error) = bound()
    {
        return failure(format_args!("the limits cannot be set: {error}"));
    }
    let checked = match Checked::read(&args.paths) {
        Ok(checked) => checked,
        Err(why) => return usage(why),
    };
    if finding::has_errors(&checked.findings) {
        let nothing = (Told::default(), Examples::default());
        return tell(args.format, &nothing, &checked, Outcome::Findings);
    }
    let examples = Examples::of(&checked);
    let ran = match checked.named().next() {
        Some(_) => run_cases(&checked, &args.paths),
        None => Ok(Told::default()),
    };
    let told = match ran {
        Ok(told) => told,
        Err(why) => return failure(why),
    };
    if args.update && !(told.rewrites.is_empty() && examples.rewrites.is_empty()) {
        match update(&checked, &told, &examples) {
            Ok(files) => say(format_args!(
                "{}: written; look at what changed",
                files.join(", ")
            )),
            Err(why) => return failure(why),
        }
        // What is told is how it stands now.
        return run(&Args {
            update: false,
            paths: args.paths.clone(),
            ..*args
        });
    }
    let left = told.failed() + examples.failed();
    let done = if left == 0 {
        checked.note(Moment::Valid);
        if !told.cases.is_empty() {
            checked.note(Moment::Tested);
        }
        Outcome::Well
    } else {
        Outcome::Findings
    };
    tell(args.format, &(told, examples), &checked, done)
}

/// How the examples of adapters went.
#[derive(Default)]
struct Examples {
    told: Vec<ExampleTold>,
    /// Files that `--update` writes, by name.
    rewrites: BTreeMap<String, String>,
    /// Adapters that have none: what proves nothing has not passed.
    without: Vec<String>,
}

impl Examples {
    fn of(checked: &Checked) -> Self {
        let mut all = Self::default();
        for (one, source) in checked.adapters.iter().zip(&checked.adapter_sources) {
            let (told, rewrites) = examples::run(one);
            let file = source.files.iter().find(|file| file.path == adapter::FILE);
            let text = file.and_then(|file| std::str::from_utf8(&file.bytes).ok());
            if let (Some(text), false) = (text, rewrites.is_empty()) {
                let new = examples::rewritten(text, &rewrites);
                all.rewrites.insert(source.name_of(adapter::FILE), new);
            }
            if told.is_empty() {
                all.without.push(source.id_hint.clone());
            }
            all.told.extend(told);
        }
        all
    }

    fn failed(&self) -> usize {
        let failed = self.told.iter().filter(|one| !one.passed);
        failed.count() + self.without.len()
    }
}

/// The kernel stops the process at these (getrlimit(2)); files are the database's.
fn bound() -> std::io::Result<()> {
    const SECONDS: u64 = 60;
    const FILE: u64 = 256 << 20;
    const MEMORY: u64 = 2 << 30;
    for (resource, limit) in [
        (Resource::CPU, SECONDS),
        (Resource::FSIZE, FILE),
        (Resource::AS, MEMORY),
        (Resource::CORE, 0),
    ] {
        resource.set(limit, limit)?;
    }
    Ok(())
}

fn run_cases(checked: &Checked, paths: &[PathBuf]) -> Result<Told, String> {
    let data = tempfile::tempdir().map_err(|error| error.to_string())?;
    let ids: Vec<String> = checked.named().map(PackSource::id).collect();
    let mut told = Err(String::new());
    let done = block_on(async {
        told = match cases::open(folders(paths), data.path()).await {
            Ok(app) => {
                let told = cases::run(&app, &checked.cases, &ids).await;
                app.db.close().await;
                told.map_err(|error| error.to_string())
            }
            Err(error) => Err(error.to_string()),
        };
        Outcome::Well
    });
    match done {
        Outcome::Well => told,
        _ => Err("no threads can be started".to_owned()),
    }
}

/// Writes the files that change; answers their names.
fn update(checked: &Checked, told: &Told, examples: &Examples) -> Result<Vec<String>, String> {
    let mut texts = cases::apply(&checked.cases, &told.rewrites);
    texts.extend(examples.rewrites.clone());
    for (file, text) in &texts {
        std::fs::write(file, text).map_err(|error| format!("{file}: {error}"))?;
    }
    Ok(texts.into_keys().collect())
}

fn tell(format: Format, all: &(Told, Examples), checked: &Checked, done: Outcome) -> Outcome {
    let (told, examples) = all;
    match format {
        Format::Text => write(text(told, examples, checked), done),
        Format::Json => {
            let json = json!({
                "cases": told.cases,
                "examples": examples.told,
                "coverage": told.coverage,
                "findings": checked.findings,
            });
            match serde_json::to_string_pretty(&json) {
                Ok(json) => write(json + "\n", done),
                Err(error) => failure(error),
            }
        }
    }
}

fn text(told: &Told, examples: &Examples, checked: &Checked) -> String {
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let line = |case: &CaseTold| {
        let how = if case.passed { "ok    " } else { "FAILED" };
        format!("{how} {}: {}\n", case.pack, case.name)
    };
    let mut text: String = told.cases.iter().map(line).collect();
    text.extend(examples.told.iter().map(|one| {
        let how = if one.passed { "ok    " } else { "FAILED" };
        format!("{how} {}: {}\n", one.adapter, one.name)
    }));
    for id in &examples.without {
        let _ = writeln!(text, "FAILED {id}: it has no example, so nothing is proved");
    }
    let failures = told.cases.iter().flat_map(|case| &case.failures);
    let failures = failures.chain(examples.told.iter().flat_map(|one| &one.failures));
    let all: Vec<Finding> = checked.findings.iter().chain(failures).cloned().collect();
    if !all.is_empty() {
        text.push('\n');
        text.push_str(&render::text(&all, &checked.sources(), colour));
    }
    if !told.coverage.is_empty() {
        text.push('\n');
        text.extend(told.coverage.iter().map(coverage));
        let (all, failed) = (told.cases.len(), told.failed());
        let cases = plural(all, "case");
        let end = format!("{cases}, {} passed, {failed} failed\n", all - failed);
        text.push_str(&end);
    }
    if !examples.told.is_empty() {
        let (all, failed) = (examples.told.len(), examples.failed());
        let examples = plural(all, "example");
        let end = format!(
            "\n{examples}, {} passed, {failed} failed\n",
            all.saturating_sub(failed)
        );
        text.push_str(&end);
    }
    text
}

fn plural(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

/// One line of a pack whose rules were all seen both ways, more of another.
fn coverage(pack: &Coverage) -> String {
    let seen = match (pack.rules, pack.is_full()) {
        (0, _) => "no rules".to_owned(),
        (rules, true) => format!("{}, each made true and false", plural(rules, "rule")),
        (rules, false) => plural(rules, "rule"),
    };
    let lacks = |what: &str, rules: &[String]| match rules {
        [] => String::new(),
        rules => format!("  no case made {what}: {}\n", rules.join(", ")),
    };
    format!(
        "{}: {}, {seen}\n{}{}",
        pack.pack,
        plural(pack.cases, "case"),
        lacks("true", &pack.never_true),
        lacks("false", &pack.never_false)
    )
}
