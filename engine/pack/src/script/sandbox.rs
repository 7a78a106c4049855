//! Runs a checked script within limits.
//!
//! The memory that a script can hold is bounded by the limits together: at most `LEVELS` calls are
//! open, each with at most `VARIABLES` values and the few between the operators of one expression;
//! a value has at most `ELEMENTS` elements and `TEXT` bytes of text, all it holds counted. Rows are
//! shared and not copied, there are no maps, and nothing outlives a call. That is less than 16 MiB
//! whatever a script does; `tests/memory.rs` measures what hostile ones reach.

use std::cell::Cell;
use std::fmt;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicIteratorPackage, BasicMathPackage,
    BasicStringPackage, LogicPackage, MoreStringPackage, Package,
};
use rhai::{
    AST, CallFnOptions, Dynamic, Engine, EvalAltResult, INT, OptimizationLevel, Position, Scope,
};

use super::row::{self, Row};
use super::{Given, Taken, TakenType, Why};
use crate::expr::Type;
use crate::value::Value;

const OPERATIONS: u64 = 50_000;
const LEVELS: usize = 8;
const VARIABLES: usize = 32;
const FUNCTIONS: usize = 32;
/// Of expressions and blocks inside each other.
const DEPTH: usize = 24;
const ELEMENTS: usize = 1_000;
const TEXT: usize = 4_096;
const TIME: Duration = Duration::from_millis(50);
/// How much slower code is that was not optimised: a result must not hang on the build.
const SLOWER: u32 = if cfg!(debug_assertions) { 10 } else { 1 };
/// A look at the clock is as dear as an operation.
const OPERATIONS_A_LOOK: u64 = 16;
/// More than this between two looks is the machine's doing, not the script's, and is not held
/// against it: what is stored may not depend on what else runs.
const MOST_A_LOOK: Duration = Duration::from_millis(1);

/// What a script met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Operations,
    Levels,
    Depth,
    Variables,
    Elements,
    Text,
    Time,
}

/// All limits, for the reference docs.
pub const LIMITS: [Limit; 7] = [
    Limit::Operations,
    Limit::Levels,
    Limit::Depth,
    Limit::Variables,
    Limit::Elements,
    Limit::Text,
    Limit::Time,
];

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operations => write!(f, "{OPERATIONS} operations"),
            Self::Levels => write!(f, "{LEVELS} calls inside each other"),
            Self::Depth => write!(f, "{DEPTH} expressions or blocks inside each other"),
            Self::Variables => write!(f, "{VARIABLES} variables in a function"),
            Self::Elements => write!(
                f,
                "{ELEMENTS} elements in a list, those of lists inside counted"
            ),
            Self::Text => write!(f, "{TEXT} bytes of text in a value"),
            Self::Time => write!(f, "{} ms", TIME.as_millis()),
        }
    }
}

thread_local! {
    /// The last look at the clock, and how long the script of this thread has run.
    static WATCH: Cell<Option<(Instant, Duration)>> = const { Cell::new(None) };
}

static SANDBOX: LazyLock<Engine> = LazyLock::new(sandbox);

/// Parses files of scripts and calls their functions.
pub fn engine() -> &'static Engine {
    &SANDBOX
}

fn sandbox() -> Engine {
    // Not `Engine::new()`: its core package lets a script sleep.
    let mut engine = Engine::new_raw();
    ArithmeticPackage::new().register_into_engine(&mut engine);
    LogicPackage::new().register_into_engine(&mut engine);
    BasicMathPackage::new().register_into_engine(&mut engine);
    BasicStringPackage::new().register_into_engine(&mut engine);
    MoreStringPackage::new().register_into_engine(&mut engine);
    BasicArrayPackage::new().register_into_engine(&mut engine);
    BasicIteratorPackage::new().register_into_engine(&mut engine);
    row::register(&mut engine);
    compare(&mut engine);
    for word in [
        "eval", "print", "debug", "Fn", "call", "curry", "import", "export",
    ] {
        engine.disable_symbol(word);
    }
    // The built-in operators would come before those that refuse to compare two types.
    engine.set_fast_operators(false);
    engine.set_optimization_level(OptimizationLevel::None);
    engine.set_strict_variables(true);
    engine.set_allow_anonymous_fn(false);
    engine.set_allow_shadowing(false);
    engine.set_max_operations(OPERATIONS);
    engine.set_max_call_levels(LEVELS);
    engine.set_max_expr_depths(DEPTH, DEPTH);
    engine.set_max_variables(VARIABLES);
    engine.set_max_functions(FUNCTIONS);
    engine.set_max_modules(0);
    engine.set_max_string_size(TEXT);
    engine.set_max_array_size(ELEMENTS);
    engine.set_max_map_size(1);
    engine.on_progress(in_time);
    engine
}

