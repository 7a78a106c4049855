//! Places that a person hides from others, and the hiding itself.

pub mod data;
pub mod model;
pub mod routes;
mod rules;
pub mod service;
mod store;
#[cfg(test)]
pub(crate) mod tests;
pub mod views;
mod words;

pub use rules::hide;
pub use service::all;
