//! How bytes come in, checked.

use indexmap::IndexMap;
use serde::Serialize;

use super::{
    Action, BleMode, ClientAuth, Decode, Delivery, Encoding, EventKind, Format, HashName, Method,
    Named, Refresh, TimeForm,
};
use crate::adapter::path::Path;
use crate::adapter::template::Template;
use crate::expr::Checked;

#[derive(Clone, Debug, Default)]
pub struct Transport {
    pub file: Option<FileTransport>,
    pub push: Option<Push>,
    pub pull: Option<Pull>,
    pub ble: Option<Ble>,
    pub api: Option<Api>,
}

#[derive(Clone, Debug)]
pub struct FileTransport {
    pub extensions: Vec<String>,
    pub archive: Option<Archive>,
}

#[derive(Clone, Debug)]
pub struct Archive {
    /// Patterns of the files with recordings; empty is all.
    pub files: Vec<String>,
    pub manifest: Option<Manifest>,
}

#[derive(Clone, Debug)]
pub struct Manifest {
    pub file: String,
    pub decode: Decode,
    pub join: Join,
}

#[derive(Clone, Debug)]
pub enum Join {
    /// The path in an entry to its file's name.
    File(Path),
    /// Starts that are so many seconds apart at most.
    Start(f64),
}

#[derive(Clone, Debug)]
pub struct Push {
    pub hmac: Option<Hmac>,
    pub header: Option<HeaderCheck>,
    /// The name of the secret in the address.
    pub address: Option<String>,
    pub challenge: Option<Challenge>,
    pub replay: Option<Replay>,
    pub delivery: Delivery,
    pub head: bool,
    pub events: Option<Events>,
}

#[derive(Clone, Debug)]
pub struct Hmac {
    pub header: String,
    pub algorithm: HashName,
    pub encoding: Encoding,
    pub prefix: String,
    /// Holds `{body}` and `{header.NAME}`.
    pub signed: Template,
    pub secret: String,
}

#[derive(Clone, Debug)]
pub struct HeaderCheck {
    pub name: String,
    pub secret: String,
}

#[derive(Clone, Debug)]
pub struct Challenge {
    pub query: String,
    pub answer: String,
    pub token: Option<String>,
    pub secret: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Replay {
    pub window_s: f64,
    pub header: Option<String>,
    pub from: Option<Path>,
    pub form: TimeForm,
    pub id: Option<Path>,
}

#[derive(Clone, Debug)]
pub struct Events {
    pub records: Path,
    pub user: Path,
    pub id: Option<Path>,
    pub kind: Option<Path>,
    pub kinds: IndexMap<String, EventKind>,
    pub stream: Option<String>,
    pub since: Option<Path>,
    pub until: Option<Path>,
}

#[derive(Clone, Debug)]
pub struct Pull {
    pub hosts: Vec<String>,
    pub base: String,
    pub oauth2: Option<OAuth2>,
    pub key: Option<Key>,
    pub headers: IndexMap<String, String>,
    pub streams: IndexMap<String, Stream>,
    /// What predicates name as `body.NAME`.
    pub body: IndexMap<String, Named>,
    pub error_predicate: Option<Checked>,
    pub responses: Vec<Response>,
    pub rate: Rate,
    pub every_s: Option<f64>,
}

#[derive(Clone, Debug)]
pub struct OAuth2 {
    pub authorize: String,
    pub token: String,
    pub scopes: Vec<String>,
    pub scope_separator: String,
    pub pkce: bool,
    pub client: ClientAuth,
    pub refresh: Refresh,
    pub user: Option<Path>,
    pub tokens: Path,
    pub parameters: IndexMap<String, String>,
    pub register: Option<Call>,
    pub revoke: Option<Call>,
}

#[derive(Clone, Debug)]
pub struct Call {
    pub method: Method,
    pub path: Template,
    pub form: IndexMap<String, Template>,
    pub json: IndexMap<String, Template>,
}

#[derive(Clone, Debug)]
pub struct Key {
    pub header: String,
    pub prefix: String,
}

#[derive(Clone, Debug)]
pub struct Stream {
    pub path: Template,
    pub method: Method,
    pub query: IndexMap<String, Template>,
    pub form: IndexMap<String, Template>,
    pub records: Path,
    pub paginate: Option<Paginate>,
    pub incremental: Option<Incremental>,
    pub details: Vec<Detail>,
    pub on_ping: bool,
}

#[derive(Clone, Debug)]
pub struct Paginate {
    pub by: PageBy,
    pub more: Option<Path>,
    pub limit: Option<u32>,
}

#[derive(Clone, Debug)]
pub enum PageBy {
    /// Counted from this number.
    Page(u32),
    /// The next offset, where an answer tells it.
    Offset(Option<Path>),
    Cursor(Path),
    /// The header `Link`.
    LinkHeader,
    Link(Path),
}

#[derive(Clone, Debug)]
pub struct Incremental {
    pub from: Path,
    pub form: TimeForm,
    pub look_back_s: f64,
    pub window_s: Option<f64>,
    pub history_s: Option<f64>,
}

#[derive(Clone, Debug)]
pub struct Detail {
    pub into: String,
    pub path: Template,
    pub method: Method,
    pub query: IndexMap<String, Template>,
    pub form: IndexMap<String, Template>,
    pub format: Format,
    pub optional: bool,
}

#[derive(Clone, Debug)]
pub struct Response {
    pub status: Vec<u16>,
    pub when: Option<Checked>,
    pub then: Action,
}

#[derive(Clone, Debug, Default)]
pub struct Rate {
    pub limit: Option<String>,
    pub used: Option<String>,
    pub remaining: Option<String>,
    pub reset: Option<String>,
    pub reset_as: Option<TimeForm>,
    pub app: Vec<Budget>,
    pub user: Vec<Budget>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    pub requests: u32,
    pub per_s: f64,
}

#[derive(Clone, Debug, Serialize)]
pub struct Ble {
    /// A whole UUID.
    pub service: String,
    pub characteristics: IndexMap<String, Characteristic>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Characteristic {
    /// A whole UUID.
    pub uuid: String,
    pub mode: BleMode,
}

#[derive(Clone, Debug)]
pub struct Api {
    pub id: Path,
    pub bulk: bool,
    pub quota: Vec<Budget>,
}
