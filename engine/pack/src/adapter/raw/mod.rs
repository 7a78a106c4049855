//! `adapter.yaml` as written. Doc comments of the keys are the reference.

mod entries;
mod examples;
mod scripts;
mod transport;

use std::borrow::Cow;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::figure::Figure;
use crate::place::At;
use crate::words::Words;

pub use entries::{
    Keep, RawDecode, RawDedupe, RawEntry, RawLayoutField, RawPart, RawPartField, RawRate,
    RawSampleField, RawSampleTime, RawSamples, RawValidate, RawValue, RecordType,
};
pub use examples::{RawExample, RawExpect, RawGiven, RawNotification};
pub use scripts::{RawAdapterScript, RawArgument, RawRows};
pub use transport::{
    Action, BleMode, ClientAuth, Delivery, Encoding, EventKind, HashName, Method, RawApi,
    RawArchive, RawBle, RawBudget, RawCall, RawChallenge, RawDetail, RawEvents, RawFile, RawHmac,
    RawIncremental, RawManifest, RawOAuth2, RawPaginate, RawPull, RawPush, RawRateHeaders,
    RawReplay, RawResponse, RawStream, RawTransport, Refresh, TimeForm,
};

/// A device adapter: how data of one vendor, file or sensor becomes workouts.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAdapter {
    /// The adapter's id, `kebab-case`; the name of its folder.
    pub id: At<String>,
    /// The adapter's version (semver): `1.0.0`.
    pub version: At<String>,
    /// The engine versions it runs on (semver range): `">=0.1"`.
    pub engine: Option<At<String>>,
    /// Who makes the devices or keeps the data, as people know the name.
    pub vendor: String,
    /// What people choose when they connect it; the vendor's name if left out.
    pub title: Option<At<Words>>,
    /// One sentence: what comes of it, and from where.
    pub description: Option<At<Words>>,
    /// Who answers for the adapter.
    pub owner: Option<String>,
    /// The languages its texts are kept in (BCP 47); a missing translation is a warning.
    pub locales: Option<Vec<At<String>>>,
    /// `live` once somebody has run it against the vendor itself; `simulated` until then, which people
    /// are shown.
    pub label: At<Label>,
    /// The public documents that its shapes were taken from.
    pub sources: Option<Vec<String>>,
    /// The devices it stands for, by id: what people choose by picture and brand.
    #[serde(default)]
    pub models: IndexMap<At<String>, RawModel>,
    /// What a person is asked when they connect it, by name: the girth of a wheel. Expressions and
    /// entries name them `setting.NAME`.
    #[serde(default)]
    pub settings: IndexMap<At<String>, RawSetting>,
    /// Who may see the data and what may be made of it, by the vendor's terms.
    pub data_policy: RawPolicy,
    /// How bytes come in; several where a vendor both tells of news and is asked.
    pub transport: RawTransport,
    /// How bytes become records.
    pub decode: RawDecode,
    /// Values of a record that expressions (`compute`, `when`) name as `record.NAME`, each with its
    /// path and unit.
    #[serde(default)]
    pub record: IndexMap<At<String>, RawValue>,
    /// Rows of a record that formulas look at as a whole, by name: `sum(leg.length)`, `count(leg)`.
    #[serde(default)]
    pub rows: IndexMap<At<String>, RawRows>,
    /// Functions in Rhai, by name: the last resort, for what neither a path nor a formula can say.
    #[serde(default)]
    pub scripts: IndexMap<At<String>, RawAdapterScript>,
    /// How a record becomes an activity: each entry fills a canonical field, samples or parts. Left
    /// out where the format gives whole activities.
    #[serde(default)]
    pub normalize: Vec<RawEntry>,
    /// What values are taken; those that are not are left out, counted and shown.
    pub validate: Option<RawValidate>,
    /// When two recordings are one workout.
    pub dedupe: Option<RawDedupe>,
    /// Payloads and what comes of them; `stadion test` runs them.
    #[serde(default)]
    pub examples: Vec<RawExample>,
}

/// How far the adapter has been tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    Simulated,
    Live,
}

/// A device people know by name.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawModel {
    /// Its name.
    pub title: At<Words>,
    /// Name of an icon of the built-in set.
    #[schemars(extend("x-names" = "icons"))]
    pub icon: Option<At<String>>,
    /// A picture in the adapter's folder: `images/h10.webp`.
    pub picture: Option<At<String>>,
}

/// A figure that a person is asked when they connect the device.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSetting {
    /// What is asked.
    pub title: Option<At<Words>>,
    /// The unit it is asked in.
    #[schemars(extend("x-names" = "units"))]
    pub unit: At<String>,
    /// What holds until somebody says otherwise: `2105 mm`.
    pub default: At<Figure>,
    /// The least it may be.
    pub min: Option<At<Figure>>,
    /// The most it may be.
    pub max: Option<At<Figure>>,
}

/// What the vendor's terms allow; the engine holds feeds, rankings, promos and models to it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPolicy {
    /// Who may see the data beside its owner.
    pub visible_to: At<Audience>,
    /// Whether it may count in rankings, challenges and records that others see.
    pub rankings: At<bool>,
    /// Whether promo rules may look at it.
    pub promos: At<bool>,
    /// Whether models may learn from it.
    pub models: At<bool>,
    /// Where the terms are written.
    pub terms: Option<String>,
}

/// Who may see the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    Owner,
    Club,
    Public,
}

/// One path, or several of which the first that answers counts: `distance`, `[total, distance]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths(pub Vec<String>);

impl<'de> Deserialize<'de> for Paths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PathsVisitor;

        impl<'de> Visitor<'de> for PathsVisitor {
            type Value = Paths;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a path, or a list of paths")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Paths, E> {
                Ok(Paths(vec![text.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Paths, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Paths)
            }
        }

        deserializer.deserialize_any(PathsVisitor)
    }
}

impl JsonSchema for Paths {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Paths".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "array"], "items": { "type": "string" }, "minItems": 1 })
    }
}
