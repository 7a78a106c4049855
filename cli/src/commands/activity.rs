//! `stadion activity`

use std::fmt::Write;
use std::fs::File;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::json;
use stadion_activity::columns::{ColumnMap, ColumnMapError};
use stadion_activity::summary::{FileSummary, Status, Summary};
use stadion_activity::{Options, read_each};

use super::columns::took;
use crate::outcome::{Outcome, failure, write};

/// Show what activity files hold, as the import reads them
///
/// FIT, GPX, TCX, CSV and Apple Health's export, also in .gz and .zip. Exits 0 when each was read, at least up to a break, and 1 when any was
/// refused.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Files, or folders of them
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// What the columns of tables hold, where their names do not tell: `Zeit=time,Puls=heart_rate,Tempo=speed[km/h]`
    #[arg(long, value_name = "MAP", value_parser = columns, default_value = "", hide_default_value = true)]
    columns: ColumnMap,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// A paragraph for each file
    #[default]
    Text,
    /// `{"files": [{"file", "status", "code", "reason", "warnings", "activities"}]}`: docs/activity.md
    Json,
}

pub fn columns(text: &str) -> Result<ColumnMap, ColumnMapError> {
    ColumnMap::parse(text)
}

pub fn run(args: &Args) -> Outcome {
    let options = Options {
        columns: args.columns.clone(),
        ..Options::default()
    };
    let mut files = Vec::new();
    for path in &args.files {
        match paths(path) {
            Ok(paths) => files.extend(paths.iter().flat_map(|path| told(path, &options))),
            Err(error) => return failure(format_args!("{}: {error}", path.display())),
        }
    }
    let refused = files.iter().any(|file| file.status == Status::Refused);
    let done = if refused {
        Outcome::Findings
    } else {
        Outcome::Well
    };
    match args.format {
        Format::Text => write(files.iter().map(text).collect::<String>(), done),
        Format::Json => match serde_json::to_string_pretty(&json!({ "files": files })) {
            Ok(json) => write(json + "\n", done),
            Err(error) => failure(error),
        },
    }
}

/// The files of a folder in order; a file is itself.
fn paths(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut below = Vec::new();
    for entry in std::fs::read_dir(path)? {
        below.push(entry?.path());
    }
    below.sort();
    let each: Result<Vec<_>, _> = below.iter().map(|path| paths(path)).collect();
    Ok(each?.concat())
}

/// One file that cannot be read stops no other.
fn told(path: &Path, options: &Options) -> Vec<FileSummary> {
    let name = path.display().to_string();
    match File::open(path) {
        Ok(file) => {
            let mut files = Vec::new();
            read_each(&name, file, options, |result| {
                files.push(FileSummary::of(&result));
                ControlFlow::Continue(())
            });
            named(&name, files)
        }
        Err(error) => vec![FileSummary {
            file: name,
            status: Status::Refused,
            code: Some("unreadable".to_owned()),
            reason: Some(error.to_string()),
            warnings: Vec::new(),
            activities: Vec::new(),
        }],
    }
}

/// A `.gz` is called as it was given, not as what it holds.
fn named(name: &str, mut files: Vec<FileSummary>) -> Vec<FileSummary> {
    if let [file] = files.as_mut_slice()
        && !file.file.starts_with(&format!("{name}/"))
    {
        name.clone_into(&mut file.file);
    }
    files
}

fn text(file: &FileSummary) -> String {
    let status = match file.status {
        Status::Ok => "ok",
        Status::Partial => "read up to a break",
        Status::Refused => "refused",
    };
    let mut text = format!("{}: {status}\n", file.file);
    if let (Some(code), Some(reason)) = (&file.code, &file.reason) {
        let _ = writeln!(text, "  {reason} ({code})");
    }
    text.extend(file.activities.iter().map(|activity| line(activity, "  ")));
    for warning in &file.warnings {
        let _ = writeln!(text, "  warning: {} ({})", warning.message, warning.code);
    }
    text
}

fn line(activity: &Summary, indent: &str) -> String {
    let figure = |value: Option<f64>, unit: &str| value.map(|value| format!("{value:.0} {unit}"));
    let count = |n: usize, what: &str| (n > 0).then(|| format!("{n} {what}"));
    let sport = match activity.sub_sport.as_str() {
        "generic" | "" => activity.sport.clone(),
        sub => format!("{}/{sub}", activity.sport),
    };
    let parts = [
        Some(sport),
        Some(activity.start_time.clone()),
        activity.timer_s.or(activity.elapsed_s).map(took),
        activity
            .distance_m
            .map(|metres| format!("{:.2} km", metres / 1_000.0)),
        figure(activity.ascent_m, "m up"),
        figure(activity.avg_heart_rate, "/min"),
        figure(activity.avg_power_w, "W"),
        count(activity.laps, "laps"),
        count(activity.lengths, "lengths"),
        count(activity.records, "records"),
    ];
    let told = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let legs = activity.legs.iter().map(|leg| line(leg, "    "));
    format!("{indent}{told}\n{}", legs.collect::<String>())
}
