//! What the vendor sends back.

use serde_json::{Value, json};

/// An answer, before anything happens to it on its way.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub kind: &'static str,
}

impl Answer {
    pub fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.to_string().into_bytes(),
            kind: "application/json",
        }
    }

    pub fn bytes(body: Vec<u8>) -> Self {
        Self {
            status: 200,
            headers: Vec::new(),
            body,
            kind: "application/octet-stream",
        }
    }

    pub fn html(status: u16, body: String) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into_bytes(),
            kind: "text/html; charset=utf-8",
        }
    }

    pub fn empty(status: u16) -> Self {
        Self {
            status,
            kind: "application/json",
            ..Self::default()
        }
    }

    /// What is wrong, for whoever writes the client.
    pub fn wrong(status: u16, message: &str) -> Self {
        Self::json(status, &json!({ "error": message }))
    }

    pub fn redirect(to: String) -> Self {
        Self::empty(303).with("location", to)
    }

    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// Numbers as texts, maps as lists of one: what a vendor's new version does one day.
pub fn wrong_types(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.to_string()),
        Value::Object(map) => {
            let all = map
                .iter()
                .map(|(name, inner)| (name.clone(), wrong_types(inner)));
            json!([Value::Object(all.collect())])
        }
        Value::Array(list) => list.iter().map(wrong_types).collect(),
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_become_others() {
        let value = json!({"a": 1, "b": ["x", {"c": null}]});
        let wrong = json!([{"a": "1", "b": ["x", [{"c": null}]]}]);
        assert_eq!(wrong_types(&value), wrong);
    }
}
