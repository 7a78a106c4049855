//! The other direction: values are put where a path leads, for whoever plays the vendor.

use serde_json::{Map, Value};

use super::{Path, Step};

/// Lists are not made longer than this to reach an entry.
const FARTHEST: usize = 1_000;

impl Path {
    /// Puts a value where the path leads, and makes what is missing on the way: of several the first.
    /// Answers whether there was a place.
    pub fn put(&self, root: &mut Value, value: Value) -> bool {
        match descend(root, &self.steps) {
            Some(place) => {
                *place = value;
                true
            }
            None => false,
        }
    }

    /// Puts records where the path finds them, in place of those that are there; each with the name
    /// that it has in a map. A path to one value takes the first.
    pub fn fill(&self, root: &mut Value, records: Vec<(String, Value)>) -> bool {
        let Some(deepest) = self.steps.iter().rposition(Step::is_many) else {
            let first = records.into_iter().next();
            return self.put(root, first.map_or(Value::Null, |(_, record)| record));
        };
        let (before, rest) = self.steps.split_at(deepest);
        let Some((many, inside)) = rest.split_first() else {
            return false;
        };
        let Some(list) = descend(root, before) else {
            return false;
        };
        let pattern = many.first_of(list).cloned().unwrap_or(Value::Null);
        let entry = |record: Value| {
            if inside.is_empty() {
                return record;
            }
            let mut around = pattern.clone();
            if let Some(place) = descend(&mut around, inside) {
                *place = record;
            }
            around
        };
        match (many, &mut *list) {
            (Step::All, Value::Object(map)) => {
                *map = records
                    .into_iter()
                    .map(|(name, record)| (name, entry(record)))
                    .collect();
            }
            (Step::Where(names, word), _) => {
                let marked = records.into_iter().map(|(_, record)| {
                    let mut record = entry(record);
                    mark(&mut record, names, word);
                    record
                });
                let marked: Vec<Value> = marked.collect();
                let others = list.as_array().cloned().unwrap_or_default().into_iter();
                let others = others.filter(|one| !is_marked(one, names, word));
                *list = Value::Array(others.chain(marked).collect());
            }
            _ => {
                let all = records.into_iter().map(|(_, record)| entry(record));
                *list = Value::Array(all.collect());
            }
        }
        true
    }
}

impl Step {
    fn is_many(&self) -> bool {
        matches!(self, Self::Each | Self::All | Self::Where(..))
    }

    fn first_of<'a>(&self, list: &'a Value) -> Option<&'a Value> {
        match (self, list) {
            (Self::Where(names, word), Value::Array(all)) => {
                all.iter().find(|one| is_marked(one, names, word))
            }
            (_, Value::Array(all)) => all.first(),
            (Self::All, Value::Object(map)) => map.values().next(),
            _ => None,
        }
    }
}

fn is_marked(one: &Value, names: &[String], word: &str) -> bool {
    let mut value = one;
    for name in names {
        match value.get(name) {
            Some(inner) => value = inner,
            None => return false,
        }
    }
    super::plain(value).is_some_and(|text| text == word)
}

/// Writes what a filter looks for, where it does not stand already.
fn mark(one: &mut Value, names: &[String], word: &str) {
    if is_marked(one, names, word) {
        return;
    }
    let mut here = one;
    for name in names {
        here = member(here, name);
    }
    *here = Value::String(word.to_owned());
}

fn member<'a>(value: &'a mut Value, name: &str) -> &'a mut Value {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    // It is a map now, and indexing one by a name makes the member.
    &mut value[name]
}

fn entry(list: &mut Value, index: usize) -> Option<&mut Value> {
    if index > FARTHEST {
        return None;
    }
    if !list.is_array() {
        *list = Value::Array(Vec::new());
    }
    let all = list.as_array_mut()?;
    while all.len() <= index {
        all.push(Value::Null);
    }
    all.get_mut(index)
}

fn descend<'a>(root: &'a mut Value, steps: &[Step]) -> Option<&'a mut Value> {
    let mut here = root;
    for step in steps {
        here = match step {
            Step::Name(name) => member(here, name),
            Step::Index(index) => {
                let length = here.as_array().map_or(0, Vec::len);
                let back = usize::try_from(index.unsigned_abs()).ok()?;
                let at = if *index < 0 {
                    length.saturating_sub(back)
                } else {
                    back
                };
                entry(here, at)?
            }
            Step::Each if !here.is_array() && !here.is_null() => here,
            Step::All if here.is_object() => here.as_object_mut()?.values_mut().next()?,
            Step::Each | Step::All => entry(here, 0)?,
            Step::Where(names, word) => {
                let known = here.as_array().map_or(&[][..], Vec::as_slice);
                let at = known.iter().position(|one| is_marked(one, names, word));
                let place = entry(here, at.unwrap_or(known.len()))?;
                mark(place, names, word);
                place
            }
            Step::Key => return None,
        };
    }
    Some(here)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn put(path: &str, mut root: Value, value: Value) -> Value {
        assert!(Path::parse(path).expect(path).put(&mut root, value));
        root
    }

    fn fill(path: &str, mut root: Value, records: &[Value]) -> Value {
        let named = records.iter().enumerate();
        let named = named.map(|(at, record)| (format!("k{at}"), record.clone()));
        let path = Path::parse(path).expect(path);
        assert!(path.fill(&mut root, named.collect()));
        root
    }

    #[test]
    fn a_value_is_put_where_its_path_leads() {
        let root = json!({"a": 1});
        assert_eq!(
            put("b.c", root.clone(), json!(2)),
            json!({"a": 1, "b": {"c": 2}})
        );
        assert_eq!(put("", root.clone(), json!(2)), json!(2));
        assert_eq!(put("b[1]", root, json!(2)), json!({"a": 1, "b": [null, 2]}));
        let rows = json!([{"t": "x"}]);
        assert_eq!(
            put("[?t=y].v", rows.clone(), json!(1)),
            json!([{"t": "x"}, {"t": "y", "v": 1}])
        );
        assert_eq!(put("[*].v", rows, json!(1)), json!([{"t": "x", "v": 1}]));
        assert!(!Path::parse("a.@key").unwrap().put(&mut json!({}), json!(1)));
        let far = Path::parse("[999999]").unwrap();
        assert!(!far.put(&mut json!([]), json!(1)));
    }

    #[test]
    fn records_take_the_place_of_those_that_were_there() {
        let two = [json!({"id": 1}), json!({"id": 2})];
        assert_eq!(fill("[*]", json!([{"id": 9}]), &two), json!(two));
        assert_eq!(
            fill("body.rows[*]", json!({"status": 0}), &two),
            json!({"status": 0, "body": {"rows": two}})
        );
        assert_eq!(
            fill("by.*", json!({"by": {"z": {}}}), &two),
            json!({"by": {"k0": {"id": 1}, "k1": {"id": 2}}})
        );
        assert_eq!(
            fill("[*].inner", json!([{"kind": "w", "inner": {}}]), &two),
            json!([{"kind": "w", "inner": {"id": 1}}, {"kind": "w", "inner": {"id": 2}}])
        );
        assert_eq!(
            fill("[?t=w]", json!([{"t": "v"}]), &two[..1]),
            json!([{"t": "v"}, {"id": 1, "t": "w"}])
        );
        assert_eq!(fill("", json!(null), &two), two[0]);
    }
}
