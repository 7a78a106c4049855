//! The form to show, from what was typed and what is wrong with it.

use std::sync::Arc;

use stadion_pack::model::{Archetype, Metric, MetricType, Part, PartField, Sport};

use super::actions::is_copied;
use super::problems::Problems;
use super::typed::{Row, Typed, is_typed, row_of};
use crate::domains::app::Telling;
use crate::domains::workouts::words;
use crate::web::ui::pages::{
    Field, FieldKind, Figure, Input, Last, Opening, PartGroup, PartRow, Preset, Record,
};

/// Cells of an entry that stand in a row before the others fold away.
const CELLS: usize = 3;

/// Where the form stands, and what is told around it.
#[derive(Default)]
pub struct Frame {
    /// Form target.
    pub action: String,
    pub is_edit: bool,
    pub check: String,
    pub figures: Vec<Figure>,
    pub last: Option<Last>,
}

pub fn show(
    typed: &Typed,
    problems: &Problems,
    sport: &Sport,
    frame: Frame,
    told: Telling<'_>,
) -> Record {
    let input = |name: &str, value: &str| Input {
        value: value.to_owned(),
        problem: problems.get(name),
    };
    let mut record = Record {
        action: frame.action,
        is_edit: frame.is_edit,
        problems: problems.len(),
        sports: words::sports(told.pack, &sport.id, told.locale()),
        title: input("title", &typed.title),
        date: input("date", &typed.date),
        time: input("time", &typed.time),
        opening: opening(sport),
        parts: sport
            .parts
            .iter()
            .map(|part| group(part, sport, typed, problems, told))
            .collect(),
        note: input("note", &typed.note),
        version: frame.is_edit.then(|| typed.version.clone()),
        key: typed.key.clone(),
        under: told.formats.under(),
        figures: frame.figures,
        last: frame.last,
        sport_title: sport.title.get(told.locale()).to_owned(),
        check: frame.check,
        ..Record::default()
    };
    sort_fields(&mut record, typed, problems, sport, told);
    record
}

fn opening(sport: &Sport) -> Opening {
    match sport.archetype {
        Archetype::Sets | Archetype::Course if sport.parts.iter().any(|part| is_typed(part)) => {
            Opening::Parts
        }
        Archetype::Track | Archetype::Sets | Archetype::Course => Opening::When,
        Archetype::Match => Opening::Who,
        Archetype::Session => Opening::Felt,
    }
}

/// Those that are needed lead with all before them in the pack's order, and the choices; what is
/// felt stands together; the rest folds away.
fn sort_fields(
    record: &mut Record,
    typed: &Typed,
    problems: &Problems,
    sport: &Sport,
    told: Telling<'_>,
) {
    let needed = sport.form.iter().rposition(|metric| metric.required);
    for (n, metric) in sport.form.iter().enumerate() {
        let field = field(metric, typed, problems, told);
        let group = match &metric.ty {
            MetricType::Rating { .. } | MetricType::Enum { ordered: true, .. } => &mut record.felt,
            MetricType::Enum { .. } | MetricType::Text => &mut record.lead,
            _ if needed.is_some_and(|needed| n <= needed) => &mut record.lead,
            _ => &mut record.more,
        };
        group.push(field);
    }
    record.has_more = record.more.iter().any(holds);
}

fn field(metric: &Arc<Metric>, typed: &Typed, problems: &Problems, told: Telling<'_>) -> Field {
    let text = typed.metrics.get(&metric.id).map_or("", String::as_str);
    let problem = problems.get(&format!("metric.{}", metric.id));
    Field::metric(metric, text, problem, told.formats)
}

fn holds(field: &Field) -> bool {
    !field.value.is_empty() || field.problem.is_some()
}

fn group(
    part: &Part,
    sport: &Sport,
    typed: &Typed,
    problems: &Problems,
    told: Telling<'_>,
) -> PartGroup {
    let rows = typed.rows.get(&part.name).map_or(&[][..], Vec::as_slice);
    let preset = |preset: &stadion_pack::model::Preset| {
        let rows = preset
            .rows
            .iter()
            .map(|cells| row_of(part, cells, told.formats));
        let rows: Vec<Row> = rows.collect();
        Preset {
            action: format!("preset:{}.{}", part.name, preset.id),
            label: preset.title.get(told.locale()).to_owned(),
            // Texts by name always serialize.
            rows: serde_json::to_string(&rows).unwrap_or_default(),
        }
    };
    PartGroup {
        kind: part.name.clone(),
        title: part.title.get(told.locale()).to_owned(),
        titles: part.titles.get(told.locale()).to_owned(),
        rows: (0..)
            .zip(rows)
            .map(|(n, cells)| row(part, n, cells, problems, told))
            .collect(),
        presets: part.presets.iter().map(preset).collect(),
        blank: row(part, 0, &Row::new(), &Problems::default(), told),
        is_copied: is_copied(sport),
    }
}

fn row(part: &Part, n: usize, cells: &Row, problems: &Problems, told: Telling<'_>) -> PartRow {
    let cell = |(name, field): (&String, &PartField)| {
        let text = cells.get(name).map_or("", String::as_str);
        let problem = problems.get(&format!("{}.{n}.{name}", part.name));
        Field::part((&part.name, n, name), field, text, problem, told.formats)
    };
    let cells: Vec<Field> = part.fields.iter().map(cell).collect();
    let (cells, more) = fold(cells);
    PartRow {
        number: n + 1,
        remove: format!("remove:{}.{n}", part.name),
        has_more: more.iter().any(holds),
        cells,
        more,
        problem: None,
    }
}

/// What is needed stays in sight, and of the rest as much as a phone's row has room for.
fn fold(cells: Vec<Field>) -> (Vec<Field>, Vec<Field>) {
    if cells.len() <= CELLS + 1 && cells.iter().filter(|cell| !is_wide(cell)).count() <= CELLS {
        return (cells, Vec::new());
    }
    let mut room = 2;
    cells.into_iter().partition(|cell| {
        let stays = cell.required || is_wide(cell) || room > 0;
        if stays && !is_wide(cell) {
            room = i32::max(room - 1, 0);
        }
        stays
    })
}

fn is_wide(cell: &Field) -> bool {
    matches!(cell.kind, FieldKind::Choice | FieldKind::Text)
}
