//! From Rhai's tree to a small one of our own, with places: only what the language has.

use std::ops::Range;
use std::sync::LazyLock;

use rhai::{ASTNode, Engine, Expr, FnCallExpr, OptimizationLevel, Position, Stmt};

use super::ExprError;

const MAX_LENGTH: usize = 2_000;
const MAX_DEPTH: usize = 32;

/// Knows no function and no variable: it is asked for the tree alone, by every thread.
static PARSER: LazyLock<Engine> = LazyLock::new(|| {
    let mut engine = Engine::new_raw();
    engine.set_optimization_level(OptimizationLevel::None);
    engine.set_max_expr_depths(MAX_DEPTH, MAX_DEPTH);
    engine
});

/// A parsed expression before types.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub at: usize,
    pub kind: RawKind,
    /// From its first sign to its last.
    pub extent: Range<usize>,
}

impl Raw {
    fn new(source: &str, at: usize, kind: RawKind) -> Self {
        let extent = extent(source, at, &kind);
        Self { at, kind, extent }
    }
}

#[derive(Clone, Debug)]
pub(super) enum RawKind {
    Number(f64),
    Flag(bool),
    Text(String),
    Name(String),
    Field(String, String),
    Call(String, Vec<Raw>),
    List(Vec<Raw>),
    /// `script.name(…)`
    Script(String, Vec<Raw>),
}

/// What stands before the name of a script.
pub const SCRIPTS: &str = "script";

/// Parses; the error has its place.
pub(super) fn parse(source: &str) -> Result<Raw, ExprError> {
    if source.len() > MAX_LENGTH {
        return Err(error(
            source,
            0,
            "S0208",
            format!("an expression has at most {MAX_LENGTH} characters"),
        ));
    }
    let ast = PARSER.compile_expression(source).map_err(|found| {
        let place = offset(source, found.position());
        let deep = matches!(*found.err_type(), rhai::ParseErrorType::ExprTooDeep);
        let mut error = error(
            source,
            place,
            if deep { "S0208" } else { "S0201" },
            parse_message(&found),
        );
        error.help = Some(if deep {
            format!(
                "an expression nests {MAX_DEPTH} levels, and a sum of many terms is one level each"
            )
        } else {
            "an expression compares or computes figures: `workout.distance >= km(5)`".into()
        });
        error
    })?;
    let mut first = None;
    ast.walk(&mut |path: &[ASTNode]| {
        if first.is_none()
            && let Some(node) = path.first()
        {
            first = Some(lower_node(source, node));
        }
        false
    });
    first.unwrap_or_else(|| {
        Err(error(
            source,
            0,
            "S0201",
            "here stands no expression".into(),
        ))
    })
}

fn parse_message(found: &rhai::ParseError) -> String {
    use rhai::ParseErrorType::{ExprTooDeep, UnexpectedEOF};
    let text = match found.err_type() {
        UnexpectedEOF => return "the expression ends too early".into(),
        ExprTooDeep => return "the expression is nested too deeply".into(),
        other => other.to_string(),
    };
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |c| c.to_lowercase().chain(letters).collect())
}

fn lower_node(source: &str, node: &ASTNode<'_>) -> Result<Raw, ExprError> {
    match node {
        ASTNode::Stmt(Stmt::Expr(expr)) => lower(source, expr),
        ASTNode::Stmt(Stmt::FnCall(call, position)) => lower_call(source, call, *position),
        ASTNode::Expr(expr) => lower(source, expr),
        ASTNode::Stmt(other) => Err(unsupported(source, other.position())),
        _ => Err(unsupported(source, Position::NONE)),
    }
}

fn lower(source: &str, expr: &Expr) -> Result<Raw, ExprError> {
    let at = offset(source, expr.start_position());
    let kind = match expr {
        Expr::IntegerConstant(number, _) => RawKind::Number(*number as f64),
        Expr::FloatConstant(number, _) => RawKind::Number(**number),
        Expr::BoolConstant(flag, _) => RawKind::Flag(*flag),
        Expr::StringConstant(text, _) => RawKind::Text(text.to_string()),
        Expr::Variable(name, ..) if name.2.is_empty() => RawKind::Name(name.1.to_string()),
        Expr::Dot(pair, ..) => match (&pair.lhs, &pair.rhs) {
            (Expr::Variable(root, ..), Expr::Property(field, _)) if root.2.is_empty() => {
                RawKind::Field(root.1.to_string(), field.2.to_string())
            }
            (Expr::Variable(root, ..), Expr::MethodCall(call, _))
                if root.2.is_empty() && root.1 == SCRIPTS =>
            {
                RawKind::Script(call.name.to_string(), lower_all(source, &call.args)?)
            }
            _ => return Err(unsupported(source, expr.start_position())),
        },
        Expr::FnCall(call, position) => return lower_call(source, call, *position),
        Expr::Array(all, _) => RawKind::List(lower_all(source, all)?),
        Expr::And(all, _) => RawKind::Call("&&".into(), lower_all(source, all)?),
        Expr::Or(all, _) => RawKind::Call("||".into(), lower_all(source, all)?),
        Expr::Coalesce(all, _) => RawKind::Call("coalesce".into(), lower_all(source, all)?),
        _ => return Err(unsupported(source, expr.start_position())),
    };
    Ok(Raw::new(source, at, kind))
}

