//! What files contain, without a word about what a pack should make of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use stadion_activity::streams::Channel;
use stadion_activity::{Activity, FieldValue, Fields, Limits, derive};

/// Everything that some files showed.
#[derive(Debug, Default)]
pub struct Seen {
    /// By FIT sport and sub-sport.
    pub sports: BTreeMap<(String, String), SportSeen>,
    /// Files that told nothing, with the reason.
    pub refused: Vec<(String, String)>,
}

#[derive(Debug, Default)]
pub struct SportSeen {
    pub files: Vec<String>,
    pub activities: usize,
    /// By canonical name: `fit:session.max_cadence`.
    pub fields: BTreeMap<String, FieldSeen>,
    /// By kind: `fit:set`.
    pub parts: BTreeMap<String, PartSeen>,
    pub channels: BTreeSet<Channel>,
}

#[derive(Debug, Default)]
pub struct PartSeen {
    /// The most rows of one activity.
    pub most: usize,
    pub fields: BTreeMap<String, FieldSeen>,
}

/// The values of one field.
#[derive(Debug, Default)]
pub struct FieldSeen {
    pub files: BTreeSet<String>,
    /// In the field's own unit.
    pub range: Option<(f64, f64)>,
    pub is_whole: bool,
    pub words: BTreeSet<String>,
}

impl Seen {
    pub fn of(paths: &[PathBuf]) -> Self {
        let mut seen = Self::default();
        for path in paths {
            let name = path.file_name().unwrap_or(path.as_os_str());
            let name = plain(&name.to_string_lossy());
            match std::fs::read(path) {
                Ok(bytes) => seen.add(&name, bytes),
                Err(error) => seen
                    .refused
                    .push((path.display().to_string(), error.to_string())),
            }
        }
        seen
    }

    pub fn add(&mut self, name: &str, bytes: Vec<u8>) {
        for file in stadion_activity::read(name, bytes, &Limits::default()) {
            let name = plain(&file.name);
            match file.outcome {
                Ok(decoded) if decoded.activities.is_empty() => {
                    self.refused.push((name, "it holds no activity".into()));
                }
                Ok(decoded) => {
                    for mut activity in decoded.activities {
                        derive::complete(&mut activity);
                        self.add_activity(&name, &activity);
                    }
                }
                Err(refusal) => {
                    let reason = format!("{} {}", refusal.reason, refusal.remedy);
                    self.refused.push((name, reason));
                }
            }
        }
    }

    fn add_activity(&mut self, file: &str, activity: &Activity) {
        let key = (activity.sport.clone(), activity.sub_sport.clone());
        let sport = self.sports.entry(key).or_default();
        if !sport.files.iter().any(|known| known == file) {
            sport.files.push(file.to_owned());
        }
        sport.activities += 1;
        note(&mut sport.fields, &activity.fields, file);
        let streams = activity.streams.channels.iter();
        let told = streams.filter(|(_, values)| values.iter().any(|value| value.is_finite()));
        sport.channels.extend(told.map(|(channel, _)| *channel));
        let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
        for part in &activity.parts {
            *rows.entry(&part.kind).or_default() += 1;
            let seen = sport.parts.entry(part.kind.clone()).or_default();
            note(&mut seen.fields, &part.fields, file);
        }
        for (kind, rows) in rows {
            if let Some(seen) = sport.parts.get_mut(kind) {
                seen.most = seen.most.max(rows);
            }
        }
    }
}

fn note(seen: &mut BTreeMap<String, FieldSeen>, fields: &Fields, file: &str) {
    for (name, value) in fields {
        let seen = seen.entry(name.clone()).or_insert_with(|| FieldSeen {
            is_whole: true,
            ..FieldSeen::default()
        });
        seen.files.insert(file.to_owned());
        match value {
            FieldValue::Number(n) => {
                let (low, high) = seen.range.unwrap_or((*n, *n));
                seen.range = Some((low.min(*n), high.max(*n)));
                seen.is_whole &= n.fract() == 0.0;
            }
            FieldValue::Text(text) => {
                seen.words.insert(plain(text));
            }
        }
    }
}

/// A name goes into a comment: one line, nothing that a terminal obeys.
fn plain(text: &str) -> String {
    let shown = text.chars().filter(|c| !c.is_control()).take(80);
    shown.collect()
}

impl FieldSeen {
    /// `142 to 171 in a.fit and 2 more`.
    pub fn told(&self, unit: &str) -> String {
        let unit = if matches!(unit, "" | "1") {
            String::new()
        } else {
            format!(" {unit}")
        };
        let what = match self.range {
            Some((low, high)) if (high - low).abs() < 5e-3 => format!("{}{unit}", short(low)),
            Some((low, high)) => format!("{} to {}{unit}", short(low), short(high)),
            None => {
                let words: Vec<_> = self.words.iter().take(4).map(String::as_str).collect();
                words.join(", ")
            }
        };
        format!("{what} in {}", files(self.files.iter()))
    }
}

/// The first by name, the others by number.
pub fn files<'a>(mut names: impl ExactSizeIterator<Item = &'a String>) -> String {
    let first = names.next().map_or("", String::as_str);
    match names.len() {
        0 => first.to_owned(),
        n => format!("{first} and {n} more"),
    }
}

fn short(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    format!("{rounded}")
}
