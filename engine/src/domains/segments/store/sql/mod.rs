//! One rule over people as one SQL text that runs on SQLite and PostgreSQL and means what native
//! evaluation means: unknown at the root is not in, what is missing goes through arithmetic, sums
//! are of whole steps. The text is made of this module's own words alone; whatever comes from a
//! pack, a person or a clock is a parameter.
//!
//! It is day in several time zones at once, so a text has an arm for each day that it is for people;
//! within one, today is a constant. What is summed over a window is summed once for all arms, over
//! those only who did something in it.

mod absent;
mod expression;
mod history;
mod person;

use std::fmt::Write as _;

use chrono::NaiveDate;
use stadion_pack::expr::Phrase;

use self::absent::Known;
use crate::domains::segments::model::asking::{Asking, Question};
use crate::domains::segments::model::{Today, Zones};

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Bound {
    Int(i64),
    Number(f64),
    Text(String),
    Day(NaiveDate),
}

#[derive(Clone, Debug)]
pub struct Statement {
    pub sql: String,
    pub binds: Vec<Bound>,
}

/// How sums are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sums {
    /// As they are: a database stops where one does not fit.
    Plain,
    /// In two halves: one that does not fit is missing.
    Halves,
}

/// How many people a rule holds for.
pub fn count(asking: &Asking, todays: &[Today], sums: Sums) -> Statement {
    let mut text = Text::new(asking, sums);
    let arms = text.arms(todays, |_| "count(*) as n".to_owned());
    text.finish(&format!(
        "select cast(sum(arm.n) as bigint) from ({}) as arm",
        arms.join(" union all ")
    ))
}

/// Who they are.
pub fn ids(asking: &Asking, todays: &[Today], sums: Sums) -> Statement {
    let mut text = Text::new(asking, sums);
    let arms = text.arms(todays, |_| "u.id as id".to_owned());
    text.finish(&arms.join(" union all "))
}

/// For each day by its place in the list how many people a rule holds for, and under -1 how many
/// different ones together. Days without any are left out.
pub fn backtest(asking: &Asking, days: &[Today], sums: Sums) -> Statement {
    let mut text = Text::new(asking, sums);
    let arms = text.arms(days, |at| {
        format!("cast({at} as bigint) as day, u.id as id")
    });
    text.tables
        .push(("reached".to_owned(), arms.join(" union all ")));
    text.finish(
        "select day, count(*) from reached group by day \
         union all select cast(-1 as bigint), count(distinct id) from reached",
    )
}

/// A text while it is written.
struct Text<'a> {
    asking: &'a Asking,
    sums: Sums,
    binds: Vec<Bound>,
    /// Named tables before the arms.
    tables: Vec<(String, String)>,
}

impl<'a> Text<'a> {
    fn new(asking: &'a Asking, sums: Sums) -> Self {
        Self {
            asking,
            sums,
            binds: Vec::new(),
            tables: Vec::new(),
        }
    }

    fn finish(self, body: &str) -> Statement {
        let mut sql = String::new();
        for (name, table) in &self.tables {
            let word = if sql.is_empty() { "with" } else { "," };
            // Writing to a string cannot fail.
            let _ = write!(sql, "{word} {name} as materialized ({table}) ");
        }
        sql.push_str(body);
        Statement {
            sql,
            binds: self.binds,
        }
    }

    /// The parameter of a value; the same value has one.
    fn bind(&mut self, value: Bound) -> String {
        let at = self.binds.iter().position(|known| *known == value);
        let at = at.unwrap_or_else(|| {
            self.binds.push(value);
            self.binds.len() - 1
        });
        format!("${}", at + 1)
    }

    fn int(&mut self, number: i64) -> String {
        self.bind(Bound::Int(number))
    }

    fn number(&mut self, number: f64) -> String {
        // Zero has one sign here, as in comparisons.
        self.bind(Bound::Number(number + 0.0))
    }

    fn text(&mut self, text: &str) -> String {
        self.bind(Bound::Text(text.to_owned()))
    }

    fn list<'t>(&mut self, texts: impl IntoIterator<Item = &'t String>) -> String {
        let all: Vec<_> = texts.into_iter().map(|text| self.text(text)).collect();
        all.join(", ")
    }

    /// One select for each of the days, with what its head makes of the day's place.
    fn arms(&mut self, todays: &[Today], head: impl Fn(usize) -> String) -> Vec<String> {
        let tables = self.tables_of(todays);
        let mut arms = Vec::new();
        for at in 0..todays.len() {
            arms.push(Arm::write(self, (at, todays), &tables, &head(at)));
        }
        arms
    }
}

