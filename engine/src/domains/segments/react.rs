//! Keeps what audiences are counted by: who people are, and from when until when they did something.

use super::{rules, store};
use crate::domains::profile;
use crate::events::{Reacting, Reaction};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct People;

impl Reaction for People {
    fn name(&self) -> &'static str {
        "segments"
    }

    fn react<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            if cx.change.is_person {
                let facts = profile::facts(&mut *cx.tx, cx.user_id).await?;
                let spans = rules::spans(&cx.packs, &facts.0);
                store::put_person(cx.tx, cx.user_id, &spans).await?;
            }
            if !cx.change.positions.is_empty() {
                store::retell_active(cx.tx, cx.user_id).await?;
            }
            Ok(())
        })
    }

    fn clear<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::clear(cx.tx, cx.user_id).await?) })
    }
}
