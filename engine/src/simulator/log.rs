//! What was asked, and what was answered; secrets masked.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use serde::Serialize;

/// So many requests are kept, the latest.
const MOST: usize = 10_000;
/// So much of an answer is kept.
const MOST_OF_ANSWER: usize = 2_000;
/// What every secret that the simulator makes begins with.
pub const MADE: &str = "sim-";
/// Parameters that hold secrets.
const SECRET: [&str; 10] = [
    "client_secret",
    "code",
    "code_verifier",
    "access_token",
    "refresh_token",
    "token",
    "key",
    "api_key",
    "signature",
    "password",
];

/// One request, and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// From 1.
    pub number: u64,
    pub at: DateTime<Utc>,
    pub method: String,
    /// The vendor's, as the adapter names it.
    pub host: String,
    pub path: String,
    pub query: Vec<(String, String)>,
    pub form: Vec<(String, String)>,
    /// `authorize`, `token`, `refresh`, `register`, `revoke`, `stream:workouts`,
    /// `detail:workouts.pulse`, `unknown`.
    pub of: String,
    pub status: u16,
    /// The beginning of its body.
    pub answer: String,
    /// What was done to it.
    pub fault: Option<String>,
}

impl std::fmt::Display for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let query = pairs(&self.query);
        let mark = if query.is_empty() { "" } else { "?" };
        let Self {
            number,
            method,
            host,
            path,
            status,
            of,
            ..
        } = self;
        write!(
            f,
            "{number:>5}  {status}  {method} {host}{path}{mark}{query}"
        )?;
        if !self.form.is_empty() {
            write!(f, "  {}", pairs(&self.form))?;
        }
        write!(f, "  ({of}")?;
        if let Some(fault) = &self.fault {
            write!(f, ", {fault}")?;
        }
        f.write_str(")")
    }
}

fn pairs(pairs: &[(String, String)]) -> String {
    let one = |(name, value): &(String, String)| format!("{name}={value}");
    pairs.iter().map(one).collect::<Vec<_>>().join("&")
}

#[derive(Debug, Default)]
pub struct Log {
    seen: VecDeque<Seen>,
    last: u64,
}

impl Log {
    pub fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    pub fn add(&mut self, seen: Seen) {
        if self.seen.len() >= MOST {
            self.seen.pop_front();
        }
        self.seen.push_back(seen);
    }

    pub fn all(&self) -> Vec<Seen> {
        self.seen.iter().cloned().collect()
    }

    pub fn clear(&mut self) {
        self.seen.clear();
    }
}

/// Parameters as they are shown.
pub fn masked_pairs(pairs: &[(String, String)], known: &[String]) -> Vec<(String, String)> {
    let one = |(name, value): &(String, String)| {
        let value = if SECRET.contains(&name.as_str()) {
            "…".to_owned()
        } else {
            masked(value, known)
        };
        (name.clone(), value)
    };
    pairs.iter().map(one).collect()
}

/// A text without the secrets that were made and those that were set.
pub fn masked(text: &str, known: &[String]) -> String {
    let mut text = text.to_owned();
    for secret in known.iter().filter(|secret| !secret.is_empty()) {
        text = text.replace(secret.as_str(), "…");
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(MADE) {
        let (before, behind) = rest.split_at(at);
        shown.push_str(before);
        let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let end = behind.find(|c| !is_inside(c)).unwrap_or(behind.len());
        shown.push('…');
        rest = behind.get(end..).unwrap_or_default();
    }
    shown + rest
}

/// The beginning of an answer, as it is shown.
pub fn beginning(body: &[u8], known: &[String]) -> String {
    let some = body.get(..MOST_OF_ANSWER).unwrap_or(body);
    let mut text = masked(&String::from_utf8_lossy(some), known);
    if some.len() < body.len() {
        text += " …";
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        let known = ["own".to_owned()];
        let text = "{\"a\": \"sim-at-0a1b\", \"b\": \"own\", \"c\": 1}";
        assert_eq!(
            masked(text, &known),
            "{\"a\": \"…\", \"b\": \"…\", \"c\": 1}"
        );
        let pairs = [
            ("code".to_owned(), "x".to_owned()),
            ("page".to_owned(), "2".to_owned()),
        ];
        assert_eq!(masked_pairs(&pairs, &[])[0].1, "…");
        assert_eq!(masked_pairs(&pairs, &[])[1].1, "2");
    }

    #[test]
    fn the_log_is_bounded() {
        let mut log = Log::default();
        for _ in 0..MOST + 5 {
            let number = log.next();
            log.add(Seen {
                number,
                at: DateTime::default(),
                method: String::new(),
                host: String::new(),
                path: String::new(),
                query: Vec::new(),
                form: Vec::new(),
                of: String::new(),
                status: 200,
                answer: String::new(),
                fault: None,
            });
        }
        let all = log.all();
        assert_eq!((all.len(), all[0].number), (MOST, 6));
    }
}
