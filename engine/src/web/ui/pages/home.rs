//! The app's first page.

use serde::Serialize;

use super::{About, Badge, Delta, Figure, RecordItem, ShelfRow, StreakCard, WorkoutRow};
use crate::web::ui::draw::WeekBars;

/// This week against the last, and what is new. Without any workout it teaches the first step.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Home {
    /// `Friday 20 November`.
    pub date: String,
    /// Whether the app's form takes files, for who has recorded nothing yet.
    pub takes_files: bool,
    /// The person's first name.
    pub name: String,
    /// The total of the leading metric; `None` before the first workout.
    pub lead: Option<Figure>,
    /// How far to the norm, in words.
    pub norm: Option<String>,
    pub norm_about: Option<About>,
    /// In full: `3.8 km more than by Friday last week`.
    pub delta: Option<Delta>,
    pub week: Option<WeekBars>,
    /// Weeks in a row.
    pub streak: Option<StreakCard>,
    /// Up to three further totals; narrow, so durations are best told by `Formats::span`.
    pub tiles: Vec<Figure>,
    pub latest: Vec<WorkoutRow>,
    pub records: Vec<RecordItem>,
    pub badges: Vec<Badge>,
    pub shelf: Option<ShelfRow>,
}
