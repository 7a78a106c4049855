//! What publishers do: publish, activate, roll back.

use axum::body::Bytes;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::check::{self, Candidate};
use super::follow::{adopt, stored};
use super::live::{self, Base, Next, go_live, of_folders};
use super::model::{Action, Noted, Release};
use super::{plan, store};
use crate::App;
use crate::web::error::{Error, Result};

/// A release as it is sent.
pub struct Sent {
    pub digest: String,
    pub archive: Bytes,
    pub base: Option<Base>,
    /// When it goes live; at once if not said.
    pub at: Option<DateTime<Utc>>,
    pub noted: Noted,
}

/// What came of it.
pub struct Published {
    pub release: Release,
    pub cases: usize,
    pub planned: bool,
}

/// Checks a release as `stadion check` and `stadion test` do, stores it and makes it live.
pub async fn publish(app: &App, by: Uuid, sent: Sent) -> Result<Published> {
    let source = check::unpack(&sent.digest, sent.archive).await?;
    adopt(app).await?;
    let candidate = check::compile(app, source).await?;
    if let Some(base) = &sent.base {
        look_first(app, &candidate, base).await?;
    }
    same_version(app, &candidate).await?;
    plan::answered(app, &candidate)?;
    let cases = check::try_cases(app, &candidate).await?;
    // Stored as this server packs it: the same bytes, whoever sent it.
    let archive = stadion_pack::archive::pack(&candidate.source);
    let archive = archive.map_err(|error| Error::internal(&error))?;
    let new = (archive, sent.noted);
    let planned = sent.at.filter(|at| *at > app.clock.now());
    if let Some(at) = planned {
        live::plan(app, &candidate, new, sent.base, at, by).await?;
    } else {
        let next = Next {
            pack: candidate.id.clone(),
            source: candidate.source.clone(),
            digest: Some(candidate.digest.clone()),
            base: sent.base,
            action: Action::Activated,
            by: Some(by),
            detail: String::new(),
            new: Some(new),
            plan: None,
        };
        go_live(app, next).await?;
    }
    let release = store::release(&app.db, &candidate.digest).await?;
    Ok(Published {
        release: release.ok_or_else(|| Error::not_found("release"))?,
        cases,
        planned: planned.is_some(),
    })
}

/// Whoever looked at something else hears so before cases are run; what counts is looked at again
/// when it goes live.
async fn look_first(app: &App, candidate: &Candidate, base: &Base) -> Result<()> {
    let pack = candidate.id.as_str();
    let seen = store::live_of(&app.db, pack).await?;
    let seen = seen.or_else(|| of_folders(app, pack));
    if seen == base.0 || seen.as_ref() == Some(&candidate.digest) {
        return Ok(());
    }
    Err(live::changed(app, pack, seen.as_deref()).await)
}

async fn same_version(app: &App, candidate: &Candidate) -> Result<()> {
    let known = store::of_version(&app.db, &candidate.id, &candidate.version).await?;
    match known {
        Some(known) if known.digest != candidate.digest => {
            Err(live::version_taken(&candidate.id, &candidate.version))
        }
        _ => Ok(()),
    }
}

/// Makes a stored release live; answers it.
pub async fn activate(
    app: &App,
    by: Uuid,
    pack: &str,
    digest: &str,
    base: Option<Base>,
) -> Result<Release> {
    let found = store::release(&app.db, digest).await?;
    let found = found.filter(|release| release.pack == pack);
    let release = found.ok_or_else(|| Error::not_found("release of this pack"))?;
    let source = stored(app, digest).await?;
    let source = source.ok_or_else(|| Error::not_found("release that can be read"))?;
    let next = Next {
        pack: pack.to_owned(),
        source,
        digest: Some(digest.to_owned()),
        base,
        action: Action::Activated,
        by: Some(by),
        detail: "an earlier release".to_owned(),
        new: None,
        plan: None,
    };
    go_live(app, next).await?;
    Ok(release)
}

/// Puts back what was live before the release that is live now: an earlier release, or the version
/// of the server's folders. Answers the digest of what is live then.
pub async fn roll_back(app: &App, by: Uuid, pack: &str, base: Option<Base>) -> Result<String> {
    adopt(app).await?;
    let live = store::live(&app.db).await?;
    let live = live.into_iter().find(|release| release.pack == pack);
    let Some(live) = live else {
        if app.catalog.source_of(pack).is_none() {
            return Err(Error::not_found("pack"));
        }
        return Err(nothing_before(pack));
    };
    let before = store::before(&app.db, pack, &live.digest).await?.flatten();
    let source = match &before {
        Some(digest) => stored(app, digest).await?,
        None => app.catalog.of_folders(pack),
    };
    let source = source.ok_or_else(|| nothing_before(pack))?;
    let digest = source.digest();
    let next = Next {
        pack: pack.to_owned(),
        source,
        digest: before,
        // What is put back is what was before what was looked at.
        base: Some(base.unwrap_or(Base(Some(live.digest)))),
        action: Action::RolledBack,
        by: Some(by),
        detail: String::new(),
        new: None,
        plan: None,
    };
    go_live(app, next).await?;
    Ok(digest)
}

fn nothing_before(pack: &str) -> Error {
    let detail = format!(
        "Nothing of {pack} was live before what is live now; publish the version you want."
    );
    Error::conflict("nothing-before", detail)
}
