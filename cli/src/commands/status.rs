//! `stadion status`

use serde_json::{Value, json};

use super::columns::{columns, moment, took};
use super::history::Format;
use crate::outcome::{Outcome, write};
use crate::remote::{Remote, Trouble};

/// Show what a server has live, what is planned, and how long releases take
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    server: Remote,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub fn run(args: &Args) -> Outcome {
    match told(args) {
        Ok(told) => write(told, Outcome::Well),
        Err(trouble) => trouble.end(),
    }
}

fn told(args: &Args) -> Result<String, Trouble> {
    let server = args.server.open()?;
    let packs = server.get("/api/v1/packs")?;
    let leads = server.get("/api/v1/insights/lead-times")?;
    Ok(match args.format {
        Format::Json => format!(
            "{:#}\n",
            json!({"packs": packs["items"], "migrations": packs["migrations"], "lead_times": leads})
        ),
        Format::Text => {
            let migrations = migrations(&packs["migrations"]);
            let (releases, devices) = (lead_times(&leads), setup_times(&leads));
            format!("{}\n{migrations}{releases}{devices}", table(&packs))
        }
    })
}

fn table(packs: &Value) -> String {
    let line = |pack: &Value| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let digest = text(&pack["digest"]);
        let (release, planned) = (&pack["release"], &pack["planned"]);
        vec![
            text(&pack["pack"]),
            text(&pack["version"]),
            digest.get(..12).unwrap_or(&digest).to_owned(),
            match release {
                Value::Null if digest.is_empty() => String::new(),
                Value::Null => "the server's folders".to_owned(),
                release => moment(&release["since"]),
            },
            text(&release["published_by"]),
            match planned {
                Value::Null => String::new(),
                planned => format!(
                    "{} at {}",
                    text(&planned["version"]),
                    moment(&planned["at"])
                ),
            },
        ]
    };
    let lines = packs["items"].as_array().into_iter().flatten().map(line);
    let head = ["pack", "version", "digest", "live since", "by", "planned"];
    let table = columns(&head, lines.collect());
    if table.is_empty() {
        return "no pack is live\n".to_owned();
    }
    table
}

/// What is under way, and what failed for somebody; nothing when all is done.
fn migrations(all: &Value) -> String {
    let all = all.as_array().into_iter().flatten();
    let open = all.filter(|one| {
        let is_over = !one["finished_at"].is_null() || !one["superseded_by"].is_null();
        !is_over || one["failures"].as_i64() > Some(0)
    });
    let line = |one: &Value| {
        let packs = one["packs"].as_array().into_iter().flatten();
        let packs = packs.filter_map(|moved| moved["pack"].as_str());
        let packs = packs.collect::<Vec<_>>().join(", ");
        let failures = match one["failures"].as_i64() {
            Some(n) if n > 0 => format!(
                "; {n} failed: {}",
                one["error"].as_str().unwrap_or_default()
            ),
            _ => String::new(),
        };
        let doing = one["doing"].as_str().unwrap_or("done");
        let (done, total) = (&one["done"], &one["total"]);
        format!("migration of {packs}: {done} of {total}, {doing}{failures}\n")
    };
    let lines: String = open.map(line).collect();
    if lines.is_empty() {
        lines
    } else {
        lines + "\n"
    }
}

fn lead_times(leads: &Value) -> String {
    let n = leads["releases"].as_array().map_or(0, Vec::len);
    if n == 0 {
        return "lead times: nothing was published in the last 90 days\n".to_owned();
    }
    let line = |stage: &Value| {
        let text = |value: &Value| value.as_str().unwrap_or_default().replace('_', " ");
        let span = |value: &Value| value.as_f64().map_or_else(|| "–".to_owned(), took);
        vec![
            format!("{} → {}", text(&stage["from"]), text(&stage["to"])),
            stage["releases"].to_string(),
            span(&stage["median_s"]),
            span(&stage["p95_s"]),
        ]
    };
    let lines = leads["stages"].as_array().into_iter().flatten().map(line);
    let table = columns(
        &["lead times", "releases", "median", "p95"],
        lines.collect(),
    );
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} release{plural} in the last 90 days\n{table}")
}

/// How long people took to connect their devices, and how many came to each step.
fn setup_times(leads: &Value) -> String {
    let line = |device: &Value| {
        let span = |value: &Value| value.as_f64().map_or_else(|| "–".to_owned(), took);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let steps = ["chosen", "began", "connected", "first_data"];
        let steps = steps.map(|step| device[step].to_string()).join(" → ");
        vec![
            format!("{} {}", text(&device["adapter"]), text(&device["version"])),
            steps,
            span(&device["median_s"]),
            span(&device["p95_s"]),
        ]
    };
    let devices = leads["devices"].as_array().into_iter().flatten();
    let lines: Vec<Vec<String>> = devices.map(line).collect();
    if lines.is_empty() {
        return String::new();
    }
    let head = [
        "device",
        "chosen → began → connected → first data",
        "median",
        "p95",
    ];
    format!("\n{}", columns(&head, lines))
}
