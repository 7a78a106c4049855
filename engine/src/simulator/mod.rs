//! A vendor to try against: what an adapter declares, served from its own examples and fixtures.
//!
//! [`Simulator`] plays every host of an adapter: OAuth 2 with its tokens, lists with their cursors and
//! pages, details, budgets, calls, and failures at will. It knows no vendor: what it answers is laid
//! out by the paths that the adapter states. Each host is the first segment of a path, so that a browser
//! reaches it too: `https://api.example.com/v1/x` is served at `http://127.0.0.1:PORT/api.example.com/v1/x`.
//! Addresses inside answers are those of the vendor.
//!
//! Fixtures that it knows by name, all optional: `fixtures/token.json` (a token's answer),
//! `fixtures/event.json` or `fixtures/event.form` (a call), `fixtures/STREAM.json` (an answer of a
//! stream that no example has). What the adapter names in them is filled in, the rest stays.

mod answer;
mod asked;
mod body;
mod budgets;
mod control;
mod fault;
mod grants;
mod log;
mod oauth;
mod options;
mod page;
mod pages;
mod records;
mod router;
#[cfg(test)]
mod tests;
mod vendor;
mod verdict;
mod webhook;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use stadion_pack::PackSource;
use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::EventKind;
use tokio::net::TcpListener;
use tokio::sync::{broadcast, oneshot};
use url::Url;

pub use fault::{Fault, FaultTold, What, When};
pub use grants::Grant;
pub use log::Seen;
pub use options::Options;
pub use webhook::{Call, Delivered, Event, Tamper};

use crate::clock::Clock;
use vendor::Vendor;

/// Failures that wait at one time.
const MOST_FAULTS: usize = 100;
/// Requests that somebody who watches may be behind.
const BEHIND: usize = 1_024;

#[derive(Debug, thiserror::Error)]
pub enum SimulatorError {
    #[error(
        "the adapter `{0}` asks no vendor and takes no calls: it has neither `pull` nor `push` under `transport`"
    )]
    NothingToServe(String),
    #[error(
        "the examples of `{0}` hold no record: add one with `given: {{stream: …, payload: fixtures/…}}`"
    )]
    NoFixtures(String),
    #[error("the adapter takes no calls: it has no `push` under `transport`")]
    NoPush,
    #[error("the adapter declares no challenge: `push.verify.challenge` is missing")]
    NoChallenge,
    #[error("there is no such record to tell of: its id is none that the lists have")]
    NoRecord,
    #[error("the adapter has no word for {0:?} under `push.events.kinds`")]
    NoWord(EventKind),
    #[error("at most {MOST_FAULTS} faults wait at one time: clear those that are done")]
    TooManyFaults,
    #[error("`{0}` is no address: write it whole, as http://127.0.0.1:8080/…")]
    BadAddress(String),
    #[error("the call did not arrive: {0}")]
    Sending(#[from] reqwest::Error),
    #[error("it cannot listen: {0}")]
    Listening(#[from] std::io::Error),
}

/// A simulated vendor. Its clones are the same one.
#[derive(Clone)]
pub struct Simulator(Arc<Inner>);

struct Inner {
    vendor: Mutex<Vendor>,
    seen: broadcast::Sender<Seen>,
}

impl std::fmt::Debug for Simulator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Simulator({})", self.lock().adapter.id)
    }
}

impl Simulator {
    /// A vendor with the records of the adapter's examples.
    ///
    /// # Errors
    /// When the adapter asks nobody and is called by nobody, or its examples hold no record.
    pub fn new(
        adapter: Arc<Adapter>,
        fixtures: &PackSource,
        options: Options,
        clock: Clock,
    ) -> Result<Self, SimulatorError> {
        let transport = &adapter.transport;
        if transport.pull.is_none() && transport.push.is_none() {
            return Err(SimulatorError::NothingToServe(adapter.id.clone()));
        }
        let id = adapter.id.clone();
        let vendor = Vendor::new(adapter, fixtures, options, clock);
        let has_any = |list: &records::List| list.len() > 0 || list.raw.is_some();
        if !vendor.lists.0.values().any(has_any) {
            return Err(SimulatorError::NoFixtures(id));
        }
        let (seen, _) = broadcast::channel(BEHIND);
        Ok(Self(Arc::new(Inner {
            vendor: Mutex::new(vendor),
            seen,
        })))
    }

