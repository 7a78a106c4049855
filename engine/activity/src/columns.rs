//! What the columns of a table mean: told by their names, or by whoever sends the table.

mod names;
mod units;

use std::fmt;

use crate::fields::FIELDS;
use crate::streams::Channel;
pub(crate) use units::Unit;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// An instant, or seconds from the start.
    Time,
    /// A day, with the time of day or without.
    Date,
    /// Seconds or a clock from the start.
    Elapsed,
    Sport,
    Name,
    /// The file that holds the samples of the row's workout.
    Filename,
    Channel(Channel),
    /// A figure of the workout: `fit:session.total_distance`.
    Field(&'static str),
    Ignored,
}

/// A column's meaning; without a unit it is the one that such columns usually have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Meaning {
    pub role: Role,
    pub unit: Option<Unit>,
}

/// What columns mean, as told by a person: `Zeit=time,Puls=heart_rate,Tempo=speed[km/h]`.
///
/// Each entry is a column's header, `=`, what it holds, and its unit in brackets where it is not
/// the usual one. An entry that holds a comma stands in double quotes. `-` leaves a column out.
/// Columns that are not named keep the meaning that their names tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ColumnMap {
    /// As it was said.
    text: String,
    entries: Vec<(String, Meaning)>,
}

/// Why a text is no [`ColumnMap`], with the entry at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnMapError {
    pub entry: String,
    pub reason: String,
}

