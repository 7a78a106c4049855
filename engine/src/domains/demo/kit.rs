//! What people own: bought when they begin, retired when worn, bought anew.

use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};
use stadion_activity::sample::Random;
use stadion_pack::model::Pack;
use uuid::Uuid;

use crate::App;
use crate::domains::gear::{self, model::GearType, service};
use crate::web::error::Result;

const MAKERS: [&str; 8] = [
    "Corvo", "Alba", "Nordlys", "Tern", "Pika", "Sarn", "Ostro", "Quill",
];
/// Kinds of a pack that anyone bothers to write down.
const MOST: usize = 4;

/// Buys what a pack's sports need. What is there already is left as it is.
pub async fn buy(app: &App, user_id: Uuid, pack: &Pack, random: &mut Random) -> Result<()> {
    let today = app.clock.now().date_naive();
    let known = gear::owned_by(app, user_id, today).await?;
    for kind in gear::gear_types(pack).take(MOST) {
        // Drawn before it is asked whether it is needed, so that a second start draws the same.
        let item = item(pack, kind, today, random);
        if known.iter().all(|known| known.item.kind != kind.id) {
            service::add(app, user_id, item).await?;
        }
    }
    Ok(())
}

/// Retires what is worn out and buys the same kind again.
pub async fn replace(app: &App, user_id: Uuid, random: &mut Random) -> Result<()> {
    let today = app.clock.now().date_naive();
    let packs = app.catalog.packs();
    for owned in gear::owned_by(app, user_id, today).await? {
        let item = owned.item;
        let is_worn = owned.worn.is_some_and(|worn| worn.share >= 1.02);
        if item.retired_at.is_some() || !is_worn {
            continue;
        }
        let retired = service::Patch {
            is_retired: Some(true),
            ..service::Patch::default()
        };
        service::edit(app, user_id, item.id, None, retired).await?;
        let pack = item
            .kind
            .split_once('.')
            .and_then(|(pack, _)| packs.pack(pack));
        if let (Some(pack), Some(kind)) = (pack, gear::gear_type(&packs, &item.kind)) {
            let new = self::item(pack, kind, today, random);
            service::add(app, user_id, new).await?;
        }
    }
    Ok(())
}

fn item(pack: &Pack, kind: &GearType, today: NaiveDate, random: &mut Random) -> service::NewItem {
    let maker = random.pick(&MAKERS).copied().unwrap_or_default();
    let number = random.between(2.0, 9.99) as u32;
    let attributes = kind.attributes.iter();
    let attributes: Map<String, Json> = attributes
        .filter_map(|(name, attribute)| Some((name.clone(), stated(&attribute.schema, random)?)))
        .collect();
    service::NewItem {
        kind: kind.id.clone(),
        name: format!("{maker} {number}"),
        attributes,
        default_sport: sport_for(pack, kind),
        acquired_on: Some(today),
        ..service::NewItem::default()
    }
}

/// Its own sport where the names tell, else the pack's first.
fn sport_for(pack: &Pack, kind: &GearType) -> Option<String> {
    const STEM: usize = 4;
    let name = kind.id.rsplit('.').next().unwrap_or_default();
    let told = pack
        .sports
        .iter()
        .find(|(id, _)| id.get(..STEM).is_some_and(|stem| name.starts_with(stem)));
    let first = || pack.sports.iter().next();
    told.or_else(first).map(|(_, sport)| sport.id.clone())
}

/// Something that the attribute's schema allows.
fn stated(schema: &Json, random: &mut Random) -> Option<Json> {
    if let Some(words) = schema.get("enum").and_then(Json::as_array) {
        return random.pick(words).cloned();
    }
    let bound = |name| schema.get(name).and_then(Json::as_f64);
    let (low, high) = (bound("minimum")?, bound("maximum")?);
    let middle = low + (high - low) * random.between(0.4, 0.6);
    match schema.get("type").and_then(Json::as_str)? {
        "integer" => Some(json!(middle.round() as i64)),
        "number" if high - low > 8.0 => Some(json!(middle.round())),
        "number" => Some(json!((middle * 2.0).round() / 2.0)),
        _ => None,
    }
}
