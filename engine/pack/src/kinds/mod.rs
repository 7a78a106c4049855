//! The language's own kinds, one file each. The engine's slices declare theirs beside their code.

pub mod measure;
pub mod metrics;
pub mod migrations;
pub mod norms;
pub mod parts;
mod records;
pub mod scripts;
pub mod sports;
pub mod values;
