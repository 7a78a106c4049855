//! The typed expression and its native evaluation: no interpreter, no allocation for numbers.

use std::borrow::Cow;
use std::sync::Arc;

use indexmap::IndexMap;

use super::bound;
use super::context::Type;
use super::moment;
use super::trace::Traced;
use crate::model::ValueList;
use crate::script::{Failure, Given, Script};
use crate::value::{Dim, Value};

pub type PartRow = IndexMap<String, Value>;

/// A field of a root: `workout.distance`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotRef {
    pub root: String,
    pub field: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryFn {
    Sum,
    Count,
    Mean,
    Min,
    Max,
    Best,
    Streak,
}

/// Local days, today included; of a streak, the length of its step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    Days(u32),
    Weeks(u32),
    All,
}

/// Whose workouts count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Those of the pack's own sports.
    Own,
    Sport(String),
    All,
}

/// A question to a user's history, as of the workout that is looked at, which is included.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryQuery {
    pub func: HistoryFn,
    /// Name of a visible metric; `None` counts workouts.
    pub metric: Option<String>,
    pub window: Window,
    pub scope: Scope,
    /// Of `best`: the distance or duration, in SI.
    pub at: Option<f64>,
}

/// What an expression is asked against. All may be missing.
pub trait Env {
    fn slot(&self, index: usize, slot: &SlotRef) -> Option<Value>;

    /// A slot that is a number, for whoever has it at hand; as [`Env::slot`] answers.
    fn number(&self, index: usize, slot: &SlotRef) -> Option<f64> {
        self.slot(index, slot)?.number()
    }

    /// A slot that is a text, for whoever need not copy it; as [`Env::slot`] answers.
    fn text(&self, index: usize, slot: &SlotRef) -> Option<Cow<'_, str>> {
        match self.slot(index, slot)? {
            Value::Text(text) => Some(Cow::Owned(text)),
            _ => None,
        }
    }

    fn history(&self, index: usize, query: &HistoryQuery) -> Option<Value> {
        let _ = (index, query);
        None
    }

    fn parts(&self, kind: &str) -> &[PartRow] {
        let _ = kind;
        &[]
    }
}

/// A checked expression: evaluation gives a value of its type, or missing.
#[derive(Clone, Debug)]
pub struct Checked {
    pub(super) source: String,
    pub(super) ty: Type,
    pub(super) root: Node,
    pub(super) slots: Vec<SlotRef>,
    pub(super) history: Vec<HistoryQuery>,
    pub(super) parts: Vec<String>,
    pub(super) scripts: Vec<Arc<Script>>,
    /// For explanations; evaluation does not look at it.
    pub(super) traced: Vec<Traced>,
}

/// A figure and the number that it has to reach, in SI.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal<'a> {
    pub of: GoalOf<'a>,
    pub at: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GoalOf<'a> {
    Slot(&'a SlotRef),
    History(&'a HistoryQuery),
}

/// Its parts are shared: what an explanation shows of an expression is no second tree.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// In SI, with its dimension for whoever tells it in words.
    Number(f64, Dim),
    Flag(bool),
    Text(Arc<str>),
    /// A date, a time or money that is written out.
    Constant(Value),
    Slot(usize),
    History(usize),
    /// A field of the part row that the surrounding aggregate looks at.
    Field(String),
    Not(Arc<Node>),
    And(Arc<[Node]>),
    Or(Arc<[Node]>),
    Compare(Compare, Kind, Arc<Node>, Arc<Node>),
    Arithmetic(Arithmetic, Arc<Node>, Arc<Node>),
    Negate(Arc<Node>),
    /// A date or time, earlier or later by a duration; money, times or by a number or another.
    Moved(Arithmetic, Arc<Node>, Arc<Node>),
    /// Seconds from the second date or time to the first.
    Between(Arc<Node>, Arc<Node>),
    /// The place of a value in its ordered list.
    Rank(Arc<ValueList>, Arc<Node>),
    Round(Round, Arc<Node>),
    Least(Arc<[Node]>),
    Most(Arc<[Node]>),
    /// Whether the value is there.
    Has(Kind, Arc<Node>),
    /// The first that is there.
    Coalesce(Arc<[Node]>),
    /// `when(flag, a, b)`; without `b` missing.
    When(Arc<Node>, Arc<Node>, Option<Arc<Node>>),
    Part {
        part: usize,
        aggregate: PartAggregate,
        of: Arc<Node>,
    },
    Script {
        script: usize,
        args: Vec<Argument>,
    },
}

