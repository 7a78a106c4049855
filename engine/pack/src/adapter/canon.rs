//! What adapters fill: the fields of the canonical activity, as the engine knows them.

use crate::units::Unit;

/// The canonical fields, given by the engine: the language itself knows no file format.
#[derive(Clone, Debug, Default)]
pub struct Canon {
    /// Figures of a session, by whole name: `fit:session.total_distance`.
    pub figures: Vec<CanonField>,
    pub channels: Vec<CanonField>,
    /// By kind: `fit:lap`.
    pub parts: Vec<(String, Vec<CanonField>)>,
    /// Words of the FIT profile.
    pub sports: Vec<String>,
    pub sub_sports: Vec<String>,
    /// The built-in set of icons; without any, every name that could be one is taken.
    pub icons: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct CanonField {
    pub name: String,
    /// None for words.
    pub unit: Option<Unit>,
    /// What can be true of it, in its unit.
    pub range: Option<(f64, f64)>,
    pub doc: String,
}

/// What an activity has besides figures.
pub const PLAIN: [Plain; 8] = [
    Plain::new("start_time", "", "when it began; each record has one"),
    Plain::new("utc_offset", "s", "local time less UTC"),
    Plain::new(
        "sport",
        "",
        "`sport` or `sport/sub_sport` of the FIT profile",
    ),
    Plain::new("name", "", "its title"),
    Plain::new("manufacturer", "", "of the device"),
    Plain::new("product", "", "of the device"),
    Plain::new("serial", "", "of the device"),
    Plain::new("software", "", "of the device"),
];

/// A field that is no figure of the session.
#[derive(Clone, Copy, Debug)]
pub struct Plain {
    pub name: &'static str,
    /// Its symbol; empty for words and times.
    pub unit: &'static str,
    pub doc: &'static str,
}

impl Plain {
    const fn new(name: &'static str, unit: &'static str, doc: &'static str) -> Self {
        Self { name, unit, doc }
    }
}

/// What figures of sessions are called by; an adapter leaves it out.
pub(super) const SESSION: &str = "fit:session.";
/// As adapters name the kinds of parts.
pub(super) const PARTS: &str = "fit:";

impl Canon {
    /// A session's figure, with or without what it begins with.
    pub fn figure(&self, name: &str) -> Option<&CanonField> {
        let plain = name.strip_prefix(SESSION).unwrap_or(name);
        let is_it = |field: &&CanonField| field.name.strip_prefix(SESSION) == Some(plain);
        self.figures.iter().find(is_it)
    }

    pub fn channel(&self, name: &str) -> Option<&CanonField> {
        self.channels.iter().find(|field| field.name == name)
    }

    pub fn part(&self, kind: &str) -> Option<(&str, &[CanonField])> {
        let is_it = |(known, _): &&(String, Vec<CanonField>)| {
            known == kind || known.strip_prefix(PARTS) == Some(kind)
        };
        let (kind, fields) = self.parts.iter().find(is_it)?;
        Some((kind, fields))
    }
}
