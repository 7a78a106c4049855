//! `stadion adapter try`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::ValueEnum;
use indexmap::IndexMap;
use serde_json::{Value, json};
use stadion_activity::summary::Summary;
use stadion_activity::{Activity, FieldValue, Limits};
use stadion_engine::adapters::{self, Input, Output, Told};
use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::Payload;
use stadion_pack::units::parse_quantity;

use super::found;
use crate::outcome::{Outcome, failure, say, usage, write};

/// Show what an adapter makes of a payload, step by step
///
/// The record as it was decoded, what each entry of `normalize` gave, the activity that came of it, and
/// what was refused with place, reason and remedy. Exits 1 when no activity came of it.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The adapter's id, or its folder
    id: String,
    /// The payload; the first example's where it is left out
    #[arg(long, value_name = "FILE")]
    payload: Option<PathBuf>,
    /// The stream of `pull` that it answers
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
    /// How it is told
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Format {
    #[default]
    Text,
    /// `{"records": […], "refused": […]}`
    Json,
}

pub fn run(args: &Args) -> Outcome {
    let found = match found::adapter(&args.id, &args.dir) {
        Ok(found) => found,
        Err(outcome) => return outcome,
    };
    let adapter = &found.adapter;
    match output(args, adapter) {
        Ok(output) => told(args.format, adapter, &output),
        Err(why) => usage(why),
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
            now: now(),
            limits: Limits::default(),
        },
    ))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a payload's clock is compared with this machine's"
)]
fn now() -> chrono::DateTime<Utc> {
    Utc::now()
}

fn told(format: Format, adapter: &Adapter, output: &Output) -> Outcome {
    let done = match output.activities().next() {
        Some(_) => Outcome::Well,
        None => Outcome::Findings,
    };
    match format {
        Format::Text => write(text(adapter, output), done),
        Format::Json => match serde_json::to_string_pretty(&as_json(output)) {
            Ok(json) => write(json + "\n", done),
            Err(error) => failure(error),
        },
    }
}

fn as_json(output: &Output) -> Value {
    let records = output.records.iter().map(|told| {
        json!({
            "place": told.place,
            "id": told.id,
            "record": told.value,
            "steps": told.steps,
            "activity": told.activity,
            "summary": told.activity.as_ref().map(Summary::of),
        })
    });
    json!({ "records": records.collect::<Vec<_>>(), "refused": output.refused })
}

fn text(adapter: &Adapter, output: &Output) -> String {
    let mut text = String::new();
    for (at, told) in output.records.iter().enumerate() {
        text += &record(adapter, at, told);
    }
    if output.records.is_empty() {
        text += "no record was read\n";
    }
    if !output.refused.is_empty() {
        text += "\nrefused\n";
        for one in &output.refused {
            let place = if one.place.is_empty() {
                "the payload"
            } else {
                &one.place
            };
            let _ = writeln!(
                text,
                "  {} × {} at {place}\n    {}\n    {}",
                one.count, one.code, one.reason, one.remedy
            );
        }
    }
    text
}

fn record(adapter: &Adapter, at: usize, told: &Told) -> String {
    let place = if told.place.is_empty() {
        "the payload"
    } else {
        &told.place
    };
    let mut text = format!(
        "{}record {}: {place}\n",
        if at == 0 { "" } else { "\n" },
        at + 1
    );
    if let Some(value) = &told.value {
        let decoded = serde_json::to_string_pretty(value).unwrap_or_default();
        let _ = writeln!(text, "\n  decoded\n{}", indented(&decoded));
    }
    if !told.steps.is_empty() {
        let _ = writeln!(text, "  normalised by {}", adapter.place.file);
    }
    for step in &told.steps {
        let gave = step.gave.as_deref().unwrap_or("—");
        let _ = writeln!(
            text,
            "    {:>4}  {} ← {}: {gave}",
            step.line, step.fills, step.from
        );
    }
    match &told.activity {
        Some(activity) => {
            let _ = writeln!(text, "\n  activity\n{}", activity_text(activity));
        }
        None => text += "\n  no activity came of it\n",
    }
    text
}

/// A long record is told by its beginning.
fn indented(decoded: &str) -> String {
    const MOST: usize = 40;
    let lines = decoded
        .lines()
        .take(MOST)
        .map(|line| format!("    {line}\n"));
    let mut text: String = lines.collect();
    let more = decoded.lines().count().saturating_sub(MOST);
    if more > 0 {
        let _ = writeln!(text, "    … {more} lines more");
    }
    text
}

fn activity_text(activity: &Activity) -> String {
    let mut text = format!(
        "    sport: {}/{}\n    start_time: {}\n",
        activity.sport, activity.sub_sport, activity.start_time
    );
    if let Some(name) = &activity.name {
        let _ = writeln!(text, "    name: {name}");
    }
    for (name, value) in &activity.fields {
        let value = match value {
            FieldValue::Number(number) => number.to_string(),
            FieldValue::Text(text) => text.clone(),
        };
        let unit = stadion_activity::fields::by_name(name).map_or("", |field| field.unit);
        let _ = writeln!(
            text,
            "    {name}: {value} {}",
            if unit == "1" { "" } else { unit }
        );
    }
    let channels: Vec<&str> = activity.streams.columns().map(|(name, ..)| name).collect();
    let _ = writeln!(
        text,
        "    samples: {} of {}",
        activity.streams.len(),
        channels.join(", ")
    );
    if !activity.parts.is_empty() {
        let _ = writeln!(text, "    parts: {}", activity.parts.len());
    }
    for warning in &activity.warnings {
        let _ = writeln!(text, "    warning: {}", warning.message);
    }
    text
}
