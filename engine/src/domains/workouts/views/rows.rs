//! Workouts as lists show them.

use std::collections::BTreeMap;

use stadion_pack::model::Packs;
use stadion_pack::value::Value;
use uuid::Uuid;

use crate::App;
use crate::domains::app::Telling;
use crate::domains::workouts::model::{MetricValue, local};
use crate::domains::workouts::rules::values::from_steps;
use crate::domains::workouts::store::projections;
use crate::domains::workouts::store::{Filter, Listed, list};
use crate::domains::workouts::words;
use crate::web::Result;
use crate::web::ui::pages::WorkoutRow;

/// How many figures a row has room for.
const FIGURES: usize = 3;

/// A workout of a list with what it brought.
#[derive(Clone, Debug)]
pub struct Entry {
    pub listed: Listed,
    /// In SI, by qualified metric.
    pub values: BTreeMap<String, Value>,
    /// How many records it set.
    pub records: i64,
}

/// The workouts that a filter finds.
pub async fn entries(
    app: &App,
    packs: &Packs,
    user_id: Uuid,
    filter: &Filter,
) -> Result<Vec<Entry>> {
    let listed = list(&app.db, user_id, filter).await?;
    let ids: Vec<Uuid> = listed.iter().map(|(row, _)| row.id).collect();
    let records = projections::mark_counts(&app.db, user_id, &ids).await?;
    let records: BTreeMap<Uuid, i64> = records.into_iter().collect();
    let entry = |(listed, values): (Listed, Vec<MetricValue>)| Entry {
        values: values
            .into_iter()
            .filter_map(|value| known(packs, value))
            .collect(),
        records: records.get(&listed.id).copied().unwrap_or(0),
        listed,
    };
    Ok(listed.into_iter().map(entry).collect())
}

fn known(packs: &Packs, stored: MetricValue) -> Option<(String, Value)> {
    let value = from_steps(packs.metric(&stored.metric)?, &stored)?;
    Some((stored.metric, value))
}

pub fn row(entry: &Entry, told: Telling<'_>) -> WorkoutRow {
    let Entry {
        listed,
        values,
        records,
    } = entry;
    let formats = told.formats;
    let start = local(listed.start_at, listed.utc_offset_s).naive_local();
    let sport = told.packs.sport(&listed.sport);
    let figures = sport.map(|(_, sport)| words::figures(sport, values, true, (listed.id, told)));
    WorkoutRow {
        href: words::address(&listed.sport, listed.id),
        title: words::title(listed.title.as_deref(), &listed.sport, start, told),
        when: formats.brief_moment(start, told.now),
        icon: words::icon(&listed.sport, told),
        figures: figures
            .unwrap_or_default()
            .into_iter()
            .take(FIGURES)
            .collect(),
        records: (*records > 0).then(|| formats.text("count-records", &[("n", (*records).into())])),
    }
}
