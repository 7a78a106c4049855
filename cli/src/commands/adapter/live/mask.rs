//! Secrets in what is shown.

use serde_json::Value;
use stadion_engine::adapters::scrub::is_secret;
use stadion_engine::config::Vendor;
use url::form_urlencoded::byte_serialize;

const MASK: &str = "…";
/// A shorter one is none, and its letters stand everywhere.
const SHORTEST: usize = 4;

/// What must not be seen, wherever it stands.
#[derive(Clone, Debug, Default)]
pub struct Masks(Vec<String>);

impl Masks {
    pub fn of(token: &str, vendor: &Vendor) -> Self {
        let names = vendor.secrets.keys().map(String::as_str);
        let set = names.chain(["client_secret"]);
        let set = set.filter_map(|name| vendor.secret(name));
        let all = set.chain([token]).filter(|one| one.len() >= SHORTEST);
        let mut known: Vec<String> = all
            .flat_map(|one| [one.to_owned(), byte_serialize(one.as_bytes()).collect()])
            .collect();
        // What holds another goes first.
        known.sort_by_key(|one| std::cmp::Reverse(one.len()));
        known.dedup();
        Self(known)
    }

    pub fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for known in &self.0 {
            text = text.replace(known.as_str(), MASK);
        }
        text
    }

    /// The value of a header or parameter.
    pub fn named(&self, name: &str, value: &str) -> String {
        if is_secret(name) {
            return MASK.to_owned();
        }
        self.text(value)
    }

    /// Members too whose names say that they let somebody in.
    pub fn value(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(all) => all.iter().map(|one| self.value(one)).collect(),
            Value::Object(map) => {
                let members = map.iter().map(|(name, inner)| {
                    let is_plain = !inner.is_object() && !inner.is_array() && !inner.is_null();
                    let shown = if is_secret(name) && is_plain {
                        Value::String(MASK.to_owned())
                    } else {
                        self.value(inner)
                    };
                    (name.clone(), shown)
                });
                Value::Object(members.collect())
            }
            other => other.clone(),
        }
    }
}
