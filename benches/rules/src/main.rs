//! Rules against their peers, in one run: a checked rule of four clauses beside Rhai's and others'
//! interpreters and a closure of Rust, and ten thousand rules asked of one event, with the index
//! and without. Fails when any of them answers otherwise.
//!
//! `make bench-rules`; ratios hold between machines, times do not.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use evalexpr::{ContextWithMutableVariables as _, HashMapContext};
use indexmap::IndexMap;
use stadion_pack::expr::{Checked, Context, Env, Literal, RuleIndex, SlotRef, Type, Want, compile};
use stadion_pack::model::{Text, ValueList};
use stadion_pack::value::{Dim, Value};

const RULE: &str = "workout.distance >= km(10) && workout.duration < minutes(60) \
                    && workout.avg_heart_rate > per_minute(120) && user.category == \"amateur\"";
/// With the units folded beforehand, in the peers' favour.
const PLAIN: &str = "workout.distance >= 10000.0 && workout.duration < 3600.0 \
                     && workout.avg_heart_rate > 2.0 && user.category == \"amateur\"";
const RULES: usize = 10_000;
const SPORTS: usize = 20;
const REGIONS: usize = 40;

fn main() {
    one_rule();
    many_rules();
}

fn one_rule() {
    let event = Event {
        distance: 12_000.0,
        duration: 3_000.0,
        avg_heart_rate: 2.5,
        category: "amateur".into(),
        sport: "s7".into(),
        region: "r11".into(),
    };
    let checked = compile(RULE, &context(), Want::Flag).expect("a rule");
    let slots = Slots(
        checked
            .slots()
            .iter()
            .map(|slot| event.value(&slot.field))
            .collect(),
    );
    let native = time("checked rule", || {
        black_box(&checked).is_true(black_box(&slots))
    });

    let engine = rhai::Engine::new();
    let ast = engine.compile_expression(PLAIN).expect("Rhai reads it");
    let mut scope = rhai_scope(&event);
    let rhai = time("plain Rhai", || {
        let answer = engine.eval_ast_with_scope::<bool>(&mut scope, black_box(&ast));
        answer.expect("a flag")
    });

    let program = cel::Program::compile(PLAIN).expect("CEL reads it");
    let cel_event = cel_context(&event);
    let cel = time("cel", || {
        matches!(
            program.execute(black_box(&cel_event)),
            Ok(cel::Value::Bool(true))
        )
    });

    let flat = PLAIN
        .replace("workout.", "workout_")
        .replace("user.", "user_");
    let tree = evalexpr::build_operator_tree(&flat).expect("evalexpr reads it");
    let flat_event = evalexpr_context(&event);
    let evalexpr = time("evalexpr", || {
        tree.eval_boolean_with_context(black_box(&flat_event))
            .expect("a flag")
    });

    let closure: Box<dyn Fn(&Event) -> bool> = Box::new(|event| {
        event.distance >= 10_000.0
            && event.duration < 3_600.0
            && event.avg_heart_rate > 2.0
            && event.category == "amateur"
    });
    let closure = time("Rust closure", || black_box(&closure)(black_box(&event)));
    println!(
        "a checked rule: {:.1} × as fast as plain Rhai, {:.1} × cel, {:.1} × evalexpr; {:.1} × a closure's time\n",
        rhai / native,
        cel / native,
        evalexpr / native,
        native / closure
    );
}

/// Each rule asks for a sport, a region, a category and a distance; a twentieth asks for no region.
fn many_rules() {
    let context = context();
    let began = Instant::now();
    let rules: Vec<Checked> = (0..RULES)
        .map(|n| {
            let (sport, region) = (n % SPORTS, n / SPORTS % REGIONS);
            let category = if n % 3 == 0 { "athlete" } else { "amateur" };
            let region = match n % 20 {
                19 => String::new(),
                _ => format!(" && user.region == \"r{region}\""),
            };
            let text = format!(
                "workout.sport == \"s{sport}\"{region} && user.category == \"{category}\" \
                 && workout.distance >= km({})",
                n % 42
            );
            compile(&text, &context, Want::Flag).expect("a rule")
        })
        .collect();
    println!("{RULES} rules checked in {:?}", began.elapsed());
    let began = Instant::now();
    let index = RuleIndex::new(rules.iter().map(|rule| {
        let needs = rule.equalities().into_iter();
        needs
            .map(|(slot, values)| (slot.field.as_str(), values))
            .collect::<Vec<_>>()
    }));
    println!("indexed in {:?}", began.elapsed());
    let event = Event {
        distance: 21_097.5,
        duration: 6_000.0,
        avg_heart_rate: 2.6,
        category: "amateur".into(),
        sport: "s7".into(),
        region: "r11".into(),
    };
    let values: HashMap<&str, Literal> = ["sport", "region", "category"]
        .into_iter()
        .filter_map(|field| Some((field, Literal::of(event.value(field)?)?)))
        .collect();
    let all = |rules: &[Checked]| rules.iter().filter(|rule| rule.is_true(&event)).count();
    let found = || {
        let candidates = index.candidates(|name| values.get(name).cloned());
        candidates
            .filter(|rule| rules[*rule].is_true(&event))
            .count()
    };
    assert_eq!(all(&rules), found());
    assert!(found() > 0);
    let asked = index.candidates(|name| values.get(name).cloned()).count();
    println!("{asked} of them left by the index, {} hold", found());
    let bits = time("index alone", || {
        index
            .candidates(|name| values.get(name).cloned())
            .next()
            .is_some()
    });
    let indexed = time("index and the rest", || found() > 0);
    let loops = time("all in a loop", || all(black_box(&rules)) > 0);
    println!(
        "one event against {RULES} rules: {:.2} µs with the index ({:.2} µs of it the index), {:.0} × as fast as a loop",
        indexed / 1_000.0,
        bits / 1_000.0,
        loops / indexed
    );
}

