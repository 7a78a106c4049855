//! A figure: of one workout with where it came from, or as it is defined.

use stadion_activity::FieldValue;
use stadion_pack::model::{Aggregate, Metric, Pack};

use super::panel::{Asking, none_such};
use crate::domains::workouts::{self, Origin, Retold};
use crate::web::Result;
use crate::web::ui::pages::{Fact, Inspection};

pub async fn panel(asking: Asking<'_>, id: &str) -> Result<Inspection> {
    let packs = asking.told.packs;
    let metric = packs.metric(id).ok_or_else(|| none_such("metric"))?;
    let pack = packs
        .pack(&metric.pack)
        .ok_or_else(|| none_such("metric"))?;
    let title = metric.title.get(asking.told.locale());
    let mut panel = asking.head(pack, title, Some(&metric.place));
    if let Some(workout) = asking.of {
        let found = workouts::retold_one(&asking.app.db, asking.user_id, packs, workout).await?;
        let found = found.ok_or_else(|| none_such("workout"))?;
        of_workout(asking, &mut panel, pack, metric, &found);
    } else {
        let how = match metric.aggregate {
            Aggregate::Sum => "sum",
            Aggregate::Mean => "mean",
            Aggregate::Max => "max",
            Aggregate::Min => "min",
            Aggregate::Last => "last",
        };
        let how = asking.text("inspect-aggregate-is", &[("how", how)]);
        panel.facts.push(asking.fact("inspect-aggregate", how));
    }
    panel.facts.extend(definition(asking, metric));
    Ok(panel)
}

fn of_workout(
    asking: Asking<'_>,
    panel: &mut Inspection,
    pack: &Pack,
    metric: &Metric,
    found: &Retold,
) {
    let (workout, formats) = (&found.workout, asking.told.formats);
    let value = found.values.metrics.get(&metric.id);
    let told = value.map(|value| formats.metric(metric, value).to_string());
    panel.result = Some(told.unwrap_or_else(|| asking.text("inspect-missing", &[])));
    panel.facts.push(asking.workout_fact(
        "inspect-workout",
        &found.sport.id,
        workout.id,
        workout.start_at,
    ));
    panel
        .facts
        .push(origin(asking, &found.origin(asking.told.packs, metric)));
    if let Some(formula) = &metric.derive {
        let steps = found.trace(asking.told.packs, &metric.pack, formula);
        let parts = found.parts();
        let rows = |step: &stadion_pack::expr::Step<'_>| match step.asked {
            stadion_pack::expr::Asked::Parts(part) => {
                let n = parts.get(part).map_or(0, Vec::len);
                Some(formats.text("inspect-rows", &[("n", n.into())]))
            }
            _ => None,
        };
        panel.steps = asking.steps(pack, Some(metric), &steps, rows);
    }
}

fn origin(asking: Asking<'_>, origin: &Origin) -> Fact {
    let words = match origin {
        Origin::Edited => asking.text("inspect-origin-edited", &[]),
        Origin::Cleared => asking.text("inspect-origin-cleared", &[]),
        Origin::Entered => asking.text("inspect-origin-entered", &[]),
        Origin::Derived => asking.text("inspect-origin-derived", &[]),
        Origin::Backfilled => asking.text("inspect-origin-backfilled", &[]),
        Origin::Nowhere => asking.text("inspect-origin-nowhere", &[]),
        Origin::Field { name, value } => {
            let unit = stadion_activity::fields::by_name(name).map_or("", |field| field.unit);
            let value = match value {
                FieldValue::Number(number) => format!("{number}\u{a0}{unit}"),
                FieldValue::Text(text) => text.clone(),
            };
            let value = value.trim_end_matches("\u{a0}1").trim_end();
            asking.text("inspect-origin-field", &[("name", name), ("value", value)])
        }
    };
    asking.fact("inspect-origin", words)
}

fn definition(asking: Asking<'_>, metric: &Metric) -> Vec<Fact> {
    let mut facts = Vec::new();
    if !metric.source.is_empty() {
        let sources = metric.source.iter();
        let sources: Vec<_> = sources
            .map(|source| format!("{}:{}", source.scheme, source.path))
            .collect();
        facts.push(asking.fact("inspect-sources", sources.join(", ")));
    }
    if !metric.unit.symbol.is_empty() && metric.unit.symbol != "1" {
        facts.push(asking.fact("inspect-unit", &metric.unit.symbol));
    }
    facts
}
