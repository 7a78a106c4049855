//! How many changes of each kind ended how.

use std::collections::BTreeMap;
use std::fmt;

use crate::server::root;

use super::judge::{Judged, Verdict};

#[derive(Default)]
struct Row {
    valid: usize,
    warned: usize,
    near: usize,
    named: usize,
    far: usize,
    panicked: usize,
    stray: usize,
}

impl Row {
    fn add(&mut self, judged: &Judged) {
        *match judged.verdict {
            Verdict::Valid if judged.warnings.is_empty() => &mut self.valid,
            Verdict::Valid => &mut self.warned,
            Verdict::Near => &mut self.near,
            Verdict::Named => &mut self.named,
            Verdict::Far => &mut self.far,
            Verdict::Panicked => &mut self.panicked,
        } += 1;
        self.stray += judged.stray;
    }
}

pub struct Score {
    kinds: BTreeMap<&'static str, Row>,
    all: Row,
}

impl Score {
    pub fn of(judged: &[Judged]) -> Self {
        let mut score = Self {
            kinds: BTreeMap::new(),
            all: Row::default(),
        };
        for one in judged {
            score.kinds.entry(one.change.kind).or_default().add(one);
            score.all.add(one);
        }
        score
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<26} valid  warned  refused: near  by name  far  panicked  stray errors",
            ""
        )?;
        let all = self.kinds.iter().map(|(kind, row)| (*kind, row));
        for (kind, row) in all.chain([("all", &self.all)]) {
            let Row {
                valid,
                warned,
                near,
                named,
                far,
                panicked,
                stray,
            } = row;
            writeln!(
                f,
                "{kind:<26} {valid:>5} {warned:>7} {near:>14} {named:>8} {far:>4} {panicked:>9} {stray:>13}"
            )?;
        }
        Ok(())
    }
}

/// Keeps what became of each change, for who wants to look.
pub fn keep(seed: u64, judged: &[Judged], score: &Score) {
    let all: String = judged.iter().map(ToString::to_string).collect();
    std::fs::write(
        root().join("target/mutations.txt"),
        format!("seed {seed}\n{score}\n{all}"),
    )
    .unwrap();
}
