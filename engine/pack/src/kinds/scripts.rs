//! `scripts`: functions in Rhai that expressions may call.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::diff::{Nature, Said, Sheet, Tells};
use crate::expr::Type;
use crate::finding::Report;
use crate::kind::Kind;
use crate::kinds::measure::quantity_kind;
use crate::kinds::parts::Parts;
use crate::model::Pack;
use crate::place::At;
use crate::scope::{Scope, metric_type};
use crate::script::{Declared, Failures, Library, Script, Taken, TakenType};
use crate::words::Words;

pub struct Scripts;

/// A script: one function of a file, with what it takes and gives.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawScript {
    /// What it is called where a rule is told in words; its id when left out.
    pub title: Option<At<Words>>,
    /// The file, from the pack's folder: `scripts/score.rhai`.
    pub file: At<String>,
    /// The function in it; the id when left out.
    pub function: Option<At<String>>,
    /// Its arguments in their order. The names are for readers: the function has its own.
    pub takes: IndexMap<At<String>, RawTaken>,
    /// What it gives.
    pub gives: At<RawGiven>,
}

/// An argument: one of `quantity`, `type` and `rows`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTaken {
    /// The kind of quantity, given in SI units: `length` in metres, `duration` in seconds.
    #[schemars(extend("x-names" = "quantities"))]
    pub quantity: Option<At<String>>,
    /// What it is besides a quantity. A word of an enum is a `text`.
    #[serde(rename = "type")]
    pub ty: Option<At<RawScriptType>>,
    /// All rows of a part, as a list. A field that a row lacks is `()`.
    #[schemars(extend("x-names" = "parts"))]
    pub rows: Option<At<String>>,
    /// Asked with `()` where the value is missing; a script whose argument is missing otherwise
    /// gives nothing.
    #[serde(default)]
    pub optional: bool,
}

/// What a script gives: a `quantity` or a `type`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGiven {
    /// The kind of quantity, in SI units.
    #[schemars(extend("x-names" = "quantities"))]
    pub quantity: Option<At<String>>,
    /// What it is besides a quantity.
    #[serde(rename = "type")]
    pub ty: Option<At<RawScriptType>>,
}

/// `count` is a whole number, `flag` true or false, `text` words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawScriptType {
    Count,
    Flag,
    Text,
}

impl Kind for Scripts {
    const NAME: &'static str = "scripts";
    const TITLE: &'static str = "Scripts";
    const DOC: &'static str = "\
The last resort, for what an expression cannot say: a score that needs a loop. A script is a function \
in a file `scripts/*.rhai`, in [Rhai](https://rhai.rs/book/), declared here with what it takes and \
gives. Formulas and rules call it by its id, `script.best_run(hole)`, with arguments of the declared \
types; the rows of a part are given by the part's name.

Numbers are in SI units: metres, seconds, kilograms, metres a second. A `count` is a whole number, \
and two whole numbers divide to a whole number (`7 / 2` is 3): write `7 / 2.0`. Rows are a list in \
the order recorded; a row's fields are read with a dot, `hole.par`, and a field without a value is \
`()`. A script that gives `()` gives nothing: the figure is missing.

A script is pure: the same arguments give the same result. It cannot read a clock, draw lots, keep \
anything, print, reach files or the network, or run other code. It has no closures, modules, maps, \
`try` or `throw`. A number compared with a text is an error and not `false`.

A script that fails, meets a limit or gives another type than declared gives nothing. The failure \
stands in the log, in `stadion_script_failures` of the metrics, in the panel that explains the \
figure, and fails a case of `stadion test`.

A script may stand where a workout is looked at by itself. Where the database is asked about many \
workouts at once, it may not. The title has the key `scripts-<id>-title`.";
    const EXAMPLE: &'static str = "\
best_run:
  title: {en: longest run without a dropped shot, ru: самая длинная серия без потерь}
  file: scripts/runs.rhai
  takes:
    holes: {rows: hole}
  gives: {type: count}
handicapped_time:
  file: scripts/handicap.rhai
  function: handicap
  takes:
    time: {quantity: duration}
    age: {type: count, optional: true}
  gives: {quantity: duration}
";

    type Raw = RawScript;
    type Element = Script;
    const HELD: Option<&'static str> = None;

