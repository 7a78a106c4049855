//! What people did, up to today: windows from days, the whole past from years and days, weeks in a
//! row from the stretches that are kept.

use chrono::{Datelike, NaiveDate};
use stadion_pack::expr::{HistoryFn, Window};
use stadion_pack::model::Over;
use stadion_pack::value::Dim;

use super::absent::Known;
use super::tables::Grouped;
use super::{Arm, Bound, Join, Sums, Text};
use crate::domains::achievements::{self, Stored};
use crate::domains::segments::model::Today;
use crate::domains::segments::model::asking::{Question, Whose};
use crate::domains::workouts::model::periods::Unit;

impl Question {
    /// What it comes to over nothing.
    pub(super) fn nothing(&self) -> Known {
        match self.query.func {
            HistoryFn::Sum | HistoryFn::Count | HistoryFn::Streak => Known::Number(0.0),
            _ => Known::Missing,
        }
    }

    /// A streak as it is kept, by pack or of all sports.
    pub(super) fn kept_pack(&self) -> Option<&str> {
        match &self.whose {
            _ if self.query.func != HistoryFn::Streak => None,
            Whose::All => Some(""),
            Whose::Pack(pack) => Some(pack),
            Whose::These(_) => None,
        }
    }

    /// Whether there is a metric or record to ask about.
    pub(super) fn is_known(&self) -> bool {
        match self.query.func {
            HistoryFn::Count | HistoryFn::Streak => true,
            HistoryFn::Best => self.names.record.is_some(),
            _ => self.names.metric.is_some(),
        }
    }

    pub(super) fn unit(&self) -> Unit {
        match self.query.window {
            Window::Weeks(_) => Unit::Week,
            _ => Unit::Day,
        }
    }

    /// What of days and years is added up: name of the sum, column, function.
    pub(super) fn columns(&self) -> &'static [(&'static str, &'static str, &'static str)] {
        match self.query.func {
            HistoryFn::Sum => &[("s", "sum", "sum")],
            HistoryFn::Count => &[("n", "n", "sum")],
            HistoryFn::Mean => &[("s", "sum", "sum"), ("n", "n", "sum")],
            HistoryFn::Min | HistoryFn::Best => &[("m", "min", "min")],
            HistoryFn::Max | HistoryFn::Streak => &[("m", "max", "max")],
        }
    }
}

const HALF: &str = "4294967296";

impl Text<'_> {
    /// Columns of one sum, least or greatest, over the rows of a window.
    pub(super) fn added(
        &self,
        function: &str,
        value: &str,
        within: Option<&str>,
        name: &str,
        at: usize,
    ) -> Vec<String> {
        let of = |value: &str| match (within, function) {
            (None, _) => value.to_owned(),
            (Some(within), "sum") => format!("case when {within} then {value} else 0 end"),
            (Some(within), _) => format!("case when {within} then {value} end"),
        };
        match (function, self.how.sums) {
            ("sum", Sums::Halves) if name == "s" => vec![
                format!("cast(sum({} / {HALF}) as bigint) as s{at}h", of(value)),
                format!("cast(sum({} % {HALF}) as bigint) as s{at}l", of(value)),
            ],
            ("sum", _) => vec![format!("cast(sum({}) as bigint) as {name}{at}", of(value))],
            _ => vec![format!("{function}({}) as {name}{at}", of(value))],
        }
    }

    pub(super) fn sports(&mut self, whose: &Whose, column: &str) -> String {
        match whose {
            Whose::All => String::new(),
            // No sport at all counts.
            Whose::These(sports) if sports.is_empty() => " and false".to_owned(),
            Whose::These(sports) => format!(" and {column} in ({})", self.list(sports)),
            Whose::Pack(pack) => {
                // All that begin with it and a dot: the sign behind the dot ends them.
                let (from, to) = (format!("{pack}."), format!("{pack}/"));
                let (from, to) = (self.text(&from), self.text(&to));
                format!(" and {column} >= {from} and {column} < {to}")
            }
        }
    }

    /// The figure in SI from the columns of a row.
    fn figure(&mut self, question: &Question, row: &str, at: usize) -> String {
        let dim = question
            .names
            .metric
            .as_ref()
            .map_or(Dim::NONE, |(_, dim)| *dim);
        let steps = self.number(dim.steps_per_si());
        let whole = |name: &str| format!("cast({row}.{name}{at} as double precision)");
        match question.query.func {
            HistoryFn::Count => {
                format!("cast(coalesce({row}.n{at}, 0) as double precision)")
            }
            HistoryFn::Sum => format!("({} / {steps})", self.sum(row, at)),
            HistoryFn::Mean => format!(
                "({} / cast(nullif({row}.n{at}, 0) as double precision) / {steps})",
                self.sum(row, at)
            ),
            _ => format!("({} / {steps})", whole("m")),
        }
    }

    /// Of two halves the whole, where it fits; else missing.
    fn sum(&self, row: &str, at: usize) -> String {
        if self.how.sums == Sums::Plain {
            return format!("cast(coalesce({row}.s{at}, 0) as double precision)");
        }
        format!(
            "(select case when y.h between -2147483648 and 2147483647 \
             then cast(y.h * {HALF} + y.l as double precision) end \
             from (select z.h + (z.l - z.m) / {HALF} as h, z.m as l \
             from (select x.h, x.l, ((x.l % {HALF}) + {HALF}) % {HALF} as m \
             from (select coalesce({row}.s{at}h, 0) as h, coalesce({row}.s{at}l, 0) as l) as x) as z) as y)"
        )
    }
}

