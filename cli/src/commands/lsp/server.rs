//! The loop: messages of the editor in, answers and findings out. One thread, nothing shared.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use lsp_server::{
    Connection, ErrorCode, Message, Notification, ProtocolError, Request, RequestId, Response,
};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument,
    DidSaveTextDocument, Notification as _, PublishDiagnostics,
};
use lsp_types::request::{RegisterCapability, Request as _};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CompletionOptions, DidChangeTextDocumentParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, InitializeParams, InitializeResult,
    OneOf, ServerCapabilities, ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use stadion_engine::domains;
use stadion_pack::KindSet;

use super::diagnostics::Told;
use super::documents::{Document, Documents, path_of};
use super::place::Schemas;
use super::positions::Encoding;
use super::shelf::{Shelf, root_of};
use crate::outcome::{Outcome, failure};

/// So long nothing has to come from the editor before packs are compiled: a keystroke is rarely
/// followed sooner, edits in one go are.
const QUIET: Duration = Duration::from_millis(60);

/// The protocol asks for exit code 1 where an editor goes without saying so.
const GONE: Outcome = Outcome::Findings;

pub fn serve() -> Outcome {
    let (connection, threads) = Connection::stdio();
    let done = converse(&connection);
    // The threads end with the connection; the one that writes has to, for the last answer.
    drop(connection);
    match (done, threads.join()) {
        (Ok(outcome), Ok(())) => outcome,
        (Ok(_), Err(error)) => failure(format_args!("the editor cannot be talked to: {error}")),
        (Err(_), _) => GONE,
    }
}

fn converse(connection: &Connection) -> Result<Outcome, ProtocolError> {
    let (id, params) = connection.initialize_start()?;
    let params: InitializeParams = match serde_json::from_value(params) {
        Ok(params) => params,
        Err(error) => {
            let answer = Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string());
            let _ = connection.sender.send(answer.into());
            return Ok(GONE);
        }
    };
    let general = params.capabilities.general.as_ref();
    let offered = general.and_then(|general| general.position_encodings.as_deref());
    let encoding = Encoding::chosen(offered);
    let server = InitializeResult {
        capabilities: capabilities(encoding),
        server_info: Some(ServerInfo {
            name: "stadion".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    };
    connection.initialize_finish(id, serde_json::to_value(server).unwrap_or_default())?;
    let snippets = takes_snippets(&params);
    let server = Server::new(connection, encoding, snippets);
    let workspace = params.capabilities.workspace.as_ref();
    let watching = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
    if watching.is_some_and(|watching| watching.dynamic_registration == Some(true)) {
        server.send(watch_packs());
    }
    Ok(server.run())
}

/// Files change without the editor too, as when another branch is checked out.
fn watch_packs() -> Request {
    let method = DidChangeWatchedFiles::METHOD;
    let watchers = [json!({ "globPattern": "**/*.{yaml,ftl,rhai}" })];
    let registration = json!({
        "id": "packs", "method": method, "registerOptions": { "watchers": watchers },
    });
    let params = json!({ "registrations": [registration] });
    let id = RequestId::from("watch".to_owned());
    Request::new(id, RegisterCapability::METHOD.to_owned(), params)
}

fn capabilities(encoding: Encoding) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(true.into()),
                ..TextDocumentSyncOptions::default()
            },
        )),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some([".", " ", "\"", "/"].map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(true.into()),
        definition_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(
            CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
                ..CodeActionOptions::default()
            }
            .into(),
        ),
        ..ServerCapabilities::default()
    }
}

fn takes_snippets(params: &InitializeParams) -> bool {
    let documents = params.capabilities.text_document.as_ref();
    let completion = documents.and_then(|documents| documents.completion.as_ref());
    let item = completion.and_then(|completion| completion.completion_item.as_ref());
    item.and_then(|item| item.snippet_support) == Some(true)
}

/// Why nothing came from the editor.
enum Silence {
    Pause,
    Gone,
}

pub struct Server<'a> {
    connection: &'a Connection,
    pub kinds: KindSet,
    pub schemas: Schemas,
    pub encoding: Encoding,
    /// Whether the editor takes snippets.
    pub snippets: bool,
    pub documents: Documents,
    /// By the folder that the packs stand in.
    pub shelves: BTreeMap<PathBuf, Shelf>,
    told: BTreeMap<PathBuf, Told>,
    /// Folders whose packs have to be compiled again.
    stale: BTreeSet<PathBuf>,
}

impl<'a> Server<'a> {
    fn new(connection: &'a Connection, encoding: Encoding, snippets: bool) -> Self {
        let kinds = domains::kinds();
        Self {
            connection,
            schemas: Schemas::new(&kinds),
            kinds,
            encoding,
            snippets,
            documents: Documents::default(),
            shelves: BTreeMap::new(),
            told: BTreeMap::new(),
            stale: BTreeSet::new(),
        }
    }

