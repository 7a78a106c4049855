//! All SQL of devices.

mod activities;
mod connections;
mod deliveries;
mod keys;

pub use activities::*;
pub use connections::*;
pub use deliveries::*;
pub use keys::*;
