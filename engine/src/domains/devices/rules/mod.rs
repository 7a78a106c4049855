//! What may be sent, decided before anything is stored.

mod item;
mod names;

pub use item::{Checked, check};
pub use names::{
    CODE_CHARS, DEFAULT_QUOTA, MOST_GRACE_H, external_id, key, pairing_code, plain_code,
};
