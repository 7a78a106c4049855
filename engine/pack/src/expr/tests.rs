mod any;
mod found;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use indexmap::IndexMap;

use super::*;
use crate::model::{Text, ValueList};
use crate::value::{Dim, Money, Value};

const KELVIN: Dim = Dim {
    temperature: 1,
    ..Dim::NONE
};

fn context() -> Context {
    let values = ["walk", "ride"].map(|id| (id.to_owned(), Text::default()));
    let modality = Arc::new(ValueList {
        id: "modality".into(),
        values: IndexMap::from(values),
    });
    let values = ["bad", "fair", "good"].map(|id| (id.to_owned(), Text::default()));
    let feelings = Arc::new(ValueList {
        id: "feelings".into(),
        values: IndexMap::from(values),
    });
    Context::new()
        .root(
            "workout",
            IndexMap::from([
                ("distance".to_owned(), Type::Number(Dim::LENGTH)),
                ("duration".to_owned(), Type::Number(Dim::TIME)),
                ("effort".to_owned(), Type::Count),
                ("mode".to_owned(), Type::Enum(modality)),
                ("indoor".to_owned(), Type::Flag),
                ("start".to_owned(), Type::Time),
                ("day".to_owned(), Type::Date),
                ("feeling".to_owned(), Type::Ordered(feelings)),
                ("price".to_owned(), Type::Money(None)),
                ("temperature".to_owned(), Type::Number(KELVIN)),
            ]),
        )
        .part(
            "set",
            IndexMap::from([
                ("reps".to_owned(), Type::Count),
                ("load".to_owned(), Type::Number(Dim::MASS)),
            ]),
        )
        .history(true)
        .now(true)
        .sports(IndexMap::from([
            ("outing".to_owned(), "here.outing".to_owned()),
            ("there.trip".to_owned(), "there.trip".to_owned()),
        ]))
        .best(
            "duration",
            vec![Stretch {
                dim: Dim::LENGTH,
                si: 5_000.0,
            }],
        )
}

#[derive(Debug, Default)]
struct Data {
    slots: BTreeMap<&'static str, Value>,
    rows: Vec<PartRow>,
    history: Option<Value>,
}

impl Env for Data {
    fn slot(&self, _: usize, slot: &SlotRef) -> Option<Value> {
        self.slots.get(slot.field.as_str()).cloned()
    }

    fn history(&self, _: usize, _: &HistoryQuery) -> Option<Value> {
        self.history.clone()
    }

    fn parts(&self, _: &str) -> &[PartRow] {
        &self.rows
    }
}

fn number(value: f64) -> Value {
    Value::Number(value)
}

fn eval(source: &str, data: &Data) -> Option<Value> {
    match compile(source, &context(), Want::Any) {
        Ok(checked) => checked.eval(data),
        Err(errors) => panic!("{source}: {errors:?}"),
    }
}

fn errors(source: &str) -> Vec<ExprError> {
    compile(source, &context(), Want::Any).expect_err(source)
}

/// Depth, text and value of each line of an explanation.
fn explained(source: &str, data: &Data) -> Vec<(usize, String, Option<Value>)> {
    let checked = compile(source, &context(), Want::Any).expect(source);
    let steps = checked.trace(data);
    steps
        .into_iter()
        .map(|step| (step.depth, step.text.to_owned(), step.value))
        .collect()
}

#[test]
fn an_explanation_shows_each_part_as_it_is_written() {
    let mut data = Data {
        history: Some(number(4.0)),
        ..Data::default()
    };
    data.slots.insert("distance", number(6_000.0));
    let source = "(workout.distance >= km(5) || workout.effort > 3) && streak(weeks) >= 5";
    let (yes, no) = (Some(Value::Flag(true)), Some(Value::Flag(false)));
    let expected = [
        (0, source, no.clone()),
        (
            1,
            "workout.distance >= km(5) || workout.effort > 3",
            yes.clone(),
        ),
        (2, "workout.distance >= km(5)", yes),
        (3, "workout.distance", Some(number(6_000.0))),
        (2, "workout.effort > 3", None),
        (3, "workout.effort", None),
        (1, "streak(weeks) >= 5", no),
        (2, "streak(weeks)", Some(number(4.0))),
    ];
    let expected = expected.map(|(depth, text, value)| (depth, text.to_owned(), value));
    assert_eq!(explained(source, &data), expected);
    // Rows have no value of their own, and figures that are written out need no line.
    data.rows = vec![PartRow::from([("reps".to_owned(), number(5.0))])];
    let texts: Vec<_> = explained("abs(sum(set.reps)) / (minutes(1) / km(1))", &data)
        .into_iter()
        .map(|(_, text, _)| text)
        .collect();
    assert_eq!(
        texts,
        [
            "abs(sum(set.reps)) / (minutes(1) / km(1))",
            "abs(sum(set.reps))",
            "sum(set.reps)"
        ]
    );
}

