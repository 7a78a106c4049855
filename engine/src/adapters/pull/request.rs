//! Requests for lists, single records, their details, and calls about an account.

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use indexmap::IndexMap;
use serde_json::Value;
use stadion_pack::adapter::model::{Call, Detail, Method, Pull, Stream, TimeForm};
use stadion_pack::adapter::{Found, Path, Template, plain};

use super::{Ask, At, Body};

/// Why there is nothing to ask.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("`{0}` has no value for the request's path")]
    NoValue(String),
    /// A vendor told of another page elsewhere.
    #[error("the next page is at `{0}`, which is none of the adapter's hosts")]
    OtherHost(String),
}

/// What is asked for, by the time that moves on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub since: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
}

/// A page of a stream.
pub fn list(pull: &Pull, stream: &Stream, span: Span, at: &At, user: &str) -> Result<Ask, Fault> {
    if let Some(link) = &at.link {
        return linked(pull, link);
    }
    let form = stream.incremental.as_ref().map(|one| one.form);
    let limit = stream.paginate.as_ref().and_then(|pages| pages.limit);
    let value = |name: &str| match name {
        "since" => span.since.map(|time| written(time, form)),
        "until" => span.until.map(|time| written(time, form)),
        "page" => at.page.map(|page| page.to_string()),
        "offset" => Some(at.offset.clone().unwrap_or_else(|| "0".to_owned())),
        "limit" => limit.map(|limit| limit.to_string()),
        "next" => at.next.clone(),
        "user_id" => Some(user.to_owned()),
        _ => None,
    };
    of_stream(pull, stream, &value)
}

/// The record that a ping names.
pub fn single(pull: &Pull, stream: &Stream, id: &str, user: &str) -> Result<Ask, Fault> {
    let value = |name: &str| match name {
        "id" => Some(id.to_owned()),
        "user_id" => Some(user.to_owned()),
        _ => None,
    };
    of_stream(pull, stream, &value)
}

fn of_stream(
    pull: &Pull,
    stream: &Stream,
    value: &dyn Fn(&str) -> Option<String>,
) -> Result<Ask, Fault> {
    let Stream {
        method,
        path,
        query,
        form,
        ..
    } = stream;
    filled(pull, *method, path, query, form, value)
}

/// A further request for a record.
pub fn detail(pull: &Pull, detail: &Detail, record: &Value, user: &str) -> Result<Ask, Fault> {
    let root = Found::root(record);
    let value = |name: &str| match name.strip_prefix("record.") {
        Some(path) => plain(&Path::parse(path).ok()?.first(&root)?.value),
        None => (name == "user_id").then(|| user.to_owned()),
    };
    filled(
        pull,
        detail.method,
        &detail.path,
        &detail.query,
        &detail.form,
        &value,
    )
}

/// A call about an account, as registering or revoking.
pub fn call(
    pull: &Pull,
    call: &Call,
    value: &dyn Fn(&str) -> Option<String>,
) -> Result<Ask, Fault> {
    let mut ask = filled(
        pull,
        call.method,
        &call.path,
        &IndexMap::new(),
        &call.form,
        value,
    )?;
    if !call.json.is_empty() {
        let members = parameters(&call.json, value);
        let members = members
            .into_iter()
            .map(|(name, text)| (name, Value::String(text)));
        ask.body = Body::Json(Value::Object(members.collect()));
    }
    Ok(ask)
}

/// The request in the name of whoever the token, or the key, is of.
pub fn signed(pull: &Pull, mut ask: Ask, token: &str) -> Ask {
    let (name, value) = match &pull.key {
        Some(key) => (key.header.clone(), format!("{}{token}", key.prefix)),
        None => ("Authorization".to_owned(), format!("Bearer {token}")),
    };
    ask.headers.push((name, value));
    ask
}

fn filled(
    pull: &Pull,
    method: Method,
    path: &Template,
    query: &IndexMap<String, Template>,
    form: &IndexMap<String, Template>,
    value: &dyn Fn(&str) -> Option<String>,
) -> Result<Ask, Fault> {
    let in_path = path.fill(|name| encoded(&value(name)?));
    let path = in_path.ok_or_else(|| Fault::NoValue(path.to_string()))?;
    let mut url = if path.starts_with("https://") {
        path
    } else {
        format!("{}{path}", pull.base)
    };
    let query = parameters(query, value);
    if !query.is_empty() {
        let pairs = query
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()));
        let written = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&written);
    }
    let form = parameters(form, value);
    Ok(Ask {
        method,
        url,
        headers: headers(pull),
        body: if form.is_empty() {
            Body::None
        } else {
            Body::Form(form)
        },
    })
}

fn headers(pull: &Pull) -> Vec<(String, String)> {
    let headers = pull.headers.iter();
    headers
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// A parameter without a value, as `{next}` of the first page, is left out.
fn parameters(
    templates: &IndexMap<String, Template>,
    value: &dyn Fn(&str) -> Option<String>,
) -> Vec<(String, String)> {
    let filled = templates.iter();
    filled
        .filter_map(|(name, template)| Some((name.clone(), template.fill(value)?)))
        .collect()
}

/// What a vendor or its record says stays one segment of the path: neither `/` nor `..` leads elsewhere.
fn encoded(text: &str) -> Option<String> {
    if text.is_empty() || text.chars().all(|c| c == '.') {
        return None;
    }
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    Some(out)
}

/// As the stream's times are written.
pub fn written(time: DateTime<Utc>, form: Option<TimeForm>) -> String {
    match form {
        Some(TimeForm::Unix) => time.timestamp().to_string(),
        Some(TimeForm::UnixMs) => time.timestamp_millis().to_string(),
        Some(TimeForm::Date) => time.date_naive().to_string(),
        Some(TimeForm::Local) => time.format("%Y-%m-%dT%H:%M:%S").to_string(),
        _ => time.to_rfc3339_opts(SecondsFormat::Secs, true),
    }
}

/// A vendor's address of the next page, whole or from `base` on.
fn linked(pull: &Pull, link: &str) -> Result<Ask, Fault> {
    let other = || Fault::OtherHost(link.chars().take(200).collect());
    let base = url::Url::parse(&pull.base).map_err(|_| other())?;
    let url = base.join(link).map_err(|_| other())?;
    let is_ours = |host: &str| pull.hosts.iter().any(|known| known == host);
    let is_plain = url.username().is_empty() && url.password().is_none() && url.port().is_none();
    if url.scheme() != "https" || !url.host_str().is_some_and(is_ours) || !is_plain {
        return Err(other());
    }
    Ok(Ask {
        method: Method::Get,
        url: url.into(),
        headers: headers(pull),
        body: Body::None,
    })
}
