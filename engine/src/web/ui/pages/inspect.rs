//! Where something shown comes from: its lines of YAML, what went in and how it came out.

use serde::Serialize;
use utoipa::ToSchema;

/// What explains a thing on a page; rendered for those alone who may see it.
#[derive(Clone, Debug, Serialize)]
pub struct About {
    /// `metric:running.pace@` and the workout's id.
    pub reference: String,
    /// The explanation's page, in inspect mode.
    pub href: Option<String>,
}

/// An explanation, in the reader's language and units.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Inspection {
    /// What was asked about: `badge:running.ten_km@` and the workout's id.
    pub reference: String,
    /// `metric`, `badge`, `record`, `norm` or `block`.
    pub kind: String,
    /// The same in words.
    pub kind_name: String,
    pub title: String,
    /// Qualified.
    pub id: String,
    pub pack: String,
    pub version: String,
    /// SHA-256 over the live pack's files, hex.
    pub digest: String,
    /// Where it was written; nowhere where the engine has it of itself.
    pub written: Option<WrittenAt>,
    /// What it came to.
    pub result: Option<String>,
    pub facts: Vec<Fact>,
    /// A rule or formula, the whole first, then what it is made of.
    pub steps: Vec<Explained>,
}

/// A place in a pack and the lines around it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WrittenAt {
    /// `running/metrics.yaml`
    pub file: String,
    pub line: usize,
    pub lines: Vec<SourceLine>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SourceLine {
    pub number: usize,
    pub text: String,
    /// Whether it belongs to the definition.
    pub is_here: bool,
}

/// Something that is known about it.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Fact {
    pub label: String,
    pub value: String,
    /// A page that shows it.
    pub href: Option<String>,
}

/// A part of a rule or formula, and what it came to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Explained {
    /// As it is written.
    pub text: String,
    /// How deep inside the whole; 0 is the whole.
    pub depth: usize,
    /// In words; what is not known is said to be missing.
    pub value: String,
    /// `true`, `false`, `missing` or `figure`.
    pub state: &'static str,
    /// Over which days, or of how many rows.
    pub note: Option<String>,
    /// What explains it further.
    pub href: Option<String>,
}
