//! One rule over people as one SQL text that runs on SQLite and PostgreSQL and means what native
//! evaluation means: unknown at the root is not in, what is missing goes through arithmetic, sums
//! are of whole steps. The text is made of this module's own words alone; whatever comes from a
//! pack, a person or a clock is a parameter.
//!
//! It is two or three days at once on earth, so the rule stands in a text once for each of them, with
//! today as a constant, and people are asked by the one where they live: everybody is looked at once.
//! What is summed over a window is summed for all those days together, over those only who did
//! something in it. A text may go over some people alone, so that several can be asked side by side.

mod absent;
mod expression;
mod history;
mod person;
mod tables;

use std::fmt::Write as _;

use chrono::NaiveDate;
use stadion_pack::expr::Phrase;
use uuid::Uuid;

use self::absent::Known;
use self::tables::Grouped;
use crate::domains::segments::model::asking::{Asking, Question};
use crate::domains::segments::model::{Today, Zones};

/// Who has living workouts of adapters that state terms; those of which is to follow.
pub const CLOSED: &str = "select c.user_id from workout_source as c join workout as cw \
    on cw.user_id = c.user_id and cw.id = c.workout_id \
    and (cw.deleted_at is null or cw.joined_into is not null) \
    where c.adapter is not null and c.adapter_version <> ''";

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Bound {
    Int(i64),
    Number(f64),
    Text(String),
    Day(NaiveDate),
    Id(Uuid),
}

/// Over whom one statement goes: those from one identifier on until another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Among {
    pub from: Option<Uuid>,
    pub until: Option<Uuid>,
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

/// What a window is read by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Person by person, those who were active in it alone, in the order of an index by person: SQLite
    /// groups as it goes.
    People,
    /// Day by day, in an index by day: PostgreSQL groups by a table in memory, and a page for each
    /// person would cost it more.
    Days,
}

/// How a statement asks, whatever it asks.
#[derive(Clone, Copy, Debug)]
pub struct How {
    pub among: Among,
    pub sums: Sums,
    pub order: Order,
}

/// How many people a rule holds for.
pub fn count(asking: &Asking, todays: &[Today], how: &How) -> Statement {
    let mut text = Text::new(asking, how);
    let tables = text.tables_of(todays);
    let of = text.of(todays, 0, &tables, "cast(count(*) as bigint)");
    text.finish(&of)
}

/// Who they are.
pub fn ids(asking: &Asking, todays: &[Today], how: &How) -> Statement {
    let mut text = Text::new(asking, how);
    let tables = text.tables_of(todays);
    let of = text.of(todays, 0, &tables, "u.id as id");
    text.finish(&of)
}

/// For each day by its place in the list how many people a rule holds for, and under -1 how many
/// different ones together. Days without any are left out.
pub fn backtest(asking: &Asking, days: &[Today], how: &How) -> Statement {
    let mut text = Text::new(asking, how);
    let tables = text.tables_of(days);
    let each = days.iter().enumerate().map(|(at, day)| {
        let head = format!("cast({at} as bigint) as day, u.id as id");
        text.of(std::slice::from_ref(day), at, &tables, &head)
    });
    let all = each.collect::<Vec<_>>().join(" union all ");
    text.tables.push(("reached".to_owned(), all));
    text.finish(
        "select day, count(*) from reached group by day \
         union all select cast(-1 as bigint), count(distinct id) from reached",
    )
}

/// A text while it is written.
struct Text<'a> {
    asking: &'a Asking,
    how: &'a How,
    binds: Vec<Bound>,
    /// Named tables before the arms.
    tables: Vec<(String, String)>,
}

impl<'a> Text<'a> {
    fn new(asking: &'a Asking, how: &'a How) -> Self {
        Self {
            asking,
            how,
            binds: Vec::new(),
            tables: Vec::new(),
        }
    }

