//! Repeated entries as tables: those of the pack, and a file's laps and pool lengths.

use std::collections::BTreeMap;

use stadion_activity::{Activity, FieldValue, Part as FilePart};
use stadion_pack::model::{Display, Part, Sport};

use crate::domains::workouts::displays;
use crate::domains::workouts::model::PartRow;
use crate::domains::workouts::rules::values::{part_field, to_si};
use crate::web::ui::format::Formats;
use crate::web::ui::pages::PartTable;

/// The pack's parts, columns that no row fills left out.
pub fn own(part: &Part, rows: &[PartRow], formats: &Formats) -> Option<PartTable> {
    let columns: Vec<_> = part
        .fields
        .iter()
        .filter(|(name, _)| rows.iter().any(|row| row.contains_key(*name)))
        .collect();
    let cells = |row: &PartRow| {
        let cell = |(name, field): &(&String, &stadion_pack::model::PartField)| {
            let value = row.get(*name);
            value
                .map(|value| formats.field(field, value).to_string())
                .unwrap_or_default()
        };
        columns.iter().map(cell).collect()
    };
    table(
        part.titles.get(formats.locale.tag()).to_owned(),
        columns
            .iter()
            .map(|(_, field)| field.title.get(formats.locale.tag()).to_owned())
            .collect(),
        rows.iter().map(cells).collect(),
        formats,
    )
}

/// Kinds of a file's own parts with their title; each column is a field of the FIT profile.
const FILE_PARTS: [(&str, &str, &[&str]); 2] = [
    (
        "fit:lap",
        "laps-title",
        &[
            "total_distance",
            "total_timer_time",
            "avg_heart_rate",
            "avg_power",
            "total_ascent",
        ],
    ),
    (
        "fit:length",
        "lengths-title",
        &["total_timer_time", "total_strokes"],
    ),
];

/// What the file tells beyond the pack's parts. One lap is the whole workout, which is told already.
pub fn of_file(activity: &Activity, sport: Option<&Sport>, formats: &Formats) -> Vec<PartTable> {
    let taken = |kind: &str| {
        let parts = sport.into_iter().flat_map(|sport| &sport.parts);
        let mut sources = parts.filter_map(|part| part.source.as_ref());
        sources.any(|source| format!("{}:{}", source.scheme, source.path) == kind)
    };
    let tables = FILE_PARTS.iter().filter(|(kind, ..)| !taken(kind));
    let table = |(kind, title, columns): &(&str, &str, &[&str])| {
        let rows: Vec<&FilePart> = activity
            .parts
            .iter()
            .filter(|part| part.kind == *kind)
            .collect();
        (rows.len() > 1).then(|| file_table(&rows, kind, title, columns, formats))?
    };
    tables.filter_map(table).collect()
}

fn file_table(
    rows: &[&FilePart],
    kind: &str,
    title: &str,
    columns: &[&str],
    formats: &Formats,
) -> Option<PartTable> {
    let filled = |name: &&&str| rows.iter().any(|row| row.fields.contains_key(**name));
    let columns: Vec<&str> = columns.iter().filter(filled).copied().collect();
    let cells = |row: &&FilePart| {
        let cell = |name: &&str| file_cell(kind, name, row.fields.get(*name), formats);
        columns.iter().map(cell).collect()
    };
    let heads = columns
        .iter()
        .map(|name| formats.text(&format!("column-{}", name.replace('_', "-")), &[]));
    table(
        formats.text(title, &[]),
        heads.collect(),
        rows.iter().map(cells).collect(),
        formats,
    )
}

fn file_cell(kind: &str, name: &str, value: Option<&FieldValue>, formats: &Formats) -> String {
    let Some(FieldValue::Number(number)) = value else {
        return String::new();
    };
    let si = to_si(part_field(kind, name), *number);
    match shown(name) {
        Some(display) => formats.quantity(si, &display).to_string(),
        None => formats.number(si, 0),
    }
}

fn shown(name: &str) -> Option<Display> {
    Some(match name {
        "total_distance" => displays::way(),
        "total_timer_time" => displays::duration(),
        "avg_heart_rate" => displays::heart_rate(),
        "avg_power" => displays::power(),
        "total_ascent" => displays::height(),
        _ => return None,
    })
}

fn table(
    title: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    formats: &Formats,
) -> Option<PartTable> {
    let n = rows.len();
    (n > 0 && !columns.is_empty()).then(|| PartTable {
        title,
        summary: Some(formats.text("parts-count", &[("n", n.into())])),
        columns,
        rows,
    })
}

/// Tables of all parts, the pack's in its order first.
pub fn all(
    sport: Option<&Sport>,
    rows: &[(String, Vec<PartRow>)],
    activity: Option<&Activity>,
    formats: &Formats,
) -> Vec<PartTable> {
    let by_kind: BTreeMap<&str, &[PartRow]> = rows
        .iter()
        .map(|(kind, rows)| (kind.as_str(), rows.as_slice()))
        .collect();
    let parts = sport.into_iter().flat_map(|sport| &sport.parts);
    let own = parts.filter_map(|part| own(part, by_kind.get(part.id.as_str())?, formats));
    let of_file = activity.map_or_else(Vec::new, |activity| of_file(activity, sport, formats));
    own.chain(of_file).collect()
}
