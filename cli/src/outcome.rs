//! How a run ends.

use std::fmt::Display;
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
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome as u8)
    }
}

/// Says what stopped the run and ends it.
pub fn failure(error: impl Display) -> Outcome {
    eprintln!("stadion: {error}");
    Outcome::Failure
}

/// As `failure`, for a mistake in how the command was called or configured.
pub fn usage(error: impl Display) -> Outcome {
    eprintln!("stadion: {error}");
    Outcome::Usage
}
