//! `stadion admin`

use clap::{Subcommand, ValueEnum};
use stadion_engine::clock::Clock;
use stadion_engine::config::Config;
use stadion_engine::db::Db;
use stadion_engine::domains::identity::admin::{self, AdminError};
use stadion_engine::domains::identity::model::name_of;
use stadion_engine::web;

use super::{block_on, settings::Settings};
use crate::outcome::{Outcome, failure, usage, write};

/// Give roles to accounts and take them back
///
/// Works on the database, also while servers run on it; they know within seconds. Only who may
/// run this command makes the first administrator.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Give a confirmed account a role
    Grant(Change),
    /// Take a role back
    Revoke(Change),
    /// Print who has which role, one a line
    List {
        #[command(flatten)]
        settings: Settings,
        /// Only who has this role
        #[arg(long, value_name = "ROLE")]
        role: Option<Role>,
    },
}

#[derive(clap::Args, Debug)]
struct Change {
    #[command(flatten)]
    settings: Settings,
    /// The account's mail address
    email: String,
    /// What it may do: an `admin` may do all that the others may
    role: Role,
}

/// What can be granted; everybody is a user.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Role {
    Author,
    Publisher,
    Moderator,
    Marketer,
    Analyst,
    Admin,
}

impl From<Role> for web::Role {
    fn from(role: Role) -> Self {
        match role {
            Role::Author => Self::Author,
            Role::Publisher => Self::Publisher,
            Role::Moderator => Self::Moderator,
            Role::Marketer => Self::Marketer,
            Role::Analyst => Self::Analyst,
            Role::Admin => Self::Admin,
        }
    }
}

pub fn run(args: &Args) -> Outcome {
    let settings = match &args.verb {
        Verb::Grant(change) | Verb::Revoke(change) => &change.settings,
        Verb::List { settings, .. } => settings,
    };
    match settings.load(settings.raw()) {
        Ok(config) => block_on(on_database(&args.verb, &config)),
        Err(error) => usage(error),
    }
}

async fn on_database(verb: &Verb, config: &Config) -> Outcome {
    let db = match Db::existing(config.database.reveal()).await {
        Ok(db) => db,
        Err(error) => return failure(error),
    };
    let done = match verb {
        Verb::Grant(change) => grant(&db, change).await,
        Verb::Revoke(change) => revoke(&db, change).await,
        Verb::List { role, .. } => list(&db, *role).await,
    };
    db.close().await;
    match done {
        Ok(result) => write(result, Outcome::Well),
        Err(AdminError::Database(error)) => failure(error),
        Err(mistake) => usage(mistake),
    }
}

async fn grant(db: &Db, change: &Change) -> Result<String, AdminError> {
    let (email, role) = (&change.email, name(change.role));
    let new = admin::grant(db, &Clock::system(), email, change.role.into()).await?;
    Ok(if new {
        format!("{email} is now {role}\n")
    } else {
        format!("{email} was {role} already\n")
    })
}

async fn revoke(db: &Db, change: &Change) -> Result<String, AdminError> {
    let (email, role) = (&change.email, name(change.role));
    let gone = admin::revoke(db, &Clock::system(), email, change.role.into()).await?;
    Ok(if gone {
        format!("{email} is no longer {role}\n")
    } else {
        format!("{email} was not {role}\n")
    })
}

async fn list(db: &Db, role: Option<Role>) -> Result<String, AdminError> {
    let all = admin::list(db, role.map(Into::into)).await?;
    let lines = all
        .into_iter()
        .map(|(email, role)| format!("{email}\t{}\n", name_of(role)));
    Ok(lines.collect())
}

fn name(role: Role) -> String {
    name_of(web::Role::from(role))
}