/// What a script is given.
#[derive(Clone, Debug)]
pub(super) enum Argument {
    One(Type, Node),
    /// All rows of a part.
    Rows(usize),
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Flag,
    Text,
    /// Dates, times, money.
    Moment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    More,
    MoreEqual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    Floor,
    Ceiling,
    Nearest,
    Absolute,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartAggregate {
    Sum,
    Mean,
    Min,
    Max,
    /// Rows, or rows for which a flag is true.
    Count,
    CountIf,
}

impl Node {
    /// Written out in the source: there is nothing to look up or to compute.
    pub(super) fn is_constant(&self) -> bool {
        match self {
            Self::Number(..) | Self::Flag(_) | Self::Text(_) | Self::Constant(_) => true,
            Self::Negate(inner) => inner.is_constant(),
            Self::Arithmetic(_, left, right) => left.is_constant() && right.is_constant(),
            _ => false,
        }
    }
}

impl Checked {
    pub fn source(&self) -> &str {
        &self.source
    }

    pub fn ty(&self) -> &Type {
        &self.ty
    }

    pub fn slots(&self) -> &[SlotRef] {
        &self.slots
    }

    pub fn history(&self) -> &[HistoryQuery] {
        &self.history
    }

    pub fn parts(&self) -> &[String] {
        &self.parts
    }

    /// The scripts that it calls.
    pub fn scripts(&self) -> &[Arc<Script>] {
        &self.scripts
    }

    /// The greatest number that a query's answer is compared with, where it is used in comparisons
    /// with written numbers alone: beyond it, the answer makes no difference.
    pub fn history_bound(&self, index: usize) -> Option<f64> {
        bound::of(&self.root, index).filter(|bound| bound.is_finite())
    }

    /// What a rule asks one figure to reach: `sum(distance, days(30)) >= km(100)`. `None` of any
    /// other shape, where no single figure tells how far one is.
    pub fn goal(&self) -> Option<Goal<'_>> {
        let Node::Compare(compare, Kind::Number, left, right) = &self.root else {
            return None;
        };
        let (figure, number) = match compare {
            Compare::MoreEqual => (left, right),
            Compare::LessEqual => (right, left),
            _ => return None,
        };
        let Node::Number(at, _) = **number else {
            return None;
        };
        let of = match **figure {
            Node::Slot(slot) => GoalOf::Slot(self.slots.get(slot)?),
            Node::History(index) => GoalOf::History(self.history.get(index)?),
            _ => return None,
        };
        Some(Goal { of, at })
    }

    /// Nothing it looks at can change its value.
    pub fn is_constant(&self) -> bool {
        self.slots.is_empty() && self.history.is_empty() && self.parts.is_empty()
    }

    pub fn eval(&self, env: &dyn Env) -> Option<Value> {
        self.eval_node(&self.root, &self.ty, env)
    }

    /// One of its nodes, of a known type.
    pub(super) fn eval_node(&self, node: &Node, ty: &Type, env: &dyn Env) -> Option<Value> {
        let at = At {
            checked: self,
            env,
            row: None,
        };
        at.typed(node, ty)
    }

    /// Why a call of a script gives nothing, where it failed; nothing is counted.
    pub(super) fn failure(&self, node: &Node, env: &dyn Env) -> Option<Failure> {
        let Node::Script { script, args } = node else {
            return None;
        };
        let at = At {
            checked: self,
            env,
            row: None,
        };
        self.scripts.get(*script)?.ask(&at.given(args)?).err()
    }

    /// Unknown is not true.
    pub fn is_true(&self, env: &dyn Env) -> bool {
        At {
            checked: self,
            env,
            row: None,
        }
        .flag(&self.root)
            == Some(true)
    }
}

/// Where evaluation stands.
#[derive(Clone, Copy)]
struct At<'a> {
    checked: &'a Checked,
    env: &'a dyn Env,
    row: Option<&'a PartRow>,
}

