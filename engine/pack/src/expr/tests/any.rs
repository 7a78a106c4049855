//! Any source on any data: nothing panics, and what passed the check keeps its word.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use proptest::prelude::*;

use super::*;

fn source() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "workout.distance",
        "workout.duration",
        "workout.effort",
        "workout.indoor",
        "workout.mode",
        "workout.feeling",
        "workout.start",
        "workout.day",
        "workout.price",
        "now",
        "date(\"2027-03-01\")",
        "time(\"2027-03-01T10:00:00Z\")",
        "money(\"12.50 EUR\")",
        "days(7)",
        "[\"walk\", \"ride\"]",
        "\"good\"",
        "km(5)",
        "minutes(30)",
        "0",
        "1.5",
        "1e308",
        "true",
        "\"walk\"",
        "sum(set.reps * set.load)",
        "max(set.load)",
        "count(set)",
        "sum(distance, days(30))",
        "streak(weeks)",
        "best(duration, km(5))",
        "mean(set.reps)",
        "count(set.reps > 3)",
        "nonsense",
        "set.reps",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(5, 40, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        let operators = prop::sample::select(vec![
            "+", "-", "*", "/", "%", "==", "!=", "<", ">=", "&&", "||", "??", "in", "!in",
        ]);
        prop_oneof![
            (operators, two).prop_map(|(op, (a, b))| format!("({a} {op} {b})")),
            inner.clone().prop_map(|a| format!("!({a})")),
            inner.clone().prop_map(|a| format!("-({a})")),
            inner.clone().prop_map(|a| format!("has({a})")),
            inner.clone().prop_map(|a| format!("floor({a})")),
            (inner.clone(), inner.clone(), inner)
                .prop_map(|(a, b, c)| format!("when({a}, {b}, {c})")),
        ]
    })
}

fn any_moment() -> impl Strategy<Value = Option<Value>> {
    let date = NaiveDate::MIN.num_days_from_ce()..=NaiveDate::MAX.num_days_from_ce();
    prop_oneof![
        Just(None),
        date.prop_map(|day| NaiveDate::from_num_days_from_ce_opt(day).map(Value::Date)),
        prop::sample::select(vec![
            DateTime::<Utc>::MIN_UTC,
            DateTime::UNIX_EPOCH,
            DateTime::<Utc>::MAX_UTC
        ])
        .prop_map(|time| Some(Value::Time(time))),
        (any::<i64>(), "EUR|USD")
            .prop_map(|(minor, currency)| Some(Value::Money(Money { minor, currency }))),
        "walk|good|bad|odd".prop_map(|text| Some(Value::Text(text))),
    ]
}

fn any_number() -> impl Strategy<Value = Option<Value>> {
    prop_oneof![
        Just(None),
        any::<f64>().prop_map(|n| Some(number(n))),
        Just(Some(number(0.0))),
        Just(Some(Value::Text("odd".into())))
    ]
}

