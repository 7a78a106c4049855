//! How often one caller may do a thing. Counted in this process: with several replicas each
//! allows the rate on its own.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::Clock as Time;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use uuid::Uuid;

use super::auth::Principal;
use super::client;
use super::error::{Error, Result};
use super::manufacturer::Manufacturer;
use crate::App;
use crate::clock::Clock;
use crate::config::{Rate, Rates};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    Address(IpAddr),
    /// A person, or a manufacturer's key.
    User(Uuid),
    Mail(String),
}

type Limiter = RateLimiter<Key, DashMapStateStore<Key>, Ticks, NoOpMiddleware<Duration>>;

/// The counters.
pub struct Limits {
    login_from: Limiter,
    login_of: Limiter,
    mail_from: Limiter,
    mail_of: Limiter,
    api: Limiter,
    clock: Ticks,
}

/// The application's clock, as the limiter reads it.
#[derive(Clone)]
struct Ticks(Clock);

impl Time for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        let micros = self.0.now().timestamp_micros();
        Duration::from_micros(u64::try_from(micros).unwrap_or(0))
    }
}

impl Limits {
    pub fn new(rates: &Rates, clock: &Clock) -> Self {
        let clock = Ticks(clock.clone());
        let limiter = |rate: Rate| Limiter::dashmap_with_clock(quota(rate), clock.clone());
        Self {
            login_from: limiter(rates.login_from),
            login_of: limiter(rates.login_of),
            mail_from: limiter(rates.mail_from),
            mail_of: limiter(rates.mail_of),
            api: limiter(rates.api),
            clock,
        }
    }

    /// Counts a password tried for `email` from `address`.
    pub fn login(&self, address: IpAddr, email: &str) -> Result<()> {
        self.take(&self.login_from, &Key::Address(address))?;
        self.take(&self.login_of, &Key::Mail(email.to_owned()))
    }

    /// Counts a mail to `email` that someone at `address` asked for. The limit is the same whether
    /// or not the address has an account.
    pub fn mail(&self, address: IpAddr, email: &str) -> Result<()> {
        self.take(&self.mail_from, &Key::Address(address))?;
        self.take(&self.mail_of, &Key::Mail(email.to_owned()))
    }

    pub fn api(&self, key: &Key) -> Result<()> {
        self.take(&self.api, key)
    }

    /// Forgets who has not called for long enough to be at a full burst again.
    pub fn forget_idle(&self) {
        for limiter in [
            &self.login_from,
            &self.login_of,
            &self.mail_from,
            &self.mail_of,
            &self.api,
        ] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }

    fn take(&self, limiter: &Limiter, key: &Key) -> Result<()> {
        limiter.check_key(key).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            Error::too_many(u32::try_from(wait.as_secs()).map_or(u32::MAX, |s| s.saturating_add(1)))
        })
    }
}

/// A rate without room for any call means one call.
fn quota(rate: Rate) -> Quota {
    let burst = NonZeroU32::new(rate.burst).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(rate.within / burst.get())
        .unwrap_or(Quota::per_second(burst))
        .allow_burst(burst)
}

/// Layer of everything under `/api/v1`.
pub async fn limit(State(app): State<App>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/api/v1/") {
        return next.run(request).await;
    }
    let principal = request.extensions().get::<Arc<Principal>>();
    let manufacturer = request.extensions().get::<Arc<Manufacturer>>();
    let caller = match (principal, manufacturer) {
        (Some(principal), _) => Some(principal.user_id),
        (None, manufacturer) => manufacturer.map(|caller| caller.key_id),
    };
    let key = caller.map_or_else(
        || {
            let (headers, extensions) = (request.headers(), request.extensions());
            Key::Address(client::address(&app.config, headers, extensions))
        },
        Key::User,
    );
    match app.limits.api(&key) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone, Utc};

    use super::*;

    #[test]
    fn a_burst_is_used_up_and_comes_back_with_time() {
        let start = Utc.with_ymd_and_hms(2026, 11, 21, 9, 0, 0).unwrap();
        let clock = Clock::fixed(start, 1);
        let limits = Limits::new(&Rates::PUBLIC, &clock);
        let home = IpAddr::from([192, 0, 2, 1]);
        for _ in 0..Rates::PUBLIC.login_of.burst {
            assert!(limits.login(home, "ann@example.org").is_ok());
        }
        let refused = limits.login(home, "ann@example.org").unwrap_err();
        assert_eq!(refused.status, 429);
        let wait = refused.retry_after.unwrap();
        assert!((1..=61).contains(&wait), "{wait}");
        assert!(
            limits.login(home, "bob@example.org").is_ok(),
            "another account"
        );
        clock.set(start + TimeDelta::seconds(i64::from(wait)));
        assert!(limits.login(home, "ann@example.org").is_ok());
        clock.set(start + TimeDelta::hours(2));
        limits.forget_idle();
        assert!(limits.login_of.is_empty());
    }
}
