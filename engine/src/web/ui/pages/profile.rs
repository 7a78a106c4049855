//! Who one is, and how one does in a sport.

use serde::Serialize;

use super::{Choice, Input};

#[derive(Clone, Debug, Default, Serialize)]
pub struct Profile {
    /// `34 years, adult`, when the day of birth is known.
    pub age: Option<String>,
    pub birth_date: Input,
    pub categories: Vec<Choice>,
    pub sexes: Vec<Choice>,
    pub weight: Input,
    pub weight_unit: String,
    /// Codes of ISO 3166-1; a browser that can names them.
    pub regions: Vec<Choice>,
    pub max_heart_rate: Input,
    pub resting_heart_rate: Input,
    pub heart_rate_unit: String,
    /// The day from which it holds.
    pub from: Input,
    pub photo: Input,
    pub has_photo: bool,
    /// Newest first.
    pub history: Vec<Change>,
    /// In an app.
    pub sport: Option<SportProfile>,
    /// Form targets are below it.
    pub base: String,
}

/// One word of the person, with its day.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    pub title: String,
    /// `72 kg`, or that it was taken back.
    pub value: String,
    /// `From 3 November 2026`.
    pub from: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct SportProfile {
    pub title: String,
    pub categories: Vec<Choice>,
    pub has_power: bool,
    pub ftp: Input,
    pub power_unit: String,
    pub has_pace: bool,
    pub threshold_pace: Input,
    pub pace_unit: String,
    pub has_heart_rate: bool,
    pub threshold_heart_rate: Input,
    pub kinds: Vec<ZoneKind>,
    pub from: Input,
    pub history: Vec<Change>,
}

/// The zones of heart rate, power or pace.
#[derive(Clone, Debug, Serialize)]
pub struct ZoneKind {
    /// `heart_rate`, as form fields are named.
    pub id: String,
    pub title: String,
    /// The first, with an empty value, takes the best that can be computed.
    pub methods: Vec<Choice>,
    /// Where each zone begins, by hand.
    pub bounds: Input,
    pub bounds_hint: String,
    /// The method that made the zones.
    pub method: Option<String>,
    /// Empty while too little is known.
    pub zones: Vec<ZoneRow>,
    pub missing: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct ZoneRow {
    pub name: String,
    /// `120–133 bpm`.
    pub bounds: String,
}
