//! Errors inside answers, as the adapter declares them: found, and made.

use std::collections::HashMap;

use serde_json::{Value, json};
use stadion_pack::adapter::model::{Action, Adapter, NamedType, Pull};
use stadion_pack::adapter::{Found, plain};
use stadion_pack::expr::{Checked, Env, SlotRef};
use stadion_pack::value::Value as Si;

/// What predicates see of an answer.
struct Told<'a> {
    status: u16,
    body: HashMap<&'a str, Si>,
}

impl Env for Told<'_> {
    fn slot(&self, _: usize, slot: &SlotRef) -> Option<Si> {
        match slot.root.as_str() {
            "response" => Some(Si::Number(f64::from(self.status))),
            _ => self.body.get(slot.field.as_str()).cloned(),
        }
    }
}

fn told<'a>(pull: &'a Pull, status: u16, body: &Value) -> Told<'a> {
    let root = Found::root(body);
    let values = pull.body.iter().filter_map(|(name, named)| {
        let found = named.paths.iter().find_map(|path| path.first(&root))?;
        let value = match &named.ty {
            NamedType::Number(unit) => {
                let number: f64 = plain(&found.value)?.trim().parse().ok()?;
                Si::Number(unit.to_si(number))
            }
            NamedType::Flag => Si::Flag(plain(&found.value)? == "true"),
            NamedType::Text | NamedType::Time => Si::Text(plain(&found.value)?),
        };
        Some((name.as_str(), value))
    });
    Told {
        status,
        body: values.collect(),
    }
}

/// Whether the adapter finds an error in an answer, whatever its status.
pub fn is_error(pull: &Pull, status: u16, body: &Value) -> bool {
    let holds = |predicate: &Checked| predicate.is_true(&told(pull, status, body));
    pull.error_predicate.as_ref().is_some_and(holds)
}

/// What the adapter does about an answer by its body; nothing where its status alone decides.
fn action(pull: &Pull, body: &Value) -> Option<Action> {
    let told = told(pull, 200, body);
    let fits = |when: &Checked| when.is_true(&told);
    let by_body = pull.responses.iter().filter(|one| one.status.is_empty());
    by_body
        .filter(|one| one.when.as_ref().is_some_and(fits))
        .map(|one| one.then)
        .next()
}

/// A body in which the adapter finds an error, and about which it does what is asked for; nothing where
/// it declares no such.
pub fn error_inside(adapter: &Adapter, wanted: Option<Action>) -> Option<Value> {
    let pull = adapter.transport.pull.as_ref()?;
    pull.error_predicate.as_ref()?;
    let fits = |body: &Value| {
        let done = action(pull, body);
        is_error(pull, 200, body) && (wanted.is_none() || done == wanted || is_left(done, wanted))
    };
    let mut made = json!({});
    for (name, named) in &pull.body {
        let Some(path) = named.paths.first() else {
            continue;
        };
        for value in candidates(pull, &named.ty) {
            let mut body = made.clone();
            if !path.put(&mut body, value) {
                continue;
            }
            if fits(&body) {
                return Some(described(pull, body, name));
            }
        }
        // What does not decide by itself may be needed beside what does.
        if let NamedType::Text = named.ty {
            path.put(&mut made, json!("error"));
        }
    }
    None
}

/// What no response names is an error of its own.
fn is_left(done: Option<Action>, wanted: Option<Action>) -> bool {
    done.is_none() && wanted == Some(Action::Fail)
}

/// Texts beside the one that decides say what it is.
fn described(pull: &Pull, mut body: Value, decides: &str) -> Value {
    for (name, named) in &pull.body {
        if name != decides
            && matches!(named.ty, NamedType::Text)
            && let Some(path) = named.paths.first()
        {
            path.put(&mut body, json!("simulated"));
        }
    }
    body
}

/// Values that a predicate may tell apart: those that it names, and their neighbours.
fn candidates(pull: &Pull, ty: &NamedType) -> Vec<Value> {
    let conditions = pull.responses.iter().filter_map(|one| one.when.as_ref());
    let all = conditions.chain(&pull.error_predicate);
    match ty {
        NamedType::Flag => vec![json!(true), json!(false)],
        NamedType::Number(_) => {
            let named = all.flat_map(|one| numbers_in(one.source()));
            let named: Vec<i64> = named.collect();
            // One that none names comes last: an error of no kind that is known.
            let other = named.iter().max().map_or(1, |most| most + 1);
            let beside = named.iter().flat_map(|n| [*n, n + 1, n - 1]);
            beside.chain([other, 1, 0, -1]).map(|n| json!(n)).collect()
        }
        NamedType::Text | NamedType::Time => {
            let words = all.flat_map(|one| words_in(one.source()));
            words
                .chain(["error".to_owned(), String::new()])
                .map(Value::String)
                .collect()
        }
    }
}

fn numbers_in(source: &str) -> Vec<i64> {
    let words = source.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.filter_map(|word| word.parse().ok()).collect()
}

fn words_in(source: &str) -> Vec<String> {
    let quoted = source.split('"').skip(1).step_by(2);
    let single = source.split('\'').skip(1).step_by(2);
    quoted.chain(single).map(str::to_owned).collect()
}

/// What the adapter's predicates look at, as a good answer has it: put into answers that are made.
pub fn mark_good(pull: &Pull, good: &Value, answer: &mut Value) {
    let root = Found::root(good);
    for named in pull.body.values() {
        for path in &named.paths {
            if let Some(found) = path.first(&root) {
                path.put(answer, found.value.into_owned());
            }
        }
    }
}
