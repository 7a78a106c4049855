//! All SQL of devices.

mod activities;
mod connections;
mod keys;

pub use activities::*;
pub use connections::*;
pub use keys::*;
