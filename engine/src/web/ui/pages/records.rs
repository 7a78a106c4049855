//! Personal records and badges.

use serde::Serialize;

use super::About;

#[derive(Clone, Debug, Default, Serialize)]
pub struct Records {
    pub groups: Vec<RecordGroup>,
    /// Earned first, then those in reach.
    pub badges: Vec<Badge>,
    /// `4 of 12`.
    pub earned: String,
}

/// Records of one metric.
#[derive(Clone, Debug, Serialize)]
pub struct RecordGroup {
    pub title: String,
    pub records: Vec<RecordItem>,
}

#[derive(Clone, Debug, Serialize)]
pub struct RecordItem {
    /// What over: `10 km`, `Back squat`.
    pub title: String,
    /// `Beat 12 September by 36 s`, `First one`, or the day it was set.
    pub note: String,
    pub value: String,
    pub unit: String,
    /// The workout that set it.
    pub href: Option<String>,
    pub about: Option<About>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Badge {
    pub title: String,
    pub icon: String,
    /// How it is earned, or when it was.
    pub text: String,
    pub is_earned: bool,
    /// `×5`, the reached tier.
    pub tier: Option<String>,
    pub progress: Option<Progress>,
    pub href: Option<String>,
    pub about: Option<About>,
}

/// The way to a badge.
#[derive(Clone, Debug, Serialize)]
pub struct Progress {
    pub value: f64,
    pub max: f64,
    /// `72.4 of 100 km`.
    pub text: String,
}

/// All badges of an app. Without any it says that the sport has none.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Achievements {
    /// `4 of 12`.
    pub earned_count: String,
    /// Those not earned with the greatest part of the way behind.
    pub near: Vec<BadgeCard>,
    /// The newest first.
    pub earned: Vec<BadgeCard>,
    pub open: Vec<BadgeCard>,
}

/// A badge with its levels.
#[derive(Clone, Debug, Serialize)]
pub struct BadgeCard {
    pub title: String,
    /// How it is earned.
    pub description: String,
    pub icon: String,
    pub is_earned: bool,
    /// The day of the highest level.
    pub when: Option<String>,
    /// `7 times so far`, of one that is given each time.
    pub times: Option<String>,
    /// The workout that earned it.
    pub href: Option<String>,
    /// Where there are several.
    pub levels: Vec<Level>,
    /// To the next level.
    pub progress: Option<Progress>,
    pub about: Option<About>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Level {
    /// Its own title, or `×5`.
    pub title: String,
    /// When it was reached.
    pub when: Option<String>,
}
