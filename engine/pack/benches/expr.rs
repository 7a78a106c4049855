//! A rule of four clauses on one workout: checked and evaluated natively, against Rhai's own
//! interpreter on the same text and values. Both in one run, so that the ratio holds on any machine.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use indexmap::IndexMap;
use rhai::{Dynamic, Engine, Map, Scope};
use stadion_pack::expr::{Checked, Context, Env, SlotRef, Type, Want, compile};
use stadion_pack::model::{Text, ValueList};
use stadion_pack::value::{Dim, Value};

const RULE: &str = "workout.distance >= km(10) && workout.duration < minutes(60) \
                    && workout.avg_heart_rate > per_minute(120) && user.category == \"amateur\"";
const DISTANCE: f64 = 12_000.0;
const DURATION: f64 = 3_000.0;
const HEART_RATE: f64 = 2.5;
const CATEGORY: &str = "amateur";

fn context() -> Context {
    let values = ["amateur", "athlete"].map(|id| (id.to_owned(), Text::default()));
    let category = Arc::new(ValueList {
        id: "category".into(),
        values: IndexMap::from(values),
    });
    let frequency = Dim::NONE.over(Dim::TIME);
    let workout = [
        ("distance".to_owned(), Type::Number(Dim::LENGTH)),
        ("duration".to_owned(), Type::Number(Dim::TIME)),
        ("avg_heart_rate".to_owned(), Type::Number(frequency)),
    ];
    let user = [("category".to_owned(), Type::Enum(category))];
    Context::new()
        .root("workout", IndexMap::from(workout))
        .root("user", IndexMap::from(user))
}

/// Values by slot, as the engine resolves them once per rule.
struct Slots(Vec<Value>);

impl Slots {
    fn of(rule: &Checked) -> Self {
        let value = |slot: &SlotRef| match slot.field.as_str() {
            "distance" => Value::Number(DISTANCE),
            "duration" => Value::Number(DURATION),
            "avg_heart_rate" => Value::Number(HEART_RATE),
            _ => Value::Text(CATEGORY.to_owned()),
        };
        Self(rule.slots().iter().map(value).collect())
    }
}

impl Env for Slots {
    fn slot(&self, index: usize, _: &SlotRef) -> Option<Value> {
        self.0.get(index).cloned()
    }
}

fn rhai_scope() -> Scope<'static> {
    let mut workout = Map::new();
    workout.insert("distance".into(), Dynamic::from_float(DISTANCE));
    workout.insert("duration".into(), Dynamic::from_float(DURATION));
    workout.insert("avg_heart_rate".into(), Dynamic::from_float(HEART_RATE));
    let mut user = Map::new();
    user.insert("category".into(), CATEGORY.into());
    let mut scope = Scope::new();
    scope.push_constant("workout", workout);
    scope.push_constant("user", user);
    scope
}

/// With the unit constants folded beforehand, in Rhai's favour.
const RHAI_RULE: &str = "workout.distance >= 10000.0 && workout.duration < 3600.0 \
                         && workout.avg_heart_rate > 2.0 && user.category == \"amateur\"";

fn rules(criterion: &mut Criterion) {
    let rule = compile(RULE, &context(), Want::Flag).expect("the rule is right");
    let slots = Slots::of(&rule);
    assert!(rule.is_true(&slots));

    let engine = Engine::new();
    let ast = engine.compile_expression(RHAI_RULE).expect("Rhai reads it");
    let mut scope = rhai_scope();
    assert_eq!(
        engine.eval_ast_with_scope(&mut scope, &ast).ok(),
        Some(true)
    );

    let mut group = criterion.benchmark_group("four-clause rule");
    group.bench_function("native", |bencher| {
        bencher.iter(|| black_box(&rule).is_true(black_box(&slots)));
    });
    group.bench_function("rhai", |bencher| {
        bencher.iter(|| {
            engine
                .eval_ast_with_scope::<bool>(&mut scope, black_box(&ast))
                .is_ok()
        });
    });
    group.finish();
    criterion.bench_function("check a four-clause rule", |bencher| {
        let context = context();
        bencher.iter(|| compile(black_box(RULE), &context, Want::Flag).is_ok());
    });
}

criterion_group!(benches, rules);
criterion_main!(benches);
