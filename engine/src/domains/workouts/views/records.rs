//! Personal records and badges.

use std::cmp::Ordering;

use axum::response::Response;
use stadion_pack::model::{Over, Pack, RecordShape, Text};

use crate::domains::achievements::{self, Counting, Held};
use crate::domains::app::{Here, Telling};
use crate::domains::workouts::marks::{self, Beaten};
use crate::domains::workouts::read::record_rule;
use crate::domains::workouts::store::projections;
use crate::domains::workouts::words;
use crate::web::ui::blocks::PageName;
use crate::web::ui::pages::{Badge, Progress, RecordGroup, RecordItem, Records};
use crate::web::{Principal, Result};

pub async fn show(here: Here, principal: Principal) -> Result<Response> {
    let (app, user_id) = (&here.app, principal.user_id);
    let found = projections::marks(&app.db, user_id, Some(&here.pack.id)).await?;
    let pack = &here.pack.id;
    let held = achievements::held(app, user_id, &here.packs, pack, Counting::Levels).await?;
    let mut page = here.framed_below(here.page().urls.progress).await?;
    here.arrange(&mut page, PageName::Records);
    let standing = marks::standing(&marks::chained(&found));
    here.show(&page, &view(&standing, &held, here.telling()))
}

fn view(standing: &[Beaten<'_>], held: &[Held], told: Telling<'_>) -> Records {
    let earned = held.iter().filter(|held| held.tier.is_some()).count();
    let mut badges: Vec<Badge> = held.iter().map(|held| badge(held, told)).collect();
    badges.sort_by_key(|badge| !badge.is_earned);
    let counts = [("n", earned.into()), ("all", held.len().into())];
    Records {
        groups: groups(standing, told),
        badges,
        earned: told.formats.text("records-earned", &counts),
    }
}

/// By metric, metrics in the order of the pack's sports.
fn groups(standing: &[Beaten<'_>], told: Telling<'_>) -> Vec<RecordGroup> {
    let mut metrics: Vec<(&str, &str)> = Vec::new();
    for metric in ordered(told.pack) {
        if !metrics.iter().any(|(id, _)| *id == metric.id) {
            metrics.push((&metric.id, metric.title.get(told.locale())));
        }
    }
    let is_of = |beaten: &Beaten<'_>, id: &str| {
        let found = record_rule(told.packs, &beaten.mark.pack, &beaten.mark.record);
        found.is_some_and(|(_, metric, _)| metric.id == id)
    };
    let group = |(id, title): (&str, &str)| {
        let mut own: Vec<_> = standing.iter().filter(|beaten| is_of(beaten, id)).collect();
        own.sort_by(|a, b| by_length(a, b, told));
        // "Average power" is a workout's figure; over 20 minutes it is "Best power".
        let mean = own.iter().find_map(|beaten| mean_title(beaten, told));
        let records = own
            .into_iter()
            .filter_map(|beaten| {
                let item = marks::item(*beaten, told)?;
                let href = Some(marks::growth_address(beaten.mark));
                Some(RecordItem { href, ..item })
            })
            .collect();
        let title = mean.map_or(title, |title| title.get(told.locale()));
        RecordGroup {
            title: title.to_owned(),
            records,
        }
    };
    let groups = metrics.into_iter().map(group);
    groups.filter(|group| !group.records.is_empty()).collect()
}

/// What the best means of a stream are called together.
fn mean_title<'a>(beaten: &Beaten<'_>, told: Telling<'a>) -> Option<&'a Text> {
    let (_, _, rule) = record_rule(told.packs, &beaten.mark.pack, &beaten.mark.record)?;
    matches!(rule.shape, RecordShape::BestMean { .. }).then_some(&rule.title)
}

/// The records of one metric together, its short stretches before the long.
pub fn by_length(a: &Beaten<'_>, b: &Beaten<'_>, told: Telling<'_>) -> Ordering {
    let metric = |beaten: &Beaten<'_>| beaten.mark.record.split('/').next().map(str::to_owned);
    let by_metric = metric(a).cmp(&metric(b));
    by_metric.then_with(|| length(a, told).total_cmp(&length(b, told)))
}

/// What a best effort is over, the short ones first and times after distances; 0 of other records,
/// which keep their order.
fn length(beaten: &Beaten<'_>, told: Telling<'_>) -> f64 {
    const AFTER_DISTANCES: f64 = 1e9;
    let found = record_rule(told.packs, &beaten.mark.pack, &beaten.mark.record);
    match found.map(|(_, _, rule)| &rule.shape) {
        Some(RecordShape::Best {
            over: Over::Distance,
            at,
        }) => *at,
        Some(
            RecordShape::Best {
                over: Over::Duration,
                at,
            }
            | RecordShape::BestMean { at, .. },
        ) => AFTER_DISTANCES + at,
        _ => 0.0,
    }
}

fn ordered(pack: &Pack) -> impl Iterator<Item = &stadion_pack::model::Metric> {
    let metrics = pack.sports.values().flat_map(|sport| &sport.metrics);
    metrics
        .map(AsRef::as_ref)
        .filter(|metric| !metric.records.is_empty())
}

/// A badge as the person holds it: the reached tier, and the way to the next.
pub fn badge(held: &Held, told: Telling<'_>) -> Badge {
    let formats = told.formats;
    let reached = held.tier.as_ref();
    let text = match reached {
        Some(tier) => formats.short_date(formats.local(tier.start_at).date()),
        None => achievements::description(held, told),
    };
    Badge {
        title: held.title.get(told.locale()).to_owned(),
        icon: held.icon.clone(),
        text,
        is_earned: reached.is_some(),
        tier: reached
            .filter(|tier| tier.at > 1)
            .map(|tier| format!("×{}", tier.at)),
        progress: held
            .next
            .filter(|next| *next > 1)
            .map(|next| progress(held.count, next, told)),
        href: reached.map(|tier| words::address(&held.pack, tier.workout_id)),
        about: told.about("badge", &held.id, reached.map(|tier| tier.workout_id)),
    }
}

fn progress(count: i64, next: u32, told: Telling<'_>) -> Progress {
    let n = count.min(i64::from(next));
    Progress {
        value: n as f64,
        max: f64::from(next),
        text: told
            .formats
            .text("badge-progress", &[("n", n.into()), ("all", next.into())]),
    }
}
