//! Findings as the editor shows them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use lsp_types::{Diagnostic, DiagnosticSeverity, NumberOrString, PublishDiagnosticsParams};
use stadion_pack::{Finding, Severity};

use super::documents::Documents;
use super::positions::{Encoding, Lines};
use super::shelf::Shelf;

/// What an editor was told of a folder's packs, so that it is told what is gone.
#[derive(Default)]
pub struct Told(BTreeSet<PathBuf>);

impl Told {
    /// Findings by file: those of now, and none for the files that had some.
    pub fn news(
        &mut self,
        packs: &Shelf,
        documents: &Documents,
        encoding: Encoding,
    ) -> Vec<PublishDiagnosticsParams> {
        let mut files: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
        for path in std::mem::take(&mut self.0) {
            files.insert(path, Vec::new());
        }
        for chunk in packs.findings.chunk_by(|a, b| a.file == b.file) {
            let Some(first) = chunk.first() else { continue };
            let lines = Lines::new(packs.text(&first.file).unwrap_or_default(), encoding);
            let told = chunk.iter().map(|finding| shown(finding, &lines));
            let path = PathBuf::from(&first.file);
            self.0.insert(path.clone());
            files.entry(path).or_default().extend(told);
        }
        let news = files.into_iter().filter_map(|(path, diagnostics)| {
            let version = documents.get(&path).map(|open| open.version);
            let uri = documents.uri(&path)?;
            Some(PublishDiagnosticsParams::new(uri, diagnostics, version))
        });
        news.collect()
    }
}

pub fn shown(finding: &Finding, lines: &Lines<'_>) -> Diagnostic {
    let help = finding.help.as_ref();
    let help = help.map(|help| format!("\n{help}")).unwrap_or_default();
    Diagnostic {
        range: lines.range(&finding.span),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(finding.code.to_owned())),
        source: Some("stadion".to_owned()),
        message: format!("{}{help}", finding.message),
        ..Diagnostic::default()
    }
}
