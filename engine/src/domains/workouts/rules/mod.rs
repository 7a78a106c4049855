//! Pure decisions: what follows from a workout's facts, and what may be entered.

pub mod changes;
pub mod day;
pub mod efforts;
pub mod input;
pub mod progress;
pub mod records;
pub mod same;
pub mod similar;
pub mod validate;
pub mod values;
