//! What packs would give the people there are, before they are live: for whoever writes them.

mod candidates;
pub mod model;
mod people;
pub mod routes;
mod rules;
#[cfg(test)]
mod tests;

pub use candidates::Candidate;
pub use people::calibrate;
pub use routes::CalibrateBody;
