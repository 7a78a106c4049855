//! One workout.

use serde::Serialize;

use super::{
    Badge, Figure, Input, Link, RecordItem, Recording, WorkoutGear, WorkoutPrivacy, WorkoutRow,
};
use crate::web::ui::draw::{Chart, RouteMap};

/// Blocks without content are left out of the page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Workout {
    pub title: String,
    /// `Thursday 19 November, 06:48`.
    pub when: String,
    /// The sport, where the app has several.
    pub sport: Option<String>,
    /// The device or `By hand`.
    pub source: Option<String>,
    /// The one big number.
    pub hero: Option<Figure>,
    /// Up to three beside it.
    pub stats: Vec<Figure>,
    pub map: Option<RouteMap>,
    pub chart: Option<Chart>,
    pub splits: Option<Splits>,
    pub zones: Option<Zones>,
    pub parts: Vec<PartTable>,
    pub records: Vec<RecordItem>,
    pub badges: Vec<Badge>,
    /// `None` without any to compare with.
    pub similar: Option<Similar>,
    /// All further metrics.
    pub metrics: Vec<Figure>,
    /// `None` where the app's sports have no gear.
    pub gear: Option<WorkoutGear>,
    /// The note, and the form that changes it in place.
    pub note: Input,
    pub note_action: String,
    pub edit: String,
    /// The form that does it again.
    pub again: String,
    /// Form target; deleting can be undone.
    pub delete: String,
    pub original: Option<Download>,
    /// What others see; absent where they are who looks.
    pub privacy: Option<WorkoutPrivacy>,
    /// `None` of what was typed.
    pub recording: Option<Recording>,
    /// Files that are written of it.
    pub exports: Vec<Link>,
    /// Ways to parts of the charts; `None` for short ones.
    pub zoom: Option<Zoom>,
    /// What was odd about the file.
    pub warnings: Vec<String>,
    /// Its records and badges are still being computed.
    pub is_pending: bool,
}

/// The user's workouts that are like this one.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Similar {
    /// What makes them alike.
    pub basis: String,
    /// `3 of 14`; `None` where no figure is better than another.
    pub rank: Option<String>,
    /// `by Pace`.
    pub rank_by: Option<String>,
    /// Against the median, and against the last before it.
    pub figures: Vec<Figure>,
    /// The nearest in time.
    pub workouts: Vec<WorkoutRow>,
}

/// The charts alone, as a script asks for them: what the page holds of them, of another part.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Charts {
    pub chart: Option<Chart>,
    pub zoom: Option<Zoom>,
}

/// A part of the charts.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Zoom {
    /// `10:00 – 20:00`; `None` while all is shown.
    pub part: Option<String>,
    /// In the order in which they stand, each time the same.
    pub ways: Vec<Way>,
    /// The address of the whole; `None` while that is shown.
    pub whole: Option<String>,
    /// The workout's own address.
    pub at: String,
    /// Seconds from the start: what is shown, and all there is.
    pub shown: (f64, f64),
    pub ends: (f64, f64),
}

/// From one part to another.
#[derive(Clone, Debug, Serialize)]
pub struct Way {
    /// `earlier`, `wider`, `closer`, `later`.
    pub name: &'static str,
    pub icon: &'static str,
    pub label: String,
    /// `None` where there is nothing further.
    pub href: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Download {
    pub href: String,
    pub name: String,
    /// `182 kB`.
    pub size: String,
}

/// Equal stretches of the way.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Splits {
    /// Head of the first column: `km`.
    pub unit: String,
    /// Head of the compared column: `Pace`.
    pub value_title: String,
    /// Heads of the further columns: `bpm`, `m`.
    pub extra_titles: Vec<String>,
    pub rows: Vec<SplitRow>,
    /// `Fastest: km 8`.
    pub note: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct SplitRow {
    /// `8`, or `0.42` for the rest.
    pub name: String,
    pub value: String,
    /// 0 to 100, longer is better.
    pub bar: f64,
    pub is_best: bool,
    pub extras: Vec<String>,
}

/// The time spent in the person's zones.
#[derive(Clone, Debug, Serialize)]
pub struct Zones {
    pub tables: Vec<ZoneTable>,
    /// Titles of what was measured and has no zones yet.
    pub unset: Vec<String>,
    /// Where zones are set.
    pub profile: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct ZoneTable {
    /// `Heart rate`.
    pub title: String,
    /// `By percent of the maximum`.
    pub method: String,
    /// From the easiest.
    pub rows: Vec<ZoneTime>,
    /// `Below the first zone: 2:40`.
    pub below: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ZoneTime {
    /// `Zone 2`.
    pub name: String,
    /// `114–133 bpm`.
    pub range: String,
    pub time: String,
    /// `38 %`.
    pub share: String,
    /// 0 to 100; of the longest.
    pub bar: f64,
}

/// Laps, lengths, sets, holes as a table.
#[derive(Clone, Debug, Serialize)]
pub struct PartTable {
    /// `Sets`.
    pub title: String,
    /// `16 sets`.
    pub summary: Option<String>,
    /// Heads after the number's.
    pub columns: Vec<String>,
    /// Cells by row; an empty one is missing.
    pub rows: Vec<Vec<String>>,
}
