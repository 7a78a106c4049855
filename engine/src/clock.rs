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
    random: Mutex<StdRng>,
}

impl Clock {
    pub fn system() -> Self {
        Self::with(None, StdRng::from_rng(&mut rand::rng()))
    }

    /// A clock that stands until it is set, and randomness from a seed.
    pub fn fixed(now: DateTime<Utc>, seed: u64) -> Self {
        Self::with(Some(now), StdRng::seed_from_u64(seed))
    }

    fn with(fixed: Option<DateTime<Utc>>, random: StdRng) -> Self {
        Self(Arc::new(Inner {
            fixed: Mutex::new(fixed),
            random: Mutex::new(random),
        }))
    }

    /// Whole microseconds: what both databases keep.
    pub fn now(&self) -> DateTime<Utc> {
        let fixed = *self.0.fixed.lock().unwrap_or_else(PoisonError::into_inner);
        let now = fixed.unwrap_or_else(Utc::now);
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

    /// A version 7 UUID of this clock's time: ids sort by creation.
    pub fn new_id(&self) -> Uuid {
        let mut random = [0; 10];
        self.fill(&mut random);
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// 256 random bits as hex: session and mail tokens.
    pub fn new_secret(&self) -> String {
        let mut bytes = [0; 32];
        self.fill(&mut bytes);
        hex::encode(bytes)
    }
}
