//! Cases: what a pack's author expects to come of workouts, tried on the server's own code. Each
//! case has a person of its own in a database that is made for the run, at a fixed time.

mod compare;
mod cover;
mod expect;
mod figures;
mod given;
pub mod model;
mod read;
mod routes;
mod run;
mod samples;
pub mod spec;
#[cfg(test)]
mod tests;
mod update;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use self::cover::Covering;
use stadion_pack::finding::Report;

use self::model::{Case, CaseTold, Told};
use crate::clock::Clock;
use crate::config::{Config, ConfigError, Raw};
use crate::web::error::Result;
use crate::{App, StartError};

pub use read::{Cases, read};
pub use routes::{enter, routes};
pub use samples::{Samples, renew};
pub use update::apply;

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Start(#[from] StartError),
}

/// An app on a database of its own in the folder `data`, with the packs of some folders.
pub async fn open(folders: Vec<PathBuf>, data: &Path) -> std::result::Result<App, OpenError> {
    let flags = Raw {
        data: Some(data.to_owned()),
        packs: Some(folders),
        adapters: Some(Vec::new()),
        demo: true,
        ..Raw::default()
    };
    let none: [(OsString, OsString); 0] = [];
    let config = Config::load(None, none, flags)?;
    Ok(App::open(config, Clock::system()).await?)
}

/// Runs all cases; `packs` are those whose coverage is told.
pub async fn run(app: &App, cases: &Cases, packs: &[String]) -> Result<Told> {
    let mut told = Told::default();
    let mut covering = Covering::default();
    for (number, case) in (1_u64..).zip(&cases.cases) {
        let outcome = run::run(app, case, number).await?;
        covering.add(&case.pack, &outcome.rules);
        told.cases.push(told_of(cases, case, outcome.failures));
        told.rewrites.extend(outcome.rewrites);
    }
    told.coverage = covering.tell(&app.catalog.packs(), packs);
    Ok(told)
}

fn told_of(cases: &Cases, case: &Case, failures: Vec<Report>) -> CaseTold {
    let (file, line) = cases.reading.place(case.at);
    CaseTold {
        pack: case.pack.clone(),
        name: case.name.clone(),
        file,
        line,
        passed: failures.is_empty(),
        failures: cases.reading.settle(failures),
    }
}
