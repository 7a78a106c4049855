//! Asks the packs' rules of changed workouts, and of those after them where a rule looks back.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDate};
use stadion_pack::expr::{Env, HistoryFn, HistoryQuery, PartRow, SlotRef, Window};
use stadion_pack::model::{Pack, Packs};
use stadion_pack::value::Value;
use uuid::Uuid;

use super::history::{Entry, History, Resolved};
use super::model::Achievement;
use super::names;
use super::spec::Achievements;
use super::store::{self, Award};
use crate::domains::workouts;
use crate::events::{Mode, News, Position, Reacting, Reaction};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

pub struct AchievementReaction;

impl Reaction for AchievementReaction {
    fn name(&self) -> &'static str {
        "achievements"
    }

    fn react<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let Some(from) = cx.change.from() else {
                return Ok(());
            };
            let packs = cx.packs.clone();
            let rules = rules(&packs);
            let since = look_back(&rules, from);
            let entries = store::entries(cx.tx, cx.user_id, since).await?;
            for rule in &rules {
                retell(cx, &packs, rule, &entries, from).await?;
            }
            Ok(())
        })
    }

    fn clear<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::clear(cx.tx, cx.user_id).await?) })
    }
}

/// An achievement with what its names stand for.
struct Rule<'a> {
    achievement: &'a Achievement,
    pack: String,
    /// Sports whose workouts it is asked of.
    sports: BTreeSet<String>,
    history: Vec<Resolved>,
}

fn rules(packs: &Packs) -> Vec<Rule<'_>> {
    let mut rules = Vec::new();
    for pack in packs.packs.values() {
        for achievement in pack.elements::<Achievements>().values() {
            rules.push(Rule {
                achievement,
                pack: pack.id.clone(),
                sports: names::sports_under(packs, &pack.id),
                history: names::resolve(packs, &pack.id, achievement.when.history()),
            });
        }
    }
    rules
}

/// The first local day that any rule may look at from the change on; `None` is the whole history.
fn look_back(rules: &[Rule<'_>], from: Position) -> Option<NaiveDate> {
    let mut queries = rules
        .iter()
        .flat_map(|rule| rule.achievement.when.history());
    queries.try_fold(from.local_day - Duration::days(1), |earliest, query| {
        window_start(query, from.local_day).map(|start| start.min(earliest))
    })
}

fn window_start(query: &HistoryQuery, day: NaiveDate) -> Option<NaiveDate> {
    match query.window {
        _ if query.func == HistoryFn::Streak => None,
        Window::Days(n) => day.checked_sub_signed(Duration::days(i64::from(n) + 2)),
        Window::Weeks(n) => day.checked_sub_signed(Duration::days(i64::from(n) * 7 + 2)),
        Window::All => None,
    }
}

async fn retell(
    cx: &mut Reacting<'_>,
    packs: &Packs,
    rule: &Rule<'_>,
    entries: &[Entry],
    from: Position,
) -> Result<()> {
    let Some(pack) = packs.pack(&rule.pack) else {
        return Ok(());
    };
    let looks_back = !rule.achievement.when.history().is_empty();
    let mut ids: BTreeSet<Uuid> = cx.change.workouts.clone();
    let asked: Vec<usize> = (0..)
        .zip(entries)
        .filter(|(_, entry)| {
            let changed = ids.contains(&entry.position.workout_id);
            changed || (looks_back && entry.position >= from)
        })
        .map(|(at, _)| at)
        .collect();
    let mut matched = Vec::new();
    for at in asked {
        let Some(entry) = entries.get(at) else {
            continue;
        };
        ids.insert(entry.position.workout_id);
        if !rule.sports.contains(&entry.sport) {
            continue;
        }
        let past = History(entries);
        let parts = parts(cx, entry, rule).await?;
        let env = RuleEnv {
            rule,
            pack,
            entry,
            parts,
            past: &past,
            at,
        };
        if rule.achievement.when.is_true(&env) {
            matched.push(entry.position);
        }
    }
    let ids: Vec<Uuid> = ids.into_iter().collect();
    store::set_matches(cx.tx, cx.user_id, &rule.achievement.id, &ids, &matched).await?;
    retell_awards(cx, rule.achievement).await
}

/// Tier k belongs to the workout that made the rule true for the k-th time.
async fn retell_awards(cx: &mut Reacting<'_>, achievement: &Achievement) -> Result<()> {
    let most = achievement
        .tiers
        .iter()
        .map(|tier| i64::from(tier.at))
        .max()
        .unwrap_or(1);
    let matches = store::first_matches(cx.tx, cx.user_id, &achievement.id, most).await?;
    let award = |(tier, at): (i32, u32)| {
        let (start_at, workout_id) = *matches.get(usize::try_from(at).ok()?.checked_sub(1)?)?;
        Some(Award {
            achievement: achievement.id.clone(),
            tier,
            start_at,
            workout_id,
        })
    };
    let tiers = (0..).zip(achievement.tiers.iter().map(|tier| tier.at));
    let awards: Vec<Award> = tiers.filter_map(award).collect();
    let before = store::awards_of_achievement(cx.tx, cx.user_id, &achievement.id).await?;
    if awards == before {
        return Ok(());
    }
    store::set_awards(cx.tx, cx.user_id, &achievement.id, &awards).await?;
    if cx.mode == Mode::Live {
        let fresh = awards
            .iter()
            .filter(|award| before.iter().all(|old| old.tier != award.tier));
        cx.news.extend(fresh.map(news));
    }
    Ok(())
}

fn news(award: &Award) -> News {
    News {
        kind: "achievement",
        key: format!("achievement:{}:{}", award.achievement, award.tier),
        at: award.start_at,
        payload: serde_json::json!({
            "achievement": award.achievement, "tier": award.tier, "workout_id": award.workout_id,
        }),
    }
}

/// The parts of a workout, when the rule looks at any.
async fn parts(
    cx: &mut Reacting<'_>,
    entry: &Entry,
    rule: &Rule<'_>,
) -> Result<BTreeMap<String, Vec<PartRow>>> {
    if rule.achievement.when.parts().is_empty() {
        return Ok(BTreeMap::new());
    }
    workouts::parts_by_name(&mut *cx.tx, cx.user_id, entry.position.workout_id).await
}

/// What a rule sees: the workout's values, the user's history as of it.
struct RuleEnv<'a> {
    rule: &'a Rule<'a>,
    pack: &'a Pack,
    entry: &'a Entry,
    parts: BTreeMap<String, Vec<PartRow>>,
    past: &'a History<'a>,
    at: usize,
}

impl Env for RuleEnv<'_> {
    fn slot(&self, _: usize, slot: &SlotRef) -> Option<Value> {
        names::slot(self.pack, self.entry, slot)
    }

    fn history(&self, index: usize, query: &HistoryQuery) -> Option<Value> {
        self.past
            .answer(self.at, query, self.rule.history.get(index)?)
    }

    fn parts(&self, kind: &str) -> &[PartRow] {
        self.parts.get(kind).map_or(&[], Vec::as_slice)
    }
}
