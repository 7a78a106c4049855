//! Whatever comes in is survived: each target is fed changed and made-up inputs in a process of its
//! own, bounded in memory, where an input that panics, overflows the stack or takes a second fails
//! the test, stays in `target/fuzz/` and is told with the command that tries it again.
//!
//! `STADION_FUZZ_SECONDS` says how long each target runs (`make fuzz`), `STADION_FUZZ_SEED` where it
//! begins. A new target is a function in `targets` and a line in [`TARGETS`].

#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "the files are this repository's"
)]

mod adapters;
mod archives;
mod change;
mod packs;
mod rules;
mod targets;
mod worker;

use std::path::PathBuf;
use std::process::Command;

use crate::server::root;

/// Takes an input; panics where what came of it is wrong.
type Try = fn(&[u8]);

struct Target {
    name: &'static str,
    seeds: fn() -> Vec<Vec<u8>>,
    /// Words that mean something there.
    words: &'static [&'static str],
    run: Try,
}

const TARGETS: &[Target] = &[
    targets::YAML,
    targets::FORMAT,
    targets::FLUENT,
    packs::PACK,
    rules::EXPRESSION,
    rules::RULE,
    adapters::ADAPTER,
    adapters::PAYLOAD,
    archives::ACTIVITY,
    archives::GPX,
    archives::TCX,
    archives::TABLE,
    archives::COLUMNS,
    archives::HEALTH,
    archives::RELEASE,
];

/// In kB, of addresses: a decoder that believes a size written in a file stops here.
const MEMORY: u32 = 4_000_000;

fn folder() -> PathBuf {
    root().join("target/fuzz")
}

fn fuzz(name: &str) {
    std::fs::create_dir_all(folder()).unwrap();
    let limited = format!("ulimit -v {MEMORY} 2>/dev/null; exec \"$0\" \"$@\"");
    let worker = Command::new("sh")
        .args(["-c", &limited])
        .arg(std::env::current_exe().unwrap())
        .args(["fuzz::worker::works", "--exact", "--ignored", "--nocapture"])
        .env("STADION_FUZZ_TARGET", name)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&worker.stdout);
    let done = told.lines().find(|line| line.contains("inputs"));
    if worker.status.success() {
        println!("{}", done.unwrap_or("one input"));
        return;
    }
    let kept = folder().join(format!("{name}.input"));
    let failed = folder().join(format!("{name}-{}.input", std::process::id()));
    let failed = std::fs::rename(&kept, &failed).map_or(kept, |()| failed);
    panic!(
        "{name}: {}\n{}\nagain by: STADION_FUZZ_INPUT={} cargo test -p stadion --test it fuzz::{name}",
        worker.status,
        String::from_utf8_lossy(&worker.stderr),
        failed.display()
    );
}

#[test]
fn yaml() {
    fuzz("yaml");
}

#[test]
fn format() {
    fuzz("format");
}

#[test]
fn fluent() {
    fuzz("fluent");
}

#[test]
fn pack() {
    fuzz("pack");
}

#[test]
fn expression() {
    fuzz("expression");
}

#[test]
fn rule() {
    fuzz("rule");
}

#[test]
fn adapter() {
    fuzz("adapter");
}

#[test]
fn payload() {
    fuzz("payload");
}

#[test]
fn activity() {
    fuzz("activity");
}

#[test]
fn gpx() {
    fuzz("gpx");
}

#[test]
fn tcx() {
    fuzz("tcx");
}

#[test]
fn table() {
    fuzz("table");
}

#[test]
fn columns() {
    fuzz("columns");
}

#[test]
fn health() {
    fuzz("health");
}

#[test]
fn release() {
    fuzz("release");
}
