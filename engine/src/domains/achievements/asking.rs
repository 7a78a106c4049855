//! The packs' rules as they are asked of one workout: what they look at and who answers.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use stadion_pack::expr::{Env, HistoryQuery, PartRow, SlotRef};
use stadion_pack::model::{Pack, Packs};
use stadion_pack::value::Value;

use super::history::{Question, Resolved};
use super::model::Achievement;
use super::names;
use super::spec::Achievements;
use crate::domains::profile::model::Profile;
use crate::domains::workouts::model::Entry;

/// An achievement with what its names stand for.
pub struct Rule {
    pub achievement: Arc<Achievement>,
    pub pack: Arc<Pack>,
    /// Sports whose workouts it is asked of.
    pub sports: BTreeSet<String>,
    pub history: Vec<Resolved>,
    /// Whether it looks at who the person was.
    pub names_user: bool,
}

impl Rule {
    pub fn new(packs: &Packs, pack: &Arc<Pack>, achievement: &Arc<Achievement>) -> Self {
        Self {
            achievement: Arc::clone(achievement),
            pack: Arc::clone(pack),
            sports: names::sports_under(packs, &pack.id),
            history: names::resolve(packs, &pack.id, achievement.when.history()),
            names_user: (achievement.when.slots().iter()).any(|slot| slot.root == "user"),
        }
    }

    /// Its questions to the history, with what their names stand for.
    pub fn queries(&self) -> impl Iterator<Item = (&HistoryQuery, &Resolved)> {
        self.achievement.when.history().iter().zip(&self.history)
    }
}

/// The rules of all packs, in order.
pub fn rules(packs: &Packs) -> Vec<Rule> {
    let mut rules = Vec::new();
    for pack in packs.packs.values() {
        for achievement in pack.elements::<Achievements>().values() {
            rules.push(Rule::new(packs, pack, achievement));
        }
    }
    rules
}

/// The metrics and records that rules look at.
pub fn named(rules: &[Rule]) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut metrics, mut records) = (BTreeSet::new(), BTreeSet::new());
    for rule in rules {
        for names in &rule.history {
            metrics.extend(names.metric.as_ref().map(|(id, _)| id.clone()));
            records.extend(names.record.as_ref().map(|best| best.key.clone()));
        }
        let slots = rule.achievement.when.slots().iter();
        let seen = slots.filter(|slot| slot.root == "workout");
        metrics.extend(seen.filter_map(|slot| {
            let metric = rule.pack.visible_metrics.get(&slot.field)?;
            Some(metric.id.clone())
        }));
    }
    (metrics, records)
}

/// What a rule sees: the workout's values, the user's history as of it.
pub struct RuleEnv<'a> {
    pub pack: &'a Pack,
    pub entry: &'a Entry,
    /// As of the workout's day, when the rule looks at the person.
    pub user: Option<Profile>,
    pub parts: &'a BTreeMap<String, Vec<PartRow>>,
    pub questions: &'a [Question<'a>],
    /// Which of the questions' entries it is.
    pub at: usize,
}

impl Env for RuleEnv<'_> {
    fn slot(&self, _: usize, slot: &SlotRef) -> Option<Value> {
        match slot.root.as_str() {
            "user" => names::of_user(self.user.as_ref()?, &slot.field),
            _ => names::slot(self.pack, self.entry, slot),
        }
    }

    fn text(&self, index: usize, slot: &SlotRef) -> Option<Cow<'_, str>> {
        if slot.root != "user" {
            return names::text(self.pack, self.entry, slot).map(Cow::Borrowed);
        }
        match self.slot(index, slot)? {
            Value::Text(text) => Some(Cow::Owned(text)),
            _ => None,
        }
    }

    fn history(&self, index: usize, _: &HistoryQuery) -> Option<Value> {
        self.questions.get(index)?.answer(self.at)
    }

    fn parts(&self, kind: &str) -> &[PartRow] {
        self.parts.get(kind).map_or(&[], Vec::as_slice)
    }
}
