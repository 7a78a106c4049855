//! The pack language: a folder of YAML becomes checked, compiled types.
//!
//! `source` reads files, `yaml` gives them places, `kinds` says what may be written, `load` puts
//! packs together and resolves their names, `finding` and `render` tell what is wrong. Nothing
//! here touches a network, a database or a clock (but to stop a script that takes too long), and
//! nothing panics on any input.

pub mod adapter;
pub mod archive;
mod catalog;
pub mod codes;
pub mod diff;
pub mod docs;
pub mod examples;
pub mod expr;
pub mod figure;
pub mod finding;
pub mod ids;
pub mod kind;
pub mod kinds;
mod load;
pub mod model;
pub mod place;
pub mod reading;
pub mod regions;
pub mod renames;
pub mod render;
pub mod schema;
pub mod scope;
pub mod script;
pub mod source;
pub mod units;
pub mod value;
pub mod words;
pub mod yaml;

pub use finding::{Finding, Severity};
pub use kind::{FitList, Kind, KindSet};
pub use load::{Compiled, SourceField, compile};
pub use model::{Pack, Packs};
pub use place::At;
pub use renames::{Rename, Renames};
pub use scope::Scope;
pub use semver::Version;
pub use source::PackSource;