impl<'a> At<'a> {
    fn value(self, node: &'a Node) -> Option<Value> {
        match node {
            Node::Slot(index) => self.env.slot(*index, self.checked.slots.get(*index)?),
            Node::History(index) => self.history(*index),
            Node::Field(name) => self.row?.get(name).cloned(),
            Node::Constant(value) => Some(value.clone()),
            Node::Moved(how, left, right) => {
                let by = self
                    .value(right)
                    .or_else(|| self.number(right).map(Value::Number))?;
                moment::moved(*how, &self.value(left)?, &by)
            }
            Node::Coalesce(all) => all.iter().find_map(|node| self.value(node)),
            Node::When(test, then, other) => {
                self.value(self.chosen(test, then, other.as_deref())?)
            }
            Node::Script { script, args } => {
                self.checked.scripts.get(*script)?.run(&self.given(args)?)
            }
            _ => None,
        }
    }

    fn given(self, args: &'a [Argument]) -> Option<Vec<Given<'a>>> {
        let one = |arg: &'a Argument| match arg {
            Argument::One(ty, node) => Some(Given::One(self.typed(node, ty))),
            Argument::Rows(part) => {
                Some(Given::Rows(self.env.parts(self.checked.parts.get(*part)?)))
            }
        };
        args.iter().map(one).collect()
    }

    /// A node's value, of a known type.
    fn typed(self, node: &'a Node, ty: &Type) -> Option<Value> {
        match ty {
            Type::Flag => self.flag(node).map(Value::Flag),
            Type::Number(_) | Type::Count => self.number(node).map(Value::Number),
            Type::Text | Type::Enum(_) | Type::Ordered(_) => {
                self.text(node).map(|text| Value::Text(text.into_owned()))
            }
            Type::Date | Type::Time | Type::Money(_) => self.value(node),
        }
    }

    /// Sum and count over nothing are 0, also where there is no history to ask.
    fn history(self, index: usize) -> Option<Value> {
        let query = self.checked.history.get(index)?;
        let adds = matches!(query.func, HistoryFn::Sum | HistoryFn::Count);
        let answer = self.env.history(index, query);
        answer.or_else(|| adds.then_some(Value::Number(0.0)))
    }

    fn number(self, node: &'a Node) -> Option<f64> {
        let number = match node {
            Node::Number(number, _) => *number,
            Node::Field(name) => self.row?.get(name)?.number()?,
            Node::Slot(index) => self.env.number(*index, self.checked.slots.get(*index)?)?,
            Node::History(_) | Node::Script { .. } => self.value(node)?.number()?,
            Node::Negate(inner) => -self.number(inner)?,
            Node::Arithmetic(how, left, right) => how.of(self.number(left)?, self.number(right)?),
            Node::Between(left, right) => moment::between(&self.value(left)?, &self.value(right)?)?,
            Node::Rank(list, inner) => list.values.get_index_of(&*self.text(inner)?)? as f64,
            Node::Round(how, inner) => round(*how, self.number(inner)?),
            Node::Least(all) => self.fold(all, f64::min)?,
            Node::Most(all) => self.fold(all, f64::max)?,
            Node::Coalesce(all) => all.iter().find_map(|node| self.number(node))?,
            Node::When(test, then, other) => {
                self.number(self.chosen(test, then, other.as_deref())?)?
            }
            Node::Part {
                part,
                aggregate,
                of,
            } => self.part(*part, *aggregate, of)?,
            _ => return None,
        };
        number.is_finite().then_some(number)
    }

    /// Missing if any is missing.
    fn fold(self, all: &'a [Node], with: fn(f64, f64) -> f64) -> Option<f64> {
        let mut numbers = all.iter().map(|node| self.number(node));
        let first = numbers.next()??;
        numbers.try_fold(first, |best, number| Some(with(best, number?)))
    }

    fn flag(self, node: &'a Node) -> Option<bool> {
        match node {
            Node::Flag(flag) => Some(*flag),
            Node::Not(inner) => self.flag(inner).map(|flag| !flag),
            Node::And(all) => self.kleene(all, false),
            Node::Or(all) => self.kleene(all, true),
            Node::Compare(how, kind, left, right) => self.compare(*how, *kind, left, right),
            Node::Has(kind, inner) => Some(self.has(*kind, inner)),
            Node::Coalesce(all) => all.iter().find_map(|node| self.flag(node)),
            Node::When(test, then, other) => {
                self.flag(self.chosen(test, then, other.as_deref())?)
            }
            _ => match self.value(node)? {
                Value::Flag(flag) => Some(flag),
                _ => None,
            },
        }
    }

