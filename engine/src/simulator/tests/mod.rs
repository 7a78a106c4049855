//! A simulated vendor, asked as an app asks it.

mod calls;
mod client;
mod faults;
mod lists;
mod oauth;
mod shipped;

use std::path::Path;
use std::sync::Arc;

use chrono::{TimeZone, Utc};
use stadion_pack::adapter::Adapter;
use stadion_pack::{PackSource, source};

use super::*;
use client::Client;

/// A made-up vendor with everything that can be declared by path.
const ACME: &str = r#"
id: acme
version: 1.0.0
vendor: Acme
label: simulated
sources: []
models: {device: {title: Acme, icon: device}}
data_policy: {visible_to: owner, rankings: false, promos: false, models: false}
transport:
  push:
    verify:
      hmac: {header: X-Acme-Signature, algorithm: sha256, encoding: hex, prefix: "sha256=", signed: "{header.X-Acme-Time}.{body}", secret: webhook_secret}
      challenge: {query: challenge, answer: challenge, token: token, secret: verify_token}
    replay: {window: PT5M, header: X-Acme-Time, as: unix, id: call}
    delivery: ping
    events: {records: "events[*]", user: who, id: what, kind: how, kinds: {made: created, gone: deleted}, stream: workout}
  pull:
    hosts: [api.acme.example, login.acme.example]
    base: https://api.acme.example
    auth:
      oauth2:
        authorize: https://login.acme.example/authorize
        token: https://login.acme.example/token
        scopes: [read, more]
        user: who.id
        tokens: tokens
        register: {method: POST, path: /people, json: {member: "{user_id}"}}
        revoke: {method: DELETE, path: "/people/{user_id}"}
    streams:
      workouts:
        path: /v1/workouts
        query: {after: "{since}", before: "{until}", next: "{next}", size: "{limit}"}
        records: data.workouts[*]
        paginate: {cursor: data.next, limit: 10}
        incremental: {from: begin, as: iso8601, window: P30D}
        details:
          - {into: pulse, path: "/v1/workouts/{record.id}/pulse"}
      numbered:
        path: /v1/numbered
        query: {page: "{page}", size: "{limit}"}
        records: "[*]"
        paginate: {page: 1, limit: 4}
      offset:
        path: /v1/offset
        query: {offset: "{offset}"}
        paginate: {offset: next_offset, more: more}
      linked: {path: /v1/linked, records: "[*]", paginate: {link: header}}
      workout: {path: "/v1/workouts/{id}", on_ping: true}
    body: {code: {from: status}, said: {from: error, type: text}}
    error_predicate: body.code != 0
    responses:
      - {when: body.code == 601, then: rate_limited}
      - {when: "body.code in [100, 401]", then: refresh_token}
    rate: {limit: X-Limit, used: X-Used, reset: X-Reset, app: [{requests: 1000, per: PT15M}]}
decode: {format: json}
normalize:
  - {field: start_time, from: begin}
  - {field: sport, value: generic}
  - {field: total_distance, from: km, unit: km}
  - samples: {rows: "pulse.rows[*]", time: {from: at, as: unix}, fields: [{field: heart_rate, from: bpm}]}
dedupe: {id: id}
examples:
  - name: two workouts
    given: {stream: workouts, payload: fixtures/workouts.json, details: {pulse: fixtures/pulse.json}}
    expect: {activities: [{samples: 2}, {samples: 2}]}
  - name: numbered
    given: {stream: numbered, text: '[{"id": 1, "begin": "2026-06-19T06:00:00Z"}]'}
    expect: {activities: [{samples: 0}]}
  - name: an error
    given: {stream: workouts, text: '{"status": 601, "error": "too much"}'}
    expect: {activities: []}
"#;

const WORKOUTS: &str = r#"{"status": 0, "data": {"workouts": [
  {"id": "w-1", "begin": "2026-06-19T06:00:00Z", "end": 1781850600, "day": "2026-06-19", "km": 5.2},
  {"id": "w-2", "begin": "2026-06-18T06:00:00Z", "end": 1781764200, "day": "2026-06-18", "km": 3}], "next": null}}"#;
const PULSE: &str = r#"{"rows": [{"at": 1781848800, "bpm": 90}, {"at": 1781848860, "bpm": 95}]}"#;

fn read(sources: &[PackSource]) -> Arc<Adapter> {
    let compiled = crate::adapters::compiled(sources).remove(0);
    let told: Vec<_> = compiled
        .findings
        .iter()
        .map(|one| one.message.clone())
        .collect();
    Arc::new(compiled.adapter.unwrap_or_else(|| panic!("{told:?}")))
}

fn clock() -> Clock {
    Clock::fixed(Utc.with_ymd_and_hms(2026, 6, 20, 12, 0, 0).unwrap(), 5)
}

fn source_of(yaml: &str) -> PackSource {
    let files = [
        ("adapter.yaml", yaml),
        ("fixtures/workouts.json", WORKOUTS),
        ("fixtures/pulse.json", PULSE),
        (
            "fixtures/token.json",
            r#"{"who": {"id": "x", "name": "Ada"}}"#,
        ),
    ];
    PackSource::from_texts("acme", files)
}

fn made(yaml: &str, options: Options, clock: &Clock) -> Simulator {
    let source = source_of(yaml);
    let adapter = read(std::slice::from_ref(&source));
    Simulator::new(adapter, &source, options, clock.clone()).unwrap()
}

fn acme(options: Options) -> (Simulator, Clock) {
    let clock = clock();
    (made(ACME, options, &clock), clock)
}

/// One of those that ship.
fn ships(id: &str) -> (Arc<Adapter>, PackSource) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../device-adapters")
        .join(id);
    let sources = source::read_adapters(&folder).unwrap();
    (read(&sources), sources[0].clone())
}

#[test]
fn an_adapter_that_asks_nobody_has_no_vendor() {
    let (adapter, source) = ships("fit");
    let none = Simulator::new(adapter, &source, Options::default(), clock());
    assert!(
        none.unwrap_err()
            .to_string()
            .contains("`fit` asks no vendor")
    );
    let bare = ACME.replace("payload: fixtures/workouts.json", "text: '{}'");
    let bare = bare.replace("activities: [{samples: 2}, {samples: 2}]", "activities: []");
    let bare = bare.replace(
        r#"text: '[{"id": 1, "begin": "2026-06-19T06:00:00Z"}]'"#,
        "text: '[]'",
    );
    let source = PackSource::from_texts(
        "acme",
        [
            ("adapter.yaml", bare.as_str()),
            ("fixtures/pulse.json", PULSE),
        ],
    );
    let adapter = read(std::slice::from_ref(&source));
    let none = Simulator::new(adapter, &source, Options::default(), clock());
    assert!(none.unwrap_err().to_string().contains("hold no record"));
}
