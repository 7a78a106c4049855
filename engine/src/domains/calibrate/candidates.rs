//! Packs that someone is still writing, compiled beside the live ones and made live nowhere.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use stadion_pack::{Finding, PackSource, Packs, Severity, finding};
use utoipa::ToSchema;

use crate::catalog::Catalog;
use crate::web::error::{Error, FieldError, Result};

const MOST_PACKS: usize = 50;
const MOST_FILES: usize = 100;
/// Findings of an answer.
const MOST_TOLD: usize = 50;

/// A pack as its files.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// The folder's name.
    pub folder: String,
    /// The text of each YAML and Fluent file by its path in the folder: `locales/en.ftl`.
    pub files: BTreeMap<String, String>,
}

impl Candidate {
    /// What the language reads of a pack; fixtures and pictures are not sent.
    pub fn of(source: &PackSource) -> Self {
        let text = |path: &str| {
            let ending = path.rsplit('.').next().unwrap_or_default();
            ["yaml", "yml", "ftl"].contains(&ending)
        };
        let files = source.files.iter().filter(|file| text(&file.path));
        Self {
            folder: source.id_hint.clone(),
            files: files
                .filter_map(|file| {
                    let text = String::from_utf8(file.bytes.clone()).ok()?;
                    Some((file.path.clone(), text))
                })
                .collect(),
        }
    }

    fn source(&self) -> PackSource {
        let files = self.files.iter();
        PackSource::from_texts(
            &self.folder,
            files.map(|(path, text)| (path.as_str(), text.as_str())),
        )
    }
}

/// The live packs with these in place of those of the same id, and the ids of these.
pub fn with_live(catalog: &Catalog, candidates: &[Candidate]) -> Result<(Packs, Vec<String>)> {
    bounded(candidates)?;
    let sent: Vec<PackSource> = candidates.iter().map(Candidate::source).collect();
    let ids: Vec<String> = sent.iter().map(PackSource::id).collect();
    let (sources, compiled) = catalog.with(sent);
    let first = sources.len() - ids.len();
    if finding::has_errors(&compiled.findings) {
        return Err(broken(
            &compiled.findings,
            sources.get(first..).unwrap_or_default(),
        ));
    }
    Ok((compiled.packs, ids))
}

fn bounded(candidates: &[Candidate]) -> Result<()> {
    let too_many = candidates.len() > MOST_PACKS;
    let too_large = |candidate: &Candidate| candidate.files.len() > MOST_FILES;
    if candidates.is_empty() || too_many || candidates.iter().any(too_large) {
        let message = format!("Send 1 to {MOST_PACKS} packs of at most {MOST_FILES} files each.");
        return Err(Error::invalid(vec![FieldError::new("/packs", message)]));
    }
    Ok(())
}

/// Findings in what was sent come first, each at its file; what it breaks in live packs follows.
fn broken(findings: &[Finding], sent: &[PackSource]) -> Error {
    let field = |finding: &Finding| {
        sent.iter().enumerate().find_map(|(n, pack)| {
            let path = finding.file.strip_prefix(&pack.root)?.strip_prefix('/')?;
            Some(format!("/packs/{n}/files/{}", path.replace('/', "~1")))
        })
    };
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    let (own, live): (Vec<_>, Vec<_>) = errors
        .map(|finding| (field(finding), finding))
        .partition(|(field, _)| field.is_some());
    let told = own.into_iter().chain(live).map(|(field, finding)| {
        let place = match &field {
            Some(_) => format!("line {}", finding.line),
            None => "a live pack".to_owned(),
        };
        let message = format!("{place}: {} ({})", finding.message, finding.code);
        let error = FieldError::new(field.unwrap_or_else(|| "/packs".to_owned()), message);
        match &finding.help {
            Some(help) => error.remedy(help.clone()),
            None => error,
        }
    });
    Error::invalid(told.take(MOST_TOLD).collect())
}
