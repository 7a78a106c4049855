//! What a rule computes and compares. Numbers are of double precision and null where they are
//! missing; flags are true, false or null; a day is its number, a moment its milliseconds.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use stadion_pack::expr::{Arithmetic, Compare, Phrase, Round};
use stadion_pack::value::Value;

use super::Arm;
use crate::domains::workouts::model::periods::Unit;

/// What a text gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Number,
    Flag,
    Text,
    Day,
    Time,
}

pub(super) struct Term {
    pub sql: String,
    pub sort: Sort,
}

fn term(sql: String, sort: Sort) -> Term {
    Term { sql, sort }
}

/// From here on doubles are whole numbers.
const WHOLE: &str = "4503599627370496";

impl Arm<'_, '_> {
    pub(super) fn say(&mut self, phrase: &Phrase<'_>) -> Term {
        match phrase {
            Phrase::Number(number, _) => term(self.text.number(*number), Sort::Number),
            Phrase::Flag(flag) => term(flag.to_string(), Sort::Flag),
            Phrase::Text(text) => term(self.text.text(text), Sort::Text),
            Phrase::Constant(value) => self.constant(value),
            Phrase::Slot(slot) if slot.root == "now" => {
                let now = self.today.now.timestamp_millis();
                term(self.text.number(now as f64), Sort::Time)
            }
            Phrase::Slot(slot) => self.user(&slot.field),
            Phrase::History(query) => {
                let questions = &self.text.asking.questions;
                let at = questions.iter().position(|known| known.query == **query);
                let sql = at.map_or("null".to_owned(), |at| self.answer(at));
                term(sql, Sort::Number)
            }
            Phrase::Not(inner) => term(format!("(not {})", self.say(inner).sql), Sort::Flag),
            Phrase::All(phrases) => self.joined(phrases, " and "),
            Phrase::Any(phrases) => self.joined(phrases, " or "),
            Phrase::Compare(how, left, right) => {
                let (left, right) = (self.say(left).sql, self.say(right).sql);
                term(format!("({left} {} {right})", sign(*how)), Sort::Flag)
            }
            Phrase::Arithmetic(how, left, right) => self.arithmetic(*how, left, right),
            Phrase::Negative(inner) => term(format!("(-{})", self.say(inner).sql), Sort::Number),
            Phrase::Between(left, right) => self.between(left, right),
            Phrase::Rank(list, inner) => {
                let word = self.say(inner).sql;
                let mut cases = String::new();
                for (rank, value) in list.values.keys().enumerate() {
                    let (value, rank) = (self.text.text(value), self.text.number(rank as f64));
                    // Writing to a string cannot fail.
                    let _ = write!(cases, " when {value} then {rank}");
                }
                term(format!("(case {word}{cases} end)"), Sort::Number)
            }
            Phrase::Round(how, inner) => {
                let inner = self.say(inner).sql;
                term(round(*how, &inner), Sort::Number)
            }
            Phrase::Least(phrases) => self.extreme(phrases, "<="),
            Phrase::Most(phrases) => self.extreme(phrases, ">="),
            Phrase::Has(inner) => {
                term(format!("({} is not null)", self.say(inner).sql), Sort::Flag)
            }
            Phrase::FirstThere(phrases) => {
                let terms: Vec<Term> = phrases.iter().map(|phrase| self.say(phrase)).collect();
                let sort = terms.first().map_or(Sort::Number, |first| first.sort);
                term(format!("coalesce({})", list(&terms)), sort)
            }
            Phrase::When(test, then, other) => {
                let (test, then) = (self.say(test).sql, self.say(then));
                let other = other.as_ref().map_or(String::new(), |other| {
                    format!(" when false then {}", self.say(other).sql)
                });
                let sql = format!("(case {test} when true then {}{other} end)", then.sql);
                term(sql, then.sort)
            }
            // The context of a person has neither parts nor scripts.
            Phrase::Field(_) | Phrase::Part { .. } | Phrase::Script(_) => {
                term("null".to_owned(), Sort::Number)
            }
        }
    }

    fn constant(&mut self, value: &Value) -> Term {
        match value {
            Value::Date(day) => term(self.text.number(number_of(*day)), Sort::Day),
            Value::Time(time) => term(self.text.number(time.timestamp_millis() as f64), Sort::Time),
            Value::Number(number) => term(self.text.number(*number), Sort::Number),
            Value::Flag(flag) => term(flag.to_string(), Sort::Flag),
            Value::Text(text) => term(self.text.text(text), Sort::Text),
            // Refused where segments are checked.
            Value::Money(_) => term("null".to_owned(), Sort::Number),
        }
    }

