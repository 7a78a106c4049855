//! What people hold of badges.

use stadion_pack::model::Packs;

use super::store;
use crate::db::{Db, Tx};
use crate::domains::migrate::Holding;
use crate::domains::migrate::model::{Held, People};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct BadgeHolding;

impl Holding for BadgeHolding {
    fn kinds(&self) -> &'static [&'static str] {
        &["achievements"]
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
            if kind == "achievements" {
                store::rename(tx, people, old, new).await?;
            }
            Ok(())
        })
    }

    fn retire<'a>(
        &'a self,
        tx: &'a mut Tx,
        people: People,
        kind: &'a str,
        name: &'a str,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            if kind == "achievements" {
                store::retire(tx, people, name).await?;
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
            match kind {
                "achievements" => Ok(store::held(db, name).await?),
                _ => Ok(Held::default()),
            }
        })
    }
}
