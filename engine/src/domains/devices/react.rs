//! Notes when the first workout came from a device without a connection: a file, a sensor.

use super::{setups, store};
use crate::domains::workouts::came_as_file;
use crate::events::{Mode, Reacting, Reaction};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct FirstData;

impl Reaction for FirstData {
    fn name(&self) -> &'static str {
        "devices"
    }

    fn react<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            if cx.mode == Mode::Rebuild || cx.change.workouts.is_empty() {
                return Ok(());
            }
            let long_ago = chrono::DateTime::UNIX_EPOCH;
            let waiting = store::waiting_setups(&mut *cx.tx, cx.user_id, long_ago).await?;
            if waiting.is_empty() {
                return Ok(());
            }
            for id in &cx.change.workouts {
                if let Some(at) = came_as_file(&mut *cx.tx, cx.user_id, *id).await? {
                    setups::first_file(cx.tx, cx.user_id, at).await?;
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
