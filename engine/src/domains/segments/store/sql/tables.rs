//! What is grouped for everybody before anybody is looked at: sums over windows, workouts ever, and
//! the steps of a streak that need not be looked back far.

use std::fmt::Write as _;

use chrono::NaiveDate;
use stadion_pack::expr::{HistoryFn, Window};

use super::history::span;
use super::{Arm, Bound, Order, Text};
use crate::domains::segments::model::Today;
use crate::domains::segments::model::asking::Question;
use crate::domains::workouts::model::periods::Unit;

/// A streak is walked back person by person where a row would have more steps.
const MOST_STEPS: i64 = 24;

/// What the table of a question holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grouped {
    Window,
    Whole,
    /// As many back from the present one as tell apart what the rule tells apart.
    Steps(i64),
}

impl Question {
    fn grouped(&self, todays: &[Today]) -> Option<Grouped> {
        if !self.is_known() {
            return None;
        }
        match (self.query.func, self.query.window) {
            (HistoryFn::Streak, _) => {
                let enough = self.enough().filter(|_| self.kept_pack().is_none())?;
                let (first, last) = steps(self.unit(), todays, enough);
                (last - first < MOST_STEPS).then_some(Grouped::Steps(enough))
            }
            (HistoryFn::Count, Window::All) => Some(Grouped::Whole),
            (HistoryFn::Best, _) | (_, Window::All) => None,
            _ => Some(Grouped::Window),
        }
    }

    /// How many steps of a streak are more than any number that it is compared with.
    pub(super) fn enough(&self) -> Option<i64> {
        let bound = self.bound?;
        Some(bound.clamp(0.0, 1e6).ceil() as i64 + 1)
    }
}

impl Text<'_> {
    /// For each question whether it is grouped for everybody, in a table named by its place.
    pub(super) fn tables_of(&mut self, todays: &[Today]) -> Vec<Option<Grouped>> {
        let asking = self.asking;
        let mut all = Vec::new();
        for (at, question) in asking.questions.iter().enumerate() {
            let grouped = question.grouped(todays);
            all.push(grouped);
            let table = match grouped {
                None => continue,
                Some(Grouped::Window) => self.windows(question, todays),
                Some(Grouped::Whole) => self.wholes(question),
                Some(Grouped::Steps(enough)) => self.steps(question, todays, enough),
            };
            self.tables.push((format!("h{at}"), table));
        }
        all
    }

    /// Sums over a window for each of the days that it is.
    fn windows(&mut self, question: &Question, todays: &[Today]) -> String {
        let spans: Vec<(NaiveDate, NaiveDate)> =
            todays.iter().map(|today| span(question, today)).collect();
        let first = spans.iter().map(|span| span.0).min().unwrap_or_default();
        let last = spans.iter().map(|span| span.1).max().unwrap_or_default();
        let day = |text: &mut Self, day: NaiveDate| match question.query.func {
            HistoryFn::Count => text.int(Unit::Day.index(day)),
            _ => text.bind(Bound::Day(day)),
        };
        let (source, column) = match &question.names.metric {
            Some((metric, _)) if question.query.func != HistoryFn::Count => {
                let metric = self.text(metric);
                (
                    format!("daily as d where d.metric = {metric}"),
                    "d.local_day",
                )
            }
            _ => (
                format!(
                    "{} where d.metric = 'workouts' and d.unit = 'day'",
                    self.periods()
                ),
                "d.idx",
            ),
        };
        let mut sums = Vec::new();
        for (at, (from, to)) in spans.iter().enumerate() {
            // Rows before the first and after the last are left out below.
            let mut within = Vec::new();
            if *from > first {
                within.push(format!("{column} >= {}", day(self, *from)));
            }
            if *to < last {
                within.push(format!("{column} <= {}", day(self, *to)));
            }
            let within = (!within.is_empty()).then(|| within.join(" and "));
            for (name, of, function) in question.columns() {
                sums.extend(self.added(function, &format!("d.{of}"), within.as_deref(), name, at));
            }
        }
        let (days_from, days_to) = (day(self, first), day(self, last));
        let rows = format!("{source} and {column} between {days_from} and {days_to}");
        self.by_person(question, &sums, &rows, (first, last))
    }

    /// The steps of a streak back from each of the days that it is, each 1 where it was made.
    fn steps(&mut self, question: &Question, todays: &[Today], enough: i64) -> String {
        let unit = question.unit();
        let (first, last) = steps(unit, todays, enough);
        let mut columns = Vec::new();
        for step in first..=last {
            let idx = self.int(step);
            let name = step_name(step);
            columns.push(format!("max(case when d.idx = {idx} then 1 end) as {name}"));
        }
        let (from, to) = (self.int(first), self.int(last));
        let rows = format!(
            "{} where d.metric = 'workouts' and d.unit = '{}' and d.idx between {from} and {to}",
            self.periods(),
            unit.as_str()
        );
        // Whoever did nothing since the step before the present one has no streak.
        let days = (unit.span(first + enough - 1).from, unit.span(last).to);
        self.by_person(question, &columns, &rows, days)
    }

    /// Person by person SQLite would read the table by its key once it has statistics: of two ways that
    /// find as many rows it does not weigh that one of them needs no row.
    const fn periods(&self) -> &'static str {
        match self.how.order {
            Order::People => "period as d indexed by period_workouts",
            Order::Days => "period as d",
        }
    }

    /// Rows of days grouped by person. In the order of people only those are asked who were active
    /// on the days: whoever was not has no row.
    fn by_person(
        &mut self,
        question: &Question,
        columns: &[String],
        rows: &str,
        (first, last): (NaiveDate, NaiveDate),
    ) -> String {
        let columns = columns.join(", ");
        let sports = self.sports(&question.whose, "d.sport");
        if self.how.order == Order::Days {
            let among = self.among("d.user_id");
            return format!(
                "select d.user_id, {columns} from {rows}{sports}{among} group by d.user_id"
            );
        }
        let (first, last) = (Unit::Day.index(first), Unit::Day.index(last));
        let (first, last) = (self.int(first), self.int(last));
        let among = self.among("s.user_id");
        format!(
            "select s.user_id, {columns} from active_span as s cross join {rows} \
             and s.last_day >= {first} and s.first_day <= {last} \
             and d.user_id = s.user_id{sports}{among} group by s.user_id"
        )
    }

    /// All workouts ever, and between which days they are.
    fn wholes(&mut self, question: &Question) -> String {
        let sports = self.sports(&question.whose, "t.sport");
        let among = self.among("t.user_id");
        format!(
            "select t.user_id, min(t.first_day) as first, max(t.last_day) as last, \
             cast(sum(t.n) as bigint) as n from sport_span as t where true{sports}{among} \
             group by t.user_id"
        )
    }
}

