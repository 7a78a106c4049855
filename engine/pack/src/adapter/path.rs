//! Paths to values in a record: names with dots between them, a small part of JSONPath (RFC 9535)
//! without its `$`.
//!
//! `a.b` a member, `a[0]` an entry, `a[-1]` the last, `a[*]` each of them (of what is no list, itself),
//! `a.*` all members of a map, `a[?key=word]` those entries whose `key` is the word, `"a.b"` a name with a dot in it. An empty path is the record.
//! `@key` is the name under which the value itself stands.

mod write;

use std::ops::Range;

use serde_json::Value;

/// A checked path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path {
    text: String,
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Name(String),
    Index(i64),
    /// The entries of a list; what is no list is its own only entry.
    Each,
    /// The members of a map, or the entries of a list.
    All,
    Where(Vec<String>, String),
    Key,
}

/// What is wrong with a path, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathError {
    pub message: String,
    pub at: Range<usize>,
}

/// Further steps would tell of no document that people write.
const MOST_STEPS: usize = 32;

/// A value that a path leads to, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<'a> {
    pub value: std::borrow::Cow<'a, Value>,
    pub place: String,
    pub key: String,
}

impl Path {
    pub fn parse(text: &str) -> Result<Self, PathError> {
        let mut reader = Reader { text, at: 0 };
        let mut steps = Vec::new();
        while let Some(step) = reader.step(steps.is_empty())? {
            steps.push(step);
            if steps.len() > MOST_STEPS {
                return Err(reader.wrong(format!("a path has at most {MOST_STEPS} steps"), 0));
            }
        }
        let key = steps.iter().position(|step| *step == Step::Key);
        if key.is_some_and(|key| key + 1 < steps.len()) {
            return Err(reader.wrong("nothing stands behind `@key`".to_owned(), 0));
        }
        Ok(Self {
            text: text.to_owned(),
            steps,
        })
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn is_root(&self) -> bool {
        self.steps.is_empty()
    }

    /// Whether it may lead to several values.
    pub fn is_many(&self) -> bool {
        let is_many = |step: &Step| matches!(step, Step::Each | Step::All | Step::Where(..));
        self.steps.iter().any(is_many)
    }

    /// Every value that it leads to, in order, at most so many; `null` is none.
    pub fn all<'a>(&self, root: &Found<'a>, most: usize) -> Vec<Found<'a>> {
        let mut here = vec![root.clone()];
        for step in &self.steps {
            let mut next = Vec::new();
            for found in &here {
                follow(step, found, most.saturating_sub(next.len()), &mut next);
            }
            here = next;
        }
        here.retain(|found| !found.value.is_null());
        here
    }

    /// The value that a path of names and numbers leads to, without telling its place; what may lead
    /// to several is asked of [`Self::first`].
    pub fn get<'a>(&self, root: &'a Value) -> Option<&'a Value> {
        let mut here = root;
        for step in &self.steps {
            here = match step {
                Step::Name(name) => here.get(name)?,
                Step::Index(index) => here.get(usize::try_from(*index).ok()?)?,
                _ => return None,
            };
        }
        (!here.is_null()).then_some(here)
    }

    /// Whether a document is of the path's shape: where the path has a name, a map stands. What is missing,
    /// or null, is of every shape.
    pub fn fits(&self, root: &Value) -> bool {
        let mut here = root;
        for step in &self.steps {
            let Step::Name(name) = step else { return true };
            match here {
                Value::Null => return true,
                Value::Object(map) => match map.get(name) {
                    Some(inner) => here = inner,
                    None => return true,
                },
                _ => return false,
            }
        }
        true
    }

    /// The name of a member, where it is nothing but one.
    pub fn name(&self) -> Option<&str> {
        match self.steps.as_slice() {
            [Step::Name(name)] => Some(name),
            _ => None,
        }
    }

    /// The name of a member, where it is each entry of that one.
    pub fn each_of(&self) -> Option<&str> {
        match self.steps.as_slice() {
            [Step::Name(name), Step::Each] => Some(name),
            _ => None,
        }
    }

    /// Whether it may lead to a member of the record, or into it.
    pub fn may_reach(&self, member: &str) -> bool {
        match self.steps.first() {
            Some(Step::Name(name)) => name == member,
            _ => true,
        }
    }

    /// Whether [`Self::get`] follows it.
    pub fn is_plain(&self) -> bool {
        let is_plain = |step: &Step| match step {
            Step::Name(_) => true,
            Step::Index(index) => *index >= 0,
            _ => false,
        };
        self.steps.iter().all(is_plain)
    }

    /// The first value that it leads to.
    pub fn first<'a>(&self, root: &Found<'a>) -> Option<Found<'a>> {
        self.all(root, MOST_FIRST).into_iter().next()
    }
}

