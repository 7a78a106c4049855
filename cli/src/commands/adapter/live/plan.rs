//! What is asked of whom, as whom: settled before anything leaves this machine.

use chrono::{DateTime, TimeDelta, Utc};
use indexmap::IndexMap;
use stadion_engine::adapters::pull::{Ask, At, Fault, Span, list, single};
use stadion_engine::config::{Config, Raw, Vendor, stand_in};
use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::{Pull, Stream};
use stadion_pack::ids::nearest;

use super::mask::Masks;
use super::missing::missing;
use super::options::Live;
use crate::remote::Trouble;

const VARIABLE: &str = "STADION_VENDOR_TOKEN";

#[derive(Debug)]
pub struct Plan<'a> {
    pub adapter: &'a Adapter,
    pub pull: &'a Pull,
    pub name: &'a str,
    pub stream: &'a Stream,
    pub vendor: Vendor,
    pub token: String,
    pub masks: Masks,
    pub span: Span,
    /// The person, as the vendor knows them.
    pub user: String,
    record: Option<String>,
    /// Of an answer, so many are gone through.
    pub records: usize,
    /// Nobody set any: the adapter's defaults hold.
    pub settings: IndexMap<String, f64>,
    pub now: DateTime<Utc>,
}

impl<'a> Plan<'a> {
    pub fn new(
        adapter: &'a Adapter,
        stream: Option<&str>,
        args: &Live,
        now: DateTime<Utc>,
    ) -> Result<Self, Trouble> {
        let id = &adapter.id;
        let Some(pull) = &adapter.transport.pull else {
            return Err(Trouble::Asked(format!(
                "`{id}` asks nobody: there is no `pull` under `transport`. Try what came with --payload FILE"
            )));
        };
        let (name, stream) = chosen(adapter, pull, stream)?;
        let vendor = vendor(id, pull, args)?;
        let token = token(args)?;
        let missing = missing(id, pull, (name, stream), args, (&vendor, &token));
        if !missing.is_empty() {
            let list = missing.join("\n  ");
            return Err(Trouble::Asked(format!(
                "`{id}` cannot be asked yet:\n  {list}"
            )));
        }
        Ok(Self {
            adapter,
            pull,
            name,
            stream,
            masks: Masks::of(&token, &vendor),
            vendor,
            token,
            span: span(stream, args.since, now),
            user: args.user.clone().unwrap_or_default(),
            record: args.record.clone(),
            records: args.records.max(1),
            settings: IndexMap::new(),
            now,
        })
    }

    /// The first page of a list, or the record that is named.
    pub fn request(&self) -> Result<Ask, Fault> {
        match &self.record {
            Some(id) => single(self.pull, self.stream, id, &self.user),
            None => list(self.pull, self.stream, self.span, &self.at(), &self.user),
        }
    }

    pub fn at(&self) -> At {
        At::first(self.stream)
    }
}

/// By its name; the only one that is asked on schedule may go without.
fn chosen<'a>(
    adapter: &Adapter,
    pull: &'a Pull,
    name: Option<&str>,
) -> Result<(&'a str, &'a Stream), Trouble> {
    let id = &adapter.id;
    let names = || {
        let all: Vec<&str> = pull.streams.keys().map(String::as_str).collect();
        all.join(", ")
    };
    let Some(name) = name else {
        let mut scheduled = pull.streams.iter().filter(|(_, one)| !one.on_ping);
        return match (scheduled.next(), scheduled.next()) {
            (Some((name, stream)), None) => Ok((name, stream)),
            _ => Err(Trouble::Asked(format!(
                "`{id}` has several streams: choose one by --stream: {}",
                names()
            ))),
        };
    };
    let found = pull.streams.get_key_value(name);
    let found = found.map(|(name, stream)| (name.as_str(), stream));
    found.ok_or_else(|| {
        let keys = pull.streams.keys().map(String::as_str);
        let remedy = match nearest(name, keys) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", names()),
        };
        Trouble::Asked(format!("`{id}` has no stream `{name}`: {remedy}"))
    })
}

/// As the operator configured it, with what is allowed for this once.
fn vendor(id: &str, pull: &Pull, args: &Live) -> Result<Vendor, Trouble> {
    let config = Config::load(args.config.as_deref(), std::env::vars_os(), Raw::default());
    let config = config.map_err(|error| Trouble::Asked(error.to_string()))?;
    let mut vendor = config.vendors.get(id).cloned().unwrap_or_default();
    for host in &args.allow_host {
        if !pull.hosts.contains(host) {
            return Err(Trouble::Asked(format!(
                "--allow-host {host}: the adapter names no such host under `hosts`; there are {}",
                pull.hosts.join(", ")
            )));
        }
        vendor.hosts.push(host.clone());
    }
    if let Some(address) = &args.stand_in {
        let address = stand_in(address);
        let address = address.map_err(|_| {
            "--stand-in: whatever stands in for a vendor runs on this machine: write http://127.0.0.1:PORT"
        });
        vendor.stand_in = Some(address.map_err(|why| Trouble::Asked(why.to_owned()))?);
    }
    if vendor.stand_in.is_some() {
        vendor.hosts.clone_from(&pull.hosts);
    }
    Ok(vendor)
}

fn token(args: &Live) -> Result<String, Trouble> {
    let told = match &args.token_file {
        Some(path) => std::fs::read_to_string(path)
            .map_err(|error| Trouble::Asked(format!("{}: {error}", path.display())))?,
        None => std::env::var(VARIABLE).unwrap_or_default(),
    };
    let token = told.trim();
    let is_sane = token.chars().all(|c| c.is_ascii_graphic());
    if is_sane {
        Ok(token.to_owned())
    } else {
        Err(Trouble::Asked(
            "this is no token: it has spaces or other signs inside; copy it whole, alone"
                .to_owned(),
        ))
    }
}

/// As the server's first look at a new person's account, or as far from `since` as a request may go.
fn span(stream: &Stream, since: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Span {
    let Some(incremental) = &stream.incremental else {
        return Span {
            since,
            until: since.map(|_| now),
        };
    };
    let seconds = |seconds: f64| TimeDelta::seconds(seconds.clamp(0.0, 1e10) as i64);
    let window = incremental.window_s.map(seconds);
    let first = window.or(incremental.history_s.map(seconds));
    let since = since.or(first.map(|back| now - back));
    let until = match (since, window) {
        (Some(since), Some(window)) => now.min(since + window),
        _ => now,
    };
    Span {
        since,
        until: Some(until),
    }
}
