//! What people said of themselves for one sport alone.

use stadion_pack::model::Packs;

use super::store;
use crate::db::{Db, Tx};
use crate::domains::migrate::Holding;
use crate::domains::migrate::model::{Held, People};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct ProfileHolding;

impl Holding for ProfileHolding {
    fn kinds(&self) -> &'static [&'static str] {
        &["sports"]
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
            if kind == "sports" {
                store::rename_sport(tx, people, old, new).await?;
            }
            Ok(())
        })
    }

    /// What was said of a sport that is gone stays, and nobody asks for it.
    fn retire<'a>(
        &'a self,
        _: &'a mut Tx,
        _: People,
        _: &'a str,
        _: &'a str,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }

    /// Counted with the workouts of the sport.
    fn held<'a>(
        &'a self,
        _: &'a Db,
        _: &'a Packs,
        _: &'a str,
        _: &'a str,
    ) -> BoxFuture<'a, Result<Held>> {
        Box::pin(async { Ok(Held::default()) })
    }
}
