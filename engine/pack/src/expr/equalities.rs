//! What a rule cannot hold without: fields that must have one of some written values.

use std::sync::Arc;

use super::tree::{Checked, Compare, Kind, Node, SlotRef};
use crate::value::Value;

/// A written value that a field is compared with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Literal {
    Text(Arc<str>),
    Flag(bool),
    /// The bits of a number that is no NaN; zero has one sign.
    Number(u64),
}

impl Literal {
    /// `None` of what equalities are not found by: moments, money, NaN.
    pub fn of(value: Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(Self::Text(text.into())),
            Value::Flag(flag) => Some(Self::Flag(flag)),
            Value::Number(number) => Self::number(number),
            Value::Date(_) | Value::Time(_) | Value::Money(_) => None,
        }
    }

    fn number(number: f64) -> Option<Self> {
        // -0.0 equals 0.0, and plus 0.0 is 0.0.
        (!number.is_nan()).then(|| Self::Number((number + 0.0).to_bits()))
    }
}

/// Slots with the values of which they have one wherever the rule is true; each slot once, and both
/// in order. Rules have few of either, so lists are sooner walked than trees are built.
type Needed = Vec<(usize, Vec<Literal>)>;

impl Checked {
    /// Fields with the values of which each must have one for the rule to be true, in order. No
    /// value at all: the rule can never be true. A field that is missing has none of them.
    pub fn equalities(&self) -> Vec<(&SlotRef, Vec<Literal>)> {
        let needed = needed(&self.root);
        let named = needed.into_iter();
        named
            .filter_map(|(slot, values)| Some((self.slots.get(slot)?, values)))
            .collect()
    }
}

fn needed(node: &Node) -> Needed {
    match node {
        Node::And(all) => all.iter().map(needed).reduce(both).unwrap_or_default(),
        Node::Or(all) => all.iter().map(needed).reduce(either).unwrap_or_default(),
        Node::Compare(Compare::Equal, kind, left, right) => equal(*kind, left, right),
        Node::Slot(slot) => one(*slot, Literal::Flag(true)),
        Node::Not(inner) => match &**inner {
            Node::Slot(slot) => one(*slot, Literal::Flag(false)),
            Node::Not(twice) => needed(twice),
            Node::Compare(Compare::NotEqual, kind, left, right) => equal(*kind, left, right),
            _ => Needed::new(),
        },
        _ => Needed::new(),
    }
}

fn one(slot: usize, value: Literal) -> Needed {
    vec![(slot, vec![value])]
}

fn equal(kind: Kind, left: &Node, right: &Node) -> Needed {
    let ((Node::Slot(slot), value) | (value, Node::Slot(slot))) = (left, right) else {
        return Needed::new();
    };
    let literal = match (kind, value) {
        (Kind::Text, Node::Text(text)) => Some(Literal::Text(Arc::clone(text))),
        (Kind::Flag, Node::Flag(flag)) => Some(Literal::Flag(*flag)),
        (Kind::Number, Node::Number(number, _)) => Literal::number(*number),
        _ => None,
    };
    literal.map_or_else(Needed::new, |literal| one(*slot, literal))
}

/// What holds of two that are both true.
fn both(mut first: Needed, second: Needed) -> Needed {
    for (slot, values) in second {
        match first.binary_search_by_key(&slot, |(slot, _)| *slot) {
            Ok(at) => first[at].1.retain(|value| values.contains(value)),
            Err(at) => first.insert(at, (slot, values)),
        }
    }
    first
}

/// What holds whichever of two is true.
fn either(mut first: Needed, second: Needed) -> Needed {
    first.retain(|(slot, _)| second.iter().any(|(other, _)| other == slot));
    for (slot, others) in second {
        let Ok(at) = first.binary_search_by_key(&slot, |(slot, _)| *slot) else {
            continue;
        };
        let values = &mut first[at].1;
        for value in others {
            if let Err(at) = values.binary_search(&value) {
                values.insert(at, value);
            }
        }
    }
    first
}
