//! The recording behind a workout: the files it is of, what was cleaned, what was changed.

use serde::Serialize;

use super::{Choice, Input};

/// Of a workout that was recorded; forms post to `action`, each says with `do` what it does.
#[derive(Clone, Debug, Default, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a template asks each of its own"
)]
pub struct Recording {
    pub action: String,
    /// What was read: a change over another version is asked again.
    pub version: i64,
    /// Open when something was refused.
    pub is_open: bool,
    /// What could not be done, where no field is at fault.
    pub problem: Option<String>,
    /// `1:02:38`, the longest time that can be named.
    pub length: String,
    /// What is cut by dragging; `None` of a workout without samples.
    pub trim: Option<Trim>,
    pub from: Input,
    pub to: Input,
    pub at: Input,
    pub shift: Input,
    pub is_earlier: bool,
    /// In the person's unit.
    pub metres: Input,
    pub height_unit: String,
    pub has_heights: bool,
    /// Workouts of the days around that it can be joined with.
    pub neighbours: Vec<Choice>,
    /// In the order in which they were made.
    pub changes: Vec<ChangeItem>,
    pub sources: Vec<SourceItem>,
    pub cleaned: Vec<CleanedItem>,
    /// Whether cleaning can be turned off.
    pub can_switch: bool,
}

/// A small drawing over time, under the handles that cut it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Trim {
    /// How long it is; handles stand on whole seconds.
    pub seconds: i64,
    /// What is drawn: `Pace`. Empty where nothing is.
    pub name: String,
    /// `d` of the line and of what it fills.
    pub line: String,
    pub area: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct ChangeItem {
    pub seq: i64,
    pub title: String,
    /// The workout that was made of the rest.
    pub href: Option<String>,
    pub when: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct SourceItem {
    /// Names it in a form.
    pub value: String,
    pub name: String,
    /// Device, size, day.
    pub text: String,
    pub is_shown: bool,
    pub can_part: bool,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct CleanedItem {
    /// `out-of-range`.
    pub fault: String,
    pub title: String,
    /// `Heart rate: 3 values`.
    pub details: Vec<String>,
    pub is_mended: bool,
    /// Whether it can be left as it is.
    pub can_leave: bool,
}