    fn run(mut self) -> Outcome {
        let mut is_leaving = false;
        loop {
            let from = &self.connection.receiver;
            let message = if self.stale.is_empty() {
                from.recv().map_err(|_| Silence::Gone)
            } else {
                from.recv_timeout(QUIET).map_err(|error| {
                    let is_pause = error.is_timeout();
                    if is_pause {
                        Silence::Pause
                    } else {
                        Silence::Gone
                    }
                })
            };
            match message {
                Err(Silence::Pause) => self.tell_findings(),
                Err(Silence::Gone) => return GONE,
                Ok(Message::Notification(note)) if note.method == "exit" => {
                    return if is_leaving { Outcome::Well } else { GONE };
                }
                Ok(Message::Notification(note)) => self.hear(note),
                Ok(Message::Request(request)) if is_leaving => {
                    let why = "the server was told to shut down".to_owned();
                    self.refuse(request.id, ErrorCode::InvalidRequest, why);
                }
                Ok(Message::Request(request)) if request.method == "shutdown" => {
                    is_leaving = true;
                    self.answer(request.id, &());
                }
                Ok(Message::Request(request)) => self.asked(request),
                Ok(Message::Response(_)) => {}
            }
        }
    }

    fn hear(&mut self, note: Notification) {
        match note.method.as_str() {
            DidOpenTextDocument::METHOD => {
                if let Some(DidOpenTextDocumentParams { text_document: doc }) = read(note.params)
                    && let Some(path) = path_of(&doc.uri)
                {
                    let document = Document {
                        uri: doc.uri,
                        version: doc.version,
                        text: doc.text,
                    };
                    self.documents.open(path.clone(), document);
                    self.reread(&path);
                }
            }
            DidChangeTextDocument::METHOD => {
                if let Some(DidChangeTextDocumentParams {
                    text_document: doc,
                    content_changes,
                }) = read(note.params)
                    && let Some(path) = path_of(&doc.uri)
                {
                    let encoding = self.encoding;
                    self.documents
                        .change(&path, doc.version, content_changes, encoding);
                    self.stale.extend(self.folder_of(&path));
                }
            }
            DidCloseTextDocument::METHOD => {
                if let Some(DidCloseTextDocumentParams { text_document: doc }) = read(note.params)
                    && let Some(path) = path_of(&doc.uri)
                {
                    let folder = self.folder_of(&path);
                    self.documents.close(&path);
                    self.reread_folders(folder);
                }
            }
            DidSaveTextDocument::METHOD | DidChangeWatchedFiles::METHOD => {
                let folders: Vec<_> = self.shelves.keys().cloned().collect();
                self.reread_folders(folders);
            }
            _ => {}
        }
    }

    /// The folder that the file's pack stands in, among others.
    pub fn folder_of(&self, path: &Path) -> Option<PathBuf> {
        let root = root_of(path, &self.documents)?;
        root.parent().map(Path::to_owned)
    }

    fn reread(&mut self, path: &Path) {
        let folder = self.folder_of(path);
        self.reread_folders(folder);
    }

    fn reread_folders(&mut self, folders: impl IntoIterator<Item = PathBuf>) {
        for folder in folders {
            let read = Shelf::read(&folder, &self.open_roots(&folder));
            match self.shelves.get_mut(&folder) {
                Some(packs) => packs.reread(read),
                None => {
                    self.shelves.insert(folder.clone(), Shelf::new(read));
                }
            }
            self.stale.insert(folder);
        }
    }

    /// Packs of a folder of which a file is open.
    fn open_roots(&self, folder: &Path) -> BTreeSet<PathBuf> {
        let open = self.documents.iter();
        let roots = open.filter_map(|(path, _)| root_of(path, &self.documents));
        roots.filter(|root| root.parent() == Some(folder)).collect()
    }

    /// Makes names those of the texts as they stand; what they mean waits for the compiler, which
    /// takes longer than an editor likes to wait.
    pub fn refresh_names(&mut self) {
        let mut all = self.shelves.values();
        if !all.all(|packs| packs.is_compiled) {
            self.tell_findings();
        }
        for folder in &self.stale {
            if let Some(packs) = self.shelves.get_mut(folder) {
                packs.refresh(&self.kinds, &self.documents);
            }
        }
    }

    /// Compiles what changed and tells what was found.
    pub fn tell_findings(&mut self) {
        for folder in std::mem::take(&mut self.stale) {
            let roots = self.open_roots(&folder);
            let Some(packs) = self.shelves.get_mut(&folder) else {
                continue;
            };
            packs.compile(&self.kinds, &self.documents, &roots);
            let told = self.told.entry(folder.clone()).or_default();
            for news in told.news(packs, &self.documents, self.encoding) {
                let note = Notification::new(PublishDiagnostics::METHOD.to_owned(), news);
                self.send(note);
            }
            if roots.is_empty() {
                self.shelves.remove(&folder);
                self.told.remove(&folder);
            }
        }
    }

    pub fn answer(&self, id: RequestId, result: &impl Serialize) {
        self.send(Response::new_ok(id, result));
    }

    pub fn refuse(&self, id: RequestId, code: ErrorCode, why: String) {
        self.send(Response::new_err(id, code as i32, why));
    }

    /// An editor that is gone is noticed where its messages are read.
    fn send(&self, message: impl Into<Message>) {
        let _ = self.connection.sender.send(message.into());
    }
}

/// A note whose content cannot be read has no one to be told: it is left out.
fn read<T: DeserializeOwned>(params: serde_json::Value) -> Option<T> {
    serde_json::from_value(params).ok()
}
