//! Notes when the first person trained by a release: the end of its way.

use super::store;
use crate::domains::workouts::{came_through, recorded};
use crate::events::{Mode, Reacting, Reaction};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct FirstEffect;

impl Reaction for FirstEffect {
    fn name(&self) -> &'static str {
        "releases"
    }

    fn react<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            if cx.mode == Mode::Rebuild || !cx.app.releases.has_quiet() {
                return Ok(());
            }
            for workout_id in &cx.change.workouts {
                let found = recorded(&mut *cx.tx, cx.user_id, *workout_id).await?;
                let Some((sport, recorded_at)) = found else {
                    continue;
                };
                let Some((pack, _)) = sport.split_once('.') else {
                    continue;
                };
                let adapters = came_through(&mut *cx.tx, cx.user_id, *workout_id).await?;
                for id in adapters.iter().map(String::as_str).chain([pack]) {
                    if let Some((digest, since)) = cx.app.releases.quiet(id)
                        && recorded_at >= since
                    {
                        store::set_effect(cx.tx, &digest, recorded_at).await?;
                    }
                }
            }
            Ok(())
        })
    }

    /// When a release was first felt is a fact.
    fn clear<'a>(&'a self, _: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }
}
