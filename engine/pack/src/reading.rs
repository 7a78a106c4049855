//! Reads YAML that stands beside the definitions, such as a pack's cases, with the same places and
//! findings as theirs.

use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::finding::{Finding, Report, sort};
use crate::place::Span;
use crate::schema::{Checker, schema_of};
use crate::source::{Files, MAX_TEXT_FILE, PackSource, SourceFile};
use crate::yaml::{Key, Node, from_node, parse};

/// The files of one reading, and what was found in them.
#[derive(Debug, Default)]
pub struct Reading {
    files: Files,
    pub reports: Vec<Report>,
}

impl Reading {
    /// The tree of a pack's YAML file; none where it says nothing or cannot be read, which is
    /// reported.
    pub fn open(&mut self, source: &PackSource, file: &SourceFile) -> Option<Node> {
        let (index, text) = self.read(source, file)?;
        let (node, reports) = parse(index, &text);
        self.reports.extend(reports);
        node
    }

    /// A file's text, and by which number places name it; none where it cannot be read, which is
    /// reported.
    pub fn read(&mut self, source: &PackSource, file: &SourceFile) -> Option<(u32, String)> {
        let name = source.name_of(&file.path);
        let text = match std::str::from_utf8(&file.bytes) {
            Ok(text) if text.len() <= MAX_TEXT_FILE => text,
            read => {
                let index = self.files.add(name, String::new());
                let (code, message, help) = match read {
                    Ok(_) => ("S0002", "the file is larger than 1 MiB", "split it"),
                    Err(_) => ("S0003", "the file is not UTF-8", "save it as UTF-8"),
                };
                let report = Report::error(code, Span::new(index, 0..0), message);
                self.reports.push(report.help(help));
                return None;
            }
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let index = self.files.add(name, text.to_owned());
        Some((index, text.to_owned()))
    }

    /// The reports as findings, by file and place.
    pub fn findings(&mut self) -> Vec<Finding> {
        let reports = std::mem::take(&mut self.reports);
        let mut findings = self.settle(reports);
        sort(&mut findings);
        findings
    }

    /// Other reports about these files.
    pub fn settle(&self, reports: Vec<Report>) -> Vec<Finding> {
        let settled = reports.into_iter().map(|report| report.settle(&self.files));
        settled.collect()
    }

    /// The place for what concerns a file that is not there, or cannot be read.
    pub fn place_in(&mut self, name: String) -> Span {
        Span::new(self.files.add(name, String::new()), 0..0)
    }

    /// A file's text as it was read.
    pub fn text(&self, span: Span) -> &str {
        self.files.get(span.file).map_or("", |file| &file.text)
    }

    /// A file's name and the line of a place in it.
    pub fn place(&self, span: Span) -> (String, usize) {
        let file = self.files.get(span.file);
        let name = file.map_or_else(String::new, |file| file.name.clone());
        (name, self.files.line(span))
    }
}

/// How one entry of a file is written.
pub struct Shape<T> {
    checker: Checker,
    of: PhantomData<T>,
}

impl<T: DeserializeOwned + JsonSchema> Default for Shape<T> {
    fn default() -> Self {
        Self {
            checker: Checker::new(&schema_of::<T>()),
            of: PhantomData,
        }
    }
}

impl<T: DeserializeOwned + JsonSchema> Shape<T> {
    /// Reads an entry, or says all that does not fit; `key` is what it is called in messages.
    ///
    /// # Errors
    /// What does not fit, each with its place.
    pub fn read(&self, key: &Key, node: &Node) -> Result<T, Vec<Report>> {
        let (reports, _) = self.checker.check(key, node);
        if !reports.is_empty() {
            return Err(reports);
        }
        from_node(node).map_err(|error| {
            let span = error.span.unwrap_or(node.span);
            vec![Report::error("S0020", span, error.message)]
        })
    }

    /// For the reference.
    pub fn schema() -> Value {
        schema_of::<T>()
    }
}
