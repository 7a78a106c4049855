//! The one integration binary: what is true of the repository as a whole, and stories through the real product.
#![allow(clippy::unwrap_used, reason = "a test that panics says where")]

mod adapters;
mod authoring;
mod calibrate;
mod cases;
mod cli;
mod dev;
mod devices;
mod diff;
mod folders;
mod fuzz;
mod imports;
mod kill;
mod languages;
mod lsp;
mod migrate;
mod mutations;
mod packs;
mod releases;
mod server;
mod story;
mod tidy;
