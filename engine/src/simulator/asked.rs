//! What a request asks for, by the adapter's own declarations.

use std::collections::HashMap;

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use indexmap::IndexMap;
use serde_json::Value;
use stadion_pack::adapter::Template;
use stadion_pack::adapter::model::{Call, Method, Pull};
use url::form_urlencoded;

/// A request to the vendor.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub method: String,
    pub host: String,
    /// Decoded.
    pub path: String,
    pub query: Vec<(String, String)>,
    pub form: Vec<(String, String)>,
    pub json: Option<Value>,
    pub headers: HeaderMap,
}

/// What it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum For {
    Authorize,
    Token,
    Refresh,
    Register,
    Revoke,
    Stream(String),
    /// Of a stream, the number of its detail, and the key it goes into.
    Detail(String, usize, String),
    Unknown,
}

impl For {
    pub fn word(&self) -> String {
        match self {
            Self::Authorize => "authorize".to_owned(),
            Self::Token => "token".to_owned(),
            Self::Refresh => "refresh".to_owned(),
            Self::Register => "register".to_owned(),
            Self::Revoke => "revoke".to_owned(),
            Self::Stream(stream) => format!("stream:{stream}"),
            Self::Detail(stream, _, into) => format!("detail:{stream}.{into}"),
            Self::Unknown => "unknown".to_owned(),
        }
    }
}

/// What stood for the names of templates.
pub type Names = HashMap<String, String>;

impl Asked {
    pub fn of(&self, name: &str) -> Option<&str> {
        first(&self.query, name)
    }

    pub fn field(&self, name: &str) -> Option<&str> {
        first(&self.form, name)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub fn bearer(&self) -> Option<&str> {
        let (scheme, token) = self.header("authorization")?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    }

    /// Name and secret of RFC 7617; both are form-encoded as RFC 6749, 2.3.1 says.
    pub fn basic(&self) -> Option<(String, String)> {
        let (scheme, encoded) = self.header("authorization")?.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let text = String::from_utf8(BASE64_STANDARD.decode(encoded.trim()).ok()?).ok()?;
        let (name, secret) = text.split_once(':')?;
        Some((decoded(name), decoded(secret)))
    }

    /// `host/path?query`
    pub fn address(&self) -> String {
        let query: Vec<String> = self
            .query
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{}{mark}{}", self.host, self.path, query.join("&"))
    }

    fn is_at(&self, address: &str) -> bool {
        let place = place_of(address);
        (self.host.as_str(), self.path.as_str()) == place
    }
}

fn first<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

fn decoded(text: &str) -> String {
    let pairs = format!("x={text}");
    let mut pairs = form_urlencoded::parse(pairs.as_bytes());
    pairs
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned())
}

/// Host and path of an address that the adapter states.
fn place_of(address: &str) -> (&str, &str) {
    let rest = address.strip_prefix("https://").unwrap_or(address);
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, "/"),
    }
}

/// What a request is for, and what stood for the names in it.
pub fn purpose(pull: &Pull, asked: &Asked) -> (For, Names) {
    if let Some(oauth2) = &pull.oauth2 {
        if asked.is_at(&oauth2.authorize) {
            return (For::Authorize, Names::new());
        }
        for (call, is_for) in [
            (&oauth2.register, For::Register),
            (&oauth2.revoke, For::Revoke),
        ] {
            let names = call.as_ref().and_then(|call| of_call(pull, call, asked));
            if let Some(names) = names {
                return (is_for, names);
            }
        }
        if asked.is_at(&oauth2.token) {
            let is_refresh = asked.field("grant_type") == Some("refresh_token");
            let is_for = if is_refresh { For::Refresh } else { For::Token };
            return (is_for, Names::new());
        }
    }
    let found = requests(pull)
        .filter_map(|request| Some((request.names(pull, asked)?, request)))
        .max_by_key(|((_, weight), _)| *weight);
    match found {
        Some(((names, _), request)) => (request.is_for, names),
        None => (For::Unknown, Names::new()),
    }
}

