//! What is personal goes, what is measured stays.

use serde_json::{Value, json};
use stadion_pack::PackSource;

use super::*;

const ADAPTER: &str = "\
id: acme
version: 1.0.0
vendor: Acme
label: simulated
sources: []
models: {device: {title: Acme, icon: device}}
data_policy: {visible_to: owner, rankings: false, promos: false, models: false}
transport: {api: {id: id}}
decode: {format: json, records: \"workouts[*]\"}
normalize:
  - {field: start_time, from: begin}
  - {field: sport, value: generic}
  - {field: total_distance, from: km, unit: km}
dedupe: {id: id}
examples:
  - name: one
    given: {text: '{\"workouts\": [{\"id\": 1, \"begin\": \"2026-06-19T06:00:00Z\"}]}'}
    expect: {activities: [{samples: 0}]}
";

fn adapter() -> stadion_pack::adapter::Adapter {
    let source = PackSource::from_texts("acme", [("adapter.yaml", ADAPTER)]);
    let compiled = crate::adapters::compiled(&[source]).remove(0);
    compiled.adapter.expect("sound")
}

fn cleaned(payload: &Value, keep: Keep) -> Clean {
    scrub(&adapter(), None, payload, &[], keep)
}

fn payload() -> Value {
    json!({"user": {"id": 48213, "firstname": "Ada", "email": "Ada@lovelace.org", "weight": 61.5},
    "access_token": "abc",
    "workouts": [
        {"id": 77001, "owner_id": 48213, "begin": "2026-06-19T06:00:00Z", "km": 5.2, "name": "Home to work",
         "device_name": "Acme One", "device_id": "F00D", "kind": "LONG_ONE", "upload_id": 77001, "timezone": "Europe/Berlin",
         "start_latlng": [52.5, 13.4], "note": "with Bob", "url": "https://acme.example/u/48213",
         "map": {"summary_polyline": "_p~iF~ps|U"}, "pulse": [{"t": 0, "bpm": 92}]},
        {"id": 77002, "owner_id": 48213, "begin": "2026-06-21T06:00:00Z", "km": 1, "contact": "mail ada@lovelace.org",
         "points": [{"lat": 52.51, "lng": 13.4}, {"lat": 52.52, "lng": 13.41}], "said": "I ran until the rain came"},
    ]})
}

#[test]
fn what_is_personal_is_replaced_the_same_way_everywhere() {
    let clean = cleaned(&payload(), Keep { dates: true }).payload;
    let [one, two] = [&clean["workouts"][0], &clean["workouts"][1]];
    assert_eq!(clean["user"]["id"], 1001);
    assert_eq!(
        (&one["owner_id"], &two["owner_id"]),
        (&json!(1001), &json!(1001))
    );
    assert_eq!(clean["user"]["firstname"], "Person 1");
    assert_eq!(clean["user"]["email"], "person1@example.org");
    assert_eq!(clean["user"]["weight"], Value::Null);
    assert_eq!(clean["access_token"], "secret-1");
    assert_eq!(
        (&one["id"], &one["upload_id"]),
        (&json!(1_000_001), &json!(1_000_001))
    );
    assert_eq!(two["id"], 1_000_002);
    for name in ["name", "note"] {
        assert_eq!(one[name], "", "{name}");
    }
    assert_eq!(
        (&one["map"]["summary_polyline"], &two["said"]),
        (&json!(""), &json!(""))
    );
    assert_eq!(one["url"], "https://example.org/1");
    assert_eq!(one["timezone"], "UTC");
    assert_eq!(one["device_id"], "device-1");
    for (name, left) in [
        ("device_name", json!("Acme One")),
        ("kind", json!("LONG_ONE")),
        ("km", json!(5.2)),
    ] {
        assert_eq!(one[name], left, "{name}");
    }
    assert_eq!(one["pulse"][0]["bpm"], 92);
    let text = clean.to_string();
    for personal in ["Ada", "ada@", "48213", "Berlin", "Bob", "F00D", "77001"] {
        assert!(!text.contains(personal), "{personal}: {text}");
    }
}

/// In metres on the sphere.
fn apart(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (p, q) = (a.0.to_radians(), b.0.to_radians());
    let by = ((b.0 - a.0).to_radians() / 2.0).sin().powi(2)
        + p.cos() * q.cos() * ((b.1 - a.1).to_radians() / 2.0).sin().powi(2);
    2.0 * 6_371_000.0 * by.sqrt().asin()
}

#[test]
fn positions_move_and_distances_stay() {
    let clean = cleaned(&payload(), Keep::default());
    let point = |value: &Value, lat: &str, long: &str| {
        (value[lat].as_f64().unwrap(), value[long].as_f64().unwrap())
    };
    let start = &clean.payload["workouts"][0]["start_latlng"];
    let start = (start[0].as_f64().unwrap(), start[1].as_f64().unwrap());
    assert_eq!(start, (10.0, -35.0));
    let points = &clean.payload["workouts"][1]["points"];
    let moved = [
        point(&points[0], "lat", "lng"),
        point(&points[1], "lat", "lng"),
    ];
    let before = [(52.5, 13.4), (52.51, 13.4), (52.52, 13.41)];
    for (a, b, c, d) in [
        (before[0], before[1], start, moved[0]),
        (before[1], before[2], moved[0], moved[1]),
        (before[0], before[2], start, moved[1]),
    ] {
        assert!((apart(a, b) - apart(c, d)).abs() < 0.05, "{a:?} {b:?}");
    }
    let told = clean.scrubbed.iter().find(|one| one.what == "position");
    assert_eq!(told.unwrap().path, "workouts[*].start_latlng");
}

#[test]
fn a_position_that_cannot_be_moved_is_left_out() {
    let columns = json!({"workouts": [{"id": 1, "begin": "2026-06-19T06:00:00Z",
        "position": {"lat": [1.0, null, 1.1], "lng": [2.0, null, 2.1]}, "start_lat": 50.1, "end": {"longitude": 900.0}}]});
    let clean = cleaned(&columns, Keep::default()).payload;
    let one = &clean["workouts"][0];
    assert_eq!(one["position"]["lat"][1], Value::Null);
    assert_eq!(one["position"]["lat"][0], 10.0);
    assert_eq!(
        (&one["start_lat"], &one["end"]["longitude"]),
        (&Value::Null, &Value::Null)
    );
}

#[test]
fn dates_move_by_weeks_or_stay() {
    let clean = cleaned(&payload(), Keep::default());
    // A Friday stays one, and two days later is two days later.
    assert_eq!(
        clean.payload["workouts"][0]["begin"],
        "2026-01-09T06:00:00Z"
    );
    assert_eq!(
        clean.payload["workouts"][1]["begin"],
        "2026-01-11T06:00:00Z"
    );
    assert!(clean.scrubbed.iter().any(|one| one.what == "date"));
    let kept = cleaned(&payload(), Keep { dates: true });
    assert_eq!(kept.payload["workouts"][0]["begin"], "2026-06-19T06:00:00Z");
    assert!(!kept.scrubbed.iter().any(|one| one.what == "date"));
}

#[test]
fn what_was_done_is_told_by_path() {
    let scrubbed = cleaned(&payload(), Keep { dates: true }).scrubbed;
    let of = |path: &str| {
        scrubbed
            .iter()
            .find(|one| one.path == path)
            .map(|one| (one.what, one.count))
    };
    assert_eq!(of("user.firstname"), Some(("name", 1)));
    assert_eq!(of("workouts[*].owner_id"), Some(("person's id", 2)));
    assert_eq!(of("workouts[*].id"), Some(("record's id", 2)));
    assert_eq!(of("workouts[*].km"), None);
}