    fn lock(&self) -> MutexGuard<'_, Vendor> {
        let vendor = self.0.vendor.lock();
        vendor.unwrap_or_else(PoisonError::into_inner)
    }

    /// What serves it: the vendor's hosts, and `/_simulator/…` for whoever drives it from outside.
    pub fn router(&self) -> Router {
        router::router(self.clone())
    }

    /// Serves it on a free port of the loopback until what this answers is dropped.
    pub async fn serve(&self) -> Result<Served, SimulatorError> {
        self.serve_at(SocketAddr::from(([127, 0, 0, 1], 0))).await
    }

    /// The same at an address, as when a vendor comes back after a day.
    pub async fn serve_at(&self, address: SocketAddr) -> Result<Served, SimulatorError> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = axum::serve(listener, self.router());
        let serving = serving.with_graceful_shutdown(async {
            // It is stopped by being let go.
            let _ = stopped.await;
        });
        tokio::spawn(async move {
            // What is told of here is told to whoever asked, as a connection that ended.
            let _ = serving.await;
        });
        Ok(Served {
            address,
            _stop: stop,
        })
    }

    /// Adds a failure; those before it come first.
    pub fn fault(&self, fault: Fault) -> Result<(), SimulatorError> {
        let mut vendor = self.lock();
        if vendor.faults.len() >= MOST_FAULTS {
            return Err(SimulatorError::TooManyFaults);
        }
        vendor.faults.push(FaultTold::new(fault));
        Ok(())
    }

    /// The failures, with how often each was there.
    pub fn faults(&self) -> Vec<FaultTold> {
        self.lock().faults.clone()
    }

    pub fn clear_faults(&self) {
        self.lock().faults.clear();
    }

    /// What was asked so far, the latest 10 000, secrets masked.
    pub fn requests(&self) -> Vec<Seen> {
        self.lock().log.all()
    }

    pub fn clear_requests(&self) {
        self.lock().log.clear();
    }

    /// Every request from now on.
    pub fn watch(&self) -> broadcast::Receiver<Seen> {
        self.0.seen.subscribe()
    }

    /// What people allowed, with the tokens as they are.
    pub fn tokens(&self) -> Vec<Grant> {
        self.lock().grants.all().to_vec()
    }

    /// A person takes their consent back at the vendor; answers how many grants ended.
    pub fn revoke(&self, user: &str) -> usize {
        let mut vendor = self.lock();
        let is_theirs = |grant: &Grant| grant.user == user;
        vendor.grants.end("revoked by the person", is_theirs)
    }

    /// How many records a stream has.
    pub fn count(&self, stream: &str) -> usize {
        let vendor = self.lock();
        vendor.lists.0.get(stream).map_or(0, records::List::len)
    }

    /// Adds so many records to each list, newer than those there; answers their ids.
    pub fn add_records(&self, count: usize) -> Vec<String> {
        self.lock().lists.add(count)
    }

    /// Builds a call: sent once or twice, later, or after another.
    ///
    /// # Errors
    /// When the adapter declares no calls, or nothing of this kind.
    pub fn call(&self, event: &Event, tamper: &Tamper) -> Result<Call, SimulatorError> {
        self.lock().call(event, tamper)
    }

    /// Sends a call, and answers what came back.
    pub async fn send(&self, to: &str, call: &Call) -> Result<Delivered, SimulatorError> {
        webhook::send(&address(to)?, call).await
    }

    /// Builds a call and sends it.
    pub async fn webhook(
        &self,
        to: &str,
        event: &Event,
        tamper: &Tamper,
    ) -> Result<Delivered, SimulatorError> {
        let call = self.call(event, tamper)?;
        self.send(to, &call).await
    }

    /// Registers an address by the declared challenge; answers whether it proved itself.
    pub async fn challenge(&self, to: &str) -> Result<bool, SimulatorError> {
        let (query, challenge, word) = self.lock().challenge()?;
        webhook::prove(&address(to)?, &query, &challenge, &word).await
    }

    /// Tries an address by HEAD.
    pub async fn head(&self, to: &str) -> Result<Delivered, SimulatorError> {
        webhook::head(&address(to)?).await
    }
}

fn address(text: &str) -> Result<Url, SimulatorError> {
    let url = Url::parse(text).ok();
    let url = url.filter(|url| ["http", "https"].contains(&url.scheme()));
    url.ok_or_else(|| SimulatorError::BadAddress(text.to_owned()))
}

/// A simulator that is served; no longer once this is dropped.
#[derive(Debug)]
pub struct Served {
    pub address: SocketAddr,
    _stop: oneshot::Sender<()>,
}

impl Served {
    /// What stands before a host of the vendor: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}
