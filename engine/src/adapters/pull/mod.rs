//! What is asked of a vendor, and what its answers say. Pure: whoever carries the requests hands the
//! answers back.

mod budget;
mod judge;
mod oauth;
mod page;
mod request;
#[cfg(test)]
mod tests;

use serde_json::Value;
use stadion_pack::adapter::model::Method;

pub use budget::pause;
pub use judge::{Verdict, judge};
pub use oauth::{Client, TokenFault, Tokens, authorize, challenge, code, refresh, tokens};
pub use page::{At, next};
pub use request::{Fault, Span, call, detail, list, signed, single};

/// A request to a vendor.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    pub method: Method,
    /// At one of the adapter's hosts, by https.
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Body,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    None,
    Form(Vec<(String, String)>),
    Json(Value),
}

/// What a vendor answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}
