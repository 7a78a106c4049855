//! Expressions: any text, and rules that are mostly sound.

use std::sync::{Arc, LazyLock};

use arbitrary::{Result, Unstructured};
use indexmap::IndexMap;
use stadion_pack::expr::{
    Checked, Context, Env, HistoryQuery, Literal, PartRow, SlotRef, Stretch, Type, Want, compile,
};
use stadion_pack::model::{Text, ValueList};
use stadion_pack::value::{Dim, Value};

use super::Target;

pub const EXPRESSION: Target = Target {
    name: "expression",
    seeds: texts,
    words: WORDS,
    run: expression,
};
pub const RULE: Target = Target {
    name: "rule",
    seeds: noise,
    words: &[],
    run: rule,
};

const WORDS: &[&str] = &[
    "workout.",
    "distance",
    "duration",
    "style",
    "user.",
    "set.",
    "reps",
    "load",
    "km(",
    "minutes(",
    "days(30)",
    "weeks(4)",
    "sum(",
    "mean(",
    "min(",
    "max(",
    "count(",
    "best(",
    "streak(",
    "has(",
    "when(",
    "coalesce(",
    "abs(",
    "floor(",
    "round(",
    "date(",
    "time(",
    "money(",
    "now",
    " in [",
    "\"long\"",
    " && ",
    " || ",
    " == ",
    " != ",
    " >= ",
    " < ",
    " + ",
    " - ",
    " * ",
    " / ",
    " % ",
    "!",
    "(",
    ")",
    ",",
    "[",
    "]",
    "??",
    "1e308",
    "9999999999999999999",
    "0.0",
    "-0",
    "\"",
    "`",
    "${",
    "#{",
    "/*",
    "//",
    "|x| x",
    "let x = ",
    "fn f() {",
    "\\u",
    "Ж",
    "\n",
    "workouts",
    "weeks",
    "all_sports",
    "1..2",
    "this",
    "if true { 1 } else { 2 }",
];

static CONTEXT: LazyLock<Context> = LazyLock::new(context);

fn context() -> Context {
    let list = |id: &str, words: &[&str]| {
        let values = words
            .iter()
            .map(|word| ((*word).to_owned(), Text::default()))
            .collect();
        Arc::new(ValueList {
            id: id.to_owned(),
            values,
        })
    };
    let workout = [
        ("distance", Type::Number(Dim::LENGTH)),
        ("duration", Type::Number(Dim::TIME)),
        ("pace", Type::Number(Dim::TIME.over(Dim::LENGTH))),
        ("laps", Type::Count),
        ("indoor", Type::Flag),
        ("note", Type::Text),
        ("style", Type::Enum(list("styles", STYLES))),
        ("grade", Type::Ordered(list("grades", GRADES))),
        ("day", Type::Date),
        ("start", Type::Time),
    ];
    let set = [
        ("reps", Type::Count),
        ("load", Type::Number(Dim::MASS)),
        ("kind", Type::Enum(list("styles", STYLES))),
    ];
    let owned = |fields: &[(&str, Type)]| -> IndexMap<String, Type> {
        fields
            .iter()
            .map(|(name, ty)| ((*name).to_owned(), ty.clone()))
            .collect()
    };
    Context::new()
        .root("workout", owned(&workout))
        .root(
            "user",
            owned(&[
                ("age", Type::Count),
                (
                    "category",
                    Type::Enum(list("category", &["athlete", "amateur"])),
                ),
            ]),
        )
        .part("set", owned(&set))
        .history(true)
        .now(true)
        .best(
            "pace",
            vec![Stretch {
                dim: Dim::LENGTH,
                si: 5_000.0,
            }],
        )
}

const STYLES: &[&str] = &["long", "short", "mixed"];
const GRADES: &[&str] = &["easy", "hard", "brutal"];

fn texts() -> Vec<Vec<u8>> {
    const RULES: [&str; 8] = [
        "workout.distance >= km(10) && workout.duration < minutes(60)",
        "sum(distance, days(30)) >= km(100) || streak(weeks) >= 4",
        "best(pace, km(5)) <= minutes(25) / km(5)",
        "sum(when(set.kind == \"long\", set.load)) / sum(set.load)",
        "workout.style in [\"long\", \"mixed\"] && user.category == \"amateur\"",
        "has(workout.grade) && workout.grade >= \"hard\"",
        "workout.day >= date(\"2026-01-01\") && count(workouts, days(7)) > 2",
        "floor(workout.distance / km(1)) % 2 == 0 ?? false",
    ];
    RULES.iter().map(|rule| rule.as_bytes().to_vec()).collect()
}

fn noise() -> Vec<Vec<u8>> {
    (0..64_u8)
        .map(|n| {
            (0..96_u8)
                .map(|at| n.wrapping_mul(151) ^ at.wrapping_mul(29))
                .collect()
        })
        .collect()
}

/// A workout of which some is known, by its number.
struct Known(u64);

impl Known {
    fn has(&self, name: &str) -> bool {
        let sum: u64 = name.bytes().map(u64::from).sum();
        !(self.0 ^ sum).is_multiple_of(3)
    }
}

impl Env for Known {
    fn slot(&self, _: usize, slot: &SlotRef) -> Option<Value> {
        const FIGURES: [f64; 6] = [0.0, -1.0, 5_000.0, 1e308, f64::MIN_POSITIVE, 42.0];
        if !self.has(&slot.field) {
            return None;
        }
        let pick = self.0 as usize;
        Some(match slot.field.as_str() {
            "indoor" => Value::Flag(pick.is_multiple_of(2)),
            "note" => Value::Text("Ж".into()),
            "style" => Value::Text(STYLES[pick % STYLES.len()].into()),
            "grade" => Value::Text(GRADES[pick % GRADES.len()].into()),
            "category" => Value::Text("amateur".into()),
            "day" | "start" | "" => return None,
            _ => Value::Number(FIGURES[pick % FIGURES.len()]),
        })
    }

