//! How bytes come in.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RawDecode;
use crate::figure::Figure;
use crate::place::At;

/// How bytes come in: at least one of these.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTransport {
    /// A person uploads a file, or an archive of their account.
    pub file: Option<RawFile>,
    /// The vendor calls us when there is news.
    pub push: Option<RawPush>,
    /// We ask the vendor, in the name of a person who let us.
    pub pull: Option<RawPull>,
    /// A sensor speaks to the page by Bluetooth Low Energy.
    pub ble: Option<RawBle>,
    /// A manufacturer or an app posts to us with a key of its own.
    pub api: Option<RawApi>,
}

/// Files that people upload.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawFile {
    /// Endings that the chooser of files offers: `[fit]`. What a file is, its content tells.
    #[schemars(length(min = 1))]
    pub extensions: Vec<At<String>>,
    /// The file is an archive of many.
    pub archive: Option<RawArchive>,
}

/// The archive of an account.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawArchive {
    /// The files in it that hold recordings: `activities/*`, where `*` stands for any letters but `/`
    /// and `**` for any. All if left out.
    pub files: Option<Vec<At<String>>>,
    /// The table or list in it that says more of each recording: its entries are the records that
    /// `normalize` reads, laid over what the file itself tells.
    pub manifest: Option<RawManifest>,
}

/// The list in an archive.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawManifest {
    /// Its path in the archive; `*` and `**` as in `files`.
    pub file: At<String>,
    /// How its bytes become entries.
    pub decode: RawDecode,
    /// How an entry finds its file.
    pub join: RawJoin,
}

/// How an entry of a manifest finds its file: by name or by time.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawJoin {
    /// Path to the file's name, relative to the manifest or whole.
    #[schemars(extend("x-names" = "path"))]
    pub file: Option<At<String>>,
    /// The start of a recording in a file is that of the entry, give or take so much: `2 s`.
    pub start_within: Option<At<Figure>>,
}

/// What comes in by the vendor's call.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPush {
    /// How we know that the vendor is calling; at least one.
    pub verify: RawVerify,
    /// Calls that are too old or came before are turned away.
    pub replay: Option<RawReplay>,
    /// `full`: the call brings the data. `ping`: it says that there is some, which is then pulled.
    pub delivery: At<Delivery>,
    /// The vendor tries the address with HEAD (or an empty POST) before it takes it.
    pub head: Option<At<bool>>,
    /// What the call tells of.
    pub events: Option<RawEvents>,
}

/// Whether a call brings the data or the news of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    Full,
    Ping,
}

/// How a call is known to be the vendor's.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawVerify {
    /// A signature over the body.
    pub hmac: Option<RawHmac>,
    /// A secret in a header.
    pub header: Option<RawHeaderCheck>,
    /// A secret that is part of the address we give the vendor, where it proves nothing else.
    pub address: Option<RawAddressCheck>,
    /// A word that has to be sent back when the address is registered.
    pub challenge: Option<RawChallenge>,
}

/// A keyed hash (RFC 2104) over what was sent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawHmac {
    /// The header that holds the signature.
    pub header: At<String>,
    /// The hash it is made with.
    pub algorithm: HashName,
    /// How the signature is written.
    pub encoding: Encoding,
    /// What stands before it in the header: `sha256=`.
    pub prefix: Option<String>,
    /// What is signed, with `{body}` and `{header.NAME}`; the body alone if left out.
    pub signed: Option<At<String>>,
    /// The name of the secret that the operator sets for the adapter.
    pub secret: At<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HashName {
    Sha1,
    Sha256,
    Sha512,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    Hex,
    Base64,
}

/// A secret that is part of the address.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAddressCheck {
    /// The name of the secret that the operator sets for the adapter.
    pub secret: At<String>,
}

/// A header that holds a secret we gave the vendor.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawHeaderCheck {
    /// The header's name.
    pub name: At<String>,
    /// The name of the secret that the operator sets for the adapter.
    pub secret: At<String>,
}

