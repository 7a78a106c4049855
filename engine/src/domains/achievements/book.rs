//! The rules of the live packs, found by what they cannot hold without: a workout is asked of those
//! alone that its sport, words, flags and its person leave possible.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use stadion_pack::expr::{Candidates, Literal, RuleIndex, SlotRef};
use stadion_pack::model::{Pack, Packs};

use super::asking::{Rule, named, rules};
use super::names;
use crate::domains::profile::Facts;
use crate::domains::workouts::model::Entry;

const SPORT: &str = "workout.sport";

pub struct Book {
    packs: Arc<Packs>,
    /// In the order of packs.
    pub rules: Vec<Rule>,
    /// The metrics and records that they look at.
    pub named: (BTreeSet<String>, BTreeSet<String>),
    /// Whether any looks at who the person was.
    pub names_user: bool,
    numbers: HashMap<String, usize>,
    index: RuleIndex,
    /// Who answers an attribute of the index: the slot as a pack sees it.
    slots: HashMap<String, (Arc<Pack>, SlotRef)>,
}

impl Book {
    pub fn new(packs: &Arc<Packs>) -> Self {
        let rules = rules(packs);
        let mut slots = HashMap::new();
        let needs: Vec<_> = rules.iter().map(|rule| needs(rule, &mut slots)).collect();
        let ids = rules.iter().map(|rule| rule.achievement.id.clone());
        Self {
            packs: Arc::clone(packs),
            named: named(&rules),
            names_user: rules.iter().any(|rule| rule.names_user),
            numbers: ids.zip(0..).collect(),
            index: RuleIndex::new(needs),
            slots,
            rules,
        }
    }

    pub fn is_of(&self, packs: &Arc<Packs>) -> bool {
        Arc::ptr_eq(&self.packs, packs)
    }

    /// The rules that a workout may hold.
    pub fn candidates(&self, entry: &Entry, (packs, facts): (&Packs, &Facts)) -> Candidates {
        let mut person = None;
        self.index.candidates(|attribute| {
            if attribute == SPORT {
                return Some(Literal::Text(entry.sport.as_str().into()));
            }
            let (pack, slot) = self.slots.get(attribute)?;
            let value = if slot.root == "user" {
                let day = entry.position.local_day;
                let person = person.get_or_insert_with(|| facts.on(packs, &entry.sport, day));
                names::of_user(person, &slot.field)
            } else {
                names::slot(pack, entry, slot)
            };
            value.and_then(Literal::of)
        })
    }

    /// The rules that any of the workouts may hold, and those that were held, in order.
    pub fn numbers<'a>(
        &self,
        possible: &[Candidates],
        held: impl Iterator<Item = &'a String>,
    ) -> BTreeSet<usize> {
        let held = held.filter_map(|id| self.numbers.get(id).copied());
        let possible = possible.iter().cloned().flatten();
        possible.chain(held).collect()
    }
}

/// What a rule cannot hold without, its sports included, by what the names stand for in its pack.
fn needs(
    rule: &Rule,
    slots: &mut HashMap<String, (Arc<Pack>, SlotRef)>,
) -> BTreeMap<String, Vec<Literal>> {
    let sports = rule
        .sports
        .iter()
        .map(|sport| Literal::Text(sport.as_str().into()))
        .collect();
    let mut needs = BTreeMap::from([(SPORT.to_owned(), sports)]);
    for (slot, values) in rule.achievement.when.equalities() {
        let Some(attribute) = attribute(&rule.pack, slot) else {
            continue;
        };
        let answers = || (Arc::clone(&rule.pack), slot.clone());
        slots.entry(attribute.clone()).or_insert_with(answers);
        needs
            .entry(attribute)
            .and_modify(|own: &mut Vec<Literal>| own.retain(|one| values.contains(one)))
            .or_insert(values);
    }
    needs
}

/// Two packs may call one metric differently, and two metrics the same.
fn attribute(pack: &Pack, slot: &SlotRef) -> Option<String> {
    match (slot.root.as_str(), slot.field.as_str()) {
        ("workout", "sport" | "modality") | ("user", _) => {
            Some(format!("{}.{}", slot.root, slot.field))
        }
        ("workout", name) => {
            let metric = pack.visible_metrics.get(name)?;
            Some(format!("metric.{}", metric.id))
        }
        _ => None,
    }
}
