//! `stadion adapter record`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use stadion_engine::adapters::recorded::{RecordError, Recorded, Recording, record};
use stadion_engine::adapters::scrub::Keep;
use stadion_engine::clock::Clock;
use stadion_pack::render;

use super::found::{self, Known};
use crate::outcome::{Outcome, failure, say, usage, write};

/// Save a payload as a fixture with an example, personal data scrubbed
///
/// Names, e-mail addresses, tokens and ids of people, records and devices are replaced, the same by the
/// same; free texts are blanked; positions are turned away together, so that distances stay; times move by
/// whole weeks. What was done is told by path: read the fixture before you publish it. The example expects
/// what came out, as `stadion test --update` writes it.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The adapter's id, or its folder
    id: String,
    /// The payload, as the vendor sent it
    #[arg(long, value_name = "FILE")]
    payload: PathBuf,
    /// What the fixture and the example are called: lower-case words with hyphens
    #[arg(long)]
    name: String,
    /// The stream of `pull` that it answers
    #[arg(long)]
    stream: Option<String>,
    /// An answer to a further request for the record: the key it goes into, and a file
    #[arg(long, value_name = "KEY=FILE")]
    detail: Vec<String>,
    /// Leave times where they are
    #[arg(long)]
    keep_dates: bool,
    /// Tell what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Folder with the folders of adapters
    #[arg(long, value_name = "DIR", default_value = "device-adapters")]
    dir: PathBuf,
}

pub fn run(args: &Args) -> Outcome {
    let known = match found::adapter(&args.id, &args.dir) {
        Ok(known) => known,
        Err(outcome) => return outcome,
    };
    let recorded = match recorded(args, &known) {
        Ok(recorded) => recorded,
        Err(outcome) => return outcome,
    };
    if !args.dry_run
        && let Err(error) = keep(&known.folder, &recorded)
    {
        return failure(error);
    }
    say("look through what was written before anybody else does: names decide what is personal");
    write(told(&known.folder, &recorded), Outcome::Well)
}

fn recorded(args: &Args, known: &Known) -> Result<Recorded, Outcome> {
    let read = |path: &Path| {
        let read = std::fs::read(path);
        read.map_err(|error| usage(format_args!("{}: {error}", path.display())))
    };
    let payload = read(&args.payload)?;
    let mut details = IndexMap::new();
    for one in &args.detail {
        let Some((key, file)) = one.split_once('=') else {
            return Err(usage("write --detail KEY=FILE"));
        };
        details.insert(key.to_owned(), read(Path::new(file))?);
    }
    let recording = Recording {
        name: &args.name,
        stream: args.stream.as_deref(),
        payload: &payload,
        details: &details,
        keep: Keep {
            dates: args.keep_dates,
        },
        now: Clock::system().now(),
    };
    record(&known.adapter, &known.source, &recording).map_err(|error| match &error {
        RecordError::NotSound(findings) => {
            say(render::text(findings, std::slice::from_ref(&known.source), false).trim_end());
            say(format_args!("stadion: {error}"));
            Outcome::Findings
        }
        RecordError::NoActivity => {
            say(format_args!("stadion: {error}"));
            Outcome::Findings
        }
        _ => usage(error),
    })
}

fn keep(folder: &Path, recorded: &Recorded) -> Result<(), String> {
    for (path, text) in &recorded.files {
        let path = folder.join(path);
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        made.and_then(|()| std::fs::write(&path, text))
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

fn told(folder: &Path, recorded: &Recorded) -> String {
    let mut text = String::new();
    for path in recorded.files.keys() {
        let _ = writeln!(text, "{}", folder.join(path).display());
    }
    let _ = writeln!(
        text,
        "\n{} activities, {} refusals\n\nscrubbed",
        recorded.activities,
        recorded.refused.len()
    );
    for one in &recorded.scrubbed {
        let _ = writeln!(text, "  {} × {} at {}", one.count, one.what, one.path);
    }
    if recorded.scrubbed.is_empty() {
        text += "  nothing\n";
    }
    text
}
