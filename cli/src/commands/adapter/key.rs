//! `stadion adapter key`

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use clap::Subcommand;
use stadion_engine::clock::Clock;
use stadion_engine::config::Config;
use stadion_engine::db::Db;
use stadion_engine::domains::devices::keys::{self, DEFAULT_QUOTA, Place};
use stadion_engine::domains::devices::model::{ApiKey, NewKey};
use stadion_engine::web::{Error, KeyScope};
use uuid::Uuid;

use super::super::{block_on, settings::Settings};
use crate::outcome::{Outcome, failure, usage, write};

/// Make, list, rotate and revoke the keys by which manufacturers send
///
/// Works on the database, also while servers run on it. Publishers do the same by the API.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    verb: Key,
}

#[derive(Debug, Subcommand)]
enum Key {
    /// Make a key and print its secret, this once
    Make {
        #[command(flatten)]
        settings: Settings,
        /// The adapter's id: 2 to 40 of a-z, 0-9 and `-`
        adapter: String,
        /// What the key is for, as `production`
        #[arg(long)]
        name: String,
        /// What it may do; may be given several times, and is all when left out
        #[arg(long, value_name = "SCOPE", value_parser = scope)]
        scope: Vec<KeyScope>,
        /// Activities an hour
        #[arg(long, value_name = "N", default_value_t = DEFAULT_QUOTA)]
        quota: i64,
        /// When it ends, as 2027-01-01T00:00:00Z; never when left out
        #[arg(long, value_name = "TIME")]
        expires: Option<DateTime<Utc>>,
    },
    /// Print keys, one a line: adapter, id, name, scopes, state
    List {
        #[command(flatten)]
        settings: Settings,
        /// Only those of this adapter
        adapter: Option<String>,
    },
    /// Give a key another secret and print it, this once
    Rotate {
        #[command(flatten)]
        settings: Settings,
        /// The key's id, as `list` prints it
        id: Uuid,
        /// Hours for which the secret before goes on
        #[arg(long, value_name = "HOURS", default_value_t = 24)]
        grace: i64,
    },
    /// End a key at once
    Revoke {
        #[command(flatten)]
        settings: Settings,
        /// The key's id, as `list` prints it
        id: Uuid,
    },
}

fn scope(text: &str) -> Result<KeyScope, String> {
    let names = KeyScope::ALL.map(KeyScope::as_str).join(", ");
    KeyScope::parse(text).ok_or_else(|| format!("it is one of {names}"))
}

pub fn run(args: &Args) -> Outcome {
    let key = &args.verb;
    let settings = match key {
        Key::Make { settings, .. }
        | Key::List { settings, .. }
        | Key::Rotate { settings, .. }
        | Key::Revoke { settings, .. } => settings,
    };
    match settings.load(settings.raw()) {
        Ok(config) => block_on(on_database(key, &config)),
        Err(error) => usage(error),
    }
}

async fn on_database(key: &Key, config: &Config) -> Outcome {
    let db = match Db::existing(config.database.reveal()).await {
        Ok(db) => db,
        Err(error) => return failure(error),
    };
    let clock = Clock::system();
    let place = Place {
        db: &db,
        clock: &clock,
    };
    let done = carry_out(place, key).await;
    db.close().await;
    match done {
        Ok(result) => write(result, Outcome::Well),
        Err(error) if error.status >= 500 => failure(error.detail),
        Err(error) => usage(told(&error)),
    }
}

async fn carry_out(at: Place<'_>, key: &Key) -> Result<String, Error> {
    match key {
        Key::Make {
            adapter,
            name,
            scope,
            quota,
            expires,
            ..
        } => {
            let all = if scope.is_empty() {
                &KeyScope::ALL
            } else {
                scope.as_slice()
            };
            let asked = NewKey {
                adapter: adapter.clone(),
                name: name.clone(),
                scopes: all.iter().copied().collect::<BTreeSet<_>>(),
                quota: *quota,
                expires_at: *expires,
            };
            let (_, secret) = keys::make(at, None, asked).await?;
            Ok(format!("{secret}\n"))
        }
        Key::List { adapter, .. } => {
            let now = at.clock.now();
            let all = keys::list(at.db, adapter.as_deref()).await?;
            Ok(all.iter().map(|key| line(key, now)).collect())
        }
        Key::Rotate { id, grace, .. } => {
            let (_, secret) = keys::rotate(at, None, (None, *id), *grace).await?;
            Ok(format!("{secret}\n"))
        }
        Key::Revoke { id, .. } => {
            let key = keys::revoke(at, None, (None, *id)).await?;
            Ok(format!("{} of {} no longer works\n", key.name, key.adapter))
        }
    }
}

fn line(key: &ApiKey, now: DateTime<Utc>) -> String {
    let state = match key.revoked_at {
        Some(_) => "revoked",
        None if key.is_living(now) => "works",
        None => "expired",
    };
    let ApiKey {
        adapter,
        id,
        name,
        scopes,
        ..
    } = key;
    format!("{adapter}\t{id}\t{name}\t{scopes}\t{state}\n")
}

fn told(error: &Error) -> String {
    let fields = error.errors.iter();
    let fields: Vec<String> = fields
        .map(|wrong| format!("{}: {}", wrong.field.trim_start_matches('/'), wrong.message))
        .collect();
    if fields.is_empty() {
        error.detail.clone()
    } else {
        fields.join("; ")
    }
}
