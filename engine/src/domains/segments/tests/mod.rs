//! Segments over people made up, on both databases.

mod api;
pub mod people;
mod rules;

use std::collections::BTreeSet;

use stadion_pack::model::Packs;
use uuid::Uuid;

use super::audience::candidate;
use super::model::AsOf;
use super::model::asking::Asking;
use super::native::{self, Someone};
use super::store;
use crate::db::Db;

pub const LIMIT: std::time::Duration = std::time::Duration::from_mins(1);

/// A rule as one of a live pack; none where it is refused.
pub fn asking(packs: &Packs, pack: &str, rule: &str) -> Option<Asking> {
    let pack = packs.pack(pack)?;
    let checked = candidate(packs, pack, rule).ok()?;
    Some(Asking::new(packs, pack, &checked))
}

/// All that is known of some people, who may come in.
pub async fn known(db: &Db, ids: &[Uuid]) -> Vec<(Uuid, Someone)> {
    let mut people = Vec::new();
    for id in ids {
        let someone = native::someone(db, *id).await.expect("read");
        people.extend(someone.map(|someone| (*id, someone)));
    }
    people
}

/// Whom a rule holds for, asked one by one.
pub fn natively(
    packs: &Packs,
    asking: &Asking,
    people: &[(Uuid, Someone)],
    as_of: AsOf,
) -> BTreeSet<Uuid> {
    let held = people.iter();
    let held = held.filter(|(_, someone)| someone.holds(packs, asking, as_of));
    held.map(|(id, _)| *id).collect()
}

pub async fn in_sql(db: &Db, asking: &Asking, as_of: AsOf) -> BTreeSet<Uuid> {
    let rule = asking.who.source();
    let todays = as_of.todays();
    let ids = store::ids(db, asking, &todays, LIMIT).await;
    let ids = ids.unwrap_or_else(|error| panic!("{rule}: {error}"));
    let counted = store::count(db, asking, &todays, LIMIT).await;
    let counted = counted.unwrap_or_else(|error| panic!("{rule}: {error}"));
    assert_eq!(counted, i64::try_from(ids.len()).expect("few"), "{rule}");
    ids
}