/// Registration of the address: the vendor asks with GET, and is answered with a word of its own.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawChallenge {
    /// The parameter of the query that holds the word: `hub.challenge`.
    pub query: At<String>,
    /// The key of the JSON that answers it.
    pub answer: String,
    /// The parameter that has to equal the secret: `hub.verify_token`.
    pub token: Option<String>,
    /// The name of the secret that the operator sets for the adapter.
    pub secret: Option<At<String>>,
}

/// What came before or too late is turned away.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawReplay {
    /// How far a call's own time may be from ours, either way: `PT5M`.
    pub window: At<Figure>,
    /// The header with the call's time.
    pub header: Option<String>,
    /// Or the path to it in the body.
    #[schemars(extend("x-names" = "path"))]
    pub from: Option<At<String>>,
    /// How the time is written.
    #[serde(rename = "as")]
    pub form: Option<TimeForm>,
    /// The path to what names the call for ever, so that it counts once.
    #[schemars(extend("x-names" = "path"))]
    pub id: Option<At<String>>,
}

/// How a time is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimeForm {
    /// `2027-03-20T10:00:00+02:00`; without a zone it is UTC.
    Iso8601,
    /// `2027-03-20T10:00:00` by the clock of the place, whose offset `utc_offset` gives.
    Local,
    /// Seconds since 1970.
    Unix,
    /// Milliseconds since 1970.
    UnixMs,
    /// Seconds since the start.
    Seconds,
    /// Milliseconds since the start.
    Milliseconds,
    /// `PT1H2M3S`: a span, or the time since the start.
    Duration,
    /// `1:02:03`: a span, or the time since the start.
    Clock,
    /// `2027-03-20`.
    Date,
}

/// What a call tells of.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawEvents {
    /// Path to the events in the body; the body is one event if left out.
    #[schemars(extend("x-names" = "path"))]
    pub records: Option<At<String>>,
    /// Path to the person, as the vendor names them.
    #[schemars(extend("x-names" = "path"))]
    pub user: At<String>,
    /// Path to the record's id.
    #[schemars(extend("x-names" = "path"))]
    pub id: Option<At<String>>,
    /// Path to what happened.
    #[schemars(extend("x-names" = "path"))]
    pub kind: Option<At<String>>,
    /// What happened, by the vendor's word.
    #[serde(default)]
    pub kinds: IndexMap<At<String>, EventKind>,
    /// The stream of `pull` that fetches what a ping tells of.
    #[schemars(extend("x-names" = "streams"))]
    pub stream: Option<At<String>>,
    /// Paths to the beginning and the end of what has to be fetched, where a ping tells them.
    #[schemars(extend("x-names" = "path"))]
    pub since: Option<At<String>>,
    #[schemars(extend("x-names" = "path"))]
    pub until: Option<At<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    Created,
    Updated,
    Deleted,
    /// The person took their consent back at the vendor's.
    Revoked,
    Ignored,
}

/// What we ask a vendor.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPull {
    /// Every host that is spoken to; nothing else is ever asked, and the operator approves them.
    #[schemars(length(min = 1))]
    pub hosts: Vec<At<String>>,
    /// What all paths begin with: `https://api.example.com`.
    pub base: At<String>,
    /// How a person lets us in.
    pub auth: RawAuth,
    /// Headers of every request.
    #[serde(default)]
    pub headers: IndexMap<At<String>, At<String>>,
    /// What there is to fetch, by name.
    pub streams: IndexMap<At<String>, RawStream>,
    /// Values of an answer's body that predicates name as `body.NAME`; `response.status` is always
    /// there.
    #[serde(default)]
    pub body: IndexMap<At<String>, super::RawValue>,
    /// When an answer is an error, whatever its status: `body.status != 0`.
    #[schemars(extend("x-names" = "predicate"))]
    pub error_predicate: Option<At<String>>,
    /// What is done about answers; the first that fits. Else 429 is `rate_limited`, 401
    /// `refresh_token`, 5xx `retry` and any other error `fail`.
    #[serde(default)]
    pub responses: Vec<RawResponse>,
    /// How much may be asked.
    pub rate: Option<RawRateHeaders>,
    /// How often a person's data is asked for where nothing tells of news: `PT1H`.
    pub every: Option<At<Figure>>,
}

