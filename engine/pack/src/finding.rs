//! A finding: what is wrong where, why, and how to mend it. Data only; `render` shows it.

use serde::Serialize;

pub use crate::codes::{CODES, Code, explain};
use crate::place::{Span, line_column};
use crate::source::Files;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Error,
    Warning,
}

/// One finding, in the shape that `stadion check --format json` prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable: `S0042`; its long story is in `CODES`.
    pub code: &'static str,
    pub severity: Severity,
    /// The pack's root and the file's path in it.
    pub file: String,
    /// Counted from one, in characters.
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
    pub message: String,
    /// Why, and how to mend it.
    pub help: Option<String>,
    /// What to write in place of the marked text.
    pub suggestion: Option<String>,
    /// Byte range in the file.
    #[serde(skip)]
    pub span: std::ops::Range<usize>,
}

/// A finding under way: `Report::error("S0042", span, "…").help("…")`.
#[derive(Clone, Debug)]
pub struct Report {
    pub(crate) code: &'static str,
    pub(crate) severity: Severity,
    pub(crate) span: Span,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) suggestion: Option<String>,
}

impl Report {
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            code,
            severity: Severity::Error,
            span,
            message,
            help: None,
            suggestion: None,
        }
    }

    pub fn span(&self) -> Span {
        self.span
    }

    pub fn message(&self) -> &str {
        &self.message
    }

    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, span, message)
        }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What to write instead of the marked text; `None` leaves the report as it is.
    #[must_use]
    pub fn suggest(mut self, replacement: impl Into<Option<String>>) -> Self {
        self.suggestion = replacement.into();
        self
    }

    pub(crate) fn settle(self, files: &Files) -> Finding {
        let (file, text) = files
            .get(self.span.file)
            .map_or(("", ""), |f| (f.name.as_str(), f.text.as_str()));
        let span = clamp(text, self.span.range());
        let suggestion = self
            .suggestion
            .map(|words| in_same_quotes(text.get(span.clone()).unwrap_or_default(), words));
        let (from, to) = (line_column(text, span.start), line_column(text, span.end));
        Finding {
            code: self.code,
            severity: self.severity,
            file: file.to_owned(),
            line: from.line,
            column: from.column,
            end_line: to.line,
            end_column: to.column,
            message: self.message,
            help: self.help,
            suggestion,
            span,
        }
    }
}

/// A replacement keeps the quotes that the written text stands in.
fn in_same_quotes(written: &str, words: String) -> String {
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''));
    match quote {
        Some(quote) if written.len() > 1 && written.ends_with(quote) => {
            format!("{quote}{words}{quote}")
        }
        _ => words,
    }
}

/// The range moved onto character boundaries of `text`, never reversed.
fn clamp(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(range.start);
    start..floor(range.end).max(start)
}

/// By file and place, errors before warnings there; exact repeats are dropped.
pub(crate) fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| {
        (&a.file, a.span.start, a.severity, a.code, &a.message).cmp(&(
            &b.file,
            b.span.start,
            b.severity,
            b.code,
            &b.message,
        ))
    });
    findings.dedup();
}

pub fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.severity == Severity::Error)
}
