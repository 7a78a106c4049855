//! YAML with places: text → `Node` tree → typed values that keep their places.

mod append;
mod de;
pub mod format;
mod node;
mod parse;
mod slips;

pub use append::{Appended, append};
pub use de::{DeError, from_node};
pub use node::{Key, Node, PathStep, Tree};
pub use parse::parse;
