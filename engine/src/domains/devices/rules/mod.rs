//! What may be sent, decided before anything is stored.

mod delivery;
mod item;
mod names;
mod payload;

pub use delivery::{KEPT, MOST_DELIVERIES, bounded};
pub use item::{Checked, Document, check};
pub use names::{
    CODE_CHARS, DEFAULT_QUOTA, MOST_GRACE_H, external_id, key, pairing_code, plain_code,
};
pub use payload::{
    Content, Piece, ReadPayload, Record, broken, hourly, media_types, no_record, normalized,
    payload,
};