impl Arm<'_, '_> {
    /// The answer to a question: a number, null where it is missing.
    pub(super) fn answer(&mut self, at: usize) -> String {
        let asking = self.text.asking;
        let Some(question) = asking.questions.get(at) else {
            return "null".to_owned();
        };
        if !question.is_known() {
            return match question.nothing() {
                Known::Number(number) => self.text.number(number),
                _ => "cast(null as double precision)".to_owned(),
            };
        }
        let grouped = self.tables.get(at).copied().flatten();
        self.is_beyond_sums |= grouped != Some(Grouped::Window);
        match question.query.func {
            _ if grouped == Some(Grouped::Window) => {
                self.text.figure(question, &format!("h{at}"), self.at)
            }
            HistoryFn::Count if grouped == Some(Grouped::Whole) => self.counted(question, at),
            HistoryFn::Streak if let Some(Grouped::Steps(enough)) = grouped => {
                self.stepped_streak(question, at, enough)
            }
            HistoryFn::Streak => match question.kept_pack() {
                Some(_) => self.kept_streak(question, at),
                None => self.walked_streak(question),
            },
            HistoryFn::Best => self.best(question),
            _ => {
                let answer = self.whole_past(question);
                self.of_active(question, &answer)
            }
        }
    }

    pub(super) fn join_of(
        &mut self,
        at: usize,
        question: &Question,
        is_needed: bool,
    ) -> Option<Join> {
        if self.tables.get(at).copied().flatten().is_some() {
            return Some(Join {
                table: format!("h{at}"),
                key: format!("h{at}.user_id = u.id"),
                when: String::new(),
                is_needed,
                is_summed: true,
            });
        }
        let pack = question.kept_pack()?.to_owned();
        let (pack, unit) = (self.text.text(&pack), question.unit());
        let now = unit.index(self.today.day);
        let (now, before) = (self.text.int(now), self.text.int(now - 1));
        let st = format!("st{at}");
        Some(Join {
            table: format!("stretch as {st}"),
            key: format!(
                "{st}.user_id = u.id and {st}.pack = {pack} and {st}.unit = '{}'",
                unit.as_str()
            ),
            when: format!("{st}.last >= {before} and {st}.first <= {now}"),
            is_needed,
            is_summed: false,
        })
    }

    /// Only of who was active by today; of others it comes to nothing.
    fn of_active(&mut self, question: &Question, answer: &str) -> String {
        self.uses.active = true;
        let today = self.today_number();
        let otherwise = match question.nothing() {
            Known::Number(number) => format!(" else {}", self.text.number(number)),
            _ => String::new(),
        };
        format!("(case when a.first_day <= {today} then {answer}{otherwise} end)")
    }

    /// Whole years and the days of the last one.
    pub(super) fn whole_past(&mut self, question: &Question) -> String {
        let today = self.today.day;
        let january = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
        let year = self.text.int(i64::from(today.year()));
        let sports = |text: &mut Text<'_>, row| text.sports(&question.whose, row);
        let (of_years, of_days) = (sports(self.text, "y.sport"), sports(self.text, "z.sport"));
        let columns = |row: &str| {
            let all = question.columns().iter();
            let all = all.map(|(name, of, _)| format!("{row}.{of} as {name}"));
            all.collect::<Vec<_>>().join(", ")
        };
        let (years, days) = match &question.names.metric {
            Some((metric, _)) if question.query.func != HistoryFn::Count => {
                let metric = self.text.text(metric);
                let from = self.text.bind(Bound::Day(january));
                let to = self.text.bind(Bound::Day(today));
                (
                    format!("y.metric = {metric}"),
                    format!(
                        "daily as z where z.user_id = u.id and z.metric = {metric} \
                         and z.local_day between {from} and {to}"
                    ),
                )
            }
            _ => {
                let from = self.text.int(Unit::Day.index(january));
                let to = self.text.int(Unit::Day.index(today));
                (
                    "y.metric = 'workouts'".to_owned(),
                    format!(
                        "period as z where z.user_id = u.id and z.metric = 'workouts' \
                         and z.unit = 'day' and z.idx between {from} and {to}"
                    ),
                )
            }
        };
        let mut sums = Vec::new();
        for (name, _, function) in question.columns() {
            sums.extend(
                self.text
                    .added(function, &format!("r.{name}"), None, name, 0),
            );
        }
        let figure = self.text.figure(question, "t", 0);
        format!(
            "(select {figure} from (select {} from (select {} from period as y \
             where y.user_id = u.id and y.unit = 'year' and y.idx < {year} and {years}{of_years} \
             union all select {} from {days}{of_days}) as r) as t)",
            sums.join(", "),
            columns("y"),
            columns("z")
        )
    }

