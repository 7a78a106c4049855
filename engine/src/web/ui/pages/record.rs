//! Recording by hand and from files.

use serde::Serialize;

use super::{Choice, Field, Input, Problem};

/// The form of a new or an edited workout, or the drop zone for files.
///
/// Every button that changes the form sends it whole with `action`: `save`, `add:set`,
/// `remove:set.2`, `preset:hole.course_18`, `fix:set.2.load=105`; the handler shows it again.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Record {
    /// Form target.
    pub action: String,
    /// The workout is there already.
    pub is_edit: bool,
    /// Show the files tab.
    pub is_files: bool,
    /// Number of problems below, for the summary; 0 shows none.
    pub problems: usize,
    /// Empty when the app has one sport.
    pub sports: Vec<Choice>,
    pub title: Input,
    /// ISO day and `HH:MM`, in the person's zone.
    pub date: Input,
    pub time: Input,
    pub fields: Vec<Field>,
    pub parts: Vec<PartGroup>,
    pub note: Input,
    /// Entity tag of what is edited, sent back to notice a change meanwhile.
    pub version: Option<String>,
    /// `50 MB`, the most a file may have.
    pub largest_file: String,
    /// Unique key of this form, so that sending it twice records once.
    pub key: String,
}

/// A kind of repeated entries.
#[derive(Clone, Debug, Serialize)]
pub struct PartGroup {
    /// The part's plain name: `set`.
    pub kind: String,
    /// `Set`.
    pub title: String,
    /// `Sets`.
    pub titles: String,
    pub rows: Vec<PartRow>,
    /// `value` is the action that fills in its rows.
    pub presets: Vec<Choice>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PartRow {
    /// Counted from 1, as shown.
    pub number: usize,
    /// The action that takes it away: `remove:set.2`.
    pub remove: String,
    pub cells: Vec<Field>,
    /// What is wrong with the row as a whole.
    pub problem: Option<Problem>,
}

/// What became of each uploaded file.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Uploaded {
    /// `3 workouts from 4 files`.
    pub summary: String,
    pub files: Vec<FileOutcome>,
}

#[derive(Clone, Debug, Serialize)]
pub struct FileOutcome {
    /// As uploaded; inside an archive `export.zip/ride.fit`.
    pub name: String,
    pub outcome: Outcome,
    /// The workout's title, or why there is none.
    pub text: String,
    /// When it was and how much, or what to do about it.
    pub detail: String,
    /// The workout, also the one that was there before.
    pub href: Option<String>,
    pub warnings: Vec<String>,
    /// Records and badges it set, in words.
    pub gained: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Recorded,
    /// The same session was there already.
    Duplicate,
    Refused,
}
