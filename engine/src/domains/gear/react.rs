//! What each workout adds to the gear used in it, and the sums of that.

use uuid::Uuid;

use super::model::{GearType, Item, Upkeep, WearBy, Worn};
use super::store::uses::{self, Added, Used};
use super::{gear_type, owned, store};
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
            let items = store::all(&mut *cx.tx, cx.user_id).await?;
            let mut touched = cx.change.gear.clone();
            for id in &cx.change.gear.clone() {
                uses::forget_item(cx.tx, cx.user_id, *id).await?;
                if let Some(item) = items.iter().find(|item| item.id == *id) {
                    tell(cx, item, None).await?;
                }
            }
            // A rebuild has told all items from all workouts already, and who has none used none.
            let is_live = cx.mode == Mode::Live && !items.is_empty();
            let workouts = cx.change.workouts.clone();
            for workout_id in workouts.iter().filter(|_| is_live) {
                touched.extend(uses::forget_workout(cx.tx, cx.user_id, *workout_id).await?);
                for id in uses::users_of(cx.tx, cx.user_id, *workout_id).await? {
                    if let Some(item) = items.iter().find(|item| item.id == id) {
                        tell(cx, item, Some(*workout_id)).await?;
                        touched.insert(id);
                    }
                }
            }
            let touched: Vec<&Item> = items.iter().filter(|i| touched.contains(&i.id)).collect();
            for item in &touched {
                uses::sum_up(cx.tx, cx.user_id, item.id, item.start_wear).await?;
            }
            if is_live && !touched.is_empty() {
                tell_news(cx, &touched).await?;
            }
            Ok(())
        })
    }

    fn clear<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(uses::clear(cx.tx, cx.user_id).await?) })
    }
}

/// Writes what the workouts that used the item add to it; one of them, where it is named.
async fn tell(cx: &mut Reacting<'_>, item: &Item, workout_id: Option<Uuid>) -> Result<()> {
    let packs = cx.packs.clone();
    let kind = gear_type(&packs, &item.kind);
    let metrics =
        [GearType::wear_by, GearType::service_by].map(|by| kind.and_then(by).map_or("", metric_of));
    let used = uses::used(cx.tx, cx.user_id, item.id, metrics, workout_id).await?;
    let mut added = Vec::with_capacity(used.len());
    for used in used {
        added.push(Added {
            workout_id: used.workout_id,
            local_day: used.local_day,
            worn: worn(cx, item, kind, &used).await?,
            towards_service: towards_service(cx, item, kind, &used).await?,
        });
    }
    Ok(uses::add(cx.tx, cx.user_id, item.id, &added).await?)
}

fn metric_of(by: &WearBy) -> &str {
    match by {
        WearBy::Metric(metric) => &metric.id,
        _ => "",
    }
}

async fn worn(
    cx: &mut Reacting<'_>,
    item: &Item,
    kind: Option<&GearType>,
    used: &Used,
) -> Result<i64> {
    let Some(wear) = kind.and_then(|kind| kind.wear.as_ref()) else {
        return Ok(0);
    };
    steps(cx, item, (&wear.by, wear.dim), used.for_wear, used).await
}

async fn towards_service(
    cx: &mut Reacting<'_>,
    item: &Item,
    kind: Option<&GearType>,
    used: &Used,
) -> Result<i64> {
    let service = kind.and_then(|kind| Some((kind.service_by()?, kind.service.as_ref()?.dim)));
    let Some(measure) = service else { return Ok(0) };
    steps(cx, item, measure, used.for_service, used).await
}

/// What one workout adds, in steps of the measure. Each is rounded by itself before it is added, so
/// that the order cannot matter.
async fn steps(
    cx: &mut Reacting<'_>,
    item: &Item,
    (by, dim): (&WearBy, stadion_pack::value::Dim),
    metric: Option<i64>,
    used: &Used,
) -> Result<i64> {
    Ok(match by {
        WearBy::Metric(_) => metric.unwrap_or(0),
        WearBy::Uses => dim.to_steps(1.0).unwrap_or(0),
        WearBy::Age => 0, // told when it is read: it grows without workouts
        WearBy::Formula(formula) => {
            let packs = cx.packs.clone();
            let formula = (item.pack(), formula);
            let (id, sport) = (used.workout_id, used.sport.as_str());
            let value = workouts::evaluate(cx.tx, cx.user_id, &packs, id, sport, formula).await?;
            let number = value.and_then(|value| value.number());
            number.and_then(|number| dim.to_steps(number)).unwrap_or(0)
        }
    })
}

/// Told once when it nears its end, once when it is worn out, and once for each service.
async fn tell_news(cx: &mut Reacting<'_>, touched: &[&Item]) -> Result<()> {
    let today = cx.app.clock.now().date_naive();
    let read = owned::Read::within(cx.tx, cx.user_id, today).await?;
    let packs = cx.packs.clone();
    for item in touched.iter().filter(|item| item.retired_at.is_none()) {
        let worn = read.worn(&packs, item);
        let upkeep = read.upkeep(&packs, item);
        cx.news
            .extend(worn.and_then(|worn| wear_news(cx, item, &worn)));
        cx.news
            .extend(upkeep.and_then(|upkeep| service_news(cx, item, &upkeep)));
    }
    Ok(())
}

fn wear_news(cx: &Reacting<'_>, item: &Item, worn: &Worn) -> Option<News> {
    let level = match worn {
        worn if worn.share >= 1.0 => "worn",
        worn if worn.is_due => "warn",
        _ => return None,
    };
    let key = format!("wear:{}:{level}", item.id);
    Some(news(cx, item, level, worn.share, key))
}

fn service_news(cx: &Reacting<'_>, item: &Item, upkeep: &Upkeep) -> Option<News> {
    let last = upkeep.last.map_or("new".into(), |day| day.to_string());
    let key = format!("service:{}:{last}", item.id);
    upkeep
        .is_due()
        .then(|| news(cx, item, "service", upkeep.share, key))
}

fn news(cx: &Reacting<'_>, item: &Item, level: &str, share: f64, key: String) -> News {
    News {
        kind: "wear",
        key,
        at: cx.app.clock.now(),
        payload: serde_json::json!({
            "gear_id": item.id, "gear": item.kind, "name": item.name, "level": level,
            "share": (share * 1000.0).round() / 1000.0,
        }),
    }
}
