//! The language from outside: whole packs in, compiled packs and findings out.

#![allow(
    clippy::unwrap_used,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::similar_names,
    reason = "a test that cannot be set up fails, and builds its packs as texts"
)]

mod adapters;
mod broken;
mod diff;
mod examples;
mod hostile;
mod packs;
mod support;
