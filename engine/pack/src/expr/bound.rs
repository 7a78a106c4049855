//! Up to which number the answer of a query makes a difference.

use super::tree::{Argument, Kind, Node};

/// Of one node; infinite where the answer is used otherwise, less than every number where it is not
/// used at all.
pub(super) fn of(node: &Node, index: usize) -> Option<f64> {
    let is_it = |node: &Node| matches!(node, Node::History(at) if *at == index);
    let most = |nodes: &mut dyn Iterator<Item = &Node>| {
        nodes
            .map(|node| of(node, index))
            .fold(None, |most: Option<f64>, of| match (most, of) {
                (Some(one), Some(other)) => Some(one.max(other)),
                (one, other) => one.or(other),
            })
    };
    match node {
        Node::Compare(_, Kind::Number, left, right) => match (&**left, &**right) {
            (left, Node::Number(number, _)) | (Node::Number(number, _), left) if is_it(left) => {
                Some(*number)
            }
            (left, right) => most(&mut [left, right].into_iter()),
        },
        Node::History(_) => is_it(node).then_some(f64::INFINITY),
        Node::Number(..)
        | Node::Flag(_)
        | Node::Text(_)
        | Node::Constant(_)
        | Node::Slot(_)
        | Node::Field(_) => None,
        Node::Not(inner)
        | Node::Negate(inner)
        | Node::Rank(_, inner)
        | Node::Round(_, inner)
        | Node::Has(_, inner)
        | Node::Part { of: inner, .. } => of(inner, index),
        Node::And(all)
        | Node::Or(all)
        | Node::Least(all)
        | Node::Most(all)
        | Node::Coalesce(all) => most(&mut all.iter()),
        Node::Compare(_, _, left, right)
        | Node::Arithmetic(_, left, right)
        | Node::Moved(_, left, right)
        | Node::Between(left, right) => most(&mut [&**left, &**right].into_iter()),
        Node::Script { args, .. } => most(&mut args.iter().filter_map(|arg| match arg {
            Argument::One(_, node) => Some(node),
            Argument::Rows(_) => None,
        })),
        Node::When(test, then, other) => {
            let all = [Some(test), Some(then), other.as_ref()];
            most(&mut all.into_iter().flatten().map(|node| &**node))
        }
    }
}
