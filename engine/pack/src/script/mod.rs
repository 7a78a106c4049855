//! Scripts: pure functions in Rhai, for what an expression cannot say. `library` reads a file and
//! lets through what a script may do, `types` compares it with its declaration, `sandbox` runs it
//! within limits. A script that fails gives nothing; what stopped it is kept and counted.

mod declared;
mod functions;
mod library;
mod row;
mod sandbox;
#[cfg(test)]
mod tests;
mod types;
mod walk;

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use indexmap::IndexMap;

use crate::expr::{PartRow, Type};
use crate::finding::Report;
use crate::model::{Place, Text};
use crate::place::line_column;
use crate::value::Value;

pub(crate) use declared::Declared;
pub use functions::{GROUPS, Group};
pub(crate) use library::{Library, Source};
pub use sandbox::{LIMITS, Limit};

/// One declared function of a file of scripts.
pub struct Script {
    /// Qualified: `disc-golf.best_run`.
    pub id: String,
    pub name: String,
    /// What it is called where a rule is told in words.
    pub title: Option<Text>,
    pub takes: IndexMap<String, Taken>,
    pub gives: Type,
    pub place: Place,
    pub(crate) library: Arc<Library>,
    pub(crate) function: String,
    pub(crate) failures: Failures,
}

/// An argument as it is declared.
#[derive(Clone, Debug)]
pub struct Taken {
    pub of: TakenType,
    /// Asked also where the argument is missing; else a missing one makes the result missing.
    pub optional: bool,
}

impl Taken {
    pub(crate) fn describe(&self) -> String {
        match &self.of {
            TakenType::One(ty) => ty.describe(),
            TakenType::Rows { part, .. } => format!("the rows of {part}"),
        }
    }
}

#[derive(Clone, Debug)]
pub enum TakenType {
    One(Type),
    /// All rows of a part.
    Rows {
        part: String,
        fields: IndexMap<String, Type>,
    },
}

impl TakenType {
    /// In words, for messages.
    pub fn describe(&self) -> String {
        match self {
            Self::One(ty) => ty.describe(),
            Self::Rows { part, .. } => format!("the rows of `{part}`"),
        }
    }
}

/// An argument as it is given.
#[derive(Clone, Debug)]
pub enum Given<'a> {
    One(Option<Value>),
    Rows(&'a [PartRow]),
}

/// Why a script gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub why: Why,
    /// Of the file, counted from one; 0 where nobody knows.
    pub line: usize,
    /// As messages name it.
    pub file: String,
    /// The script's qualified id.
    pub script: String,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error("it met its limit of {0}")]
    Limit(Limit),
    #[error("{0}")]
    Fault(String),
    #[error("it gave {given}, and {wanted} was declared")]
    Result { wanted: String, given: String },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the script `{}` failed: {}", self.script, self.why)?;
        match self.line {
            0 => write!(f, " ({})", self.file),
            line => write!(f, " ({}:{line})", self.file),
        }
    }
}

impl std::error::Error for Failure {}

/// How often a script failed since its pack was loaded, and how it did last.
#[derive(Debug, Default)]
pub struct Failures {
    count: AtomicU64,
    last: Mutex<Option<Failure>>,
}

impl Failures {
    fn add(&self, failure: &Failure) {
        let count = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure.clone());
        // Ten thousand workouts that fail alike are fourteen lines.
        if count.is_power_of_two() {
            tracing::warn!(script = failure.script, count, "{failure}");
        }
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = f.debug_struct("Script");
        told.field("id", &self.id).field("gives", &self.gives);
        told.finish_non_exhaustive()
    }
}

impl Script {
    /// How often it failed since its pack was loaded.
    pub fn failed(&self) -> u64 {
        self.failures.count.load(Ordering::Relaxed)
    }

    /// How it failed last.
    pub fn last_failure(&self) -> Option<Failure> {
        let last = self.failures.last.lock();
        last.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The file it is written in, as messages name it.
    pub fn file(&self) -> &str {
        &self.library.file
    }

    /// Missing where a needed argument is, where the script gives `()`, and where it fails, which
    /// is counted.
    pub fn run(&self, given: &[Given<'_>]) -> Option<Value> {
        self.ask(given).unwrap_or_else(|failure| {
            self.failures.add(&failure);
            None
        })
    }

    /// The same, for whoever tells the failure; nothing is counted.
    ///
    /// # Errors
    /// When a limit is met, the script does what cannot be done, or gives another type.
    pub fn ask(&self, given: &[Given<'_>]) -> Result<Option<Value>, Failure> {
        let mut arguments = Vec::with_capacity(given.len());
        for (taken, given) in self.takes.values().zip(given) {
            match sandbox::argument(taken, given) {
                Ok(Some(argument)) => arguments.push(argument),
                Ok(None) => return Ok(None),
                Err(limit) => return Err(self.failure(Why::Limit(limit), 0)),
            }
        }
        let result = sandbox::call(&self.library.ast, &self.function, arguments);
        let result = result.map_err(|(why, line)| self.failure(why, line))?;
        sandbox::value(&result, &self.gives).map_err(|given| {
            let wanted = self.gives.describe();
            self.failure(Why::Result { wanted, given }, 0)
        })
    }

    /// What is wrong with its function, given what it is declared to take and give.
    fn check(&self) -> Vec<Report> {
        types::check(self)
    }

    /// Itself, where nothing is wrong with it; else that is reported.
    pub(crate) fn sound(self, report: impl FnMut(Report)) -> Option<Self> {
        let reports = self.check();
        let is_sound = reports.is_empty();
        reports.into_iter().for_each(report);
        is_sound.then_some(self)
    }

    fn failure(&self, why: Why, line: usize) -> Failure {
        let place = self.library.functions.get(&self.function);
        let begins = place.map_or(0, |function| {
            let start = function.span.range().start;
            line_column(&self.library.source.text, start).line
        });
        Failure {
            why,
            // What has no line of its own is said of the function.
            line: if line == 0 { begins } else { line },
            file: self.library.file.clone(),
            script: self.id.clone(),
        }
    }
}
