//! Periods in a row with workouts: what becomes of stretches when a period has some, or has none any more.

use std::collections::{BTreeMap, BTreeSet};

/// Days or weeks in a row, by number (`Unit::index`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, sqlx::FromRow)]
pub struct StretchRow {
    pub first: i64,
    pub last: i64,
}

/// Stretches by pack, and in each their last period by the first; of a pack no two touch.
#[derive(Clone, Debug, Default)]
pub struct Stretches(BTreeMap<String, BTreeMap<i64, i64>>);

impl Stretches {
    pub fn add(&mut self, pack: &str, row: StretchRow) {
        let of_pack = self.0.entry(pack.to_owned()).or_default();
        of_pack.insert(row.first, row.last);
    }

    /// A period has workouts in the sports of these packs, and of no others.
    pub fn tell(&mut self, idx: i64, packs: &BTreeSet<String>) {
        for (pack, stretches) in &mut self.0 {
            if !packs.contains(pack) {
                part(stretches, idx);
            }
        }
        for pack in packs {
            join(self.0.entry(pack.clone()).or_default(), idx);
        }
    }

    pub fn rows(self) -> BTreeSet<(String, StretchRow)> {
        let of_pack = |(pack, stretches): (String, BTreeMap<i64, i64>)| {
            let stretches = stretches.into_iter();
            stretches.map(move |(first, last)| (pack.clone(), StretchRow { first, last }))
        };
        self.0.into_iter().flat_map(of_pack).collect()
    }
}

/// One stretch of what touches `idx`, with it.
fn join(stretches: &mut BTreeMap<i64, i64>, idx: i64) {
    let (mut first, mut last) = (idx, idx);
    // None touch, so these are two at most: one that reaches it, and one that begins after it.
    let before = stretches.range(..=idx).next_back();
    if let Some((from, to)) = before.filter(|(_, to)| **to >= idx - 1) {
        (first, last) = (*from, last.max(*to));
    }
    if let Some(to) = stretches.remove(&(idx + 1)) {
        last = to;
    }
    stretches.insert(first, last);
}

/// What is left of the stretch over `idx` without it.
fn part(stretches: &mut BTreeMap<i64, i64>, idx: i64) {
    let over = stretches.range(..=idx).next_back();
    let Some((first, last)) = over.filter(|(_, to)| **to >= idx) else {
        return;
    };
    let (first, last) = (*first, *last);
    stretches.remove(&first);
    for (first, last) in [(first, idx - 1), (idx + 1, last)] {
        if first <= last {
            stretches.insert(first, last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(stretches: &Stretches, pack: &str) -> Vec<(i64, i64)> {
        let rows = stretches.clone().rows().into_iter();
        let of_pack = rows.filter(|(of, _)| of == pack);
        of_pack.map(|(_, row)| (row.first, row.last)).collect()
    }

    /// Against stretches that are counted anew from the periods, in any order of telling.
    #[test]
    fn stretches_are_those_of_the_periods_however_these_are_told() {
        let mut state = 7_u64;
        let mut next = |most: u64| {
            // Of MMIX (Knuth).
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % most
        };
        let mut stretches = Stretches::default();
        let mut have: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
        for _ in 0..2_000 {
            let idx = i64::try_from(next(24)).unwrap();
            let packs: BTreeSet<String> = ["", "running", "cycling"]
                .iter()
                .filter(|_| next(2) == 0)
                .map(|pack| (*pack).to_owned())
                .collect();
            stretches.tell(idx, &packs);
            for pack in ["", "running", "cycling"] {
                let periods = have.entry(pack).or_default();
                if packs.contains(pack) {
                    periods.insert(idx);
                } else {
                    periods.remove(&idx);
                }
                let mut counted: Vec<(i64, i64)> = Vec::new();
                for idx in periods.iter() {
                    match counted.last_mut() {
                        Some((_, last)) if *last == idx - 1 => *last = *idx,
                        _ => counted.push((*idx, *idx)),
                    }
                }
                assert_eq!(rows(&stretches, pack), counted);
            }
        }
    }
}
