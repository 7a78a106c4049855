//! How a run ends.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

/// The exit code is part of the interface: scripts branch on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 0
    Well,
    /// 1: the run went well and found errors in what it looked at.
    Findings,
    /// 2: asked for in a way that cannot be done.
    Usage,
    /// 3: anything else that stopped it.
    Failure,
    /// 10: two versions differ, and nothing breaks.
    Differs = 10,
    /// 11: something breaks.
    Breaks = 11,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome as u8)
    }
}

/// Says what stopped the run and ends it.
pub fn failure(error: impl Display) -> Outcome {
    say(format_args!("stadion: {error}"));
    Outcome::Failure
}

/// As `failure`, for a mistake in how the command was called or configured.
pub fn usage(error: impl Display) -> Outcome {
    say(format_args!("stadion: {error}"));
    Outcome::Usage
}

/// Writes a result to stdout and ends as `done`: a reader that has seen enough (`… | head -1`) is
/// no error, a full disk is.
pub fn write(result: impl Display, done: Outcome) -> Outcome {
    let mut out = io::stdout().lock();
    match write!(out, "{result}").and_then(|()| out.flush()) {
        Ok(()) => done,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => done,
        Err(error) => failure(format_args!("the result cannot be written: {error}")),
    }
}

/// Talk on stderr, lost where nobody can hear it.
pub fn say(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}
