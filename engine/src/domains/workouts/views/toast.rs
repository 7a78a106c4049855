//! The short answer on the page that a form leads to: `?did=deleted&id=…`.

use serde::Deserialize;
use uuid::Uuid;

use crate::domains::app::Here;
use crate::domains::workouts::{store, words};
use crate::web::Result;
use crate::web::ui::page::Toast;

/// What was done on the page before; unknown words say nothing.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Done {
    pub did: Option<String>,
    pub id: Option<Uuid>,
}

/// The toast of a workout's change, if it is the person's own and the change still stands.
pub async fn of(here: &Here, user_id: Uuid, done: &Done) -> Result<Option<Toast>> {
    let (Some(did), Some(id)) = (done.did.as_deref(), done.id) else {
        return Ok(None);
    };
    let Some(workout) = store::find(&here.app.db, user_id, id).await? else {
        return Ok(None);
    };
    let is_deleted = workout.deleted_at.is_some();
    let title = || {
        let own = workout.title.as_deref();
        let start = workout.local_start().naive_local();
        words::title(own, &workout.sport, start, here.telling())
    };
    let named = |key: &str| here.formats.text(key, &[("title", title().into())]);
    let (text, undo) = match did {
        "saved" if !is_deleted => (here.formats.text("workout-saved", &[]), None),
        "restored" if !is_deleted => (named("workout-restored"), None),
        "deleted" if is_deleted => {
            let restore = format!("/{}/workouts/{id}/restore", here.pack.id);
            (named("workout-deleted"), Some(restore))
        }
        _ => return Ok(None),
    };
    Ok(Some(Toast { text, undo }))
}
