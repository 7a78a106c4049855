//! Scripts, and the rows of a record that they and formulas look at.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::RawValue;
use crate::kinds::scripts::{RawGiven, RawScriptType};
use crate::place::At;

/// Rows of a record that formulas name, each row with the same values: `sum(leg.length)`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRows {
    /// Path to the rows: `legs[*]`.
    #[schemars(extend("x-names" = "path"))]
    pub from: At<String>,
    /// Values of a row by name, each with its path in the row and its unit or type.
    #[schemars(length(min = 1))]
    pub fields: IndexMap<At<String>, RawValue>,
}

/// A function in [Rhai](https://rhai.rs/book/) that formulas call as `script.NAME(…)`: the last resort,
/// for what neither a path nor a formula can say. It runs in the sandbox of packs' scripts, within their
/// limits.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAdapterScript {
    /// The file, from the adapter's folder: `scripts/clock.rhai`.
    #[schemars(extend("x-names" = "files"))]
    pub file: At<String>,
    /// The function in it; the script's name when left out.
    pub function: Option<At<String>>,
    /// Its arguments in their order. The names are for readers: the function has its own.
    pub takes: IndexMap<At<String>, RawArgument>,
    /// What it gives.
    pub gives: At<RawGiven>,
}

/// An argument: one of `quantity`, `type` and `rows`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawArgument {
    /// The kind of quantity, given in SI units: `length` in metres, `duration` in seconds.
    #[schemars(extend("x-names" = "quantities"))]
    pub quantity: Option<At<String>>,
    /// What it is besides a quantity.
    #[serde(rename = "type")]
    pub ty: Option<At<RawScriptType>>,
    /// All of these rows, as a list. A value that a row lacks is `()`.
    #[schemars(extend("x-names" = "rows"))]
    pub rows: Option<At<String>>,
    /// Asked with `()` where the value is missing; a script whose argument is missing otherwise gives
    /// nothing.
    #[serde(default)]
    pub optional: bool,
}
