//! `stadion publish`

use std::path::PathBuf;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;
use stadion_engine::clock::Clock;
use stadion_pack::{PackSource, adapter, archive, finding, render};
use url::form_urlencoded::Serializer;

use super::packs::Checked;
use crate::noted;
use crate::outcome::{Outcome, failure, say, usage, write};
use crate::remote::{Remote, Server, Trouble};

/// Publish a pack or a device adapter to a running server
///
/// It is checked, packed into an archive that is named by the digest of its files, and sent. The server checks
/// it again, runs its cases, and makes it live, at once or at a time: nobody's request is lost. Where somebody else
/// published meanwhile nothing happens, and they are named. Exits 0 when it is live or planned, 1 when it is refused.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The folder of the pack or the adapter
    #[arg(value_name = "PACK")]
    pack: PathBuf,
    #[command(flatten)]
    server: Remote,
    /// When it goes live, as 2027-03-01T06:00:00Z; at once if not given
    #[arg(long, value_name = "TIME")]
    at: Option<DateTime<Utc>>,
    /// Digest of what must be live now, or `none`; what the server has at this moment if not given
    #[arg(long, value_name = "DIGEST")]
    base: Option<String>,
}

pub fn run(args: &Args) -> Outcome {
    let holds = |file: &str| args.pack.join(file).is_file();
    if !holds("pack.yaml") && !holds(adapter::FILE) {
        return usage(format_args!(
            "{} holds no pack.yaml and no adapter.yaml: one of them is published at a time",
            args.pack.display()
        ));
    }
    let checked = match Checked::read(std::slice::from_ref(&args.pack)) {
        Ok(checked) => checked,
        Err(why) => return usage(why),
    };
    if finding::has_errors(&checked.findings) {
        let told = render::text(&checked.findings, &checked.sources(), false);
        return write(told, Outcome::Findings);
    }
    let Some(source) = checked.named().chain(&checked.adapter_sources).next() else {
        return usage("there is no pack");
    };
    let id = source.id();
    let version = checked.version(&id);
    match send(args, source, &id, &version.unwrap_or_default()) {
        Ok(told) => write(told + "\n", Outcome::Well),
        Err(trouble) => trouble.end(),
    }
}

fn send(args: &Args, source: &PackSource, id: &str, version: &str) -> Result<String, Trouble> {
    let archive = archive::pack(source).map_err(|error| Trouble::Refused(error.to_string()))?;
    let server = args.server.open()?;
    let digest = source.digest();
    let live = live_of(&server, id)?;
    if live.as_ref().is_some_and(|(_, live)| *live == digest) {
        return Ok(format!("{id} {version} is live already"));
    }
    let base = args.base.clone().or_else(|| Some(live.as_ref()?.1.clone()));
    let mut query = Serializer::new(String::new());
    query.append_pair("base", base.as_deref().unwrap_or("none"));
    if let Some(at) = args.at {
        query.append_pair("at", &time(at));
    }
    for (name, at) in noted::of(&source.root, version).fields() {
        query.append_pair(name, &time(at));
    }
    say(format_args!(
        "{id} {version}: sending {} kB, then the server checks it and runs its cases …",
        archive.len().div_ceil(1000)
    ));
    let begun = Clock::system().now();
    let told = server.put(
        &format!("/api/v1/releases/{digest}?{}", query.finish()),
        &archive,
    )?;
    let took = (Clock::system().now() - begun).as_seconds_f64();
    let short = digest.get(..12).unwrap_or(&digest);
    let cases = told["cases"].as_u64().unwrap_or_default();
    let cases = format!("{cases} case{} passed", if cases == 1 { "" } else { "s" });
    Ok(match (&told["planned_for"], live) {
        (Value::String(at), _) => {
            format!("{id} {version} ({short}) goes live at {at}; {cases} in {took:.1} s")
        }
        (_, Some((before, _))) => format!(
            "{id} {version} ({short}) is live in place of {before}; {cases} in {took:.1} s\n\
             to take it back: stadion rollback {id} --to {}",
            server.address()
        ),
        (_, None) if source.is_adapter() => {
            format!("{id} {version} ({short}) is live; {cases} in {took:.1} s")
        }
        (_, None) => format!(
            "{id} {version} ({short}) is live at {}/{id}; {cases} in {took:.1} s",
            server.address()
        ),
    })
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Version and digest of what the server has of a pack now.
pub fn live_of(server: &Server, pack: &str) -> Result<Option<(String, String)>, Trouble> {
    let listed = server.get("/api/v1/packs")?;
    let items = listed["items"].as_array().into_iter().flatten();
    let mut found = items.filter(|item| item["pack"] == pack);
    Ok(found.find_map(|item| {
        let (version, digest) = (item["version"].as_str()?, item["digest"].as_str()?);
        (!digest.is_empty()).then(|| (version.to_owned(), digest.to_owned()))
    }))
}

impl Trouble {
    /// Says it and ends the run.
    pub fn end(self) -> Outcome {
        match self {
            Self::Asked(why) => usage(why),
            Self::Refused(why) => {
                failure(why);
                Outcome::Findings
            }
            Self::Failed(why) => failure(why),
        }
    }
}
