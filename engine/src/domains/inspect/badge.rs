//! A badge: its rule part by part as of one workout, and how far its levels are.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use stadion_pack::expr::{Asked, Step};
use stadion_pack::model::Pack;
use uuid::Uuid;

use super::panel::{Asking, none_such};
use crate::domains::achievements::model::{Achievement, Per};
use crate::domains::achievements::{self, Past};
use crate::domains::{profile, workouts};
use crate::web::Result;
use crate::web::ui::pages::{Fact, Inspection};

pub async fn panel(asking: Asking<'_>, id: &str) -> Result<Inspection> {
    let packs = asking.told.packs;
    let badge = achievements::achievement(packs, id).ok_or_else(|| none_such("badge"))?;
    let pack = id.split('.').next().and_then(|pack| packs.pack(pack));
    let pack = pack.ok_or_else(|| none_such("badge"))?;
    let title = badge.title.get(asking.told.locale());
    let mut panel = asking.head(pack, title, Some(&badge.place));
    let words = achievements::in_words(&badge.when, pack, asking.told);
    panel.facts.push(asking.fact("inspect-rule", words));
    let past = past(asking, &pack.id, badge).await?;
    let held = achievements::replay(packs, &pack.id, badge, &past);
    if let Some(at) = at(asking, &pack.id, &past, &held)? {
        explain(asking, &mut panel, pack, badge, &past, at);
    }
    panel.facts.extend(levels(asking, badge, &past, &held));
    Ok(panel)
}

/// The workout asked about; else the last that held the rule, else the last that was asked.
fn at(asking: Asking<'_>, pack: &str, past: &Past, held: &[usize]) -> Result<Option<usize>> {
    let sports = achievements::sports_under(asking.told.packs, pack);
    let mut entries = past.entries.iter();
    match asking.of {
        Some(workout) => {
            let found = entries.position(|entry| entry.position.workout_id == workout);
            found.map(Some).ok_or_else(|| none_such("workout"))
        }
        None => Ok(held
            .last()
            .copied()
            .or_else(|| entries.rposition(|entry| sports.contains(&entry.sport)))),
    }
}

async fn past(asking: Asking<'_>, pack: &str, badge: &Arc<Achievement>) -> Result<Past> {
    let (db, user_id) = (&asking.app.db, asking.user_id);
    let (metrics, records) = achievements::looked_at(asking.told.packs, pack, badge);
    let entries = workouts::whole_past(db, user_id, &metrics, &records).await?;
    let mut parts = Vec::new();
    if !badge.when.parts().is_empty() {
        for entry in &entries {
            let id: Uuid = entry.position.workout_id;
            parts.push(workouts::parts_by_name(db, user_id, id).await?);
        }
    }
    Ok(Past {
        entries,
        parts,
        person: profile::facts(db, user_id).await?,
    })
}

fn explain(
    asking: Asking<'_>,
    panel: &mut Inspection,
    pack: &Pack,
    badge: &Arc<Achievement>,
    past: &Past,
    at: usize,
) {
    let told = achievements::tell(asking.told.packs, &pack.id, badge, past, at);
    let Some((told, entry)) = told.zip(past.entries.get(at)) else {
        return;
    };
    let position = &entry.position;
    panel.facts.push(asking.workout_fact(
        "inspect-asked",
        &entry.sport,
        position.workout_id,
        position.start,
    ));
    if !told.is_asked {
        panel.result = Some(asking.text("inspect-rule-not-asked", &[]));
    }
    let none = BTreeMap::new();
    let parts = past.parts.get(at).unwrap_or(&none);
    let asking = Asking {
        of: Some(position.workout_id),
        ..asking
    };
    panel.steps = asking.steps(pack, None, &told.steps, |step| {
        note(asking, position.local_day, step, |part| {
            parts.get(part).map_or(0, Vec::len)
        })
    });
    if told.is_asked {
        panel.result = panel.steps.first().map(|whole| whole.value.clone());
    }
}

fn note(
    asking: Asking<'_>,
    day: NaiveDate,
    step: &Step<'_>,
    rows: impl Fn(&str) -> usize,
) -> Option<String> {
    let formats = asking.told.formats;
    match step.asked {
        Asked::History(query) => {
            let first = achievements::first_day(day, query)?;
            let [from, to] = [first, day].map(|day| formats.short_date(day));
            Some(asking.text("inspect-window", &[("from", &from), ("to", &to)]))
        }
        Asked::Parts(part) => Some(formats.text("inspect-rows", &[("n", rows(part).into())])),
        _ => None,
    }
}

/// How many workouts hold the rule, and which of them brought each level.
fn levels(asking: Asking<'_>, badge: &Arc<Achievement>, past: &Past, held: &[usize]) -> Vec<Fact> {
    let formats = asking.told.formats;
    let count = formats.text("inspect-count-is", &[("n", held.len().into())]);
    let per = match badge.per {
        Per::Once => "once",
        Per::Each => "each",
    };
    let per = asking.text("inspect-per-is", &[("per", per)]);
    let mut facts = vec![
        asking.fact("inspect-count", count),
        asking.fact("inspect-per", per),
    ];
    for tier in &badge.tiers {
        let at = usize::try_from(tier.at).unwrap_or(usize::MAX);
        let reached = held.get(at.saturating_sub(1));
        let entry = reached.and_then(|index| past.entries.get(*index));
        let fact = if let Some(entry) = entry {
            let position = &entry.position;
            let (id, start) = (position.workout_id, position.start);
            asking.workout_fact("inspect-tier", &entry.sport, id, start)
        } else {
            let left = at.saturating_sub(held.len());
            let left = formats.count(i64::try_from(left).unwrap_or(i64::MAX));
            let open = asking.text("inspect-tier-open", &[("left", &left)]);
            asking.fact("inspect-tier", open)
        };
        let at = formats.count(i64::from(tier.at));
        facts.push(Fact {
            label: asking.text("inspect-tier", &[("at", &at)]),
            ..fact
        });
    }
    facts
}