impl fmt::Display for ColumnMapError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}`: {}", self.entry, self.reason)
    }
}

impl std::error::Error for ColumnMapError {}

/// A map longer than this is none that somebody wrote.
const MOST_BYTES: usize = 16 << 10;

impl ColumnMap {
    /// # Errors
    /// [`ColumnMapError`] when an entry has no `=`, or names what is not known.
    pub fn parse(text: &str) -> Result<Self, ColumnMapError> {
        let error = |entry: &str, reason: &str| ColumnMapError {
            entry: entry.chars().take(100).collect(),
            reason: reason.to_owned(),
        };
        if text.len() > MOST_BYTES {
            return Err(error(text, "this is too long"));
        }
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All);
        let mut entries = Vec::new();
        for record in reader.from_reader(text.as_bytes()).records() {
            let record = record.map_err(|_| error(text, "this cannot be read"))?;
            for entry in record.iter().filter(|entry| !entry.is_empty()) {
                let split = entry.rsplit_once('=');
                let (column, meaning) =
                    split.ok_or_else(|| error(entry, "it should read `column=meaning`"))?;
                let meaning = meaning_of(meaning.trim()).map_err(|why| error(entry, &why))?;
                entries.push((normal(column), meaning));
            }
        }
        Ok(Self {
            text: text.to_owned(),
            entries,
        })
    }

    /// What [`ColumnMap::parse`] reads it from.
    pub fn as_text(&self) -> &str {
        &self.text
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) fn meaning(&self, header: &str) -> Option<Meaning> {
        let header = normal(header);
        let told = self.entries.iter().find(|(column, _)| *column == header);
        told.map(|(_, meaning)| *meaning)
            .or_else(|| names::meaning(&header))
    }
}

fn meaning_of(text: &str) -> Result<Meaning, String> {
    let (name, unit) = match text.strip_suffix(']').and_then(|text| text.split_once('[')) {
        Some((name, unit)) => (name.trim(), Some(unit.trim())),
        None => (text, None),
    };
    if name == "-" {
        let role = Role::Ignored;
        return Ok(Meaning { role, unit: None });
    }
    let role = role_of(name).ok_or_else(|| {
        let channels = Channel::ALL.map(Channel::name).join(", ");
        format!(
            "`{name}` is not known; there are time, date, elapsed, sport, name, {channels}, \
            and the figures of a workout such as total_distance"
        )
    })?;
    let unit = match unit {
        None => None,
        Some(unit) => {
            let of = role.unit().ok_or_else(|| format!("`{name}` has no unit"))?;
            let known = || format!("`{name}` is not measured in `{unit}`");
            Some(units::find(of, unit).ok_or_else(known)?)
        }
    };
    Ok(Meaning { role, unit })
}

fn role_of(name: &str) -> Option<Role> {
    let plain = match name {
        "time" | "timestamp" => Some(Role::Time),
        "date" => Some(Role::Date),
        "elapsed" | "secs" => Some(Role::Elapsed),
        "sport" => Some(Role::Sport),
        "name" | "title" => Some(Role::Name),
        "file" => Some(Role::Filename),
        _ => None,
    };
    plain
        .or_else(|| Channel::from_name(name).map(Role::Channel))
        .or_else(|| session_field(name).map(Role::Field))
        .or_else(|| names::meaning(&normal(name)).map(|meaning| meaning.role))
}

/// `total_distance`, with its prefix or without.
fn session_field(name: &str) -> Option<&'static str> {
    const PREFIX: &str = "fit:session.";
    let name = name.strip_prefix(PREFIX).unwrap_or(name);
    let known = FIELDS.iter().map(|field| field.name);
    let mut known = known.filter(|known| known.strip_prefix(PREFIX) == Some(name));
    known.next()
}

impl Role {
    /// The UCUM code that its values are kept in.
    fn unit(self) -> Option<&'static str> {
        match self {
            Self::Channel(channel) => Some(channel.unit()),
            Self::Field(name) => crate::fields::by_name(name).map(|field| field.unit),
            Self::Elapsed | Self::Time => Some("s"),
            _ => None,
        }
    }
}

/// Headers are compared in small letters, with single blanks for what parts words.
fn normal(header: &str) -> String {
    let lower = header.trim().trim_matches('"').to_lowercase();
    let blank = |c: char| match c {
        '_' | '-' | '.' | '\u{a0}' | ':' => ' ',
        other => other,
    };
    let words: String = lower.chars().map(blank).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(header: &str) -> Option<Role> {
        ColumnMap::default()
            .meaning(header)
            .map(|meaning| meaning.role)
    }

    #[test]
    fn names_tell_what_columns_hold() {
        assert_eq!(
            role("Heart Rate (bpm)"),
            Some(Role::Channel(Channel::HeartRate))
        );
        assert_eq!(role("hr"), Some(Role::Channel(Channel::HeartRate)));
        assert_eq!(role("speed_kmh"), Some(Role::Channel(Channel::Speed)));
        assert_eq!(role("Высота"), Some(Role::Channel(Channel::Altitude)));
        assert_eq!(role("secs"), Some(Role::Elapsed));
        assert_eq!(
            role("Avg HR"),
            Some(Role::Field("fit:session.avg_heart_rate"))
        );
        assert_eq!(
            role("total_distance[m]"),
            Some(Role::Field("fit:session.total_distance"))
        );
        assert_eq!(role("shoe"), None);
    }

    #[test]
    fn units_are_told_by_names() {
        let value = |header: &str, value: f64| {
            let meaning = ColumnMap::default().meaning(header).unwrap();
            meaning.unit.map(|unit| unit.of(value))
        };
        assert_eq!(value("km", 1.5), Some(1500.0));
        assert_eq!(value("speed [km/h]", 36.0), Some(10.0));
        assert_eq!(value("kph", 36.0), Some(10.0));
        assert_eq!(value("temp_f", 212.0), Some(100.0));
        assert_eq!(value("alt (ft)", 100.0), Some(30.48));
        assert_eq!(value("alt", 100.0), None);
    }

    #[test]
    fn a_map_tells_more() {
        let map = ColumnMap::parse("Zeit=time, Puls=heart_rate,\"a, b=speed[km/h]\",hr=-").unwrap();
        let role = |header: &str| map.meaning(header).map(|meaning| meaning.role);
        assert_eq!(role("ZEIT"), Some(Role::Time));
        assert_eq!(role("Puls"), Some(Role::Channel(Channel::HeartRate)));
        assert_eq!(role("a, b"), Some(Role::Channel(Channel::Speed)));
        assert_eq!(role("hr"), Some(Role::Ignored));
        assert_eq!(role("watts"), Some(Role::Channel(Channel::Power)));
        assert!(ColumnMap::parse(" ").unwrap().is_empty());
    }

    #[test]
    fn a_wrong_entry_is_named() {
        let entry = |text: &str| ColumnMap::parse(text).unwrap_err().to_string();
        assert_eq!(
            entry("Zeit=time,Puls"),
            "`Puls`: it should read `column=meaning`"
        );
        assert!(entry("a=pulse rate").starts_with("`a=pulse rate`: `pulse rate` is not known"));
        assert_eq!(
            entry("a=power[km]"),
            "`a=power[km]`: `power` is not measured in `km`"
        );
        assert_eq!(entry("a=sport[km]"), "`a=sport[km]`: `sport` has no unit");
    }
}
