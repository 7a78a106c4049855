//! What a shelf shows, and which links lead out.

pub mod choice;
pub mod links;