/// How a person lets us in.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAuth {
    /// The authorization code flow (RFC 6749), with `state` always.
    pub oauth2: Option<RawOAuth2>,
    /// A key that a person copies from the vendor.
    pub key: Option<RawKey>,
}

/// OAuth 2 at the vendor.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOAuth2 {
    /// Where a person says yes.
    pub authorize: At<String>,
    /// Where codes and refresh tokens become tokens.
    pub token: At<String>,
    /// What is asked for.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// What stands between scopes; a space if left out.
    pub scope_separator: Option<String>,
    /// Whether the vendor checks PKCE (RFC 7636, S256); it is sent wherever it is not refused.
    pub pkce: Option<At<bool>>,
    /// How the client says who it is.
    pub client: Option<ClientAuth>,
    /// `rotating`: each refresh brings a new refresh token and the old one ends.
    pub refresh: Option<Refresh>,
    /// Where the token's answer tells of the person's id at the vendor.
    #[schemars(extend("x-names" = "path"))]
    pub user: Option<At<String>>,
    /// Where the answer's tokens stand, where not at its root: `body`.
    #[schemars(extend("x-names" = "path"))]
    pub tokens: Option<At<String>>,
    /// Further parameters of every request for a token.
    #[serde(default)]
    pub parameters: IndexMap<String, String>,
    /// Who has to be told of a new person before anything can be asked: a request after the token's.
    pub register: Option<RawCall>,
    /// The request that ends our access when a person disconnects.
    pub revoke: Option<RawCall>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClientAuth {
    /// In the header `Authorization` (RFC 6749, 2.3.1).
    Basic,
    /// As parameters of the form.
    Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Refresh {
    Rotating,
    Static,
    /// Tokens do not end.
    None,
}

/// A single request.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCall {
    pub method: Method,
    /// A path, or a whole address at one of the `hosts`; `{user_id}` and `{access_token}` stand for theirs.
    pub path: At<String>,
    /// Parameters of the form.
    #[serde(default)]
    pub form: IndexMap<At<String>, At<String>>,
    /// A JSON body.
    #[serde(default)]
    pub json: IndexMap<At<String>, At<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

/// A key that a person copies from the vendor.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawKey {
    /// The header it goes into.
    pub header: At<String>,
    /// What stands before it: `Bearer `.
    pub prefix: Option<String>,
}

/// A list at the vendor.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawStream {
    /// Path after `base`. `{since}` and `{until}` stand for the cursor, `{page}`, `{offset}`, `{limit}`
    /// and `{next}` for the page, `{user_id}` for the person, `{id}` for the record of a ping.
    pub path: At<String>,
    /// `GET` if left out.
    pub method: Option<Method>,
    /// Parameters of the query; one whose placeholder has no value is left out.
    #[serde(default)]
    pub query: IndexMap<At<String>, At<String>>,
    /// Parameters of the form, of a `POST`.
    #[serde(default)]
    pub form: IndexMap<At<String>, At<String>>,
    /// Path to the records in an answer; that of `decode` if left out.
    #[schemars(extend("x-names" = "path"))]
    pub records: Option<At<String>>,
    /// How there is more.
    pub paginate: Option<RawPaginate>,
    /// How only what is new is asked for.
    pub incremental: Option<RawIncremental>,
    /// Further requests for each record, whose answers are put into it.
    #[serde(default)]
    pub details: Vec<RawDetail>,
    /// Fetched by a ping alone, with the record's id.
    pub on_ping: Option<At<bool>>,
}

