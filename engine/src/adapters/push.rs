//! A vendor's call: whether it is the vendor's, and what it tells. Pure.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use stadion_pack::adapter::model::{
    self, Encoding, EventKind, Events, HashName, Push, Replay, TimeForm,
};
use stadion_pack::adapter::{Found, Path, plain};
use subtle::ConstantTimeEq;

use super::normalize::timestamp;

/// Events of one call; more are refused.
pub const MOST_EVENTS: usize = 1_000;

/// A call as it came.
#[derive(Clone, Copy, Debug, Default)]
pub struct Call<'a> {
    pub headers: &'a [(String, String)],
    pub query: &'a [(String, String)],
    /// What stood in the address where the secret belongs.
    pub address: Option<&'a str>,
    pub body: &'a [u8],
}

impl Call<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        let (_, value) = self.query.iter().find(|(known, _)| known == name)?;
        Some(value)
    }
}

/// The operator's secrets of an adapter, by name.
pub type Secrets<'a> = &'a dyn Fn(&str) -> Option<&'a str>;

/// Why a call is turned away. What would help a forger is not told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the secret `{0}` is not set in the server's configuration")]
    NoSecret(String),
    #[error("the call does not prove that it is the vendor's")]
    NotTheirs,
    #[error("the call is too old, too new, or does not tell its time")]
    NotNow,
    #[error("the body is no JSON, or tells of no event")]
    Unreadable,
    #[error("the call tells of more than {MOST_EVENTS} events")]
    TooMany,
}

/// Something that happened at the vendor's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub kind: EventKind,
    /// The person, as the vendor knows them.
    pub user: String,
    /// The record.
    pub id: Option<String>,
    pub since: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
    /// The same for the same event, however often it is told.
    pub key: String,
}

/// Whether the vendor is calling, and now.
pub fn verify(
    push: &Push,
    call: Call<'_>,
    secrets: Secrets<'_>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let secret = |name: &str| {
        let secret = secrets(name).filter(|secret| !secret.is_empty());
        secret.ok_or_else(|| Refusal::NoSecret(name.to_owned()))
    };
    if let Some(name) = &push.address {
        is_equal(call.address, secret(name)?)?;
    }
    if let Some(header) = &push.header {
        is_equal(call.header(&header.name), secret(&header.secret)?)?;
    }
    if let Some(hmac) = &push.hmac {
        signed(hmac, call, secret(&hmac.secret)?)?;
    }
    match &push.replay {
        Some(replay) => in_time(replay, call, now),
        None => Ok(()),
    }
}

fn is_equal(told: Option<&str>, secret: &str) -> Result<(), Refusal> {
    let told = told.unwrap_or_default();
    // Digests are of one length, so nothing is told by how long the comparison takes.
    let (told, secret) = (Sha256::digest(told), Sha256::digest(secret));
    if bool::from(told.ct_eq(&secret)) {
        Ok(())
    } else {
        Err(Refusal::NotTheirs)
    }
}

/// Whether whoever calls knows the secret of the address, where it has one.
pub fn is_addressed(push: &Push, call: Call<'_>, secrets: Secrets<'_>) -> bool {
    let Some(name) = &push.address else {
        return true;
    };
    let secret = secrets(name).filter(|secret| !secret.is_empty());
    secret.is_some_and(|secret| is_equal(call.address, secret).is_ok())
}

/// RFC 2104 over what the adapter says is signed.
fn signed(hmac: &model::Hmac, call: Call<'_>, secret: &str) -> Result<(), Refusal> {
    let told = call.header(&hmac.header).unwrap_or_default().trim();
    let told = told.strip_prefix(&hmac.prefix).ok_or(Refusal::NotTheirs)?;
    let told = match hmac.encoding {
        Encoding::Hex => hex::decode(told.to_ascii_lowercase()).ok(),
        Encoding::Base64 => STANDARD.decode(told).ok(),
    };
    let told = told.ok_or(Refusal::NotTheirs)?;
    // The body need not be text: it is put in as it came.
    let message = message(hmac, call).ok_or(Refusal::NotTheirs)?;
    let made = signature(hmac.algorithm, secret.as_bytes(), &message);
    if bool::from(made.ct_eq(&told)) {
        Ok(())
    } else {
        Err(Refusal::NotTheirs)
    }
}

/// What is signed: `{body}` and `{header.NAME}` filled in.
fn message(hmac: &model::Hmac, call: Call<'_>) -> Option<Vec<u8>> {
    let template = hmac.signed.to_string();
    let mut message = Vec::new();
    let mut rest = template.as_str();
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, after) = behind.split_once('}')?;
        message.extend_from_slice(before.as_bytes());
        match name.strip_prefix("header.") {
            Some(header) => message.extend_from_slice(call.header(header)?.as_bytes()),
            None => message.extend_from_slice(call.body),
        }
        rest = after;
    }
    message.extend_from_slice(rest.as_bytes());
    Some(message)
}

