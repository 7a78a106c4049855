//! Rules found by their equalities: never one that holds left out.

use proptest::prelude::*;

use super::*;

/// `mode: walk ride, indoor: true`.
fn told(source: &str) -> String {
    let checked = compile(source, &context(), Want::Flag).expect("a rule");
    let literal = |literal: &Literal| match literal {
        Literal::Text(text) => text.to_string(),
        Literal::Flag(flag) => flag.to_string(),
        Literal::Number(bits) => f64::from_bits(*bits).to_string(),
    };
    let one = |(slot, values): (&SlotRef, Vec<Literal>)| {
        let values: Vec<String> = values.iter().map(literal).collect();
        format!("{}: {}", slot.field, values.join(" "))
    };
    let all: Vec<String> = checked.equalities().into_iter().map(one).collect();
    all.join(", ")
}

#[test]
fn what_a_rule_cannot_hold_without_is_found() {
    for (source, expected) in [
        ("workout.mode == \"walk\"", "mode: walk"),
        ("\"walk\" == workout.mode", "mode: walk"),
        ("workout.mode in [\"walk\", \"ride\"]", "mode: ride walk"),
        ("workout.indoor", "indoor: true"),
        ("!workout.indoor", "indoor: false"),
        ("!(workout.mode != \"walk\")", "mode: walk"),
        (
            "workout.effort == 3 && workout.indoor",
            "effort: 3, indoor: true",
        ),
        ("workout.effort == -0.0", "effort: 0"),
        (
            "workout.distance >= km(5) && workout.mode == \"ride\"",
            "mode: ride",
        ),
        (
            "(workout.mode == \"walk\" && workout.indoor) || workout.mode == \"ride\"",
            "mode: ride walk",
        ),
        (
            "workout.mode == \"walk\" && workout.mode == \"ride\"",
            "mode: ",
        ),
        // Any of these may hold without a certain value.
        ("workout.mode == \"walk\" || workout.indoor", ""),
        ("workout.mode != \"walk\"", ""),
        ("!(workout.mode == \"walk\")", ""),
        ("has(workout.mode)", ""),
        ("when(workout.indoor, workout.mode == \"walk\", true)", ""),
        ("workout.distance > km(5)", ""),
    ] {
        assert_eq!(told(source), expected, "{source}");
    }
}

fn rule() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "workout.mode == \"walk\"",
        "workout.mode == \"ride\"",
        "workout.mode in [\"walk\", \"ride\"]",
        "workout.mode != \"ride\"",
        "workout.feeling == \"good\"",
        "workout.feeling >= \"fair\"",
        "workout.indoor",
        "workout.indoor == false",
        "workout.effort == 3",
        "workout.effort == 0",
        "workout.effort > 2",
        "workout.distance > km(5)",
        "has(workout.mode)",
        "true",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(4, 16, 2, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            3 => two.clone().prop_map(|(a, b)| format!("({a} && {b})")),
            2 => two.prop_map(|(a, b)| format!("({a} || {b})")),
            1 => inner.clone().prop_map(|a| format!("!({a})")),
            1 => (inner.clone(), inner).prop_map(|(a, b)| format!("when({a}, {b})")),
        ]
    })
}

fn data() -> impl Strategy<Value = Data> {
    let words = |words: &'static [&'static str]| {
        prop::option::of(prop::sample::select(words)).prop_map(|word| word.map(text))
    };
    let effort = prop::option::of(prop::sample::select(vec![0.0, -0.0, 2.0, 3.0]));
    let distance = prop::option::of(prop::sample::select(vec![0.0, 9_000.0]));
    let (mode, feeling) = (words(&["walk", "ride"]), words(&["bad", "fair", "good"]));
    let indoor = prop::option::of(any::<bool>());
    (mode, feeling, effort, distance, indoor).prop_map(
        |(mode, feeling, effort, distance, indoor)| {
            let slots = [
                ("mode", mode),
                ("feeling", feeling),
                ("effort", effort.map(number)),
                ("distance", distance.map(number)),
                ("indoor", indoor.map(Value::Flag)),
            ];
            let there = slots.into_iter();
            Data {
                slots: there
                    .filter_map(|(name, value)| Some((name, value?)))
                    .collect(),
                ..Data::default()
            }
        },
    )
}

fn text(word: &str) -> Value {
    Value::Text(word.to_owned())
}

fn index(rules: &[Checked]) -> RuleIndex {
    RuleIndex::new(rules.iter().map(|rule| {
        let needs = rule.equalities().into_iter();
        needs
            .map(|(slot, values)| (slot.field.as_str(), values))
            .collect::<Vec<_>>()
    }))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// More than a word of rules, so that the last word is not full.
    #[test]
    fn no_rule_that_holds_is_left_out(
        sources in prop::collection::vec(rule(), 1..150), events in prop::collection::vec(data(), 1..8),
    ) {
        let rules: Vec<Checked> = sources.iter()
            .map(|source| compile(source, &context(), Want::Flag).expect("a rule"))
            .collect();
        let index = index(&rules);
        for event in events {
            let value_of = |name: &str| event.slots.get(name).cloned().and_then(Literal::of);
            let candidates = index.candidates(value_of);
            prop_assert!(candidates.clone().all(|rule| rule < rules.len()));
            prop_assert!(candidates.clone().is_sorted());
            for (number, rule) in rules.iter().enumerate() {
                let is_candidate = candidates.contains(number);
                prop_assert!(is_candidate || !rule.is_true(&event), "{}", sources[number]);
                prop_assert_eq!(is_candidate, candidates.clone().any(|other| other == number));
            }
        }
    }
}

/// Of a rule's own values nothing else is asked: the index alone tells conjunctions of equalities.
#[test]
fn conjunctions_of_equalities_leave_no_rest() {
    let modes = ["walk", "ride"];
    let rules: Vec<Checked> = (0..200)
        .map(|n| {
            let mode = modes[n % 2];
            let source = format!("workout.mode == \"{mode}\" && workout.effort == {}", n / 2);
            compile(&source, &context(), Want::Flag).expect("a rule")
        })
        .collect();
    let index = index(&rules);
    assert_eq!(index.attributes().collect::<Vec<_>>(), ["effort", "mode"]);
    let found = |mode: Option<&str>, effort: f64| -> Vec<usize> {
        let value_of = |name: &str| match name {
            "mode" => mode.map(text).and_then(Literal::of),
            _ => Literal::of(number(effort)),
        };
        index.candidates(value_of).collect()
    };
    assert_eq!(found(Some("ride"), 70.0), [141]);
    assert_eq!(found(Some("swim"), 70.0), [0; 0]);
    assert_eq!(found(None, 70.0), [0; 0]);
    assert_eq!(found(Some("ride"), 1_000.0), [0; 0]);
    assert_eq!(RuleIndex::default().candidates(|_| None).count(), 0);
}