/// Nanoseconds of one call, the least of five rounds.
fn time(name: &str, mut ask: impl FnMut() -> bool) -> f64 {
    assert!(ask(), "{name} says no");
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let (mut calls, began) = (0_u32, Instant::now());
        while began.elapsed() < Duration::from_millis(200) {
            for _ in 0..100 {
                black_box(ask());
            }
            calls += 100;
        }
        best = best.min(began.elapsed().as_nanos() as f64 / f64::from(calls));
    }
    println!("{name:<20} {best:>12.1} ns");
    best
}

struct Event {
    distance: f64,
    duration: f64,
    avg_heart_rate: f64,
    category: String,
    sport: String,
    region: String,
}

impl Event {
    fn value(&self, field: &str) -> Option<Value> {
        Some(match field {
            "distance" => Value::Number(self.distance),
            "duration" => Value::Number(self.duration),
            "avg_heart_rate" => Value::Number(self.avg_heart_rate),
            "category" => Value::Text(self.category.clone()),
            "sport" => Value::Text(self.sport.clone()),
            "region" => Value::Text(self.region.clone()),
            _ => return None,
        })
    }
}

impl Env for Event {
    fn slot(&self, _: usize, slot: &SlotRef) -> Option<Value> {
        self.value(&slot.field)
    }

    fn text(&self, _: usize, slot: &SlotRef) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(match slot.field.as_str() {
            "category" => &self.category,
            "sport" => &self.sport,
            "region" => &self.region,
            _ => return None,
        }))
    }
}

/// Values by slot, as who asks one rule often resolves them once.
struct Slots(Vec<Option<Value>>);

impl Env for Slots {
    fn slot(&self, index: usize, _: &SlotRef) -> Option<Value> {
        self.0.get(index)?.clone()
    }

    fn number(&self, index: usize, _: &SlotRef) -> Option<f64> {
        self.0.get(index)?.as_ref()?.number()
    }

    fn text(&self, index: usize, _: &SlotRef) -> Option<Cow<'_, str>> {
        match self.0.get(index)? {
            Some(Value::Text(text)) => Some(Cow::Borrowed(text)),
            _ => None,
        }
    }
}

fn list(id: &str, values: impl IntoIterator<Item = String>) -> Type {
    let values = values.into_iter().map(|id| (id, Text::default()));
    Type::Enum(Arc::new(ValueList {
        id: id.into(),
        values: values.collect(),
    }))
}

fn context() -> Context {
    let frequency = Dim::NONE.over(Dim::TIME);
    let numbered = |letter: &'static str, n| (0..n).map(move |n| format!("{letter}{n}"));
    let workout = [
        ("distance", Type::Number(Dim::LENGTH)),
        ("duration", Type::Number(Dim::TIME)),
        ("avg_heart_rate", Type::Number(frequency)),
        ("sport", list("sport", numbered("s", SPORTS))),
    ];
    let category = ["amateur", "athlete"].map(str::to_owned);
    let user = [
        ("category", list("category", category)),
        ("region", list("region", numbered("r", REGIONS))),
    ];
    let named = |fields: Vec<(&str, Type)>| -> IndexMap<String, Type> {
        let fields = fields.into_iter();
        fields.map(|(name, ty)| (name.to_owned(), ty)).collect()
    };
    Context::new()
        .root("workout", named(workout.into()))
        .root("user", named(user.into()))
}

fn rhai_scope(event: &Event) -> rhai::Scope<'static> {
    let mut workout = rhai::Map::new();
    workout.insert("distance".into(), event.distance.into());
    workout.insert("duration".into(), event.duration.into());
    workout.insert("avg_heart_rate".into(), event.avg_heart_rate.into());
    let mut user = rhai::Map::new();
    user.insert("category".into(), event.category.clone().into());
    let mut scope = rhai::Scope::new();
    scope.push_constant("workout", workout);
    scope.push_constant("user", user);
    scope
}

fn cel_context(event: &Event) -> cel::Context<'static, 'static> {
    let mut context = cel::Context::default();
    let workout = HashMap::from([
        ("distance", event.distance),
        ("duration", event.duration),
        ("avg_heart_rate", event.avg_heart_rate),
    ]);
    let user = HashMap::from([("category", event.category.clone())]);
    context.add_variable_from_value("workout", workout);
    context.add_variable_from_value("user", user);
    context
}

fn evalexpr_context(event: &Event) -> HashMapContext {
    let mut context = HashMapContext::new();
    let values = [
        ("workout_distance", event.distance.into()),
        ("workout_duration", event.duration.into()),
        ("workout_avg_heart_rate", event.avg_heart_rate.into()),
        ("user_category", event.category.clone().into()),
    ];
    for (name, value) in values {
        context.set_value(name.into(), value).expect("a variable");
    }
    context
}
