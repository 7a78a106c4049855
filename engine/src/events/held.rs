//! A user's reactions in the hands of one caller, who says when they run and at what time.

use std::sync::PoisonError;

use uuid::Uuid;

use super::Events;
use crate::App;
use crate::web::error::Result;

/// While it lives, the user's events of this process wait for its `settle`; afterwards the
/// dispatcher takes what is left.
pub struct Held<'a> {
    events: &'a Events,
    user_id: Uuid,
}

impl Events {
    /// For writing much of one user at once, or of another time: reactions then run once for many
    /// facts, by the clock of that time. One holder a user.
    pub fn hold(&self, user_id: Uuid) -> Held<'_> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.insert(user_id);
        Held {
            events: self,
            user_id,
        }
    }

    pub(super) fn is_held(&self, user_id: Uuid) -> bool {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.contains(&user_id)
    }
}

impl Held<'_> {
    /// Reacts to all that is pending, at the time of `app`.
    pub async fn settle(&self, app: &App) -> Result<()> {
        Box::pin(self.events.drain(app, self.user_id)).await
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let mut held = self
            .events
            .held
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        held.remove(&self.user_id);
    }
}
