//! `stadion check`

mod calibrate;
mod sarif;

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::path::PathBuf;

use clap::ValueEnum;
use stadion_engine::domains;
use stadion_engine::domains::calibrate::model::Calibration;
use stadion_pack::{Finding, PackSource, finding, render};

use super::packs::Checked;
use crate::noted::Moment;
use crate::outcome::{Outcome, failure, say, usage, write};
use crate::remote::Trouble;

/// Check packs and adapters as the server compiles them
///
/// PATH is the folder of a pack or an adapter, or a folder of them. Packs that stand beside a checked one are read
/// too, for what it requires, and not reported on. Exits 0 without errors, 1 with.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The folder of a pack or an adapter, or a folder of them
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    calibrate: calibrate::People,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// With the source line, a caret and what to write
    #[default]
    Text,
    /// `{"findings": […], "packs": n}`, with `scripts` where packs use any, and `calibration` where it is asked for
    Json,
    /// SARIF 2.1.0, which code hosts and editors show beside the lines
    Sarif,
}

pub fn run(args: &Args) -> Outcome {
    if matches!(args.format, Format::Sarif) && args.calibrate.calibrate.is_some() {
        return usage("SARIF has no place for --calibrate: take --format json");
    }
    let checked = match Checked::read(&args.paths) {
        Ok(checked) => checked,
        Err(why) => return usage(why),
    };
    let done = if finding::has_errors(&checked.findings) {
        Outcome::Findings
    } else {
        checked.note(Moment::Valid);
        Outcome::Well
    };
    let sources = checked.sources();
    let adapters = checked.adapters.len();
    let Checked {
        packs,
        roots,
        findings,
        scripts,
        ..
    } = checked;
    let calibration = match &args.calibrate.calibrate {
        // What does not compile can be asked nothing.
        Some(whom) if done == Outcome::Well => {
            let checked: Vec<PackSource> = packs
                .iter()
                .filter(|pack| roots.contains(&pack.root))
                .cloned()
                .collect();
            match args.calibrate.run(whom, &checked, &args.paths) {
                Ok(told) => Some(told),
                Err(Trouble::Asked(why)) => return usage(why),
                Err(Trouble::Refused(why) | Trouble::Failed(why)) => return failure(why),
            }
        }
        _ => None,
    };
    match args.format {
        Format::Text => {
            let told = calibration.as_ref().map(calibrate::text);
            let text = text(&findings, &sources, roots.len(), adapters);
            uses(&scripts);
            write(text + told.as_deref().unwrap_or_default(), done)
        }
        Format::Json => match json(&findings, roots.len(), &scripts, calibration.as_ref()) {
            Ok(json) => write(json + "\n", done),
            Err(error) => failure(error),
        },
        Format::Sarif => match sarif(&findings) {
            Ok(log) => write(log + "\n", done),
            Err(error) => failure(error),
        },
    }
}

fn sarif(findings: &[Finding]) -> std::io::Result<String> {
    let folder = std::env::current_dir()?;
    let log = sarif::log(findings, &domains::kinds(), &folder);
    Ok(serde_json::to_string_pretty(&log)?)
}

fn json(
    findings: &[Finding],
    packs: usize,
    scripts: &BTreeMap<String, usize>,
    calibration: Option<&Calibration>,
) -> serde_json::Result<String> {
    let mut json = render::json(findings, packs);
    if let (false, Some(whole)) = (scripts.is_empty(), json.as_object_mut()) {
        whole.insert("scripts".into(), serde_json::to_value(scripts)?);
    }
    if let (Some(told), Some(whole)) = (calibration, json.as_object_mut()) {
        whole.insert("calibration".into(), serde_json::to_value(told)?);
    }
    serde_json::to_string_pretty(&json)
}

fn text(findings: &[Finding], packs: &[PackSource], checked: usize, adapters: usize) -> String {
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    if findings.is_empty() {
        let count = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
        let told = match (checked, adapters) {
            (packs, 0) => count(packs, "pack"),
            (0, adapters) => count(adapters, "adapter"),
            (packs, adapters) => {
                format!(
                    "{} and {}",
                    count(packs, "pack"),
                    count(adapters, "adapter")
                )
            }
        };
        say(format_args!("{told} checked, nothing to mend"));
    }
    let told = render::text(findings, packs, colour);
    told + more(findings).as_str()
}

/// Scripts are the last resort: how many there are is told.
fn uses(scripts: &BTreeMap<String, usize>) {
    for (pack, count) in scripts {
        let plural = if *count == 1 { "" } else { "s" };
        say(format_args!("{pack} uses {count} script{plural}"));
    }
}

/// Where the long stories of the codes shown are.
fn more(findings: &[Finding]) -> String {
    let codes: BTreeSet<&str> = findings.iter().map(|finding| finding.code).collect();
    if codes.is_empty() {
        return String::new();
    }
    let codes: Vec<_> = codes.into_iter().collect();
    format!("the long story: stadion explain {}\n", codes.join(" "))
}
