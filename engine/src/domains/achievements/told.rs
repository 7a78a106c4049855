//! A rule in words: `Distance: at least 10 km; time: at most 50 min`.

use stadion_pack::expr::{
    Arithmetic, Checked, Compare, HistoryFn, HistoryQuery, PartAggregate, Phrase, Round, Scope,
    SlotRef, Window,
};
use stadion_pack::model::{Metric, Pack, Part, PartField};
use stadion_pack::script::Script;
use stadion_pack::value::{Dim, Value};
use stadion_pack::words::humanise;

use super::held::Held;
use crate::domains::app::Telling;
use crate::domains::workouts::words::plain;

/// What a rule of a pack asks for, in the page's language and the person's units.
pub fn in_words(rule: &Checked, pack: &Pack, told: Telling<'_>) -> String {
    let words = Words {
        pack,
        told,
        rows: None,
    };
    words.condition(&rule.phrase())
}

/// What one does for a badge: its description, else its rule.
pub fn description(held: &Held, told: Telling<'_>) -> String {
    let own = held.description.get(told.locale());
    if !own.is_empty() {
        return own.to_owned();
    }
    let rule = super::achievement(told.packs, &held.id).zip(told.packs.pack(&held.pack));
    rule.map_or_else(String::new, |(known, pack)| {
        in_words(&known.when, pack, told)
    })
}

#[derive(Clone, Copy)]
struct Words<'a> {
    pack: &'a Pack,
    told: Telling<'a>,
    /// The part whose rows an aggregate looks at.
    rows: Option<&'a Part>,
}

