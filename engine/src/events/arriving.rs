//! Users for whom facts are on their way. The dispatcher waits for the rest of them: reactions hold a lock of
//! their user, and what is still to be stored would wait for it.

use std::sync::PoisonError;

use uuid::Uuid;

use super::Events;

/// Facts of a user on their way, while it lives. After it, the dispatcher takes what is pending.
pub struct Arriving<'a> {
    events: &'a Events,
    user_id: Uuid,
}

impl Events {
    /// For who brings facts and reads nothing of what comes of them.
    pub fn arriving(&self, user_id: Uuid) -> Arriving<'_> {
        let mut all = self.arriving.lock().unwrap_or_else(PoisonError::into_inner);
        *all.entry(user_id).or_default() += 1;
        Arriving {
            events: self,
            user_id,
        }
    }

    pub(super) fn is_any_arriving(&self) -> bool {
        let all = self.arriving.lock().unwrap_or_else(PoisonError::into_inner);
        !all.is_empty()
    }

    pub(super) fn is_arriving(&self, user_id: Uuid) -> bool {
        let all = self.arriving.lock().unwrap_or_else(PoisonError::into_inner);
        all.contains_key(&user_id)
    }
}

impl Drop for Arriving<'_> {
    fn drop(&mut self) {
        let all = &self.events.arriving;
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get_mut(&self.user_id) {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.user_id);
            }
        }
        drop(all);
        self.events.wake.notify_one();
    }
}
