//! Calls of the vendor: built and signed as the adapter declares them, and sent.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use stadion_pack::PackSource;
use stadion_pack::adapter::model::{
    Challenge, Delivery, Encoding, EventKind, Events, HashName, Hmac as Signature, Push, TimeForm,
};
use stadion_pack::adapter::{Found, Path};
use url::{Url, form_urlencoded};

use super::SimulatorError;
use super::records::{like, written};
use super::vendor::Vendor;

/// Names and values of a query.
type Pairs = Vec<(String, String)>;

/// A vendor waits no longer for an answer.
const PATIENCE: Duration = Duration::from_secs(10);
const MOST_OF_ANSWER: usize = 64 << 10;

/// What the vendor tells of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Event {
    pub kind: EventKind,
    /// The newest record where left out.
    pub id: Option<String>,
    /// The first person where left out.
    pub user: Option<String>,
    /// The span that a ping names; the day around now where left out.
    pub since: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
}

impl Default for Event {
    fn default() -> Self {
        Self {
            kind: EventKind::Created,
            id: None,
            user: None,
            since: None,
            until: None,
        }
    }
}

/// What is wrong with a call on purpose.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tamper {
    /// Signed with a secret that nobody knows.
    pub forged: bool,
    /// Without its signature, or the header that holds the secret.
    pub unsigned: bool,
    /// Made at this time: an old call again.
    pub at: Option<DateTime<Utc>>,
}

/// A call, ready to be sent: once, twice, or after another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Call {
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// What the receiver answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Delivered {
    pub status: u16,
    pub body: String,
}

/// A call among the fixtures, whose members stay as they are where the adapter names none of them.
#[derive(Debug)]
pub enum Pattern {
    /// `fixtures/event.json`
    Json(Value),
    /// `fixtures/event.form`, form-encoded.
    Form(Vec<(String, String)>),
}

impl Pattern {
    pub fn of(fixtures: &PackSource) -> Option<Self> {
        let file = |path: &str| fixtures.files.iter().find(|file| file.path == path);
        if let Some(file) = file("fixtures/event.json") {
            return serde_json::from_slice(&file.bytes).ok().map(Self::Json);
        }
        let file = file("fixtures/event.form")?;
        let text = file.bytes.trim_ascii();
        Some(Self::Form(
            form_urlencoded::parse(text).into_owned().collect(),
        ))
    }
}

impl Vendor {
    /// Builds a call.
    pub fn call(&mut self, event: &Event, tamper: &Tamper) -> Result<Call, SimulatorError> {
        let adapter = self.adapter.clone();
        let push = adapter
            .transport
            .push
            .as_ref()
            .ok_or(SimulatorError::NoPush)?;
        self.calls += 1;
        let at = tamper.at.unwrap_or_else(|| self.clock.now());
        let body = self.body(push, event, at)?;
        let (body, kind) = match &self.event_pattern {
            Some(Pattern::Form(_)) => (as_form(&body), "application/x-www-form-urlencoded"),
            _ => (body.to_string().into_bytes(), "application/json"),
        };
        let mut headers = vec![("content-type".to_owned(), kind.to_owned())];
        let replay = push.replay.as_ref();
        if let Some((name, replay)) = replay.and_then(|one| Some((one.header.as_ref()?, one))) {
            headers.push((name.clone(), text(&written(at, replay.form))));
        }
        if !tamper.unsigned {
            self.sign(push, tamper, &body, &mut headers);
        }
        Ok(Call { headers, body })
    }

    fn sign(&self, push: &Push, tamper: &Tamper, body: &[u8], headers: &mut Vec<(String, String)>) {
        let secret = |name: &str| {
            let secret = self.options.secret(name);
            if tamper.forged {
                format!("not {secret}")
            } else {
                secret
            }
        };
        if let Some(hmac) = &push.hmac {
            let value = signature(hmac, &secret(&hmac.secret), body, headers);
            headers.push((hmac.header.clone(), value));
        }
        if let Some(header) = &push.header {
            headers.push((header.name.clone(), secret(&header.secret)));
        }
    }

