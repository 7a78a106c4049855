//! A file of scripts: parsed, and let through as far as it holds pure functions that call what
//! scripts may call.

use std::collections::HashSet;

use indexmap::IndexMap;
use rhai::{AST, ASTFlags, ASTNode, Expr, FnCallExpr, ParseError, ParseErrorType, Position, Stmt};
use sha2::{Digest, Sha256};

use super::functions;
use super::sandbox::{self, Limit};
use super::walk::{Code, inside};
use crate::expr::offset;
use crate::finding::Report;
use crate::ids;
use crate::place::Span;

/// Of a file of scripts.
const MAX_LENGTH: usize = 64 << 10;
/// Of a function.
pub const MAX_PARAMETERS: usize = 12;

/// A file that may be run.
#[derive(Debug)]
pub(crate) struct Library {
    /// As messages name it.
    pub file: String,
    pub ast: AST,
    pub functions: IndexMap<String, Function>,
    pub source: Source,
}

#[derive(Debug)]
pub(crate) struct Function {
    pub parameters: Vec<String>,
    /// Where its name stands.
    pub span: Span,
    /// Functions of the same file that it calls.
    pub calls: HashSet<String>,
}

/// The text of a file, for places in it.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub index: u32,
    pub text: String,
}

impl Library {
    /// Changes when the file does: the first sixteen hex digits of its SHA-256.
    pub fn digest(&self) -> String {
        let digest = Sha256::digest(&self.source.text);
        let hex = |hex: String, byte: &u8| format!("{hex}{byte:02x}");
        digest.iter().take(8).fold(String::new(), hex)
    }
}

impl Source {
    /// The word or sign at a place of Rhai's.
    pub fn at(&self, position: Position) -> Span {
        let from = offset(&self.text, position);
        let rest = self.text.get(from..).unwrap_or_default();
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = match rest.chars().next() {
            Some(c) if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            Some(c) => c.len_utf8(),
            None => 0,
        };
        Span::new(self.index, from..from + length)
    }
}

impl Library {
    /// Reads a file; nothing where something is wrong with it, which is among the reports.
    pub fn read(file: String, source: Source) -> Result<Self, Vec<Report>> {
        if source.text.len() > MAX_LENGTH {
            let start = Span::new(source.index, 0..0);
            let report = Report::error("S0091", start, "the script is longer than 64 KiB");
            return Err(vec![
                report.help("a script is for what an expression cannot say: shorten it"),
            ]);
        }
        let ast = sandbox::engine().compile(&source.text);
        let ast = ast.map_err(|error| vec![unparsed(&source, &error)])?;
        let mut check = Check {
            source: &source,
            own: names(&ast),
            calls: HashSet::new(),
            reports: Vec::new(),
        };
        for stmt in ast.statements() {
            let message = "outside of its functions a script does nothing";
            check.refuse(stmt.position(), message, "move this into a function");
        }
        let mut functions = IndexMap::new();
        for function in ast.iter_fn_def() {
            let parameters: Vec<String> = function.params.iter().map(ToString::to_string).collect();
            let name = function.name.to_string();
            let span = place_of(&source, &name);
            if parameters.len() > MAX_PARAMETERS {
                let message = format!("a function takes at most {MAX_PARAMETERS} arguments");
                let report = Report::error("S0092", span, message);
                check
                    .reports
                    .push(report.help("give it the rows of a part, or split it"));
            }
            for stmt in body(&ast, &name) {
                check.code(Code::Stmt(&stmt));
            }
            if functions.contains_key(&name) {
                let report =
                    Report::error("S0092", span, format!("there are two functions `{name}`"));
                check
                    .reports
                    .push(report.help("choose another name for one of them"));
            }
            let calls = std::mem::take(&mut check.calls);
            functions.insert(
                name,
                Function {
                    parameters,
                    span,
                    calls,
                },
            );
        }
        functions.sort_by(|_, a, _, b| a.span.cmp(&b.span));
        if !check.reports.is_empty() {
            return Err(check.reports);
        }
        Ok(Self {
            file,
            ast,
            functions,
            source,
        })
    }

