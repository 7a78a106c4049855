//! Progress: a figure over a period against the one before; streaks; how a record grew.

use serde::Serialize;

use super::{About, Choice, Delta, Figure, Input, RecordItem};
use crate::web::ui::draw::{Comparison, Growth};

/// Blocks without content are left out. Without any workout the page teaches the first step.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ProgressPage {
    pub chooser: Chooser,
    /// `None` before the first workout.
    pub told: Option<Told>,
    pub norm: Option<NormLine>,
    pub trend: Option<Trend>,
    pub streaks: Vec<StreakLine>,
    pub records: Vec<RecordItem>,
    /// All records; `None` where the pack has no page of them.
    pub all_records: Option<String>,
}

/// The form, sent by `GET`, and the links of the usual periods.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Chooser {
    pub action: String,
    pub metrics: Vec<Choice>,
    /// Empty when the app has one sport.
    pub sports: Vec<Choice>,
    pub periods: Vec<Link>,
    /// The period's word, to go with the form.
    pub period: String,
    /// ISO days of an own period.
    pub from: Input,
    pub to: Input,
    pub is_own: bool,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Link {
    pub href: String,
    pub label: String,
    pub is_current: bool,
}

/// The figure over the period.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Told {
    /// `Distance`.
    pub title: String,
    /// `31 August – 21 November`.
    pub days: String,
    /// `None` where the period has nothing.
    pub figure: Option<Figure>,
    /// In full: `12.4 km more than in 8 June – 29 August`; as text where nothing is better.
    pub delta: Option<Delta>,
    pub beside: Option<String>,
    pub tiles: Vec<Figure>,
    pub chart: Option<Comparison>,
    pub now_title: String,
    pub before_title: Option<String>,
    pub rows: Vec<ComparedRow>,
    /// The same figure over the period before.
    pub earlier: Option<String>,
}

/// A line of the table under the chart.
#[derive(Clone, Debug, Serialize)]
pub struct ComparedRow {
    pub title: String,
    pub now: String,
    pub before: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct NormLine {
    /// `7.4 km to the norm of 32 km`.
    pub text: String,
    /// Where it comes from: `Weekly running: 75 min for 7 days`.
    pub basis: String,
    pub about: Option<About>,
    pub value: f64,
    pub max: f64,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Trend {
    pub text: String,
    /// `52.1 km after 47.9 km, up to 21 November`.
    pub figures: Option<String>,
    pub is_up: Option<bool>,
    pub is_better: Option<bool>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct StreakLine {
    /// `5 weeks in a row`, or that none is under way.
    pub title: String,
    /// `since 19 October`.
    pub since: Option<String>,
    /// `Longest: 9 weeks in a row, 1 June – 2 August`.
    pub longest: Option<String>,
    pub is_going: bool,
}

/// The streak of weeks on the first page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct StreakCard {
    pub title: String,
    /// What keeps it going.
    pub text: String,
    pub longest: Option<String>,
    pub is_kept: bool,
}

/// How one record grew.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RecordGrowth {
    pub title: String,
    /// The metric that it stands under.
    pub metric: String,
    pub value: String,
    pub unit: String,
    /// `1:52 better than the first`.
    pub total: Option<String>,
    pub chart: Option<Growth>,
    /// The newest first; each leads to its workout.
    pub marks: Vec<RecordItem>,
}
