//! What sports there are and what is recorded in each: the live packs, told to clients.

mod figures;
pub mod routes;

pub use figures::figures;
