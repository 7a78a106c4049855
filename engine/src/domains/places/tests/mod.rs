//! Places and what they hide.

mod hiding;
pub(crate) mod stories;