/// To find the first, so many are looked at.
const MOST_FIRST: usize = 100_000;

impl<'a> Found<'a> {
    pub fn root(value: &'a Value) -> Self {
        Self {
            value: std::borrow::Cow::Borrowed(value),
            place: String::new(),
            key: String::new(),
        }
    }

    pub fn at(value: &'a Value, place: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            ..Self::root(value)
        }
    }

    fn member(&self, name: &str) -> Option<Self> {
        use std::borrow::Cow;
        let value = match &self.value {
            Cow::Borrowed(Value::Object(map)) => Cow::Borrowed(map.get(name)?),
            Cow::Owned(Value::Object(map)) => Cow::Owned(map.get(name)?.clone()),
            _ => return None,
        };
        let dot = if self.place.is_empty() { "" } else { "." };
        Some(Self {
            value,
            place: format!("{}{dot}{name}", self.place),
            key: name.to_owned(),
        })
    }

    fn entry(&self, index: usize) -> Option<Self> {
        use std::borrow::Cow;
        let value = match &self.value {
            Cow::Borrowed(Value::Array(list)) => Cow::Borrowed(list.get(index)?),
            Cow::Owned(Value::Array(list)) => Cow::Owned(list.get(index)?.clone()),
            _ => return None,
        };
        Some(Self {
            value,
            place: format!("{}[{index}]", self.place),
            key: index.to_string(),
        })
    }
}

fn follow<'a>(step: &Step, found: &Found<'a>, room: usize, next: &mut Vec<Found<'a>>) {
    match step {
        Step::Name(name) => next.extend(found.member(name)),
        Step::Index(index) => {
            let length = found.value.as_array().map_or(0, Vec::len);
            let back = usize::try_from(index.unsigned_abs()).unwrap_or(usize::MAX);
            let at = if *index < 0 {
                length.checked_sub(back)
            } else {
                Some(back)
            };
            next.extend(at.and_then(|at| found.entry(at)));
        }
        Step::Each if !found.value.is_array() => next.push(found.clone()),
        Step::Each | Step::All => match &*found.value {
            Value::Array(list) => {
                let all = (0..list.len().min(room)).filter_map(|at| found.entry(at));
                next.extend(all);
            }
            Value::Object(map) => {
                let all = map.keys().take(room).filter_map(|key| found.member(key));
                next.extend(all);
            }
            _ => {}
        },
        Step::Where(names, word) => {
            let length = found.value.as_array().map_or(0, Vec::len);
            let fits = |entry: &Found<'_>| {
                let mut value = &*entry.value;
                for name in names {
                    match value.get(name) {
                        Some(inner) => value = inner,
                        None => return false,
                    }
                }
                plain(value).is_some_and(|text| text == *word)
            };
            let all = (0..length).filter_map(|at| found.entry(at));
            next.extend(all.filter(fits).take(room));
        }
        Step::Key => next.push(Found {
            value: std::borrow::Cow::Owned(Value::String(found.key.clone())),
            place: found.place.clone(),
            key: found.key.clone(),
        }),
    }
}

