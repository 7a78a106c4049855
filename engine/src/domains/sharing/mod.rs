//! Links by which others see one workout, and what they see of it.

pub mod data;
mod files;
pub mod model;
pub mod routes;
mod rules;
mod seen;
mod service;
mod store;
#[cfg(test)]
mod tests;
pub mod views;

pub use views::of_workout;
