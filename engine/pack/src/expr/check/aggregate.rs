//! `sum`, `mean`, `min`, `max` and `count`: over values side by side, a part's rows, or history.

use std::sync::Arc;

use super::{Check, Raw, RawKind, Typed, kind_of, position_or_push, typed};
use crate::expr::context::{Context, Type};
use crate::expr::tree::{Node, PartAggregate};

impl Check<'_> {
    /// `sum`, `mean`, `min`, `max` and `count` mean three things, told apart by the first argument:
    /// a bare metric (history), a part's rows, or values side by side.
    pub(super) fn aggregate(
        &mut self,
        raw: &Raw,
        name: &str,
        first: &Raw,
        rest: &[Raw],
        args: &[Raw],
    ) -> Option<Typed> {
        if let RawKind::Name(bare) = &first.kind {
            if rest.is_empty()
                && self.context.hidden.is_part(bare)
                && self.context.metric(bare).is_none()
            {
                return None;
            }
            if name == "count" && rest.is_empty() && self.context.parts.contains_key(bare) {
                return self.part(name, bare, None);
            }
            return self.history(raw, name, args);
        }
        let part = part_of(first, self.context);
        match (part, rest) {
            (Some(part), []) if self.row_of.is_none() => self.part(name, &part, Some(first)),
            // What it is of is unknown, which is told there, or hidden.
            (None, []) if self.row_of.is_none() && names_stranger(first, self.context) => {
                self.node(first);
                None
            }
            (Some(_), []) => self.fail(raw.at, "S0203", "an aggregate cannot stand inside another"),
            (None, [_, ..]) if matches!(name, "min" | "max") => {
                let (nodes, ty) = self.same_type(raw, args)?;
                if ty.dim().is_none() {
                    return self.fail(raw.at, "S0203", format!("`{name}` takes numbers"));
                }
                typed(
                    if name == "min" {
                        Node::Least(nodes.into())
                    } else {
                        Node::Most(nodes.into())
                    },
                    ty,
                )
            }
            _ => self.unknown_call(raw, name, args.len()),
        }
    }

    fn part(&mut self, name: &str, part: &str, of: Option<&Raw>) -> Option<Typed> {
        let index = position_or_push(&mut self.parts, part.to_owned());
        self.row_of = Some(part.to_owned());
        let of_typed = of.map(|raw| (raw, self.node(raw)));
        self.row_of = None;
        let node = |aggregate, of: Node| Node::Part {
            part: index,
            aggregate,
            of: Arc::new(of),
        };
        let Some((raw, of)) = of_typed else {
            return typed(node(PartAggregate::Count, Node::Flag(true)), Type::Count);
        };
        let of = of?;
        let aggregate = match name {
            "count" if matches!(of.ty, Type::Flag) => {
                return typed(node(PartAggregate::CountIf, of.node), Type::Count);
            }
            "count" => {
                let kind = kind_of(&of.ty);
                let has = Node::Has(kind, Arc::new(of.node));
                return typed(node(PartAggregate::CountIf, has), Type::Count);
            }
            "sum" => PartAggregate::Sum,
            "mean" => PartAggregate::Mean,
            "min" => PartAggregate::Min,
            _ => PartAggregate::Max,
        };
        let Some(dim) = of.ty.dim() else {
            let message = format!("`{name}` takes numbers, and this is {}", of.ty.describe());
            return self.fail(raw.at, "S0203", message);
        };
        let keeps = matches!(of.ty, Type::Count) && aggregate != PartAggregate::Mean;
        let ty = if keeps {
            Type::Count
        } else {
            Type::Number(dim)
        };
        typed(node(aggregate, of.node), ty)
    }
}

/// The first part whose field an expression names: `set` in `set.reps * set.load`.
fn part_of(raw: &Raw, context: &Context) -> Option<String> {
    match &raw.kind {
        RawKind::Field(root, _) => context.parts.contains_key(root).then(|| root.clone()),
        RawKind::Call(_, args) | RawKind::Script(_, args) => {
            args.iter().find_map(|arg| part_of(arg, context))
        }
        _ => None,
    }
}

/// Whether a field of something that is not there is named.
fn names_stranger(raw: &Raw, context: &Context) -> bool {
    match &raw.kind {
        RawKind::Field(root, _) => !context.roots.contains_key(root),
        RawKind::Call(_, args) => args.iter().any(|arg| names_stranger(arg, context)),
        _ => false,
    }
}