/// Of distance, duration and effort, and rows of repetitions and loads.
fn data(
    numbers: [Option<Value>; 3],
    history: Option<Value>,
    rows: Vec<(Option<Value>, Option<Value>)>,
) -> Data {
    let there = |(name, value): (&'static str, Option<Value>)| Some((name, value?));
    let row = |(reps, load)| {
        let fields = [("reps", reps), ("load", load)]
            .into_iter()
            .filter_map(there);
        fields
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    };
    let names = ["distance", "duration", "effort"];
    Data {
        slots: names.into_iter().zip(numbers).filter_map(there).collect(),
        rows: rows.into_iter().map(row).collect(),
        history,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Whatever passes the check never panics, and gives a finite number or nothing.
    #[test]
    fn checked_expressions_never_fail(
        source in source(), distance in any_number(), duration in any_number(),
        effort in any_number(), history in any_number(),
        moments in prop::collection::vec(any_moment(), 6), rows in prop::collection::vec((any_number(), any_number()), 0..4),
    ) {
        let mut data = data([distance, duration, effort], history, rows);
        for (name, value) in ["start", "day", "price", "feeling", "mode", ""].into_iter().zip(moments) {
            data.slots.extend(value.map(|value| (name, value)));
        }
        if let Ok(checked) = compile(&source, &context(), Want::Any) {
            let _ = checked.is_true(&data);
            match (checked.ty(), checked.eval(&data)) {
                (Type::Number(_) | Type::Count, Some(Value::Number(n))) => prop_assert!(n.is_finite()),
                (Type::Number(_) | Type::Count, other) => prop_assert_eq!(other, None),
                (Type::Text | Type::Enum(_) | Type::Ordered(_), Some(other)) => prop_assert!(matches!(other, Value::Text(_))),
                (Type::Flag, Some(other)) => prop_assert!(matches!(other, Value::Flag(_))),
                _ => {}
            }
        }
    }

    /// An explanation begins with what evaluation gives, and each line of it is a part of the source
    /// that gives the same on its own.
    #[test]
    fn an_explanation_agrees_with_evaluation(
        source in source(), distance in any_number(), duration in any_number(),
        effort in any_number(), history in any_number(),
        rows in prop::collection::vec((any_number(), any_number()), 0..4),
    ) {
        let data = data([distance, duration, effort], history, rows);
        if let Ok(checked) = compile(&source, &context(), Want::Any) {
            let steps = checked.trace(&data);
            prop_assert_eq!(&steps[0].value, &checked.eval(&data));
            for step in &steps {
                let alone = compile(step.text, &context(), Want::Any);
                let alone = alone.unwrap_or_else(|errors| panic!("`{}` of `{source}`: {errors:?}", step.text));
                prop_assert_eq!(&step.value, &alone.eval(&data), "`{}` of `{}`", step.text, source);
            }
        }
    }

    /// Garbage is refused with places inside the source.
    #[test]
    fn garbage_is_refused_in_place(source in "\\PC{0,60}") {
        if let Err(errors) = compile(&source, &context(), Want::Any) {
            for error in errors {
                prop_assert!(source.get(error.span.clone()).is_some(), "{:?} in {:?}", error, source);
            }
        }
    }

    /// Kleene: an unknown side leaves `and` unknown unless the other side is false.
    #[test]
    fn logic_is_kleenes(a in prop::option::of(any::<bool>()), b in prop::option::of(any::<bool>())) {
        let side = |flag: Option<bool>| match flag {
            Some(flag) => flag.to_string(),
            None => "workout.indoor".to_owned(),
        };
        let data = Data::default();
        let and = eval(&format!("{} && {}", side(a), side(b)), &data);
        let or = eval(&format!("{} || {}", side(a), side(b)), &data);
        let expected_and = match (a, b) { (Some(false), _) | (_, Some(false)) => Some(false), (Some(true), Some(true)) => Some(true), _ => None };
        let expected_or = match (a, b) { (Some(true), _) | (_, Some(true)) => Some(true), (Some(false), Some(false)) => Some(false), _ => None };
        prop_assert_eq!(and, expected_and.map(Value::Flag));
        prop_assert_eq!(or, expected_or.map(Value::Flag));
    }
}

/// Rhai's own tokens in any order: what its parser may stumble over.
fn soup() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "workout",
        "distance",
        "set",
        "reps",
        "sum",
        "has",
        "km",
        "5",
        "1.5",
        "\"walk\"",
        "'c'",
        "`t`",
        "`${`",
        "true",
        "if",
        "else",
        "in",
        "!in",
        "let",
        "fn",
        "switch",
        "this",
        "Fn",
        "call",
        "is",
        "_",
        "$",
        "#{",
        "|",
        "||",
        "&&",
        "&",
        "!",
        "-",
        "+",
        "*",
        "**",
        "/",
        "%",
        "==",
        "=",
        "=>",
        "<",
        "<-",
        ">=",
        "??",
        "?.",
        "?[",
        "::",
        "..",
        "..=",
        ".",
        ",",
        ";",
        ":",
        "(",
        ")",
        "()",
        "[",
        "]",
        "{",
        "}",
        "//",
        "/*",
        "\n",
        "\\",
        "0x",
        "1e",
        "9223372036854775808",
    ]);
    prop::collection::vec((token, prop::sample::select(vec!["", " "])), 1..24).prop_map(|tokens| {
        let words = tokens.into_iter().flat_map(|(token, blank)| [token, blank]);
        words.collect::<String>()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn a_soup_of_tokens_never_panics(source in soup()) {
        match compile(&source, &context(), Want::Any) {
            Ok(checked) => {
                let _ = checked.eval(&Data::default());
            }
            Err(errors) => {
                for error in errors {
                    prop_assert!(source.get(error.span.clone()).is_some(), "{:?} in {:?}", error, source);
                }
            }
        }
    }
}
