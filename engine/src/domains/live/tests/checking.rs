//! Whatever is wrong with a recording is told with its place and a remedy.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{BEGUN, MINUTE, outing, pulse};
use crate::domains::live::model::{Recording, Sent};
use crate::domains::live::rules::check;

fn checked(body: Value) -> Result<Recording, Vec<String>> {
    let sent: Sent = serde_json::from_value(body).expect("the shape");
    check(sent).map_err(|faults| {
        assert!(
            faults.iter().all(|fault| fault.remedy.is_some()),
            "{faults:?}"
        );
        faults.into_iter().map(|fault| fault.field).collect()
    })
}

#[allow(clippy::needless_pass_by_value)] // as it is written at each call
fn with(changes: Value) -> Value {
    let mut body = outing(Uuid::nil(), Uuid::nil());
    for (key, value) in changes.as_object().expect("changes") {
        body[key] = value.clone();
    }
    body
}

#[test]
fn a_whole_recording_is_taken() {
    let recording = checked(with(json!({
        "pauses": [[MINUTE, 2 * MINUTE], [2 * MINUTE, 2 * MINUTE]], "laps": [MINUTE, 3 * MINUTE],
    })));
    let recording = recording.expect("taken");
    assert_eq!(
        (recording.length_ms, recording.pauses.len()),
        (10 * MINUTE, 2)
    );
    assert_eq!(recording.sensors[0].notifications[1].bytes, [0, 120]);
    assert_eq!(recording.fixes.len(), 600);
}

#[test]
fn what_is_out_of_bounds_is_told_where_it_stands() {
    let strap = |notifications: Value| json!({"sensors": [{"adapter": "ble-heart-rate", "notifications": notifications}]});
    let many = |value: Value, count: usize| Value::Array(vec![value; count]);
    for (changes, field) in [
        (json!({"begun_at": 5}), "/begun_at"),
        (json!({"sent_at": i64::MAX}), "/sent_at"),
        (json!({"ended_at": BEGUN - 1}), "/ended_at"),
        (json!({"ended_at": BEGUN + 49 * 60 * MINUTE}), "/ended_at"),
        (json!({"utc_offset_s": 90_000}), "/utc_offset_s"),
        (json!({"utc_offset_s": i32::MIN + 1}), "/utc_offset_s"),
        (json!({"sport": "x".repeat(300)}), "/sport"),
        (json!({"pauses": [[5, 4]]}), "/pauses/0"),
        (json!({"pauses": [[0, MINUTE], [1, 2]]}), "/pauses/1"),
        (json!({"pauses": [[0, 11 * MINUTE]]}), "/pauses/0"),
        (json!({"pauses": many(json!([0, 0]), 3_000)}), "/pauses"),
        (json!({"laps": [5, 5]}), "/laps/1"),
        (json!({"laps": [-1]}), "/laps/0"),
        (
            strap(json!([pulse(5, 80), pulse(4, 80)])),
            "/sensors/0/notifications/1/0",
        ),
        (
            strap(json!([pulse(11 * MINUTE, 80)])),
            "/sensors/0/notifications/0/0",
        ),
        (
            strap(json!([[0, "x", "0"]])),
            "/sensors/0/notifications/0/2",
        ),
        (
            strap(json!([[0, "x", "zz"]])),
            "/sensors/0/notifications/0/2",
        ),
        (
            strap(json!([[0, "x", "00".repeat(513)]])),
            "/sensors/0/notifications/0/2",
        ),
        (strap(many(pulse(0, 80), 600_001)), "/sensors"),
        (
            json!({"sensors": many(json!({"adapter": "a", "notifications": []}), 13)}),
            "/sensors",
        ),
        (
            json!({"positions": [[0, 91.0, 0.0, 5.0, null, null]]}),
            "/positions/0",
        ),
        (
            json!({"positions": [[5, 0.0, 0.0, 5.0, null, null], [4, 0.0, 0.0, 5.0, null, null]]}),
            "/positions/1",
        ),
    ] {
        assert_eq!(checked(with(changes)).expect_err(field), [field]);
    }
}

#[test]
fn faults_are_told_together_and_not_without_end() {
    let notifications = vec![json!([0, "x\u{1}", "00"]); 100];
    let sensor = json!({"adapter": "a", "notifications": notifications});
    let faults = checked(with(json!({"sport": "\u{7}", "sensors": [sensor]})));
    let faults = faults.expect_err("faults");
    assert_eq!((faults[0].as_str(), faults.len()), ("/sport", 20));
}
