//! Asks the packs' rules of changed workouts, and of those after them where a rule looks back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use stadion_pack::expr::{Candidates, HistoryFn, HistoryQuery, PartRow};
use stadion_pack::model::Packs;
use uuid::Uuid;

use super::asking::{Rule, RuleEnv};
use super::book::Book;
use super::history::{DAY_SLACK, Question, Resolved, first_day, has_gap, step_of};
use super::model::Achievement;
use super::store::{self, Award, Match};
use crate::domains::profile;
use crate::domains::workouts;
use crate::domains::workouts::model::{Day, Entry};
use crate::domains::workouts::past::{self, Of};
use crate::events::{Mode, News, Position, Reacting, Reaction};
use crate::web::auth::BoxFuture;
use crate::web::error::Result;

/// With the rules of the live packs, kept until these are others.
#[derive(Default)]
pub struct AchievementReaction(Mutex<Option<Arc<Book>>>);

impl AchievementReaction {
    fn book(&self, packs: &Arc<Packs>) -> Arc<Book> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some(book) if book.is_of(packs) => Arc::clone(book),
            _ => Arc::clone(kept.insert(Arc::new(Book::new(packs)))),
        }
    }
}

impl Reaction for AchievementReaction {
    fn name(&self) -> &'static str {
        "achievements"
    }

    fn react<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let packs = cx.packs.clone();
            let book = self.book(&packs);
            let of_person = cx.change.persons.first().copied();
            let of_person = of_person.filter(|_| book.names_user);
            let Some(from) = cx.change.from().into_iter().chain(of_person).min() else {
                return Ok(());
            };
            let facts = if book.names_user {
                profile::facts(&mut *cx.tx, cx.user_id).await?
            } else {
                profile::Facts::default()
            };
            let horizon = from.local_day - Duration::days(DAY_SLACK);
            let (metrics, records) = &book.named;
            let entries = past::entries(cx.tx, cx.user_id, horizon, metrics, records).await?;
            let possible: Vec<Candidates> = entries
                .iter()
                .map(|entry| book.candidates(entry, (&packs, &facts)))
                .collect();
            let mut asked = Asked::default();
            let mut told = store::matches(cx.tx, cx.user_id, from.start).await?;
            // Nothing was trained otherwise: only who the person is may be seen otherwise.
            let only_person = cx.change.from().is_none();
            for number in book.numbers(&possible, told.keys()) {
                let rule = &book.rules[number];
                if only_person && !rule.names_user {
                    continue;
                }
                let told = told.remove(&rule.achievement.id).unwrap_or_default();
                let may_hold = |at: usize| possible.get(at).is_some_and(|all| all.contains(number));
                let past: Past<'_> = (&entries, &may_hold);
                retell(cx, (&packs, &facts), rule, past, (told, &mut asked), from).await?;
            }
            Ok(())
        })
    }

    fn clear<'a>(&'a self, cx: &'a mut Reacting<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { Ok(store::clear(cx.tx, cx.user_id).await?) })
    }
}

/// Workouts in order, and which of them the index leaves possible.
type Past<'a> = (&'a [Entry], &'a (dyn Fn(usize) -> bool + Sync));

/// Asks a rule of the changed workouts, and of those after them where it looks back.
async fn retell(
    cx: &mut Reacting<'_>,
    (packs, facts): (&Packs, &profile::Facts),
    rule: &Rule,
    (entries, may_hold): Past<'_>,
    (told, known): (BTreeSet<Match>, &mut Asked),
    from: Position,
) -> Result<()> {
    let looks_back = !rule.achievement.when.history().is_empty();
    let changed = cx.change.workouts.clone();
    let persons = cx.change.persons.iter().filter(|_| rule.names_user);
    let persons: BTreeSet<(DateTime<Utc>, Uuid)> =
        persons.map(|at| (at.start, at.workout_id)).collect();
    let trained = cx.change.from().filter(|_| looks_back);
    let trained = trained.map(|from| (from.start, from.workout_id));
    let is_asked = |at: (DateTime<Utc>, Uuid)| {
        changed.contains(&at.1) || trained.is_some_and(|from| at >= from) || persons.contains(&at)
    };
    let asked: Vec<(usize, &Entry)> = (0..)
        .zip(entries)
        .filter(|(at, entry)| {
            is_asked((entry.position.start, entry.position.workout_id)) && may_hold(*at)
        })
        .collect();
    let before = before(cx, rule, from, known, !asked.is_empty()).await?;
    let questions: Vec<Question<'_>> = rule
        .queries()
        .zip(&before)
        .map(|((query, names), days)| Question::new(query, names, entries, days))
        .collect();
    let mut matched = BTreeSet::new();
    for (at, entry) in asked {
        let parts = parts(cx, entry, rule).await?;
        let day = entry.position.local_day;
        let env = RuleEnv {
            pack: &rule.pack,
            entry,
            user: rule.names_user.then(|| facts.on(packs, &entry.sport, day)),
            parts: &parts,
            questions: &questions,
            at,
        };
        if rule.achievement.when.is_true(&env) {
            matched.insert((entry.position.start, entry.position.workout_id));
        }
    }
    // Those that were not asked stay as they were told.
    let was: BTreeSet<Match> = told.iter().filter(|at| is_asked(**at)).copied().collect();
    if was == matched {
        return Ok(());
    }
    let gone: Vec<Match> = was.difference(&matched).copied().collect();
    let new: Vec<Match> = matched.difference(&was).copied().collect();
    store::change_matches(cx.tx, cx.user_id, &rule.achievement.id, &gone, &new).await?;
    retell_awards(cx, &rule.achievement).await
}

