//! Activity files read into one shape, whatever made them.
//!
//! **Bytes → [`Activity`]**: [`read`] recognises FIT, GPX, TCX, tables (CSV) and Apple's health
//! export by content, unpacks `.gz` and `.zip`, and answers for every file either the activities in it or a [`Refusal`] in plain words.
//! Figures carry canonical names with units ([`fields`]), samples become columns ([`streams`]),
//! and [`derive`] adds what can be computed from the columns.
//!
//! Input is never trusted: sizes, depths and counts are bounded ([`Limits`]), and nothing in a
//! file makes this crate panic.

mod apple;
mod archive;
mod channel;
pub mod clean;
mod codec;
mod codes;
pub mod columns;
mod csv;
pub mod derive;
pub mod edit;
pub mod fields;
mod fit;
mod gpx;
pub mod json;
mod limits;
pub mod model;
mod multisport;
mod pauses;
mod place;
pub mod range;
mod read;
pub mod records;
mod refusal;
pub mod sample;
mod samples;
mod sports;
pub mod streams;
pub mod summary;
mod swim;
mod tcx;
mod text;
mod texts;
mod times;
mod warning;
pub mod write;
mod xml;

/// The words of the FIT profile.
pub mod profile {
    pub use crate::fit::tables::{sports, sub_sports};
}

/// Grows with each release that reads of files, or derives from their samples, what those before it
/// did not: who keeps what was read keeps this beside it, and reads again where it is less.
pub const READER: i64 = 1;

pub use archive::files_in;
pub use clean::{Cleaned, Cleaning, Fault, Span};
pub use codes::{REFUSALS, WARNINGS};
pub use limits::Limits;
pub use model::{
    Activity, Decoded, DeveloperField, Device, FieldValue, Fields, FileResult, Format, Leg, Part,
    Pause, PauseCause, Recorded, Refusal, Warning,
};
pub use read::{Options, read, read_bytes, read_document, read_each, settle};
pub use sports::{are_alike, from_text as sport_named};
