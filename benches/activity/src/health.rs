//! Apple's export: time and memory, beside a bare scan of its XML. Each is measured in a process of
//! its own, for memory is a process's.

use std::fs::File;
use std::io::{BufReader, BufWriter, sink};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use quick_xml::Reader;
use quick_xml::events::Event;
use stadion_activity::sample::health;
use stadion_activity::{Options, read_each};

const BYTES: u64 = 2_000_000_000;
const ROUNDS: usize = 3;

pub fn run(bytes: Option<String>) {
    let wanted = bytes.and_then(|bytes| bytes.parse().ok()).unwrap_or(BYTES);
    let few = health(sink(), 20, 7).expect("a sink");
    let days = (wanted * 20 / few.bytes + 1) as u32;
    let path = std::env::temp_dir().join("stadion-bench-export.xml");
    let file = BufWriter::new(File::create(&path).expect("a file"));
    let made = health(file, days, 7).expect("written");
    println!(
        "health: {days} days, {} bytes, {} records, {} workouts",
        made.bytes, made.records, made.workouts
    );
    for round in 0..ROUNDS {
        for what in ["health-scan", "health-read"] {
            let told = alone(what, &path);
            println!("  {round} {what:12} {told}");
        }
    }
    std::fs::remove_file(path).expect("removed");
}

fn alone(what: &str, path: &PathBuf) -> String {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program)
        .arg(what)
        .arg(path)
        .output()
        .expect("it runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

pub fn read(path: &str) {
    let begun = Instant::now();
    let (mut workouts, mut samples) = (0, 0);
    read_each(
        "export.xml",
        File::open(path).expect("a file"),
        &Options::default(),
        |result| {
            let decoded = result.outcome.expect("read");
            workouts += decoded.activities.len();
            samples += decoded
                .activities
                .iter()
                .map(|activity| activity.streams.len())
                .sum::<usize>();
            ControlFlow::Continue(())
        },
    );
    println!(
        "{:6.2} s, {} MB at most, {workouts} workouts, {samples} samples",
        begun.elapsed().as_secs_f64(),
        peak_mb()
    );
}

pub fn scan(path: &str) {
    let begun = Instant::now();
    let file = BufReader::with_capacity(64 << 10, File::open(path).expect("a file"));
    let mut reader = Reader::from_reader(file);
    let (mut buffer, mut events) = (Vec::new(), 0_u64);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).expect("XML") {
            Event::Eof => break,
            _ => events += 1,
        }
    }
    println!(
        "{:6.2} s, {} MB at most, {events} events",
        begun.elapsed().as_secs_f64(),
        peak_mb()
    );
}

/// `VmHWM`
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1000
}
