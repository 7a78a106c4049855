//! A personal record: what it is over, the mark and the one before.

use super::panel::{Asking, none_such};
use crate::domains::workouts;
use crate::web::Result;
use crate::web::ui::pages::{Fact, Inspection};

pub async fn panel(
    asking: Asking<'_>,
    (pack_id, key, variant): (&str, &str, &str),
) -> Result<Inspection> {
    let (packs, told) = (asking.told.packs, asking.told);
    let found = workouts::record_rule(packs, pack_id, key);
    let (sport, metric, rule) = found.ok_or_else(|| none_such("record"))?;
    let pack = packs.pack(pack_id).ok_or_else(|| none_such("record"))?;
    let title = workouts::record_title(sport, rule, variant, told);
    let mut panel = asking.head(pack, metric.title.get(told.locale()), Some(&rule.place));
    let marks = workouts::marks_of(&asking.app.db, asking.user_id, (pack_id, key, variant)).await?;
    let at = match asking.of {
        Some(workout) => marks.iter().position(|mark| mark.workout_id == workout),
        None => marks.len().checked_sub(1),
    };
    let value = |steps: i64| {
        let words = workouts::record_in_words((pack_id, key, variant), steps, told);
        words.map_or_else(|| steps.to_string(), |(_, value)| value)
    };
    panel.facts.push(asking.fact("inspect-over", title));
    let lower = if rule.lower_is_better { "yes" } else { "no" };
    let lower = asking.text("inspect-better-is", &[("lower", lower)]);
    panel.facts.push(asking.fact("inspect-better", lower));
    if let Some(mark) = at.and_then(|at| marks.get(at)) {
        panel.result = Some(value(mark.value));
        let (id, start) = (mark.workout_id, mark.start_at);
        panel
            .facts
            .push(asking.workout_fact("inspect-workout", &sport.id, id, start));
        let before = at.and_then(|at| marks.get(at.checked_sub(1)?));
        panel.facts.push(if let Some(before) = before {
            let (id, start) = (before.workout_id, before.start_at);
            let fact = asking.workout_fact("inspect-before", &sport.id, id, start);
            Fact {
                value: format!("{} · {}", value(before.value), fact.value),
                ..fact
            }
        } else {
            asking.fact("inspect-before", asking.text("inspect-before-none", &[]))
        });
    }
    let n = i64::try_from(marks.len()).unwrap_or(i64::MAX);
    panel
        .facts
        .push(asking.fact("inspect-marks", told.formats.count(n)));
    let metric_fact = asking.fact("inspect-metric", &metric.id);
    panel.facts.push(Fact {
        href: Some(asking.address("metric", &metric.id)),
        ..metric_fact
    });
    Ok(panel)
}
