//! Archives that are read in the background.

use serde::Serialize;

use super::Input;

/// The form for another one, and how far the others are.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Imports {
    /// Form target.
    pub action: String,
    /// `4 GB`: the largest that is taken.
    pub largest: String,
    /// As [`super::Record::columns`].
    pub columns: Input,
    /// What is wrong with what was sent.
    pub problem: Option<String>,
    pub items: Vec<ImportItem>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ImportItem {
    pub name: String,
    pub when: String,
    pub state: ImportState,
    /// `1,204 of 3,000 files`.
    pub text: String,
    /// Files that are read, of all; absent where nobody knows how many there are.
    pub bar: Option<ImportBar>,
    /// `1,190 workouts, 9 were here already, 5 files not loaded`.
    pub figures: String,
    /// The first files that became no workout, and why.
    pub refused: Vec<RefusedFile>,
    /// How many more there are.
    pub more: Option<String>,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub struct ImportBar {
    pub value: i64,
    pub max: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    Running,
    Done,
    Failed,
}

#[derive(Clone, Debug, Serialize)]
pub struct RefusedFile {
    pub name: String,
    /// Why, and what to do about it.
    pub text: String,
}
