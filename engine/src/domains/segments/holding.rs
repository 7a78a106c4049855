//! What audiences are counted by moves with the names of sports.

use super::store;
use crate::db::Tx;
use crate::domains::migrate::Holding;
use crate::domains::migrate::model::People;
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct SpanHolding;

impl Holding for SpanHolding {
    fn kinds(&self) -> &'static [&'static str] {
        &[]
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
}
