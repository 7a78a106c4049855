//! Workouts: what people recorded, what follows from it, and how it is shown.

pub mod data;
pub mod displays;
pub mod dto;
mod face;
pub mod files;
pub mod house;
pub mod import;
pub mod marks;
pub mod model;
mod norms;
pub mod react;
pub mod read;
pub mod routes;
pub mod rules;
pub mod service;
pub mod store;
pub mod streaks;
pub mod sums;
#[cfg(test)]
pub(crate) mod tests;
pub mod totals;
pub mod views;
pub mod words;
mod zones;

pub use face::{evaluate, has_any_of, parts_by_name};
pub use import::OTHER_SPORT;
pub use store::past;
