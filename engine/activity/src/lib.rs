//! Activity files read into one shape, whatever made them.
//!
//! **Bytes → [`Activity`]**: [`read`] recognises FIT, GPX and TCX by content, unpacks `.gz` and
//! `.zip`, and answers for every file either the activities in it or a [`Refusal`] in plain words.
//! Figures carry canonical names with units ([`fields`]), samples become columns ([`streams`]),
//! and [`derive`] adds what can be computed from the columns.
//!
//! Input is never trusted: sizes, depths and counts are bounded ([`Limits`]), and nothing in a
//! file makes this crate panic.

mod archive;
mod codec;
mod codes;
pub mod derive;
pub mod fields;
mod fit;
mod gpx;
mod limits;
pub mod model;
mod multisport;
mod read;
mod refusal;
pub mod sample;
mod samples;
mod sports;
pub mod streams;
pub mod summary;
mod tcx;
mod texts;
mod times;
mod warning;
mod xml;

/// The words of the FIT profile.
pub mod profile {
    pub use crate::fit::tables::{sports, sub_sports};
}

pub use codes::{REFUSALS, WARNINGS};
pub use limits::Limits;
pub use model::{
    Activity, Decoded, Device, FieldValue, Fields, FileResult, Format, Leg, Part, Recorded,
    Refusal, Warning,
};
pub use read::read;