/// What a number beside it is shown as.
#[derive(Clone, Copy)]
enum Shown<'a> {
    Metric(&'a Metric),
    Field(&'a PartField),
    /// A field of the user or of the workout itself, by name.
    Word(&'a str),
    Plain,
}

impl<'a> Words<'a> {
    fn text(&self, key: &str, words: &[(&str, &str)]) -> String {
        let args: Vec<_> = words
            .iter()
            .map(|(name, word)| (*name, (*word).into()))
            .collect();
        self.told.formats.text(key, &args)
    }

    /// What is true or false.
    fn condition(&self, phrase: &Phrase<'_>) -> String {
        match phrase {
            Phrase::All(all) => self.joined("rule-and", all),
            Phrase::Any(all) => match self.one_of(all) {
                Some(words) => words,
                None => self.joined("rule-or", all),
            },
            Phrase::Not(inner) => self.text("rule-not", &[("what", &self.condition(inner))]),
            Phrase::Compare(how, left, right) => self.compared(*how, left, right),
            Phrase::Has(inner) => self.text("rule-has", &[("what", &self.figure(inner))]),
            Phrase::Flag(flag) => self.flag(*flag),
            Phrase::When(test, then, other) => {
                let (test, then) = (self.condition(test), self.condition(then));
                let other = other.as_deref().map(|other| self.condition(other));
                self.chosen(&test, &then, other.as_deref())
            }
            Phrase::FirstThere(all) => {
                let all: Vec<String> = all.iter().map(|one| self.condition(one)).collect();
                self.first_there(&all)
            }
            other => {
                let (what, yes) = (self.figure(other), self.flag(true));
                self.text("rule-is", &[("what", &what), ("bound", &yes)])
            }
        }
    }

    fn flag(&self, flag: bool) -> String {
        self.text(if flag { "rule-yes" } else { "rule-no" }, &[])
    }

    /// Conditions of the other kind inside stand in brackets.
    fn joined(&self, key: &str, all: &[Phrase<'_>]) -> String {
        let one = |phrase: &Phrase<'_>| {
            let words = self.condition(phrase);
            match phrase {
                Phrase::Any(all) if self.one_of(all).is_some() => words,
                Phrase::All(_) | Phrase::Any(_) | Phrase::When(..) => format!("({words})"),
                _ => words,
            }
        };
        let all = all.iter().map(one);
        let joined = all.reduce(|a, b| self.text(key, &[("a", &a), ("b", &b)]));
        joined.unwrap_or_default()
    }

    /// `Style: Ashtanga or Vinyasa`: one field and the values that it may have.
    fn one_of(&self, all: &[Phrase<'_>]) -> Option<String> {
        let mut field = None;
        let mut amounts = Vec::new();
        for one in all {
            let Phrase::Compare(Compare::Equal, left, right) = one else {
                return None;
            };
            let Phrase::Slot(slot) = **left else {
                return None;
            };
            if !is_written(right) || field.is_some_and(|(known, _)| known != slot) {
                return None;
            }
            field = Some((slot, left));
            amounts.push(self.amount(right, self.shown(left)));
        }
        let amounts = amounts.into_iter();
        let bound = amounts.reduce(|a, b| self.text("rule-or", &[("a", &a), ("b", &b)]))?;
        let what = self.figure(field?.1);
        Some(self.text("rule-is", &[("what", &what), ("bound", &bound)]))
    }

    fn compared(&self, how: Compare, left: &Phrase<'_>, right: &Phrase<'_>) -> String {
        // What is written out stands on the right.
        let (how, left, right) = if is_written(left) && !is_written(right) {
            (turned(how), right, left)
        } else {
            (how, left, right)
        };
        let amount = self.amount(right, self.shown(left));
        let key = match how {
            Compare::Equal if !is_written(right) => "rule-same",
            Compare::Equal => "rule-equal",
            Compare::NotEqual => "rule-not-equal",
            Compare::Less => "rule-less",
            Compare::LessEqual => "rule-most",
            Compare::More => "rule-more",
            Compare::MoreEqual => "rule-least",
        };
        let bound = self.text(key, &[("amount", &amount)]);
        self.text(
            "rule-is",
            &[("what", &self.figure(left)), ("bound", &bound)],
        )
    }

    /// How numbers beside a figure are shown.
    fn shown<'p>(&self, phrase: &Phrase<'p>) -> Shown<'p>
    where
        'a: 'p,
    {
        match phrase {
            Phrase::Slot(slot) => match self.metric(slot) {
                Some(metric) => Shown::Metric(metric),
                None => Shown::Word(&slot.field),
            },
            Phrase::History(query) if !is_counted(query) => {
                let name = query.metric.as_deref();
                let metric = name.and_then(|name| self.pack.visible_metrics.get(name));
                metric.map_or(Shown::Plain, |metric| Shown::Metric(metric))
            }
            Phrase::Field(name) => self.field(name).map_or(Shown::Plain, Shown::Field),
            Phrase::Rank(_, inner) | Phrase::Negative(inner) | Phrase::Round(_, inner) => {
                self.shown(inner)
            }
            Phrase::Part {
                part,
                aggregate,
                of,
            } if !counts(*aggregate) => {
                let rows = self.pack.parts.get(*part).map(AsRef::as_ref);
                Words { rows, ..*self }.shown(of)
            }
            _ => Shown::Plain,
        }
    }

    fn metric(&self, slot: &SlotRef) -> Option<&'a Metric> {
        let own = (slot.root == "workout").then_some(&slot.field)?;
        self.pack.visible_metrics.get(own).map(AsRef::as_ref)
    }

    fn field(&self, name: &str) -> Option<&'a PartField> {
        self.rows?.fields.get(name)
    }

    fn amount(&self, phrase: &Phrase<'_>, shown: Shown<'_>) -> String {
        let formats = self.told.formats;
        let value = match phrase {
            _ if !is_written(phrase) => {
                return self.text("rule-quoted", &[("what", &self.figure(phrase))]);
            }
            Phrase::Text(text) => Value::Text((*text).to_owned()),
            Phrase::Flag(flag) => return self.flag(*flag),
            Phrase::Rank(_, inner) => return self.amount(inner, shown),
            _ => match written_number(phrase) {
                Some(si) => Value::Number(si),
                None => return self.figure(phrase),
            },
        };
        match (shown, &value) {
            (Shown::Metric(metric), _) => formats.metric(metric, &value).to_string(),
            (Shown::Field(field), _) => formats.field(field, &value).to_string(),
            (Shown::Word("sport"), Value::Text(id)) => self.sport(id),
            (Shown::Word(_), Value::Text(id)) => {
                let key = format!("rule-word-{}", id.replace('_', "-"));
                formats.find(&key, &[]).unwrap_or_else(|| id.clone())
            }
            _ => self.figure(phrase),
        }
    }

    fn sport(&self, id: &str) -> String {
        let found = self.told.packs.sport(id);
        found
            .map_or(id, |(_, sport)| sport.title.get(self.told.locale()))
            .to_owned()
    }

    /// What a number, a word or a moment is called.
    fn figure(&self, phrase: &Phrase<'_>) -> String {
        let formats = self.told.formats;
        match phrase {
            Phrase::Number(si, dim) => plain(self.pack, *si, *dim, formats),
            Phrase::Text(text) => (*text).to_owned(),
            Phrase::Constant(value) => match value {
                Value::Date(day) => formats.short_date(*day),
                Value::Time(at) => formats.date_time(*at),
                Value::Money(money) => money.to_string(),
                Value::Number(si) => plain(self.pack, *si, Dim::NONE, formats),
                Value::Flag(flag) => self.flag(*flag),
                Value::Text(text) => text.clone(),
            },
            Phrase::Slot(slot) => self.slot(slot),
            Phrase::History(query) => self.history(query),
            Phrase::Script(script) => self.script(script),
            Phrase::Field(name) => {
                let title = self
                    .field(name)
                    .map(|field| field.title.get(self.told.locale()));
                title.unwrap_or(name).to_owned()
            }
            Phrase::Arithmetic(how, left, right) => {
                let sign = match how {
                    Arithmetic::Add => "+",
                    Arithmetic::Subtract => "−",
                    Arithmetic::Multiply => "×",
                    Arithmetic::Divide => "÷",
                    Arithmetic::Remainder => "mod",
                };
                format!("{} {sign} {}", self.operand(left), self.operand(right))
            }
            Phrase::Negative(inner) => format!("−{}", self.operand(inner)),
            Phrase::Between(left, right) => {
                let (to, from) = (self.figure(left), self.figure(right));
                self.text("rule-between", &[("from", &from), ("to", &to)])
            }
            Phrase::Rank(_, inner) => self.figure(inner),
            Phrase::Round(how, inner) => {
                let how = match how {
                    Round::Floor => "down",
                    Round::Ceiling => "up",
                    Round::Nearest => "nearest",
                    Round::Absolute => "absolute",
                };
                self.text("rule-round", &[("how", how), ("what", &self.figure(inner))])
            }
            Phrase::Least(all) => self.text("rule-least-of", &[("all", &self.listed(all))]),
            Phrase::Most(all) => self.text("rule-most-of", &[("all", &self.listed(all))]),
            Phrase::FirstThere(all) => {
                let all: Vec<String> = all.iter().map(|one| self.figure(one)).collect();
                self.first_there(&all)
            }
            Phrase::When(test, then, other) => {
                let (test, then) = (self.condition(test), self.figure(then));
                let other = other.as_deref().map(|other| self.figure(other));
                self.chosen(&test, &then, other.as_deref())
            }
            Phrase::Part {
                part,
                aggregate,
                of,
            } => self.part(part, *aggregate, of),
            _ => self.condition(phrase),
        }
    }

    fn slot(&self, slot: &SlotRef) -> String {
        if let Some(metric) = self.metric(slot) {
            return metric.title.get(self.told.locale()).to_owned();
        }
        let field = if slot.root == "now" {
            "now"
        } else {
            &slot.field
        };
        self.text("rule-field", &[("field", field)])
    }

    /// By its title; else by its id in words.
    fn script(&self, script: &Script) -> String {
        let title = script
            .title
            .as_ref()
            .map(|title| title.get(self.told.locale()));
        title.map_or_else(|| humanise(&script.name), str::to_owned)
    }

    fn operand(&self, phrase: &Phrase<'_>) -> String {
        let words = self.figure(phrase);
        match phrase {
            Phrase::Arithmetic(..) | Phrase::When(..) => format!("({words})"),
            _ => words,
        }
    }

    fn listed(&self, all: &[Phrase<'_>]) -> String {
        let all: Vec<String> = all.iter().map(|one| self.figure(one)).collect();
        all.join(", ")
    }

    fn first_there(&self, all: &[String]) -> String {
        let all = all.iter().cloned();
        let joined = all.reduce(|a, b| self.text("rule-else", &[("a", &a), ("b", &b)]));
        joined.unwrap_or_default()
    }

    fn chosen(&self, test: &str, then: &str, other: Option<&str>) -> String {
        let words = [("test", test), ("then", then)];
        match other {
            Some(other) => {
                let all = [words[0], words[1], ("other", other)];
                self.text("rule-when-else", &all)
            }
            None => self.text("rule-when", &words),
        }
    }

    fn history(&self, query: &HistoryQuery) -> String {
        let metric = query.metric.as_deref();
        let metric = metric.and_then(|name| self.pack.visible_metrics.get(name));
        let title = metric.map_or("", |metric| metric.title.get(self.told.locale()));
        let what = match query.func {
            HistoryFn::Sum => title.to_owned(),
            HistoryFn::Mean => self.text("rule-mean", &[("what", title)]),
            HistoryFn::Min => self.text("rule-min", &[("what", title)]),
            HistoryFn::Max => self.text("rule-max", &[("what", title)]),
            HistoryFn::Count => self.text("rule-workouts", &[]),
            HistoryFn::Best => {
                let dim = metric.and_then(|metric| over(metric, query.at));
                let at = plain(
                    self.pack,
                    query.at.unwrap_or(0.0),
                    dim.unwrap_or(Dim::LENGTH),
                    self.told.formats,
                );
                self.text("rule-best", &[("what", title), ("at", &at)])
            }
            HistoryFn::Streak => {
                let key = match query.window {
                    Window::Weeks(_) => "rule-weeks-in-a-row",
                    _ => "rule-days-in-a-row",
                };
                self.text(key, &[])
            }
        };
        let what = match &query.scope {
            Scope::Own => what,
            Scope::All => self.text("rule-all-sports", &[("what", &what)]),
            Scope::Sport(id) => format!("{what}, {}", self.sport(id)),
        };
        let within = |key: &str, n: u32| {
            let args = [("what", what.as_str().into()), ("n", i64::from(n).into())];
            self.told.formats.text(key, &args)
        };
        match (query.func, query.window) {
            (HistoryFn::Streak, _)
            | (HistoryFn::Best | HistoryFn::Min | HistoryFn::Max, Window::All) => what,
            (_, Window::Days(n)) => within("rule-within-days", n),
            (_, Window::Weeks(n)) => within("rule-within-weeks", n),
            (_, Window::All) => self.text("rule-in-all", &[("what", &what)]),
        }
    }

    fn part(&self, part: &str, aggregate: PartAggregate, of: &Phrase<'_>) -> String {
        let rows = self.pack.parts.get(part).map(AsRef::as_ref);
        let inner = Words { rows, ..*self };
        let titles = rows.map_or(part, |part| {
            let several = part.titles.get(self.told.locale());
            if several.is_empty() {
                part.title.get(self.told.locale())
            } else {
                several
            }
        });
        match aggregate {
            PartAggregate::Count => titles.to_owned(),
            PartAggregate::CountIf => {
                let test = inner.condition(of);
                self.text("rule-count-if", &[("what", titles), ("test", &test)])
            }
            PartAggregate::Sum => self.text("rule-sum-of", &[("what", &inner.figure(of))]),
            PartAggregate::Mean => self.text("rule-mean", &[("what", &inner.figure(of))]),
            PartAggregate::Min => self.text("rule-min", &[("what", &inner.figure(of))]),
            PartAggregate::Max => self.text("rule-max", &[("what", &inner.figure(of))]),
        }
    }
}

fn is_written(phrase: &Phrase<'_>) -> bool {
    match phrase {
        Phrase::Number(..) | Phrase::Flag(_) | Phrase::Text(_) | Phrase::Constant(_) => true,
        Phrase::Rank(_, inner) | Phrase::Negative(inner) => is_written(inner),
        Phrase::Arithmetic(_, left, right) => is_written(left) && is_written(right),
        _ => false,
    }
}

/// `minutes(50) / km(10)`, computed.
fn written_number(phrase: &Phrase<'_>) -> Option<f64> {
    Some(match phrase {
        Phrase::Number(si, _) => *si,
        Phrase::Negative(inner) => -written_number(inner)?,
        Phrase::Arithmetic(how, left, right) => {
            how.of(written_number(left)?, written_number(right)?)
        }
        _ => return None,
    })
}

fn turned(how: Compare) -> Compare {
    match how {
        Compare::Less => Compare::More,
        Compare::LessEqual => Compare::MoreEqual,
        Compare::More => Compare::Less,
        Compare::MoreEqual => Compare::LessEqual,
        Compare::Equal | Compare::NotEqual => how,
    }
}

fn is_counted(query: &HistoryQuery) -> bool {
    matches!(query.func, HistoryFn::Count | HistoryFn::Streak)
}

fn counts(aggregate: PartAggregate) -> bool {
    matches!(aggregate, PartAggregate::Count | PartAggregate::CountIf)
}

/// Whether the stretch of a best is a distance or a time.
fn over(metric: &Metric, at: Option<f64>) -> Option<Dim> {
    use stadion_pack::model::{Over, RecordShape};
    let at = at?;
    metric.records.iter().find_map(|rule| match rule.shape {
        RecordShape::Best { over, at: here } if (here - at).abs() < 1e-6 * at.max(1.0) => {
            Some(match over {
                Over::Distance => Dim::LENGTH,
                Over::Duration => Dim::TIME,
            })
        }
        RecordShape::BestMean { .. } => Some(Dim::TIME),
        _ => None,
    })
}

#[cfg(test)]
mod tests;