    /// The functions that nothing reaches from those named.
    pub fn unreached<'a>(&'a self, named: impl Iterator<Item = &'a str>) -> Vec<(&'a str, Span)> {
        let mut reached: HashSet<&str> = HashSet::new();
        let mut next: Vec<&str> = named.collect();
        while let Some(name) = next.pop() {
            if reached.insert(name)
                && let Some(function) = self.functions.get(name)
            {
                next.extend(function.calls.iter().map(String::as_str));
            }
        }
        let all = self.functions.iter();
        all.filter(|(name, _)| !reached.contains(name.as_str()))
            .map(|(name, function)| (name.as_str(), function.span))
            .collect()
    }
}

/// The statements of one function. Rhai hands them out by its walk alone.
pub(super) fn body(ast: &AST, name: &str) -> Vec<Stmt> {
    let mut one = ast.clone_functions_only();
    one.retain_functions(|_, _, other, _| other == name);
    let mut body = Vec::new();
    one.walk(&mut |path: &[ASTNode]| {
        if let [ASTNode::Stmt(stmt)] = path {
            body.push((*stmt).clone());
        }
        true
    });
    body
}

/// Each function with the number of its arguments.
fn names(ast: &AST) -> IndexMap<String, usize> {
    let functions = ast.iter_functions();
    functions
        .map(|function| (function.name.to_owned(), function.params.len()))
        .collect()
}

/// Rhai keeps no place of a function's name.
fn place_of(source: &Source, name: &str) -> Span {
    let text = &source.text;
    let found = text.match_indices("fn ").find_map(|(at, word)| {
        let rest = text.get(at + word.len()..)?;
        let from = at + word.len() + (rest.len() - rest.trim_start().len());
        let after = rest.trim_start().strip_prefix(name)?;
        let is_it = after.trim_start().starts_with('(');
        is_it.then(|| Span::new(source.index, from..from + name.len()))
    });
    found.unwrap_or(Span::new(source.index, 0..0))
}

/// What Rhai says of a file that it cannot read.
fn unparsed(source: &Source, error: &ParseError) -> Report {
    let span = source.at(error.position());
    let report = |code, message: String| Report::error(code, span, message);
    match error.err_type() {
        ParseErrorType::VariableUndefined(name) => {
            report("S0093", format!("there is no variable `{name}` here"))
                .help("a function sees its arguments and its own variables, and nothing else")
        }
        ParseErrorType::VariableExists(name) => {
            report("S0092", format!("there is a variable `{name}` already"))
                .help("two of one name are easily mistaken: choose another")
        }
        ParseErrorType::ExprTooDeep => report("S0092", format!("beyond {}", Limit::Depth))
            .help("take an inner part into a variable or a function of its own"),
        ParseErrorType::TooManyFunctions => {
            report("S0092", "the file has more than 32 functions".to_owned())
                .help("split it in two files")
        }
        ParseErrorType::LiteralTooLarge(what, _) => {
            report("S0092", format!("{} is too long", what.to_lowercase())).help(format!(
                "a value holds at most {} and {}",
                Limit::Elements,
                Limit::Text
            ))
        }
        other => {
            let told = other.to_string();
            let mut letters = told.chars();
            let first = letters.next().map(|c| c.to_lowercase().to_string());
            let message = format!("{}{}", first.unwrap_or_default(), letters.as_str());
            let is_forbidden = told.contains("reserved") || told.contains("not allowed");
            let code = if is_forbidden { "S0092" } else { "S0091" };
            report(code, message).help("scripts are Rhai without closures, modules and maps: fn, let, if, for, while, return")
        }
    }
}

struct Check<'a> {
    source: &'a Source,
    /// The file's functions, with how many arguments they take.
    own: IndexMap<String, usize>,
    /// Those that the function looked at calls.
    calls: HashSet<String>,
    reports: Vec<Report>,
}

