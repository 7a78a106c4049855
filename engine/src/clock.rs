//! The one door through which time and randomness come in. Everything else is passed a `Clock`,
//! so that tests and demo data run on a time and a seed of their own.
#![allow(clippy::disallowed_methods)] // this is the allowed place

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, DurationRound, Utc};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use uuid::Uuid;

#[derive(Clone)]
pub struct Clock(Arc<Inner>);

struct Inner {
    /// `None`: the system's time.
    fixed: Mutex<Option<DateTime<Utc>>>,
    /// How far the system's time is put forward or back.
    shift: Duration,
    random: Mutex<StdRng>,
    /// Millisecond of the last id, and how many that millisecond had before it.
    last_id: Mutex<(u64, u16)>,
}

impl Clock {
    pub fn system() -> Self {
        Self::with(None, StdRng::from_rng(&mut rand::rng()))
    }

    /// A clock that goes on from a moment.
    pub fn going_from(now: DateTime<Utc>) -> Self {
        let random = StdRng::from_rng(&mut rand::rng());
        Self::shifted(None, random, now - Utc::now())
    }

    /// A clock that stands until it is set, and randomness from a seed.
    pub fn fixed(now: DateTime<Utc>, seed: u64) -> Self {
        Self::with(Some(now), StdRng::seed_from_u64(seed))
    }

    fn with(fixed: Option<DateTime<Utc>>, random: StdRng) -> Self {
        Self::shifted(fixed, random, Duration::zero())
    }

    fn shifted(fixed: Option<DateTime<Utc>>, random: StdRng, shift: Duration) -> Self {
        Self(Arc::new(Inner {
            fixed: Mutex::new(fixed),
            shift,
            random: Mutex::new(random),
            last_id: Mutex::default(),
        }))
    }

    /// Whole microseconds: what both databases keep.
    pub fn now(&self) -> DateTime<Utc> {
        let fixed = *self.0.fixed.lock().unwrap_or_else(PoisonError::into_inner);
        let now = fixed.unwrap_or_else(|| Utc::now() + self.0.shift);
        now.duration_trunc(Duration::microseconds(1)).unwrap_or(now)
    }

    /// Sets a fixed clock; a system clock becomes fixed.
    pub fn set(&self, now: DateTime<Utc>) {
        *self.0.fixed.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }

    pub fn fill(&self, bytes: &mut [u8]) {
        self.0
            .random
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(bytes);
    }

    /// A version 7 UUID of this clock's time: ids sort by creation, also within a millisecond
    /// (RFC 9562, section 6.2, method 1: twelve bits count).
    pub fn new_id(&self) -> Uuid {
        let mut random = [0; 10];
        self.fill(&mut random);
        let (millis, count) = self.next_in_millisecond();
        if let Some(counter) = random.first_chunk_mut() {
            *counter = count.to_be_bytes();
        }
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// A millisecond that has had 4096 ids lends from the next; a clock set back starts anew.
    fn next_in_millisecond(&self) -> (u64, u16) {
        const MOST: u16 = 0x0fff;
        const LENT: u64 = 1000;
        let now = u64::try_from(self.now().timestamp_millis()).unwrap_or(0);
        let mut last = self
            .0
            .last_id
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *last = match *last {
            (millis, count) if (now..now + LENT).contains(&millis) && count < MOST => {
                (millis, count + 1)
            }
            (millis, _) if (now..now + LENT).contains(&millis) => (millis + 1, 0),
            _ => (now, 0),
        };
        *last
    }

    /// 256 random bits as hex: session and mail tokens.
    pub fn new_secret(&self) -> String {
        let mut bytes = [0; 32];
        self.fill(&mut bytes);
        hex::encode(bytes)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone};

    use super::*;

    #[test]
    fn a_clock_goes_on_from_a_moment() {
        let start = Utc.with_ymd_and_hms(2031, 6, 20, 12, 0, 0).unwrap();
        let clock = Clock::going_from(start);
        let first = clock.now();
        assert!((TimeDelta::zero()..TimeDelta::minutes(1)).contains(&(first - start)));
        std::thread::sleep(std::time::Duration::from_millis(2));
        assert!(clock.now() > first);
    }

    #[test]
    fn ids_sort_by_creation() {
        let start = Utc.with_ymd_and_hms(2026, 11, 21, 9, 0, 0).unwrap();
        let clock = Clock::fixed(start, 1);
        let mut ids: Vec<Uuid> = (0..10_000).map(|_| clock.new_id()).collect();
        clock.set(start + TimeDelta::milliseconds(5));
        ids.push(clock.new_id());
        assert!(ids.is_sorted_by(|a, b| a < b));
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
    }
}
