//! Recordings: what is refused, what sources become together, and the way to a workout on both databases.

mod checking;
mod merging;
mod sending;

use serde_json::{Value, json};
use uuid::Uuid;

/// 21 November 2026, 08:00 UTC: an hour before the clock of tests.
pub const BEGUN: i64 = 1_795_248_000_000;
pub const MINUTE: i64 = 60_000;

/// A heart rate of so many beats, as a strap sends it.
pub fn pulse(at_ms: i64, beats: u8) -> Value {
    json!([at_ms, "heart_rate_measurement", format!("00{beats:02x}")])
}

/// Ten minutes: a strap each second, and a way north at 3 m/s.
pub fn outing(id: Uuid, user: Uuid) -> Value {
    let seconds = 0..600;
    let pulses: Vec<Value> = seconds
        .clone()
        .map(|at| pulse(at * 1_000, 120 + (at / 30) as u8))
        .collect();
    let places: Vec<Value> = seconds
        .map(|at| {
            json!([
                at * 1_000,
                50.0 + at as f64 * 3.0 / 111_195.0,
                8.0,
                6.0,
                100.0,
                3.0
            ])
        })
        .collect();
    json!({
        "id": id, "user": user, "sport": "running.run",
        "begun_at": BEGUN, "ended_at": BEGUN + 10 * MINUTE, "sent_at": BEGUN + 60 * MINUTE,
        "utc_offset_s": 3600,
        "sensors": [{"adapter": "ble-heart-rate", "name": "Strap 7", "notifications": pulses}],
        "positions": places,
    })
}
