//! Types, dimensions and names of a parsed expression.

mod aggregate;
mod history;
mod moments;
mod operators;
mod scripts;

use std::sync::Arc;

use super::context::{Context, Type};
use super::functions::FUNCTIONS;
use super::lower::{self, Raw, RawKind, SCRIPTS};
use super::trace::Traced;
use super::tree::{Checked, HistoryQuery, Kind, Node, Round, SlotRef};
use super::{ExprError, Want};
use crate::script::Script;
use crate::units;
use crate::value::Dim;

pub(super) fn check(
    source: &str,
    raw: &Raw,
    context: &Context,
    want: Want,
) -> Result<Checked, Vec<ExprError>> {
    let mut check = Check {
        source,
        context,
        slots: Vec::new(),
        history: Vec::new(),
        parts: Vec::new(),
        scripts: Vec::new(),
        row_of: None,
        traced: Vec::new(),
        depth: 0,
        errors: Vec::new(),
    };
    let typed = check.node(raw);
    if let Some(typed) = &typed {
        check.wanted(raw, &typed.ty, want);
    }
    match typed {
        Some(typed) if check.errors.is_empty() => Ok(Checked {
            source: source.to_owned(),
            ty: typed.ty,
            root: typed.node,
            slots: check.slots,
            history: check.history,
            parts: check.parts,
            scripts: check.scripts,
            traced: check.traced,
        }),
        _ => Err(check.errors),
    }
}

struct Typed {
    node: Node,
    ty: Type,
}

struct Check<'a> {
    source: &'a str,
    context: &'a Context,
    slots: Vec<SlotRef>,
    history: Vec<HistoryQuery>,
    parts: Vec<String>,
    scripts: Vec<Arc<Script>>,
    /// The part whose rows are looked at, inside its aggregate.
    row_of: Option<String>,
    /// What an explanation can show, outer before inner, with the depth reached.
    traced: Vec<Traced>,
    depth: usize,
    errors: Vec<ExprError>,
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "every check ends in it or in a failure"
)]
fn typed(node: Node, ty: Type) -> Option<Typed> {
    Some(Typed { node, ty })
}