impl Check<'_> {
    fn refuse(&mut self, at: Position, message: &str, help: &str) {
        let span = self.source.at(at);
        self.reports
            .push(Report::error("S0092", span, message).help(help));
    }

    /// Depth is bounded by the parser.
    fn code(&mut self, code: Code<'_>) {
        match code {
            Code::Stmt(stmt) => self.statement(stmt),
            Code::Expr(expr) => self.expression(expr),
        }
        inside(code, &mut |inner| self.code(inner));
    }

    fn statement(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Noop(_)
            | Stmt::If(..)
            | Stmt::Switch(..)
            | Stmt::While(..)
            | Stmt::Do(..)
            | Stmt::For(..)
            | Stmt::Var(..)
            | Stmt::Assignment(_)
            | Stmt::Block(_)
            | Stmt::Expr(_)
            | Stmt::BreakLoop(..) => {}
            Stmt::Return(_, flags, _) if !flags.intersects(ASTFlags::BREAK) => {}
            Stmt::FnCall(call, at) => self.call(call, *at, false),
            Stmt::Return(_, _, at) => self.refuse(
                *at,
                "a script throws nothing",
                "give `()` where there is no answer",
            ),
            Stmt::TryCatch(_, at) => {
                self.refuse(
                    *at,
                    "a script catches nothing",
                    "ask beforehand what could fail",
                );
            }
            other => self.refuse(
                other.position(),
                "this is Rhai that no script may use",
                "a script is one file of pure functions: no modules, nothing shared",
            ),
        }
    }

    fn expression(&mut self, expr: &Expr) {
        match expr {
            Expr::BoolConstant(..)
            | Expr::IntegerConstant(..)
            | Expr::FloatConstant(..)
            | Expr::CharConstant(..)
            | Expr::StringConstant(..)
            | Expr::Array(..)
            | Expr::Unit(_)
            | Expr::Property(..)
            | Expr::Stmt(_)
            | Expr::Dot(..)
            | Expr::Index(..)
            | Expr::And(..)
            | Expr::Or(..)
            | Expr::Coalesce(..) => {}
            Expr::Variable(name, ..) if name.2.is_empty() => {}
            Expr::FnCall(call, at) => self.call(call, *at, false),
            Expr::MethodCall(call, at) => self.call(call, *at, true),
            Expr::Map(_, at) => self.refuse(
                *at,
                "a script makes no maps",
                "keep what belongs together in a list, or in variables",
            ),
            Expr::InterpolatedString(_, at) => {
                self.refuse(
                    *at,
                    "a script puts no texts together so",
                    "add them: \"a\" + n",
                );
            }
            other => self.refuse(
                other.start_position(),
                "this is Rhai that no script may use",
                "use arguments, variables, numbers, texts, lists and the listed functions",
            ),
        }
    }

    fn call(&mut self, call: &FnCallExpr, at: Position, is_method: bool) {
        let name = call.name.as_str();
        if !call.namespace.is_empty() || call.capture_parent_scope {
            let help = "a function sees its arguments alone: write name(arguments)";
            return self.refuse(at, "a script calls its own functions plainly", help);
        }
        if let Some(takes) = self.own.get(name).copied() {
            self.calls.insert(name.to_owned());
            if is_method {
                let help = format!("write `{name}(…)` with the value as an argument");
                return self.refuse(at, "a script's own functions are no methods", &help);
            }
            if takes != call.args.len() {
                let plural = if takes == 1 { "" } else { "s" };
                let given = call.args.len();
                let message = format!("`{name}` takes {takes} argument{plural}, not {given}");
                let report = Report::error("S0093", self.source.at(at), message);
                self.reports
                    .push(report.help("see where the function is written"));
            }
        } else if call.op_token.is_none() && !functions::is_known(name) {
            self.unknown(name, at);
        }
    }

    fn unknown(&mut self, name: &str, at: Position) {
        let span = self.source.at(at);
        let known = self
            .own
            .keys()
            .map(String::as_str)
            .chain(functions::names());
        let near = ids::nearest(name, known).map(str::to_owned);
        let report = Report::error("S0093", span, format!("a script has no function `{name}`"));
        let help = match &near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "it calls the functions of its own file and those of the reference of scripts: nothing that reads a clock, draws lots, prints or runs other code".to_owned(),
        };
        self.reports.push(report.help(help).suggest(near));
    }
}
