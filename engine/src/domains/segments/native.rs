//! One person asked natively: what counting audiences in SQL is held to, and how cases ask.

use stadion_pack::expr::{Env, HistoryFn, HistoryQuery, SlotRef};
use stadion_pack::model::Packs;
use stadion_pack::value::Value;
use uuid::Uuid;

use super::model::asking::{Asking, Question};
use super::model::{AsOf, Today};
use super::store::one::{self, Days, Past};
use crate::db::Db;
use crate::domains::achievements::{self, of_user};
use crate::domains::profile::model::Profile;
use crate::domains::profile::{self, Facts};
use crate::domains::workouts::model::Day;
use crate::web::error::Result;

/// All that is known of a person.
#[derive(Clone, Debug, Default)]
pub struct Someone {
    past: Past,
    said: Facts,
    /// The adapters with terms that something came through.
    through: Vec<String>,
}

/// None of whom is not there or may not come in.
pub async fn someone(db: &Db, user_id: Uuid) -> Result<Option<Someone>> {
    let Some(past) = one::past(db, user_id).await? else {
        return Ok(None);
    };
    let said = profile::facts(db, user_id).await?;
    let through = one::through(db, user_id).await?;
    Ok(Some(Someone {
        past,
        said,
        through,
    }))
}

impl Someone {
    /// Whether a rule holds for them as of a day.
    pub fn holds(&self, packs: &Packs, asking: &Asking, as_of: AsOf) -> bool {
        let is_closed = |open: &Vec<String>| self.through.iter().any(|one| !open.contains(one));
        if asking.open.as_ref().is_some_and(is_closed) {
            return false;
        }
        let today = as_of.today(self.past.zone.as_deref());
        let user = if asking.names_user() {
            self.said.on(packs, &asking.pack, today.day)
        } else {
            Profile::default()
        };
        let questions = asking.questions.iter();
        let answers = questions.map(|question| self.answer(question, &today));
        let env = AsAsked {
            answers: answers.collect(),
            today,
            user,
        };
        asking.who.is_true(&env)
    }

    fn answer(&self, question: &Question, today: &Today) -> Option<Value> {
        let days = self.days(question)?.iter();
        let days: Vec<Day> = days
            .filter(|(sport, day)| day.day <= today.day && question.whose.counts(sport))
            .map(|(_, day)| *day)
            .collect();
        let asked = achievements::Question::new(&question.query, &question.names, &[], &days);
        let answer = asked.as_of(today.day);
        // Over no day at all.
        let is_streak = question.query.func == HistoryFn::Streak;
        answer.or_else(|| is_streak.then_some(Value::Number(0.0)))
    }

    fn days(&self, question: &Question) -> Option<&Days> {
        static NONE: Days = Vec::new();
        let (past, names) = (&self.past, &question.names);
        let found = match question.query.func {
            HistoryFn::Count | HistoryFn::Streak => Some(&past.workouts),
            HistoryFn::Best => past.efforts.get(&names.record.as_ref()?.key),
            _ => past.metrics.get(&names.metric.as_ref()?.0),
        };
        Some(found.unwrap_or(&NONE))
    }
}

struct AsAsked {
    today: Today,
    user: Profile,
    answers: Vec<Option<Value>>,
}

impl Env for AsAsked {
    fn slot(&self, _: usize, slot: &SlotRef) -> Option<Value> {
        match slot.root.as_str() {
            "now" => Some(Value::Time(self.today.now)),
            "user" => of_user(&self.user, &slot.field),
            _ => None,
        }
    }

    fn history(&self, index: usize, _: &HistoryQuery) -> Option<Value> {
        self.answers.get(index)?.clone()
    }
}
