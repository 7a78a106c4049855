//! `stadion adapter try`

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use indexmap::IndexMap;
use serde_json::Value;
use stadion_activity::Limits;
use stadion_engine::adapters::{self, Input, Output};
use stadion_engine::clock::Clock;
use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::Payload;
use stadion_pack::units::parse_quantity;

use super::live::{self, Asked, Broke, Live, Masks, Plan};
use super::{found, told};
use crate::outcome::{Outcome, failure, say, usage, write};

/// Show what an adapter makes of a payload, step by step
///
/// The record as it was decoded, what each entry of `normalize` gave, the activity that came of it, and
/// what was refused with place, reason and remedy. With `--live` the vendor is asked once, and each request
/// is shown with its response and what the server would do about it, secrets masked. Exits 1 when no activity
/// came of it or the vendor refused, 3 when it could not be reached.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The adapter's id, or its folder
    id: String,
    /// The payload; the first example's where it is left out
    #[arg(long, value_name = "FILE")]
    payload: Option<PathBuf>,
    /// The stream of `pull` that it answers, or that is asked for
    #[arg(long)]
    stream: Option<String>,
    /// An answer to a further request for the record: the key it goes into, and a file
    #[arg(long, value_name = "KEY=FILE")]
    detail: Vec<String>,
    /// What a person set: `wheel=2096 mm`
    #[arg(long, value_name = "NAME=FIGURE")]
    setting: Vec<String>,
    /// Folder with the folders of adapters
    #[arg(long, value_name = "DIR", default_value = "device-adapters")]
    dir: PathBuf,
    #[command(flatten)]
    live: Live,
    /// How it is told
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Format {
    #[default]
    Text,
    /// `{"records": […], "refused": […]}`; of `--live` with `exchanges` and `page`
    Json,
}

pub fn run(args: &Args) -> Outcome {
    let found = match found::adapter(&args.id, &args.dir) {
        Ok(found) => found,
        Err(outcome) => return outcome,
    };
    let adapter = &found.adapter;
    if args.live.live {
        return asked(args, adapter);
    }
    match output(args, adapter) {
        Ok(output) => shown(args.format, adapter, &output),
        Err(why) => usage(why),
    }
}

fn asked(args: &Args, adapter: &Adapter) -> Outcome {
    let now = Clock::system().now();
    let plan = match Plan::new(adapter, args.stream.as_deref(), &args.live, now) {
        Ok(plan) => plan,
        Err(trouble) => return trouble.end(),
    };
    match live::ask(&plan) {
        Ok(asked) => shown_live(args.format, &plan, &asked),
        Err(trouble) => trouble.end(),
    }
}

fn output(args: &Args, adapter: &Adapter) -> Result<Output, String> {
    let Some(path) = &args.payload else {
        let Some(example) = adapter.examples.first() else {
            return Err("give a payload with --payload: the adapter has no example".to_owned());
        };
        say(format_args!("the payload of its example: {}", example.name));
        return Ok(adapters::read(adapter, &Input::of(&example.given)));
    };
    let read =
        |path: &Path| std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
    let payload = Payload::Bytes {
        name: path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        bytes: read(path)?,
    };
    let mut details = IndexMap::new();
    for one in &args.detail {
        let (key, file) = one.split_once('=').ok_or("write --detail KEY=FILE")?;
        details.insert(key.to_owned(), read(Path::new(file))?);
    }
    let mut settings = IndexMap::new();
    for one in &args.setting {
        let (name, figure) = one.split_once('=').ok_or("write --setting NAME=FIGURE")?;
        let setting = adapter.settings.get(name);
        let setting = setting.ok_or_else(|| format!("the adapter has no setting `{name}`"))?;
        let figure =
            parse_quantity(figure, Some(setting.unit.dim)).map_err(|error| error.message)?;
        settings.insert(name.to_owned(), figure.si);
    }
    Ok(adapters::read(
        adapter,
        &Input {
            payload: &payload,
            stream: args.stream.as_deref(),
            details: &details,
            settings: &settings,
            now: Clock::system().now(),
            limits: Limits::default(),
        },
    ))
}

/// Well where an activity came of it.
fn came(output: &Output) -> Outcome {
    match output.activities().next() {
        Some(_) => Outcome::Well,
        None => Outcome::Findings,
    }
}

fn shown(format: Format, adapter: &Adapter, output: &Output) -> Outcome {
    match format {
        Format::Text => write(told::text(adapter, output), came(output)),
        Format::Json => json(&told::as_json(output), &Masks::default(), came(output)),
    }
}

fn json(told: &Value, masks: &Masks, done: Outcome) -> Outcome {
    match serde_json::to_string_pretty(told) {
        Ok(json) => write(masks.text(&json) + "\n", done),
        Err(error) => failure(error),
    }
}

fn shown_live(format: Format, plan: &Plan<'_>, asked: &Asked) -> Outcome {
    let done = match asked.broke {
        None => came(&asked.output),
        Some(Broke::Refused) => Outcome::Findings,
        Some(Broke::Unreached) => Outcome::Failure,
    };
    let mut output = asked.output.clone();
    for told in &mut output.records {
        told.value = told.value.as_ref().map(|value| plan.masks.value(value));
    }
    match format {
        Format::Text => {
            let mut text = live::text(plan, asked);
            if asked.broke.is_none() || !output.records.is_empty() {
                text += &told::text(plan.adapter, &output);
            }
            write(plan.masks.text(&text), done)
        }
        Format::Json => {
            let mut told = told::as_json(&output);
            (told["exchanges"], told["page"]) = live::as_json(plan, asked);
            json(&told, &plan.masks, done)
        }
    }
}
