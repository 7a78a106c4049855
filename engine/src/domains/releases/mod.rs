//! Releases of packs: published, live, planned, taken back, and the trail of who did it. What is
//! live stands in the database; every replica follows it and swaps its catalog.

mod check;
mod data;
mod follow;
mod leads;
mod live;
pub mod model;
mod plan;
mod publish;
mod react;
pub mod routes;
mod store;
#[cfg(test)]
mod tests;
mod trial;

pub use data::ReleaseData;
pub use follow::{Following, adopt, keep_up};
pub use react::FirstEffect;
