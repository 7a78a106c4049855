//! Findings shown: for people with the source and a caret, for machines as JSON.

use std::collections::HashMap;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use serde_json::{Value, json};

use crate::finding::{Finding, Severity};
use crate::source::PackSource;

/// All findings with their source lines, a caret, help and what to write instead; with a summary
/// at the end. Errors come first, or they would be lost among warnings; within both the order is
/// kept. Empty when there is nothing to tell.
pub fn text(findings: &[Finding], sources: &[PackSource], colour: bool) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let texts = texts(sources);
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut out = String::new();
    let mut ordered: Vec<&Finding> = findings.iter().collect();
    ordered.sort_by_key(|finding| finding.severity);
    for finding in ordered {
        let source = texts
            .get(finding.file.as_str())
            .copied()
            .unwrap_or_default();
        out += &renderer.render(&groups(finding, source));
        out += "\n\n";
    }
    out.push_str(&summary(findings));
    out.push('\n');
    out
}

fn texts(sources: &[PackSource]) -> HashMap<String, &str> {
    let files = sources
        .iter()
        .flat_map(|s| s.files.iter().map(move |f| (s.name_of(&f.path), f)));
    files
        .filter_map(|(name, file)| {
            let text = std::str::from_utf8(&file.bytes).ok()?;
            Some((name, text.strip_prefix('\u{feff}').unwrap_or(text)))
        })
        .collect()
}

fn groups<'a>(finding: &'a Finding, source: &'a str) -> Vec<Group<'a>> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(finding.message.as_str())
        .id(finding.code);
    let located = source.get(finding.span.clone()).is_some() && !source.is_empty();
    let mut group = if located {
        title.element(
            Snippet::source(source)
                .path(finding.file.as_str())
                .annotation(AnnotationKind::Primary.span(finding.span.clone())),
        )
    } else {
        title.element(Origin::path(finding.file.as_str()))
    };
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let mut groups = vec![group];
    if let (Some(suggestion), true) = (&finding.suggestion, located && !finding.span.is_empty()) {
        groups.push(
            Level::HELP.secondary_title("write").element(
                Snippet::source(source)
                    .path(finding.file.as_str())
                    .patch(Patch::new(finding.span.clone(), suggestion.as_str())),
            ),
        );
    }
    groups
}

fn summary(findings: &[Finding]) -> String {
    let errors = findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .count();
    let plural = |n: usize, word| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    format!(
        "{}, {}",
        plural(errors, "error"),
        plural(findings.len() - errors, "warning")
    )
}

/// `{"findings": […], "packs": n}`, as `stadion check --format json` prints it.
pub fn json(findings: &[Finding], packs: usize) -> Value {
    json!({ "findings": findings, "packs": packs })
}