    fn history(&self, index: usize, _: &HistoryQuery) -> Option<Value> {
        self.has("history")
            .then_some(Value::Number(index as f64 * 1_000.0))
    }

    fn parts(&self, _: &str) -> &[PartRow] {
        static ROWS: LazyLock<Vec<PartRow>> = LazyLock::new(|| {
            let row = |load: f64| {
                IndexMap::from([
                    ("reps".to_owned(), Value::Number(5.0)),
                    ("load".to_owned(), Value::Number(load)),
                ])
            };
            vec![row(100.0), row(f64::MAX), IndexMap::new()]
        });
        &ROWS
    }
}

fn expression(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    for want in [Want::Flag, Want::Number(None), Want::Any] {
        match compile(&text, &CONTEXT, want) {
            Ok(rule) => asked(&rule),
            Err(errors) => {
                assert!(!errors.is_empty());
                for error in errors {
                    assert!(
                        text.get(error.span.clone()).is_some(),
                        "{error:?} of {text}"
                    );
                    assert!(!error.message.is_empty());
                }
            }
        }
    }
}

/// Whatever is known of a workout, a checked rule answers; and where it is true, what it says that it
/// cannot hold without is so.
fn asked(rule: &Checked) {
    for number in 0..12 {
        let workout = Known(number);
        let value = rule.eval(&workout);
        for step in rule.trace(&workout) {
            assert_eq!(step.text, &rule.source()[step.span.clone()]);
        }
        if value == Some(Value::Flag(true)) {
            assert!(rule.is_true(&workout));
            for (slot, values) in rule.equalities() {
                let known = workout.slot(0, slot).and_then(Literal::of);
                assert!(
                    known.is_some_and(|known| values.contains(&known)),
                    "{}",
                    rule.source()
                );
            }
        }
    }
}

fn rule(input: &[u8]) {
    let Ok(text) = flag(&mut Unstructured::new(input), 4) else {
        return;
    };
    expression(text.as_bytes());
    if let Ok(rule) = compile(&text, &CONTEXT, Want::Flag) {
        let again = compile(rule.source(), &CONTEXT, Want::Flag).unwrap();
        let answers = |rule: &Checked| (0..12).map(|n| rule.eval(&Known(n))).collect::<Vec<_>>();
        assert_eq!(answers(&rule), answers(&again));
    }
}

fn flag(from: &mut Unstructured<'_>, depth: u32) -> Result<String> {
    let inner = depth.saturating_sub(1);
    Ok(
        match from.int_in_range(0..=if depth == 0 { 4 } else { 8 })? {
            0 => "workout.indoor".into(),
            1 => format!("workout.style == \"{}\"", from.choose(STYLES)?),
            2 => format!(
                "workout.grade {} \"{}\"",
                from.choose(&["<", ">=", "!="])?,
                from.choose(GRADES)?
            ),
            3 => format!(
                "workout.style in [\"{}\", \"{}\"]",
                from.choose(STYLES)?,
                from.choose(STYLES)?
            ),
            4 => format!(
                "has(workout.{})",
                from.choose(&["distance", "note", "day", "style"])?
            ),
            5 => format!("({} && {})", flag(from, inner)?, flag(from, inner)?),
            6 => format!("({} || {})", flag(from, inner)?, flag(from, inner)?),
            7 => format!("!({})", flag(from, inner)?),
            _ => {
                let (unit, sign) = (
                    *from.choose(&["km", "minutes", ""])?,
                    *from.choose(&["==", "<", "<=", ">", ">=", "!="])?,
                );
                format!(
                    "{} {sign} {}",
                    number(from, unit, inner)?,
                    number(from, unit, inner)?
                )
            }
        },
    )
}

/// A figure of the dimension that a unit's function has.
fn number(from: &mut Unstructured<'_>, unit: &str, depth: u32) -> Result<String> {
    let inner = depth.saturating_sub(1);
    let figure = from.int_in_range(0..=2_000)?;
    Ok(
        match from.int_in_range(0..=if depth == 0 { 1 } else { 6 })? {
            0 if unit.is_empty() => figure.to_string(),
            0 => format!("{unit}({figure})"),
            1 => match unit {
                "km" => "workout.distance".into(),
                "minutes" => "workout.duration".into(),
                _ => (*from.choose(&[
                    "workout.laps",
                    "user.age",
                    "count(set)",
                    "sum(set.reps)",
                    "streak(weeks)",
                ])?)
                .into(),
            },
            2 => format!(
                "({} + {})",
                number(from, unit, inner)?,
                number(from, unit, inner)?
            ),
            3 => format!(
                "({} - {})",
                number(from, unit, inner)?,
                number(from, unit, inner)?
            ),
            4 => format!(
                "({} * {} / {})",
                number(from, unit, inner)?,
                number(from, "", inner)?,
                number(from, "", inner)?
            ),
            5 => format!(
                "when({}, {}, {})",
                flag(from, inner)?,
                number(from, unit, inner)?,
                number(from, unit, inner)?
            ),
            _ => format!(
                "coalesce({}, {})",
                number(from, unit, inner)?,
                number(from, unit, inner)?
            ),
        },
    )
}
