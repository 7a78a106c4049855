//! Wear, summed anew over an item's workouts whenever one of them, or the item, changed.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::gear_type;
use super::model::{Wear, WearBy};
use super::store::{self, Item};
use crate::domains::workouts;
use crate::events::{Mode, News, Reacting, Reaction};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct WearReaction;

impl Reaction for WearReaction {
    fn name(&self) -> &'static str {
        "gear"
    }

    fn react<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            for id in touched(cx).await? {
                retell(cx, id).await?;
            }
            Ok(())
        })
    }

    fn clear<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::clear_wear(cx.tx, cx.user_id).await?) })
    }
}

/// Changed items, and those that changed workouts used.
async fn touched(cx: &mut Reacting<'_>) -> Result<BTreeSet<Uuid>> {
    let mut touched = cx.change.gear.clone();
    for workout_id in cx.change.workouts.clone() {
        touched.extend(store::linked(&mut *cx.tx, cx.user_id, workout_id).await?);
    }
    Ok(touched)
}

async fn retell(cx: &mut Reacting<'_>, id: Uuid) -> Result<()> {
    let Some(item) = store::find(&mut *cx.tx, cx.user_id, id).await? else {
        return Ok(());
    };
    let packs = cx.packs.clone();
    let kind = gear_type(&packs, &item.kind);
    let wear = kind.and_then(|kind| kind.wear.as_ref());
    let (workouts, steps) = used(cx, &item, wear).await?;
    store::put_wear(cx.tx, cx.user_id, id, item.start_wear + steps, workouts).await?;
    if let (Some(wear), Mode::Live) = (wear, cx.mode) {
        cx.news
            .extend(wear_news(cx, &item, wear, item.start_wear + steps));
    }
    Ok(())
}

/// How many workouts used the item, and what they add up to in steps of the wear's dimension.
async fn used(cx: &mut Reacting<'_>, item: &Item, wear: Option<&Wear>) -> Result<(i64, i64)> {
    let metric = match wear.map(|wear| &wear.by) {
        Some(WearBy::Metric(metric)) => metric.id.as_str(),
        _ => "",
    };
    let (workouts, sum) = store::used(cx.tx, cx.user_id, item.id, metric).await?;
    let steps = match wear {
        Some(wear) => match &wear.by {
            WearBy::Metric(_) => sum,
            WearBy::Uses => wear.dim.to_steps(workouts as f64).unwrap_or(i64::MAX),
            WearBy::Formula(_) => by_formula(cx, item, wear).await?,
            WearBy::Age => 0, // told when it is read: it grows without workouts
        },
        None => 0,
    };
    Ok((workouts, steps))
}

/// Each workout's share is rounded to steps before it is added, so that the order cannot matter.
async fn by_formula(cx: &mut Reacting<'_>, item: &Item, wear: &Wear) -> Result<i64> {
    let WearBy::Formula(formula) = &wear.by else {
        return Ok(0);
    };
    let packs = cx.packs.clone();
    let pack = item.kind.split_once('.').map_or("", |(pack, _)| pack);
    let mut sum = 0_i64;
    for (workout_id, sport) in store::workouts_of(cx.tx, cx.user_id, item.id).await? {
        let formula = (pack, formula);
        let value =
            workouts::evaluate(cx.tx, cx.user_id, &packs, workout_id, &sport, formula).await?;
        let steps = value
            .and_then(|v| v.number())
            .and_then(|number| wear.dim.to_steps(number));
        sum = sum.saturating_add(steps.unwrap_or(0));
    }
    Ok(sum)
}

/// Told once when it nears its end, and once when it is worn out.
fn wear_news(cx: &Reacting<'_>, item: &Item, wear: &Wear, used: i64) -> Option<News> {
    let share = wear.share(wear.dim.from_steps(used))?;
    let level = match share {
        share if share >= 1.0 => "worn",
        share if share >= wear.warn_at => "warn",
        _ => return None,
    };
    if item.retired_at.is_some() {
        return None;
    }
    Some(News {
        kind: "wear",
        key: format!("wear:{}:{level}", item.id),
        at: cx.app.clock.now(),
        payload: serde_json::json!({
            "gear_id": item.id, "gear": item.kind, "name": item.name, "level": level,
            "share": (share * 1000.0).round() / 1000.0,
        }),
    })
}
