//! The form of a workout: what was typed (strings in the person's language and units), what that
//! means (values in SI and problems beside their fields), and the form to show.

mod actions;
mod problems;
mod read;
mod show;
mod typed;

pub use actions::Action;
pub use problems::{Problems, words_of_text};
pub use read::{LocalClock, Reading, read};
pub use show::{Frame, show};
pub use typed::Typed;
