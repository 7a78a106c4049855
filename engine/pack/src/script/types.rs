//! What is known of a function's values from its declaration: rows have the fields of their part,
//! and a number is compared with numbers.

use std::collections::HashSet;

use indexmap::IndexMap;
use rhai::{ASTFlags, Expr, FnCallExpr, Stmt};

use super::library::{Library, Source, body};
use super::walk::{Code, inside};
use super::{Script, TakenType};
use crate::expr::Type;
use crate::finding::Report;
use crate::ids;

type Fields = IndexMap<String, Type>;

/// The type of a value, where it is certain.
#[derive(Clone, Copy, Debug)]
enum Known<'a> {
    Number,
    Text,
    Flag,
    List,
    Row(&'a Fields),
    Rows(&'a Fields),
    Unknown,
}

impl Known<'_> {
    fn of(ty: &Type) -> Self {
        match ty {
            Type::Number(_) | Type::Count => Self::Number,
            Type::Text | Type::Enum(_) | Type::Ordered(_) => Self::Text,
            Type::Flag => Self::Flag,
            _ => Self::Unknown,
        }
    }

    fn describe(self) -> Option<&'static str> {
        match self {
            Self::Number => Some("a number"),
            Self::Text => Some("a text"),
            Self::Flag => Some("true or false"),
            Self::List | Self::Rows(_) => Some("a list"),
            Self::Row(_) => Some("a row"),
            Self::Unknown => None,
        }
    }
}

/// What is wrong with a script's function, given what it is declared to take and to give.
pub fn check(script: &Script) -> Vec<Report> {
    let library: &Library = &script.library;
    let function = library
        .ast
        .iter_fn_def()
        .find(|function| function.name == script.function.as_str());
    let Some(function) = function else {
        return Vec::new();
    };
    let body = body(&library.ast, &script.function);
    let mut types = Types {
        source: &library.source,
        known: Vec::new(),
        assigned: HashSet::new(),
        gives: Known::of(&script.gives),
        reports: Vec::new(),
    };
    for stmt in &body {
        types.note_assigned(Code::Stmt(stmt));
    }
    for (name, taken) in function.params.iter().zip(script.takes.values()) {
        let known = match &taken.of {
            TakenType::One(ty) => Known::of(ty),
            TakenType::Rows { fields, .. } => Known::Rows(fields),
        };
        types.set(name, known);
    }
    for stmt in &body {
        types.statement(stmt);
    }
    if let Some(Stmt::Expr(last)) = body.last() {
        types.given(last);
    }
    types.reports
}

struct Types<'a> {
    source: &'a Source,
    /// Variables by name, inner last.
    known: Vec<(String, Known<'a>)>,
    /// Those that are set again after their first value: nothing is certain of them.
    assigned: HashSet<String>,
    gives: Known<'a>,
    reports: Vec<Report>,
}

/// One step of `holes[0].par`: an index, or what stands after a dot.
#[derive(Clone, Copy)]
enum Link<'e> {
    At(&'e Expr),
    Of(&'e Expr),
}

/// The steps after the first value. Rhai nests them to the right, and marks where one ends.
fn chain(expr: &Expr) -> Vec<Link<'_>> {
    let mut links = Vec::new();
    let mut rest = expr;
    while let Expr::Dot(pair, flags, _) | Expr::Index(pair, flags, _) = rest {
        let is_index = matches!(rest, Expr::Index(..));
        let link = |expr| {
            if is_index {
                Link::At(expr)
            } else {
                Link::Of(expr)
            }
        };
        match &pair.rhs {
            Expr::Dot(next, ..) | Expr::Index(next, ..) if !flags.intersects(ASTFlags::BREAK) => {
                links.push(link(&next.lhs));
                rest = &pair.rhs;
            }
            last => {
                links.push(link(last));
                break;
            }
        }
    }
    links
}

impl<'a> Types<'a> {
    fn note_assigned(&mut self, code: Code<'_>) {
        if let Code::Stmt(Stmt::Assignment(parts)) = code {
            let mut target = &parts.1.lhs;
            while let Expr::Dot(pair, ..) | Expr::Index(pair, ..) = target {
                target = &pair.lhs;
            }
            if let Expr::Variable(name, ..) = target {
                self.assigned.insert(name.1.to_string());
            }
        }
        inside(code, &mut |inner| self.note_assigned(inner));
    }

    fn set(&mut self, name: &str, known: Known<'a>) {
        let is_certain = !self.assigned.contains(name);
        let known = if is_certain { known } else { Known::Unknown };
        self.known.push((name.to_owned(), known));
    }

