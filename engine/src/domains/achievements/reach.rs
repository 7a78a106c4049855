//! How far a user is on the way to a badge that one figure decides.

use std::sync::Arc;

use chrono::{Duration, NaiveDate};
use stadion_pack::expr::{GoalOf, HistoryFn, HistoryQuery, SlotRef, Window};
use stadion_pack::model::{Metric, Packs};
use uuid::Uuid;

use super::history::{Question, first_day, step_of};
use super::model::Achievement;
use super::names;
use crate::db::Db;
use crate::domains::workouts::model::Day;
use crate::domains::workouts::past::{self, Of, Span};
use crate::web::error::Result;

/// A figure on its way: `72.4 of 100 km`. In SI.
#[derive(Clone, Debug)]
pub struct Reach {
    pub value: f64,
    pub target: f64,
    pub of: ReachOf,
}

#[derive(Clone, Debug)]
pub enum ReachOf {
    Metric(Arc<Metric>),
    Workouts,
    /// In a row.
    Days,
    Weeks,
}

/// Clocks of places ahead of the person's may have begun tomorrow.
const AHEAD_DAYS: i64 = 2;

/// `None` where no single figure decides, or where there is none yet. Of a rule that looks at a
/// workout, the greatest so far; of one that looks back, as it stands today.
pub async fn reach(
    db: &Db,
    user_id: Uuid,
    packs: &Packs,
    achievement: &Achievement,
    today: NaiveDate,
) -> Result<Option<Reach>> {
    let Some(goal) = achievement.when.goal() else {
        return Ok(None);
    };
    let pack = achievement.id.split('.').next().unwrap_or_default();
    let asking = Asking {
        db,
        user_id,
        packs,
        pack,
        today,
    };
    let found = match goal.of {
        GoalOf::Slot(slot) => asking.greatest(slot).await?,
        GoalOf::History(query) => asking.looking_back(query, goal.at).await?,
    };
    Ok(found.map(|(value, of)| Reach {
        value,
        target: goal.at,
        of,
    }))
}

struct Asking<'a> {
    db: &'a Db,
    user_id: Uuid,
    packs: &'a Packs,
    pack: &'a str,
    today: NaiveDate,
}

impl Asking<'_> {
    fn metric(&self, name: &str) -> Option<Arc<Metric>> {
        let pack = self.packs.pack(self.pack)?;
        pack.visible_metrics.get(name).cloned()
    }

    async fn greatest(&self, slot: &SlotRef) -> Result<Option<(f64, ReachOf)>> {
        let metric = self.metric(&slot.field).filter(|_| slot.root == "workout");
        let Some(metric) = metric else {
            return Ok(None);
        };
        let sports = names::sports_under(self.packs, self.pack);
        let span = self.span(Some(&sports), None);
        let days = past::days(self.db, self.user_id, Of::Metric(&metric.id), span).await?;
        let most = days.first().map(|all| metric.dim.from_steps(all.max));
        Ok(most.map(|most| (most, ReachOf::Metric(metric))))
    }

    async fn looking_back(
        &self,
        query: &HistoryQuery,
        target: f64,
    ) -> Result<Option<(f64, ReachOf)>> {
        let of = match (query.func, &query.metric, query.window) {
            (HistoryFn::Streak, _, Window::Weeks(_)) => ReachOf::Weeks,
            (HistoryFn::Streak, ..) => ReachOf::Days,
            (HistoryFn::Count, ..) => ReachOf::Workouts,
            (HistoryFn::Best, ..) | (_, None, _) => return Ok(None),
            (_, Some(name), _) => match self.metric(name) {
                Some(metric) => ReachOf::Metric(metric),
                None => return Ok(None),
            },
        };
        let names = names::resolve(self.packs, self.pack, std::slice::from_ref(query));
        let Some(names) = names.first() else {
            return Ok(None);
        };
        let first = match query.func {
            // A streak that falls short of the target is shorter than it.
            HistoryFn::Streak => {
                let steps = target.clamp(0.0, 10_000.0) as i32 + 2;
                self.today.checked_sub_signed(step_of(query.window) * steps)
            }
            _ => first_day(self.today, query),
        };
        let span = self.span(names.sports.as_ref(), first);
        let what = match &of {
            ReachOf::Metric(metric) => Of::Metric(&metric.id),
            _ => Of::Workouts,
        };
        let days: Vec<Day> = past::days(self.db, self.user_id, what, span).await?;
        let value = Question::new(query, names, &[], &days).as_of(self.today);
        Ok(value.and_then(|value| Some((value.number()?, of))))
    }

    fn span<'s>(
        &self,
        sports: Option<&'s std::collections::BTreeSet<String>>,
        from: Option<NaiveDate>,
    ) -> Span<'s> {
        let ahead = self.today.checked_add_signed(Duration::days(AHEAD_DAYS));
        Span {
            sports,
            before: ahead.unwrap_or(self.today),
            from,
        }
    }
}
