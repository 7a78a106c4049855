//! A vendor asked once, as the adapter declares it: what was asked, what came, and what the server would
//! do about it. Goes through the client that the server itself asks with.

mod ask;
mod mask;
mod missing;
mod options;
mod plan;
mod received;
mod told;

pub use ask::{Asked, Broke, ask};
pub use mask::Masks;
pub use options::Live;
pub use plan::Plan;
pub use received::{Received, received};
pub use told::{as_json, brief, text};
