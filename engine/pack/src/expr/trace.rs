//! An expression explained: each thing it looks up or computes, with what that came to.

use std::ops::Range;

use super::context::Type;
use super::tree::{Checked, Env, HistoryQuery, Node, SlotRef};
use crate::script::{Failure, Script};
use crate::value::Value;

/// A part of an expression whose value can be shown, as the check found it.
#[derive(Clone, Debug)]
pub(super) struct Traced {
    pub span: Range<usize>,
    pub depth: usize,
    pub node: Node,
    pub ty: Type,
}

/// One line of an explanation.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// As it is written in the pack.
    pub text: &'a str,
    /// Where that stands in the source, in bytes.
    pub span: Range<usize>,
    /// How deep inside the whole; 0 is the whole.
    pub depth: usize,
    pub ty: &'a Type,
    /// Missing where it is unknown.
    pub value: Option<Value>,
    pub asked: Asked<'a>,
    /// Why a script gave nothing, where it failed.
    pub failure: Option<Failure>,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug)]
pub enum Asked<'a> {
    Slot(&'a SlotRef),
    History(&'a HistoryQuery),
    /// Rows of a part.
    Parts(&'a str),
    /// A script, which computes from the steps below it.
    Script(&'a Script),
    /// Computed from the steps below it.
    Computed,
}

impl Checked {
    /// The whole first, then what it is made of, outer before inner; what is written out in the
    /// source has no line of its own. The first value is that of [`Checked::eval`].
    pub fn trace(&self, env: &dyn Env) -> Vec<Step<'_>> {
        let whole = Step {
            text: &self.source,
            span: 0..self.source.len(),
            depth: 0,
            ty: &self.ty,
            value: self.eval(env),
            asked: self.asked(&self.root),
            failure: self.failure(&self.root, env),
        };
        let inner = self.traced.iter().filter(|traced| traced.depth > 0);
        let inner = inner.map(|traced| Step {
            text: self.source.get(traced.span.clone()).unwrap_or_default(),
            span: traced.span.clone(),
            depth: traced.depth,
            ty: &traced.ty,
            value: self.eval_node(&traced.node, &traced.ty, env),
            asked: self.asked(&traced.node),
            failure: self.failure(&traced.node, env),
        });
        std::iter::once(whole).chain(inner).collect()
    }

    /// Why a script in it gives nothing, the outermost that failed; nothing is counted.
    pub fn script_failure(&self, env: &dyn Env) -> Option<Failure> {
        let inner = self.traced.iter().filter(|traced| traced.depth > 0);
        let mut nodes = std::iter::once(&self.root).chain(inner.map(|traced| &traced.node));
        nodes.find_map(|node| self.failure(node, env))
    }

    fn asked(&self, node: &Node) -> Asked<'_> {
        let found = match node {
            Node::Slot(index) => self.slots.get(*index).map(Asked::Slot),
            Node::History(index) => self.history.get(*index).map(Asked::History),
            Node::Part { part, .. } => self.parts.get(*part).map(|part| Asked::Parts(part)),
            Node::Script { script, .. } => self
                .scripts
                .get(*script)
                .map(|script| Asked::Script(script)),
            _ => None,
        };
        found.unwrap_or(Asked::Computed)
    }
}
