//! What came from devices: when the first of a new one did, and what is forgotten of earlier ones.

use super::model::Setup;
use super::{deliveries, setups};
use crate::domains::workouts::came_as_file;
use crate::events::{Mode, Reacting, Reaction};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct Came;

impl Reaction for Came {
    fn name(&self) -> &'static str {
        "devices"
    }

    fn react<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            if cx.mode == Mode::Rebuild || cx.change.workouts.is_empty() {
                return Ok(());
            }
            deliveries::trim(cx.tx, cx.user_id, cx.app.clock.now()).await?;
            for setup in setups::waiting(cx.app, cx.tx, cx.user_id).await? {
                if !setups::ends_delivered(cx.tx, cx.user_id, &setup).await? {
                    ends_by_file(cx, &setup).await?;
                }
            }
            Ok(())
        })
    }

    /// When something came first is a fact.
    fn clear<'a>(&'a self, _: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

async fn ends_by_file(cx: &mut Reacting<'_>, setup: &Setup) -> Result<()> {
    for id in &cx.change.workouts {
        let came_at = came_as_file(&mut *cx.tx, cx.user_id, *id).await?;
        if let Some(at) = came_at.filter(|at| setups::is_for_file(setup, *at)) {
            return setups::end(cx.tx, cx.user_id, setup, at).await;
        }
    }
    Ok(())
}
