//! What people said of themselves for one sport alone. Of a sport that is gone it stays, and nobody
//! asks for it; it is counted with the workouts of the sport.

use super::store;
use crate::db::Tx;
use crate::domains::migrate::Holding;
use crate::domains::migrate::model::People;
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
}
