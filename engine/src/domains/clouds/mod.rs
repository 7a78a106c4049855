//! Clouds of vendors: people let us in (OAuth 2 or a key), their streams are asked for on schedule,
//! history first in windows, and vendors call when there is news. Whatever breaks off is taken up where
//! it was; nothing is lost and nothing comes twice.

mod budgets;
mod connect;
mod data;
mod events;
pub mod hooks;
pub mod model;
mod place;
mod records;
mod rules;
mod run;
mod seal;
mod store;
mod sync;
#[cfg(test)]
mod tests;
mod tokens;
pub mod views;

pub use connect::{ended, history};
pub use data::CloudData;
pub use place::is_connectable;
pub use run::run;
pub use seal::Seal;
pub use store::state_of;
