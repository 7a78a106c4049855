//! The list of workouts.

use serde::Serialize;

use super::{Choice, Figure, Input};

#[derive(Clone, Debug, Default, Serialize)]
pub struct History {
    pub filters: Filters,
    /// `61 workouts`.
    pub total: String,
    pub months: Vec<Month>,
    /// Pages of newer and older workouts.
    pub newer: Option<String>,
    pub older: Option<String>,
}

/// The filter form; sent by `GET`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Filters {
    /// Empty when the app has one sport.
    pub sports: Vec<Choice>,
    /// ISO days.
    pub from: Input,
    pub to: Input,
    /// In titles and notes.
    pub text: Input,
    /// Whether any is set: then an empty list says so and offers to clear them.
    pub is_set: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Month {
    /// `November 2026`.
    pub title: String,
    /// The month's total of the leading metric, when the whole month is on the page.
    pub total: Option<String>,
    pub workouts: Vec<WorkoutRow>,
}

/// A workout in a list.
#[derive(Clone, Debug, Serialize)]
pub struct WorkoutRow {
    pub href: String,
    pub title: String,
    /// `Thu 19 November, 06:48`.
    pub when: String,
    pub icon: String,
    /// The leading figure first, up to three.
    pub figures: Vec<Figure>,
    /// `2 records`, when it set any.
    pub records: Option<String>,
}
