//! Rules over a whole past at once: which workouts hold them, and why one does or does not. The
//! reaction asks the same of the workouts around a change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use stadion_pack::expr::{PartRow, Step};
use stadion_pack::model::Packs;

use super::asking::{Rule, RuleEnv, named};
use super::history::Question;
use super::model::Achievement;
use crate::domains::profile;
use crate::domains::workouts::model::Entry;

/// All living workouts of a user in order, with what rules look at.
#[derive(Clone, Debug, Default)]
pub struct Past {
    pub entries: Vec<Entry>,
    /// The parts of each by plain name; none where no rule looks at any.
    pub parts: Vec<BTreeMap<String, Vec<PartRow>>>,
    /// What the person said of themselves, with the days from which it holds.
    pub person: profile::Facts,
}

/// A rule asked of one workout.
pub struct Told<'a> {
    /// The whole rule first, then what it is made of.
    pub steps: Vec<Step<'a>>,
    /// Whether the rule is asked of workouts of this sport at all.
    pub is_asked: bool,
}

/// The metrics and records (by key) that an achievement's rule looks at.
pub fn looked_at(
    packs: &Packs,
    pack: &str,
    achievement: &Arc<Achievement>,
) -> (BTreeSet<String>, BTreeSet<String>) {
    let pack = packs.pack(pack);
    named(&pack.map_or_else(Vec::new, |pack| vec![Rule::new(packs, pack, achievement)]))
}

/// The places in the past of the workouts that hold an achievement's rule, in order.
pub fn replay(
    packs: &Packs,
    pack: &str,
    achievement: &Arc<Achievement>,
    past: &Past,
) -> Vec<usize> {
    let Some(pack) = packs.pack(pack) else {
        return Vec::new();
    };
    let rule = Rule::new(packs, pack, achievement);
    let questions = questions(&rule, &past.entries);
    let holds = |at: &usize| {
        let env = env(packs, &rule, past, &questions, *at);
        env.is_some_and(|env| {
            rule.sports.contains(&env.entry.sport) && achievement.when.is_true(&env)
        })
    };
    (0..past.entries.len()).filter(holds).collect()
}

/// What each part of an achievement's rule came to, as of one workout of the past.
pub fn tell<'a>(
    packs: &Packs,
    pack: &str,
    achievement: &'a Arc<Achievement>,
    past: &Past,
    at: usize,
) -> Option<Told<'a>> {
    let rule = Rule::new(packs, packs.pack(pack)?, achievement);
    let questions = questions(&rule, &past.entries);
    let env = env(packs, &rule, past, &questions, at)?;
    Some(Told {
        is_asked: rule.sports.contains(&env.entry.sport),
        steps: achievement.when.trace(&env),
    })
}

fn questions<'a>(rule: &'a Rule, entries: &'a [Entry]) -> Vec<Question<'a>> {
    let question = |(query, names)| Question::new(query, names, entries, &[]);
    rule.queries().map(question).collect()
}

fn env<'a>(
    packs: &Packs,
    rule: &'a Rule,
    past: &'a Past,
    questions: &'a [Question<'a>],
    at: usize,
) -> Option<RuleEnv<'a>> {
    static NONE: BTreeMap<String, Vec<PartRow>> = BTreeMap::new();
    let entry = past.entries.get(at)?;
    let day = entry.position.local_day;
    let user = || past.person.on(packs, &entry.sport, day);
    Some(RuleEnv {
        pack: &rule.pack,
        entry,
        user: rule.names_user.then(user),
        parts: past.parts.get(at).unwrap_or(&NONE),
        questions,
        at,
    })
}