fn lower_call(source: &str, call: &FnCallExpr, position: Position) -> Result<Raw, ExprError> {
    if !call.namespace.is_empty() {
        return Err(unsupported(source, position));
    }
    let args = lower_all(source, &call.args)?;
    let kind = RawKind::Call(call.name.to_string(), args);
    Ok(Raw::new(source, offset(source, position), kind))
}

fn lower_all(source: &str, all: &[Expr]) -> Result<Vec<Raw>, ExprError> {
    all.iter().map(|expr| lower(source, expr)).collect()
}

fn unsupported(source: &str, position: Position) -> ExprError {
    let message = "this is Rhai, but not part of the expression language".into();
    let mut error = error(source, offset(source, position), "S0201", message);
    error.help = Some("use numbers, texts, names, operators and the listed functions".into());
    error
}

/// Rhai counts lines and characters from 1; diagnostics count bytes from 0.
pub(crate) fn offset(source: &str, position: Position) -> usize {
    let (Some(line), Some(column)) = (position.line(), position.position()) else {
        return 0;
    };
    let before: usize = source
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let rest = source.get(before..).unwrap_or_default();
    let within: usize = rest
        .chars()
        .take(column.saturating_sub(1))
        .map(char::len_utf8)
        .sum();
    (before + within).min(source.len())
}

/// The word or sign that stands at a place.
pub(super) fn token(source: &str, at: usize) -> Range<usize> {
    let rest = source.get(at..).unwrap_or_default();
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let length = match rest.chars().next() {
        Some('"') => rest
            .get(1..)
            .and_then(|inner| inner.find('"'))
            .map_or(rest.len(), |n| n + 2),
        Some(c) if word(c) => rest.find(|c| !word(c)).unwrap_or(rest.len()),
        Some(c) => c.len_utf8(),
        None => 0,
    };
    at..at + length
}

/// Where an expression stands, from its first sign to its last.
fn extent(source: &str, at: usize, kind: &RawKind) -> Range<usize> {
    let RawKind::Call(name, args) = kind else {
        return match kind {
            RawKind::List(all) => enclosed(source, at, all, ']'),
            RawKind::Script(_, args) => enclosed(source, at, args, ')'),
            _ => token(source, at),
        };
    };
    let rest = source.get(at..).unwrap_or_default();
    if name.starts_with(char::is_alphabetic) && rest.starts_with(name.as_str()) {
        return enclosed(source, at, args, ')');
    }
    let parts = args.iter().map(|arg| &arg.extent);
    let all = parts.fold(token(source, at), |all, part| {
        all.start.min(part.start)..all.end.max(part.end)
    });
    balanced(source, all)
}

/// From `at` to the sign that closes after the last of what is inside.
fn enclosed(source: &str, at: usize, inside: &[Raw], close: char) -> Range<usize> {
    let from = inside
        .last()
        .map_or_else(|| token(source, at), |last| last.extent.clone())
        .end;
    let rest = source.get(from..).unwrap_or_default();
    let end = rest.find(close).map_or(source.len(), |n| from + n + 1);
    balanced(source, at..end)
}

/// Widened over the parentheses that stand around its ends.
fn balanced(source: &str, mut span: Range<usize>) -> Range<usize> {
    // Each round takes in one parenthesis.
    for _ in 0..2 * MAX_DEPTH {
        let (open, closed) = unmatched(source.get(span.clone()).unwrap_or_default());
        let before = source.get(..span.start).unwrap_or_default();
        let after = source.get(span.end..).unwrap_or_default();
        if closed > 0
            && let Some(at) = before.rfind('(')
        {
            span.start = at;
        } else if open > 0
            && let Some(at) = after.find(')')
        {
            span.end += at + 1;
        } else {
            break;
        }
    }
    span
}

/// Parentheses without their partner, opening and closing; those in texts do not count.
fn unmatched(text: &str) -> (usize, usize) {
    let (mut open, mut closed, mut is_text) = (0_usize, 0_usize, false);
    for sign in text.chars() {
        match sign {
            '"' => is_text = !is_text,
            _ if is_text => {}
            '(' => open += 1,
            ')' if open > 0 => open -= 1,
            ')' => closed += 1,
            _ => {}
        }
    }
    (open, closed)
}

pub(super) fn error(source: &str, at: usize, code: &'static str, message: String) -> ExprError {
    ExprError {
        code,
        span: token(source, at),
        message,
        help: None,
        suggestion: None,
    }
}
