//! How long the dispatcher leaves a user alone whose reactions failed: a lasting fault must cost
//! little, and a passing one be over soon.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

const FIRST: TimeDelta = TimeDelta::seconds(1);
const LONGEST: TimeDelta = TimeDelta::minutes(5);

#[derive(Debug, Default)]
pub struct Patience {
    waiting: HashMap<Uuid, Wait>,
}

#[derive(Clone, Copy, Debug)]
struct Wait {
    until: DateTime<Utc>,
    next: TimeDelta,
}

impl Patience {
    pub fn may_try(&self, user_id: Uuid, now: DateTime<Utc>) -> bool {
        self.waiting
            .get(&user_id)
            .is_none_or(|wait| wait.until <= now)
    }

    /// Doubles the wait, and tells it.
    pub fn failed(&mut self, user_id: Uuid, now: DateTime<Utc>) -> TimeDelta {
        let known = self.waiting.get(&user_id);
        let wait = known.map_or(FIRST, |wait| wait.next);
        let until = now + wait;
        let next = (wait * 2).min(LONGEST);
        self.waiting.insert(user_id, Wait { until, next });
        wait
    }

    pub fn forget(&mut self, user_id: Uuid) {
        self.waiting.remove(&user_id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_to_five_minutes_and_end_with_success() {
        let mut patience = Patience::default();
        let now = DateTime::UNIX_EPOCH;
        let user = Uuid::nil();
        let waits: Vec<i64> = (0..11)
            .map(|_| patience.failed(user, now).num_seconds())
            .collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert!(!patience.may_try(user, now + TimeDelta::seconds(299)));
        assert!(patience.may_try(user, now + LONGEST));
        patience.forget(user);
        assert!(patience.may_try(user, now));
    }
}
