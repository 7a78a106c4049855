//! The form to show, from what was typed and what is wrong with it.

use stadion_pack::model::{Metric, Part, Sport};

use super::problems::Problems;
use super::typed::{Row, Typed};
use crate::domains::app::Telling;
use crate::domains::workouts::words;
use crate::web::ui::pages::{Choice, Field, Input, PartGroup, PartRow, Record};

/// Where the form stands.
pub struct Frame {
    /// Form target.
    pub action: String,
    pub is_edit: bool,
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
    let field = |metric: &std::sync::Arc<Metric>| {
        let text = typed.metrics.get(&metric.id).map_or("", String::as_str);
        let problem = problems.get(&format!("metric.{}", metric.id));
        Field::metric(metric, text, problem, told.formats)
    };
    Record {
        action: frame.action,
        is_edit: frame.is_edit,
        problems: problems.len(),
        sports: words::sports(told.pack, &sport.id, told.locale()),
        title: input("title", &typed.title),
        date: input("date", &typed.date),
        time: input("time", &typed.time),
        fields: sport.form.iter().map(field).collect(),
        parts: sport
            .parts
            .iter()
            .map(|part| group(part, typed, problems, told))
            .collect(),
        note: input("note", &typed.note),
        version: frame.is_edit.then(|| typed.version.clone()),
        key: typed.key.clone(),
        ..Record::default()
    }
}

fn group(part: &Part, typed: &Typed, problems: &Problems, told: Telling<'_>) -> PartGroup {
    let rows = typed.rows.get(&part.name).map_or(&[][..], Vec::as_slice);
    let preset = |preset: &stadion_pack::model::Preset| Choice {
        value: format!("preset:{}.{}", part.name, preset.id),
        label: preset.title.get(told.locale()).to_owned(),
        is_chosen: false,
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
    }
}

fn row(part: &Part, n: usize, cells: &Row, problems: &Problems, told: Telling<'_>) -> PartRow {
    let cell = |(name, field): (&String, &stadion_pack::model::PartField)| {
        let text = cells.get(name).map_or("", String::as_str);
        let problem = problems.get(&format!("{}.{n}.{name}", part.name));
        Field::part((&part.name, n, name), field, text, problem, told.formats)
    };
    PartRow {
        number: n + 1,
        remove: format!("remove:{}.{n}", part.name),
        cells: part.fields.iter().map(cell).collect(),
        problem: None,
    }
}