#[test]
fn a_rule_is_evaluated_in_si() {
    let mut data = Data::default();
    data.slots.insert("distance", number(42_200.0));
    assert_eq!(
        eval("workout.distance >= km(42.195)", &data),
        Some(Value::Flag(true))
    );
    assert_eq!(eval("workout.distance / km(1)", &data), Some(number(42.2)));
    data.slots.insert("duration", number(12_660.0));
    assert_eq!(
        eval(
            "workout.duration / workout.distance < minutes(5) / km(1)",
            &data
        ),
        Some(Value::Flag(false))
    );
    assert_eq!(
        eval("workout.distance > 0 && !(workout.distance < km(1))", &data),
        Some(Value::Flag(true))
    );
}

#[test]
fn what_is_missing_stays_missing() {
    let data = Data::default();
    assert_eq!(eval("workout.distance > km(1)", &data), None);
    assert_eq!(
        eval("has(workout.distance)", &data),
        Some(Value::Flag(false))
    );
    assert_eq!(
        eval("workout.distance > km(1) || true", &data),
        Some(Value::Flag(true))
    );
    assert_eq!(
        eval("workout.distance > km(1) && false", &data),
        Some(Value::Flag(false))
    );
    assert_eq!(eval("workout.distance > km(1) && true", &data), None);
    assert_eq!(eval("1.0 / 0.0", &data), None);
    assert_eq!(
        eval("coalesce(workout.distance, km(2))", &data),
        Some(number(2_000.0))
    );
    assert_eq!(
        eval("when(has(workout.distance), workout.distance)", &data),
        None
    );
    assert_eq!(eval("sum(set.reps * set.load)", &data), Some(number(0.0)));
    assert_eq!(eval("max(set.load)", &data), None);
    assert_eq!(eval("count(set)", &data), Some(number(0.0)));
}

#[test]
fn parts_are_aggregated_by_row() {
    let row = |reps: f64, load: f64| {
        PartRow::from([
            ("reps".to_owned(), number(reps)),
            ("load".to_owned(), number(load)),
        ])
    };
    let only_reps = PartRow::from([("reps".to_owned(), number(20.0))]);
    let data = Data {
        rows: vec![row(5.0, 100.0), row(3.0, 110.0), only_reps],
        ..Data::default()
    };
    assert_eq!(eval("sum(set.reps * set.load)", &data), Some(number(830.0)));
    assert_eq!(eval("max(set.load)", &data), Some(number(110.0)));
    assert_eq!(eval("count(set)", &data), Some(number(3.0)));
    assert_eq!(eval("count(set.reps > 4)", &data), Some(number(2.0)));
    assert_eq!(eval("count(set.load)", &data), Some(number(2.0)));
    let mixed = Data {
        slots: [("effort", number(2.0))].into(),
        rows: data.rows.clone(),
        ..Data::default()
    };
    assert_eq!(
        eval("sum(workout.effort * set.reps)", &mixed),
        Some(number(56.0))
    );
    assert_eq!(eval("sum(distance, days(3))", &data), Some(number(0.0)));
    assert_eq!(eval("mean(set.reps)", &data), Some(number(28.0 / 3.0)));
}

#[test]
fn history_is_asked_with_its_window_and_scope() {
    let asked = |source: &str| {
        let checked = compile(source, &context(), Want::Any).expect(source);
        checked.history().first().cloned().expect("a query")
    };
    let query = asked("sum(distance, days(30)) >= km(100)");
    assert_eq!(
        (query.func, query.window),
        (HistoryFn::Sum, Window::Days(30))
    );
    assert_eq!(query.scope, Scope::Own);
    assert_eq!(
        asked("count(workouts, days(7), all_sports)").scope,
        Scope::All
    );
    assert_eq!(
        asked("max(distance, outing)").scope,
        Scope::Sport("here.outing".into())
    );
    assert_eq!(asked("streak(weeks)").window, Window::Weeks(1));
    assert_eq!(asked("best(duration, km(5))").at, Some(5_000.0));
}

