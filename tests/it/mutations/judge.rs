//! What the check makes of a change.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use stadion_engine::catalog::fields::source_fields;
use stadion_engine::domains;
use stadion_pack::{Compiled, Finding, KindSet, Severity, SourceField, compile};

use super::change::{Change, Ground, words};

static KINDS: LazyLock<KindSet> = LazyLock::new(domains::kinds);
static FIELDS: LazyLock<Vec<SourceField>> = LazyLock::new(source_fields);

/// Lines between a change and the finding about it.
const NEAR: usize = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// No error.
    Valid,
    /// Refused, with an error within two lines of the change.
    Near,
    /// Refused, with no error near, and one that names what the change took away or called
    /// otherwise: it stands where that is used.
    Named,
    /// Refused, and nothing leads to the change.
    Far,
    Panicked,
}

pub struct Judged {
    pub change: Change,
    pub verdict: Verdict,
    pub errors: Vec<Finding>,
    pub warnings: Vec<Finding>,
    /// Errors that neither stand near nor name anything of the change.
    pub stray: usize,
}

pub fn judge(ground: &Ground, change: Change) -> Judged {
    let packs = change.packs(ground);
    let Ok(Compiled { findings, .. }) =
        catch_unwind(AssertUnwindSafe(|| compile(&packs, &KINDS, &FIELDS)))
    else {
        return Judged {
            change,
            verdict: Verdict::Panicked,
            errors: Vec::new(),
            warnings: Vec::new(),
            stray: 0,
        };
    };
    let (errors, warnings): (Vec<_>, Vec<_>) = findings
        .into_iter()
        .partition(|finding| finding.severity == Severity::Error);
    let file = ground.packs[change.pack].name_of(&change.path);
    let is_near = |finding: &Finding| {
        let near =
            |line: &usize| (finding.line..=finding.end_line).any(|at| at.abs_diff(*line) <= NEAR);
        finding.file == file && change.lines.iter().any(near)
    };
    let verdict = if errors.is_empty() {
        Verdict::Valid
    } else if errors.iter().any(is_near) {
        Verdict::Near
    } else if errors.iter().any(|finding| names(finding, &change)) {
        Verdict::Named
    } else {
        Verdict::Far
    };
    // A pack that requires a broken one is left out, which is no other mistake.
    let is_stray = |finding: &&Finding| {
        finding.code != "S0040" && !is_near(finding) && !names(finding, &change)
    };
    let stray = errors.iter().filter(is_stray).count();
    Judged {
        change,
        verdict,
        errors,
        warnings,
        stray,
    }
}

/// Whether the finding says one of the names that the change took away, put there or wrote otherwise,
/// or the line that it was made in.
fn names(finding: &Finding, change: &Change) -> bool {
    let told = format!(
        "{} {}",
        finding.message,
        finding.help.as_deref().unwrap_or_default()
    );
    let mut lines = told.split("line ").skip(1).filter_map(|rest| {
        let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse::<usize>().ok()
    });
    words(&told).any(|word| change.names.contains(word))
        || change
            .keys
            .iter()
            .any(|key| told.contains(&format!("`{key}`")) || told.contains(&format!("`{key}: ")))
        || lines.any(|told| change.lines.iter().any(|line| line.abs_diff(told) <= NEAR))
}

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let warned = if self.warnings.is_empty() {
            ""
        } else {
            ", warned"
        };
        writeln!(
            f,
            "{}  {:?}{warned}, {} errors, {} stray",
            self.change,
            self.verdict,
            self.errors.len(),
            self.stray
        )?;
        for finding in self.errors.iter().chain(&self.warnings).take(8) {
            let help = finding.help.as_deref().unwrap_or_default();
            let place = finding.file.rsplit("packs/").next().unwrap_or_default();
            writeln!(
                f,
                "    {} {place}:{}:{} {} ({help})",
                finding.code, finding.line, finding.column, finding.message
            )?;
        }
        Ok(())
    }
}
