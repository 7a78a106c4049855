//! The language from outside: whole packs in, compiled packs and findings out.

mod broken;
mod hostile;
mod packs;
mod support;
