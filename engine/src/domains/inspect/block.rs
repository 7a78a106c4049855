//! A block of a page: who put it there, and how new its data are.

use super::panel::{Asking, none_such};
use crate::domains::{app, workouts};
use crate::web::Result;
use crate::web::ui::blocks::{Block, PageName};
use crate::web::ui::pages::{Fact, Inspection};

pub async fn panel(asking: Asking<'_>, pack: &str, page: &str, block: &str) -> Result<Inspection> {
    let pack = asking
        .told
        .packs
        .pack(pack)
        .ok_or_else(|| none_such("block"))?;
    let page = PageName::parse(page).ok_or_else(|| none_such("block"))?;
    let block = Block::parse(block).filter(|block| page.blocks().contains(block));
    let block = block.ok_or_else(|| none_such("block"))?;
    let blocks = app::blocks(pack, page);
    let order = blocks.iter().position(|known| *known == block);
    let arranged = app::arranged(pack, page);
    let place = arranged.and_then(|page| page.block_places.get(order?));
    let mut panel = asking.head(pack, block.as_str(), place);
    let by = if place.is_some() {
        "inspect-by-pack"
    } else {
        "inspect-by-default"
    };
    let order = match order {
        Some(at) => {
            let [n, all] = [at + 1, blocks.len()].map(|n| n.to_string());
            asking.text("inspect-order-is", &[("n", &n), ("all", &all)])
        }
        None => asking.text("inspect-not-shown", &[]),
    };
    panel.facts = vec![
        asking.fact("inspect-page", page.as_str()),
        asking.fact("inspect-order", order),
        asking.fact("inspect-by", asking.text(by, &[])),
        data(asking, pack).await?,
    ];
    Ok(panel)
}

async fn data(asking: Asking<'_>, pack: &stadion_pack::Pack) -> Result<Fact> {
    let sports = pack.sports.values().map(|sport| sport.id.clone()).collect();
    let newest = workouts::newest(&asking.app.db, asking.user_id, sports).await?;
    Ok(match newest {
        Some(newest) => {
            let fact =
                asking.workout_fact("inspect-data", &newest.sport, newest.id, newest.start_at);
            let age = asking.told.formats.ago(newest.updated_at, asking.told.now);
            Fact {
                value: format!("{} · {age}", fact.value),
                ..fact
            }
        }
        None => asking.fact("inspect-data", asking.text("inspect-data-none", &[])),
    })
}
