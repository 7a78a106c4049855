//! A kind of gear, and how worn one item of it is: what counts, how much is used, what follows.

use uuid::Uuid;

use super::panel::{Asking, none_such};
use crate::domains::gear;
use crate::domains::gear::model::{GearType, Owned, Wear, WearBy};
use crate::domains::gear::words::{amount, basis, life};
use crate::web::Result;
use crate::web::ui::pages::{Fact, Inspection};

/// `asking.of` is the item.
pub async fn panel(asking: Asking<'_>, id: &str) -> Result<Inspection> {
    let told = asking.told;
    let kind = gear::gear_type(told.packs, id).ok_or_else(|| none_such("gear"))?;
    let pack = id.split('.').next().and_then(|pack| told.packs.pack(pack));
    let pack = pack.ok_or_else(|| none_such("gear"))?;
    let title = kind.title.get(told.locale());
    let mut panel = asking.head(pack, title, Some(&kind.place));
    let owned = match asking.of {
        Some(item) => Some(own(asking, id, item).await?),
        None => None,
    };
    if let Some(owned) = &owned {
        let n = [("n", owned.workouts.into())];
        let times = told.formats.text("inspect-count-is", &n);
        panel.facts.push(asking.fact("inspect-gear-in", times));
    }
    if let Some(wear) = &kind.wear {
        worn(asking, &mut panel, wear, owned.as_ref());
    }
    service(asking, &mut panel, kind, owned.as_ref());
    Ok(panel)
}

async fn own(asking: Asking<'_>, kind: &str, item: Uuid) -> Result<Owned> {
    let today = asking.told.formats.today(asking.told.now);
    let owned = gear::owned_one(asking.app, asking.user_id, item, today).await?;
    if owned.item.kind != kind {
        return Err(none_such("gear"));
    }
    Ok(owned)
}

fn worn(asking: Asking<'_>, panel: &mut Inspection, wear: &Wear, owned: Option<&Owned>) {
    let formats = asking.told.formats;
    let percent = |share: f64| {
        let unit = formats.unit_name("%", 1.0);
        format!("{} {unit}", formats.number(share * 100.0, 0))
    };
    panel
        .facts
        .push(counted(asking, "inspect-gear-by", &wear.by));
    let whole = life(wear, formats).to_string();
    panel.facts.push(asking.fact("inspect-gear-life", whole));
    let warn_at = percent(wear.warn_at);
    panel.facts.push(asking.fact("inspect-gear-warn", warn_at));
    if let Some(source) = &wear.source {
        panel.facts.push(asking.fact("inspect-source", source));
    }
    let Some((owned, worn)) = owned.and_then(|owned| Some((owned, owned.worn.as_ref()?))) else {
        return;
    };
    panel.result = Some(percent(worn.share));
    let told = |si: f64| amount(&wear.by, wear.dim, si, wear.life, formats).to_string();
    panel
        .facts
        .push(asking.fact("inspect-gear-used", told(worn.used)));
    if owned.item.start_wear > 0 {
        let before = told(wear.dim.from_steps(owned.item.start_wear));
        panel.facts.push(asking.fact("inspect-gear-before", before));
    }
    if let Some(forecast) = &worn.forecast {
        let until = formats.short_date(forecast.until);
        let basis = basis(wear, forecast, formats);
        let until = format!("{until} · {basis}");
        panel.facts.push(asking.fact("inspect-gear-until", until));
    }
}

fn service(asking: Asking<'_>, panel: &mut Inspection, kind: &GearType, owned: Option<&Owned>) {
    let (Some(service), Some(by)) = (&kind.service, kind.service_by()) else {
        return;
    };
    let formats = asking.told.formats;
    let told = |si: f64| amount(by, service.dim, si, service.every, formats).to_string();
    panel
        .facts
        .push(counted(asking, "inspect-gear-service-by", by));
    let every = told(service.every);
    panel.facts.push(asking.fact("inspect-gear-every", every));
    if let Some(upkeep) = owned.and_then(|owned| owned.upkeep.as_ref()) {
        let since = told(upkeep.used);
        panel.facts.push(asking.fact("inspect-gear-since", since));
    }
}

/// What adds up: a metric leads to its own explanation.
fn counted(asking: Asking<'_>, label: &str, by: &WearBy) -> Fact {
    match by {
        WearBy::Metric(metric) => Fact {
            href: Some(asking.of_all().address("metric", &metric.id)),
            ..asking.fact(label, metric.title.get(asking.told.locale()))
        },
        WearBy::Formula(formula) => asking.fact(label, formula.source().trim()),
        WearBy::Uses => asking.fact(label, asking.text("inspect-gear-uses", &[])),
        WearBy::Age => asking.fact(label, asking.text("inspect-gear-age", &[])),
    }
}
