//! What the server demands of a release before it stores it.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::StatusCode;
use stadion_pack::adapter::Compiled;
use stadion_pack::archive::{self, ArchiveError};
use stadion_pack::{Finding, PackSource, Packs, Severity, finding};

use super::trial;
use crate::App;
use crate::adapters;
use crate::web::error::{Error, FieldError, Result};

/// Findings of an answer.
const MOST_TOLD: usize = 50;

/// A pack that compiles beside all that is live, or an adapter, which stands alone.
pub struct Candidate {
    pub source: PackSource,
    pub id: String,
    pub version: String,
    pub digest: String,
    /// All packs as they would be live.
    pub packs: Arc<Packs>,
    /// Their files.
    pub beside: Vec<PackSource>,
    pub adapter: Option<Arc<Compiled>>,
}

/// Unpacks what was sent under the name `digest`.
pub async fn unpack(digest: &str, bytes: Bytes) -> Result<PackSource> {
    let is_digest = digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit());
    if !is_digest {
        let message = "is no digest: 64 hex digits, as `stadion publish` names them";
        return Err(Error::invalid(vec![FieldError::new("digest", message)]));
    }
    let source = unpacked(bytes).await?;
    let found = source.digest();
    if found != digest.to_ascii_lowercase() {
        let detail = format!(
            "The archive's files have the digest {found}, not the one it is named by: it was \
             changed or damaged on the way; send it again."
        );
        return Err(Error::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "wrong-digest",
            detail,
        ));
    }
    Ok(source)
}

/// Unpacks what was sent.
pub async fn unpacked(bytes: Bytes) -> Result<PackSource> {
    let unpacked = tokio::task::spawn_blocking(move || archive::unpack(&bytes)).await;
    let unpacked = unpacked.map_err(|error| Error::internal(&error))?;
    unpacked.map_err(|error| refused(&error))
}

fn refused(error: &ArchiveError) -> Error {
    let detail = format!("The archive is refused: {error}.");
    Error::new(StatusCode::UNPROCESSABLE_ENTITY, "bad-archive", detail)
}

/// Compiles beside what is live. What is wrong already with other packs is not its fault.
pub async fn compile(app: &App, source: PackSource) -> Result<Candidate> {
    if source.is_adapter() {
        return of_adapter(app, source).await;
    }
    if app.catalog.adapters().contains_key(&source.id()) {
        return Err(id_taken(&source.id(), "an adapter"));
    }
    let (catalog, given) = (app.clone(), source.clone());
    let work = move || catalog.catalog.with(vec![given]);
    let compiled = tokio::task::spawn_blocking(work).await;
    let (beside, compiled) = compiled.map_err(|error| Error::internal(&error))?;
    let known = app.catalog.findings();
    let new: Vec<Finding> = compiled
        .findings
        .into_iter()
        .filter(|finding| !known.contains(finding))
        .collect();
    if finding::has_errors(&new) {
        return Err(broken(&new, &source));
    }
    let id = source.id();
    let Some(pack) = compiled.packs.pack(&id) else {
        return Err(broken(&new, &source));
    };
    let (version, digest) = (pack.version.to_string(), pack.digest.clone());
    Ok(Candidate {
        source,
        id,
        version,
        digest,
        packs: Arc::new(compiled.packs),
        beside,
        adapter: None,
    })
}

/// Compiles an adapter. It refers to no pack and to no other adapter.
async fn of_adapter(app: &App, source: PackSource) -> Result<Candidate> {
    let id = source.id();
    let packs = app.catalog.packs();
    if packs.pack(&id).is_some() {
        return Err(id_taken(&id, "a pack"));
    }
    let given = source.clone();
    let work = move || adapters::compiled(&[given]).into_iter().next();
    let compiled = tokio::task::spawn_blocking(work).await;
    let compiled = compiled.map_err(|error| Error::internal(&error))?;
    let compiled = compiled.unwrap_or_default();
    let Some(adapter) = &compiled.adapter else {
        return Err(broken(&compiled.findings, &source));
    };
    Ok(Candidate {
        id,
        version: adapter.version.to_string(),
        digest: adapter.digest.clone(),
        beside: app.catalog.sources(),
        packs,
        adapter: Some(Arc::new(compiled)),
        source,
    })
}

/// Packs and adapters are released under their ids, in one list.
fn id_taken(id: &str, by: &str) -> Error {
    let detail = format!("`{id}` is the id of {by} that is live; take another id.");
    Error::conflict("id-taken", detail)
}

/// Runs the candidate's cases; answers how many there are.
pub async fn try_cases(app: &App, candidate: &Candidate) -> Result<usize> {
    let told = match &candidate.adapter {
        Some(adapter) => trial::examples(Arc::clone(adapter)).await?,
        None => trial::run(app, &candidate.beside, &candidate.source).await?,
    };
    if told.failures.is_empty() {
        return Ok(told.cases);
    }
    let detail =
        "Cases or examples do not pass; `errors` says where. `stadion test` shows the same.";
    let failures = told.failures.iter().take(MOST_TOLD);
    let field = |failure: &trial::Failure| {
        let place = (failure.file.as_str(), failure.line);
        at(
            place,
            &failure.code,
            &failure.message,
            failure.help.as_deref(),
            &candidate.source,
        )
    };
    Err(Error {
        errors: failures.map(field).collect(),
        ..Error::new(StatusCode::UNPROCESSABLE_ENTITY, "cases-failed", detail)
    })
}

/// Errors in what was sent come first, then those it makes in packs that are live.
fn broken(findings: &[Finding], source: &PackSource) -> Error {
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    let own = |finding: &&Finding| crate::catalog::is_below(&finding.file, &source.root);
    let (own, others): (Vec<_>, Vec<_>) = errors.partition(own);
    let told = own.into_iter().chain(others).take(MOST_TOLD);
    let field = |finding: &Finding| {
        let place = (finding.file.as_str(), finding.line);
        let help = finding.help.as_deref();
        at(place, finding.code, &finding.message, help, source)
    };
    let detail = "The pack has errors beside what is live; `errors` says where.";
    Error {
        errors: told.map(field).collect(),
        ..Error::new(StatusCode::UNPROCESSABLE_ENTITY, "pack-errors", detail)
    }
}

/// A finding as a field: the file in the pack and the line.
fn at(
    (file, line): (&str, usize),
    code: &str,
    message: &str,
    help: Option<&str>,
    source: &PackSource,
) -> FieldError {
    let root = format!("{}/", source.root);
    let file = file.strip_prefix(&root).unwrap_or(file);
    let error = FieldError::new(format!("{file}:{line}"), format!("{message} ({code})"));
    match help {
        Some(help) => error.remedy(help),
        None => error,
    }
}
