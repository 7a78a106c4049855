//! Types, dimensions and names of a parsed expression.

use super::context::{Context, Type};
use super::functions::FUNCTIONS;
use super::lower::{self, Raw, RawKind};
use super::tree::{
    Arithmetic, Checked, Compare, HistoryFn, HistoryQuery, Kind, Node, PartAggregate, Round, Scope,
    SlotRef, Window,
};
use super::{ExprError, Want};
use crate::units;
use crate::value::Dim;

pub(super) fn compile(
    source: &str,
    context: &Context,
    want: Want,
) -> Result<Checked, Vec<ExprError>> {
    let raw = lower::parse(source).map_err(|error| vec![error])?;
    let mut check = Check {
        source,
        context,
        slots: Vec::new(),
        history: Vec::new(),
        parts: Vec::new(),
        row_of: None,
        errors: Vec::new(),
    };
    let typed = check.node(&raw);
    if let Some(typed) = &typed {
        check.wanted(&raw, &typed.ty, want);
    }
    match typed {
        Some(typed) if check.errors.is_empty() => Ok(Checked {
            source: source.to_owned(),
            ty: typed.ty,
            root: typed.node,
            slots: check.slots,
            history: check.history,
            parts: check.parts,
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
    /// The part whose rows are looked at, inside its aggregate.
    row_of: Option<String>,
    errors: Vec<ExprError>,
}

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
        match &raw.kind {
            RawKind::Number(number) => typed(Node::Number(*number), Type::Number(Dim::NONE)),
            RawKind::Flag(flag) => typed(Node::Flag(*flag), Type::Flag),
            RawKind::Text(text) => typed(Node::Text(text.clone()), Type::Text),
            RawKind::Name(name) => self.bare(raw, name),
            RawKind::Field(root, field) => self.field(raw, root, field),
            RawKind::Call(name, args) => self.call(raw, name, args),
        }
    }

    fn bare(&mut self, raw: &Raw, name: &str) -> Option<Typed> {
        self.fail::<()>(raw.at, "S0202", format!("`{name}` is no value here"));
        if self.context.metric(name).is_some() {
            self.help(format!(
                "a metric of the workout is written `workout.{name}`"
            ));
        } else {
            let context = self.context;
            self.near(name, context.metric_names(), "workout.");
        }
        None
    }

    fn field(&mut self, raw: &Raw, root: &str, field: &str) -> Option<Typed> {
        let context = self.context;
        if self.row_of.as_deref() == Some(root) {
            return match context.parts.get(root).and_then(|fields| fields.get(field)) {
                Some(ty) => typed(Node::Field(field.to_owned()), ty.clone()),
                None => {
                    let fields = context.parts.get(root);
                    self.fail::<()>(raw.at, "S0202", format!("`{root}` has no field `{field}`"));
                    let known = fields.into_iter().flat_map(|fields| fields.keys());
                    self.near(field, known.map(String::as_str), &format!("{root}."));
                    None
                }
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
        let Some(fields) = context.roots.get(root) else {
            self.fail::<()>(raw.at, "S0202", format!("there is no `{root}` here"));
            let known = context
                .roots
                .keys()
                .chain(context.parts.keys())
                .map(String::as_str);
            self.near(root, known, "");
            return None;
        };
        let Some(ty) = fields.get(field) else {
            self.fail::<()>(raw.at, "S0202", format!("`{root}` has no `{field}` here"));
            self.near(
                field,
                fields.keys().map(String::as_str),
                &format!("{root}."),
            );
            return None;
        };
        let slot = SlotRef {
            root: root.to_owned(),
            field: field.to_owned(),
        };
        let index = position_or_push(&mut self.slots, slot);
        typed(Node::Slot(index), ty.clone())
    }

    fn call(&mut self, raw: &Raw, name: &str, args: &[Raw]) -> Option<Typed> {
        if let Some(unit) = units::constant(name) {
            return self.unit(raw, unit, args);
        }
        match (name, args) {
            ("&&" | "||", _) => self.logic(name, args),
            ("!", [inner]) => {
                let inner = self.flag(inner)?;
                typed(Node::Not(Box::new(inner)), Type::Flag)
            }
            ("-", [inner]) => {
                let (inner, ty) = self.number(inner)?;
                typed(Node::Negate(Box::new(inner)), ty)
            }
            ("+" | "-" | "*" | "/" | "%", [left, right]) => self.arithmetic(raw, name, left, right),
            ("==" | "!=" | "<" | "<=" | ">" | ">=", [left, right]) => {
                self.comparison(raw, name, left, right)
            }
            ("has", [inner]) => {
                let inner = self.node(inner)?;
                let kind = kind_of(&inner.ty);
                typed(Node::Has(kind, Box::new(inner.node)), Type::Flag)
            }
            ("coalesce", [_, _, ..]) => self.same_type(raw, args).map(|(all, ty)| Typed {
                node: Node::Coalesce(all),
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
            let message = format!("`{name}` does not take {given} arguments");
            self.fail::<()>(raw.at, "S0203", message);
            self.help(format!("write it as in `{}`", known.usage));
            return None;
        }
        self.fail::<()>(
            raw.at,
            "S0203",
            format!("there is no function or operator `{name}`"),
        );
        let functions = FUNCTIONS.iter().map(|known| known.name);
        let constants = units::UNITS.iter().filter_map(|unit| unit.function);
        self.near(name, functions.chain(constants), "");
        None
    }

    fn unit(&mut self, raw: &Raw, unit: &units::UnitDef, args: &[Raw]) -> Option<Typed> {
        let name = unit.function.unwrap_or_default();
        match args {
            [
                Raw {
                    kind: RawKind::Number(number),
                    ..
                },
            ] => {
                let si = units::scale(number + unit.offset, unit.factor);
                typed(Node::Number(si), Type::Number(unit.dim))
            }
            _ => {
                self.fail::<()>(raw.at, "S0203", format!("`{name}` takes one number"));
                self.help(format!("write `{name}(5)`"));
                None
            }
        }
    }

    fn logic(&mut self, name: &str, args: &[Raw]) -> Option<Typed> {
        let all: Vec<Option<Node>> = args.iter().map(|arg| self.flag(arg)).collect();
        let all: Vec<Node> = all.into_iter().collect::<Option<_>>()?;
        typed(
            if name == "&&" {
                Node::And(all)
            } else {
                Node::Or(all)
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
        if inner.ty.dim().is_some() {
            return Some((inner.node, inner.ty));
        }
        let message = format!(
            "this is {}, and a number is needed here",
            inner.ty.describe()
        );
        self.fail(raw.at, "S0204", message)
    }

    fn arithmetic(&mut self, raw: &Raw, name: &str, left: &Raw, right: &Raw) -> Option<Typed> {
        let (a, b) = (self.number(left), self.number(right));
        let ((left_node, left_ty), (right_node, right_ty)) = (a?, b?);
        let (a, b) = (left_ty.dim()?, right_ty.dim()?);
        let (how, dim) = match name {
            "*" => (Arithmetic::Multiply, a.times(b)),
            "/" => (Arithmetic::Divide, a.over(b)),
            _ if !same_dim((left, a), (right, b)) => {
                let message = format!(
                    "{} and {} cannot be added or subtracted",
                    a.describe(),
                    b.describe()
                );
                self.fail::<()>(raw.at, "S0204", message);
                self.help_units(left, right, a, b);
                return None;
            }
            "+" => (Arithmetic::Add, larger(a, b)),
            "-" => (Arithmetic::Subtract, larger(a, b)),
            _ => (Arithmetic::Remainder, larger(a, b)),
        };
        let counts = matches!((&left_ty, &right_ty), (Type::Count, Type::Count)) && name != "/";
        let ty = if counts {
            Type::Count
        } else {
            Type::Number(dim)
        };
        typed(
            Node::Arithmetic(how, Box::new(left_node), Box::new(right_node)),
            ty,
        )
    }

    /// A bare number beside a dimension most often lacks its unit.
    fn help_units(&mut self, left: &Raw, right: &Raw, a: Dim, b: Dim) {
        for (raw, dim) in [(right, a), (left, b)] {
            let RawKind::Number(number) = raw.kind else {
                continue;
            };
            let fits = units::UNITS
                .iter()
                .filter(|unit| unit.dim == dim && dim != Dim::NONE);
            let usual = fits
                .filter_map(|unit| unit.function)
                .nth(usize::from(dim == Dim::LENGTH));
            if let Some(function) = usual {
                self.help(format!("say the unit: `{function}({number})`"));
            }
        }
    }

    fn comparison(&mut self, raw: &Raw, name: &str, left: &Raw, right: &Raw) -> Option<Typed> {
        let (a, b) = (self.node(left), self.node(right));
        let (a, b) = (a?, b?);
        let how = match name {
            "==" => Compare::Equal,
            "!=" => Compare::NotEqual,
            "<" => Compare::Less,
            "<=" => Compare::LessEqual,
            ">" => Compare::More,
            _ => Compare::MoreEqual,
        };
        let kind = self.comparable(raw, how, (left, &a.ty), (right, &b.ty))?;
        let node = Node::Compare(how, kind, Box::new(a.node), Box::new(b.node));
        typed(node, Type::Flag)
    }

    fn comparable(
        &mut self,
        raw: &Raw,
        how: Compare,
        (left, a): (&Raw, &Type),
        (right, b): (&Raw, &Type),
    ) -> Option<Kind> {
        let equality = matches!(how, Compare::Equal | Compare::NotEqual);
        match (a, b) {
            (Type::Flag, Type::Flag) if equality => Some(Kind::Flag),
            (Type::Date, Type::Date) | (Type::Time, Type::Time) => Some(Kind::Moment),
            (Type::Enum(list), Type::Text) => self.one_of(list, right, equality),
            (Type::Text, Type::Enum(list)) => self.one_of(list, left, equality),
            (Type::Text, Type::Text) if equality => Some(Kind::Text),
            (Type::Enum(one), Type::Enum(other)) if one.id == other.id && equality => {
                Some(Kind::Text)
            }
            (a, b) => match (a.dim(), b.dim()) {
                (Some(one), Some(other)) if same_dim((left, one), (right, other)) => {
                    Some(Kind::Number)
                }
                (Some(one), Some(other)) => {
                    let message =
                        format!("{} is compared with {}", one.describe(), other.describe());
                    self.fail::<()>(raw.at, "S0204", message);
                    self.help_units(left, right, one, other);
                    None
                }
                _ => {
                    let message = format!(
                        "{} cannot be compared so with {}",
                        a.describe(),
                        b.describe()
                    );
                    self.fail(raw.at, "S0204", message)
                }
            },
        }
    }

    fn one_of(
        &mut self,
        list: &crate::model::ValueList,
        said: &Raw,
        equality: bool,
    ) -> Option<Kind> {
        let RawKind::Text(text) = &said.kind else {
            return if equality { Some(Kind::Text) } else { None };
        };
        if !equality {
            return self.fail(
                said.at,
                "S0204",
                "values of an enum have no order; use == or !=",
            );
        }
        if list.values.contains_key(text) {
            return Some(Kind::Text);
        }
        self.fail::<()>(
            said.at,
            "S0205",
            format!("`{}` has no value `{text}`", list.id),
        );
        let known: Vec<&str> = list.values.keys().map(String::as_str).take(12).collect();
        self.help(format!("it has: {}", known.join(", ")));
        None
    }

    /// Arguments that all have one type.
    fn same_type(&mut self, raw: &Raw, args: &[Raw]) -> Option<(Vec<Node>, Type)> {
        let all: Vec<Option<Typed>> = args.iter().map(|arg| self.node(arg)).collect();
        let all: Vec<Typed> = all.into_iter().collect::<Option<_>>()?;
        let first = all.first()?.ty.clone();
        let alike = |ty: &Type| match (first.dim(), ty.dim()) {
            (Some(a), Some(b)) => a == b,
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
        let mut nodes = nodes.into_iter().map(Box::new);
        let then = nodes.next()?;
        typed(Node::When(Box::new(test?), then, nodes.next()), ty)
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
        typed(Node::Round(how, Box::new(node)), ty)
    }

    /// `sum`, `mean`, `min`, `max` and `count` mean three things, told apart by the first argument:
    /// a bare metric (history), a part's rows, or values side by side.
    fn aggregate(
        &mut self,
        raw: &Raw,
        name: &str,
        first: &Raw,
        rest: &[Raw],
        args: &[Raw],
    ) -> Option<Typed> {
        if let RawKind::Name(bare) = &first.kind {
            if name == "count" && rest.is_empty() && self.context.parts.contains_key(bare) {
                return self.part(name, bare, None);
            }
            return self.history(raw, name, args);
        }
        let part = part_of(first, self.context);
        match (part, rest) {
            (Some(part), []) if self.row_of.is_none() => self.part(name, &part, Some(first)),
            (Some(_), []) => self.fail(raw.at, "S0203", "an aggregate cannot stand inside another"),
            (None, [_, ..]) if matches!(name, "min" | "max") => {
                let (nodes, ty) = self.same_type(raw, args)?;
                if ty.dim().is_none() {
                    return self.fail(raw.at, "S0203", format!("`{name}` takes numbers"));
                }
                typed(
                    if name == "min" {
                        Node::Least(nodes)
                    } else {
                        Node::Most(nodes)
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
            of: Box::new(of),
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
                let has = Node::Has(kind, Box::new(of.node));
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

    fn history(&mut self, raw: &Raw, name: &str, args: &[Raw]) -> Option<Typed> {
        let Some(query) = self.query(raw, name, args)? else {
            return self.unknown_call(raw, name, args.len());
        };
        if !self.context.history {
            return self.fail(raw.at, "S0207", "a user's history is not known here");
        }
        let metric = query
            .metric
            .as_deref()
            .and_then(|metric| self.context.metric(metric));
        let ty = match (query.func, metric) {
            (HistoryFn::Count | HistoryFn::Streak, _) => Type::Count,
            (HistoryFn::Mean, Some(ty)) => Type::Number(ty.dim()?),
            (_, Some(ty)) => ty.clone(),
            (_, None) => return None,
        };
        let index = position_or_push(&mut self.history, query);
        typed(Node::History(index), ty)
    }

    /// `Ok(None)` of arguments that no history function takes.
    #[expect(
        clippy::option_option,
        reason = "told, not told but wrong in shape, right"
    )]
    fn query(&mut self, raw: &Raw, name: &str, args: &[Raw]) -> Option<Option<HistoryQuery>> {
        let Some((first, rest)) = args.split_first() else {
            return Some(None);
        };
        let RawKind::Name(bare) = &first.kind else {
            return Some(None);
        };
        let (scope, rest) = self.scope(rest)?;
        let query = |func, metric, window, at| {
            Some(Some(HistoryQuery {
                func,
                metric,
                window,
                scope: scope.clone(),
                at,
            }))
        };
        if name == "streak" {
            let window = match bare.as_str() {
                "weeks" => Window::Weeks(1),
                "days" => Window::Days(1),
                _ => return self.fail(first.at, "S0203", "a streak counts `weeks` or `days`"),
            };
            return if rest.is_empty() {
                query(HistoryFn::Streak, None, window, None)
            } else {
                Some(None)
            };
        }
        if name == "count" {
            if bare != "workouts" {
                self.fail::<()>(
                    first.at,
                    "S0203",
                    format!("`count` counts `workouts` or a part's rows, not `{bare}`"),
                );
                return None;
            }
            return self
                .window(rest)?
                .map_or(Some(None), |w| query(HistoryFn::Count, None, w, None));
        }
        self.known_metric(first, bare)?;
        let metric = Some(bare.clone());
        if name == "best" {
            let Some((at, rest)) = rest.split_first() else {
                return Some(None);
            };
            let at = self.constant(at)?;
            return self
                .window(rest)?
                .map_or(Some(None), |w| query(HistoryFn::Best, metric, w, Some(at)));
        }
        let func = match name {
            "sum" => HistoryFn::Sum,
            "mean" => HistoryFn::Mean,
            "min" => HistoryFn::Min,
            "max" => HistoryFn::Max,
            _ => return Some(None),
        };
        let _ = raw;
        self.window(rest)?
            .map_or(Some(None), |window| query(func, metric, window, None))
    }

    fn known_metric(&mut self, raw: &Raw, name: &str) -> Option<()> {
        let context = self.context;
        match context.metric(name).map(Type::dim) {
            Some(Some(_)) => Some(()),
            Some(None) => self.fail(raw.at, "S0203", format!("`{name}` is no number")),
            None => {
                self.fail::<()>(raw.at, "S0202", format!("there is no metric `{name}` here"));
                self.near(name, context.metric_names(), "");
                None
            }
        }
    }

    /// `best` needs a length or a duration that is known while loading.
    fn constant(&mut self, raw: &Raw) -> Option<f64> {
        let (node, ty) = self.number(raw)?;
        match (node, ty.dim()) {
            (Node::Number(si), Some(Dim::LENGTH | Dim::TIME)) => Some(si),
            _ => self.fail(
                raw.at,
                "S0203",
                "here stands a distance or a duration, such as `km(5)`",
            ),
        }
    }

    /// Nothing is the whole history. `Some(None)` of anything that is no window.
    #[expect(
        clippy::option_option,
        reason = "told, not told but wrong in shape, right"
    )]
    fn window(&mut self, args: &[Raw]) -> Option<Option<Window>> {
        match args {
            [] => Some(Some(Window::All)),
            [
                Raw {
                    at,
                    kind: RawKind::Call(unit, inner),
                },
            ] => {
                let [
                    Raw {
                        kind: RawKind::Number(n),
                        ..
                    },
                ] = inner.as_slice()
                else {
                    return Some(None);
                };
                if n.fract() != 0.0 || !(1.0..=3_660.0).contains(n) {
                    return self.fail(
                        *at,
                        "S0203",
                        "a window is a whole number from 1 day to ten years",
                    );
                }
                match unit.as_str() {
                    "days" => Some(Some(Window::Days(*n as u32))),
                    "weeks" => Some(Some(Window::Weeks(*n as u32))),
                    _ => self.fail(
                        *at,
                        "S0203",
                        "a window counts local days: `days(30)` or `weeks(4)`",
                    ),
                }
            }
            _ => Some(None),
        }
    }

    /// The last argument may name a sport, or `all_sports`.
    fn scope<'r>(&mut self, rest: &'r [Raw]) -> Option<(Scope, &'r [Raw])> {
        let Some((last, before)) = rest.split_last() else {
            return Some((Scope::Own, rest));
        };
        let RawKind::Name(name) = &last.kind else {
            return Some((Scope::Own, rest));
        };
        if name == "all_sports" {
            return Some((Scope::All, before));
        }
        if self.context.sports.iter().any(|sport| sport == name) {
            return Some((Scope::Sport(name.clone()), before));
        }
        let context = self.context;
        self.fail::<()>(last.at, "S0202", format!("there is no sport `{name}` here"));
        let known = context
            .sports
            .iter()
            .map(String::as_str)
            .chain(["all_sports"]);
        self.near(name, known, "");
        None
    }
}

/// The first part whose field an expression names: `set` in `set.reps * set.load`.
fn part_of(raw: &Raw, context: &Context) -> Option<String> {
    match &raw.kind {
        RawKind::Field(root, _) => context.parts.contains_key(root).then(|| root.clone()),
        RawKind::Call(_, args) => args.iter().find_map(|arg| part_of(arg, context)),
        _ => None,
    }
}

fn kind_of(ty: &Type) -> Kind {
    match ty {
        Type::Flag => Kind::Flag,
        Type::Number(_) | Type::Count => Kind::Number,
        Type::Text | Type::Enum(_) => Kind::Text,
        Type::Date | Type::Time => Kind::Moment,
    }
}

/// Zero is zero of any unit but a temperature's: 0 K is not what `> 0` means there.
fn same_dim((left, a): (&Raw, Dim), (right, b): (&Raw, Dim)) -> bool {
    let zero_of =
        |raw: &Raw, dim: Dim| matches!(raw.kind, RawKind::Number(0.0)) && dim.temperature == 0;
    a == b || zero_of(left, b) || zero_of(right, a)
}

fn larger(a: Dim, b: Dim) -> Dim {
    if a == Dim::NONE { b } else { a }
}

fn position_or_push<T: PartialEq>(all: &mut Vec<T>, item: T) -> usize {
    all.iter()
        .position(|known| *known == item)
        .unwrap_or_else(|| {
            all.push(item);
            all.len() - 1
        })
}
