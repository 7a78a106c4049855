//! All SQL of clouds.

mod accounts;
mod budgets;
mod events;
mod progress;

pub use accounts::{
    adopt, due, erase, find, hold, insert, keep_tokens, of_user, put_flow, release, set_state,
    state_of, take_flow, wake,
};
pub use budgets::{pause_until, put_pause, trim_use, use_up, used};
pub use events::{due_events, finish_event, insert_event, postpone_event};
pub use progress::{all_progress, keep_record, progress, put_progress, record_hash};
