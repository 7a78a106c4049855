//! What is too much for one request: archives and exports are taken in, read in the background file by
//! file, and told of as they go. A process that is killed is taken up where it was.

mod carry;
pub mod data;
mod model;
pub mod receive;
pub mod routes;
mod store;
#[cfg(test)]
mod tests;
pub mod views;

pub use carry::run;
