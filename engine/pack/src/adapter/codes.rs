//! The findings of adapters, and the introduction of their reference.

/// Code and story. `S0504` and its like are of `adapter.yaml` alone; the codes of YAML, units and
/// expressions are those of packs.
pub const CODES: &[(&str, &str)] = &[
    (
        "S0500",
        "An adapter is a folder with an `adapter.yaml`; the file is missing or says nothing. `stadion new adapter ID` begins one.",
    ),
    (
        "S0501",
        "A path is not written as paths are: names with dots between them, `[0]`, `[-1]`, `[*]`, `[?name=word]`, names with other letters in quotes.",
    ),
    (
        "S0502",
        "No activity has such a field, channel or part. Canonical fields are named as in the FIT profile and listed on the page of canonical fields.",
    ),
    (
        "S0503",
        "Keys of an entry do not go together: a field comes from one of `from`, `value` and `compute`; a figure has a unit; words and rates have none.",
    ),
    (
        "S0504",
        "A transport says too little, or things that exclude each other: no transport at all, a ping that nothing fetches, a call that nobody proves, a form in a GET.",
    ),
    (
        "S0505",
        "An address is not at one of the `hosts`, or not sent by https. The operator approves hosts by name, and nothing else is ever asked.",
    ),
    (
        "S0506",
        "A placeholder `{name}` means nothing where it stands, or one that is needed is missing: a cursor that no request asks for fetches everything again and again.",
    ),
    (
        "S0507",
        "A binary layout does not hold together: a flag that no field before it has, a bit that its field lacks, fields behind one that repeats to the end.",
    ),
    (
        "S0508",
        "Bounds that let nothing through, or more than can be true of any device; a share outside of 0 % to 100 %; a number outside of what its place takes.",
    ),
    (
        "S0509",
        "A service or characteristic is no UUID. Numbers of the Bluetooth SIG are written in quotes, `\"0x180D\"`, for YAML reads them as numbers.",
    ),
    (
        "S0510",
        "A time is written in a way that its place does not take: a span where a moment is needed, or a local time without its offset.",
    ),
    (
        "S0511",
        "A sport or sub-sport is no word of the FIT profile. A vendor's own words are translated under `words`.",
    ),
    (
        "S0512",
        "A stream, setting or layout of this name is not in the adapter.",
    ),
    (
        "S0513",
        "A file that the adapter names is not in its folder: fixtures stand in `fixtures/`, pictures in `images/`.",
    ),
    (
        "S0514",
        "An example gives no payload or two, expects nothing, or expects what nothing can be. An example without an assertion proves nothing, so it fails.",
    ),
    (
        "S0515",
        "What came of an example's payload is not what it expects. `stadion adapter try` shows each step; `stadion test --update` writes what came.",
    ),
    (
        "S0516",
        "The entries of `normalize` make no activity, or there is nothing for them to read.",
    ),
    (
        "S0517",
        "The adapter has no example, so nobody knows whether it works. Take a payload from the vendor's documentation.",
    ),
    (
        "S0518",
        "The data policy contradicts itself: what its owner alone may see cannot count in rankings, where others see it.",
    ),
    (
        "S0519",
        "A secret is named, never written: the operator sets it for the adapter in the server's configuration.",
    ),
    (
        "S0520",
        "Two adapters have one id, or the folder is not called as the adapter is.",
    ),
    (
        "S0521",
        "A script that nothing calls, a file of scripts that none names, or a function that nothing reaches: code without an effect. Take it out, or call it by `script.NAME(…)` in a formula of `normalize`.",
    ),
];

/// Title of the reference page.
pub const TITLE: &str = "Device adapters";

/// Introduction of the reference page.
pub const DOC: &str = "\
A device adapter is a folder: `adapter.yaml` says how the data of one vendor, file or sensor comes in \
and becomes activities, `fixtures/` holds payloads, `images/` pictures of devices; `scripts/` is the last \
resort, for what YAML cannot say. Decoding reads bytes into records; `normalize` puts a record's values into fields of the canonical \
activity, in their units; `validate` leaves out what cannot be true. What is left out is counted and \
told with its place, the reason and a remedy, and never takes the rest with it.

`stadion check` checks an adapter as it checks packs, `stadion test` runs its examples, and \
`stadion adapter try ID --payload FILE` shows every step of a payload.

A script is a function in a file `scripts/*.rhai`, declared under `scripts` with what it takes and gives; \
formulas call it, `script.clock(record.lasted)`. It is Rhai in the [sandbox of packs](scripts.md), within the same \
limits: pure, bounded in operations, memory and time. One that fails gives nothing, which is told as \
`script-failed`; a payload on which scripts were stopped twenty times runs no more of them.

Paths are names with dots between them: `data.distance`, `laps[0]`, `laps[-1]`, `laps[*]`, \
`samples[?type=1].data`, `\"a.b\"`; `@key` is the name that a value stands under.";

/// A whole adapter, for the reference and as a beginning.
pub const EXAMPLE: &str = r#"id: example-cloud
version: 1.0.0
vendor: Example
label: simulated
data_policy: {visible_to: public, rankings: true, promos: true, models: false}
transport:
  pull:
    hosts: [api.example.com]
    base: https://api.example.com
    auth:
      oauth2:
        authorize: https://api.example.com/oauth/authorize
        token: https://api.example.com/oauth/token
        scopes: [read]
    streams:
      workouts:
        path: /v1/workouts
        query: {after: "{since}", page: "{page}", size: "{limit}"}
        paginate: {page: 1, limit: 50}
        incremental: {from: ended_at, as: iso8601, look_back: P3D, window: P30D}
decode: {format: json, records: "workouts[*]"}
normalize:
  - {field: start_time, from: started_at}
  - {field: sport, from: kind, words: {GYM: training}, otherwise: generic}
  - {field: total_timer_time, from: seconds, unit: s}
  - {field: total_distance, from: km, unit: km}
  - samples:
      rows: pulse[*]
      time: {from: t, as: seconds}
      fields: [{field: heart_rate, from: bpm}]
validate: {fields: {heart_rate: {min: 25 /min, max: 240 /min}}}
dedupe: {id: id}
examples:
  - name: a session with its pulse
    given:
      text: >
        {"workouts": [{"id": 7, "started_at": "2026-06-19T06:00:00Z", "kind": "GYM", "seconds": 1800,
        "km": 5.2, "pulse": [{"t": 0, "bpm": 92}, {"t": 5, "bpm": 300}, {"t": 10, "bpm": 118}]}]}
    expect:
      activities:
        - {sport: training, total_distance: 5.2 km, samples: 2, max.heart_rate: 118}
      refused:
        - {code: out-of-range, at: "workouts[0].pulse[1].bpm"}
"#;