    fn body(&self, push: &Push, event: &Event, at: DateTime<Utc>) -> Result<Value, SimulatorError> {
        let mut body = match &self.event_pattern {
            Some(Pattern::Json(pattern)) => pattern.clone(),
            Some(Pattern::Form(pairs)) => {
                let pairs = pairs
                    .iter()
                    .map(|(name, value)| (name.clone(), json!(value)));
                Value::Object(pairs.collect())
            }
            None => json!({}),
        };
        if push.delivery == Delivery::Full {
            body = self.full(event, body)?;
        }
        if let Some(events) = &push.events {
            self.tell(events, event, at, &mut body)?;
        }
        if let Some(replay) = &push.replay {
            if let Some(path) = &replay.from {
                path.put(&mut body, written(at, replay.form));
            }
            if let Some(path) = &replay.id {
                path.put(&mut body, json!(format!("call-{}", self.calls)));
            }
        }
        Ok(body)
    }

    /// A call that brings the record itself.
    fn full(&self, event: &Event, body: Value) -> Result<Value, SimulatorError> {
        let (name, list) = self.lists.0.first().ok_or(SimulatorError::NoRecord)?;
        let id = event.id.clone().or_else(|| list.newest_id());
        let id = id.ok_or(SimulatorError::NoRecord)?;
        let (record, list) = self
            .lists
            .by_id(name, &id)
            .ok_or(SimulatorError::NoRecord)?;
        let has_pattern = self.event_pattern.is_some();
        let mut body = if has_pattern {
            body
        } else {
            list.envelope.clone()
        };
        let path = &self.adapter.decode.records;
        path.fill(&mut body, vec![(String::new(), record)]);
        Ok(body)
    }

    fn tell(
        &self,
        events: &Events,
        event: &Event,
        at: DateTime<Utc>,
        body: &mut Value,
    ) -> Result<(), SimulatorError> {
        let known = events.records.first(&Found::root(body));
        let mut one = known.map_or_else(|| json!({}), |found| found.value.into_owned());
        let user = event.user.clone().unwrap_or_else(|| self.options.user());
        put(&events.user, &mut one, &user, true);
        let list = events
            .stream
            .as_ref()
            .and_then(|name| self.lists.0.get(name));
        let with_ids = list.filter(|list| list.len() > 0);
        let with_ids = with_ids.or_else(|| self.lists.0.values().find(|list| list.len() > 0));
        if let Some(path) = &events.id {
            let newest = || with_ids.and_then(super::records::List::newest_id);
            let id = event
                .id
                .clone()
                .or_else(newest)
                .ok_or(SimulatorError::NoRecord)?;
            put(path, &mut one, &id, false);
        }
        if let Some(path) = &events.kind {
            let mut kinds = events.kinds.iter();
            let word = kinds.find(|(_, kind)| **kind == event.kind);
            let (word, _) = word.ok_or(SimulatorError::NoWord(event.kind))?;
            path.put(&mut one, json!(word));
        }
        let pull = self.adapter.transport.pull.as_ref();
        let stream = events
            .stream
            .as_ref()
            .and_then(|name| pull?.streams.get(name));
        let form = stream.and_then(|stream| stream.incremental.as_ref());
        let form = form.map_or(TimeForm::Unix, |one| one.form);
        let day = TimeDelta::days(1);
        for (path, moment) in [
            (&events.since, event.since.unwrap_or(at - day)),
            (&events.until, event.until.unwrap_or(at + day)),
        ] {
            if let Some(path) = path {
                path.put(&mut one, written(moment, form));
            }
        }
        events.records.fill(body, vec![(String::new(), one)]);
        Ok(())
    }

    /// The query by which an address is registered, and what has to be answered.
    pub fn challenge(&self) -> Result<(Pairs, Challenge, String), SimulatorError> {
        let push = self.adapter.transport.push.as_ref();
        let challenge = push.and_then(|push| push.challenge.clone());
        let challenge = challenge.ok_or(SimulatorError::NoChallenge)?;
        let word = self.clock.new_id().simple().to_string();
        let mut query = vec![(challenge.query.clone(), word.clone())];
        if let (Some(token), Some(secret)) = (&challenge.token, &challenge.secret) {
            query.push((token.clone(), self.options.secret(secret)));
        }
        Ok((query, challenge, word))
    }
}

