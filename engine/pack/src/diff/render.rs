//! A difference for people, as a plan: what is added, removed, changed, renamed.

use std::fmt::Write;

use super::{Action, Change, Diff, Problem};

/// Every change on a line with its judgement; under what breaks, what it needs and where it stands.
/// `held` adds how much people hold of it, where that is known.
pub fn text(diffs: &[Diff], held: impl Fn(&Change) -> Option<String>) -> String {
    let mut out = String::new();
    for diff in diffs {
        let _ = writeln!(out, "{}", title(diff));
        for change in &diff.changes {
            let _ = writeln!(out, "  {}", line(change));
            if change.is_breaking {
                for under in details(change, held(change)) {
                    let _ = writeln!(out, "      {under}");
                }
            }
        }
        for problem in &diff.problems {
            let _ = writeln!(out, "{}", problem_lines(problem));
        }
        let _ = writeln!(out, "{}\n", summary(diff));
    }
    out
}

fn title(diff: &Diff) -> String {
    match (&diff.old, &diff.new) {
        (Some(old), Some(new)) => format!("{} {old} → {new}", diff.pack),
        (None, Some(new)) => format!("{} {new} is new", diff.pack),
        (Some(old), None) => format!("{} {old} is gone", diff.pack),
        (None, None) => diff.pack.clone(),
    }
}

/// `~ metrics distance: unit m → km  BREAKING`
fn line(change: &Change) -> String {
    let sign = match change.action {
        Action::Added => '+',
        Action::Removed => '-',
        Action::Changed => '~',
        Action::Renamed => '>',
    };
    let key = change
        .key
        .as_ref()
        .map_or(String::new(), |key| format!(": {key}"));
    let values = match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!(" {old} → {new}"),
        (None, Some(new)) => format!(" {new}"),
        (Some(old), None) => format!(" {old}"),
        (None, None) => String::new(),
    };
    let judged = match (change.is_breaking, change.is_answered) {
        (false, _) => String::new(),
        (true, true) => "  BREAKING, answered".to_owned(),
        (true, false) => "  BREAKING".to_owned(),
    };
    format!("{sign} {} {}{key}{values}{judged}", change.kind, change.id)
}

fn details(change: &Change, held: Option<String>) -> Vec<String> {
    let remedy = change.remedy.as_ref();
    let remedy = remedy.map_or(String::new(), |remedy| format!(": {remedy}"));
    let place = change.place.as_ref();
    let place = place.map(|at| format!("{}:{}:{}", at.file, at.line, at.column));
    let mut lines = vec![format!("{}{remedy}", change.why)];
    lines.extend(held);
    lines.extend(place);
    lines
}

fn problem_lines(problem: &Problem) -> String {
    let place = problem.place.as_ref();
    let place = place.map_or(String::new(), |at| {
        format!("\n  --> {}:{}:{}", at.file, at.line, at.column)
    });
    format!(
        "error[{}]: {}{place}\n  = help: {}",
        problem.code, problem.message, problem.remedy
    )
}

fn summary(diff: &Diff) -> String {
    let changes = diff.changes.len();
    let breaking = diff
        .changes
        .iter()
        .filter(|change| change.is_breaking)
        .count();
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let problems = match diff.problems.len() {
        0 => String::new(),
        n => format!("; {n} problem{} to mend before a release", plural(n)),
    };
    format!(
        "{changes} change{}, {breaking} breaking{problems}",
        plural(changes)
    )
}
