//! Quick fixes: a finding that knows what to write instead.

use std::collections::HashMap;
use std::path::Path;

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, TextEdit, Uri, WorkspaceEdit,
};

use super::diagnostics::shown;
use super::positions::{Encoding, Lines};
use super::shelf::Shelf;

pub fn fixes(
    shelf: &Shelf,
    file: &Path,
    params: CodeActionParams,
    encoding: Encoding,
) -> Vec<CodeActionOrCommand> {
    let CodeActionParams {
        text_document: document,
        range,
        context,
        ..
    } = params;
    // An editor that asks for some sorts of action alone names them by their first words.
    let wanted = context.only.as_ref();
    if wanted.is_some_and(|only| {
        !only
            .iter()
            .any(|kind| "quickfix".starts_with(kind.as_str()))
    }) {
        return Vec::new();
    }
    let name = file.display().to_string();
    let lines = Lines::new(shelf.text(&name).unwrap_or_default(), encoding);
    let asked = lines.span(range);
    let touches =
        |span: &std::ops::Range<usize>| span.start <= asked.end && asked.start <= span.end;
    let here = shelf.findings.iter();
    let here = here.filter(|finding| finding.file == name && touches(&finding.span));
    let fixes = here.filter_map(|finding| {
        let words = finding.suggestion.as_ref()?;
        let edit = TextEdit::new(lines.range(&finding.span), words.clone());
        Some(CodeActionOrCommand::CodeAction(CodeAction {
            title: format!("Write `{words}`"),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![shown(finding, &lines)]),
            edit: Some(edit_of(document.uri.clone(), edit)),
            is_preferred: Some(true),
            ..CodeAction::default()
        }))
    });
    fixes.collect()
}

fn edit_of(uri: Uri, edit: TextEdit) -> WorkspaceEdit {
    WorkspaceEdit::new(HashMap::from([(uri, vec![edit])]))
}