    /// The metric over the best stretch, from what is stored of it.
    fn best(&mut self, question: &Question) -> String {
        let Some(best) = &question.names.record else {
            return "null".to_owned();
        };
        let (from, to) = span(question, self.today);
        let (key, to) = (self.text.text(&best.key), self.text.bind(Bound::Day(to)));
        let from = match question.query.window {
            Window::All => String::new(),
            _ => format!(" and e.local_day >= {}", self.text.bind(Bound::Day(from))),
        };
        let sports = self.text.sports(&question.whose, "e.sport");
        let function = if best.is_lower { "min" } else { "max" };
        let stored = format!(
            "(select cast({function}(e.value) as double precision) from best_effort as e \
             where e.user_id = u.id and e.variant = '' and e.record = {key} \
             and e.local_day <= {to}{from}{sports})"
        );
        let zero = self.text.number(0.0);
        let mut in_si = |dim: Dim| format!("({stored} / {})", self.text.number(dim.steps_per_si()));
        let answer = match best.stored {
            Stored::Metric(dim) => in_si(dim),
            Stored::Stretch { over, at, is_pace } => {
                let stored = in_si(match over {
                    Over::Distance => Dim::TIME,
                    Over::Duration => Dim::LENGTH,
                });
                let at = self.text.number(at);
                // Time over way, or way over time.
                if (over == Over::Distance) == is_pace {
                    format!("({stored} / {at})")
                } else {
                    format!("({at} / nullif({stored}, {zero}))")
                }
            }
        };
        self.of_active(question, &answer)
    }

    /// Of the stretch that reaches today or the period before; a week that is not over counts by
    /// the days up to today.
    fn kept_streak(&mut self, question: &Question, at: usize) -> String {
        let (unit, st) = (question.unit(), format!("st{at}"));
        let now = self.text.int(unit.index(self.today.day));
        let ended = format!("when {st}.last < {now} then {st}.last - {st}.first + 1");
        let cases = if unit == Unit::Day {
            format!("{ended} else {now} - {st}.first + 1")
        } else {
            self.uses.active = true;
            let (today, kept) = (self.today_number(), self.is_kept(question));
            format!(
                "{ended} when a.last_day <= {today} or {kept} then {now} - {st}.first + 1 \
                 else {now} - {st}.first"
            )
        };
        format!("cast(case when {st}.first is null then 0 {cases} end as double precision)")
    }

    /// Whether the present day or week has its workout.
    pub(super) fn is_kept(&mut self, question: &Question) -> String {
        let unit = question.unit();
        let today = Unit::Day.index(self.today.day);
        let first = Unit::Day.index(unit.around(self.today.day).from);
        let (first, today) = (self.text.int(first), self.text.int(today));
        let sports = self.text.sports(&question.whose, "k.sport");
        format!(
            "exists (select 1 from period as k where k.user_id = u.id and k.metric = 'workouts' \
             and k.unit = 'day' and k.idx between {first} and {today}{sports})"
        )
    }

    /// Back from the period before to the first that has none before it, or as far as the rule asks.
    fn walked_streak(&mut self, question: &Question) -> String {
        let unit = question.unit();
        let before = unit.index(self.today.day) - 1;
        let far = question.enough().map_or(String::new(), |enough| {
            format!(" or d.idx <= {}", self.text.int(before - enough))
        });
        let kept = self.is_kept(question);
        let before = self.text.int(before);
        let mut rows = |row: &str| {
            let sports = self.text.sports(&question.whose, &format!("{row}.sport"));
            format!(
                "period as {row} where {row}.user_id = u.id and {row}.metric = 'workouts' \
                 and {row}.unit = '{}'{sports}",
                unit.as_str()
            )
        };
        let (d, e, g) = (rows("d"), rows("e"), rows("g"));
        let answer = format!(
            "cast(case when {kept} then 1 else 0 end + case when \
             exists (select 1 from {g} and g.idx = {before}) then {before} + 1 - \
             (select d.idx from {d} and d.idx <= {before} and (not exists \
             (select 1 from {e} and e.idx = d.idx - 1){far}) order by d.idx desc limit 1) \
             else 0 end as double precision)"
        );
        // Whoever did nothing since the period before is not looked at.
        let since = Unit::Day.index(unit.span(unit.index(self.today.day) - 1).from);
        let (since, zero) = (self.text.int(since), self.text.number(0.0));
        let answer = format!("case when a.last_day >= {since} then {answer} else {zero} end");
        self.of_active(question, &answer)
    }
}

/// The days that a question looks at.
pub(super) fn span(question: &Question, today: &Today) -> (NaiveDate, NaiveDate) {
    let first = achievements::first_day(today.day, &question.query);
    (first.unwrap_or(NaiveDate::MIN), today.day)
}
