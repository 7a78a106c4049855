//! `stadion adapter record`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use stadion_engine::adapters::recorded::{RecordError, Recorded, Recording, record};
use stadion_engine::adapters::scrub::Keep;
use stadion_engine::clock::Clock;
use stadion_pack::render;

use super::found::{self, Known};
use super::live::{self, Broke, Live, Plan, Received};
use crate::outcome::{Outcome, failure, say, usage, write};
use crate::remote::Trouble;

/// Save a payload as a fixture with an example, personal data scrubbed
///
/// The payload is a file, or with `--live` what the vendor answers when it is asked once: its first record with
/// what belongs to it.
/// Names, e-mail addresses, tokens and ids of people, records and devices are replaced, the same by the
/// same; free texts are blanked; positions are turned away together, so that distances stay; times move by
/// whole weeks. What was done is told by path: read the fixture before you publish it. The example expects
/// what came out, as `stadion test --update` writes it.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The adapter's id, or its folder
    id: String,
    /// The payload, as the vendor sent it
    #[arg(long, value_name = "FILE", required_unless_present = "live")]
    payload: Option<PathBuf>,
    /// What the fixture and the example are called: lower-case words with hyphens
    #[arg(long)]
    name: String,
    /// The stream of `pull` that it answers, or that is asked for
    #[arg(long)]
    stream: Option<String>,
    /// An answer to a further request for the record: the key it goes into, and a file
    #[arg(long, value_name = "KEY=FILE", conflicts_with = "live")]
    detail: Vec<String>,
    /// Leave times where they are
    #[arg(long)]
    keep_dates: bool,
    /// Tell what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    live: Live,
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

/// A file and those of its details.
fn of_files(args: &Args) -> Result<Received, Outcome> {
    let read = |path: &Path| {
        let read = std::fs::read(path);
        read.map_err(|error| usage(format_args!("{}: {error}", path.display())))
    };
    let payload = args.payload.as_deref().map(read).transpose()?;
    let mut details = IndexMap::new();
    for one in &args.detail {
        let Some((key, file)) = one.split_once('=') else {
            return Err(usage("write --detail KEY=FILE"));
        };
        details.insert(key.to_owned(), read(Path::new(file))?);
    }
    Ok(Received {
        payload: payload.unwrap_or_default(),
        details,
    })
}

/// What the vendor answers now, and of which stream.
fn of_vendor(args: &Args, known: &Known) -> Result<(String, Received), Outcome> {
    let now = Clock::system().now();
    let plan = Plan::new(&known.adapter, args.stream.as_deref(), &args.live, now);
    let plan = plan.map_err(Trouble::end)?;
    if plan.records > 1 && !plan.stream.details.is_empty() {
        return Err(usage(
            "further requests belong to one record: leave --records out, and save records one by one",
        ));
    }
    let asked = live::ask(&plan).map_err(Trouble::end)?;
    let done = match asked.broke {
        None => {
            say(live::brief(&plan, &asked));
            return Ok((plan.name.to_owned(), live::received(&plan, &asked)));
        }
        Some(Broke::Refused) => Outcome::Findings,
        Some(Broke::Unreached) => Outcome::Failure,
    };
    say(live::text(&plan, &asked).trim_end());
    Err(done)
}

fn recorded(args: &Args, known: &Known) -> Result<Recorded, Outcome> {
    let (stream, received) = if args.live.live {
        of_vendor(args, known).map(|(stream, received)| (Some(stream), received))?
    } else {
        (args.stream.clone(), of_files(args)?)
    };
    let recording = Recording {
        name: &args.name,
        stream: stream.as_deref(),
        payload: &received.payload,
        details: &received.details,
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