impl Check<'_> {
    fn fail<T>(&mut self, at: usize, code: &'static str, message: impl Into<String>) -> Option<T> {
        self.errors
            .push(lower::error(self.source, at, code, message.into()));
        None
    }

    fn help(&mut self, help: impl Into<String>) {
        if let Some(error) = self.errors.last_mut() {
            error.help = Some(help.into());
        }
    }

    /// Adds what is near to the last error.
    fn near<'n>(&mut self, name: &str, known: impl Iterator<Item = &'n str>, prefix: &str) {
        let near = known
            .map(|known| (strsim::jaro_winkler(name, known), known))
            .filter(|(likeness, _)| *likeness > 0.8)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let (Some((_, near)), Some(error)) = (near, self.errors.last_mut()) {
            error.help = Some(format!("did you mean `{prefix}{near}`?"));
            error.suggestion = Some(format!("{prefix}{near}"));
        }
    }

    fn wanted(&mut self, raw: &Raw, ty: &Type, want: Want) {
        let fits = match want {
            Want::Any => true,
            Want::Flag => matches!(ty, Type::Flag),
            Want::Number(None) => ty.dim().is_some(),
            Want::Number(Some(dim)) => ty.dim() == Some(dim),
        };
        if !fits {
            let wanted = match want {
                Want::Flag => "true or false".to_owned(),
                Want::Number(Some(dim)) => dim.describe(),
                Want::Number(None) | Want::Any => "a number".to_owned(),
            };
            let message = format!("this gives {}, and {wanted} is needed here", ty.describe());
            self.fail::<()>(raw.at, "S0206", message);
        }
    }

    fn node(&mut self, raw: &Raw) -> Option<Typed> {
        // A row's fields have as many values as there are rows: what is shown is the aggregate.
        if self.row_of.is_some() {
            return self.kind(raw);
        }
        let (depth, at) = (self.depth, self.traced.len());
        self.depth += 1;
        let typed = self.kind(raw);
        self.depth = depth;
        let typed = typed?;
        if !typed.node.is_constant() {
            let span = raw.extent.clone();
            let (node, ty) = (typed.node.clone(), typed.ty.clone());
            self.traced.insert(
                at,
                Traced {
                    span,
                    depth,
                    node,
                    ty,
                },
            );
        }
        Some(typed)
    }

    fn kind(&mut self, raw: &Raw) -> Option<Typed> {
        match &raw.kind {
            RawKind::Number(number) => {
                typed(Node::Number(*number, Dim::NONE), Type::Number(Dim::NONE))
            }
            RawKind::Flag(flag) => typed(Node::Flag(*flag), Type::Flag),
            RawKind::Text(text) => typed(Node::Text(text.as_str().into()), Type::Text),
            RawKind::Name(name) => self.bare(raw, name),
            RawKind::Field(root, field) => self.field(raw, root, field),
            RawKind::Call(name, args) => self.call(raw, name, args),
            RawKind::Script(name, args) => self.script(raw, name, args),
            RawKind::List(_) => {
                self.fail::<()>(raw.at, "S0204", "a list stands after `in` only");
                self.help("write `workout.modality in [\"sensed\", \"entered\"]`");
                None
            }
        }
    }

    fn bare(&mut self, raw: &Raw, name: &str) -> Option<Typed> {
        if name == "now" && self.context.now {
            let slot = SlotRef {
                root: name.to_owned(),
                field: String::new(),
            };
            let index = position_or_push(&mut self.slots, slot);
            return typed(Node::Slot(index), Type::Time);
        }
        if self.context.hidden.is_metric(name) {
            return None;
        }
        self.fail::<()>(raw.at, "S0202", format!("`{name}` is no value here"));
        if self.context.metric(name).is_some() && self.context.of_person {
            self.help(format!(
                "ask the person's history: `sum({name}, days(30))`, `max({name})`"
            ));
        } else if self.context.metric(name).is_some() {
            self.help(format!(
                "a metric of the workout is written `workout.{name}`"
            ));
        } else if self.context.of_person {
            self.near(name, ["now"].into_iter(), "");
        } else {
            let context = self.context;
            self.near(name, context.metric_names(), "workout.");
        }
        None
    }

    fn field(&mut self, raw: &Raw, root: &str, field: &str) -> Option<Typed> {
        let context = self.context;
        if self.row_of.as_deref() == Some(root) {
            return if let Some(ty) = context.parts.get(root).and_then(|fields| fields.get(field)) {
                typed(Node::Field(field.to_owned()), ty.clone())
            } else {
                let fields = context.parts.get(root);
                self.fail::<()>(raw.at, "S0202", format!("`{root}` has no field `{field}`"));
                let known = fields.into_iter().flat_map(|fields| fields.keys());
                self.near(field, known.map(String::as_str), &format!("{root}."));
                None
            };
        }
        if context.parts.contains_key(root) {
            self.fail::<()>(
                raw.at,
                "S0207",
                format!("`{root}` has many rows: one field is no single value"),
            );
            self.help(format!(
                "add them up or compare them: `sum({root}.{field})`, `max({root}.{field})`"
            ));
            return None;
        }
        if root == SCRIPTS {
            self.fail::<()>(raw.at, "S0203", "a script is called with its arguments");
            self.help(format!("write `{SCRIPTS}.{field}(…)`"));
            return None;
        }
        let Some((_, fields)) = context.values().find(|(name, _)| *name == root) else {
            if context.hidden.is_part(root) {
                return None;
            }
            self.fail::<()>(raw.at, "S0202", format!("there is no `{root}` here"));
            if context.of_person && root == "workout" {
                self.help(format!(
                    "a person is asked, at no workout: ask the history, `max({field}, days(30))`"
                ));
                return None;
            }
            let roots = context.values().map(|(name, _)| name);
            let known = roots.chain(context.parts.keys()).map(String::as_str);
            self.near(root, known, "");
            return None;
        };
        let Some(ty) = fields.get(field) else {
            if root == "workout" && context.hidden.is_metric(field) {
                return None;
            }
            self.fail::<()>(raw.at, "S0202", format!("`{root}` has no `{field}` here"));
            self.near(
                field,
                fields.keys().map(String::as_str),
                &format!("{root}."),
            );
            return None;
        };
        let known = self
            .slots
            .iter()
            .position(|slot| slot.root == root && slot.field == field);
        let index = known.unwrap_or_else(|| {
            self.slots.push(SlotRef {
                root: root.to_owned(),
                field: field.to_owned(),
            });
            self.slots.len() - 1
        });
        typed(Node::Slot(index), ty.clone())
    }

    fn call(&mut self, raw: &Raw, name: &str, args: &[Raw]) -> Option<Typed> {
        if name.starts_with(char::is_alphabetic)
            && let Some(unit) = units::constant(name)
        {
            return self.unit(raw, unit, args);
        }
        match (name, args) {
            ("&&" | "||", _) => self.logic(name, args),
            ("!", [inner]) => {
                let inner = self.flag(inner)?;
                typed(Node::Not(Arc::new(inner)), Type::Flag)
            }
            ("-", [inner]) => {
                let (inner, ty) = self.number(inner)?;
                typed(Node::Negate(Arc::new(inner)), ty)
            }
            ("+" | "-" | "*" | "/" | "%", [left, right]) => self.arithmetic(raw, name, left, right),
            ("==" | "!=" | "<" | "<=" | ">" | ">=", [left, right]) => {
                self.comparison(raw, name, left, right)
            }
            ("contains", [list, value]) => self.one_in(raw, value, list),
            ("date" | "time" | "money", [one]) => self.written(raw, name, one),
            ("has", [inner]) => {
                let inner = self.node(inner)?;
                let kind = kind_of(&inner.ty);
                typed(Node::Has(kind, Arc::new(inner.node)), Type::Flag)
            }
            ("coalesce", [_, _, ..]) => self.same_type(raw, args).map(|(all, ty)| Typed {
                node: Node::Coalesce(all.into()),
                ty,
            }),
            ("when", [test, then]) => self.when(raw, test, then, None),
            ("when", [test, then, other]) => self.when(raw, test, then, Some(other)),
            ("abs" | "floor" | "ceil" | "round", [inner]) => self.rounding(raw, name, inner),
            ("best" | "streak", _) => self.history(raw, name, args),
            ("sum" | "mean" | "min" | "max" | "count", [first, rest @ ..]) => {
                self.aggregate(raw, name, first, rest, args)
            }
            _ => self.unknown_call(raw, name, args.len()),
        }
    }

    fn unknown_call(&mut self, raw: &Raw, name: &str, given: usize) -> Option<Typed> {
        if let Some(known) = FUNCTIONS.iter().find(|known| known.name == name) {
            let plural = if given == 1 { "" } else { "s" };
            let message = format!("`{name}` does not take {given} such argument{plural}");
            self.fail::<()>(raw.at, "S0203", message);
            self.help(format!("write it as in `{}`", known.usage));
            return None;
        }
        self.fail::<()>(
            raw.at,
            "S0203",
            format!("there is no function or operator `{name}`"),
        );
        let scripts = self.context.scripts.as_ref();
        if scripts.is_some_and(|scripts| scripts.contains_key(name)) {
            self.help(format!("a script is called `{SCRIPTS}.{name}(…)`"));
            return None;
        }
        let functions = FUNCTIONS.iter().map(|known| known.name);
        let constants = units::UNITS.iter().filter_map(|unit| unit.function);
        self.near(name, functions.chain(constants), "");
        None
    }

    fn unit(&mut self, raw: &Raw, unit: &units::UnitDef, args: &[Raw]) -> Option<Typed> {
        let name = unit.function.unwrap_or_default();
        if let [
            Raw {
                kind: RawKind::Number(number),
                ..
            },
        ] = args
        {
            let si = unit
                .dim
                .settle(units::scale(number + unit.offset, unit.factor));
            typed(Node::Number(si, unit.dim), Type::Number(unit.dim))
        } else {
            self.fail::<()>(raw.at, "S0203", format!("`{name}` takes one number"));
            self.help(format!("write `{name}(5)`"));
            None
        }
    }

    fn logic(&mut self, name: &str, args: &[Raw]) -> Option<Typed> {
        let all: Vec<Option<Node>> = args.iter().map(|arg| self.flag(arg)).collect();
        let all: Vec<Node> = all.into_iter().collect::<Option<_>>()?;
        typed(
            if name == "&&" {
                Node::And(all.into())
            } else {
                Node::Or(all.into())
            },
            Type::Flag,
        )
    }

    fn flag(&mut self, raw: &Raw) -> Option<Node> {
        let inner = self.node(raw)?;
        match inner.ty {
            Type::Flag => Some(inner.node),
            other => {
                let message = format!(
                    "this is {}, and true or false is needed here",
                    other.describe()
                );
                self.fail(raw.at, "S0204", message)
            }
        }
    }

    fn number(&mut self, raw: &Raw) -> Option<(Node, Type)> {
        let inner = self.node(raw)?;
        self.is_number(raw, inner)
    }

    fn is_number(&mut self, raw: &Raw, inner: Typed) -> Option<(Node, Type)> {
        if inner.ty.dim().is_some() {
            return Some((inner.node, inner.ty));
        }
        let message = format!(
            "this is {}, and a number is needed here",
            inner.ty.describe()
        );
        self.fail(raw.at, "S0204", message)
    }

    /// Arguments that all have one type.
    fn same_type(&mut self, raw: &Raw, args: &[Raw]) -> Option<(Vec<Node>, Type)> {
        let all: Vec<Option<Typed>> = args.iter().map(|arg| self.node(arg)).collect();
        let all: Vec<Typed> = all.into_iter().collect::<Option<_>>()?;
        let first = all.first()?.ty.clone();
        let alike = |ty: &Type| match (first.dim(), ty.dim()) {
            (Some(a), Some(b)) => a == b,
            (None, None) if kind_of(&first) == Kind::Moment => first.is_like(ty),
            (None, None) => kind_of(&first) == kind_of(ty),
            _ => false,
        };
        if !all.iter().all(|typed| alike(&typed.ty)) {
            return self.fail(raw.at, "S0204", "these values have different types");
        }
        Some((all.into_iter().map(|typed| typed.node).collect(), first))
    }

    fn when(&mut self, raw: &Raw, test: &Raw, then: &Raw, other: Option<&Raw>) -> Option<Typed> {
        let test = self.flag(test);
        let branches: Vec<Raw> = std::iter::once(then).chain(other).cloned().collect();
        let (nodes, ty) = self.same_type(raw, &branches)?;
        let mut nodes = nodes.into_iter().map(Arc::new);
        let then = nodes.next()?;
        typed(Node::When(Arc::new(test?), then, nodes.next()), ty)
    }

    fn rounding(&mut self, raw: &Raw, name: &str, inner: &Raw) -> Option<Typed> {
        let (node, ty) = self.number(inner)?;
        let how = match name {
            "abs" => Round::Absolute,
            "floor" => Round::Floor,
            "ceil" => Round::Ceiling,
            _ => Round::Nearest,
        };
        if how != Round::Absolute && ty.dim() != Some(Dim::NONE) {
            let message = format!(
                "`{name}` takes a plain number, and this is {}",
                ty.describe()
            );
            self.fail::<()>(raw.at, "S0203", message);
            self.help("divide by a unit first: `floor(workout.distance / km(1))`");
            return None;
        }
        let ty = if how == Round::Absolute {
            ty
        } else {
            Type::Count
        };
        typed(Node::Round(how, Arc::new(node)), ty)
    }
}

fn kind_of(ty: &Type) -> Kind {
    match ty {
        Type::Flag => Kind::Flag,
        Type::Number(_) | Type::Count => Kind::Number,
        Type::Text | Type::Enum(_) | Type::Ordered(_) => Kind::Text,
        Type::Date | Type::Time | Type::Money(_) => Kind::Moment,
    }
}

fn position_or_push<T: PartialEq>(all: &mut Vec<T>, item: T) -> usize {
    all.iter()
        .position(|known| *known == item)
        .unwrap_or_else(|| {
            all.push(item);
            all.len() - 1
        })
}
