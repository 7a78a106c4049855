//! The shelf of a page.

use std::collections::BTreeSet;

use chrono::{DateTime, Months, Utc};
use stadion_pack::model::Pack;
use uuid::Uuid;

use super::model::{Link, Looking, Offer, Product, Reason, Rest, Shelf};
use super::rules::choice::{self, OFFERS};
use super::rules::links::LIFE;
use super::store;
use crate::App;
use crate::domains::{gear, identity, profile, workouts};
use crate::web::error::Result;

/// How long suggestions stay away.
const REST: Months = Months::new(3);

/// What to show a person in an app: nothing before they recorded anything, nothing while they do
/// not want it or may not see it, nothing that is not sold where they live.
pub async fn of(app: &App, pack: &Pack, looking: Looking<'_>) -> Result<Option<Shelf>> {
    let catalogue = &app.shop.catalogue;
    let user_id = looking.user_id;
    if catalogue.products.is_empty() {
        return Ok(None);
    }
    let packs = app.catalog.packs();
    let person = profile::on(&app.db, &packs, user_id, &pack.id, looking.today).await?;
    let country = person.region;
    let Some(region) = choice::region(catalogue, country.as_deref(), looking.zone) else {
        return Ok(None);
    };
    if !identity::may_recommend(app, user_id).await?
        || store::is_resting(&app.db, user_id, &pack.id, app.clock.now()).await?
    {
        return Ok(None);
    }
    let done = sports_done(app, user_id, pack).await?;
    if done.is_empty() {
        return Ok(None);
    }
    let owned = gear::owned_by(app, user_id, looking.today).await?;
    let kinds = gear::gear_types(pack).map(AsRef::as_ref);
    for (reason, category) in choice::reasons(&kinds, &owned, &done) {
        let products = choice::products(catalogue, category, region);
        let offers = offers(app, pack, products, region, looking)?;
        if !offers.is_empty() {
            return Ok(Some(Shelf { reason, offers }));
        }
    }
    Ok(None)
}

/// The sports of an app that the person has recorded.
async fn sports_done(app: &App, user_id: Uuid, pack: &Pack) -> Result<BTreeSet<String>> {
    let mut done = BTreeSet::new();
    for sport in pack.sports.values() {
        if workouts::has_any_of(&app.db, user_id, &sport.id).await? {
            done.insert(sport.id.clone());
        }
    }
    Ok(done)
}

fn offers<'p>(
    app: &App,
    pack: &Pack,
    products: impl Iterator<Item = &'p Product>,
    region: &str,
    looking: Looking<'_>,
) -> Result<Vec<Offer>> {
    let mut offers = Vec::new();
    for product in products {
        let link = Link {
            product: product.id.clone(),
            place: looking.place.to_owned(),
            pack: pack.id.clone(),
            user_id: Some(looking.user_id),
            expires: app.clock.now() + LIFE,
        };
        let Some(href) = app.shop.sign(product, &link)? else {
            continue;
        };
        offers.push(Offer {
            id: product.id.clone(),
            title: product.title.clone(),
            text: product.text.clone(),
            has_image: product.image.is_some(),
            price: product.price.get(region).cloned(),
            href,
        });
        if offers.len() == OFFERS {
            break;
        }
    }
    Ok(offers)
}

/// No suggestions in an app for three months; until when.
pub async fn hide(app: &App, user_id: Uuid, pack: &str) -> Result<DateTime<Utc>> {
    let at = app.clock.now();
    let until = at.checked_add_months(REST).unwrap_or(at);
    let rest = Rest {
        pack: pack.to_owned(),
        at,
        until,
    };
    store::rest(&app.db, user_id, app.clock.new_id(), &rest).await?;
    Ok(until)
}

/// Takes that back.
pub async fn show_again(app: &App, user_id: Uuid, pack: &str) -> Result<()> {
    Ok(store::end_rest(&app.db, user_id, pack, app.clock.now()).await?)
}

impl Reason {
    /// Stable, for the API.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Worn { .. } => "worn",
            Self::Missing { .. } => "missing",
        }
    }
}