    /// `decides` settles the whole (false an "and", true an "or"); else one unknown makes it unknown.
    fn kleene(self, all: &'a [Node], decides: bool) -> Option<bool> {
        let mut unknown = false;
        for node in all {
            match self.flag(node) {
                Some(flag) if flag == decides => return Some(decides),
                Some(_) => {}
                None => unknown = true,
            }
        }
        (!unknown).then_some(!decides)
    }

    fn text(self, node: &'a Node) -> Option<Cow<'a, str>> {
        match node {
            Node::Text(text) => Some(Cow::Borrowed(text)),
            Node::Slot(index) => self.env.text(*index, self.checked.slots.get(*index)?),
            Node::Field(name) => match self.row?.get(name)? {
                Value::Text(text) => Some(Cow::Borrowed(text)),
                _ => None,
            },
            Node::Coalesce(all) => all.iter().find_map(|node| self.text(node)),
            Node::When(test, then, other) => {
                self.text(self.chosen(test, then, other.as_deref())?)
            }
            _ => match self.value(node)? {
                Value::Text(text) => Some(Cow::Owned(text)),
                _ => None,
            },
        }
    }

    fn chosen(self, test: &'a Node, then: &'a Node, other: Option<&'a Node>) -> Option<&'a Node> {
        if self.flag(test)? { Some(then) } else { other }
    }

    fn has(self, kind: Kind, node: &'a Node) -> bool {
        match kind {
            Kind::Number => self.number(node).is_some(),
            Kind::Flag => self.flag(node).is_some(),
            Kind::Text => self.text(node).is_some(),
            Kind::Moment => self.value(node).is_some(),
        }
    }

    fn compare(self, how: Compare, kind: Kind, left: &'a Node, right: &'a Node) -> Option<bool> {
        if kind == Kind::Text && matches!(how, Compare::Equal | Compare::NotEqual) {
            let same = self.text(left)? == self.text(right)?;
            return Some(same == (how == Compare::Equal));
        }
        let order = match kind {
            Kind::Number => self.number(left)?.partial_cmp(&self.number(right)?),
            Kind::Flag => Some(self.flag(left)?.cmp(&self.flag(right)?)),
            Kind::Text => Some(self.text(left)?.cmp(&self.text(right)?)),
            Kind::Moment => moment::order(&self.value(left)?, &self.value(right)?),
        }?;
        Some(match how {
            Compare::Equal => order.is_eq(),
            Compare::NotEqual => order.is_ne(),
            Compare::Less => order.is_lt(),
            Compare::LessEqual => order.is_le(),
            Compare::More => order.is_gt(),
            Compare::MoreEqual => order.is_ge(),
        })
    }

    /// Rows in which the value is missing do not count. Sum and count over nothing are 0.
    fn part(self, part: usize, aggregate: PartAggregate, of: &'a Node) -> Option<f64> {
        let rows = self.env.parts(self.checked.parts.get(part)?);
        let at = |row| At {
            row: Some(row),
            ..self
        };
        let numbers = || rows.iter().filter_map(|row| at(row).number(of));
        match aggregate {
            PartAggregate::Sum => Some(numbers().sum()),
            PartAggregate::Mean => {
                let (n, sum) = numbers().fold((0_u32, 0.0), |(n, sum), v| (n + 1, sum + v));
                (n > 0).then(|| sum / f64::from(n))
            }
            PartAggregate::Min => numbers().reduce(f64::min),
            PartAggregate::Max => numbers().reduce(f64::max),
            PartAggregate::Count => Some(rows.len() as f64),
            PartAggregate::CountIf => Some(
                rows.iter()
                    .filter(|row| at(row).flag(of) == Some(true))
                    .count() as f64,
            ),
        }
    }
}

impl Arithmetic {
    /// What it gives; a division by zero gives no finite number.
    pub fn of(self, left: f64, right: f64) -> f64 {
        match self {
            Self::Add => left + right,
            Self::Subtract => left - right,
            Self::Multiply => left * right,
            Self::Divide => left / right,
            Self::Remainder => left % right,
        }
    }
}

fn round(how: Round, number: f64) -> f64 {
    match how {
        Round::Floor => number.floor(),
        Round::Ceiling => number.ceil(),
        Round::Nearest => number.round(),
        Round::Absolute => number.abs(),
    }
}