fn in_time(operations: u64) -> Option<Dynamic> {
    if !operations.is_multiple_of(OPERATIONS_A_LOOK) {
        return None;
    }
    let (before, spent) = WATCH.get()?;
    #[expect(
        clippy::disallowed_methods,
        reason = "a script that takes too long is stopped"
    )]
    let now = Instant::now();
    let spent = spent + now.duration_since(before).min(MOST_A_LOOK);
    WATCH.set(Some((now, spent)));
    (spent > TIME * SLOWER).then_some(Dynamic::UNIT)
}

type Compared = Result<bool, Box<EvalAltResult>>;

/// Rhai says `false` where a number is compared with a text; that hides a mistake.
fn compare(engine: &mut Engine) {
    use std::cmp::Ordering;
    engine.register_fn("==", |a: Dynamic, b: Dynamic| equal(&a, &b));
    engine.register_fn("!=", |a: Dynamic, b: Dynamic| {
        equal(&a, &b).map(|same| !same)
    });
    engine.register_fn("<", |a: Dynamic, b: Dynamic| {
        order(&a, &b, &[Ordering::Less])
    });
    engine.register_fn("<=", |a: Dynamic, b: Dynamic| {
        order(&a, &b, &[Ordering::Less, Ordering::Equal])
    });
    engine.register_fn(">", |a: Dynamic, b: Dynamic| {
        order(&a, &b, &[Ordering::Greater])
    });
    engine.register_fn(">=", |a: Dynamic, b: Dynamic| {
        order(&a, &b, &[Ordering::Greater, Ordering::Equal])
    });
}

fn order(a: &Dynamic, b: &Dynamic, wanted: &[std::cmp::Ordering]) -> Compared {
    let order = match (a.as_int(), b.as_int()) {
        (Ok(a), Ok(b)) => Some(a.cmp(&b)),
        _ => match (number(a), number(b)) {
            (Some(a), Some(b)) => a.partial_cmp(&b),
            _ => Some(text(a).zip(text(b)).ok_or_else(|| unlike(a, b))?).map(|(a, b)| a.cmp(&b)),
        },
    };
    Ok(order.is_some_and(|order| wanted.contains(&order)))
}