    fn joined(&mut self, phrases: &[Phrase<'_>], word: &str) -> Term {
        let all: Vec<String> = phrases.iter().map(|phrase| self.say(phrase).sql).collect();
        term(format!("({})", all.join(word)), Sort::Flag)
    }

    fn arithmetic(&mut self, how: Arithmetic, left: &Phrase<'_>, right: &Phrase<'_>) -> Term {
        let (left, right) = (self.say(left), self.say(right).sql);
        let sign = match how {
            Arithmetic::Add => "+",
            Arithmetic::Subtract => "-",
            Arithmetic::Multiply => "*",
            Arithmetic::Divide => {
                let sql = format!(
                    "({} / nullif({right}, {}))",
                    left.sql,
                    self.text.number(0.0)
                );
                return term(sql, left.sort);
            }
            // Refused where segments are checked.
            Arithmetic::Remainder => return term("null".to_owned(), left.sort),
        };
        match left.sort {
            Sort::Day => {
                let day = self.text.number(86_400.0);
                let days = round(Round::Floor, &format!("({right} / {day})"));
                let ends = (number_of(NaiveDate::MIN), number_of(NaiveDate::MAX));
                term(self.moved(&left.sql, sign, &days, ends), Sort::Day)
            }
            Sort::Time => {
                let thousand = self.text.number(1e3);
                let millis = round(Round::Nearest, &format!("({right} * {thousand})"));
                let ends = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
                let ends = (
                    ends.0.timestamp_millis() as f64,
                    ends.1.timestamp_millis() as f64,
                );
                term(self.moved(&left.sql, sign, &millis, ends), Sort::Time)
            }
            sort => term(format!("({} {sign} {right})", left.sql), sort),
        }
    }

    /// Missing beyond the calendar's ends.
    fn moved(&mut self, from: &str, sign: &str, by: &str, (first, last): (f64, f64)) -> String {
        let (first, last) = (self.text.number(first), self.text.number(last));
        format!(
            "(select case when m.at between {first} and {last} then m.at end \
             from (select {from} {sign} {by} as at) as m)"
        )
    }

    fn between(&mut self, left: &Phrase<'_>, right: &Phrase<'_>) -> Term {
        let (left, right) = (self.say(left), self.say(right).sql);
        let sql = match left.sort {
            Sort::Day => format!(
                "(({} - {right}) * {})",
                left.sql,
                self.text.number(86_400.0)
            ),
            _ => format!("(({} - {right}) / {})", left.sql, self.text.number(1e3)),
        };
        term(sql, Sort::Number)
    }

    /// Missing if any is missing, which neither database's own function is on both.
    fn extreme(&mut self, phrases: &[Phrase<'_>], first_if: &str) -> Term {
        let mut terms = phrases.iter().map(|phrase| self.say(phrase).sql);
        let first = terms.next().unwrap_or("null".to_owned());
        let rest: Vec<String> = terms.collect();
        let sql = rest.iter().fold(first, |one, other| {
            format!(
                "(select case when e.a {first_if} e.b then e.a when e.b {first_if} e.a then e.b end \
                 from (select {one} as a, {other} as b) as e)"
            )
        });
        term(sql, Sort::Number)
    }
}

fn list(terms: &[Term]) -> String {
    let all: Vec<&str> = terms.iter().map(|term| term.sql.as_str()).collect();
    all.join(", ")
}

fn number_of(day: NaiveDate) -> f64 {
    Unit::Day.index(day) as f64
}

fn sign(how: Compare) -> &'static str {
    match how {
        Compare::Equal => "=",
        Compare::NotEqual => "<>",
        Compare::Less => "<",
        Compare::LessEqual => "<=",
        Compare::More => ">",
        Compare::MoreEqual => ">=",
    }
}

/// SQLite has none of these functions where it is built without mathematics, and casts to a whole
/// number by cutting off what PostgreSQL rounds: from either the whole number below is one step away.
fn round(how: Round, number: &str) -> String {
    match how {
        Round::Absolute => format!("abs({number})"),
        Round::Floor => floor(number),
        Round::Ceiling => format!("(-{})", floor(&format!("(-{number})"))),
        // Halves away from zero.
        Round::Nearest => format!(
            "(select case when n.v < 0 then -n.r else n.r end from (select o.v, \
             case when o.a - o.f >= 0.5 then o.f + 1 else o.f end as r from \
             (select q.v, q.a, {} as f from (select w.v, abs(w.v) as a from \
             (select {number} as v) as w) as q) as o) as n)",
            floor("q.a")
        ),
    }
}

fn floor(number: &str) -> String {
    format!(
        "(select case when f.t > f.v then f.t - 1 when f.t + 1 <= f.v then f.t + 1 else f.t end \
         from (select g.v, case when abs(g.v) < {WHOLE} \
         then cast(cast(g.v as bigint) as double precision) else g.v end as t \
         from (select {number} as v) as g) as f)"
    )
}
