//! The pack language: a folder of YAML becomes checked, compiled types.

pub mod expr;
pub mod model;
pub mod units;
pub mod value;
