//! `stadion new adapter ID`: a folder that `stadion check` and `stadion test` take as it is.

use std::path::PathBuf;

use clap::ValueEnum;
use stadion_engine::adapters;
use stadion_pack::ids::{is_pack_id, to_case};
use stadion_pack::words::humanise;
use stadion_pack::{finding, render, source};

use super::{Files, dir_of, fresh, keep};
use crate::outcome::{Outcome, failure, say, usage, write};

/// Begin a device adapter: commented YAML with a payload and an example
///
/// Prints the files it wrote. What to change next, docs/adapters/guide.md tells.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The adapter's id: lower-case words with hyphens, such as `acme-watch`
    id: String,
    /// How its data comes in
    #[arg(long, value_enum, default_value_t)]
    transport: Transport,
    /// Folder in which the adapter's folder is made
    /// [default: device-adapters if it is here, else this folder]
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Transport {
    /// A vendor's cloud that is asked, by OAuth 2
    #[default]
    Pull,
    /// A Bluetooth Low Energy sensor
    Ble,
    /// An app or a manufacturer that posts
    Api,
}

pub fn run(args: &Args) -> Outcome {
    if !is_pack_id(&args.id) {
        let near = to_case(&args.id, '-');
        let near = near.map_or_else(String::new, |near| format!("; take `{near}`"));
        return usage(format_args!(
            "`{}` is no id of an adapter: lower-case words with hyphens{near}",
            args.id
        ));
    }
    let dir = dir_of(args.dir.as_deref(), "device-adapters");
    let folder = match fresh(&dir, &args.id) {
        Ok(folder) => folder,
        Err(why) => return usage(why),
    };
    let files = files(&args.id, args.transport);
    if let Err(error) = keep(&folder, &files) {
        return failure(error);
    }
    let sources = match source::read_adapters(&folder) {
        Ok(sources) => sources,
        Err(error) => return failure(error),
    };
    let compiled = adapters::compiled(&sources);
    let findings: Vec<_> = compiled.into_iter().flat_map(|one| one.findings).collect();
    say(render::text(&findings, &sources, false).trim_end());
    let folder = folder.display();
    say(format_args!(
        "next: put a payload of the vendor into fixtures/, then `stadion adapter try {} --dir {}`",
        args.id,
        dir.display()
    ));
    let done = if finding::has_errors(&findings) {
        Outcome::Findings
    } else {
        Outcome::Well
    };
    let paths = files.keys().map(|path| format!("{folder}/{path}\n"));
    write(paths.collect::<String>(), done)
}

fn files(id: &str, transport: Transport) -> Files {
    let (yaml, fixture) = match transport {
        Transport::Pull => (PULL, Some(("fixtures/workouts.json", RECORDS))),
        Transport::Ble => (BLE, None),
        Transport::Api => (API, Some(("fixtures/workouts.json", RECORDS))),
    };
    let yaml = HEAD.to_owned() + yaml;
    let yaml = yaml.replace("ID", id).replace("VENDOR", &humanise(id));
    let mut files = Files::from([("adapter.yaml".to_owned(), yaml)]);
    files.extend(fixture.map(|(path, text)| (path.to_owned(), text.to_owned())));
    files
}

const HEAD: &str = "\
id: ID
version: 0.1.0
vendor: VENDOR
# simulated until somebody has run it against the vendor itself; people are told.
label: simulated
# Where its shapes are documented.
sources: []
# What people choose by picture: each with an icon of the built-in set.
models: {device: {title: VENDOR, icon: device}}
# What the vendor's terms allow. visible_to: owner | club | public.
data_policy: {visible_to: owner, rankings: false, promos: false, models: false}
";

const PULL: &str = "\
transport:
  pull:
    # Every host that is asked; the operator approves them.
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
        query: {after: \"{since}\", page: \"{page}\", size: \"{limit}\"}
        paginate: {page: 1, limit: 50}
        incremental: {from: started_at, as: iso8601, look_back: P3D, window: P30D}
# Where the records stand in an answer.
decode: {format: json, records: \"workouts[*]\"}
# Each entry fills a canonical field: docs/reference/canonical.md.
normalize:
  - {field: start_time, from: started_at}
  - {field: sport, from: kind, otherwise: generic}
  - {field: total_timer_time, from: seconds, unit: s}
  - {field: total_distance, from: km, unit: km}
  - samples:
      rows: pulse[*]
      time: {from: t, as: seconds}
      fields: [{field: heart_rate, from: bpm}]
# What is outside is left out, counted and shown.
validate: {fields: {heart_rate: {min: 25 /min, max: 240 /min}}}
# What names a record for ever: the same again is the same workout.
dedupe: {id: id}
examples:
  - name: a session with its pulse
    given: {stream: workouts, payload: fixtures/workouts.json}
    expect:
      activities: [{sport: generic, total_distance: 5.2 km, samples: 2, max.heart_rate: 118}]
      refused: [{code: out-of-range, at: \"workouts[0].pulse[1].bpm\"}]
";

const API: &str = "\
transport:
  # Path to the record's own id; a key may post so much.
  api: {id: id, bulk: true, quota: [{requests: 600, per: PT1H}]}
decode: {format: json, records: \"workouts[*]\"}
# Each entry fills a canonical field: docs/reference/canonical.md.
normalize:
  - {field: start_time, from: started_at}
  - {field: sport, from: kind, otherwise: generic}
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
    given: {payload: fixtures/workouts.json}
    expect:
      activities: [{sport: generic, total_distance: 5.2 km, samples: 2, max.heart_rate: 118}]
      refused: [{code: out-of-range, at: \"workouts[0].pulse[1].bpm\"}]
";

const BLE: &str = "\
transport:
  ble:
    # Numbers of the Bluetooth SIG in quotes, or whole UUIDs.
    service: \"0x180D\"
    characteristics: {measurement: {uuid: \"0x2A37\", mode: notify}}
decode:
  format: layout
  layouts:
    # Fields in the order of the bytes; `if` names flags of a field before.
    measurement:
      - {field: _, type: u8, bits: {wide: 0}}
      - {field: heart_rate, type: u8, if: \"!wide\"}
      - {field: heart_rate, type: u16, if: wide}
normalize:
  - {field: start_time, from: \"@start\"}
  - {field: sport, value: generic}
  - samples:
      rows: measurement[*]
      time: {from: \"@at\"}
      fields: [{field: heart_rate, from: heart_rate}]
validate: {fields: {heart_rate: {min: 25 /min, max: 250 /min}}}
examples:
  - name: one byte, and two
    given:
      notifications: [{at: 0, hex: \"00 48\"}, {at: 1, hex: \"01 49 00\"}]
    expect:
      activities: [{samples: 2, first.heart_rate: 72, last.heart_rate: 73}]
";

const RECORDS: &str = r#"{"workouts": [{"id": 7, "started_at": "2026-06-19T06:00:00Z", "kind": "anything", "seconds": 1800, "km": 5.2,
  "pulse": [{"t": 0, "bpm": 92}, {"t": 5, "bpm": 300}, {"t": 10, "bpm": 118}]}]}
"#;
