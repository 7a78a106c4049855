//! Segments: named audiences, and how many people a rule holds for.

mod audience;
pub mod holding;
pub mod model;
mod native;
pub mod react;
pub mod routes;
mod rules;
pub mod spec;
pub mod store;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use stadion_pack::model::{Pack, Packs};
use uuid::Uuid;

use self::model::asking::Asking;
use self::model::{AsOf, Segment};
use self::spec::Segments;
use crate::App;
use crate::web::error::Result;

/// The compiled segment of a qualified id, if its pack is live.
pub fn segment<'a>(packs: &'a Packs, id: &str) -> Option<(&'a Arc<Pack>, &'a Arc<Segment>)> {
    let (pack, name) = id.split_once('.')?;
    let pack = packs.pack(pack)?;
    Some((pack, pack.elements::<Segments>().get(name)?))
}

/// A pack's segments, in its order.
pub fn of_pack(pack: &Pack) -> impl Iterator<Item = &Arc<Segment>> {
    pack.elements::<Segments>().values()
}

/// Whether a person is in a segment now.
pub async fn is_in(app: &App, user_id: Uuid, pack: &Pack, segment: &Segment) -> Result<bool> {
    let packs = app.catalog.packs();
    let asking = Asking::new(&packs, pack, &segment.who).within(audience::open(app));
    let now = AsOf::Moment(app.clock.now());
    let someone = native::someone(&app.db, user_id).await?;
    Ok(someone.is_some_and(|someone| someone.holds(&packs, &asking, now)))
}

/// How a list of rules of several kinds names a segment.
pub fn rule_name(segment: &Segment) -> String {
    format!("segment {}", segment.id)
}
