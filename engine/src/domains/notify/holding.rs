//! What notices were told once by the name of a badge or record. What was told was told.

use super::store;
use crate::db::Tx;
use crate::domains::migrate::Holding;
use crate::domains::migrate::model::People;
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct NoticeHolding;

impl Holding for NoticeHolding {
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
                store::rename_key(tx, people, "achievement:", old, new).await?;
            }
            Ok(())
        })
    }

    fn rename_record<'a>(
        &'a self,
        tx: &'a mut Tx,
        people: People,
        old: &'a str,
        new: &'a str,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::rename_key(tx, people, "record:", old, new).await?) })
    }
}
