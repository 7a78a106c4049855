//! What people did, up to today: windows from days, the whole past from years and days, weeks in a
//! row from the stretches that are kept.

use chrono::{Datelike, NaiveDate};
use stadion_pack::expr::{HistoryFn, Window};
use stadion_pack::model::Over;
use stadion_pack::value::Dim;

use super::absent::Known;
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

    /// Summed for everybody at once.
    fn is_windowed(&self) -> bool {
        let sums = !matches!(self.query.func, HistoryFn::Best | HistoryFn::Streak);
        sums && self.query.window != Window::All && self.is_known()
    }

    /// A streak as it is kept, by pack or of all sports.
    fn kept_pack(&self) -> Option<&str> {
        match &self.whose {
            _ if self.query.func != HistoryFn::Streak => None,
            Whose::All => Some(""),
            Whose::Pack(pack) => Some(pack),
            Whose::These(_) => None,
        }
    }

    /// Whether there is a metric or record to ask about.
    fn is_known(&self) -> bool {
        match self.query.func {
            HistoryFn::Count | HistoryFn::Streak => true,
            HistoryFn::Best => self.names.record.is_some(),
            _ => self.names.metric.is_some(),
        }
    }

    fn unit(&self) -> Unit {
        match self.query.window {
            Window::Weeks(_) => Unit::Week,
            _ => Unit::Day,
        }
    }

    /// What of days and years is added up: name of the sum, column, function.
    fn columns(&self) -> &'static [(&'static str, &'static str, &'static str)] {
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
    /// For each question that is summed for everybody at once, the name of its table.
    pub(super) fn tables_of(&mut self, todays: &[Today]) -> Vec<Option<String>> {
        let asking = self.asking;
        let mut names = Vec::new();
        for (at, question) in asking.questions.iter().enumerate() {
            names.push(question.is_windowed().then(|| {
                let name = format!("h{at}");
                let table = self.windows(question, todays);
                self.tables.push((name.clone(), table));
                name
            }));
        }
        names
    }

    /// Over those who did something in the windows: whoever did not is in no day's row.
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
                "period as d where d.metric = 'workouts' and d.unit = 'day'".to_owned(),
                "d.idx",
            ),
        };
        let mut sums = Vec::new();
        for (at, (from, to)) in spans.iter().enumerate() {
            let within = (spans.len() > 1).then(|| {
                let (from, to) = (day(self, *from), day(self, *to));
                format!("{column} between {from} and {to}")
            });
            for (name, of, function) in question.columns() {
                sums.extend(self.added(function, &format!("d.{of}"), within.as_deref(), name, at));
            }
        }
        let (days_from, days_to) = (day(self, first), day(self, last));
        let (number_from, number_to) = (
            self.int(Unit::Day.index(first)),
            self.int(Unit::Day.index(last)),
        );
        let sports = self.sports(&question.whose, "d.sport");
        format!(
            "select s.user_id, {} from active_span as s cross join {source} \
             and s.last_day >= {number_from} and s.first_day <= {number_to} \
             and d.user_id = s.user_id and {column} between {days_from} and {days_to}{sports} \
             group by s.user_id",
            sums.join(", ")
        )
    }

    /// Columns of one sum, least or greatest, over the rows of a window.
    fn added(
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
        match (function, self.sums) {
            ("sum", Sums::Halves) if name == "s" => vec![
                format!("cast(sum({} / {HALF}) as bigint) as s{at}h", of(value)),
                format!("cast(sum({} % {HALF}) as bigint) as s{at}l", of(value)),
            ],
            ("sum", _) => vec![format!("cast(sum({}) as bigint) as {name}{at}", of(value))],
            _ => vec![format!("{function}({}) as {name}{at}", of(value))],
        }
    }

    fn sports(&mut self, whose: &Whose, column: &str) -> String {
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
        if self.sums == Sums::Plain {
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
        if question.is_windowed() {
            return self.text.figure(question, &format!("h{at}"), self.at);
        }
        match question.query.func {
            HistoryFn::Streak => match question.kept_pack() {
                Some(_) => self.kept_streak(question, at),
                None => self.walked_streak(question),
            },
            HistoryFn::Best => self.best(question),
            _ => self.whole_past(question),
        }
    }

    pub(super) fn join_of(
        &mut self,
        at: usize,
        question: &Question,
        tables: &[Option<String>],
        is_needed: bool,
    ) -> Option<Join> {
        if let Some(Some(table)) = tables.get(at) {
            return Some(Join {
                table: table.clone(),
                on: format!("{table}.user_id = u.id"),
                is_needed,
            });
        }
        let pack = question.kept_pack()?.to_owned();
        let (pack, unit) = (self.text.text(&pack), question.unit());
        let now = unit.index(self.today.day);
        let (now, before) = (self.text.int(now), self.text.int(now - 1));
        let st = format!("st{at}");
        Some(Join {
            table: format!("stretch as {st}"),
            on: format!(
                "{st}.user_id = u.id and {st}.pack = {pack} and {st}.unit = '{}' \
                 and {st}.last >= {before} and {st}.first <= {now}",
                unit.as_str()
            ),
            is_needed,
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
    fn whole_past(&mut self, question: &Question) -> String {
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
        let answer = format!(
            "(select {figure} from (select {} from (select {} from period as y \
             where y.user_id = u.id and y.unit = 'year' and y.idx < {year} and {years}{of_years} \
             union all select {} from {days}{of_days}) as r) as t)",
            sums.join(", "),
            columns("y"),
            columns("z")
        );
        self.of_active(question, &answer)
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
    fn is_kept(&mut self, question: &Question) -> String {
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
        let enough = question
            .bound
            .map(|bound| bound.clamp(0.0, 1e6).ceil() as i64 + 1);
        let far = enough.map_or(String::new(), |enough| {
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
fn span(question: &Question, today: &Today) -> (NaiveDate, NaiveDate) {
    let first = achievements::first_day(today.day, &question.query);
    (first.unwrap_or(NaiveDate::MIN), today.day)
}