    fn get(&self, name: &str) -> Known<'a> {
        let found = self.known.iter().rev().find(|(known, _)| known == name);
        found.map_or(Known::Unknown, |(_, known)| *known)
    }

    /// Of a block: its variables are gone after it.
    fn statements(&mut self, all: &[Stmt]) {
        let before = self.known.len();
        for stmt in all {
            self.statement(stmt);
        }
        self.known.truncate(before);
    }

    fn statement(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Var(parts, ..) => {
                let known = self.expression(&parts.1);
                self.set(&parts.0.name, known);
            }
            Stmt::For(parts, _) => {
                let of = self.expression(&parts.2.expr);
                let before = self.known.len();
                let one = match of {
                    Known::Rows(fields) => Known::Row(fields),
                    _ => Known::Unknown,
                };
                self.set(&parts.0.name, one);
                if let Some(counter) = &parts.1 {
                    self.set(&counter.name, Known::Number);
                }
                self.statements(parts.2.body.statements());
                self.known.truncate(before);
            }
            Stmt::If(flow, _) | Stmt::While(flow, _) | Stmt::Do(flow, ..) => {
                self.expression(&flow.expr);
                self.statements(flow.body.statements());
                self.statements(flow.branch.statements());
            }
            Stmt::Block(block) => self.statements(block.statements()),
            Stmt::Return(Some(expr), flags, _) if !flags.intersects(ASTFlags::BREAK) => {
                self.expression(expr);
                self.given(expr);
            }
            Stmt::FnCall(call, _) => {
                self.call(call, None);
            }
            other => inside(Code::Stmt(other), &mut |inner| match inner {
                Code::Stmt(stmt) => self.statement(stmt),
                Code::Expr(expr) => {
                    self.expression(expr);
                }
            }),
        }
    }

    /// What a function gives is of its declared type.
    fn given(&mut self, expr: &Expr) {
        let told = self.reports.len();
        let known = self.expression(expr);
        self.reports.truncate(told);
        let same = std::mem::discriminant(&known) == std::mem::discriminant(&self.gives);
        if let (false, Some(given), Some(wanted)) = (same, known.describe(), self.gives.describe())
        {
            let message =
                format!("this gives {given}, and the script is declared to give {wanted}");
            let span = self.source.at(expr.start_position());
            self.reports.push(
                Report::error("S0095", span, message)
                    .help("mend `gives` in scripts.yaml, or what the function gives"),
            );
        }
    }

    fn expression(&mut self, expr: &Expr) -> Known<'a> {
        match expr {
            Expr::IntegerConstant(..) | Expr::FloatConstant(..) => Known::Number,
            Expr::BoolConstant(..) => Known::Flag,
            Expr::StringConstant(..) | Expr::CharConstant(..) => Known::Text,
            Expr::Variable(name, ..) => self.get(&name.1),
            Expr::Dot(pair, ..) | Expr::Index(pair, ..) => {
                let mut known = self.expression(&pair.lhs);
                for link in chain(expr) {
                    known = self.link(known, link);
                }
                known
            }
            Expr::FnCall(call, at) => self.call(call, Some(*at)),
            Expr::And(all, _) | Expr::Or(all, _) => {
                for one in all.iter() {
                    self.expression(one);
                }
                Known::Flag
            }
            Expr::Array(all, _) => {
                for one in all {
                    self.expression(one);
                }
                Known::List
            }
            Expr::Stmt(block) => {
                self.statements(block.statements());
                Known::Unknown
            }
            _ => Known::Unknown,
        }
    }

    fn link(&mut self, of: Known<'a>, link: Link<'_>) -> Known<'a> {
        match (link, of) {
            (Link::At(index), of) => {
                self.expression(index);
                match of {
                    Known::Rows(fields) => Known::Row(fields),
                    _ => Known::Unknown,
                }
            }
            (Link::Of(Expr::Property(name, at)), of) => self.field(of, name.2.as_str(), *at),
            (Link::Of(Expr::MethodCall(call, _)), _) => {
                for arg in &*call.args {
                    self.expression(arg);
                }
                match call.name.as_str() {
                    "len" => Known::Number,
                    _ => Known::Unknown,
                }
            }
            (Link::Of(_), _) => Known::Unknown,
        }
    }

    fn field(&mut self, of: Known<'a>, name: &str, at: rhai::Position) -> Known<'a> {
        let Known::Row(fields) = of else {
            return if name == "len" {
                Known::Number
            } else {
                Known::Unknown
            };
        };
        if let Some(ty) = fields.get(name) {
            return Known::of(ty);
        }
        let near = ids::nearest(name, fields.keys().map(String::as_str)).map(str::to_owned);
        let help = if let Some(near) = &near {
            format!("did you mean `{near}`?")
        } else {
            let fields: Vec<&str> = fields.keys().map(String::as_str).collect();
            format!("it has {}", fields.join(", "))
        };
        let message = format!("a row has no field `{name}`");
        let report = Report::error("S0093", self.source.at(at), message);
        self.reports.push(report.help(help).suggest(near));
        Known::Unknown
    }

    fn call(&mut self, call: &FnCallExpr, at: Option<rhai::Position>) -> Known<'a> {
        let args: Vec<Known<'a>> = call.args.iter().map(|arg| self.expression(arg)).collect();
        match (call.name.as_str(), &*args) {
            ("==" | "!=" | "<" | "<=" | ">" | ">=", [left, right]) => {
                if let Some(at) = at {
                    self.compared(*left, *right, at);
                }
                Known::Flag
            }
            (
                "+" | "-" | "*" | "/" | "%" | "**" | "min" | "max",
                [Known::Number, Known::Number],
            )
            | ("-" | "abs" | "floor" | "ceiling" | "round" | "sqrt", [Known::Number]) => {
                Known::Number
            }
            ("!", _) => Known::Flag,
            _ => Known::Unknown,
        }
    }

    fn compared(&mut self, left: Known<'a>, right: Known<'a>, at: rhai::Position) {
        let same = std::mem::discriminant(&left) == std::mem::discriminant(&right);
        if let (false, Some(left), Some(right)) = (same, left.describe(), right.describe()) {
            let message = format!("{left} is compared with {right}");
            let report = Report::error("S0095", self.source.at(at), message);
            self.reports
                .push(report.help("turn one into the other first: parse_int(text), n.to_string()"));
        }
    }
}
