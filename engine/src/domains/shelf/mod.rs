//! A quiet shelf: what a sport needs and a person lacks, and what replaces the worn, from a small
//! catalogue, with links out that are signed and counted.

mod build;
mod catalogue;
pub mod data;
mod figures;
pub mod model;
pub mod routes;
mod rules;
mod shop;
mod store;
#[cfg(test)]
mod tests;
pub mod views;
mod words;

pub use build::of;
pub use catalogue::CatalogueError;
pub use figures::figures;
pub use shop::Shop;
pub use words::{row, shelf};