#[test]
fn every_error_names_its_place_and_a_way_out() {
    let cases = [
        (
            "workout.distence > km(1)",
            "S0202",
            "workout.distence",
            "workout.distance",
        ),
        ("workout.distance > minutes(5)", "S0204", ">", ""),
        ("workout.distance > 5", "S0204", ">", "km(5)"),
        ("celsius(3) > 0", "S0204", ">", ""),
        ("workout.mode == \"fly\"", "S0205", "\"fly\"", "walk, ride"),
        ("mispelt(1)", "S0203", "mispelt", ""),
        ("workout.indoor && 1", "S0201", "1", ""),
        (
            "workout.indoor && workout.distance",
            "S0204",
            "workout.distance",
            "",
        ),
        ("distance > km(1)", "S0202", "distance", "workout.distance"),
        ("set.reps > 1", "S0207", "set.reps", "sum(set.reps)"),
        ("sum(distence, days(3))", "S0202", "distence", "distance"),
        ("workout.distance + workout.duration", "S0204", "+", ""),
        ("1 +", "S0201", "", ""),
        ("let x = 1", "S0201", "let", ""),
        (
            "workout.mode in [\"walk\", \"fly\"]",
            "S0205",
            "\"fly\"",
            "walk, ride",
        ),
        ("workout.mode in []", "S0204", "[", "in ["),
        ("workout.mode in \"walk\"", "S0204", "\"walk\"", "in ["),
        ("[1, 2]", "S0204", "[", "in ["),
        ("workout.mode > \"walk\"", "S0204", "\"walk\"", "ordered"),
        ("workout.feeling >= \"great\"", "S0205", "\"great\"", "good"),
        ("workout.day > \"2027-03-01\"", "S0204", ">", "date("),
        (
            "workout.start > date(\"2027-03-01\")",
            "S0204",
            ">",
            "workout.day",
        ),
        (
            "date(\"yesterday\") > workout.day",
            "S0203",
            "\"yesterday\"",
            "date(",
        ),
        ("now + 5 > workout.start", "S0204", "+", "days(7)"),
        (
            "money(\"5 EUR\") > money(\"5 USD\")",
            "S0204",
            ">",
            "one currency",
        ),
        ("money(\"5 EUR\") > 5", "S0204", ">", "money("),
        ("floor(workout.distance)", "S0203", "floor", "km(1)"),
        ("count(workouts, hours(3))", "S0203", "hours", ""),
    ];
    for (source, code, place, help) in cases {
        let found = errors(source);
        let error = &found[0];
        assert_eq!(error.code, code, "{source}: {error:?}");
        assert_eq!(&source[error.span.clone()], place, "{source}: {error:?}");
        assert!(
            error.help.as_deref().unwrap_or_default().contains(help),
            "{source}: {error:?}"
        );
    }
}

#[test]
fn all_errors_are_told_at_once() {
    assert_eq!(errors("workout.a > 1 && workout.b > 2").len(), 2);
}

#[test]
fn the_place_asks_for_a_type() {
    let found = compile("workout.distance", &context(), Want::Flag).unwrap_err();
    assert_eq!(found[0].code, "S0206");
    assert!(
        compile(
            "workout.distance",
            &context(),
            Want::Number(Some(Dim::LENGTH))
        )
        .is_ok()
    );
    assert!(
        compile("1 < 2", &context(), Want::Flag)
            .unwrap()
            .is_constant()
    );
}

#[test]
fn moments_move_and_have_an_order() {
    let mut data = Data::default();
    let start: DateTime<Utc> = "2027-03-20T10:00:00Z".parse().unwrap();
    let day = start.date_naive();
    data.slots.insert("start", Value::Time(start));
    data.slots
        .insert("", Value::Time(start + chrono::TimeDelta::days(3)));
    data.slots.insert("day", Value::Date(day));
    for (rule, expected) in [
        ("now - workout.start == days(3)", true),
        ("workout.start > now - days(2)", false),
        (
            "workout.day in [date(\"2027-03-19\"), date(\"2027-03-20\")]",
            true,
        ),
        ("workout.day !in [date(\"2027-03-19\")]", true),
        ("workout.day + days(1) == date(\"2027-03-21\")", true),
        ("workout.day - hours(1) == date(\"2027-03-20\")", true),
        ("workout.start < time(\"2027-03-20T13:00:01+03:00\")", true),
    ] {
        assert_eq!(eval(rule, &data), Some(Value::Flag(expected)), "{rule}");
    }
}

#[test]
fn an_answer_matters_up_to_what_it_is_compared_with() {
    let bound = |rule: &str| {
        let rule = compile(rule, &context(), Want::Any);
        rule.unwrap_or_else(|errors| panic!("{errors:?}"))
            .history_bound(0)
    };
    assert_eq!(bound("streak(weeks) >= 12"), Some(12.0));
    assert_eq!(
        bound("4 < streak(weeks) || streak(weeks) == 52"),
        Some(52.0)
    );
    assert_eq!(bound("!(streak(weeks) >= 4) && workout.indoor"), Some(4.0));
    for used_otherwise in [
        "streak(weeks) * 2 >= 12",
        "streak(weeks) >= workout.effort",
        "has(streak(weeks)) && streak(weeks) > 3",
        "when(workout.indoor, streak(weeks), 1) > 3",
        "streak(weeks)",
    ] {
        assert_eq!(bound(used_otherwise), None, "{used_otherwise}");
    }
}

