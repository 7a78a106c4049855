//! What people see: texts, figures in words, drawings, templates and assets.
//!
//! Route authors fill a view of [`pages`] with strings made by [`format`] and drawings made by
//! [`draw`], and hand it with a [`page::Page`] to [`templates::Templates`]. Templates compute
//! nothing and hold no text of their own.

pub mod format;
pub mod i18n;