/// How there is more: one of these.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPaginate {
    /// `{page}` counts from this number; a page with fewer records than `limit`, or none, is the last.
    pub page: Option<At<u32>>,
    /// `{offset}`: `count` for how many records came so far, or the path to the next one.
    #[schemars(extend("x-names" = "path"))]
    pub offset: Option<At<String>>,
    /// `{next}` is what this path gives; the last page gives nothing.
    #[schemars(extend("x-names" = "path"))]
    pub cursor: Option<At<String>>,
    /// The next page's address: `header` for that of the header `Link` (RFC 8288), or its path in the
    /// body.
    pub link: Option<At<String>>,
    /// Path to a flag or number that says whether there is more.
    #[schemars(extend("x-names" = "path"))]
    pub more: Option<At<String>>,
    /// `{limit}`: how many records a page has.
    pub limit: Option<At<u32>>,
}

/// How only what is new is asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawIncremental {
    /// The path in a record of what moves on; the latest seen is where the next time begins.
    #[schemars(extend("x-names" = "path"))]
    pub from: At<String>,
    /// How `{since}` and `{until}` are written, and what `from` leads to where that is no ISO 8601 time.
    #[serde(rename = "as")]
    pub form: TimeForm,
    /// How far back before the latest is asked again, for what comes late: `P3D`.
    pub look_back: Option<At<Figure>>,
    /// History is fetched in windows so long: `P30D`.
    pub window: Option<At<Figure>>,
    /// How far history goes at most: `P5Y`.
    pub history: Option<At<Figure>>,
}

/// A further request for each record.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDetail {
    /// The key of the record under which the answer is put; `file` puts the recording itself below
    /// what `normalize` says.
    pub into: At<String>,
    /// Path after `base`; `{record.PATH}` stands for what the record has there.
    pub path: At<String>,
    pub method: Option<Method>,
    #[serde(default)]
    pub query: IndexMap<At<String>, At<String>>,
    #[serde(default)]
    pub form: IndexMap<At<String>, At<String>>,
    /// How its bytes are read; `json` if left out.
    pub format: Option<super::super::model::Format>,
    /// The record stands without it: 404 or an empty answer is nothing to tell.
    pub optional: Option<bool>,
}

/// What is done about an answer.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawResponse {
    /// Statuses that it is for.
    pub status: Option<Vec<At<u16>>>,
    /// Or what holds of the answer.
    #[schemars(extend("x-names" = "predicate"))]
    pub when: Option<At<String>>,
    pub then: Action,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Later, with growing pauses.
    Retry,
    /// The person is told.
    Fail,
    /// As if it held nothing.
    Ignore,
    /// Nothing is asked until the budget is there again.
    RateLimited,
    /// Once more with a new token.
    RefreshToken,
}

/// How much may be asked.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRateHeaders {
    /// Headers that tell the budget of the app, as the vendor counts it.
    pub limit: Option<String>,
    pub used: Option<String>,
    pub remaining: Option<String>,
    /// When there is budget again.
    pub reset: Option<String>,
    /// How `reset` is written; `seconds` from now if left out.
    pub reset_as: Option<TimeForm>,
    /// What we keep to of our own accord.
    #[serde(default)]
    pub app: Vec<RawBudget>,
    /// The same for each person.
    #[serde(default)]
    pub user: Vec<RawBudget>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBudget {
    pub requests: At<u32>,
    /// `PT15M`
    pub per: At<Figure>,
}

/// A Bluetooth Low Energy sensor.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBle {
    /// The service's number: `"0x180D"`, or a whole UUID.
    pub service: At<String>,
    /// Its characteristics, each by the name of the layout in `decode` that reads it.
    pub characteristics: IndexMap<At<String>, RawCharacteristic>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCharacteristic {
    /// Its number: `"0x2A37"`, or a whole UUID.
    pub uuid: At<String>,
    /// How its values come.
    pub mode: BleMode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BleMode {
    Notify,
    Indicate,
    Read,
}

/// What a manufacturer or an app posts with a key of its own.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawApi {
    /// Path to the record's own id: the same id again is the same workout.
    #[schemars(extend("x-names" = "path"))]
    pub id: At<String>,
    /// Whether a body may hold many records, a line each (NDJSON).
    pub bulk: Option<bool>,
    /// What one key may post.
    #[serde(default)]
    pub quota: Vec<RawBudget>,
}
