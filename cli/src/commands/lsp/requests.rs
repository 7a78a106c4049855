//! What an editor asks: each request with its answer.

use std::path::{Path, PathBuf};

use lsp_server::{ErrorCode, ExtractError, Request};
use lsp_types::request::{
    CodeActionRequest, Completion, GotoDefinition, HoverRequest, Request as Method,
};
use lsp_types::{
    CodeActionOrCommand, CodeActionParams, CompletionItem, CompletionParams, GotoDefinitionParams,
    Hover, HoverContents, HoverParams, Location, MarkupContent, MarkupKind,
    TextDocumentPositionParams,
};
use serde::Serialize;

use super::completion::Manner;
use super::documents::path_of;
use super::place::Place;
use super::positions::Lines;
use super::server::Server;
use super::shelf::Shelf;
use super::{actions, completion, definition, hover};

impl Server<'_> {
    pub fn asked(&mut self, request: Request) {
        match request.method.as_str() {
            Completion::METHOD => self.reply::<Completion, _>(request, Self::complete),
            HoverRequest::METHOD => self.reply::<HoverRequest, _>(request, Self::explain),
            GotoDefinition::METHOD => self.reply::<GotoDefinition, _>(request, Self::define),
            CodeActionRequest::METHOD => self.reply::<CodeActionRequest, _>(request, Self::mend),
            unknown => {
                let why = format!("`{unknown}` is not known here");
                self.refuse(request.id, ErrorCode::MethodNotFound, why);
            }
        }
    }

    fn reply<M: Method, R: Serialize>(
        &mut self,
        request: Request,
        answer: fn(&mut Self, M::Params) -> R,
    ) {
        let id = request.id.clone();
        match request.extract::<M::Params>(M::METHOD) {
            Ok((id, params)) => {
                let result = answer(self, params);
                self.answer(id, &result);
            }
            Err(ExtractError::JsonError { error, .. }) => {
                self.refuse(id, ErrorCode::InvalidParams, error.to_string());
            }
            Err(ExtractError::MethodMismatch(_)) => {
                let why = "the method has another name".to_owned();
                self.refuse(id, ErrorCode::InternalError, why);
            }
        }
    }

    fn complete(&mut self, params: CompletionParams) -> Vec<CompletionItem> {
        let at = params.text_document_position;
        let propose = |place: &Place<'_>, lines: &Lines<'_>, snippets| {
            completion::items(place, &Manner { lines, snippets })
        };
        self.at_place(&at, propose).unwrap_or_default()
    }

    fn explain(&mut self, params: HoverParams) -> Option<Hover> {
        let at = params.text_document_position_params;
        self.at_place(&at, |place, lines, _| {
            let (value, span) = hover::story(place)?;
            let kind = MarkupKind::Markdown;
            Some(Hover {
                contents: HoverContents::Markup(MarkupContent { kind, value }),
                range: Some(lines.range(&span)),
            })
        })?
    }

    fn define(&mut self, params: GotoDefinitionParams) -> Option<Location> {
        let at = params.text_document_position_params;
        let (file, span) = self.at_place(&at, |place, _, _| definition::target(place))??;
        let path = PathBuf::from(&file);
        let packs = self.shelf(&path_of(&at.text_document.uri)?)?;
        let lines = Lines::new(packs.text(&file)?, self.encoding);
        Some(Location::new(
            self.documents.uri(&path)?,
            lines.range(&span),
        ))
    }

    fn mend(&mut self, params: CodeActionParams) -> Vec<CodeActionOrCommand> {
        self.tell_findings();
        let path = path_of(&params.text_document.uri);
        let fixes = path.and_then(|path| {
            let packs = self.shelf(&path)?;
            Some(actions::fixes(packs, &path, params, self.encoding))
        });
        fixes.unwrap_or_default()
    }

    fn shelf(&self, path: &Path) -> Option<&Shelf> {
        self.shelves.get(&self.folder_of(path)?)
    }

    /// Asks about what is at a position; nothing where no pack's file is open there.
    fn at_place<T>(
        &mut self,
        at: &TextDocumentPositionParams,
        ask: impl FnOnce(&Place<'_>, &Lines<'_>, bool) -> T,
    ) -> Option<T> {
        self.refresh_names();
        let path = path_of(&at.text_document.uri)?;
        let text = &self.documents.get(&path)?.text;
        let lines = Lines::new(text, self.encoding);
        let cursor = lines.offset(at.position);
        let packs = self.shelf(&path)?;
        let place = Place::find(packs, &self.kinds, &self.schemas, &path, text, cursor)?;
        Some(ask(&place, &lines, self.snippets))
    }
}
