//! `+ - * / %`, comparisons and `in`: which types meet in them.

use std::sync::Arc;

use super::super::context::Type;
use super::super::lower::{Raw, RawKind};
use super::super::tree::{Arithmetic, Compare, Kind, Node};
use super::{Check, Typed, kind_of, typed};
use crate::ids;
use crate::model::ValueList;
use crate::units;
use crate::value::Dim;

/// As many words as a finding lists before it says how many more there are.
const SHOWN_WORDS: usize = 40;

impl Check<'_> {
    pub(super) fn arithmetic(
        &mut self,
        raw: &Raw,
        name: &str,
        left: &Raw,
        right: &Raw,
    ) -> Option<Typed> {
        let (a, b) = (self.node(left), self.node(right));
        let (a, b) = (a?, b?);
        if kind_of(&a.ty) == Kind::Moment || kind_of(&b.ty) == Kind::Moment {
            return self.moments(raw, name, a, b);
        }
        let (a, b) = (self.is_number(left, a), self.is_number(right, b));
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
            Node::Arithmetic(how, Arc::new(left_node), Arc::new(right_node)),
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

    pub(super) fn comparison(
        &mut self,
        raw: &Raw,
        name: &str,
        left: &Raw,
        right: &Raw,
    ) -> Option<Typed> {
        let (a, b) = (self.node(left), self.node(right));
        let (mut a, mut b) = (a?, b?);
        let how = match name {
            "==" => Compare::Equal,
            "!=" => Compare::NotEqual,
            "<" => Compare::Less,
            "<=" => Compare::LessEqual,
            ">" => Compare::More,
            _ => Compare::MoreEqual,
        };
        let mut kind = self.comparable(raw, how, (left, &a.ty), (right, &b.ty))?;
        if kind == Kind::Text
            && !is_equality(how)
            && let Some(list) = a.ty.list().or(b.ty.list()).cloned()
        {
            let rank = |node| Node::Rank(list.clone(), Arc::new(node));
            (a.node, b.node, kind) = (rank(a.node), rank(b.node), Kind::Number);
        }
        let node = Node::Compare(how, kind, Arc::new(a.node), Arc::new(b.node));
        typed(node, Type::Flag)
    }

    /// `value in [one, other]`: equal to one of them.
    pub(super) fn one_in(&mut self, raw: &Raw, value: &Raw, list: &Raw) -> Option<Typed> {
        let items = match &list.kind {
            RawKind::List(items) if !items.is_empty() => items,
            _ => {
                self.fail::<()>(
                    list.at,
                    "S0204",
                    "`in` looks into a list of one value or more",
                );
                self.help("write `workout.modality in [\"sensed\", \"entered\"]`");
                return None;
            }
        };
        // What is wrong with the value itself is told once.
        self.node(value)?;
        let equal = |item| self.comparison(raw, "==", value, item);
        let all: Vec<Option<Typed>> = items.iter().map(equal).collect();
        let all = all.into_iter().map(|one| one.map(|typed| typed.node));
        typed(Node::Or(all.collect::<Option<_>>()?), Type::Flag)
    }

    fn comparable(
        &mut self,
        raw: &Raw,
        how: Compare,
        (left, a): (&Raw, &Type),
        (right, b): (&Raw, &Type),
    ) -> Option<Kind> {
        let equality = is_equality(how);
        match (a, b) {
            (Type::Flag, Type::Flag) if equality => return Some(Kind::Flag),
            (Type::Date, Type::Date) | (Type::Time, Type::Time) => return Some(Kind::Moment),
            (Type::Money(one), Type::Money(other)) => {
                return self.one_currency(raw, one.as_deref(), other.as_deref());
            }
            (Type::Text, Type::Text) if equality => return Some(Kind::Text),
            _ => {}
        }
        match (a.list(), b.list()) {
            (Some(_), None) if matches!(b, Type::Text) => return self.one_of(a, right, equality),
            (None, Some(_)) if matches!(a, Type::Text) => return self.one_of(b, left, equality),
            (Some(one), Some(other)) if one.id == other.id => return self.ranked(raw, a, equality),
            _ => {}
        }
        match (a.dim(), b.dim()) {
            (Some(one), Some(other)) if same_dim((left, one), (right, other)) => Some(Kind::Number),
            (Some(one), Some(other)) => {
                let message = format!("{} is compared with {}", one.describe(), other.describe());
                self.fail::<()>(raw.at, "S0204", message);
                self.help_units(left, right, one, other);
                None
            }
            _ => {
                let (one, other) = (a.describe(), b.describe());
                let message = format!("{one} cannot be compared so with {other}");
                self.fail::<()>(raw.at, "S0204", message);
                self.help_moment(a, b);
                None
            }
        }
    }

    /// A value of a list, beside a text.
    fn one_of(&mut self, ty: &Type, said: &Raw, equality: bool) -> Option<Kind> {
        let list = ty.list()?;
        if let RawKind::Text(text) = &said.kind
            && !list.values.contains_key(text)
        {
            let message = format!("`{}` has no value `{text}`", list.id);
            self.fail::<()>(said.at, "S0205", message);
            self.help_words(list, text);
            return None;
        }
        self.ranked(said, ty, equality)
    }

    /// The values of a list, and the one that was probably meant.
    fn help_words(&mut self, list: &ValueList, said: &str) {
        let words = list.values.keys().map(String::as_str);
        let known: Vec<&str> = words.clone().take(SHOWN_WORDS).collect();
        let more = match list.values.len().saturating_sub(known.len()) {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        let near = ids::nearest(said, words);
        let near_first = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
        let help = format!("{near_first}it has: {}{more}", known.join(", "));
        self.help(help);
        if let (Some(near), Some(error)) = (near, self.errors.last_mut()) {
            error.suggestion = Some(near.to_owned());
        }
    }

    /// Whether the values of a list have the order that a comparison asks for.
    fn ranked(&mut self, raw: &Raw, ty: &Type, equality: bool) -> Option<Kind> {
        if equality || matches!(ty, Type::Ordered(_)) {
            return Some(Kind::Text);
        }
        let message = "values of an enum have no order; use == or !=";
        self.fail::<()>(raw.at, "S0204", message);
        self.help("where the order of its values means something, the metric says `ordered: true`");
        None
    }
}

fn is_equality(how: Compare) -> bool {
    matches!(how, Compare::Equal | Compare::NotEqual)
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
