//! Recording by hand and from files.

use serde::Serialize;

use super::{Choice, Field, Figure, Input, Problem};

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
    /// What the form begins with.
    pub opening: Opening,
    /// What says what the session was: those that are needed, and the choices.
    pub lead: Vec<Field>,
    /// How it felt, as chips and in words.
    pub felt: Vec<Field>,
    /// The rest, folded away until one of them holds something.
    pub more: Vec<Field>,
    pub has_more: bool,
    pub parts: Vec<PartGroup>,
    pub note: Input,
    /// The person's gear; none where they have none.
    pub gear: Vec<Choice>,
    /// Entity tag of what is edited, sent back to notice a change meanwhile.
    pub version: Option<String>,
    /// `50 MB`, the most a file may have.
    pub largest_file: String,
    /// What the columns of tables mean, as it was typed with the files.
    pub columns: Input,
    /// Unique key of this form, so that sending it twice records once.
    pub key: String,
    /// The language, units and zone in which it is filled in: `en metric Europe/Moscow`.
    pub under: String,
    /// What comes of the figures so far.
    pub figures: Vec<Figure>,
    /// The last workout of the sport, to do again.
    pub last: Option<Last>,
    /// Of the sport, for the name of an entry that waits.
    pub sport_title: String,
    /// The script asks here what is wrong so far.
    pub check: String,
}

/// The card that stands first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Opening {
    /// Day, time and the leading figures.
    #[default]
    When,
    /// The entries of parts.
    Parts,
    /// With whom and where, then the entries.
    Who,
    /// How long and how it felt, then when.
    Felt,
}

/// A workout to do again.
#[derive(Clone, Debug, Serialize)]
pub struct Last {
    pub href: String,
    /// Its title and day.
    pub text: String,
}

/// What the script is told while the form is filled in.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Checked {
    /// By the field's name.
    pub problems: std::collections::BTreeMap<String, Problem>,
    pub figures: Vec<Figure>,
}

/// The page for no network, from which one can record all the same.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Offline {}

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
    pub presets: Vec<Preset>,
    /// An empty entry, for the script to add.
    pub blank: PartRow,
    /// A new entry begins as the last one.
    pub is_copied: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Preset {
    pub action: String,
    pub label: String,
    /// Its rows as JSON, for the script.
    pub rows: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct PartRow {
    /// Counted from 1, as shown.
    pub number: usize,
    /// The action that takes it away: `remove:set.2`.
    pub remove: String,
    pub cells: Vec<Field>,
    /// Cells that are rarely filled in, folded away until one of them holds something.
    pub more: Vec<Field>,
    pub has_more: bool,
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
    /// Another file of the same session was there already.
    Attached,
    Refused,
}