fn equal(a: &Dynamic, b: &Dynamic) -> Compared {
    // Whether there is a value at all may be asked of each.
    if a.is_unit() || b.is_unit() {
        return Ok(a.is_unit() && b.is_unit());
    }
    if let (Ok(a), Ok(b)) = (a.as_bool(), b.as_bool()) {
        return Ok(a == b);
    }
    if let (Ok(a), Ok(b)) = (a.as_array_ref(), b.as_array_ref()) {
        if a.len() != b.len() {
            return Ok(false);
        }
        for (a, b) in a.iter().zip(b.iter()) {
            if !equal(a, b)? {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    order(a, b, &[std::cmp::Ordering::Equal])
}

fn number(value: &Dynamic) -> Option<f64> {
    let whole = value.as_int().ok().map(|whole| whole as f64);
    whole.or_else(|| value.as_float().ok())
}

fn text(value: &Dynamic) -> Option<String> {
    let letter = value.as_char().ok().map(String::from);
    letter.or_else(|| {
        value
            .as_immutable_string_ref()
            .ok()
            .map(|text| text.to_string())
    })
}

fn unlike(a: &Dynamic, b: &Dynamic) -> EvalAltResult {
    let message = format!("{} cannot be compared with {}", told(a), told(b));
    EvalAltResult::ErrorRuntime(message.into(), Position::NONE)
}

/// What a value is, in words.
fn told(value: &Dynamic) -> String {
    match value.type_name() {
        "()" => "nothing".to_owned(),
        "i64" => "a whole number".to_owned(),
        "f64" => "a number with a fraction".to_owned(),
        "bool" => "true or false".to_owned(),
        "string" | "char" => "a text".to_owned(),
        "array" => "a list".to_owned(),
        name if value.is::<Row>() => name
            .rsplit("::")
            .next()
            .map_or("a row", |_| "a row")
            .to_owned(),
        name => name.to_owned(),
    }
}

/// An argument for the script; none where one that it needs is missing.
pub fn argument(taken: &Taken, given: &Given<'_>) -> Result<Option<Dynamic>, Limit> {
    match (&taken.of, given) {
        (TakenType::One(ty), Given::One(Some(value))) => match value {
            Value::Text(text) if text.len() > TEXT => Err(Limit::Text),
            value => Ok(Some(dynamic(value, ty))),
        },
        (TakenType::Rows { fields, .. }, Given::Rows(rows)) => {
            if rows.len() > ELEMENTS {
                return Err(Limit::Elements);
            }
            let rows: Vec<Row> = rows.iter().map(|row| Row::new(row, fields)).collect();
            if rows.iter().any(|row| row.texts() > TEXT) {
                return Err(Limit::Text);
            }
            let rows: rhai::Array = rows.into_iter().map(Dynamic::from).collect();
            Ok(Some(rows.into()))
        }
        _ => Ok(taken.optional.then_some(Dynamic::UNIT)),
    }
}

/// A value as a script sees it: counts are whole numbers, other figures are in SI.
pub fn dynamic(value: &Value, ty: &Type) -> Dynamic {
    match (value, ty) {
        (Value::Number(number), Type::Count) if number.fract() == 0.0 && number.abs() < 9.0e15 => {
            Dynamic::from_int(*number as INT)
        }
        (Value::Number(number), _) => Dynamic::from_float(*number),
        (Value::Flag(flag), _) => Dynamic::from_bool(*flag),
        (Value::Text(text), _) => text.clone().into(),
        (Value::Date(_) | Value::Time(_) | Value::Money(_), _) => Dynamic::UNIT,
    }
}

/// Calls a function of a checked file; the error has its line, 0 where it has none.
pub fn call(ast: &AST, function: &str, arguments: Vec<Dynamic>) -> Result<Dynamic, (Why, usize)> {
    #[expect(
        clippy::disallowed_methods,
        reason = "a script that takes too long is stopped"
    )]
    let now = Instant::now();
    WATCH.set(Some((now, Duration::ZERO)));
    // A file holds functions alone: there is nothing else to run first.
    let options = CallFnOptions::new().eval_ast(false);
    let done = engine().call_fn_with_options(options, &mut Scope::new(), ast, function, arguments);
    WATCH.set(None);
    done.map_err(|error| why(&error))
}

/// What stopped a script, and in which line.
fn why(error: &EvalAltResult) -> (Why, usize) {
    let line = error.position().line().unwrap_or(0);
    let limit = match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => {
            let (why, inner) = why(inner);
            return (why, if inner == 0 { line } else { inner });
        }
        EvalAltResult::ErrorTooManyOperations(_) => Limit::Operations,
        EvalAltResult::ErrorStackOverflow(_) => Limit::Levels,
        EvalAltResult::ErrorTooManyVariables(_) => Limit::Variables,
        EvalAltResult::ErrorTerminated(..) => Limit::Time,
        EvalAltResult::ErrorDataTooLarge(what, _) if what.contains("string") => Limit::Text,
        EvalAltResult::ErrorDataTooLarge(..) => Limit::Elements,
        EvalAltResult::ErrorFunctionNotFound(call, _) => return (Why::Fault(no_such(call)), line),
        EvalAltResult::ErrorRuntime(message, _) => return (Why::Fault(message.to_string()), line),
        other => return (Why::Fault(plain(other)), line),
    };
    (Why::Limit(limit), line)
}

/// Of `+ (string, ())`.
fn no_such(call: &str) -> String {
    let words = call
        .replace("()", "nothing")
        .replace("i64", "a whole number");
    let words = words
        .replace("f64", "a number with a fraction")
        .replace("string", "a text");
    format!("this cannot be done: {words}")
}

/// Rhai's own words, without its place.
fn plain(error: &EvalAltResult) -> String {
    let mut error = error.to_string();
    if let Some(at) = error.rfind(" (line ") {
        error.truncate(at);
    }
    let mut letters = error.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// What a script gave, as its declared type; `()` is missing. The error says what it was.
pub fn value(result: &Dynamic, ty: &Type) -> Result<Option<Value>, String> {
    if result.is_unit() {
        return Ok(None);
    }
    let found = match ty {
        Type::Count => number(result)
            .filter(|n| n.fract() == 0.0)
            .map(Value::Number),
        Type::Number(_) => number(result).filter(|n| n.is_finite()).map(Value::Number),
        Type::Flag => result.as_bool().ok().map(Value::Flag),
        Type::Text => text(result).map(Value::Text),
        _ => None,
    };
    match found {
        Some(value) => Ok(Some(value)),
        None => Err(told_as(result)),
    }
}

/// What it is, with the figure itself where that is short.
fn told_as(value: &Dynamic) -> String {
    let what = told(value);
    match number(value) {
        Some(number) => format!("{what} ({number})"),
        None => what,
    }
}
