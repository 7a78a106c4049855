//! What `stadion dev` prints after a save, and how long after it.

use std::fmt::Display;
use std::io::IsTerminal;
use std::path::Path;
use std::time::{Duration, SystemTime};

use stadion_engine::catalog::Live;
use stadion_engine::domains::cases::model::Told;
use stadion_pack::{Finding, PackSource, render};

use crate::outcome::{Outcome, write};

/// A change longer ago than this is none that somebody waits for.
const WAITING: Duration = Duration::from_mins(1);

/// Tells of one save.
pub struct Teller {
    /// When the newest file was saved, where that was just now.
    saved: Option<SystemTime>,
    colour: bool,
}

impl Teller {
    pub fn new(named: &[PackSource]) -> Self {
        let files = named.iter().flat_map(|pack| {
            let root = Path::new(&pack.root);
            pack.files.iter().map(|file| root.join(&file.path))
        });
        let times = files.filter_map(|file| file.metadata().ok()?.modified().ok());
        let saved = times.max();
        let out = std::io::stdout();
        Self {
            saved: saved.filter(|saved| since(*saved).is_some_and(|since| since < WAITING)),
            colour: out.is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        }
    }

    /// Findings as `stadion check` shows them, and folders that cannot be read or watched.
    pub fn findings(&self, live: &Live, findings: &[Finding]) {
        let folders = live.unreadable.iter().chain(&live.unwatched);
        for folder in folders {
            tell(format_args!("{folder}\n"));
        }
        tell(render::text(findings, &live.sources, self.colour));
        if findings.is_empty() {
            self.line("findings: none");
        } else {
            self.line("findings: as above");
        }
    }

    /// Why no case is tried.
    pub fn stays(&self, is_broken: bool) {
        self.line(if is_broken {
            "the app stays as it last was"
        } else {
            "the cases are not tried until they can be read"
        });
    }

    pub fn shown(&self) {
        self.line("page: new");
    }

    /// The cases that fail, with their places; then how many there are.
    pub fn cases(&self, told: &Told, named: &[PackSource]) {
        for case in told.cases.iter().filter(|case| !case.passed) {
            tell(format_args!("FAILED {}: {}\n", case.pack, case.name));
        }
        let failures = told.cases.iter().flat_map(|case| &case.failures);
        let failures: Vec<Finding> = failures.cloned().collect();
        if !failures.is_empty() {
            tell(format_args!(
                "\n{}",
                render::text(&failures, named, self.colour)
            ));
        }
        let (all, failed) = (told.cases.len(), told.failed());
        let plural = if all == 1 { "" } else { "s" };
        let passed = all - failed;
        self.line(format_args!(
            "tests: {all} case{plural}, {passed} passed, {failed} failed"
        ));
    }

    pub fn failed(&self, error: &dyn Display) {
        self.line(format_args!("the cases could not be tried: {error}"));
    }

    fn line(&self, what: impl Display) {
        let since = self.saved.and_then(since);
        match since {
            Some(since) => tell(format_args!(
                "{what} ({} ms after the save)\n",
                since.as_millis()
            )),
            None => tell(format_args!("{what}\n")),
        }
    }
}

fn since(saved: SystemTime) -> Option<Duration> {
    #[expect(
        clippy::disallowed_methods,
        reason = "measures how long a save takes to be seen"
    )]
    let now = SystemTime::now();
    now.duration_since(saved).ok()
}

fn tell(text: impl Display) {
    write(text, Outcome::Well);
}