/// A scalar as text.
pub fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn wrong(&self, message: String, length: usize) -> PathError {
        PathError {
            message,
            at: self.at..(self.at + length).min(self.text.len()),
        }
    }

    fn step(&mut self, is_first: bool) -> Result<Option<Step>, PathError> {
        let rest = self.rest();
        if rest.is_empty() {
            return Ok(None);
        }
        if rest.starts_with('[') {
            return self.bracket().map(Some);
        }
        match (rest.strip_prefix('.'), is_first) {
            (Some(_), false) => self.at += 1,
            (None, true) => {}
            (Some(_), true) => return Err(self.wrong("a path begins with a name".to_owned(), 1)),
            (None, false) => {
                return Err(self.wrong("a dot or a bracket stands here".to_owned(), 1));
            }
        }
        let rest = self.rest();
        if let Some(quoted) = rest.strip_prefix('"') {
            let Some(end) = quoted.find('"') else {
                return Err(self.wrong("the quote is not closed".to_owned(), rest.len()));
            };
            let name = quoted.get(..end).unwrap_or_default().to_owned();
            self.at += end + 2;
            return Ok(Some(Step::Name(name)));
        }
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or_default();
        let step = match name {
            "" => return Err(self.wrong("a name is missing".to_owned(), 1)),
            "*" => Step::All,
            "@key" => Step::Key,
            name if name.contains([']', '"', '=', '$']) => {
                let message = format!("`{name}` is no name; quote one that has such letters");
                return Err(self.wrong(message, name.len()));
            }
            name => Step::Name(name.trim().to_owned()),
        };
        self.at += end;
        Ok(Some(step))
    }

    fn bracket(&mut self) -> Result<Step, PathError> {
        let rest = self.rest();
        let Some(end) = rest.find(']') else {
            return Err(self.wrong("the bracket is not closed".to_owned(), rest.len()));
        };
        let inner = rest.get(1..end).unwrap_or_default();
        let step = match inner.strip_prefix('?') {
            _ if inner == "*" => Step::Each,
            None => Step::Index(inner.parse().map_err(|_| {
                let message = format!("`[{inner}]` is none of [0], [-1], [*] and [?name=word]");
                self.wrong(message, end + 1)
            })?),
            Some(filter) => {
                let Some((name, word)) = filter.split_once('=') else {
                    let message = "a filter is written [?name=word]".to_owned();
                    return Err(self.wrong(message, end + 1));
                };
                let word = word.trim().trim_matches(['"', '\'']);
                let names = name.trim().split('.').map(str::to_owned).collect();
                Step::Where(names, word.to_owned())
            }
        };
        self.at += end + 1;
        Ok(step)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(path: &str, value: &Value) -> Vec<(String, Value)> {
        let path = Path::parse(path).expect(path);
        let all = path.all(&Found::root(value), 1_000);
        let all = all.into_iter();
        all.map(|found| (found.place, found.value.into_owned()))
            .collect()
    }

    #[test]
    fn paths_lead_to_values_and_tell_their_places() {
        let value = json!({
            "a": {"b-c": [1, 2, null]},
            "x.y": 5,
            "rows": [{"type": 0, "v": "p"}, {"type": 1, "v": "q"}],
            "by": {"10": {"hr": 80}, "20": {"hr": 90}},
        });
        let places = |path| {
            let found = found(path, &value);
            found
                .into_iter()
                .map(|(place, _)| place)
                .collect::<Vec<_>>()
        };
        assert_eq!(found("", &value).len(), 1);
        assert_eq!(places("a.b-c[*]"), ["a.b-c[0]", "a.b-c[1]"]);
        assert_eq!(found("a.b-c[1]", &value), [("a.b-c[1]".into(), json!(2))]);
        assert_eq!(places("rows[-1].v"), ["rows[1].v"]);
        assert_eq!(found("\"x.y\"", &value)[0].1, json!(5));
        assert_eq!(found("rows[?type=1].v", &value)[0].1, json!("q"));
        assert_eq!(places("by.*.hr"), ["by.10.hr", "by.20.hr"]);
        assert_eq!(found("by.*.@key", &value)[1].1, json!("20"));
        assert!(places("nothing[3].at.all").is_empty());
    }

    #[test]
    fn what_a_path_may_reach_is_told_by_its_first_step() {
        let path = |text: &str| Path::parse(text).expect(text);
        assert_eq!(path("rows[*]").each_of(), Some("rows"));
        assert_eq!(path("a.rows[*]").each_of(), None);
        assert_eq!(path("rows[*].a").each_of(), None);
        for reaching in ["rows", "rows[0].a", "", "*", "@key"] {
            assert!(path(reaching).may_reach("rows"), "{reaching}");
        }
        assert!(!path("row.rows").may_reach("rows"));
    }

    #[test]
    fn what_is_no_path_is_told_with_its_place() {
        for (text, message) in [
            (".a", "begins with a name"),
            ("a..b", "a name is missing"),
            ("a[", "not closed"),
            ("a[x]", "none of [0]"),
            ("a[?x]", "[?name=word]"),
            ("a]b", "no name"),
            ("@key.a", "nothing stands behind"),
            ("\"a", "not closed"),
        ] {
            let error = Path::parse(text).expect_err(text);
            assert!(error.message.contains(message), "{text}: {}", error.message);
            assert!(error.at.end <= text.len());
        }
    }
}