impl Arm<'_, '_> {
    /// Workouts up to today: all there are, unless some are later.
    pub(super) fn counted(&mut self, question: &Question, at: usize) -> String {
        let (today, zero) = (self.today_number(), self.text.number(0.0));
        let up_to_today = self.whole_past(question);
        format!(
            "(case when h{at}.last <= {today} then cast(h{at}.n as double precision) \
             when h{at}.user_id is null or h{at}.first > {today} then {zero} else {up_to_today} end)"
        )
    }

    /// Of steps back to the first that was not made, or as far as the rule asks. The present week
    /// counts by its days up to today.
    pub(super) fn stepped_streak(&mut self, question: &Question, at: usize, enough: i64) -> String {
        let unit = question.unit();
        let now = unit.index(self.today.day);
        let mut before = String::new();
        for back in 0..enough {
            let name = step_name(now - 1 - back);
            // Writing to a string cannot fail.
            let _ = write!(before, " when h{at}.{name} is null then {back}");
        }
        let made = format!("h{at}.{}", step_name(now));
        let kept = if unit == Unit::Day {
            format!("case when {made} is null then 0 else 1 end")
        } else {
            self.uses.active = true;
            let (today, kept) = (self.today_number(), self.is_kept(question));
            format!(
                "case when {made} is null then 0 when a.last_day <= {today} or {kept} then 1 else 0 end"
            )
        };
        format!("cast(case{before} else {enough} end + {kept} as double precision)")
    }
}

/// From the first step that any of the days looks back to until the last.
fn steps(unit: Unit, todays: &[Today], enough: i64) -> (i64, i64) {
    let now = todays.iter().map(|today| unit.index(today.day));
    let last = now.clone().max().unwrap_or_default();
    (now.min().unwrap_or_default() - enough, last)
}

fn step_name(step: i64) -> String {
    let sign = if step < 0 { "before" } else { "w" };
    format!("{sign}{}", step.unsigned_abs())
}
