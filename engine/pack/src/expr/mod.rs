//! Expressions: Rhai's syntax, this engine's types. Rhai only parses; its tree is lowered to a typed
//! one while a pack loads, so that whatever passes the check can neither fail nor panic later.
//! Missing data is three-valued throughout (Kleene's strong logic).

mod bound;
mod check;
mod context;
mod equalities;
mod functions;
mod index;
mod lower;
mod moment;
mod phrase;
mod trace;
mod tree;

use std::ops::Range;

pub use context::{Context, Hidden, Named, Stretch, Type};
pub use equalities::Literal;
pub use functions::{FUNCTIONS, FunctionDoc};
pub use index::{Candidates, RuleIndex};
pub use lower::SCRIPTS;
pub(crate) use lower::offset;
pub use phrase::Phrase;
pub use trace::{Asked, Step};
pub use tree::{
    Arithmetic, Checked, Compare, Env, Goal, GoalOf, HistoryFn, HistoryQuery, PartAggregate,
    PartRow, Round, Scope, SlotRef, Window,
};

/// What the place of an expression asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    Flag,
    /// Of one dimension, or of any.
    Number(Option<crate::value::Dim>),
    Any,
}

/// One thing wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExprError {
    pub code: &'static str,
    /// Bytes within the source.
    pub span: Range<usize>,
    pub message: String,
    pub help: Option<String>,
    pub suggestion: Option<String>,
}

pub const CODES: &[(&str, &str)] = &[
    (
        "S0201",
        "An expression is not written in the expression language.",
    ),
    ("S0202", "A name is not known where the expression stands."),
    (
        "S0203",
        "A function is not known, or takes other arguments.",
    ),
    ("S0204", "Two sides have different types or dimensions."),
    ("S0205", "An enum is compared with a value it cannot have."),
    (
        "S0206",
        "The expression gives another type than its place asks for.",
    ),
    (
        "S0207",
        "History or parts are not available where the expression stands.",
    ),
    ("S0208", "The expression is too long or too deep."),
    (
        "S0209",
        "A script is called where the database is asked, which runs none.",
    ),
];

/// Words that Rhai keeps for itself: no id may be one.
pub const RESERVED: &[&str] = &[
    "Fn",
    "as",
    "async",
    "await",
    "break",
    "call",
    "case",
    "catch",
    "const",
    "continue",
    "curry",
    "debug",
    "default",
    "do",
    "else",
    "eval",
    "export",
    "false",
    "fn",
    "for",
    "go",
    "goto",
    "if",
    "import",
    "in",
    "is",
    "is_def_fn",
    "is_def_var",
    "is_shared",
    "let",
    "loop",
    "match",
    "module",
    "new",
    "nil",
    "null",
    "package",
    "print",
    "private",
    "protected",
    "public",
    "return",
    "shared",
    "spawn",
    "static",
    "super",
    "switch",
    "sync",
    "thread",
    "this",
    "throw",
    "true",
    "try",
    "type_of",
    "until",
    "use",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// An expression that is written soundly, before anyone knows what its names mean.
#[derive(Clone, Debug)]
pub struct Parsed {
    source: String,
    raw: lower::Raw,
}

impl Parsed {
    pub fn of(source: &str) -> Result<Self, ExprError> {
        let raw = lower::parse(source)?;
        Ok(Self {
            source: source.to_owned(),
            raw,
        })
    }

    /// Finds what its names mean. All that is wrong is told, not just the first; nothing is where the
    /// context hides a name that stands here.
    pub fn check(&self, context: &Context, want: Want) -> Result<Checked, Vec<ExprError>> {
        check::check(&self.source, &self.raw, context, want)
    }
}

/// Parses, lowers and checks. All that is wrong is told, not just the first; nothing is where the
/// context hides a name that stands here.
pub fn compile(source: &str, context: &Context, want: Want) -> Result<Checked, Vec<ExprError>> {
    let raw = lower::parse(source).map_err(|error| vec![error])?;
    check::check(source, &raw, context, want)
}

#[cfg(test)]
mod tests;
