//! Device adapters: their YAML changed, and payloads for those that ship.

use std::sync::LazyLock;

use indexmap::IndexMap;
use stadion_activity::Limits;
use stadion_engine::adapters::{self, Input};
use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::{Notification, Payload};
use stadion_pack::source::SourceFile;
use stadion_pack::{PackSource, finding, render, source};

use super::Target;
use super::targets::WORDS;
use crate::server::root;

pub const ADAPTER: Target = Target {
    name: "adapter",
    seeds: || yaml().map(|file| file.bytes.clone()).collect(),
    words: WORDS,
    run: adapter,
};

/// The first byte says whose payload it is.
pub const PAYLOAD: Target = Target {
    name: "payload",
    seeds: payloads,
    words: &[
        "\"",
        "{",
        "[",
        "null",
        "-1e308",
        "1e999",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00+18:00",
        ",,,",
        "<a>",
        "</a>",
        "&#0;",
        "PT1e9S",
        "\n{",
        "PK\u{3}\u{4}",
    ],
    run: payload,
};

static SHIPPED: LazyLock<Vec<PackSource>> =
    LazyLock::new(|| source::read_adapters(&root().join("device-adapters")).unwrap());
static ADAPTERS: LazyLock<Vec<Adapter>> = LazyLock::new(|| {
    let compiled = adapters::compiled(&SHIPPED).into_iter();
    compiled.filter_map(|one| one.adapter).collect()
});

fn yaml() -> impl Iterator<Item = &'static SourceFile> {
    let files = SHIPPED.iter().flat_map(|one| &one.files);
    files.filter(|file| file.path == "adapter.yaml")
}

/// What is wrong is told with a place; what is let through reads its own examples.
fn adapter(input: &[u8]) {
    let files = vec![SourceFile {
        path: "adapter.yaml".to_owned(),
        bytes: input.to_vec(),
    }];
    let sources = [PackSource {
        files,
        ..PackSource::default()
    }];
    let compiled = adapters::compiled(&sources).remove(0);
    assert_eq!(
        compiled.adapter.is_none(),
        finding::has_errors(&compiled.findings)
    );
    render::text(&compiled.findings, &sources, false);
    for example in compiled.adapter.iter().flat_map(|one| &one.examples) {
        adapters::read(
            compiled.adapter.as_ref().unwrap(),
            &Input::of(&example.given),
        );
    }
}

fn payloads() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for (at, adapter) in ADAPTERS.iter().enumerate() {
        for example in &adapter.examples {
            let mut seed = vec![u8::try_from(at).unwrap()];
            match &example.given.payload {
                Payload::Bytes { bytes, .. } => seed.extend(bytes),
                Payload::Notifications(sent) => seed.extend(sent.iter().flat_map(|one| &one.bytes)),
            }
            all.push(seed);
        }
    }
    all
}

/// A sensor's input is cut into values of up to 24 bytes.
fn payload(input: &[u8]) {
    let Some((first, rest)) = input.split_first() else {
        return;
    };
    let adapter = &ADAPTERS[usize::from(*first) % ADAPTERS.len()];
    let layouts: Vec<&String> = adapter.decode.layouts.keys().collect();
    let payload = if layouts.is_empty() {
        Payload::Bytes {
            name: "input".to_owned(),
            bytes: rest.to_vec(),
        }
    } else {
        let sent = rest.chunks(24).enumerate().map(|(at, bytes)| Notification {
            at_ms: 1_781_848_800_000 + 1_000 * i64::try_from(at).unwrap(),
            layout: layouts[at % layouts.len()].clone(),
            bytes: bytes.to_vec(),
        });
        Payload::Notifications(sent.collect())
    };
    let input = Input {
        payload: &payload,
        stream: None,
        details: &IndexMap::new(),
        settings: &IndexMap::new(),
        now: "2026-06-20T12:00:00Z".parse().unwrap(),
        limits: Limits {
            file_bytes: 1 << 20,
            unpacked_bytes: 4 << 20,
            ..Limits::default()
        },
    };
    let output = adapters::read(adapter, &input);
    for refused in &output.refused {
        assert!(!refused.reason.is_empty() && !refused.remedy.is_empty() && refused.count > 0);
        assert!(!refused.reason.contains("makes no sense"), "{refused:?}");
    }
    for activity in output.activities() {
        let streams = &activity.streams;
        assert!(streams.time_ms.is_sorted());
        assert!(
            streams
                .channels
                .values()
                .all(|column| column.len() == streams.len())
        );
    }
}
