//! `stadion history`

use clap::ValueEnum;
use serde_json::Value;

use super::columns::{columns, moment};
use crate::outcome::{Outcome, write};
use crate::remote::{Remote, Trouble};

/// Show who did what to a pack's releases
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The pack's id
    #[arg(value_name = "PACK")]
    pack: String,
    #[command(flatten)]
    server: Remote,
    /// How many lines, at most 100
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100))]
    limit: u32,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Format {
    /// A table
    #[default]
    Text,
    /// As the API answers
    Json,
}

pub fn run(args: &Args) -> Outcome {
    match told(args) {
        Ok(told) => write(told, Outcome::Well),
        Err(trouble) => trouble.end(),
    }
}

fn told(args: &Args) -> Result<String, Trouble> {
    let server = args.server.open()?;
    let path = format!("/api/v1/packs/{}/history?limit={}", args.pack, args.limit);
    let page = server.get(&path)?;
    Ok(match args.format {
        Format::Json => format!("{page:#}\n"),
        Format::Text => table(&page),
    })
}

fn table(page: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let lines = page["items"].as_array().into_iter().flatten();
    let lines = lines.map(|line| {
        let digest = line["digest"].as_str().unwrap_or_default();
        vec![
            moment(&line["at"]),
            text(&line["action"]).replace('_', " "),
            line["version"]
                .as_str()
                .unwrap_or("the folders' own")
                .to_owned(),
            digest.get(..12).unwrap_or(digest).to_owned(),
            line["by"].as_str().unwrap_or("someone who left").to_owned(),
            text(&line["detail"]),
        ]
    });
    let head = ["when", "what", "version", "digest", "by", ""];
    let table = columns(&head, lines.collect());
    if table.is_empty() {
        return "nothing was published yet\n".to_owned();
    }
    table
}
