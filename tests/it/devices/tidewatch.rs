//! A vendor that nobody has heard of, as an author writes it down: YAML, and what its documents show.

use std::path::Path;

use crate::cli::write;

pub const ID: &str = "tidewatch";

/// Writes the adapter's folder below `adapters`.
pub fn written(adapters: &Path) {
    written_as(adapters, ADAPTER);
}

/// The same with another `adapter.yaml`.
pub fn written_as(adapters: &Path, yaml: &str) {
    for (path, text) in [
        ("adapter.yaml", yaml),
        ("fixtures/sessions.json", SESSIONS),
        ("fixtures/pulse.json", PULSE),
        ("fixtures/token.json", TOKEN),
        ("fixtures/event.json", EVENT),
    ] {
        write(adapters, &format!("{ID}/{path}"), text);
    }
}

pub const ADAPTER: &str = r#"id: tidewatch
version: 1.0.0
vendor: Tidewatch
description: {en: Sessions of a watch for the shore}
locales: [en]
label: simulated
models: {one: {title: {en: Tidewatch One}, icon: clock}}
data_policy: {visible_to: public, rankings: true, promos: true, models: false}
transport:
  push:
    verify:
      hmac:
        header: x-tide-signature
        algorithm: sha256
        encoding: base64
        prefix: v1=
        signed: "{header.x-tide-time}.{body}"
        secret: webhook_secret
    replay: {window: PT5M, header: x-tide-time, as: unix, id: delivery}
    delivery: ping
    events:
      user: athlete
      id: session
      kind: what
      kinds: {made: created, changed: updated, gone: deleted, left: revoked}
      stream: session
  pull:
    hosts: [id.tidewatch.example, api.tidewatch.example]
    base: https://api.tidewatch.example
    auth:
      oauth2:
        authorize: https://id.tidewatch.example/authorize
        token: https://id.tidewatch.example/token
        scopes: [sessions.read]
        refresh: rotating
        user: athlete.id
        revoke: {method: POST, path: https://id.tidewatch.example/revoke, form: {token: "{access_token}"}}
    streams:
      sessions:
        path: /v2/sessions
        query: {from: "{since}", to: "{until}", after: "{next}", size: "{limit}"}
        records: sessions[*]
        paginate: {cursor: next, limit: 5}
        incremental: {from: began, as: unix, look_back: P2D, window: P30D, history: P180D}
        details: &details
          - {into: pulse, path: "/v2/sessions/{record.id}/pulse", optional: true}
      # One by its id stands alone.
      session: {path: "/v2/sessions/{id}", details: *details, on_ping: true}
    every: PT1H
decode: {format: json}
normalize:
  - {field: start_time, from: began, as: unix}
  - {field: sport, from: kind, words: {SHORE_RUN: running, PIER_WALK: walking}, otherwise: generic}
  - {field: name, from: title}
  - {field: total_elapsed_time, from: took, as: clock}
  - {field: total_distance, from: totals.km, unit: km}
  - {field: total_calories, from: totals.kj, unit: kJ}
  - samples:
      rows: pulse.beats[*]
      time: {from: after, as: seconds}
      fields: [{field: heart_rate, from: rate}]
validate: {fields: {heart_rate: {min: 25 /min, max: 240 /min}}}
dedupe: {id: id, priority: 60}
examples:
  - name: two runs and a walk, with the pulse of each
    given: {payload: fixtures/sessions.json, stream: sessions, details: {pulse: fixtures/pulse.json}}
    expect:
      activities:
        - {sport: running, name: Out and back, total_distance: 5.2 km, total_elapsed_time: 31 min, samples: 3}
        - {sport: walking, total_distance: 2.1 km, total_elapsed_time: 30 min, max.heart_rate: 131}
        - {sport: running, total_distance: 8 km, total_elapsed_time: 48 min}
      refused:
        - {code: out-of-range, at: "sessions[0].pulse.beats[2].rate"}
        - {code: out-of-range, at: "sessions[1].pulse.beats[2].rate"}
        - {code: out-of-range, at: "sessions[2].pulse.beats[2].rate"}
"#;

const SESSIONS: &str = r#"{"sessions": [
  {"id": "tw-5001", "began": 1781676000, "kind": "SHORE_RUN", "title": "Out and back", "took": "0:31:00",
   "totals": {"km": 5.2, "kj": 1600}},
  {"id": "tw-5002", "began": 1781762400, "kind": "PIER_WALK", "title": null, "took": "0:30:00",
   "totals": {"km": 2.1, "kj": 500}},
  {"id": "tw-5003", "began": 1781848800, "kind": "SHORE_RUN", "title": "Long one", "took": "0:48:00",
   "totals": {"km": 8.0, "kj": 2500}}],
 "next": null}
"#;

const PULSE: &str = r#"{"beats": [{"after": 0, "rate": 92}, {"after": 60, "rate": 131}, {"after": 120, "rate": 999},
  {"after": 180, "rate": 128}]}
"#;

const TOKEN: &str = r#"{"access_token": "x", "refresh_token": "y", "expires_in": 3600, "token_type": "Bearer",
  "athlete": {"id": "1001"}}
"#;

const EVENT: &str = r#"{"delivery": "d-1", "what": "made", "athlete": "1001", "session": "tw-5001"}
"#;
