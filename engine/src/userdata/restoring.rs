//! An archive on its way back, as slices see it.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::de::DeserializeOwned;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::archive::{Archive, unreadable};
use super::outcome::{FileOutcome, FileStatus, FileWarning};
use crate::App;
use crate::web::error::{Error, Result};

/// Entries that are named by themselves; of a list that was made up, the rest is counted.
const NAMED_MAX: usize = 50;

/// What a slice restores from, and for whom.
pub struct Restoring<'a> {
    pub app: &'a App,
    pub user_id: Uuid,
    archive: Archive,
    /// As it was sent.
    name: String,
    /// The slice's.
    folder: &'static str,
    outcomes: mpsc::Sender<FileOutcome>,
}

impl<'a> Restoring<'a> {
    pub fn new(
        app: &'a App,
        user_id: Uuid,
        (name, archive): (String, Archive),
        outcomes: mpsc::Sender<FileOutcome>,
    ) -> Self {
        Self {
            app,
            user_id,
            archive,
            name,
            folder: "",
            outcomes,
        }
    }

    /// Goes on in another slice's folder.
    pub fn enter(&mut self, folder: &'static str) {
        self.folder = folder;
    }

    fn path(&self, file: &str) -> String {
        format!("{}/{file}", self.folder)
    }

    /// What a file of the slice is called in reports.
    pub fn shown(&self, file: &str) -> String {
        format!("{}/{}", self.name, self.path(file))
    }

    pub async fn member(&mut self, file: &str) -> Result<Option<Vec<u8>>> {
        let path = self.path(file);
        self.archive.member(&path).await
    }

    pub async fn json<T: DeserializeOwned>(&mut self, file: &str) -> Result<Option<T>> {
        let path = self.path(file);
        self.archive.json(&path).await
    }

    pub async fn json_within<T: DeserializeOwned>(
        &mut self,
        file: &str,
        most: usize,
    ) -> Result<Option<T>> {
        let path = self.path(file);
        self.archive.json_within(&path, most).await
    }

    /// A list of the slice's with the report of it begun: entries that cannot be read are in it. A
    /// list that is not there, as of who has none, is empty.
    pub async fn list<T: DeserializeOwned>(&mut self, file: &str) -> Result<(Vec<T>, Tally)> {
        let path = self.path(file);
        let mut tally = Tally::of(self.shown(file));
        let mut good = Vec::new();
        for entry in self.archive.list(&path).await?.unwrap_or_default() {
            match entry {
                Ok(entry) => good.push(entry),
                Err(error) => tally.refuse(&error),
            }
        }
        Ok((good, tally))
    }

    /// Tells what became of something; an error when nobody listens any more.
    pub async fn tell(&self, outcome: FileOutcome) -> Result<()> {
        let told = self.outcomes.send(outcome).await;
        told.map_err(|_| unreadable("Nobody waits for the rest of it."))
    }

    pub fn is_over(&self) -> bool {
        self.outcomes.is_closed()
    }
}

/// What becomes of the entries of one file.
pub struct Tally {
    outcome: FileOutcome,
    refused: usize,
    left: u64,
}

impl Tally {
    pub fn of(file: String) -> Self {
        Self {
            outcome: FileOutcome::fine(file),
            refused: 0,
            left: 0,
        }
    }

    /// An entry was not taken. The first reason stands for the file, all are listed.
    pub fn refuse(&mut self, error: &Error) {
        let fields = error.errors.iter().map(|wrong| wrong.message.as_str());
        let mut said: Vec<&str> = vec![error.detail.as_str()];
        said.extend(fields);
        let said = said.join(" ");
        self.refused += 1;
        self.outcome.status = FileStatus::Partial;
        self.outcome.code.get_or_insert_with(|| error.code.into());
        self.outcome.reason.get_or_insert_with(|| said.clone());
        self.warn(error.code, said);
    }

    /// The account says otherwise, and is right.
    pub fn keep(&mut self, what: &str) {
        self.warn(
            "kept-as-it-is",
            format!("{what} is otherwise here, and was left as it is."),
        );
    }

    pub fn warn(&mut self, code: &str, message: String) {
        if self.outcome.warnings.len() < NAMED_MAX {
            self.outcome.warnings.push(FileWarning {
                code: code.to_owned(),
                message,
                count: None,
            });
        } else {
            self.left += 1;
        }
    }

    pub fn done(mut self) -> FileOutcome {
        if self.left > 0 {
            self.outcome.warnings.push(FileWarning {
                code: "and-more".into(),
                message: "So many more of this file are not named.".into(),
                count: Some(self.left),
            });
        }
        self.outcome
    }
}

/// Whether both databases hold the time; none that anybody lived through is outside.
pub fn is_sane(at: DateTime<Utc>) -> bool {
    is_sane_day(at.date_naive())
}

pub fn is_sane_day(day: NaiveDate) -> bool {
    (1900..=2200).contains(&day.year())
}