    fn finish(self, body: &str) -> Statement {
        let mut sql = String::new();
        for (name, table) in &self.tables {
            let word = if sql.is_empty() { "with" } else { "," };
            // Writing to a string cannot fail.
            let _ = write!(sql, "{word} {name} as ({table}) ");
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

    /// Whose identifier stands in a column: a condition to be added to others.
    fn among(&mut self, column: &str) -> String {
        let among = self.how.among;
        let mut bound = |sign: &str, id: Option<Uuid>| {
            id.map_or(String::new(), |id| {
                format!(" and {column} {sign} {}", self.bind(Bound::Id(id)))
            })
        };
        let from = bound(">=", among.from);
        from + bound("<", among.until).as_str()
    }

    /// One select of those for whom the rule holds, each on the day that it is for them. `first` is
    /// the place of the first of the days among those that windows were summed for.
    fn of(
        &mut self,
        todays: &[Today],
        first: usize,
        tables: &[Option<Grouped>],
        head: &str,
    ) -> String {
        let mut days = Vec::new();
        for (today, at) in todays.iter().zip(first..) {
            days.push(Arm::write(self, today, at, tables));
        }
        let by_day = |text: &mut Self, said: Vec<String>| text.by_day(todays, said);
        let joins = days.first().map_or(0, |day| day.joins.len());
        let (mut needed, mut others, mut conditions) = (Vec::new(), String::new(), Vec::new());
        for at in 0..joins {
            let of = |day: &mut Day| std::mem::take(&mut day.joins[at].when);
            let Join {
                table,
                key,
                is_needed,
                ..
            } = &days[0].joins[at];
            let (table, key, is_needed) = (table.clone(), key.clone(), *is_needed);
            if is_needed {
                needed.push(table);
                conditions.push(key);
                continue;
            }
            let whens: Vec<String> = days.iter_mut().map(of).collect();
            let on = match by_day(self, whens) {
                when if when.is_empty() => key,
                when => format!("{key} and {when}"),
            };
            // Writing to a string cannot fail.
            let _ = write!(others, " left join {table} on {on}");
        }
        // Who cannot be in on any of the days is left out before they are looked up.
        let mut joined = days.iter().take(1).flat_map(|day| &day.joins);
        if joined.any(|join| join.is_needed && join.is_summed) {
            conditions.extend(of_sums(&days));
        }
        let (always, by_days) = split(&days);
        conditions.extend(always);
        if !by_days.iter().all(String::is_empty) {
            conditions.push(by_day(self, by_days));
        }
        let people = self.people();
        // Whoever is asked about first: the fewest rows that the rule needs.
        let (tables, whose) = match needed.split_first() {
            Some((first, rest)) => {
                let column = first.rsplit(' ').next().unwrap_or(first);
                let rest = rest.iter().map(|table| format!(" cross join {table}"));
                let tables = format!("{first} cross join {people}{}", rest.collect::<String>());
                (tables, format!("{column}.user_id"))
            }
            None => (people.clone(), "u.id".to_owned()),
        };
        let mut among = self.among(&whose);
        // PostgreSQL reads everybody's zone from an index over the half.
        if !needed.is_empty() && self.how.order == Order::Days {
            among += &self.among("u.id");
        }
        format!(
            "select {head} from {tables}{others} where {}{among}",
            conditions.join(" and ")
        )
    }

    /// Those who can be asked. The terms of some who brought data do not let it choose promos: what a
    /// person did is one sum, so whoever has such data is left out of rules that ask for it.
    fn people(&mut self) -> String {
        let closed = self.asking.open.as_ref().map_or_else(String::new, |open| {
            let others = if open.is_empty() {
                String::new()
            } else {
                format!(" and c.adapter not in ({})", self.list(open))
            };
            format!(" and id not in ({CLOSED}{others})")
        });
        format!("(select id, time_zone from users where state <> 'blocked'{closed}) as u")
    }

    /// What is said for the day that it is where somebody lives; nothing, where nothing is said.
    fn by_day(&mut self, todays: &[Today], said: Vec<String>) -> String {
        if said.windows(2).all(|pair| pair[0] == pair[1]) {
            return said.into_iter().next().unwrap_or_default();
        }
        let mut cases = String::new();
        for (today, said) in todays.iter().zip(said) {
            // Writing to a string cannot fail.
            let _ = match &today.zones {
                Zones::These(zones) => {
                    let zones = self.list(zones);
                    write!(cases, " when u.time_zone in ({zones}) then {said}")
                }
                Zones::Others => write!(cases, " else {said}"),
            };
        }
        format!("case{cases} end")
    }
}

/// What a select joins, as it turns out that the rule names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Uses {
    person: bool,
    category: bool,
    active: bool,
}

/// A rule on one day, while it is written.
struct Arm<'t, 'a> {
    text: &'t mut Text<'a>,
    today: &'t Today,
    /// Which of the days that windows were summed for.
    at: usize,
    tables: &'t [Option<Grouped>],
    uses: Uses,
    /// Whether the part that is being written looks at more than sums over windows.
    is_beyond_sums: bool,
}

/// What a join adds, and whether the rule cannot hold without its row.
struct Join {
    table: String,
    /// Whose row it is.
    key: String,
    /// What holds of the row on a day; may be empty.
    when: String,
    is_needed: bool,
    /// Whether it is what was grouped before.
    is_summed: bool,
}

/// A rule as it is on one day: the joins and the parts that must all hold. There are the same ones on
/// each day.
struct Day {
    joins: Vec<Join>,
    rule: Vec<Part>,
}

#[derive(PartialEq)]
struct Part {
    sql: String,
    /// Whether it looks at sums over windows alone.
    is_of_sums: bool,
}

/// What cannot be told before it is known what day it is for somebody, but is of sums alone: it holds
/// on one of the days.
fn of_sums(days: &[Day]) -> Vec<String> {
    let first = days.first().map_or(&[][..], |day| &day.rule);
    let on_any = |(at, part): (usize, &Part)| {
        let parts: Vec<&str> = days
            .iter()
            .filter_map(|day| Some(day.rule.get(at)?.sql.as_str()))
            .collect();
        let differ = parts.iter().any(|sql| *sql != part.sql);
        (part.is_of_sums && differ).then(|| format!("({})", parts.join(" or ")))
    };
    first.iter().enumerate().filter_map(on_any).collect()
}

/// What holds on every day alike, and for each day the rest, what holds of the needed rows included.
/// A database looks for the former before it asks what day it is for somebody.
fn split(days: &[Day]) -> (Vec<String>, Vec<String>) {
    let first = days.first().map_or(&[][..], |day| &day.rule);
    let is_alike = |at: usize| days.iter().all(|day| day.rule.get(at) == first.get(at));
    let alike: Vec<bool> = (0..first.len()).map(is_alike).collect();
    let of = |day: &Day, wanted: bool| -> Vec<String> {
        let parts = day.rule.iter().zip(&alike);
        let parts = parts.filter(|(_, alike)| **alike == wanted);
        parts.map(|(part, _)| part.sql.clone()).collect()
    };
    let always = days.first().map_or_else(Vec::new, |day| of(day, true));
    let rest = days.iter().map(|day| {
        let needed = day.joins.iter().filter(|join| join.is_needed);
        let whens = needed.map(|join| join.when.clone());
        let all = whens.chain(of(day, false)).filter(|part| !part.is_empty());
        all.collect::<Vec<_>>().join(" and ")
    });
    (always, rest.collect())
}

impl<'t, 'a> Arm<'t, 'a> {
    fn write(
        text: &'t mut Text<'a>,
        today: &'t Today,
        at: usize,
        tables: &'t [Option<Grouped>],
    ) -> Day {
        let asking = text.asking;
        let mut arm = Arm {
            text,
            today,
            at,
            tables,
            uses: Uses::default(),
            is_beyond_sums: false,
        };
        let phrase = asking.who.phrase();
        let rule = match &phrase {
            Phrase::All(parts) => parts.iter().map(|part| arm.part(part)).collect(),
            other => vec![arm.part(other)],
        };
        let joins = arm.joins(&phrase);
        Day { joins, rule }
    }

    fn part(&mut self, phrase: &Phrase<'_>) -> Part {
        self.is_beyond_sums = false;
        let sql = self.say(phrase).sql;
        Part {
            sql,
            is_of_sums: !self.is_beyond_sums,
        }
    }

    fn joins(&mut self, rule: &Phrase<'_>) -> Vec<Join> {
        let asking = self.text.asking;
        let mut joins = Vec::new();
        for (at, question) in asking.questions.iter().enumerate() {
            let is_it = |phrase: &Phrase<'_>| match phrase {
                Phrase::History(query) => (**query == question.query).then(|| question.nothing()),
                _ => None,
            };
            let is_needed = absent::is_needed(rule, &is_it);
            joins.extend(self.join_of(at, question, is_needed));
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
                key: "a.user_id = u.id".to_owned(),
                when: String::new(),
                is_needed: absent::is_needed(rule, &of_history),
                is_summed: false,
            });
        }
        if self.uses.category {
            joins.push(self.category_join());
        }
        joins
    }
}
