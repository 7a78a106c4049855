//! An expression as whoever tells it in words walks it.

use std::sync::Arc;

use super::tree::{
    Arithmetic, Checked, Compare, HistoryQuery, Node, PartAggregate, Round, SlotRef,
};
use crate::model::ValueList;
use crate::script::Script;
use crate::value::{Dim, Value};

/// What an expression says, part by part. Numbers are in SI.
#[derive(Clone, Debug)]
pub enum Phrase<'a> {
    Number(f64, Dim),
    Flag(bool),
    Text(&'a str),
    /// A date, a time or money that is written out.
    Constant(&'a Value),
    Slot(&'a SlotRef),
    History(&'a HistoryQuery),
    /// A field of the rows of the part that the surrounding aggregate looks at.
    Field(&'a str),
    Not(Box<Phrase<'a>>),
    All(Vec<Phrase<'a>>),
    Any(Vec<Phrase<'a>>),
    Compare(Compare, Box<Phrase<'a>>, Box<Phrase<'a>>),
    Arithmetic(Arithmetic, Box<Phrase<'a>>, Box<Phrase<'a>>),
    Negative(Box<Phrase<'a>>),
    /// From the second date or time to the first.
    Between(Box<Phrase<'a>>, Box<Phrase<'a>>),
    /// A value by its place in a list whose order means something.
    Rank(&'a Arc<ValueList>, Box<Phrase<'a>>),
    Round(Round, Box<Phrase<'a>>),
    Least(Vec<Phrase<'a>>),
    Most(Vec<Phrase<'a>>),
    /// That a value is there.
    Has(Box<Phrase<'a>>),
    FirstThere(Vec<Phrase<'a>>),
    /// The second where the first is true, else the third.
    When(Box<Phrase<'a>>, Box<Phrase<'a>>, Option<Box<Phrase<'a>>>),
    Part {
        part: &'a str,
        aggregate: PartAggregate,
        of: Box<Phrase<'a>>,
    },
    /// What a script gives.
    Script(&'a Script),
}

impl Checked {
    pub fn phrase(&self) -> Phrase<'_> {
        self.say(&self.root)
    }

    fn say<'a>(&'a self, node: &'a Node) -> Phrase<'a> {
        let one = |node: &'a Node| Box::new(self.say(node));
        let all = |nodes: &'a [Node]| nodes.iter().map(|node| self.say(node)).collect();
        // A checked expression's places are within its lists.
        match node {
            Node::Number(si, dim) => Phrase::Number(*si, *dim),
            Node::Flag(flag) => Phrase::Flag(*flag),
            Node::Text(text) => Phrase::Text(text),
            Node::Constant(value) => Phrase::Constant(value),
            Node::Slot(at) => self.slots.get(*at).map_or(Phrase::Text(""), Phrase::Slot),
            Node::History(at) => {
                let query = self.history.get(*at);
                query.map_or(Phrase::Text(""), Phrase::History)
            }
            Node::Field(name) => Phrase::Field(name),
            Node::Not(inner) => Phrase::Not(one(inner)),
            Node::And(nodes) => Phrase::All(all(nodes)),
            Node::Or(nodes) => Phrase::Any(all(nodes)),
            Node::Compare(how, _, left, right) => Phrase::Compare(*how, one(left), one(right)),
            Node::Arithmetic(how, left, right) | Node::Moved(how, left, right) => {
                Phrase::Arithmetic(*how, one(left), one(right))
            }
            Node::Negate(inner) => Phrase::Negative(one(inner)),
            Node::Between(left, right) => Phrase::Between(one(left), one(right)),
            Node::Rank(list, inner) => Phrase::Rank(list, one(inner)),
            Node::Round(how, inner) => Phrase::Round(*how, one(inner)),
            Node::Least(nodes) => Phrase::Least(all(nodes)),
            Node::Most(nodes) => Phrase::Most(all(nodes)),
            Node::Has(_, inner) => Phrase::Has(one(inner)),
            Node::Coalesce(nodes) => Phrase::FirstThere(all(nodes)),
            Node::When(test, then, other) => {
                Phrase::When(one(test), one(then), other.as_deref().map(one))
            }
            Node::Part {
                part,
                aggregate,
                of,
            } => Phrase::Part {
                part: self.parts.get(*part).map_or("", String::as_str),
                aggregate: *aggregate,
                of: one(of),
            },
            Node::Script { script, .. } => {
                let script = self.scripts.get(*script);
                script.map_or(Phrase::Text(""), |script| Phrase::Script(script))
            }
        }
    }
}
