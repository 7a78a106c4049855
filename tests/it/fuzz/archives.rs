//! Files of watches, archives of them, and packs as archives.

use std::io::Write;

use chrono::DateTime;
use stadion_activity::sample::{Run, fit, fit_strength, gpx, tcx};
use stadion_activity::{FileResult, Limits, read};
use stadion_pack::archive;

use super::Target;

pub const ACTIVITY: Target = Target {
    name: "activity",
    seeds,
    words: WORDS,
    run,
};

pub const RELEASE: Target = Target {
    name: "release",
    seeds: releases,
    words: &[
        "PK\u{3}\u{4}",
        "PK\u{1}\u{2}",
        "PK\u{5}\u{6}",
        "pack.yaml",
        "../",
        "/",
        "\\",
        "\u{0}",
    ],
    run: release,
};

const WORDS: &[&str] = &[
    ".FIT",
    "PK\u{3}\u{4}",
    "PK\u{1}\u{2}",
    "PK\u{5}\u{6}",
    "<trkpt lat=\"91\" lon=\"181\">",
    "<time>",
    "<Lap StartTime=\"",
    "</Track>",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>",
    "&a;",
    "<![CDATA[",
    "-->",
    "9999999999",
    "NaN",
    "1e400",
    "-0",
    "2024-02-30T25:61:61Z",
];

fn seeds() -> Vec<Vec<u8>> {
    let run = Run::new(DateTime::from_timestamp(1_714_550_400, 0).unwrap(), 60, 1);
    let files = [fit(&run), fit_strength(run.start, 1), gpx(&run), tcx(&run)];
    let packed = files.iter().map(|file| gzip(file));
    let all: Vec<Vec<u8>> = files.iter().cloned().chain(packed).collect();
    let archive = zip(&all);
    all.into_iter()
        .chain([zip(std::slice::from_ref(&archive)), archive])
        .collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn zip(files: &[Vec<u8>]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (number, bytes) in files.iter().enumerate() {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(format!("{number}.bin"), options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn run(input: &[u8]) {
    let limits = Limits {
        file_bytes: 1 << 20,
        unpacked_bytes: 4 << 20,
        ..Limits::default()
    };
    let results = read("input", input.to_vec(), &limits);
    assert!(!results.is_empty());
    results.iter().for_each(is_sound);
}

fn is_sound(result: &FileResult) {
    match &result.outcome {
        Ok(decoded) => {
            assert!(!decoded.activities.is_empty());
            for activity in &decoded.activities {
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
        // A panic that was caught is told so.
        Err(refusal) => {
            assert!(!refusal.reason.contains("makes no sense") && !refusal.remedy.is_empty());
        }
    }
}

fn releases() -> Vec<Vec<u8>> {
    let packs = crate::packs::sources();
    packs
        .iter()
        .map(|source| archive::pack(source).unwrap())
        .collect()
}

/// What is read can be packed, and is then the same pack.
fn release(input: &[u8]) {
    let Ok(source) = archive::unpack(input) else {
        return;
    };
    let again = archive::unpack(&archive::pack(&source).unwrap()).unwrap();
    assert_eq!(again, source);
    assert_eq!(again.digest(), source.digest());
}
