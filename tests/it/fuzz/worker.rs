//! The process in which a target runs.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use stadion_activity::sample::Random;

use super::change::Changer;
use super::{TARGETS, Target, folder};

/// Of processor time, for one input.
const LIMIT_S: f64 = 1.0;
const SECONDS: u64 = 3;

static INPUTS: AtomicU64 = AtomicU64::new(0);

#[test]
#[ignore = "the other tests of this folder start it, each for its target"]
fn works() {
    let name = env::var("STADION_FUZZ_TARGET").unwrap();
    let target = TARGETS.iter().find(|target| target.name == name).unwrap();
    let kept = folder().join(format!("{name}.input"));
    std::thread::spawn(|| watch(&INPUTS));
    match env::var_os("STADION_FUZZ_INPUT") {
        Some(path) => one(target, &std::fs::read(path).unwrap(), &kept),
        None => many(target, &kept),
    }
    let _ = std::fs::remove_file(kept);
}

fn number(name: &str, otherwise: u64) -> u64 {
    let written = env::var(name).ok().and_then(|text| text.parse().ok());
    written.unwrap_or(otherwise)
}

/// The seeds as they are, then changed ones until the time is over.
#[expect(
    clippy::disallowed_methods,
    reason = "how long it ran is all that is measured"
)]
fn many(target: &Target, kept: &Path) {
    let seeds = (target.seeds)();
    assert!(!seeds.is_empty());
    for seed in &seeds {
        one(target, seed, kept);
    }
    let seconds = Duration::from_secs(number("STADION_FUZZ_SECONDS", SECONDS));
    let (seed, began) = (number("STADION_FUZZ_SEED", 1), Instant::now());
    let changer = Changer {
        seeds: &seeds,
        words: target.words,
    };
    let mut count = 0;
    while began.elapsed() < seconds {
        let input = changer.input(&mut Random::of(seed, count));
        one(target, &input, kept);
        count += 1;
    }
    println!("{}: {count} inputs from seed {seed}", target.name);
}

/// The input is on disk before it is tried: a process that dies tells nothing.
fn one(target: &Target, input: &[u8], kept: &Path) {
    std::fs::write(kept, input).unwrap();
    INPUTS.fetch_add(1, Ordering::Relaxed);
    (target.run)(input);
}

/// Ends the process when one input takes longer than it may.
fn watch(inputs: &AtomicU64) {
    let (mut current, mut since) = (0, 0.0);
    loop {
        std::thread::sleep(Duration::from_millis(100));
        let now = processor_s().unwrap_or(since + 0.02);
        let input = inputs.load(Ordering::Relaxed);
        if input != current {
            (current, since) = (input, now);
        } else if now - since > LIMIT_S {
            eprintln!("one input took more than {LIMIT_S} s");
            std::process::exit(98);
        }
    }
}

/// Seconds that this process computed, where the system tells: another's work is no fault of the input.
fn processor_s() -> Option<f64> {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string(PathBuf::from("/proc/self/stat")).ok()?;
    // After the name, which stands in brackets: fields 14 and 15 of proc(5), utime and stime.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) / TICKS_A_SECOND)
}
