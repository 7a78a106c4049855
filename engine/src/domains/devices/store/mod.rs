//! All SQL of devices.

mod activities;
mod connections;
mod deliveries;
mod keys;
mod setups;

pub use activities::*;
pub use connections::*;
pub use deliveries::*;
pub use keys::*;
pub use setups::*;