/// What a stream or one of its details asks.
struct Request<'a> {
    is_for: For,
    method: Method,
    path: &'a Template,
    query: &'a IndexMap<String, Template>,
    form: &'a IndexMap<String, Template>,
    /// Whether what stands for a name may be missing, and its parameter with it.
    may_lack: bool,
}

fn requests(pull: &Pull) -> impl Iterator<Item = Request<'_>> {
    pull.streams.iter().flat_map(|(name, stream)| {
        let own = Request {
            is_for: For::Stream(name.clone()),
            method: stream.method,
            path: &stream.path,
            query: &stream.query,
            form: &stream.form,
            may_lack: true,
        };
        let details = stream.details.iter().enumerate();
        let details = details.map(|(at, detail)| Request {
            is_for: For::Detail(name.clone(), at, detail.into.clone()),
            method: detail.method,
            path: &detail.path,
            query: &detail.query,
            form: &detail.form,
            may_lack: false,
        });
        std::iter::once(own).chain(details)
    })
}

impl Request<'_> {
    /// What stands for its names, and how much of it is written out: the more, the surer.
    fn names(&self, pull: &Pull, asked: &Asked) -> Option<(Names, i64)> {
        if word(self.method) != asked.method {
            return None;
        }
        let (path, own_query) = at_path(pull, self.path, asked)?;
        let mut weight = -i64::try_from(path.len()).unwrap_or_default();
        let mut names: Names = path;
        names.extend(own_query);
        for (templates, pairs) in [(self.query, &asked.query), (self.form, &asked.form)] {
            for (key, template) in templates {
                let Some(value) = first(pairs, key) else {
                    let has_names = template.names().next().is_some();
                    if has_names && self.may_lack {
                        continue;
                    }
                    return None;
                };
                let found = template.read(value)?;
                if found.is_empty() {
                    weight += 10;
                }
                names.extend(owned(found));
            }
        }
        Some((names, weight))
    }
}

fn owned(found: Vec<(&str, &str)>) -> impl Iterator<Item = (String, String)> {
    let found = found.into_iter();
    found
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect::<Vec<_>>()
        .into_iter()
}

/// Whether a request is at a path of the adapter, which may have a query of its own; what stands for
/// the names in the path, and in that query.
fn at_path(pull: &Pull, path: &Template, asked: &Asked) -> Option<(Names, Names)> {
    let (path, query) = split(path);
    let whole = if path.starts_with("https://") {
        path
    } else {
        format!("{}{path}", pull.base)
    };
    let (host, path) = place_of(&whole);
    if host != asked.host {
        return None;
    }
    let template = Template::parse(path).ok()?;
    let found = template.read(&asked.path)?;
    if found
        .iter()
        .any(|(_, value)| value.is_empty() || value.contains('/'))
    {
        return None;
    }
    let mut of_query = Names::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let template = Template::parse(&value).ok()?;
        let value = asked.of(&name)?;
        of_query.extend(owned(template.read(value)?));
    }
    Some((owned(found).collect(), of_query))
}

fn split(path: &Template) -> (String, String) {
    let text = path.to_string();
    match text.split_once('?') {
        Some((path, query)) => (path.to_owned(), query.to_owned()),
        None => (text, String::new()),
    }
}

fn of_call(pull: &Pull, call: &Call, asked: &Asked) -> Option<Names> {
    if word(call.method) != asked.method {
        return None;
    }
    let (mut names, of_query) = at_path(pull, &call.path, asked)?;
    names.extend(of_query);
    for (key, template) in &call.form {
        names.extend(owned(template.read(asked.field(key)?)?));
    }
    for (key, template) in &call.json {
        let value = asked.json.as_ref()?.get(key)?;
        let value = stadion_pack::adapter::plain(value)?;
        names.extend(owned(template.read(&value)?));
    }
    Some(names)
}

pub const fn word(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
    }
}
