//! Workouts: what people recorded, what follows from it, and how it is shown.

pub mod archive;
pub mod athlete;
mod changes;
mod compose;
pub mod data;
pub mod displays;
pub mod dto;
pub mod export;
mod face;
pub mod files;
pub mod holding;
pub mod house;
pub mod import;
mod joins;
pub mod marks;
pub mod model;
mod norms;
pub mod react;
pub mod read;
pub mod renew;
pub mod resent;
mod retold;
pub mod routes;
pub mod rules;
pub mod service;
mod sources;
pub mod store;
pub mod streaks;
pub mod sums;
mod terms;
#[cfg(test)]
pub(crate) mod tests;
mod through;
mod through_archive;
pub mod totals;
pub mod views;
pub mod words;
mod zones;

pub use face::{
    came_as_file, came_through, checked, evaluate, has_any_of, marks_of, newest, parts_by_name,
    recorded, samples, standing_records, value_sent, values_of, whole_past,
};
pub use import::OTHER_SPORT;
pub use marks::{in_words as record_in_words, title as record_title};
pub use norms::Measure;
pub use read::record_rule;
pub use retold::{Retold, people, retold, retold_one};
pub use rules::efforts::dim_of;
pub use rules::values::{Origin, Values};
pub use store::past;
pub use terms::{policy, terms, unranked};
pub use views::others::{Others, told_to_others};
