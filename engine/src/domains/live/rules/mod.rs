//! What of a recording is taken, and how its sources become one activity.

mod check;
mod distance;
mod merge;
mod sources;

pub use check::check;
pub use merge::merge;