    fn of(pack: &Pack) -> &IndexMap<String, Arc<Script>> {
        &pack.scripts
    }

    fn sheet(script: &Script, sheet: &mut Sheet) {
        if let Some(title) = &script.title {
            sheet.text("title", title);
        }
        for (name, taken) in &script.takes {
            let optional = if taken.optional { ", optional" } else { "" };
            let said = Said::Words(format!("{}{optional}", taken.describe()));
            sheet.member("takes", name, said, Nature::Told, Tells::Workouts);
        }
        let gives = script.gives.describe();
        sheet.words("gives", Some(gives), Nature::Told, Tells::Workouts);
        sheet.words(
            "function",
            Some(&script.function),
            Nature::Told,
            Tells::Workouts,
        );
        // The whole file: its functions call each other.
        let file = script.library.digest();
        sheet.words("file", Some(file), Nature::Told, Tells::Workouts);
    }

    fn compile(id: &str, raw: RawScript, cx: &mut Scope<'_>) -> Option<Script> {
        let title = cx.optional_text(raw.title.as_ref(), "title");
        let takes: Vec<Option<(String, Taken)>> = raw
            .takes
            .iter()
            .map(|(name, taken)| Some((name.value.clone(), self::taken(name, taken, cx)?)))
            .collect();
        let gives = given(&raw.gives, cx);
        let declared = Declared {
            name: (id, cx.key_span()),
            file: &raw.file,
            function: raw.function.as_ref(),
            takes: raw.takes.len(),
        };
        let library = library(declared, cx)?;
        let function = declared.function_in(&library);
        let function = function.map_err(|report| cx.report(report)).ok()?;
        Script {
            id: cx.qualified(),
            name: id.to_owned(),
            title,
            takes: takes.into_iter().collect::<Option<_>>()?,
            gives: gives?,
            place: cx.place(),
            library,
            function,
            failures: Failures::default(),
        }
        .sound(|report| cx.report(report))
    }
}

fn taken(name: &At<String>, raw: &RawTaken, cx: &mut Scope<'_>) -> Option<Taken> {
    let of = match (&raw.quantity, &raw.ty, &raw.rows) {
        (Some(quantity), None, None) => TakenType::One(self::quantity(quantity, cx)?),
        (None, Some(ty), None) => TakenType::One(plain(ty.value)),
        (None, None, Some(part)) => {
            let found = cx.element::<Parts>(part)?;
            let fields = found.fields.iter();
            let fields = fields.map(|(id, field)| (id.clone(), metric_type(&field.ty, field.dim)));
            TakenType::Rows {
                part: part.value.clone(),
                fields: fields.collect(),
            }
        }
        _ => {
            let message = format!("`{}` is one of `quantity`, `type` and `rows`", name.value);
            cx.report(
                Report::error("S0094", name.span, message)
                    .help("write it as in `{quantity: length}`, `{type: count}` or `{rows: set}`"),
            );
            return None;
        }
    };
    Some(Taken {
        of,
        optional: raw.optional,
    })
}

fn given(raw: &At<RawGiven>, cx: &mut Scope<'_>) -> Option<Type> {
    match (&raw.quantity, &raw.ty) {
        (Some(quantity), None) => self::quantity(quantity, cx),
        (None, Some(ty)) => Some(plain(ty.value)),
        _ => {
            cx.report(
                Report::error("S0094", raw.span, "a script gives a `quantity` or a `type`")
                    .help("write it as in `{quantity: duration}` or `{type: count}`"),
            );
            None
        }
    }
}

fn plain(ty: RawScriptType) -> Type {
    match ty {
        RawScriptType::Count => Type::Count,
        RawScriptType::Flag => Type::Flag,
        RawScriptType::Text => Type::Text,
    }
}

fn quantity(name: &At<String>, cx: &mut Scope<'_>) -> Option<Type> {
    quantity_kind(name, cx).map(|(dim, _)| Type::Number(dim))
}

/// The file, read and let through; what is wrong with it was told where it stands.
fn library(declared: Declared<'_>, cx: &mut Scope<'_>) -> Option<Arc<Library>> {
    if let Some(known) = cx.library(declared.file) {
        return known;
    }
    let report = declared.no_file(cx.libraries(), "the pack");
    cx.report(report);
    None
}