/// What an arm joins, as it turns out that the rule names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Uses {
    person: bool,
    category: bool,
    active: bool,
}

/// One select while it is written.
struct Arm<'t, 'a> {
    text: &'t mut Text<'a>,
    today: &'t Today,
    /// Which of the arms it is.
    at: usize,
    uses: Uses,
}

/// What a join adds, and whether the rule cannot hold without its row.
struct Join {
    table: String,
    on: String,
    is_needed: bool,
}

impl<'t, 'a> Arm<'t, 'a> {
    fn write(
        text: &'t mut Text<'a>,
        (at, todays): (usize, &'t [Today]),
        tables: &[Option<String>],
        head: &str,
    ) -> String {
        let asking = text.asking;
        let mut arm = Arm {
            text,
            today: &todays[at],
            at,
            uses: Uses::default(),
        };
        let rule = asking.who.phrase();
        let condition = arm.say(&rule).sql;
        let people = arm.people(todays);
        let mut joins = arm.joins(&rule, tables);
        // Whoever is asked about first: the fewest rows that the rule needs.
        let first = joins.iter().position(|join| join.is_needed);
        let (mut sql, mut conditions) = match first {
            Some(first) => {
                let Join { table, on, .. } = joins.remove(first);
                (
                    format!("select {head} from {table} cross join {people}"),
                    vec![on],
                )
            }
            None => (format!("select {head} from {people}"), Vec::new()),
        };
        let (needed, others): (Vec<Join>, Vec<Join>) =
            joins.into_iter().partition(|join| join.is_needed);
        for join in needed {
            let _ = write!(sql, " cross join {}", join.table);
            conditions.push(join.on);
        }
        for join in others {
            let _ = write!(sql, " left join {} on {}", join.table, join.on);
        }
        conditions.push(condition);
        let _ = write!(sql, " where {}", conditions.join(" and "));
        sql
    }

    /// Those for whom it is this day.
    fn people(&mut self, todays: &[Today]) -> String {
        let zones = match &self.today.zones {
            Zones::These(zones) => format!(" and time_zone in ({})", self.text.list(zones)),
            Zones::Others => {
                let all = todays.iter().filter_map(|today| match &today.zones {
                    Zones::These(zones) => Some(zones),
                    Zones::Others => None,
                });
                let others: Vec<&String> = all.flatten().collect();
                if others.is_empty() {
                    String::new()
                } else {
                    let list = self.text.list(others);
                    format!(" and (time_zone is null or time_zone not in ({list}))")
                }
            }
        };
        format!("(select id from users where state <> 'blocked'{zones}) as u")
    }

    fn joins(&mut self, rule: &Phrase<'_>, tables: &[Option<String>]) -> Vec<Join> {
        let asking = self.text.asking;
        let mut joins = Vec::new();
        for (at, question) in asking.questions.iter().enumerate() {
            let is_it = |phrase: &Phrase<'_>| match phrase {
                Phrase::History(query) => (**query == question.query).then(|| question.nothing()),
                _ => None,
            };
            let is_needed = absent::is_needed(rule, &is_it);
            joins.extend(self.join_of(at, question, tables, is_needed));
        }
        let of_person = |phrase: &Phrase<'_>| match phrase {
            Phrase::Slot(slot) if slot.root == "user" && slot.field != "category" => {
                Some(Known::Missing)
            }
            _ => None,
        };
        if self.uses.person {
            let is_needed = absent::is_needed(rule, &of_person);
            joins.push(self.person_join(is_needed));
        }
        if self.uses.active {
            let of_history = |phrase: &Phrase<'_>| match phrase {
                Phrase::History(query) => {
                    let mut all = asking.questions.iter();
                    all.find(|question| question.query == **query)
                        .map(Question::nothing)
                }
                _ => None,
            };
            joins.push(Join {
                table: "active_span as a".to_owned(),
                on: "a.user_id = u.id".to_owned(),
                is_needed: absent::is_needed(rule, &of_history),
            });
        }
        if self.uses.category {
            joins.push(self.category_join());
        }
        joins
    }
}
