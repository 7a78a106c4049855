//! Mistakes made on purpose in the packs that ship: each is still a sound pack, which the server then
//! serves, or is refused with a finding that stands where the mistake is. Which mistakes are made
//! follows from a seed, so a score can be had again: `make mutate` makes many and keeps what became
//! of each in `target/mutations.txt`.
//!
//! A finding is near within two lines of the change. Where the change took away or renamed what other
//! lines use, the finding stands at these: then it has to say that name, the definition's that was
//! changed, the key that was moved, or the line (`judge::names`). Such are counted apart. Any other
//! finding is far, and so is a pack whose findings are all far; a panic fails the test too.

#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "the files are this repository's"
)]

mod change;
mod expressions;
mod fluent;
mod judge;
mod lines;
mod score;
mod served;
mod tree;

use std::env;
use std::sync::LazyLock;

use stadion_engine::db::testing::Fresh;

use change::{Change, Ground};
use judge::{Judged, Verdict};
use score::Score;

/// Of the test that always runs; those of `make mutate` follow it.
const SEED: u64 = 1;
const CHANGES: u64 = 500;

/// Seeds and numbers of changes whose findings once stood elsewhere.
const ONCE_FAR: [(u64, u64); 13] = [
    (2, 245),
    (2, 931),
    (2, 1086),
    (2, 1141),
    (2, 1296),
    (2, 1340),
    (2, 1506),
    (2, 1869),
    (2, 1870),
    (3, 794),
    (3, 960),
    (3, 1655),
    (4, 597),
];

static GROUND: LazyLock<Ground> = LazyLock::new(Ground::shipped);

fn number(name: &str, otherwise: u64) -> u64 {
    let written = env::var(name).ok().and_then(|text| text.parse().ok());
    written.unwrap_or(otherwise)
}

/// Half of the changes on another thread: checking is all there is to do.
fn judged(seed: u64, changes: u64) -> Vec<Judged> {
    let half = |from: u64| -> Vec<Judged> {
        let numbers = (from..changes).step_by(2);
        let change = |number| Change::of(&GROUND, seed, number);
        numbers
            .map(change)
            .map(|change| judge::judge(&GROUND, change))
            .collect()
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(|| half(1));
        let mut all = half(0);
        all.extend(other.join().unwrap());
        all.sort_by_key(|judged| judged.change.number);
        all
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_is_told_where_it_is_or_the_pack_is_served() {
    let (seed, changes) = (
        number("STADION_MUTATION_SEED", SEED),
        number("STADION_MUTATIONS", CHANGES),
    );
    let judged = judged(seed, changes);
    let score = Score::of(&judged);
    println!("{changes} changes from seed {seed}\n{score}");
    score::keep(seed, &judged, &score);

    let fresh = Fresh::sqlite().await;
    let valid: Vec<&Judged> = judged
        .iter()
        .filter(|one| one.verdict == Verdict::Valid)
        .collect();
    served::all(&fresh, &GROUND, &valid).await;
    fresh.remove().await;

    assert_none_far(&judged);
    assert!(!valid.is_empty() && valid.len() < judged.len());
}

#[test]
fn what_was_told_elsewhere_once_is_told_where_it_is() {
    let judged =
        ONCE_FAR.map(|(seed, number)| judge::judge(&GROUND, Change::of(&GROUND, seed, number)));
    assert_none_far(&judged);
}

fn assert_none_far(judged: &[Judged]) {
    let wrong = |one: &&Judged| matches!(one.verdict, Verdict::Far | Verdict::Panicked);
    let wrong: Vec<String> = judged
        .iter()
        .filter(wrong)
        .map(ToString::to_string)
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        judged.len(),
        wrong.join("\n")
    );
}