#[test]
fn words_of_an_ordered_list_rank() {
    let mut data = Data::default();
    data.slots.insert("feeling", Value::Text("fair".into()));
    for (rule, expected) in [
        ("workout.feeling >= \"fair\"", Some(true)),
        ("workout.feeling > \"fair\"", Some(false)),
        ("\"good\" > workout.feeling", Some(true)),
        ("workout.feeling in [\"good\", \"fair\"]", Some(true)),
        ("workout.mode in [\"walk\", \"ride\"]", None),
    ] {
        assert_eq!(eval(rule, &data), expected.map(Value::Flag), "{rule}");
    }
    data.slots
        .insert("feeling", Value::Text("left the list".into()));
    assert_eq!(eval("workout.feeling >= \"fair\"", &data), None);
}

#[test]
fn amounts_meet_in_their_currency_only() {
    let euros = |minor| {
        Value::Money(Money {
            minor,
            currency: "EUR".into(),
        })
    };
    let mut data = Data::default();
    data.slots.insert("price", euros(1_250));
    for (rule, expected) in [
        ("workout.price >= money(\"12.50 EUR\")", Some(true)),
        ("workout.price * 2 == money(\"25 EUR\")", Some(true)),
        (
            "workout.price + money(\"1 EUR\") > money(\"13.49 EUR\")",
            Some(true),
        ),
        ("workout.price > money(\"1 USD\")", None),
        ("workout.price / 0 > money(\"1 EUR\")", None),
    ] {
        assert_eq!(eval(rule, &data), expected.map(Value::Flag), "{rule}");
    }
    assert_eq!(
        eval("workout.price - money(\"2 EUR\")", &data),
        Some(euros(1_050))
    );
    data.slots.insert("price", euros(i64::MAX));
    assert_eq!(eval("workout.price + workout.price", &data), None);
}

#[test]
fn zero_of_a_temperature_needs_its_scale() {
    let found = errors("workout.temperature > 0");
    assert_eq!(found[0].code, "S0204", "{found:?}");
    assert!(
        found[0]
            .help
            .as_deref()
            .unwrap_or_default()
            .contains("celsius(0)"),
        "{found:?}"
    );
    assert!(compile("workout.temperature > celsius(0)", &context(), Want::Flag).is_ok());
}

#[test]
fn rhai_would_refuse_every_reserved_word() {
    let engine = rhai::Engine::new_raw();
    let readable = |word: &str| {
        let uses = [
            format!("workout.{word} > 1"),
            format!("sum({word}, days(3)) > 1"),
        ];
        uses.iter()
            .all(|rule| engine.compile_expression(rule).is_ok())
    };
    let free: Vec<&&str> = RESERVED.iter().filter(|word| readable(word)).collect();
    assert!(free.is_empty(), "reserved for nothing: {free:?}");
    let words = [
        "Fn",
        "call",
        "curry",
        "is_def_fn",
        "is_def_var",
        "is_shared",
        "spawn",
        "type_of",
    ];
    let missing: Vec<&&str> = words
        .iter()
        .filter(|word| !readable(word) && !RESERVED.contains(word))
        .collect();
    assert!(
        missing.is_empty(),
        "ids that no expression could name: {missing:?}"
    );
}

#[test]
fn best_looks_at_records_that_are_kept() {
    let help = |source: &str| {
        let found = errors(source);
        assert_eq!(found[0].code, "S0203", "{found:?}");
        found[0].help.clone().unwrap_or_default()
    };
    assert!(help("has(best(duration, km(7)))").contains("it has km(5)"));
    assert!(help("has(best(duration, km(-5)))").contains("it has km(5)"));
    assert!(help("has(best(duration, minutes(5)))").contains("it has km(5)"));
    assert!(help("has(best(distance, km(5)))").contains("records"));
}

#[test]
fn a_sport_of_another_pack_is_named_in_full() {
    let checked = compile("count(workouts, there.trip) > 1", &context(), Want::Flag);
    let asked = checked.expect("known").history()[0].scope.clone();
    assert_eq!(asked, Scope::Sport("there.trip".into()));
    let found = errors("count(workouts, there.trap) > 1");
    assert_eq!(
        found[0].suggestion.as_deref(),
        Some("there.trip"),
        "{found:?}"
    );
}
