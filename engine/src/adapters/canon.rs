//! The canonical activity, in the words of the adapter language.

use std::sync::LazyLock;

use stadion_activity::fields::{FIELDS, FieldDef, PART_FIELDS};
use stadion_activity::profile;
use stadion_activity::streams::Channel;
use stadion_pack::adapter::{Canon, CanonField};
use stadion_pack::units::parse_unit;

use crate::icons;

/// What adapters fill.
pub fn canon() -> Canon {
    static CANON: LazyLock<Canon> = LazyLock::new(made);
    CANON.clone()
}

fn made() -> Canon {
    let channels = Channel::ALL.into_iter().map(|channel| CanonField {
        name: channel.name().to_owned(),
        unit: parse_unit(channel.unit()).ok(),
        range: Some(channel.plausible()),
        doc: String::new(),
    });
    let parts = PART_FIELDS.iter().map(|part| {
        let fields = part.fields.iter().map(|field| of_field(field, field.name));
        (part.kind.to_owned(), fields.collect())
    });
    let figures = FIELDS.iter().map(|field| {
        let plain = field
            .name
            .strip_prefix("fit:session.")
            .unwrap_or(field.name);
        of_field(field, plain)
    });
    Canon {
        figures: figures.collect(),
        channels: channels.collect(),
        parts: parts.collect(),
        sports: profile::sports().collect(),
        sub_sports: profile::sub_sports().collect(),
        icons: icons::names().collect(),
    }
}

fn of_field(field: &FieldDef, plain: &str) -> CanonField {
    let unit = (!field.unit.is_empty()).then(|| parse_unit(field.unit).ok());
    CanonField {
        name: field.name.to_owned(),
        unit: unit.flatten(),
        range: (!field.unit.is_empty()).then(|| range(plain)),
        doc: field.doc.to_owned(),
    }
}

/// What can be true of a figure: that of its channel where it is one of a channel, else nothing below 0
/// and nothing of an astronomer's.
pub fn range(plain: &str) -> (f64, f64) {
    const MOST: f64 = 1e9;
    let of_channel = ["avg_", "max_", "min_"]
        .iter()
        .find_map(|prefix| plain.strip_prefix(prefix));
    let channel = of_channel.and_then(Channel::from_name);
    match channel {
        Some(channel) => channel.plausible(),
        None if plain.contains("temperature") || plain.contains("grade") => (-1_000.0, 1_000.0),
        None => (0.0, MOST),
    }
}
