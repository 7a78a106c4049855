//! What people hold of kinds of gear. An item of a kind that is gone stays, without wear: its facts
//! are all there is.

use stadion_pack::model::Packs;
use uuid::Uuid;

use super::store::names;
use crate::db::{Db, Tx};
use crate::domains::migrate::Holding;
use crate::domains::migrate::model::{Held, People};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct GearHolding;

impl Holding for GearHolding {
    fn kinds(&self) -> &'static [&'static str] {
        &["gear", "attributes"]
    }

    fn rename<'a>(
        &'a self,
        tx: &'a mut Tx,
        people: People,
        kind: &'a str,
        old: &'a str,
        new: &'a str,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            match kind {
                "gear" => names::rename_kind(tx, people, old, new).await?,
                "sports" => names::rename_sport(tx, people, old, new).await?,
                _ => {}
            }
            Ok(())
        })
    }

    fn held<'a>(
        &'a self,
        db: &'a Db,
        _: &'a Packs,
        kind: &'a str,
        name: &'a str,
    ) -> BoxFuture<'a, Result<Held>> {
        Box::pin(async move {
            Ok(match (kind, name.rsplit_once('.')) {
                ("gear", _) => names::of_kind(db, name).await?,
                ("attributes", Some((of, attribute))) => {
                    names::with_attribute(db, of, attribute).await?
                }
                _ => Held::default(),
            })
        })
    }

    fn count<'a>(
        &'a self,
        db: &'a Db,
        kind: &'a str,
        named: &'a [String],
    ) -> BoxFuture<'a, Result<i64>> {
        Box::pin(async move {
            match kind {
                "gear" => Ok(names::count_people(db, named).await?),
                _ => Ok(0),
            }
        })
    }

    fn people<'a>(
        &'a self,
        db: &'a Db,
        kind: &'a str,
        named: &'a [String],
        after: Uuid,
        limit: i64,
    ) -> BoxFuture<'a, Result<Vec<Uuid>>> {
        Box::pin(async move {
            match kind {
                "gear" => Ok(names::people_of(db, named, after, limit).await?),
                _ => Ok(Vec::new()),
            }
        })
    }
}
