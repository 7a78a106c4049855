//! The files open in the editor, as they stand there and not yet on disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lsp_types::{TextDocumentContentChangeEvent, Uri};
use url::Url;

use super::positions::{Encoding, Lines};

pub struct Document {
    /// As the editor writes it: answers name the file the same way.
    pub uri: Uri,
    pub version: i32,
    pub text: String,
}

#[derive(Default)]
pub struct Documents(BTreeMap<PathBuf, Document>);

impl Documents {
    pub fn open(&mut self, path: PathBuf, document: Document) {
        self.0.insert(path, document);
    }

    pub fn close(&mut self, path: &Path) {
        self.0.remove(path);
    }

    pub fn get(&self, path: &Path) -> Option<&Document> {
        self.0.get(path)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Path, &Document)> {
        self.0.iter().map(|(path, open)| (path.as_path(), open))
    }

    /// Takes the edits in order; one without a range is the whole text.
    pub fn change(
        &mut self,
        path: &Path,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        let Some(document) = self.0.get_mut(path) else {
            return;
        };
        document.version = version;
        for change in changes {
            match change.range {
                None => document.text = change.text,
                Some(range) => {
                    let span = Lines::new(&document.text, encoding).span(range);
                    document.text.replace_range(span, &change.text);
                }
            }
        }
    }

    /// The file's address: the editor's own where it has the file open.
    pub fn uri(&self, path: &Path) -> Option<Uri> {
        if let Some(open) = self.get(path) {
            return Some(open.uri.clone());
        }
        Url::from_file_path(path).ok()?.as_str().parse().ok()
    }
}

/// The file of an address; nothing for those that are no file of this machine.
pub fn path_of(uri: &Uri) -> Option<PathBuf> {
    let url = Url::parse(uri.as_str()).ok()?;
    (url.scheme() == "file").then(|| url.to_file_path().ok())?
}
