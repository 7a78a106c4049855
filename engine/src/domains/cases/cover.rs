//! Which rules the cases of a pack saw both ways.

use std::collections::{BTreeMap, BTreeSet};

use stadion_pack::model::Packs;

use super::model::Coverage;
use crate::domains::{achievements, segments};

/// Gathers from case to case.
#[derive(Default)]
pub struct Covering {
    cases: BTreeMap<String, usize>,
    true_once: BTreeSet<String>,
    false_once: BTreeSet<String>,
}

impl Covering {
    /// Counts a case of a pack, and for each rule how many workouts asked it and for how many it
    /// held.
    pub fn add(&mut self, pack: &str, rules: &[(String, i64, i64)]) {
        *self.cases.entry(pack.to_owned()).or_default() += 1;
        for (id, asked, held) in rules {
            if *held > 0 {
                self.true_once.insert(id.clone());
            }
            // Also of a case in which nothing was done that could make it true.
            if asked > held || *held == 0 {
                self.false_once.insert(id.clone());
            }
        }
    }

    /// Of these packs, in their order.
    pub fn tell(&self, packs: &Packs, ids: &[String]) -> Vec<Coverage> {
        let live = ids.iter().filter_map(|id| packs.pack(id));
        let tell = |pack: &std::sync::Arc<stadion_pack::Pack>| {
            let badges = achievements::of_pack(pack).map(|rule| rule.id.clone());
            let audiences = segments::of_pack(pack).map(|segment| segments::rule_name(segment));
            let rules: Vec<String> = badges.chain(audiences).collect();
            let lacks = |seen: &BTreeSet<String>| {
                let missing = rules.iter().filter(|id| !seen.contains(*id));
                missing.cloned().collect()
            };
            Coverage {
                pack: pack.id.clone(),
                cases: self.cases.get(&pack.id).copied().unwrap_or(0),
                rules: rules.len(),
                never_true: lacks(&self.true_once),
                never_false: lacks(&self.false_once),
            }
        };
        live.map(tell).collect()
    }
}
