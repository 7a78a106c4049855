//! Reading activity files beside the readers of others, in one run: each round reads every file
//! once with every reader, and what counts is the median of the rounds' ratios to the floor, which
//! is the least work that any reader has. Fails when a reader finds another number of samples.
//!
//! `make bench-activity`; `health` as an argument measures Apple's export instead.

mod floor;
mod health;
mod python;

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::DateTime;
use stadion_activity::sample::{Run, fit, gpx, tcx};
use stadion_activity::{Activity, Limits, derive, read};

const ROUNDS: usize = 21;
const HOURS: u32 = 6;

/// A reader, which answers how many samples it found.
struct Reader {
    name: &'static str,
    read: fn(Vec<u8>) -> usize,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        // For a profile of one reader.
        Some("only") => only(&arguments.next().unwrap_or_default()),
        Some("health") => health::run(arguments.next()),
        Some("health-read") => health::read(&arguments.next().expect("a file")),
        Some("health-scan") => health::scan(&arguments.next().expect("a file")),
        _ => files(),
    }
}

fn run() -> Run {
    let start = DateTime::from_timestamp(1_714_550_400, 0).expect("a time");
    Run::new(start, HOURS * 3600, 7)
}

fn only(kind: &str) {
    let bytes = match kind {
        "gpx" => gpx(&run()),
        "tcx" => tcx(&run()),
        _ => fit(&run()),
    };
    for _ in 0..ROUNDS {
        whole(bytes.clone());
    }
}

fn files() {
    let run = run();
    compare(
        "gpx",
        &gpx(&run),
        &[
            Reader {
                name: "floor: quick-xml extract",
                read: floor::gpx,
            },
            Reader {
                name: "quick-xml, events alone",
                read: floor::events,
            },
            Reader {
                name: "stadion, all of it",
                read: whole,
            },
            Reader {
                name: "gpx crate",
                read: gpx_crate,
            },
        ],
    );
    compare(
        "tcx",
        &tcx(&run),
        &[
            Reader {
                name: "floor: quick-xml extract",
                read: floor::tcx,
            },
            Reader {
                name: "quick-xml, events alone",
                read: floor::events,
            },
            Reader {
                name: "stadion, all of it",
                read: whole,
            },
        ],
    );
    compare(
        "fit",
        &fit(&run),
        &[
            Reader {
                name: "floor: columns and checksum",
                read: floor::fit,
            },
            Reader {
                name: "stadion, all of it",
                read: whole,
            },
            Reader {
                name: "rustyfit, streaming",
                read: rustyfit_stream,
            },
            Reader {
                name: "fitparser",
                read: fitparser_crate,
            },
        ],
    );
}

fn compare(kind: &str, bytes: &[u8], readers: &[Reader]) {
    println!("{kind}: {HOURS} hours, {} bytes", bytes.len());
    let mut times = vec![Vec::new(); readers.len()];
    let samples = whole(bytes.to_vec());
    for round in 0..=ROUNDS {
        for (reader, times) in readers.iter().zip(&mut times) {
            let copy = bytes.to_vec();
            let begun = Instant::now();
            let found = (reader.read)(black_box(copy));
            let took = begun.elapsed();
            assert!(
                found == samples || reader.name.ends_with("alone"),
                "{}: {found} of {samples}",
                reader.name
            );
            // The first round warms up.
            if round > 0 {
                times.push(took);
            }
        }
    }
    let floor = times[0].clone();
    for (reader, times) in readers.iter().zip(&times) {
        let mut ratios: Vec<f64> = times
            .iter()
            .zip(&floor)
            .map(|(time, floor)| time.as_secs_f64() / floor.as_secs_f64())
            .collect();
        told(reader.name, median(times), ratio(&mut ratios), bytes.len());
    }
    derived(bytes, median(&floor));
    for (name, seconds) in python::medians(kind, bytes) {
        let times = seconds / median(&floor).as_secs_f64();
        told(&name, Duration::from_secs_f64(seconds), times, bytes.len());
    }
    println!();
}

fn told(name: &str, time: Duration, times: f64, bytes: usize) {
    let rate = bytes as f64 / time.as_secs_f64() / 1e6;
    println!(
        "  {name:32} {:9.2} ms  {rate:7.0} MB/s  {times:8.2} x",
        time.as_secs_f64() * 1e3
    );
}

fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    sorted[sorted.len() / 2]
}

fn ratio(ratios: &mut [f64]) -> f64 {
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}

fn activity(bytes: Vec<u8>) -> Activity {
    let mut results = read("file", bytes, &Limits::default());
    results
        .remove(0)
        .outcome
        .expect("an activity")
        .activities
        .remove(0)
}

fn whole(bytes: Vec<u8>) -> usize {
    activity(bytes).streams.len()
}

/// What the figures take that follow from the samples, which no other reader computes.
fn derived(bytes: &[u8], floor: Duration) {
    let read = activity(bytes.to_vec());
    let times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let mut fresh = Activity {
                fields: Default::default(),
                ..read.clone()
            };
            let begun = Instant::now();
            derive::complete(black_box(&mut fresh));
            begun.elapsed()
        })
        .collect();
    let time = median(&times);
    told(
        "  of it derived figures",
        time,
        time.as_secs_f64() / floor.as_secs_f64(),
        bytes.len(),
    );
}

fn gpx_crate(bytes: Vec<u8>) -> usize {
    let read = ::gpx::read(bytes.as_slice()).expect("gpx reads it");
    read.tracks
        .iter()
        .flat_map(|track| &track.segments)
        .map(|segment| segment.points.len())
        .sum()
}

fn rustyfit_stream(bytes: Vec<u8>) -> usize {
    use rustyfit::profile::{mesgdef::Record, typedef::MesgNum};
    use rustyfit::{Decoder, DecoderEvent, StreamingIterator};
    let mut decoder = Decoder::new();
    let mut stream = decoder.stream(bytes.as_slice());
    let mut records = 0;
    while let Some(event) = stream.next() {
        if let DecoderEvent::Message(message) = event.expect("rustyfit reads it")
            && message.num == MesgNum::RECORD
        {
            black_box(Record::from(message));
            records += 1;
        }
    }
    records
}

fn fitparser_crate(bytes: Vec<u8>) -> usize {
    let messages = fitparser::from_bytes(&bytes).expect("fitparser reads it");
    let is_record =
        |message: &&fitparser::FitDataRecord| message.kind() == fitparser::profile::MesgNum::Record;
    messages.iter().filter(is_record).count()
}
