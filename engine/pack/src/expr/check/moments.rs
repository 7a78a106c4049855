//! Dates, times and money: how they are written, what may be added to them.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::super::context::Type;
use super::super::lower::{Raw, RawKind};
use super::super::tree::{Arithmetic, Kind, Node};
use super::{Check, Typed, typed};
use crate::units;
use crate::value::{Dim, Value};

impl Check<'_> {
    /// `date("2027-03-01")`, `time("2027-03-01T10:00:00Z")`, `money("12.50 EUR")`.
    pub(super) fn written(&mut self, raw: &Raw, name: &str, said: &Raw) -> Option<Typed> {
        let text = match &said.kind {
            RawKind::Text(text) => text.as_str(),
            _ => "",
        };
        let (value, ty, example) = match name {
            "date" => {
                let date = text.parse::<NaiveDate>().ok().map(Value::Date);
                (date, Type::Date, "date(\"2027-03-01\")")
            }
            "time" => {
                let time = DateTime::parse_from_rfc3339(text).ok();
                let time = time.map(|time| Value::Time(time.with_timezone(&Utc)));
                (time, Type::Time, "time(\"2027-03-01T10:00:00Z\")")
            }
            _ => {
                let money = units::parse_money(text).ok();
                let currency = money.as_ref().map(|money| money.currency.clone());
                let value = money.map(Value::Money);
                (value, Type::Money(currency), "money(\"12.50 EUR\")")
            }
        };
        if let Some(value) = value {
            return typed(Node::Constant(value), ty);
        }
        let at = if matches!(said.kind, RawKind::Text(_)) {
            said.at
        } else {
            raw.at
        };
        self.fail::<()>(
            at,
            "S0203",
            format!("`{name}` takes one such value, written out"),
        );
        self.help(format!("write `{example}`"));
        None
    }

    /// What arithmetic there is with dates, times and money.
    pub(super) fn moments(&mut self, raw: &Raw, name: &str, a: Typed, b: Typed) -> Option<Typed> {
        let is_time = |ty: &Type| ty.dim() == Some(Dim::TIME);
        let is_plain = |ty: &Type| ty.dim() == Some(Dim::NONE);
        let moved = |how, a: Typed, b: Typed| {
            let ty = a.ty;
            typed(Node::Moved(how, Arc::new(a.node), Arc::new(b.node)), ty)
        };
        match (name, &a.ty, &b.ty) {
            ("-", Type::Date, Type::Date) | ("-", Type::Time, Type::Time) => {
                let node = Node::Between(Arc::new(a.node), Arc::new(b.node));
                typed(node, Type::Number(Dim::TIME))
            }
            ("+", Type::Date | Type::Time, by) if is_time(by) => moved(Arithmetic::Add, a, b),
            ("+", by, Type::Date | Type::Time) if is_time(by) => moved(Arithmetic::Add, b, a),
            ("-", Type::Date | Type::Time, by) if is_time(by) => moved(Arithmetic::Subtract, a, b),
            ("+" | "-", Type::Money(one), Type::Money(other)) => {
                self.one_currency(raw, one.as_deref(), other.as_deref())?;
                let how = if name == "+" {
                    Arithmetic::Add
                } else {
                    Arithmetic::Subtract
                };
                moved(how, a, b)
            }
            ("*", Type::Money(_), by) if is_plain(by) => moved(Arithmetic::Multiply, a, b),
            ("*", by, Type::Money(_)) if is_plain(by) => moved(Arithmetic::Multiply, b, a),
            ("/", Type::Money(_), by) if is_plain(by) => moved(Arithmetic::Divide, a, b),
            _ => {
                let (one, other) = (a.ty.describe(), b.ty.describe());
                self.fail::<()>(
                    raw.at,
                    "S0204",
                    format!("{one} `{name}` {other} is nothing"),
                );
                self.help("a date or time takes a duration, as in `now - days(7)`; money takes money of its currency, or a number of times");
                None
            }
        }
    }

    /// Two amounts that may meet, as far as their currencies are known.
    pub(super) fn one_currency(
        &mut self,
        raw: &Raw,
        one: Option<&str>,
        other: Option<&str>,
    ) -> Option<Kind> {
        match (one, other) {
            (Some(one), Some(other)) if one != other => {
                let message = format!("an amount in {one} meets one in {other}");
                self.fail::<()>(raw.at, "S0204", message);
                self.help("say both in one currency");
                None
            }
            _ => Some(Kind::Moment),
        }
    }

    /// A text beside a date is most often the date, written without its function.
    pub(super) fn help_moment(&mut self, a: &Type, b: &Type) {
        let help = match (a, b) {
            (Type::Date, Type::Text) | (Type::Text, Type::Date) => {
                "a day is written `date(\"2027-03-01\")`"
            }
            (Type::Time, Type::Text) | (Type::Text, Type::Time) => {
                "a moment is written `time(\"2027-03-01T10:00:00Z\")`"
            }
            (Type::Date, Type::Time) | (Type::Time, Type::Date) => {
                "`workout.day` is the day of `workout.start`"
            }
            (Type::Money(_), _) | (_, Type::Money(_)) => {
                "an amount is written `money(\"12.50 EUR\")`"
            }
            _ => return,
        };
        self.help(help);
    }
}