/// For each query of a rule, the days before the workouts around the change.
async fn before(
    cx: &mut Reacting<'_>,
    rule: &Rule,
    from: Position,
    known: &mut Asked,
    is_asked: bool,
) -> Result<Vec<Arc<Vec<Day>>>> {
    let mut all = Vec::new();
    for (index, (query, names)) in rule.queries().enumerate() {
        let most = rule.achievement.when.history_bound(index);
        let days = match known.find(query, names, most) {
            Some(days) => days,
            None if is_asked => {
                let days = Arc::new(days_before(cx, query, names, from, most).await?);
                known.0.push(Told {
                    query: query.clone(),
                    names: names.clone(),
                    most,
                    days: Arc::clone(&days),
                });
                days
            }
            None => Arc::default(),
        };
        all.push(days);
    }
    Ok(all)
}

/// The queries asked so far: several rules put the same.
#[derive(Default)]
struct Asked(Vec<Told>);

struct Told {
    query: HistoryQuery,
    names: Resolved,
    /// What its answer is compared with at most.
    most: Option<f64>,
    days: Arc<Vec<Day>>,
}

impl Asked {
    fn find(
        &self,
        query: &HistoryQuery,
        names: &Resolved,
        most: Option<f64>,
    ) -> Option<Arc<Vec<Day>>> {
        let same = |told: &&Told| told.most == most && told.query == *query && told.names == *names;
        self.0.iter().find(same).map(|told| Arc::clone(&told.days))
    }
}

async fn days_before(
    cx: &mut Reacting<'_>,
    query: &HistoryQuery,
    names: &Resolved,
    from: Position,
    most: Option<f64>,
) -> Result<Vec<Day>> {
    let slack = Duration::days(DAY_SLACK);
    let horizon = from.local_day - slack;
    let span = |from| past::Span {
        sports: names.sports.as_ref(),
        before: horizon,
        from,
    };
    let of = match (query.func, &names.metric, &names.record) {
        (HistoryFn::Streak, ..) => return streak_before(cx, query, span(None), most).await,
        (HistoryFn::Count, ..) => Of::Workouts,
        (HistoryFn::Best, _, Some(best)) => Of::Record(&best.key),
        (_, Some((metric, _)), _) => Of::Metric(metric),
        _ => return Ok(Vec::new()),
    };
    let first = first_day(from.local_day, query).map(|first| first - slack);
    if first.is_some_and(|first| first >= horizon) {
        return Ok(Vec::new());
    }
    Ok(past::days(&mut *cx.tx, cx.user_id, of, span(first)).await?)
}

/// A streak is as long as it is: looks back further and further, until a gap, the beginning, or
/// the length that a rule asks for.
async fn streak_before(
    cx: &mut Reacting<'_>,
    query: &HistoryQuery,
    span: past::Span<'_>,
    most: Option<f64>,
) -> Result<Vec<Day>> {
    let mut reach = Duration::days(120);
    let enough = most.map(|most| step_of(query.window) * (most.clamp(0.0, 10_000.0) as i32 + 2));
    if let Some(enough) = enough {
        reach = enough.min(reach);
    }
    loop {
        let from = span.before.checked_sub_signed(reach).unwrap_or_default();
        let span = past::Span {
            from: Some(from),
            ..span
        };
        let days = past::days(&mut *cx.tx, cx.user_id, Of::Workouts, span).await?;
        if from <= NaiveDate::default()
            || enough.is_some_and(|enough| reach >= enough)
            || has_gap(&days, query.window, from, span.before)
        {
            return Ok(days);
        }
        reach = reach * 4;
    }
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
    rule: &Rule,
) -> Result<BTreeMap<String, Vec<PartRow>>> {
    if rule.achievement.when.parts().is_empty() {
        return Ok(BTreeMap::new());
    }
    workouts::parts_by_name(&mut *cx.tx, cx.user_id, entry.position.workout_id).await
}