/// An id as the pattern has it: a number where that is one, or where nothing shows otherwise and it may
/// be one.
fn put(path: &Path, one: &mut Value, id: &str, is_number_else: bool) {
    let known = path.first(&Found::root(one));
    let is_number = known.map_or(is_number_else, |found| found.value.is_number());
    path.put(one, like(id, is_number));
}

fn text(value: &Value) -> String {
    stadion_pack::adapter::plain(value).unwrap_or_default()
}

fn as_form(body: &Value) -> Vec<u8> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in body.as_object().into_iter().flatten() {
        form.append_pair(name, &text(value));
    }
    form.finish().into_bytes()
}

/// The header's value: what is signed holds the body as it is sent, byte by byte.
fn signature(
    declared: &Signature,
    secret: &str,
    body: &[u8],
    headers: &[(String, String)],
) -> String {
    const BODY: &str = "\u{0}body\u{0}";
    let filled = declared
        .signed
        .fill(|name| match name.strip_prefix("header.") {
            Some(wanted) => {
                let mut all = headers.iter();
                let found = all.find(|(known, _)| known.eq_ignore_ascii_case(wanted));
                Some(found.map_or_else(String::new, |(_, value)| value.clone()))
            }
            None => Some(BODY.to_owned()),
        });
    let mut signed = Vec::new();
    for (at, piece) in filled.unwrap_or_default().split(BODY).enumerate() {
        if at > 0 {
            signed.extend_from_slice(body);
        }
        signed.extend_from_slice(piece.as_bytes());
    }
    let mac = match declared.algorithm {
        HashName::Sha1 => mac::<Hmac<Sha1>>(secret, &signed),
        HashName::Sha256 => mac::<Hmac<Sha256>>(secret, &signed),
        HashName::Sha512 => mac::<Hmac<Sha512>>(secret, &signed),
    };
    let encoded = match declared.encoding {
        Encoding::Hex => hex::encode(mac),
        Encoding::Base64 => BASE64_STANDARD.encode(mac),
    };
    format!("{}{encoded}", declared.prefix)
}

/// HMAC takes keys of any length.
fn mac<M: Mac + KeyInit>(secret: &str, signed: &[u8]) -> Vec<u8> {
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(secret.as_bytes()) else {
        return Vec::new();
    };
    mac.update(signed);
    mac.finalize().into_bytes().to_vec()
}

fn client() -> Result<reqwest::Client, SimulatorError> {
    let client = crate::outgoing::builder().timeout(PATIENCE);
    let client = client.redirect(reqwest::redirect::Policy::none());
    Ok(client.build()?)
}

pub async fn send(to: &Url, call: &Call) -> Result<Delivered, SimulatorError> {
    let mut request = client()?.post(to.clone()).body(call.body.clone());
    for (name, value) in &call.headers {
        request = request.header(name, value);
    }
    delivered(request.send().await?).await
}

/// HEAD, as a vendor tries an address before it takes it.
pub async fn head(to: &Url) -> Result<Delivered, SimulatorError> {
    delivered(client()?.head(to.clone()).send().await?).await
}

/// Whether the address proves itself by sending the word back.
pub async fn prove(
    to: &Url,
    query: &[(String, String)],
    challenge: &Challenge,
    word: &str,
) -> Result<bool, SimulatorError> {
    let mut to = to.clone();
    to.query_pairs_mut().extend_pairs(query);
    let answer = delivered(client()?.get(to).send().await?).await?;
    let body: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    let said = body.get(&challenge.answer).and_then(Value::as_str);
    Ok(answer.status == 200 && said == Some(word))
}

async fn delivered(mut answer: reqwest::Response) -> Result<Delivered, SimulatorError> {
    let status = answer.status().as_u16();
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await? {
        let room = MOST_OF_ANSWER.saturating_sub(body.len());
        body.extend_from_slice(piece.get(..room.min(piece.len())).unwrap_or_default());
        if room <= piece.len() {
            break;
        }
    }
    Ok(Delivered {
        status,
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}
