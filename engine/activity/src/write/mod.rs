//! An activity as a file again: FIT, GPX, TCX and JSON.
//!
//! [`json`] keeps everything; of the others each keeps what its format has a place for.

pub mod fit;
mod gpx;
mod json;
mod pauses;
mod tcx;
mod xml;

pub use fit::fit;
pub use gpx::gpx;
pub(crate) use json::VERSION as JSON_VERSION;
pub use json::{JSON_KIND, json};
pub use tcx::tcx;

use crate::streams::{Channel, Streams};

/// Why a format cannot say an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoTrack {
    #[error("the workout has no positions, which every point of a GPX file has")]
    Positions,
    #[error("the workout has no samples, which the points of a TCX file are")]
    Samples,
}

/// Whether a sample has a position.
pub fn has_positions(streams: &Streams) -> bool {
    let column = streams.channel(Channel::PositionLat);
    column.is_some_and(|column| column.iter().any(|degrees| degrees.is_finite()))
}
