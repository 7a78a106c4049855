//! Requests to vendors: only to hosts that the operator approved for the adapter, over TLS, to public
//! addresses, without redirects, in limits of time and size. A vendor's stand-in runs on this machine
//! alone.

mod addresses;
mod client;
#[cfg(test)]
mod tests;

pub use client::{Outgoing, OutgoingError, builder};
