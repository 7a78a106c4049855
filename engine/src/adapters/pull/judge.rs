//! What is to be done about an answer.

use stadion_pack::adapter::model::{Action, Format, Named, NamedType, Pull};
use stadion_pack::adapter::{Adapter, Found, plain};
use stadion_pack::expr::{Checked, Env, SlotRef};
use stadion_pack::value::Value as Si;

use super::Answer;
use crate::adapters::normalize::named;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Good,
    /// As if it held nothing.
    Nothing,
    /// Later; the reason is for whoever looks why.
    Retry(String),
    RateLimited(String),
    /// Once more with a new token.
    RefreshToken(String),
    /// It will not be otherwise; the person is told.
    Fail(String),
}

/// The adapter's own words first, then what HTTP means by the status (RFC 9110, 15; RFC 6585, 4).
pub fn judge(adapter: &Adapter, pull: &Pull, answer: &Answer) -> Verdict {
    let body = answer.json();
    let env = Said {
        pull,
        status: answer.status,
        root: body.as_ref().map(Found::root),
    };
    let holds = |when: &Checked| when.eval(&env) == Some(Si::Flag(true));
    let why = || why(&env, answer);
    for rule in &pull.responses {
        let is_status = rule.status.is_empty() || rule.status.contains(&answer.status);
        if is_status && rule.when.as_ref().is_none_or(holds) {
            return match rule.then {
                Action::Retry => Verdict::Retry(why()),
                Action::Fail => Verdict::Fail(why()),
                Action::Ignore => Verdict::Nothing,
                Action::RateLimited => Verdict::RateLimited(why()),
                Action::RefreshToken => Verdict::RefreshToken(why()),
            };
        }
    }
    match answer.status {
        200..=299 if pull.error_predicate.as_ref().is_some_and(holds) => Verdict::Fail(why()),
        204 => Verdict::Nothing,
        200..=299 if body.is_none() && adapter.decode.format == Format::Json => {
            Verdict::Retry("the answer breaks off, or is no JSON".to_owned())
        }
        200..=299 => Verdict::Good,
        401 => Verdict::RefreshToken(why()),
        429 => Verdict::RateLimited(why()),
        408 | 425 | 500..=599 => Verdict::Retry(why()),
        _ => Verdict::Fail(why()),
    }
}

/// What the vendor says beside the status: texts that the adapter names, never the whole body.
fn why(env: &Said<'_>, answer: &Answer) -> String {
    let texts = env.pull.body.iter().filter_map(|(name, named)| {
        let is_text = matches!(named.ty, NamedType::Text);
        let said = env.find(named).filter(|_| is_text)?;
        Some(format!(
            "{name}: {}",
            said.chars().take(200).collect::<String>()
        ))
    });
    let said: Vec<String> = texts.collect();
    if said.is_empty() {
        format!("the vendor answered {}", answer.status)
    } else {
        format!(
            "the vendor answered {} ({})",
            answer.status,
            said.join(", ")
        )
    }
}

struct Said<'a> {
    pull: &'a Pull,
    status: u16,
    root: Option<Found<'a>>,
}

impl Said<'_> {
    fn find(&self, named: &Named) -> Option<String> {
        let root = self.root.as_ref()?;
        plain(&named.paths.iter().find_map(|path| path.first(root))?.value)
    }
}

impl Env for Said<'_> {
    fn slot(&self, _: usize, slot: &SlotRef) -> Option<Si> {
        match slot.root.as_str() {
            "response" => Some(Si::Number(f64::from(self.status))),
            _ => named(
                self.pull.body.get(slot.field.as_str())?,
                self.root.as_ref()?,
            ),
        }
    }
}