/// The keyed hash of a message.
pub fn signature(algorithm: HashName, secret: &[u8], message: &[u8]) -> Vec<u8> {
    fn made<M: Mac + KeyInit>(secret: &[u8], message: &[u8]) -> Vec<u8> {
        // A key may have any length.
        let mac = <M as KeyInit>::new_from_slice(secret);
        mac.map(|mac| mac.chain_update(message).finalize().into_bytes().to_vec())
            .unwrap_or_default()
    }
    match algorithm {
        HashName::Sha1 => made::<Hmac<Sha1>>(secret, message),
        HashName::Sha256 => made::<Hmac<Sha256>>(secret, message),
        HashName::Sha512 => made::<Hmac<Sha512>>(secret, message),
    }
}

fn in_time(replay: &Replay, call: Call<'_>, now: DateTime<Utc>) -> Result<(), Refusal> {
    let told = match (&replay.header, &replay.from) {
        (Some(header), _) => call
            .header(header)
            .map(|text| Value::String(text.to_owned())),
        (None, Some(path)) => {
            let body: Option<Value> = serde_json::from_slice(call.body).ok();
            body.and_then(|body| Some(path.first(&Found::root(&body))?.value.into_owned()))
        }
        // Told by its id alone, which is kept.
        (None, None) => return Ok(()),
    };
    let at = told.and_then(|told| timestamp(&told, replay.form));
    let window = TimeDelta::milliseconds((replay.window_s * 1_000.0) as i64);
    match at {
        Some(at) if (now - at).abs() <= window => Ok(()),
        _ => Err(Refusal::NotNow),
    }
}

/// The answer to a vendor that tries the address; none where this call is no such trial.
pub fn challenged(
    push: &Push,
    call: Call<'_>,
    secrets: Secrets<'_>,
) -> Option<Result<Value, Refusal>> {
    let challenge = push.challenge.as_ref()?;
    let word = call.parameter(&challenge.query)?;
    if let (Some(token), Some(name)) = (&challenge.token, &challenge.secret) {
        let Some(secret) = secrets(name).filter(|secret| !secret.is_empty()) else {
            return Some(Err(Refusal::NoSecret(name.clone())));
        };
        if let Err(refusal) = is_equal(call.parameter(token), secret) {
            return Some(Err(refusal));
        }
    }
    let mut answer = serde_json::Map::new();
    answer.insert(challenge.answer.clone(), Value::String(word.to_owned()));
    Some(Ok(Value::Object(answer)))
}

/// What a call tells of. Bodies are JSON, or a form, whose parameters are then members.
pub fn events(push: &Push, call: Call<'_>) -> Result<Vec<Event>, Refusal> {
    let Some(said) = &push.events else {
        return Ok(Vec::new());
    };
    let body = body(call).ok_or(Refusal::Unreadable)?;
    let found = said.records.all(&Found::root(&body), MOST_EVENTS + 1);
    if found.len() > MOST_EVENTS {
        return Err(Refusal::TooMany);
    }
    let own_id = push.replay.as_ref().and_then(|replay| replay.id.as_ref());
    let events = found.iter().map(|found| event(said, own_id, found));
    let events: Vec<Event> = events.collect::<Option<_>>().ok_or(Refusal::Unreadable)?;
    if events.is_empty() {
        return Err(Refusal::Unreadable);
    }
    Ok(events)
}

fn body(call: Call<'_>) -> Option<Value> {
    let is_form = call
        .header("content-type")
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    if !is_form {
        return serde_json::from_slice(call.body).ok();
    }
    let pairs = url::form_urlencoded::parse(call.body);
    let members = pairs.map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())));
    Some(Value::Object(members.collect()))
}

fn event(said: &Events, own_id: Option<&Path>, found: &Found<'_>) -> Option<Event> {
    let text = |path: Option<&Path>| plain(&path?.first(found)?.value);
    let word = text(said.kind.as_ref());
    let kind = match (&said.kind, word) {
        (None, _) => EventKind::Created,
        (Some(_), Some(word)) => said.kinds.get(&word).copied().unwrap_or(EventKind::Ignored),
        (Some(_), None) => EventKind::Ignored,
    };
    let user = text(Some(&said.user));
    // A trial that the vendor sends names nobody.
    let user = match (user, kind) {
        (Some(user), _) => user,
        (None, EventKind::Ignored) => String::new(),
        (None, _) => return None,
    };
    let time = |path: Option<&Path>| {
        let value = path?.first(found)?.value;
        timestamp(&value, TimeForm::Unix).or_else(|| timestamp(&value, TimeForm::Iso8601))
    };
    let key = text(own_id).unwrap_or_else(|| hex::encode(Sha256::digest(found.value.to_string())));
    Some(Event {
        kind,
        user,
        id: text(said.id.as_ref()),
        since: time(said.since.as_ref()),
        until: time(said.until.as_ref()),
        key,
    })
}
