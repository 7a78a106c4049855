//! Devices whose manufacturers send what was recorded: their keys, the people who connected, and what
//! comes in. A manufacturer reaches only whom its adapter is connected to.

mod ahead;
mod connect;
mod data;
mod deliveries;
mod ingest;
pub mod keys;
mod lanes;
pub mod model;
mod payloads;
mod react;
mod receive;
mod routes;
mod rules;
mod setups;
mod store;
#[cfg(test)]
mod tests;
pub mod views;

pub use connect::{disconnect, join, receiver, receiver_of, withdraw};
pub use data::DeviceData;
pub use deliveries::{deliveries, note_delivery};
pub use keys::by_key;
pub use react::Came;
pub use receive::{Arrival, Brought, receive};
pub use routes::routes;
pub use setups::{Step, setups_since, step};
